//! `kill -9` under 500 people who save at once: every acknowledged answer is there afterwards.

use crate::harness::binary::{self, Server};
use crate::harness::database::Database;
use crate::harness::site::{contest_text, open_for_years};
use crate::harness::{Api, Engine, Someone};
use serde_json::{Value, json};
use std::collections::HashMap;
use tokio::sync::mpsc;

const SAVERS: usize = 500;
const ENOUGH: usize = 6_000;

/// A folder with a contest that is open today.
async fn prepared(database: &Database) {
    let file = database.dir.join("contest.toml");
    std::fs::write(&file, contest_text(&open_for_years())).unwrap();
    std::fs::write(database.dir.join("units.csv"), include_str!("../data/units.csv")).unwrap();
    let done = binary::run(&database.dir, &["import-contest", file.to_str().unwrap()]).await;
    let (code, out, err) = binary::said(&done);
    assert_eq!(code, 0, "{out}{err}");
}

/// Position of the question that takes a number.
fn numeric(view: &Value) -> u32 {
    let question = view["questions"].as_array().unwrap().iter().find(|q| q["kind"] == "numeric").unwrap();
    u32::try_from(question["position"].as_u64().unwrap()).unwrap()
}

async fn sitting(base: &str, n: usize) -> (Api, String, u32) {
    let (api, _) = Api::new(base, None).register(&Someone::named(&format!("Người {n}"))).await;
    let view = api.begin().await;
    (api, view["id"].as_str().unwrap().to_owned(), numeric(&view))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_by_kill_9() {
    rlimit::increase_nofile_limit(8_192).unwrap();
    let database = Database::fresh(Engine::Sqlite).await;
    prepared(&database).await;
    let server = Server::start(&database.dir, &[]).await;
    let mut sittings = Vec::new();
    for from in (0..SAVERS).step_by(50) {
        let some = (from..from + 50).map(|n| sitting(&server.base, n));
        sittings.extend(futures::future::join_all(some).await);
    }
    let (acknowledge, mut acknowledged) = mpsc::unbounded_channel();
    let mut savers = tokio::task::JoinSet::new();
    for (api, id, position) in sittings.clone() {
        let acknowledge = acknowledge.clone();
        savers.spawn(async move {
            for seq in 1_i64.. {
                let body = json!({ "seq": seq, "occurred_at": 1, "choice": { "number": seq } });
                let path = format!("/api/v1/attempts/{id}/answers/{position}");
                match api.try_put(&path, &body).await {
                    Some(reply) if reply.status == 200 => drop(acknowledge.send((id.clone(), seq))),
                    Some(reply) => assert!(matches!(reply.status, 429 | 503), "{}", reply.body),
                    None => return,
                }
            }
        });
    }
    drop(acknowledge);
    let mut newest: HashMap<String, i64> = HashMap::new();
    let mut count = 0;
    let mut server = Some(server);
    while let Some((id, seq)) = acknowledged.recv().await {
        let held = newest.entry(id).or_default();
        *held = seq.max(*held);
        count += 1;
        if count == ENOUGH {
            server.take().unwrap().kill().await;
        }
    }
    assert!(count >= ENOUGH, "the savers stopped after {count}");
    while let Some(ended) = savers.join_next().await {
        ended.unwrap();
    }
    assert_eq!(newest.len(), SAVERS);

    // The same files, a new process.
    let server = Server::start(&database.dir, &[]).await;
    for (api, id, position) in &sittings {
        let path = format!("/api/v1/attempts/{id}");
        let view = api.moved_to(&server.base).get(&path).await.expect(200).json();
        let question = &view["questions"][usize::try_from(*position).unwrap() - 1];
        let (seq, number) =
            (question["seq"].as_i64().unwrap(), question["choice"]["number"].as_f64().unwrap());
        assert!(seq >= newest[id], "acknowledged {} but {seq} is stored", newest[id]);
        assert!((number - f64::from(i32::try_from(seq).unwrap())).abs() < 1e-9, "half of a tap was kept");
    }
    assert!(server.terminate().await.success(), "and it ends in peace when asked");
}

/// Taps made while the disk is full are refused and leave nothing behind; afterwards everything goes on.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_refuses_and_keeps_what_was_there() {
    let database = Database::fresh(Engine::Sqlite).await;
    prepared(&database).await;
    // Files may not grow beyond a limit: to the database that is a disk that is full.
    let server = Server::start_through(&database.dir, "trap '' XFSZ; exec \"$@\"").await;
    let (api, id, position) = sitting(&server.base, 1).await;
    api.save(&id, position, 1, &json!({ "number": 1 })).await.expect(200);
    let limit = async |size: &str| {
        let mut prlimit = tokio::process::Command::new("prlimit");
        prlimit.args(["--pid", &server.pid().to_string(), &format!("--fsize={size}:unlimited")]);
        assert!(prlimit.status().await.unwrap().success());
    };
    // The log has its length already: not even what lies in it can be written anew.
    limit("4096").await;
    for seq in 2..5 {
        let refused = api.save(&id, position, seq, &json!({ "number": seq })).await;
        assert_eq!(refused.header("retry-after"), "2");
        assert_eq!(refused.problem(), (503, "busy".into()));
    }
    assert_eq!(api.submit(&id, None).await.problem().0, 503);
    let (status, _) = api.post("/api/v1/participants", &Someone::named("Mới").body()).await.problem();
    assert_eq!(status, 503);
    // Reading goes on: the one answer stands, the attempt is open.
    let view = api.get(&format!("/api/v1/attempts/{id}")).await.expect(200).json();
    let question = &view["questions"][usize::try_from(position).unwrap() - 1];
    assert_eq!((&question["seq"], &question["choice"]["number"]), (&json!(1), &json!(1.0)));

    limit("unlimited").await;
    api.save(&id, position, 5, &json!({ "number": 5 })).await.expect(200);
    api.submit(&id, None).await.expect(200);
    assert!(server.terminate().await.success());
}
