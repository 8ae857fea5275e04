//! What the pure parts are tested with, and the festival as a whole on a database.

use super::*;
use crate::bank::import::{Provenance, import as import_bank};
use crate::store::attempts;
use domain::question::Revision;
use std::path::Path;
use std::sync::Arc;

/// 2026-11-22T10:00 in Hà Nội.
pub(super) const NOW: i64 = 1_795_316_400_000;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(super) fn registry() -> Registry {
    let read = |name: &str| std::fs::read_to_string(root().join("domain/data").join(name)).unwrap();
    Registry::from_csv(&read("localities.csv"), &read("provinces.csv")).unwrap()
}

/// The shipped bank.
pub(super) fn bank() -> Vec<Arc<Revision>> {
    let mut files: Vec<_> =
        std::fs::read_dir(root().join("question-bank")).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .filter(|f| f.extension().is_some_and(|e| e == "toml"))
        .flat_map(|f| domain::bank::parse_toml("bank", &std::fs::read_to_string(f).unwrap()).unwrap())
        .map(Arc::new)
        .collect()
}

/// The closed contest.
pub(super) fn closed() -> Contest {
    files::closed(NOW).unwrap().contest
}

#[test]
fn shipped_files_are_clean_and_lie_around_today() {
    let registry = registry();
    for hours in 0..48 {
        let now = NOW + hours * 3_600_000;
        let open = files::open(now).unwrap();
        assert!(open.warnings.is_empty(), "{:?}", open.warnings);
        let c = &open.contest;
        assert!(c.demo && c.title.ends_with("(dữ liệu minh họa)") && c.slug == files::OPEN);
        assert_eq!((c.rounds.len(), c.divisions.len()), (3, 3));
        assert_eq!(c.open_round(now).map(|r| r.ordinal), Some(2));
        assert!(domain::timing::settles_at(&c.rounds[0], 0) < now);
        assert!(c.rounds[1].closes_at - now > 14 * 86_400_000);
        assert!(c.rounds.iter().all(|r| r.rules.questions() == 10));
        assert!(c.units.len() >= 12 && c.units.iter().all(|u| registry.pickable(&u.locality)));
        let closed = files::closed(now).unwrap();
        assert!(closed.warnings.is_empty(), "{:?}", closed.warnings);
        assert!(closed.contest.demo && closed.contest.title.ends_with("(dữ liệu minh họa)"));
        assert_eq!(closed.contest.slug, files::CLOSED);
        assert!(closed.contest.closes_at() < now - 300 * 86_400_000);
    }
    let audiences: usize = closed().divisions.iter().map(|d| d.audiences.len()).sum();
    assert_eq!(audiences, domain::people::Audience::ALL.len());
}

#[test]
fn every_topic_can_be_practised() {
    let topics = files::topics(&domain::draw::Pool::new(bank()));
    assert_eq!(topics.len(), 17);
    for topic in &topics {
        let file = files::practice(topic).unwrap();
        assert!(file.warnings.is_empty() && !file.contest.demo, "{}", topic.code);
        assert!(file.contest.title.contains(&topic.title));
        assert!(file.contest.open_round(NOW).is_some());
    }
    assert_eq!(files::practice(&topics[0]).unwrap().contest.slug, "luyen-tap-t01");
}

/// A new SQLite file in a folder of its own.
async fn sqlite(name: &str) -> (Store, std::path::PathBuf) {
    let folder = std::env::temp_dir().join(format!("ngayhoiso-demo-{name}-{}", crate::random::token()));
    (Store::open(&format!("sqlite://{}", folder.join("d.db").display())).await.unwrap(), folder)
}

/// Every engine that is at hand: PostgreSQL when the test run provides one.
async fn stores(name: &str) -> Vec<(Store, std::path::PathBuf)> {
    let mut stores = vec![sqlite(name).await];
    if let Ok(base) = std::env::var("TEST_POSTGRES_URL") {
        let schema = format!("demo_{}", &crate::random::token()[..12]);
        let pool = sqlx::PgPool::connect(&base).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).execute(&pool).await.unwrap();
        pool.close().await;
        let sign = if base.contains('?') { '&' } else { '?' };
        let url = format!("{base}{sign}options=-csearch_path%3D{schema}");
        stores.push((Store::open(&url).await.unwrap(), std::env::temp_dir().join(schema)));
    }
    stores
}

