//! Boards: equal to a naive recount, the same after a rebuild, careful with small numbers and with names.

use super::recount::{self, commune, people, places, round, rows, shown_people, shown_places, sum, unit};
use crate::harness::{Api, Engine, MINUTE, Site, Someone};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use rstest::rstest;
use serde_json::Value;

struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0.next_u64() % n
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = self.below(of.len() as u64);
        of[usize::try_from(at).unwrap()]
    }
}

fn somebody(n: u64, dice: &mut Dice) -> Someone {
    // Few in the fourth commune, so that something is suppressed.
    let commune = dice.pick(&["21583", "21583", "21583", "21952", "21952", "21637", "outside"]);
    let audience = dice.pick(&["citizen", "worker", "civil_servant", "pupil"]);
    let mut who = Someone::named(&format!("Bạn chơi {n}")).at(commune).audience(audience);
    if dice.below(5) == 0 {
        who = who.born(2014);
    }
    if dice.below(2) == 0 {
        who = who.unit(dice.pick(&["truong-a", "truong-a", "co-quan-b"]));
    }
    if dice.below(3) > 0 { who.public() } else { who }
}

/// Somebody sits once; they know some answers. `None` when the rules allow no more.
async fn sit(site: &Site, api: &Api, dice: &mut Dice) {
    let view = api.begin().await;
    let id = view["id"].as_str().unwrap();
    let paper = site.paper(id).await;
    let knows = dice.below(8);
    for position in paper.positions() {
        if dice.below(12) == 0 {
            continue;
        }
        let choice = if dice.below(7) < knows { paper.right(position) } else { paper.wrong(position) };
        api.save(id, position, 1, &choice).await.expect(200);
    }
    // Few different durations, so that ties happen.
    site.advance(MINUTE + i64::try_from(dice.below(3)).unwrap() * 1_000);
    let guess = (dice.below(4) > 0).then(|| i64::try_from(dice.below(40)).unwrap());
    if dice.below(10) == 0 {
        site.advance(11 * MINUTE);
        site.sweep().await;
    } else {
        api.submit(id, guess).await.expect(200);
    }
}

async fn board(site: &Site, ask: &str) -> Value {
    site.advance(1_001);
    site.api().get(&format!("/api/v1/contests/thi-thu/standings?{ask}")).await.expect(200).json()
}

/// Every board as a recount of the stored rows has it.
async fn check(site: &Site, actual: [Option<i64>; 2]) {
    let rows = rows(site).await;
    let rounds = [round(&rows, "vong-1", actual[0]), round(&rows, "vong-2", actual[1])];
    let all = sum(&rounds, &actual.map(|a| a.is_some()));
    for (query, standings) in [("round=vong-1", &rounds[0]), ("round=vong-2", &rounds[1]), ("", &all)] {
        let shown = board(site, &format!("board=people&{query}")).await;
        assert_eq!(shown_people(&shown), people(standings, |_| true), "people {query}");
        for code in ["21583", "21952", "21637"] {
            let shown = board(site, &format!("board=people&locality=post-2025-07:{code}&{query}")).await;
            let within = standings.iter().filter(|s| s.row.in_commune(code)).count();
            if within < 5 {
                assert!(shown["people"].as_array().unwrap().is_empty() && shown["of"].is_null(), "{shown}");
            } else {
                assert_eq!(shown_people(&shown), people(standings, |r| r.in_commune(code)), "{code} {query}");
                assert_eq!(shown["of"].as_u64(), Some(within as u64));
            }
        }
        for (division, audiences) in
            [("can-bo", &["civil_servant"][..]), ("nguoi-dan", &["citizen", "worker"])]
        {
            let shown = board(site, &format!("board=people&division={division}&{query}")).await;
            let within = standings.iter().filter(|s| s.row.of_audience(audiences)).count();
            let expected =
                if within < 5 { Vec::new() } else { people(standings, |r| r.of_audience(audiences)) };
            assert_eq!(shown_people(&shown), expected, "{division} {query}");
        }
        let shown = board(site, &format!("board=localities&{query}")).await;
        assert_eq!(shown_places(&shown), places(standings, commune), "localities {query}");
        ordered(&shown, "participants");
        let shown = board(site, &format!("board=units&{query}")).await;
        assert_eq!(shown_places(&shown), places(standings, unit), "units {query}");
        for order in ["mean", "passes"] {
            ordered(&board(site, &format!("board=localities&order={order}&{query}")).await, order);
        }
    }
}

