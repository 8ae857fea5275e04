//! Storage that is locked, gone or overrun: 503 with a time to come back, and nothing half-saved.

use crate::harness::{Engine, MINUTE, Site, Someone};
use rstest::rstest;
use serde_json::json;
use server::store::Store;
use sqlx::{Connection as _, Executor as _};
use std::sync::Arc;
use tokio::sync::{Notify, mpsc};

#[tokio::test]
async fn a_locked_database_refuses_and_saves_nothing() {
    let site = Site::impatient(300).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&id).await;
    api.save(&id, 1, 1, &paper.right(1)).await.expect(200);

    let mut other = sqlx::SqliteConnection::connect(&site.database.url).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let (first, second) = (paper.wrong(1), paper.right(2));
    let save = api.save(&id, 1, 2, &first);
    let again = api.save(&id, 2, 1, &second);
    let handed = api.submit(&id, None);
    let newcomer = Someone::named("Người mới").body();
    let joined = site.api();
    let joined = joined.post("/api/v1/participants", &newcomer);
    let (save, again, handed, joined) = tokio::join!(save, again, handed, joined);
    for refused in [save, again, handed, joined] {
        assert_eq!(refused.header("retry-after"), "2");
        assert_eq!(refused.problem(), (503, "busy".into()));
    }
    // Pages still open, since reading needs no lock.
    site.browser().get("/contests/thi-thu").await.expect(200);
    other.execute("ROLLBACK").await.unwrap();

    assert_eq!(site.number("SELECT count(*) FROM answer").await, 1);
    assert_eq!(site.number("SELECT count(*) FROM attempt WHERE submitted_at IS NOT NULL").await, 0);
    assert_eq!(site.number("SELECT count(*) FROM participant").await, 1);
    assert_eq!(site.number("SELECT count(*) FROM device").await, 1);
    // The same tap again is accepted now.
    api.save(&id, 1, 2, &paper.wrong(1)).await.expect(200);
    assert!(api.submit(&id, None).await.expect(200).json()["score"].as_f64().unwrap() < 1.0);
}