async fn with_bank(store: &Store) -> (Registry, Secrets, Catalogue) {
    let revisions = bank().iter().map(|r| Revision::clone(r)).collect();
    import_bank(store, revisions, Vec::new(), Provenance::approved_by("thử"), NOW, None).await.unwrap();
    let catalogue = Catalogue::default();
    catalogue.refresh(store).await.unwrap();
    (registry(), Secrets::from_hex(&"5a".repeat(32)).unwrap(), catalogue)
}

/// Rows of every table, by name.
async fn census(store: &Store) -> Vec<(&'static str, i64)> {
    const COUNTS: [(&str, &str); 21] = [
        ("contest", "SELECT count(*) FROM contest"),
        ("contest_version", "SELECT count(*) FROM contest_version"),
        ("round_pool", "SELECT count(*) FROM round_pool"),
        ("prediction_result", "SELECT count(*) FROM prediction_result"),
        ("participant", "SELECT count(*) FROM participant"),
        ("consent", "SELECT count(*) FROM consent"),
        ("membership", "SELECT count(*) FROM membership"),
        ("contact", "SELECT count(*) FROM contact"),
        ("device_participant", "SELECT count(*) FROM device_participant"),
        ("attempt", "SELECT count(*) FROM attempt"),
        ("answer", "SELECT count(*) FROM answer"),
        ("late_tap", "SELECT count(*) FROM late_tap"),
        ("void", "SELECT count(*) FROM void"),
        ("tombstone", "SELECT count(*) FROM tombstone"),
        ("live_room", "SELECT count(*) FROM live_room"),
        ("live_event", "SELECT count(*) FROM live_event"),
        ("live_player", "SELECT count(*) FROM live_player"),
        ("live_answer", "SELECT count(*) FROM live_answer"),
        ("live_screen", "SELECT count(*) FROM live_screen"),
        ("question", "SELECT count(*) FROM question"),
        ("question_revision", "SELECT count(*) FROM question_revision"),
    ];
    let mut link = store.read().await.unwrap();
    let mut out = Vec::new();
    for (table, query) in COUNTS {
        let n: i64 = crate::sql!(&mut link, c => sqlx::query_scalar(query).fetch_one(c).await).unwrap();
        out.push((table, n));
    }
    out
}

async fn number(store: &Store, query: &'static str) -> i64 {
    let mut link = store.read().await.unwrap();
    crate::sql!(&mut link, c => sqlx::query_scalar(query).fetch_one(c).await).unwrap()
}

