//! Opening: databases that cannot be used, flags that do not exist, tokens, backups.

use super::workshop::Workshop;
use crate::harness::binary::Server;
use crate::harness::{Api, Someone};
use serde_json::json;

#[tokio::test]
async fn databases_that_cannot_be_used_are_named_in_one_line() {
    let shop = Workshop::new().await;
    shop.run(&["migrate", "--database-url", "mysql://root@localhost/x"])
        .await
        .refused("unknown database scheme");
    shop.run(&["serve", "--database-url", "data/x.db"]).await.refused("unknown database scheme");
    assert!(!shop.database.dir.join("data/x.db").exists(), "an unknown scheme never makes a file");
    shop.write("file", "");
    shop.run(&["migrate", "--database-url", "sqlite://file/x.db"]).await.refused("cannot write");
    shop.run(&["migrate", "--database-url", "postgres://nobody@127.0.0.1:1/x"])
        .await
        .refused("does not answer");
    shop.write("text.db", &"kein SQLite\n".repeat(100));
    shop.run(&["migrate", "--database-url", "sqlite://text.db"]).await.refused("database");
    shop.change(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'later', 1, x'00', 0)",
    )
    .await;
    for command in [&["migrate"][..], &["serve", "--listen", "127.0.0.1:0"], &["demo"]] {
        shop.run(command).await.refused("newer ngayhoiso (schema 9999)");
    }
    shop.run(&["serve", "--listen", "192.0.2.1:80", "--database-url", "sqlite://fresh.db"])
        .await
        .refused("cannot listen");
    shop.write("settings.toml", "listen-on = 3\n");
    shop.run(&["migrate", "--config", "settings.toml"]).await.refused("settings.toml:1:1: ");
    shop.run(&["migrate", "--config", "none.toml"]).await.refused("none.toml");
}

