//! Who ranks, whatever happens meanwhile: boards that are being built, lists that change, time given back, an export.

use crate::harness::binary;
use crate::harness::site::contest_text;
use crate::harness::{Api, Browser, Engine, MINUTE, Site, Someone};
use rstest::rstest;
use server::attempts::extend::{Ask, Extended, extend};
use std::collections::BTreeMap;

const OPEN: &str = "identity = \"open\"";

/// Everybody on the people board who wants to be named, with their ranks.
async fn ranked(site: &Site) -> BTreeMap<String, u64> {
    site.advance(1_001);
    let path = "/api/v1/contests/thi-thu/standings?board=people&round=vong-1";
    let shown = site.api().get(path).await.expect(200).json();
    let rows = shown["people"].as_array().unwrap().iter();
    rows.map(|r| (r["nickname"].as_str().unwrap_or("?").to_owned(), r["rank"].as_u64().unwrap())).collect()
}

fn names(board: &BTreeMap<String, u64>) -> Vec<&str> {
    board.keys().map(String::as_str).collect()
}

/// Starts, answers the first so many questions right; the attempt is left open.
async fn answered(site: &Site, api: &Api, right: u32) -> String {
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&id).await;
    for position in 1..=right {
        api.save(&id, position, 1, &paper.right(position)).await.expect(200);
    }
    id
}

/// Somebody who wants to be named sits on a phone, hands in, and may leave a contact.
async fn sat(site: &Site, nickname: &str, right: u32, contact: Option<&str>) -> Browser {
    let (phone, result) = site.sat(&Someone::named(nickname).public(), Some(right)).await;
    if let Some(contact) = contact {
        phone.gives_contact(&result, contact).await;
    }
    phone
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_ends_while_boards_are_built_is_on_them(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    sat(&site, "Nộp trước", 7, None).await;
    let (late, _) = site.api().register(&Someone::named("Nộp giữa chừng").public()).await;
    let (again, _) = site.api().register(&Someone::named("Nộp hai lần").public()).await;
    let first = answered(&site, &again, 5).await;
    again.submit(&first, None).await.expect(200);
    let (one, two) = (answered(&site, &late, 6).await, answered(&site, &again, 7).await);

    // The rows have been read, the boards are not up yet.
    let draft = site.app.standings.draft(&site.app, &site.contest()).await.unwrap();
    late.submit(&one, None).await.expect(200);
    again.submit(&two, None).await.expect(200);
    assert_eq!(ranked(&site).await["Nộp giữa chừng"], 3, "on the present boards at once");
    site.app.standings.publish(&site.app, draft).await.unwrap();
    let shown = ranked(&site).await;
    assert_eq!(names(&shown), ["Nộp giữa chừng", "Nộp hai lần", "Nộp trước"]);
    assert_eq!(shown["Nộp giữa chừng"], 3, "six right; the second try of the other counts: {shown:?}");
    assert_eq!(site.app.standings.participants(&site.contest().id), 3);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn boards_follow_the_barred_list(#[case] engine: Engine) {
    let barred = |list: &str| contest_text(&[(OPEN, &format!("{OPEN}\nbarred = {list}"))]);
    let site = Site::start(engine).await;
    sat(&site, "An", 7, Some("0909 999 999")).await;
    sat(&site, "Bình", 6, Some("0901 000 001")).await;
    assert_eq!(names(&ranked(&site).await), ["An", "Bình"]);
    site.import(&barred("[\"0909999999\"]")).await;
    assert_eq!(names(&ranked(&site).await), ["Bình"]);
    site.import(&barred("[\"+84 901 000 001\"]")).await;
    assert_eq!(names(&ranked(&site).await), ["An"], "one list takes the place of the other");
    site.import(&contest_text(&[])).await;
    assert_eq!(names(&ranked(&site).await), ["An", "Bình"]);
    assert_eq!(site.number("SELECT count(*) FROM contest_version").await, 1, "the document is the same");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_attempt_that_counts_is_chosen_from_all_of_them(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Được trả giờ").public()).await;
    let began = site.now();
    let first = answered(&site, &api, 1).await;
    site.advance(12 * MINUTE);
    assert_eq!(site.sweep().await, 1);
    let second = answered(&site, &api, 6).await;
    api.submit(&second, None).await.expect(200);
    assert_eq!(ranked(&site).await["Được trả giờ"], 1);

    let ask = Ask {
        contest: site.contest().id.clone(),
        minutes: 20,
        between: (began, began + 9 * MINUTE),
        reason: "Mất điện toàn xã".into(),
    };
    let extended = extend(&site.app.store, ask, site.now()).await.unwrap();
    assert_eq!(extended, Extended { attempts: 1, reopened: 1 });
    api.submit(&first, None).await.expect(200);
    assert_eq!(ranked(&site).await["Được trả giờ"], 1, "the second try is still the best");
    site.app.standings.follow(&site.app).await.unwrap();
    assert_eq!(ranked(&site).await["Được trả giờ"], 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_locality_and_a_division_at_once_are_refused(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let place = "board=people&locality=post-2025-07:21583";
    let both = format!("{place}&division=nguoi-dan");
    let told = site.api().get(&format!("/api/v1/contests/thi-thu/standings?{both}")).await;
    assert_eq!(told.problem(), (422, "bad_form".into()));
    assert!(told.json()["detail"].as_str().unwrap().starts_with("locality, division: "), "{}", told.body);
    site.browser().get(&format!("/contests/thi-thu/standings?{both}")).await.expect(422);
    // Neither page leads there.
    let page = site.browser().get(&format!("/contests/thi-thu/standings?{place}")).await.expect(200);
    assert!(!page.has("division="));
    let page = site.browser().get("/contests/thi-thu/standings?board=people&division=nguoi-dan").await;
    assert!(!page.expect(200).has("locality="));
    // Boards of places know neither.
    let path = format!("/api/v1/contests/thi-thu/standings?{}", both.replace("people", "localities"));
    site.api().get(&path).await.expect(200);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_export_ranks_whom_the_board_ranks(#[case] engine: Engine) {
    let rules = "identity = \"contact\"\nbarred = [\"0909 999 999\"]";
    let site = Site::edited(engine, &[(OPEN, rules)]).await;
    for (nickname, right, contact) in [
        ("An", 7, Some("0909999999")),
        ("Bình", 7, None),
        ("Chi", 7, Some("0901000001")),
        ("Dung", 6, Some("0901000002")),
        ("Em", 5, Some("0901000003")),
    ] {
        sat(&site, nickname, right, contact).await;
    }
    let line = ["--database-url", &site.database.url, "export-results", "thi-thu", "-o", "kq.csv"];
    let (code, out, err) = binary::said(&binary::run(&site.database.dir, &line).await);
    assert_eq!(code, 0, "{out}{err}");
    let text = std::fs::read_to_string(site.database.dir.join("kq.csv")).unwrap();
    let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<BTreeMap<String, String>> = csv.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    let exported: BTreeMap<String, u64> = rows
        .iter()
        .filter(|r| !r["rank_in_round"].is_empty())
        .map(|r| (r["nickname"].clone(), r["rank_in_round"].parse().unwrap()))
        .collect();
    assert_eq!(names(&exported), ["Chi", "Dung", "Em"]);
    assert_eq!(exported, ranked(&site).await);
    for row in &rows {
        let left_out = matches!(row["nickname"].as_str(), "An" | "Bình");
        assert_eq!(
            (row["counted"].as_str(), row["note"].contains("không xếp hạng")),
            ("1", left_out),
            "{row:?}"
        );
    }
}