#[tokio::test]
async fn a_server_that_cut_every_connection_is_found_again() {
    let site = Site::start(Engine::Postgres).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&id).await;
    api.save(&id, 1, 1, &paper.right(1)).await.expect(200);
    let mut other = sqlx::PgConnection::connect(&site.database.url).await.unwrap();
    other
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await
        .unwrap();
    // The writer notices with its next group; nothing but "come back" is ever said.
    let mut seq = 2;
    loop {
        let reply = api.save(&id, 1, seq, &paper.wrong(1)).await;
        if reply.status == 200 {
            break;
        }
        assert_eq!(reply.problem(), (503, "busy".into()));
        seq += 1;
        assert!(seq < 20, "the writer does not come back");
    }
    assert_eq!(site.number("SELECT seq FROM answer").await, seq);
    api.submit(&id, None).await.expect(200);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_full_queue_says_come_back(#[case] engine: Engine) {
    const QUEUE: usize = 16_384;
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&id).await;

    let (began, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let blocking = {
        let (store, began, go) = (site.app.store.clone(), Arc::clone(&began), Arc::clone(&go));
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
    let store = site.app.store.clone();
    let flood = tokio::spawn(async move {
        let works = (0..QUEUE + 100).map(|_| store.write(|_| Box::pin(async { Ok(()) })));
        futures::future::join_all(works).await
    });
    while site.app.store.queued() < QUEUE {
        tokio::task::yield_now().await;
    }
    let refused = api.save(&id, 1, 1, &paper.right(1)).await;
    assert_eq!(refused.header("retry-after"), "2");
    assert_eq!(refused.problem(), (503, "busy".into()));
    let page = site.browser().post("/contests/thi-thu/join", &Someone::named("Người mới").fields()).await;
    let page = page.expect(503);
    assert!(page.has("lang=\"vi\"") && page.has("Máy chủ đang rất đông"));
    go.notify_one();
    blocking.await.unwrap().unwrap();
    let done = flood.await.unwrap();
    assert_eq!(done.iter().filter(|r| r.is_ok()).count(), QUEUE, "what was taken in is done");
    assert_eq!(site.number("SELECT count(*) FROM answer").await, 0);
    api.save(&id, 1, 1, &paper.right(1)).await.expect(200);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn answers_during_shutdown_are_kept_or_refused(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let mut sittings = Vec::new();
    for n in 0..20 {
        let (api, _) = site.api().register(&Someone::named(&format!("Người {n}"))).await;
        let id = api.begin().await["id"].as_str().unwrap().to_owned();
        let position = site.paper(&id).await.of_kind("numeric");
        sittings.push((api, id, position));
    }
    let (acknowledge, mut acknowledged) = mpsc::unbounded_channel();
    let mut savers = tokio::task::JoinSet::new();
    for (api, id, position) in sittings {
        let acknowledge = acknowledge.clone();
        savers.spawn(async move {
            for seq in 1_i64.. {
                let body = json!({ "seq": seq, "occurred_at": 1, "choice": { "number": seq } });
                match api.try_put(&format!("/api/v1/attempts/{id}/answers/{position}"), &body).await {
                    Some(reply) if reply.status == 200 => drop(acknowledge.send((id.clone(), seq))),
                    Some(reply) => assert!(matches!(reply.status, 429 | 503), "{}", reply.body),
                    None => return,
                }
            }
        });
    }
    drop(acknowledge);
    let mut newest = std::collections::HashMap::new();
    let mut count = 0;
    let mut site = Some(site);
    let mut database = None;
    while let Some((id, seq)) = acknowledged.recv().await {
        newest.insert(id, seq);
        count += 1;
        if count == 400 {
            // Answers keep coming while it goes down.
            database = Some(site.take().unwrap().stop().await);
        }
    }
    let database = database.expect("the savers stopped too early");
    while let Some(ended) = savers.join_next().await {
        ended.unwrap();
    }
    let store = Store::open(&database.url).await.unwrap();
    let mut link = store.read().await.unwrap();
    for (id, seq) in &newest {
        let stored = server::store::attempts::answers(&mut link, id).await.unwrap();
        assert!(stored[0].1 >= *seq, "acknowledged {seq}, stored {:?}", stored[0]);
    }
    drop(link);
    store.close().await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_job_that_fails_takes_nobody_else_down(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&id).await;
    let broken = async |n: u32| {
        let store = site.app.store.clone();
        let work = store.write(move |link| {
            Box::pin(async move {
                let text = "INSERT INTO meta (key, value) VALUES ('it', 'x')";
                server::sql!(&mut *link, c => sqlx::query(text).execute(c).await.map(drop))?;
                let twice = "INSERT INTO meta (key, value) VALUES ('it', 'y')";
                server::sql!(&mut *link, c => sqlx::query(twice).execute(c).await.map(drop))?;
                Ok(n)
            })
        });
        work.await
    };
    let saves = (1..=7).map(|position| {
        let (api, id, choice) = (api.clone(), id.clone(), paper.right(position));
        async move { api.save(&id, position, 1, &choice).await.status }
    });
    let (failed, saved) =
        tokio::join!(futures::future::join_all((0..7).map(broken)), futures::future::join_all(saves));
    assert!(failed.iter().all(|r| r.as_ref().is_err_and(server::store::StoreError::is_unique_violation)));
    assert_eq!(saved, [200; 7]);
    assert_eq!(site.number("SELECT count(*) FROM meta WHERE key = 'it'").await, 0);
    assert_eq!(site.number("SELECT count(*) FROM answer").await, 7);
    site.advance(MINUTE);
    assert_eq!(api.submit(&id, None).await.expect(200).json()["score"], 7.0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_log_gets_its_length_and_nothing_else_changes(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&id).await;
    api.save(&id, 1, 1, &paper.right(1)).await.expect(200);
    let before = site.everything().await;
    site.app.store.lengthen_log().await.unwrap();
    assert_eq!(site.everything().await, before);
    // Twice, and with writes around it.
    let second = paper.right(2);
    let (again, saved) = tokio::join!(site.app.store.lengthen_log(), api.save(&id, 2, 1, &second));
    again.unwrap();
    saved.expect(200);
    assert_eq!(site.number("SELECT count(*) FROM answer").await, 2);
    if engine == Engine::Sqlite {
        let log = site.database.dir.join("ngayhoiso.db-wal");
        assert!(std::fs::metadata(log).unwrap().len() >= 16_000_000);
        assert_eq!(site.number("SELECT count(*) FROM sqlite_master WHERE name LIKE 'log_%'").await, 0);
        assert_eq!(site.texts("PRAGMA integrity_check").await, ["ok"]);
    }
}