#[tokio::test]
async fn bad_flags_are_usage() {
    let shop = Workshop::new().await;
    for arguments in [
        &["--no-such-flag"][..],
        &["no-such-command"],
        &["serve", "--listen", "everywhere"],
        &["create-token", "Sở"],
        &["create-token", "Sở", "--scope", "everything"],
        &["export-indicators", "--from", "2026-02-30", "--to", "2026-03-01", "--format", "csv", "-o", "x"],
        &["export-indicators", "--from", "2026-02-01", "--to", "2026-03-01", "--format", "pdf", "-o", "x"],
        &[
            "extend-attempts",
            "thi-thu",
            "--minutes",
            "0",
            "--active-between",
            "a",
            "b",
            "--reason",
            "mất điện",
        ],
        &["import-contest"],
        &["check-bank"],
    ] {
        let ended = shop.run(arguments).await;
        assert_eq!(ended.code, 2, "{arguments:?}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains("Usage") || ended.err.contains("--help"), "{}", ended.err);
    }
    for (arguments, why) in [
        (&["serve", "--public-url", "thi.gialai.gov.vn"][..], "--public-url"),
        (
            &[
                "export-indicators",
                "--from",
                "2026-03-02",
                "--to",
                "2026-03-01",
                "--format",
                "csv",
                "-o",
                "x",
            ],
            "--to",
        ),
        (
            &[
                "export-indicators",
                "--from",
                "2026-03-01",
                "--to",
                "2026-03-01",
                "--format",
                "csv",
                "-o",
                "x",
                "--scheme",
                "2025",
            ],
            "--scheme",
        ),
    ] {
        shop.run(arguments).await.misused(why);
    }
    assert!(shop.run(&["--help"]).await.done().contains("import-contest"));
    assert!(shop.run(&["--version"]).await.done().starts_with("ngayhoiso "));
    assert!(shop.run(&["completions", "bash"]).await.done().contains("ngayhoiso"));
}

#[tokio::test]
async fn a_token_is_shown_once_and_stored_hashed() {
    let shop = Workshop::new().await;
    let token = shop.run(&["create-token", "Sở KH&CN", "--scope", "indicators:read"]).await.done();
    let token = token.trim();
    assert!(
        token.len() >= 32 && token.lines().count() == 1,
        "standard output holds the token alone: {token}"
    );
    assert_eq!(shop.number("SELECT count(*) FROM api_token").await, 1);
    let stored =
        format!("SELECT count(*) FROM api_token WHERE token_hash LIKE '%{token}%' OR name LIKE '%{token}%'");
    assert_eq!(shop.number(&stored).await, 0);
    let file = std::fs::read(shop.database.file()).unwrap();
    assert!(!file.windows(token.len()).any(|w| w == token.as_bytes()));
    let wrong = ["create-token", "Sở", "--scope", "indicators:read", "--locality", "99999"];
    shop.run(&wrong).await.refused("99999");
    assert_eq!(shop.number("SELECT count(*) FROM api_token").await, 1);
}

#[tokio::test]
async fn a_withdrawn_token_opens_nothing_any_more() {
    let shop = Workshop::new().await;
    let token = shop.run(&["create-token", "Sở", "--scope", "indicators:read"]).await.done();
    let server = Server::start(&shop.database.dir, &[]).await;
    let api = Api::new(&server.base, Some(token.trim().to_owned()));
    let path = "/api/v1/indicators?from=2026-01-01&to=2026-12-31&scheme=post-2025-07";
    api.get(path).await.expect(200);
    shop.run(&["revoke-token", "Phòng khác"]).await.refused("Phòng khác");
    shop.run(&["revoke-token", "Sở"]).await.done();
    api.get(path).await.expect(401);
    shop.run(&["revoke-token", "Sở"]).await.refused("in force");
}

#[tokio::test]
async fn a_backup_taken_in_use_can_be_put_back() {
    let shop = Workshop::new().await;
    shop.contest(&[]).await.done();
    let server = Server::start(&shop.database.dir, &[]).await;
    let (api, _) = Api::new(&server.base, None).register(&Someone::named("Trước đó")).await;
    let view = api.begin().await;
    shop.run(&["backup", "copy.db"]).await.done();
    shop.run(&["backup", "copy.db"]).await.refused("exists already");
    Api::new(&server.base, None).register(&Someone::named("Sau đó")).await;
    assert!(server.terminate().await.success());
    assert_eq!(shop.number("SELECT count(*) FROM participant").await, 2);

    shop.run(&["restore", "copy.db"]).await.refused("--replace");
    shop.run(&["restore", "none.db", "--replace"]).await.refused("does not exist");
    shop.write("broken.db", "no database at all, just text");
    let refused = shop.run(&["restore", "broken.db", "--replace"]).await;
    assert_eq!(refused.code, 1);
    assert_eq!(shop.number("SELECT count(*) FROM participant").await, 2, "a bad copy replaces nothing");
    shop.run(&["restore", "copy.db", "--replace"]).await.done();
    assert_eq!(shop.number("SELECT count(*) FROM participant").await, 1);

    // The person of the copy carries on.
    let server = Server::start(&shop.database.dir, &[]).await;
    let path = format!("/api/v1/attempts/{}", view["id"].as_str().unwrap());
    assert_eq!(api.moved_to(&server.base).get(&path).await.expect(200).json()["id"], view["id"]);
    server.kill().await;
}

#[tokio::test]
async fn one_computation_however_many_refresh() {
    let shop = Workshop::new().await;
    shop.contest(&[]).await.done();
    let server = Server::start(&shop.database.dir, &[]).await;
    let api = Api::new(&server.base, None);
    let computed = async || {
        let metrics = api.get("/metrics").await.expect(200).body;
        let line =
            metrics.lines().find(|l| l.starts_with("boards_computed_total")).unwrap_or("x 0").to_owned();
        line.rsplit(' ').next().unwrap().parse::<u64>().unwrap()
    };
    let before = computed().await;
    let path = "/api/v1/contests/thi-thu/standings?board=localities";
    let mut moments = std::collections::BTreeSet::new();
    for _ in 0..10 {
        for reply in futures::future::join_all((0..40).map(|_| api.get(path))).await {
            moments.insert(reply.expect(200).json()["computed_at"].as_i64().unwrap());
        }
    }
    let made = computed().await - before;
    assert_eq!(made, moments.len() as u64, "400 readers share what was computed");
    assert!(made < 40, "{made} computations for 400 readers");
    // A plain error of a visitor is no reason to log anything about them.
    let ended = api.post("/api/v1/participants", &json!({ "nickname": 3 })).await;
    assert_eq!(ended.problem().0, 422);
    server.kill().await;
}
