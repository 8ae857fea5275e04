//! Live rooms on disk: players numbered without gaps, answers taken once and only while their run is open, a dense log.

use crate::harness::{Engine, Room, Site, show};
use rstest::rstest;
use server::store::Store;
use server::store::live::answers::{LiveJob, Taken};
use server::store::live::events::{self, Decision};
use server::store::live::players::{self, JoinJob, Player, Seated};
use server::store::live::rooms;
use std::sync::Arc;
use tokio::sync::Notify;

async fn room(site: &Site) -> Room {
    site.room(&show("seconds = 10", &["T91-001", "T91-002"])).await
}

/// Has the writer do something long while these wait, so that they all come into one group.
async fn in_one_group<T>(store: &Store, jobs: Vec<impl Future<Output = T> + Send + 'static>) -> Vec<T>
where
    T: Send + 'static,
{
    let (began, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let holding = {
        let (store, began, go) = (store.clone(), Arc::clone(&began), Arc::clone(&go));
        tokio::spawn(async move {
            let work = store.write(move |_| {
                Box::pin(async move {
                    began.notify_one();
                    go.notified().await;
                    Ok(())
                })
            });
            work.await
        })
    };
    began.notified().await;
    let mut waiting = Vec::new();
    for (n, job) in jobs.into_iter().enumerate() {
        waiting.push(tokio::spawn(job));
        // One after another, so that their order is known.
        while store.queued() <= n {
            tokio::task::yield_now().await;
        }
    }
    go.notify_one();
    holding.await.unwrap().unwrap();
    let mut done = Vec::new();
    for one in waiting {
        done.push(one.await.unwrap());
    }
    done
}

/// A player who wants in: token, name.
fn wish(room: &Room, token: &str, name: &str, capacity: u32) -> JoinJob {
    let player = Player {
        room_id: room.id.clone(),
        id: format!("{token}-{name}"),
        origin: "it".into(),
        token_hash: token.into(),
        nickname: name.into(),
        name_key: name.to_lowercase(),
        grade: "anonymous".into(),
        joined_at: 1,
        ..Player::default()
    };
    // Ids are of whoever writes: two wishes of one device are two rows that cannot both be.
    let id = server::random::id(1);
    JoinJob { player: Player { id, ..player }, capacity }
}

async fn join_all(site: &Site, jobs: Vec<JoinJob>) -> Vec<Seated> {
    let jobs = jobs.into_iter().map(|job| {
        let store = site.app.store.clone();
        async move { store.join_live(job).await.unwrap() }
    });
    in_one_group(&site.app.store, jobs.collect()).await
}

fn number(seated: &Seated) -> i64 {
    match seated {
        Seated::New(player) | Seated::Known(player) => player.number,
        Seated::NameTaken | Seated::Full => 0,
    }
}

async fn stored(site: &Site, room: &Room) -> Vec<(i64, String)> {
    let mut link = site.app.store.read().await.unwrap();
    let rows = players::after(&mut link, &room.id, 0).await.unwrap();
    rows.into_iter().map(|p| (p.number, p.nickname)).collect()
}

fn numbered(names: &[&str]) -> Vec<(i64, String)> {
    (1..).zip(names).map(|(n, name)| (n, (*name).to_owned())).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_group_is_numbered_without_gaps_whoever_came_twice(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (room, other) = (room(&site).await, self::room(&site).await);
    let jobs = vec![
        wish(&room, "t1", "Lan", 100),
        wish(&other, "t1", "Lan", 100),
        // The same device again, under the same and under another name.
        wish(&room, "t1", "Lan", 100),
        wish(&room, "t1", "Khác", 100),
        wish(&room, "t2", "Mai", 100),
        // Another device with a name that is taken.
        wish(&room, "t3", "LAN", 100),
        wish(&room, "t4", "Cúc", 100),
        wish(&other, "t2", "Mai", 100),
        wish(&room, "t2", "Mai", 100),
        wish(&room, "t5", "Đào", 100),
    ];
    let done = join_all(&site, jobs).await;
    assert_eq!(done.iter().map(number).collect::<Vec<_>>(), [1, 1, 1, 1, 2, 0, 3, 2, 2, 4]);
    let kinds: String = done
        .iter()
        .map(|s| match s {
            Seated::New(_) => 'n',
            Seated::Known(_) => 'k',
            Seated::NameTaken => 't',
            Seated::Full => 'f',
        })
        .collect();
    assert_eq!(kinds, "nnkkntnnkn");
    assert_eq!(stored(&site, &room).await, numbered(&["Lan", "Mai", "Cúc", "Đào"]));
    assert_eq!(stored(&site, &other).await, numbered(&["Lan", "Mai"]));
    // The next group goes on from there, and finds who is in.
    let done = join_all(&site, vec![wish(&room, "t9", "Sen", 100), wish(&room, "t4", "Cúc", 100)]).await;
    assert_eq!(done.iter().map(number).collect::<Vec<_>>(), [5, 3]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_comes_twice_takes_no_second_place(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = room(&site).await;
    // Two places: the first device comes twice and a name is taken, so one place is left for Mai.
    let jobs = vec![
        wish(&room, "t1", "Lan", 2),
        wish(&room, "t1", "Lan", 2),
        wish(&room, "t2", "lan", 2),
        wish(&room, "t3", "Mai", 2),
        wish(&room, "t4", "Cúc", 2),
        wish(&room, "t1", "Lan", 2),
    ];
    let done = join_all(&site, jobs).await;
    assert!(matches!(done[0], Seated::New(_)) && matches!(done[1], Seated::Known(_)));
    assert_eq!(done[2], Seated::NameTaken);
    assert!(matches!(&done[3], Seated::New(player) if player.number == 2), "{:?}", done[3]);
    assert_eq!(done[4], Seated::Full);
    assert!(matches!(done[5], Seated::Known(_)));
    assert_eq!(stored(&site, &room).await, numbered(&["Lan", "Mai"]));
    let full = join_all(&site, vec![wish(&room, "t5", "Sen", 2), wish(&room, "t3", "Mai", 2)]).await;
    assert_eq!(full[0], Seated::Full);
    assert!(matches!(&full[1], Seated::Known(player) if player.number == 2));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_large_group_is_seated_in_the_order_of_coming(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = room(&site).await;
    let jobs =
        (0..500).map(|n| wish(&room, &format!("t{}", n / 2), &format!("Người {}", n / 2), 1_000)).collect();
    let done = join_all(&site, jobs).await;
    let expected: Vec<i64> = (0..500).map(|n| n / 2 + 1).collect();
    assert_eq!(done.iter().map(number).collect::<Vec<_>>(), expected);
    assert_eq!(site.number("SELECT count(*) FROM live_player").await, 250);
    assert_eq!(site.number("SELECT max(number) FROM live_player").await, 250);
}

fn decision(room: &Room, after: u64, opening: Option<(u32, u32, i64)>) -> Decision {
    Decision {
        room: room.id.clone(),
        after,
        events: vec![format!("{{\"n\":{after}}}")],
        by_whom: "it".into(),
        at: 1_000 + i64::try_from(after).unwrap(),
        phase: if opening.is_some() { "open" } else { "closed" },
        opening,
        finished: false,
        started: true,
    }
}

async fn append(store: &Store, decision: Decision) -> bool {
    store.write(move |link| Box::pin(async move { events::append(link, &decision).await })).await.unwrap()
}

fn answer(room: &Room, player: u32, received_at: i64, choice: &str) -> LiveJob {
    LiveJob {
        room: room.id.as_str().into(),
        question: 1,
        run: 1,
        player,
        choice: choice.into(),
        seen_at: None,
        received_at,
        judged_ms: received_at - 10_000,
        allowance: 0,
    }
}

async fn take_all(store: &Store, jobs: Vec<LiveJob>) -> Vec<Taken> {
    let jobs = jobs.into_iter().map(|job| {
        let store = store.clone();
        async move { store.take_live_answer(job).await.unwrap() }
    });
    in_one_group(store, jobs.collect()).await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_group_of_answers_is_taken_each_by_its_own_right(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (room, other) = (room(&site).await, self::room(&site).await);
    let store = &site.app.store;
    assert_eq!(
        take_all(store, vec![answer(&room, 1, 10_500, "\"a\"")]).await,
        [Taken::Closed],
        "not opened yet"
    );
    assert!(append(store, decision(&room, 0, Some((1, 1, 20_000)))).await);
    let jobs = vec![
        answer(&room, 1, 11_000, "\"a\""),
        answer(&room, 2, 20_000, "\"b\""),
        // Too late by one, and by as much as is forgiven.
        answer(&room, 3, 20_001, "\"a\""),
        LiveJob { allowance: 500, ..answer(&room, 4, 20_500, "\"a\"") },
        LiveJob { allowance: 500, ..answer(&room, 5, 20_501, "\"a\"") },
        // Again, another question, another run, another room.
        answer(&room, 1, 12_000, "\"c\""),
        LiveJob { question: 2, ..answer(&room, 6, 11_000, "\"a\"") },
        LiveJob { run: 2, ..answer(&room, 6, 11_000, "\"a\"") },
        answer(&other, 1, 11_000, "\"a\""),
    ];
    let expected = [
        Taken::At(11_000),
        Taken::At(20_000),
        Taken::Closed,
        Taken::At(20_500),
        Taken::Closed,
        Taken::At(11_000),
        Taken::Closed,
        Taken::Closed,
        Taken::Closed,
    ];
    assert_eq!(take_all(store, jobs).await, expected);
    let kept = site.texts("SELECT player || choice || received_at FROM live_answer ORDER BY player").await;
    assert_eq!(kept, ["1\"a\"11000", "2\"b\"20000", "4\"a\"20500"]);
    // Closed: a new one is refused, a repeat is told the first; opened again: a new run.
    assert!(append(store, decision(&room, 1, None)).await);
    let jobs = vec![answer(&room, 9, 13_000, "\"a\""), answer(&room, 2, 13_000, "\"c\"")];
    assert_eq!(take_all(store, jobs).await, [Taken::Closed, Taken::At(20_000)]);
    assert!(append(store, decision(&room, 2, Some((1, 2, 40_000)))).await);
    let again =
        vec![answer(&room, 1, 30_000, "\"c\""), LiveJob { run: 2, ..answer(&room, 1, 30_000, "\"c\"") }];
    assert_eq!(take_all(store, again).await, [Taken::At(11_000), Taken::At(30_000)]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn of_two_decisions_on_the_same_state_one_is_written(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = room(&site).await;
    let stores = [site.app.store.clone(), Store::open(&site.database.url).await.unwrap()];
    let mut written = 0;
    for after in 0..20 {
        let both = stores.iter().map(|store| {
            let mut decision = decision(&room, after, None);
            decision.events.push("{}".into());
            // Two events each: the loser leaves neither.
            decision.after = after * 2;
            append(store, decision)
        });
        let won: Vec<bool> = futures::future::join_all(both).await;
        assert_eq!(won.iter().filter(|w| **w).count(), 1, "{won:?} at {after}");
        written += 2;
    }
    assert_eq!(site.number("SELECT count(*) FROM live_event").await, written);
    assert_eq!(site.number("SELECT max(seq) FROM live_event").await, written);
    assert_eq!(site.number("SELECT seq FROM live_room").await, written);
    // Neither on what is long past nor on what has not been.
    assert!(!append(&stores[0], decision(&room, 0, None)).await);
    assert!(!append(&stores[1], decision(&room, 99, None)).await);
    assert_eq!(site.number("SELECT count(*) FROM live_event").await, written);
    // The moments of beginning and end are those of the first.
    let end = |after: u64| Decision { finished: true, ..decision(&room, after, None) };
    assert!(append(&stores[0], end(40)).await && append(&stores[1], end(41)).await);
    assert_eq!(site.number("SELECT finished_at FROM live_room").await, 1_040);
    assert_eq!(site.number("SELECT started_at FROM live_room").await, 1_000);
    stores[1].close().await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn one_node_at_a_time_holds_a_rooms_clock(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = room(&site).await;
    let lease = async |node: &'static str, now: i64, until: i64| {
        let room = room.id.clone();
        let work = site.app.store.write(move |link| {
            Box::pin(async move { Ok(rooms::lease(link, &room, node, now, until).await?) })
        });
        work.await.unwrap()
    };
    assert!(lease("a", 1_000, 7_000).await);
    assert!(!lease("b", 1_001, 7_001).await);
    assert!(lease("a", 4_000, 10_000).await, "kept by who has it");
    assert!(!lease("b", 10_000, 16_000).await, "to its last millisecond");
    assert!(lease("b", 10_001, 16_001).await, "and then whoever asks first");
    assert!(!lease("a", 10_002, 16_002).await);
}