/// Best first; equals share a rank; what is hidden has none and comes last.
fn ordered(reply: &Value, by: &str) {
    let mut last = f64::INFINITY;
    let mut hidden = false;
    for (at, row) in (1_u64..).zip(reply["places"].as_array().unwrap()) {
        match row[by].as_f64() {
            Some(value) => {
                assert!(value <= last && !hidden, "{reply}");
                let rank = row["rank"].as_u64().unwrap();
                assert!(rank == at || (value - last).abs() < 1e-9, "{reply}");
                last = value;
            }
            None => {
                assert!(row["rank"].is_null());
                hidden = true;
            }
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 11)]
#[case::postgres(Engine::Postgres, 12)]
#[tokio::test]
async fn boards_equal_a_naive_recount(#[case] engine: Engine, #[case] seed: u64) {
    let site = Site::start(engine).await;
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
    let mut everybody = Vec::new();
    for n in 0..36 {
        let (api, _) = site.api().register(&somebody(n, &mut dice)).await;
        sit(&site, &api, &mut dice).await;
        everybody.push(api);
    }
    check(&site, [None, None]).await;
    for api in &everybody {
        if dice.below(3) == 0 {
            sit(&site, api, &mut dice).await;
        }
    }
    check(&site, [None, None]).await;

    // The second round; then the first one's prediction is resolved, which changes its order.
    site.travel("2026-12-01T09:00");
    for api in &everybody {
        if dice.below(2) == 0 {
            sit(&site, api, &mut dice).await;
        }
    }
    let before = board(&site, "board=people&round=vong-1").await;
    let resolved =
        server::contests::prediction::resolve(&site.app.store, &site.contest(), site.now()).await.unwrap();
    let recounted = recount::rows(&site).await;
    let actual = i64::try_from(round(&recounted, "vong-1", None).len()).unwrap();
    assert!(
        matches!(&resolved[..], [
            server::contests::prediction::Resolved::Now { actual: told, .. },
            server::contests::prediction::Resolved::TooEarly { .. },
        ] if *told == actual),
        "{resolved:?}"
    );
    site.app.catalogue.refresh(&site.app.store).await.unwrap();
    site.app.standings.build_missing(&site.app).await.unwrap();
    check(&site, [Some(actual), None]).await;
    let after = board(&site, "board=people&round=vong-1").await;
    assert_ne!(shown_people(&before), shown_people(&after), "the order follows the prediction");

    // Built at once, boards are what they were when kept up step by step.
    let asks =
        ["board=people", "board=localities", "board=units", "board=people&round=vong-1&division=can-bo"];
    let mut kept = Vec::new();
    for ask in asks {
        kept.push(board(&site, ask).await);
    }
    let site = site.restart(2_000).await;
    for (ask, mut kept) in asks.into_iter().zip(kept) {
        let mut built = board(&site, ask).await;
        (kept["computed_at"], built["computed_at"]) = (Value::Null, Value::Null);
        assert_eq!(built, kept, "{ask}");
    }
}

async fn perfect(site: &Site, who: &Someone, right: u32) -> (Api, String) {
    let (api, _) = site.api().register(who).await;
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&id).await;
    for position in paper.positions() {
        let choice = if position <= right { paper.right(position) } else { paper.wrong(position) };
        api.save(&id, position, 1, &choice).await.expect(200);
    }
    (api, id)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn small_numbers_are_hidden_and_ties_share_a_rank(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let mut people = Vec::new();
    // Everybody at the same moment with the same score: all are first.
    for n in 0..4 {
        people.push(perfect(&site, &Someone::named(&format!("Bốn người {n}")).public(), 7).await);
    }
    site.advance(MINUTE);
    let mut told = Value::Null;
    for (api, id) in &people {
        told = api.submit(id, None).await.expect(200).json();
    }
    assert_eq!(told["rank"]["locality"], Value::Null, "four in the commune");
    assert_eq!(told["rank"]["division"], Value::Null);
    assert_eq!(told["rank"]["province"], serde_json::json!({ "rank": 1, "of": null }));
    let shown = board(&site, "board=localities").await;
    let row = &shown["places"][0];
    assert_eq!(row["id"], "post-2025-07:21583");
    for hidden in ["participants", "passes", "mean", "rank", "rate"] {
        assert!(row[hidden].is_null(), "{hidden}: {row}");
    }
    let shown = board(&site, "board=people&locality=post-2025-07:21583").await;
    assert_eq!((&shown["small"], shown["people"].as_array().unwrap().len()), (&true.into(), 0));
    let page = site.browser().get("/contests/thi-thu/standings?board=localities").await.expect(200);
    assert!(page.has("dưới 5"));
    let home = site.browser().get("/contests/thi-thu").await.expect(200);
    assert!(!home.has("Bốn người"));

    let (fifth, id) = perfect(&site, &Someone::named("Năm"), 6).await;
    site.advance(MINUTE);
    let told = fifth.submit(&id, None).await.expect(200).json();
    let last = serde_json::json!({ "rank": 5, "of": 5 });
    assert_eq!((&told["rank"]["locality"], &told["rank"]["province"]), (&last, &last));
    let shown = board(&site, "board=people&locality=post-2025-07:21583").await;
    let ranks: Vec<u64> =
        shown["people"].as_array().unwrap().iter().map(|r| r["rank"].as_u64().unwrap()).collect();
    assert_eq!(ranks, [1, 1, 1, 1, 5]);
    assert_eq!(board(&site, "board=localities").await["places"][0]["participants"], 5);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn names_follow_consent_and_children_have_none(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let crowd = [
        (Someone::named("Công khai").public(), 7),
        (Someone::named("Kín tiếng"), 6),
        (Someone::named("Bé Na").born(2014).public(), 5),
        (Someone::named("Chưa đạt").public(), 2),
        (Someone::named("Thứ năm").public(), 7),
        (Someone::named("Thứ sáu").public(), 7),
    ];
    let mut low = None;
    for (who, right) in &crowd {
        let (api, id) = perfect(&site, who, *right).await;
        site.advance(MINUTE);
        api.submit(&id, None).await.expect(200);
        if *right == 2 {
            low = Some(api);
        }
    }
    site.advance(1_001);
    for who in [site.browser(), site.browser()] {
        let page = who.get("/contests/thi-thu/standings?board=people").await.expect(200);
        assert!(page.has("Công khai") && page.has("Người dự thi ẩn danh"));
        assert!(page.has("Học sinh"));
        for hidden in ["Kín tiếng", "Bé Na", "Chưa đạt"] {
            assert!(!page.has(hidden), "{hidden}");
        }
    }
    let around = low
        .unwrap()
        .get("/api/v1/contests/thi-thu/standings?board=people&around=me")
        .await
        .expect(200)
        .json();
    let rows = around["people"].as_array().unwrap();
    let me = rows.iter().find(|r| r["me"] == true).unwrap();
    assert_eq!((&me["nickname"], me["rank"].as_u64()), (&"Chưa đạt".into(), Some(6)));
    assert!(me["score"].is_number(), "one's own score is shown");
    assert!(rows.iter().all(|r| r["nickname"] != "Bé Na" && r["nickname"] != "Kín tiếng"));
    site.api().get("/api/v1/contests/thi-thu/standings?board=people&around=me").await.expect(401);

    // Withdrawing the consent takes the name off at once.
    let phone = site.browser();
    let attempt = phone.join(&Someone::named("Đổi ý").public()).await;
    let paper = site.paper(&attempt).await;
    for position in paper.positions() {
        let body = serde_json::json!({ "seq": 1, "occurred_at": 1, "choice": paper.right(position) });
        phone.put_json(&format!("/api/v1/attempts/{attempt}/answers/{position}"), &body).await.expect(200);
    }
    phone.post(&format!("/attempts/{attempt}/submit"), &[]).await.expect(303);
    assert!(board(&site, "board=people").await.to_string().contains("Đổi ý"));
    phone.post("/me/consent", &[("purpose", "publish_nickname"), ("given", "0")]).await.expect(303);
    let shown = site.api().get("/api/v1/contests/thi-thu/standings?board=people").await.expect(200);
    assert!(!shown.has("Đổi ý"), "also while the clock stands still");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn boards_stand_still_before_the_end(#[case] engine: Engine) {
    let site =
        Site::edited(engine, &[("review = \"after_round\"", "review = \"after_round\"\nfreeze_hours = 24")])
            .await;
    for n in 0..6 {
        let (api, id) = perfect(&site, &Someone::named(&format!("Sớm {n}")).public(), 6).await;
        api.submit(&id, None).await.expect(200);
    }
    let count = async |ask: &str| {
        let shown = board(&site, ask).await;
        (shown["people"].as_array().unwrap().len(), shown["frozen_since"].as_i64())
    };
    assert_eq!(count("board=people&round=vong-1").await, (6, None));
    site.travel("2026-11-27T09:00");
    let since = domain::calendar::parse_local("2026-11-26T22:00").unwrap();
    let (late, id) = perfect(&site, &Someone::named("Muộn").public(), 7).await;
    let told = late.submit(&id, None).await.expect(200).json();
    assert_eq!(count("board=people&round=vong-1").await, (6, Some(since)));
    assert_eq!(told["rank"]["province"], Value::Null, "one's own rank does not tell what the board hides");
    let site = site.restart(1_000).await;
    let shown = board(&site, "board=people&round=vong-1").await;
    assert_eq!(shown["people"].as_array().unwrap().len(), 6, "also after a restart");
    site.travel("2026-11-27T22:01");
    let shown = board(&site, "board=people&round=vong-1").await;
    assert_eq!((shown["people"].as_array().unwrap().len(), &shown["frozen_since"]), (7, &Value::Null));
    assert_eq!(shown["people"][0]["nickname"], "Muộn");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn ranking_can_need_a_contact_or_a_group_code(#[case] engine: Engine) {
    let barred = "identity = \"contact\"\nbarred = [\"0909 999 999\"]";
    let site = Site::edited(engine, &[("identity = \"open\"", barred)]).await;
    let ranked = async || board(&site, "board=people").await["people"].as_array().unwrap().len();
    let mut phones = Vec::new();
    for (n, contact) in ["0901000001", "0909999999", "0901000003"].into_iter().enumerate() {
        let phone = site.browser();
        let attempt = phone.join(&Someone::named(&format!("Người {n}")).public()).await;
        let paper = site.paper(&attempt).await;
        for position in paper.positions() {
            let body = serde_json::json!({ "seq": 1, "occurred_at": 1, "choice": paper.right(position) });
            phone
                .put_json(&format!("/api/v1/attempts/{attempt}/answers/{position}"), &body)
                .await
                .expect(200);
        }
        let result = phone.post(&format!("/attempts/{attempt}/submit"), &[]).await.leads();
        assert!(phone.get(&result).await.has("Bạn chưa được xếp hạng"));
        phones.push((phone, result, contact));
    }
    assert_eq!(ranked().await, 0);
    for (phone, result, contact) in &phones {
        let fields = [("back", result.as_str()), ("contact", contact), ("consents", "prize_contact")];
        phone.post("/contests/thi-thu/contact", &fields).await.expect(303);
    }
    assert_eq!(ranked().await, 2, "the barred one does not rank");
    let page = phones[1].0.get(&phones[1].1).await.expect(200);
    assert!(page.has("không tham gia xếp hạng"));
    // Withdrawn: out of the ranking, in the counts.
    phones[0].0.post("/me/contact/remove", &[]).await.expect(303);
    assert_eq!(ranked().await, 1);
    assert_eq!(site.app.standings.participants(&site.contest().id), 3);
    let site = site.restart(1_000).await;
    assert_eq!(board(&site, "board=people").await["people"].as_array().unwrap().len(), 1);
}
