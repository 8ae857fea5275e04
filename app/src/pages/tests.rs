//! Every page, in both languages: it renders, obeys the content policy, and speaks one language.

#[path = "../../examples/sample/mod.rs"]
mod sample;

use super::shell::FRESH;
use crate::model::{Chrome, ContinuePage, Lang};
use crate::pages;

#[test]
fn every_page_is_a_whole_document_without_style_attributes() {
    for lang in [Lang::Vi, Lang::En] {
        for (name, _, html) in sample::all(lang, false) {
            assert!(html.starts_with("<!doctype html><html lang=\""), "{name}");
            assert!(html.ends_with("</body></html>"), "{name}");
            assert!(!html.contains(" style=\""), "{name} has a style attribute");
            assert!(!html.contains(" onclick"), "{name} has an inline handler");
            assert_eq!(html.matches("<h1").count(), 1, "{name} needs exactly one h1");
            assert_eq!(html.matches("<main").count(), 1, "{name}");
        }
    }
}

#[test]
fn pages_carry_no_script_without_a_bundle_and_pages_without_islands_never() {
    for (name, may, html) in sample::all(Lang::Vi, false) {
        // The one line that asks anew for a page that "back" brought out of memory needs no bundle.
        let (all, fresh) = (html.matches("<script").count(), html.matches(FRESH).count());
        assert!(all == fresh && fresh <= 1, "{name} has no bundle to start: {all} scripts");
        assert_eq!(html.contains("<leptos-island"), may, "{name}");
    }
}

#[test]
fn the_one_script_carries_the_nonce_of_the_response() {
    let chrome = Chrome {
        nonce: "abc123".into(),
        pkg: Some("pkg/77".into()),
        style: "/pkg/77/main.css".into(),
        ..Chrome::default()
    };
    let html = pages::continue_(&chrome, ContinuePage::default());
    assert_eq!(html.matches("<script").count(), 1);
    assert!(html.contains("nonce=\"abc123\""));
    assert!(html.contains("/pkg/77/app.js") && html.contains("/pkg/77/app_bg.wasm"));
    let plain = pages::privacy(&chrome);
    assert!(!plain.contains("<script") && !plain.contains(".wasm"));
}

#[test]
fn english_pages_hold_no_vietnamese() {
    let vietnamese = |c: char| {
        matches!(c, 'ă' | 'â' | 'đ' | 'ê' | 'ô' | 'ơ' | 'ư' | 'Ă' | 'Â' | 'Đ' | 'Ê' | 'Ô' | 'Ơ' | 'Ư')
            || matches!(u32::from(c), 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0xFD | 0x1EA0..=0x1EF9)
    };
    for (name, _, html) in sample::all(Lang::En, true) {
        let rest = html.replace("Ngày Hội Số", "").replace("Tiếng Việt", "");
        let found = rest.find(vietnamese).map(|at| rest[at..].chars().take(40).collect::<String>());
        assert_eq!(found, None, "{name}");
    }
}

#[test]
fn what_people_type_is_escaped_everywhere() {
    use crate::model::{JoinForm, JoinPage, WhoPage};
    let evil = "<script>alert(1)</script>\"'";
    let chrome = Chrome {
        path: evil.into(),
        who: Some(crate::model::Who { nickname: evil.into(), locality: evil.into(), new_device: false }),
        ..Chrome::default()
    };
    let form = JoinForm {
        nickname: evil.into(),
        locality: evil.into(),
        group_code: evil.into(),
        ..JoinForm::default()
    };
    let join = JoinPage {
        form,
        title: evil.into(),
        group_code: Some(true),
        locality_text: Some(evil.into()),
        years: (2018, 1926),
        ..JoinPage::default()
    };
    let who = WhoPage {
        people: vec![(evil.into(), evil.into(), evil.into(), true)],
        back: evil.into(),
        join: None,
    };
    for html in [pages::join(&chrome, join), pages::who(&chrome, who)] {
        assert!(!html.contains("<script>alert"), "{html}");
        assert!(!html.contains("value=\"<script"), "{html}");
        assert!(!html.contains(")</script>\"'"), "{html}");
    }
}

#[test]
fn nothing_is_ticked_before_the_person_ticks_it() {
    let (_, _, html) = sample::all(Lang::Vi, false).into_iter().find(|(name, ..)| name == "join").unwrap();
    assert!(!html.contains("checked"));
    assert_eq!(
        html.matches(" selected").count(),
        4,
        "locality, year, unit and extra time stand on their empty option"
    );
}

#[test]
fn every_described_element_exists_and_ids_are_unique() {
    for (name, _, html) in sample::all(Lang::Vi, false) {
        let values = |attribute: &str| -> Vec<String> {
            let start = format!(" {attribute}=\"");
            html.split(start.as_str())
                .skip(1)
                .filter_map(|s| s.split('"').next())
                .map(str::to_owned)
                .collect()
        };
        let ids = values("id");
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: {ids:?}");
        for target in values("aria-describedby")
            .iter()
            .flat_map(|v| v.split(' '))
            .map(str::to_owned)
            .chain(values("for"))
        {
            assert!(ids.contains(&target), "{name}: nothing has the id {target}");
        }
    }
}
