//! What must be known of a person to rank: group codes, roster codes, and what a child needs instead of a contact.

use crate::harness::{Api, Engine, Site, Someone};
use rstest::rstest;
use serde_json::Value;

async fn sit(site: &Site, api: &Api) -> Value {
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&id).await;
    for position in paper.positions() {
        api.save(&id, position, 1, &paper.right(position)).await.expect(200);
    }
    api.submit(&id, None).await.expect(200).json()
}

async fn ranked(site: &Site) -> usize {
    site.advance(1_001);
    let board = site.api().get("/api/v1/contests/thi-thu/standings?board=people").await.expect(200).json();
    board["people"].as_array().unwrap().len()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_roster_code_proves_one_person(#[case] engine: Engine) {
    let roster = "identity = \"roster_code\"\nroster = [\"NHS-0001\", \"NHS-0002\"]";
    let site = Site::edited(engine, &[("identity = \"open\"", roster)]).await;
    let (proven, _) = site.api().register(&Someone::named("Có mã").group("nhs 0001")).await;
    assert_eq!(sit(&site, &proven).await["rank"]["province"]["rank"], 1);
    assert_eq!(site.texts("SELECT grade FROM attempt").await, ["verified"]);

    for wrong in ["NHS-0001", "NHS-9999"] {
        let told =
            site.api().post("/api/v1/participants", &Someone::named("Mượn mã").group(wrong).body()).await;
        assert_eq!(told.problem(), (422, "bad_form".into()), "{wrong}");
        assert!(told.json()["detail"].as_str().unwrap().contains("group_code: "));
    }
    // Several at the same moment with the same code: one of them is proven.
    let bodies: Vec<Value> =
        (0..6).map(|n| Someone::named(&format!("Cùng lúc {n}")).group("NHS-0002").body()).collect();
    let api = site.api();
    let replies = futures::future::join_all(bodies.iter().map(|b| api.post("/api/v1/participants", b))).await;
    assert!(replies.iter().all(|r| matches!(r.status, 201 | 422)) && replies.iter().any(|r| r.status == 201));
    assert_eq!(site.number("SELECT count(*) FROM participant WHERE grade = 'verified'").await, 2);
    assert_eq!(site.number("SELECT count(*) FROM membership WHERE roster = 1").await, 2);

    // Without a code one takes part, and is counted, but not ranked.
    let (open, _) = site.api().register(&Someone::named("Không mã")).await;
    assert_eq!(sit(&site, &open).await["rank"]["province"], Value::Null);
    assert_eq!(ranked(&site).await, 1);
    assert_eq!(site.app.standings.participants(&site.contest().id), 2);
    let all = site.everything().await;
    assert!(!all.contains("NHS-0001") && !all.contains("NHS0001"), "codes are stored as keyed hashes");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_group_code_places_a_person_in_their_class(#[case] engine: Engine) {
    let site = Site::edited(engine, &[("identity = \"open\"", "identity = \"group_code\"")]).await;
    let (pupil, _) = site.api().register(&Someone::named("Học trò").born(2012).group("thua-10a2")).await;
    sit(&site, &pupil).await;
    let (stranger, _) = site.api().register(&Someone::named("Người ngoài").unit("truong-a")).await;
    assert_eq!(
        sit(&site, &stranger).await["rank"]["province"],
        Value::Null,
        "choosing a school proves nothing"
    );
    assert_eq!(ranked(&site).await, 1);
    let units = site.texts("SELECT DISTINCT unit_id FROM attempt").await;
    assert_eq!(units, ["truong-a"]);
    // Codes are for typing, never for reading.
    for path in
        ["/api/v1/contests/thi-thu", "/api/v1/contests", "/contests/thi-thu/join", "/contests/thi-thu"]
    {
        let told = site.api().get(path).await.expect(200);
        assert!(!told.has("10A2") && !told.has("THUA-"), "{path}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_child_ranks_by_group_code_where_others_leave_a_contact(#[case] engine: Engine) {
    let site = Site::edited(engine, &[("identity = \"open\"", "identity = \"contact\"")]).await;
    let (alone, _) = site.api().register(&Someone::named("Bé không mã").born(2014)).await;
    sit(&site, &alone).await;
    assert_eq!(ranked(&site).await, 0);
    let (grouped, _) = site.api().register(&Someone::named("Bé có mã").born(2014).group("THUA-10A1")).await;
    sit(&site, &grouped).await;
    assert_eq!(ranked(&site).await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_belongs_to_a_contest_needs_its_name(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let someone = Someone::named("Không tên cuộc");
    for (field, who) in [
        ("unit", someone.clone().unit("truong-a")),
        ("group_code", someone.clone().group("THUA-10A1")),
        ("extra_time", someone.clone().slow()),
    ] {
        let mut body = who.body();
        body.as_object_mut().unwrap().remove("contest");
        let told = site.api().post("/api/v1/participants", &body).await;
        assert_eq!(told.problem(), (422, "bad_form".into()), "{field}");
        let detail = told.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.starts_with(&format!("{field}: ")) && detail.contains("`contest`"), "{detail}");
    }
    assert_eq!(site.number("SELECT count(*) FROM participant").await, 0);
    let mut body = someone.body();
    body.as_object_mut().unwrap().remove("contest");
    site.api().post("/api/v1/participants", &body).await.expect(201);
    // Too many wrong codes are told as such.
    let wrong = someone.group("THUA-9Z9").body();
    for _ in 0..100 {
        site.api().post("/api/v1/participants", &wrong).await.expect(422);
    }
    let told =
        site.api().post("/api/v1/participants", &Someone::named("Đúng mã").group("THUA-10A1").body()).await;
    assert_eq!(told.problem(), (429, "too_many".into()));
    assert!(!told.header("retry-after").is_empty());
}
