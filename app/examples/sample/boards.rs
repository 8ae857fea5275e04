//! Made-up boards: people, and places with a figure that is too small to show.

use super::{Data, HOUR, NOW, card};
use app::model::*;

fn tab(text: String, on: bool) -> Tab {
    Tab { text, href: "standings".to_owned(), on }
}

pub(super) fn standings(d: Data, people: bool) -> StandingsPage {
    let row = |rank: u64, name: String, detail: String, cells: &[&str], me: bool, gap: bool| BoardRow {
        rank: Some(rank),
        name,
        detail,
        cells: cells.iter().map(|c| (*c).to_owned()).collect(),
        me,
        gap,
    };
    let rows = if people {
        vec![
            row(
                1,
                d.s("Gió Biển", "Sea Wind"),
                d.s("Phường Bồng Sơn", "Bong Son"),
                &["10", "4:12"],
                false,
                false,
            ),
            row(
                2,
                d.s("Người dự thi ẩn danh", "Anonymous"),
                d.s("Xã An Toàn", "An Toan"),
                &["10", "5:40"],
                false,
                false,
            ),
            row(
                2,
                d.s("Nguyễn Thượng Uyển Ngữ", "Long Nickname Here"),
                d.s("Phường Quy Nhơn Đông", "Quy Nhon Dong"),
                &["10", "5:40"],
                false,
                false,
            ),
            row(
                1_206,
                d.s("Sao Mai", "Morning Star"),
                d.s("Phường Quy Nhơn", "Quy Nhon"),
                &["8,5", "6:24"],
                true,
                true,
            ),
        ]
    } else {
        vec![
            row(
                1,
                d.s("Xã An Toàn", "An Toan"),
                String::new(),
                &["412", "31,2%", "7,9", "301"],
                false,
                false,
            ),
            row(
                2,
                d.s("Phường Bồng Sơn", "Bong Son"),
                String::new(),
                &["3.118", "24,9%", "7,4", "2.210"],
                false,
                false,
            ),
            row(
                14,
                d.s("Phường Quy Nhơn", "Quy Nhon"),
                String::new(),
                &["4.002", "11,3%", "7,1", "2.950"],
                true,
                true,
            ),
            BoardRow {
                rank: None,
                ..row(
                    0,
                    d.s("Xã Nhơn Châu", "Nhon Chau"),
                    String::new(),
                    &["<5", "–", "–", "–"],
                    false,
                    false,
                )
            },
        ]
    };
    StandingsPage {
        title: card(d).title,
        slug: card(d).slug,
        boards: vec![
            tab(d.s("Xã, phường", "Communes"), !people),
            tab(d.s("Cá nhân", "People"), people),
            tab(d.s("Trường, cơ quan", "Schools"), false),
        ],
        rounds: vec![
            tab(d.s("Tổng hợp", "Overall"), true),
            tab(d.s("Vòng 1", "Round 1"), false),
            tab(d.s("Vòng 2", "Round 2"), false),
        ],
        orders: if people {
            Vec::new()
        } else {
            vec![
                tab(d.s("Số người", "People"), true),
                tab(d.s("Tỷ lệ", "Rate"), false),
                tab(d.s("Điểm trung bình", "Mean"), false),
            ]
        },
        divisions: if people {
            vec![tab(d.s("Tất cả", "All"), true), tab(d.s("Bảng A – Người dân", "Division A"), false)]
        } else {
            Vec::new()
        },
        around: people.then(|| tab(d.s("Tìm tôi", "Find me"), false)),
        locality: people.then(|| (d.s("Phường Quy Nhơn", "Quy Nhon"), "standings".to_owned())),
        heads: if people {
            vec![d.s("Điểm", "Score"), d.s("Thời gian", "Time")]
        } else {
            vec![
                d.s("Số người", "People"),
                d.s("Tỷ lệ", "Rate"),
                d.s("Điểm TB", "Mean"),
                d.s("Số người đạt", "Passes"),
            ]
        },
        rows,
        notes: if people { vec!["first_100", "ties"] } else { vec!["places", "small"] },
        computed_at: NOW - 40_000,
        frozen_since: people.then_some(NOW - HOUR),
        demo: true,
    }
}
