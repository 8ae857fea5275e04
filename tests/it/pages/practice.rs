//! Practice: instant feedback, no record, and the same rules about keys until an answer was given.

use crate::harness::{Engine, Site};
use rstest::rstest;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn practising_explains_at_once_and_records_nothing(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let app = &site.app;
    let made = server::demo::ensure_practice(&app.store, &app.secrets, &app.catalogue, site.now()).await;
    assert!(made.map_err(|e| e.code).unwrap() >= 12);
    let phone = site.browser();
    let list = phone.get("/practice").await.expect(200);
    assert!(list.has("/practice/luyen-tap-t91") && list.has("/practice/luyen-tap-t05"));
    // One address is one run: the same seed gives the same paper.
    let path = "/practice/luyen-tap-t91?seed=abc&q=1&right=0";
    let page = phone.get(path).await.expect(200);
    assert_eq!(phone.get(path).await.body.matches("Câu thử").count(), page.body.matches("Câu thử").count());
    assert!(!page.has("GIẢI THÍCH"), "the key is looked at only after an answer");
    let answered = phone.post(path, &[("option", "a")]).await.expect(200);
    assert_eq!(answered.body.matches("GIẢI THÍCH T91").count(), 1);
    let nothing = phone.post(path, &[]).await.expect(200);
    assert!(!nothing.has("GIẢI THÍCH"), "no answer, no explanation");
    let nonsense = phone.post(path, &[("option", "z")]).await.expect(200);
    assert!(!nonsense.has("GIẢI THÍCH"));
    phone.get("/practice/luyen-tap-t91?seed=abc&q=99&right=3").await.expect(200);
    phone.get("/practice/thi-thu").await.expect(404);
    phone.get("/contests/luyen-tap-t91").await.expect(404);
    for table in ["participant", "attempt", "answer", "device"] {
        assert_eq!(site.number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
}

/// Every present unit can be chosen without a script, under its old district where it has one.
#[tokio::test]
async fn all_135_units_are_in_the_list() {
    let site = Site::start(Engine::Sqlite).await;
    let page = site.browser().get("/contests/thi-thu/join").await.expect(200);
    let from = page.body.find("name=\"locality\"").unwrap();
    let list = &page.body[from..from + page.body[from..].find("</select>").unwrap()];
    assert_eq!(list.matches("value=\"post-2025-07:").count(), 135);
    assert!(list.matches("<optgroup").count() >= 11);
    assert!(list.contains("value=\"outside\"") && list.contains("value=\"unknown\""));
    let units = site.app.places.registry.all().filter(|(_, u)| u.present());
    for (_, unit) in units {
        assert!(list.contains(&format!("value=\"{}\"", unit.key)), "{}", unit.name);
    }
}