#[tokio::test]
async fn the_festival_stands_once_and_goes_without_a_trace() {
    for (store, folder) in stores("whole").await {
        let (registry, secrets, catalogue) = with_bank(&store).await;
        assert_eq!(ensure_practice(&store, &secrets, &catalogue, NOW).await.unwrap(), 17);
        assert_eq!(ensure_practice(&store, &secrets, &catalogue, NOW).await.unwrap(), 0);
        let before = census(&store).await;
        let started = crate::clock::monotonic();
        assert!(ensure(&store, &registry, &secrets, &catalogue, NOW).await.unwrap());
        println!("{:?}: made in {:?}", store.engine(), started.elapsed());
        let made = census(&store).await;
        println!("{made:?}");
        assert!(!ensure(&store, &registry, &secrets, &catalogue, NOW + 86_400_000).await.unwrap());
        assert_eq!(made, census(&store).await, "a second run changes nothing");

        let closed = catalogue.by_slug(files::CLOSED).unwrap();
        let mut link = store.read().await.unwrap();
        let (people, attempts, perfect) =
            contests::round_counts(&mut link, &closed.id, "vong-1").await.unwrap();
        drop(link);
        assert_eq!(closed.actual.get("vong-1"), Some(&people));
        assert!(
            (4_850..5_000).contains(&people) && attempts > 6_000 && perfect > 20,
            "{people} {attempts} {perfect}"
        );
        let opened = catalogue.by_slug(files::OPEN).unwrap();
        assert!(opened.actual.contains_key("vong-1") && !opened.actual.contains_key("vong-2"));
        assert_eq!(number(&store, "SELECT count(*) FROM participant WHERE demo = 1").await, 5_000);
        assert_eq!(number(&store, "SELECT count(*) FROM attempt WHERE demo = 0").await, 0);
        assert_eq!(number(&store, "SELECT count(*) FROM attempt WHERE submitted_at IS NULL").await, 0);

        the_show_is_whole(&store, &catalogue).await;
        a_visitor_tries(&store, &opened).await;
        a_visitor_plays(&store).await;
        let started = crate::clock::monotonic();
        let removed = remove(&store, &catalogue, NOW).await.unwrap();
        println!("{:?}: removed in {:?}", store.engine(), started.elapsed());
        assert_eq!((removed.contests, removed.people, removed.rooms), (2, 5_000, 1));
        let after = census(&store).await;
        let visitor = [("participant", 1), ("consent", 1), ("device_participant", 1)];
        for ((table, n), (_, was)) in after.iter().zip(&before) {
            let extra = visitor.iter().find(|v| v.0 == *table).map_or(0, |v| v.1);
            assert_eq!(*n, was + extra, "{table}");
        }
        assert_eq!(catalogue.all().len(), 17);
        assert!(remove(&store, &catalogue, NOW).await.unwrap().is_nothing());
        let bar = ProgressBar::hidden();
        let start = ensure_when_empty(&store, &registry, &secrets, &catalogue, NOW, &bar).await;
        assert!(!start.unwrap(), "a start does not bring back what was removed");
        assert!(ensure(&store, &registry, &secrets, &catalogue, NOW).await.unwrap(), "the command does");
        assert_eq!(catalogue.by_slug(files::CLOSED).unwrap().actual, closed.actual, "as it was");
        store.close().await;
        drop(std::fs::remove_dir_all(folder));
    }
}

/// The show went from the lobby to the end, and what is stored says what folding it says.
async fn the_show_is_whole(store: &Store, catalogue: &Catalogue) {
    use crate::store::live::{answers, events, players};
    use domain::live::{Answered, Event, RoomSpec, Show};

    let mut link = store.read().await.unwrap();
    let room = crate::store::live::rooms::over(&mut link, &crate::store::live::rooms::Key::default(), 10)
        .await
        .unwrap()
        .remove(0);
    let people = players::after(&mut link, &room.id, 0).await.unwrap();
    let log = events::after(&mut link, &room.id, 0).await.unwrap();
    let kept = answers::all(&mut link, &room.id).await.unwrap();
    drop(link);
    assert_eq!((room.demo, room.phase.as_str()), (1, "finished"));
    assert!(room.title.ends_with("(dữ liệu minh họa)"));
    let (started, over) = (room.started_at.unwrap(), room.finished_at.unwrap());
    assert!(room.created_at < started && started < over && over < NOW, "last night");
    assert_eq!(people.len(), 313);
    let linked: Vec<_> = people.iter().filter(|p| p.participant_id.is_some()).collect();
    assert!((60..100).contains(&linked.len()), "{}", linked.len());
    assert!(people.iter().all(|p| (p.grade == "anonymous") == p.participant_id.is_none()));
    let places: std::collections::BTreeSet<_> = people.iter().map(|p| p.locality_code.clone()).collect();
    assert_eq!(places.len(), 14);
    assert!(people.iter().all(|p| domain::live::nickname::clean(&p.nickname).as_ref() == Ok(&p.nickname)));

    let spec: RoomSpec = serde_json::from_str(&room.spec).unwrap();
    assert_eq!(spec.validate(), Ok(()));
    let ids: Vec<&str> = spec.questions.iter().map(|q| q.item.revision.as_str()).collect();
    let revisions = catalogue.revisions(store, &ids).await.unwrap();
    let mut show = Show::new(&Arc::new(spec));
    for person in &people {
        show.join(u32::try_from(person.number).unwrap(), None, person.joined_at);
    }
    for (seq, row) in (1..).zip(&log) {
        let event: Event = serde_json::from_str(&row.body).unwrap();
        let of_run = |question: u32, run: u32| {
            let of_run = kept.iter().filter(|k| (k.question, k.run) == (i64::from(question), i64::from(run)));
            of_run
                .map(|k| Answered {
                    player: u32::try_from(k.player).unwrap(),
                    share: domain::grading::grade(
                        &revisions[question as usize - 1],
                        serde_json::from_str(&k.choice).ok().as_ref(),
                    ),
                    elapsed: k.judged_ms,
                })
                .collect::<Vec<_>>()
        };
        show.apply(seq, &event, of_run).unwrap();
    }
    assert_eq!(show.room().counted().count(), 12, "every question was played");
    assert!(show.ceremony().is_some(), "the last ones were told row by row");
    let books = domain::live::export::Books::new(&show);
    let ranked: Vec<_> = books.players.iter().filter(|p| p.rank.is_some()).collect();
    assert!(ranked.len() > 290 && ranked.len() < people.len(), "one was taken out");
    let scores: std::collections::BTreeSet<i64> = ranked.iter().map(|p| p.score).collect();
    assert!(scores.len() > 100, "a table with an order: {}", scores.len());
    for question in &books.questions {
        assert!(
            question.answered > 250 && question.right > 60 && question.right < question.answered,
            "{question:?}"
        );
    }
}

