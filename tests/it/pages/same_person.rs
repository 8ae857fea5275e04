//! One human who registered twice: one person in the figures as soon as both registrations leave the same contact, two attempts
//! and two ranks all the same; staff can undo it.

use crate::harness::{Api, Browser, Engine, Site, Someone, binary};
use rstest::rstest;
use serde_json::Value;

const OTHER_COMMUNE: &str = "21952";

async fn give((phone, result): &(Browser, String), contact: &str) {
    phone.gives_contact(result, contact).await;
}

async fn figures(token: &Api) -> Vec<Value> {
    let path = "/api/v1/indicators?from=2026-11-01&to=2026-11-30&scheme=post-2025-07";
    let mut told = token.get(path).await.expect(200).json();
    let rows = told["rows"].as_array_mut().unwrap();
    rows.iter_mut().for_each(|row| row["computed_at"] = Value::Null);
    rows.clone()
}

/// The value in total or of a place; of people those who are known, of adults no unknown ages.
fn value(rows: &[Value], indicator: &str, place: &str) -> u64 {
    let by = if place.is_empty() { "total" } else { "locality" };
    let mut found = rows.iter().filter(|r| {
        r["indicator"] == indicator
            && r["by"] == by
            && r["locality_code"] == place
            && r["grade"] != "anonymous"
            && r["age_band"] != "unknown"
    });
    found.next().map_or(0, |r| r["value"].as_u64().unwrap())
}

/// Registered, took part, attempts, completed, adults.
fn totals(rows: &[Value]) -> [u64; 5] {
    ["I1", "I2", "I3", "I4", "I6-thamgia"].map(|indicator| value(rows, indicator, ""))
}

/// Runs a command on the site's database.
async fn command(site: &Site, arguments: &[&str]) -> (i32, String, String) {
    let line = ["--database-url", &site.database.url].iter().chain(arguments).copied().collect::<Vec<_>>();
    binary::said(&binary::run(&site.database.dir, &line).await)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn one_phone_number_is_one_person_in_the_figures(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let token = site.reader(&[]).await;
    let first = site.sat(&Someone::named("Mai lần một").public(), None).await;
    let again = site.sat(&Someone::named("Mai lần hai").at(OTHER_COMMUNE).public(), None).await;
    let other = site.sat(&Someone::named("Người khác").public(), None).await;
    assert_eq!(totals(&figures(&token).await), [3, 3, 3, 3, 3]);
    // Whoever gives it first: the earlier registration is kept.
    give(&again, "0905.123.456").await;
    give(&other, "0905 999 999").await;
    assert_eq!(totals(&figures(&token).await), [3, 3, 3, 3, 3]);
    give(&first, "+84 905 123 456").await;
    let shown = figures(&token).await;
    assert_eq!(totals(&shown), [2, 2, 3, 2, 2]);
    // Registered where it was the first time, took part where it was the last time.
    let here = |indicator, place| value(&shown, indicator, place);
    assert_eq!([here("I1", "21583"), here("I1", OTHER_COMMUNE)], [2, 0]);
    assert_eq!([here("I2", "21583"), here("I2", OTHER_COMMUNE)], [1, 1]);
    assert_eq!([here("I3", "21583"), here("I3", OTHER_COMMUNE)], [2, 1]);
    let kept = "SELECT p.nickname || '/' || q.nickname || '/' || l.by_whom FROM person_link AS l
        JOIN participant AS p ON p.id = l.kept_id JOIN participant AS q ON q.id = l.other_id";
    assert_eq!(site.texts(kept).await, ["Mai lần một/Mai lần hai/rule"]);

    // Ranks are those of each registration.
    site.advance(1_500);
    let board = site.api().get("/api/v1/contests/thi-thu/standings?board=people").await.expect(200).json();
    assert_eq!(board["people"].as_array().unwrap().len(), 3);

    // Saying it again links nothing twice; taking the contact back and erasing either move no figure.
    give(&again, "0905123456").await;
    assert_eq!(site.number("SELECT count(*) FROM person_link").await, 1);
    first.0.post("/me/contact/remove", &[]).await.expect(303);
    assert_eq!(figures(&token).await, shown);
    for gone in [&again, &first] {
        gone.0.erases().await;
        assert_eq!(figures(&token).await, shown);
    }
    let all = site.everything().await;
    assert!(!all.contains("Mai lần") && all.contains("same contact"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn staff_take_a_link_back(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let token = site.reader(&[]).await;
    let mother = site.sat(&Someone::named("Người mẹ"), None).await;
    let daughter = site.sat(&Someone::named("Con gái").born(2005), None).await;
    give(&mother, "0905123456").await;
    give(&daughter, "0905123456").await;
    assert_eq!(totals(&figures(&token).await), [1, 1, 2, 1, 1]);

    let (code, listed, err) = command(&site, &["list-links"]).await;
    assert_eq!((code, listed.lines().count()), (0, 1), "{listed}{err}");
    let ids = site.texts("SELECT id || '\t' || kept_id || '\t' || other_id FROM person_link").await;
    assert!(listed.starts_with(&ids[0]) && listed.contains("same contact\trule"), "{listed}");
    assert!(!listed.contains("Người mẹ") && !listed.contains("905"), "{listed}");

    let id = site.texts("SELECT id FROM person_link").await.remove(0);
    let undo = ["unlink-person", &id, "--by", "Bình", "--reason", "hai mẹ con"];
    assert_eq!(command(&site, &["unlink-person", "x", "--by", "Bình", "--reason", "thử"]).await.0, 1);
    assert_eq!(command(&site, &["unlink-person", &id, "--by", "Bình", "--reason", " "]).await.0, 2);
    assert_eq!(totals(&figures(&token).await), [1, 1, 2, 1, 1]);
    let (code, out, err) = command(&site, &undo).await;
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(totals(&figures(&token).await), [2, 2, 2, 2, 2]);
    assert_eq!(command(&site, &undo).await.0, 1, "once");
    assert_eq!(site.number("SELECT count(*) FROM audit WHERE action = 'unlink-person'").await, 1);
    assert!(command(&site, &["list-links"]).await.1.contains("Bình: hai mẹ con"));

    // The rule leaves alone whom staff have looked at, and goes on with others.
    give(&daughter, "0905123456").await;
    assert_eq!(totals(&figures(&token).await), [2, 2, 2, 2, 2]);
    let again = site.sat(&Someone::named("Mẹ lần hai"), None).await;
    give(&again, "0905123456").await;
    assert_eq!(totals(&figures(&token).await), [2, 2, 3, 2, 2]);
    give(&daughter, "0905123456").await;
    assert_eq!(totals(&figures(&token).await), [2, 2, 3, 2, 2]);
}
