//! Made-up data for the organiser's pages.

use super::{DAY, Data, HOUR, ID, NOW};
use app::model::*;
use app::pages::console;

pub(super) fn frame(d: Data, here: Option<Section>) -> Console {
    let inside = here.is_some();
    Console {
        style: "console.css".to_owned(),
        staff: if inside { d.s("Ban tổ chức Quy Nhơn", "organisers") } else { String::new() },
        sections: if inside { vec![Section::Live, Section::Account] } else { Vec::new() },
        here,
    }
}

fn sessions(one: bool) -> Vec<SessionRow> {
    let row = |label: &str, began: i64, here| SessionRow {
        id: ID.to_owned(),
        label: label.to_owned(),
        created_at: began,
        seen_at: NOW - HOUR,
        expires_at: began + 7 * DAY,
        here,
    };
    let mut rows = vec![row("Firefox", NOW - 3 * HOUR, true)];
    if !one {
        rows.push(row("Chrome, Android", NOW - DAY, false));
        rows.push(row("Safari, iPhone/iPad", NOW - 6 * DAY, false));
    }
    rows
}

/// Every page: (name, may carry scripts, document).
pub(super) fn all(lang: Lang, d: Data) -> Vec<(&'static str, bool, String)> {
    let chrome = |path: &str| super::chrome(lang, d, path, false);
    let alone = frame(d, None);
    let login = |page| console::login(&chrome("/organiser/login"), &alone, page);
    let setup = |page| console::setup(&chrome("/setup"), &alone, page);
    let account = |page| console::account(&chrome("/organiser"), &frame(d, Some(Section::Account)), page);
    let back = "/organiser".to_owned();
    let page = AccountPage {
        name: d.s("Ban tổ chức Quy Nhơn", "organisers"),
        roles: vec!["admin", "host"],
        sessions: sessions(false),
        ..AccountPage::default()
    };
    let wrong =
        vec![("present", "password_wrong"), ("password", "password_short"), ("again", "password_differs")];
    vec![
        (
            "console-login",
            false,
            login(LoginPage { back: back.clone(), nobody: true, ..LoginPage::default() }),
        ),
        (
            "console-login-wrong",
            false,
            login(LoginPage { name: "mc".to_owned(), back, error: Some("wrong"), ..LoginPage::default() }),
        ),
        ("console-account", false, account(page.clone())),
        (
            "console-account-wrong",
            false,
            account(AccountPage { sessions: sessions(true), errors: wrong, ..page.clone() }),
        ),
        ("console-account-changed", false, account(AccountPage { notice: Some("password"), ..page })),
        ("setup", true, setup(SetupPage::Code(None))),
        ("setup-wrong", true, setup(SetupPage::Code(Some("wrong")))),
        (
            "setup-account",
            false,
            setup(SetupPage::Account {
                code: "7KQ2M-X9RTA".to_owned(),
                name: "mc".to_owned(),
                errors: vec![("name", "name_length"), ("password", "password_common")],
            }),
        ),
    ]
}
