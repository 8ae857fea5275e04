//! What was answered: the values of questions without options, and every single answer.

use super::{Cell, Sheet, seconds, strings};
use crate::attempts::view::TRUTH_VI;
use crate::live::room::{Asked, Handle, RosterNames};
use crate::store::live::answers::Kept;
use domain::live::export::{self, Books};
use domain::live::show::Names as _;
use domain::live::spec::LiveQuestion;
use domain::payload::Kind;
use domain::{Choice, Points};
use std::collections::HashMap;

/// Rows of single answers in a workbook: it is made in memory. The CSV has all.
pub(super) const MOST_IN_BOOK: usize = 100_000;

/// The questions with their wording and the run that counts.
fn asked<'h>(
    handle: &'h Handle,
    books: &Books,
) -> impl Iterator<Item = (&'h Asked, &'h LiveQuestion, (i64, i64))> {
    let runs: Vec<(u32, u32)> = books.questions.iter().map(|q| (q.question, q.run)).collect();
    runs.into_iter().filter_map(|(question, run)| {
        let at = (i64::from(question), i64::from(run));
        Some((handle.asked(question)?, handle.spec.question(question)?, at))
    })
}

/// The values given where no options count them, the most frequent first.
pub(super) fn values(handle: &Handle, books: &Books, kept: &[Kept]) -> Sheet {
    let head = strings(&["Câu", "Mã câu hỏi", "Câu trả lời", "Số người", "Đúng"]);
    let mut rows = Vec::new();
    for (asked, spec, at) in asked(handle, books) {
        if matches!(asked.view.kind, Kind::SingleChoice | Kind::MultipleChoice | Kind::TrueFalse) {
            continue;
        }
        // Thousands of phones, far fewer different answers.
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for answer in kept.iter().filter(|k| (k.question, k.run) == at) {
            *counts.entry(answer.choice.as_str()).or_default() += 1;
        }
        let given =
            counts.into_iter().filter_map(|(choice, n)| Some((serde_json::from_str(choice).ok()?, n)));
        let found = export::values(&asked.revision, spec.survey, TRUTH_VI, given);
        let row = |words: String, count: u32, right: bool| {
            vec![
                Cell::whole(at.0),
                Cell::text(&asked.revision.question),
                Cell::text(words),
                Cell::whole(count),
                Cell::text(if right { "x" } else { "" }),
            ]
        };
        rows.extend(found.values.into_iter().map(|v| row(v.words, v.count, v.right)));
        if found.others > 0 {
            rows.push(row("(khác)".to_owned(), found.others, false));
        }
    }
    Sheet { name: "Phân bố", head, rows }
}

/// Every answer that counts, player by player as they stand in the table.
pub(super) fn answers(
    handle: &Handle,
    books: &Books,
    kept: &[Kept],
    names: &RosterNames<'_>,
    most: usize,
) -> Sheet {
    let mut head = strings(&["Số", "Tên", "Nhóm", "Câu", "Mã câu hỏi", "Câu trả lời"]);
    head.extend(strings(&["Thời gian (giây)", "Điểm", "Đúng"]));
    let questions: Vec<_> = asked(handle, books).collect();
    let counted: HashMap<i64, i64> = questions.iter().map(|(.., at)| *at).collect();
    let chosen: HashMap<(i64, i64), &str> = kept
        .iter()
        .filter(|k| counted.get(&k.question) == Some(&k.run))
        .map(|k| ((k.question, k.player), k.choice.as_str()))
        .collect();
    // The same choice is put into words once.
    let mut words: HashMap<(i64, &str), String> = HashMap::new();
    let mut rows = Vec::new();
    for player in &books.players {
        for (asked, _, at) in &questions {
            let place = usize::try_from(at.0 - 1).unwrap_or(usize::MAX);
            let got = player.got.get(place).copied().flatten().filter(|got| got.answered);
            let (Some(got), Some(choice)) = (got, chosen.get(&(at.0, i64::from(player.number)))) else {
                continue;
            };
            if rows.len() == most {
                let rest = "Còn nữa: tệp CSV “Từng câu trả lời” có đủ.";
                rows.push(vec![Cell::Empty, Cell::text(rest)]);
                return Sheet { name: "Câu trả lời", head, rows };
            }
            let said = words.entry((at.0, *choice)).or_insert_with(|| {
                let choice: Option<Choice> = serde_json::from_str(choice).ok();
                choice.map(|c| export::in_words(&asked.revision, &c, TRUTH_VI)).unwrap_or_default()
            });
            let partly = got.points > 0 && got.share > Points::ZERO;
            let how = if got.right {
                "x"
            } else if partly {
                "một phần"
            } else {
                ""
            };
            rows.push(vec![
                Cell::whole(player.number),
                Cell::text(names.nickname(player.number)),
                player.group.map_or(Cell::Empty, |g| Cell::text(names.group(g))),
                Cell::whole(at.0),
                Cell::text(&asked.revision.question),
                Cell::text(said.as_str()),
                seconds(Some(got.elapsed)),
                Cell::whole(got.points),
                Cell::text(how),
            ]);
        }
    }
    Sheet { name: "Câu trả lời", head, rows }
}