/// A real person plays in the show under a link of their own; it goes with the show.
async fn a_visitor_plays(store: &Store) {
    let statement = "UPDATE live_player SET participant_id = 'visitor', nickname = 'Khách' WHERE number = 7";
    store.write(move |link| Box::pin(async move { Ok(link.run(statement).await?) })).await.unwrap();
}

/// A real person on a real device tries the open contest, leaves a contact and belongs to a unit.
async fn a_visitor_tries(store: &Store, opened: &crate::contests::catalogue::Loaded) {
    let demo: String = {
        let mut link = store.read().await.unwrap();
        crate::sql!(&mut link, c => sqlx::query_scalar("SELECT min(id) FROM attempt").fetch_one(c).await)
            .unwrap()
    };
    let contest = opened.id.clone();
    store
        .write(move |link| {
            Box::pin(async move {
                let mut row = attempts::get(link, &demo).await?.unwrap();
                let mut person = crate::store::people::get(link, &row.participant_id).await?.unwrap();
                (person.id, person.demo) = ("visitor".into(), 0);
                crate::store::people::insert(link, &person, "hmac").await?;
                let consent = crate::store::people::Consent {
                    purpose: "take_part".into(),
                    given: 1,
                    text_version: "1".into(),
                    channel: "web".into(),
                    at: NOW,
                };
                crate::store::people::add_consent(link, "c1", "visitor", &consent).await?;
                crate::store::people::set_contact(link, "visitor", &contest, "sealed", "hmac", NOW).await?;
                crate::store::devices::hold(link, "device", "visitor", false, NOW).await?;
                let membership = crate::store::people::Membership {
                    contest_id: contest.clone(),
                    unit_id: Some("thpt-song-xanh".into()),
                    ..Default::default()
                };
                crate::store::people::set_membership(link, "visitor", &membership, NOW).await?;
                (row.id, row.participant_id, row.contest_id) = ("try".into(), "visitor".into(), contest);
                Ok(attempts::insert_all(link, &[row]).await.map(drop)?)
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn what_a_broken_run_left_is_replaced_and_real_contests_are_not() {
    let (store, folder) = sqlite("broken").await;
    let (registry, secrets, catalogue) = with_bank(&store).await;
    import(&store, &secrets, files::closed(NOW - 86_400_000 * 3).unwrap(), NOW).await.unwrap();
    assert!(ensure(&store, &registry, &secrets, &catalogue, NOW).await.unwrap());
    assert_eq!(number(&store, "SELECT max(version) FROM contest").await, 1);
    remove(&store, &catalogue, NOW).await.unwrap();

    let mut real = files::open(NOW).unwrap();
    real.contest.demo = false;
    import(&store, &secrets, real, NOW).await.unwrap();
    let bar = ProgressBar::hidden();
    assert!(!ensure_when_empty(&store, &registry, &secrets, &catalogue, NOW, &bar).await.unwrap());
    let refused = ensure(&store, &registry, &secrets, &catalogue, NOW).await.unwrap_err();
    assert_eq!(refused.code, "bad_form");
    assert_eq!(number(&store, "SELECT count(*) FROM participant").await, 0);
    assert_eq!(number(&store, "SELECT count(*) FROM contest").await, 1);
    store.close().await;
    drop(std::fs::remove_dir_all(folder));
}

#[tokio::test]
async fn a_festival_of_an_earlier_release_gets_its_show() {
    let (store, folder) = sqlite("show").await;
    let (registry, secrets, catalogue) = with_bank(&store).await;
    assert!(ensure(&store, &registry, &secrets, &catalogue, NOW).await.unwrap());
    let whole = census(&store).await;
    // As a run leaves it that broke off in the middle of the show.
    for statement in
        ["DELETE FROM meta WHERE key = 'demo_show'", "DELETE FROM live_answer WHERE question > 5"]
    {
        store.write(move |link| Box::pin(async move { Ok(link.run(statement).await?) })).await.unwrap();
    }
    assert!(ensure(&store, &registry, &secrets, &catalogue, NOW).await.unwrap());
    assert_eq!(census(&store).await, whole, "the show is made anew, nothing else");
    assert!(!ensure(&store, &registry, &secrets, &catalogue, NOW).await.unwrap());
    store.close().await;
    drop(std::fs::remove_dir_all(folder));
}

#[tokio::test]
async fn one_room_waits_for_a_visitor() {
    let (store, folder) = sqlite("lobby").await;
    let (registry, secrets, catalogue) = with_bank(&store).await;
    assert_eq!(waiting_pin(&store).await.unwrap(), None);
    assert!(ensure_lobby(&store, &registry, &catalogue, NOW).await.unwrap());
    assert!(!ensure_lobby(&store, &registry, &catalogue, NOW + 1_000).await.unwrap());
    let pin = waiting_pin(&store).await.unwrap().unwrap();
    let mut link = store.read().await.unwrap();
    let room = crate::store::live::rooms::by_pin(&mut link, &pin).await.unwrap().unwrap();
    drop(link);
    let spec: domain::live::RoomSpec = serde_json::from_str(&room.spec).unwrap();
    assert_eq!((room.demo, room.phase.as_str(), spec.questions.len()), (1, "lobby", 20));
    assert_eq!(spec.groups.map(|g| g.kind), Some(domain::live::spec::GroupKind::Locality));
    let place = domain::locality::LocalityKey::new(&room.locality_scheme, &room.locality_code);
    assert!(registry.get(&place).is_some_and(|unit| unit.present()));

    // Played to its end: the next start has another.
    let statement = "UPDATE live_room SET finished_at = 1, phase = 'finished'";
    store.write(move |link| Box::pin(async move { Ok(link.run(statement).await?) })).await.unwrap();
    assert_eq!(waiting_pin(&store).await.unwrap(), None);
    assert!(ensure_lobby(&store, &registry, &catalogue, NOW).await.unwrap());
    // Whoever took the demonstration away, or has a contest of their own, is not given one.
    remove(&store, &catalogue, NOW).await.unwrap();
    assert!(!ensure_lobby(&store, &registry, &catalogue, NOW).await.unwrap());
    let forgotten = "DELETE FROM meta WHERE key = 'demo_removed'";
    store.write(move |link| Box::pin(async move { Ok(link.run(forgotten).await?) })).await.unwrap();
    let mut real = files::open(NOW).unwrap();
    real.contest.demo = false;
    import(&store, &secrets, real, NOW).await.unwrap();
    catalogue.refresh(&store).await.unwrap();
    assert!(!ensure_lobby(&store, &registry, &catalogue, NOW).await.unwrap());
    store.close().await;
    drop(std::fs::remove_dir_all(folder));
}

#[tokio::test]
async fn an_organisers_own_practice_set_is_left_alone() {
    let (store, folder) = sqlite("practice").await;
    let (_, secrets, catalogue) = with_bank(&store).await;
    let topics = files::topics(&catalogue.drawable(&store, NOW).await.unwrap());
    let mut own = files::practice(&topics[4]).unwrap();
    own.contest.organiser = "Trường em".into();
    import(&store, &secrets, own, NOW).await.unwrap();
    assert_eq!(ensure_practice(&store, &secrets, &catalogue, NOW).await.unwrap(), 16);
    assert_eq!(catalogue.by_slug("luyen-tap-t05").unwrap().doc.organiser, "Trường em");
    store.close().await;
    drop(std::fs::remove_dir_all(folder));
}
