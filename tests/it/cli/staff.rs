//! Accounts by command, and the one-time link that `serve` prints.

use super::workshop::Workshop;
use crate::harness::actors::Browser;
use crate::harness::binary::{self, Server};
use crate::harness::staff::PASSWORD;
use std::process::Stdio;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

impl Workshop {
    /// Runs a command with something on its standard input.
    async fn fed(&self, arguments: &[&str], input: &str) -> super::workshop::Ended {
        let mut command = binary::command(&self.database.dir);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that refuses at once does not read.
        drop(stdin.write_all(input.as_bytes()).await);
        drop(stdin);
        let (code, out, err) = binary::said(&child.wait_with_output().await.unwrap());
        super::workshop::Ended { code, out, err }
    }
}

#[tokio::test]
async fn accounts_are_made_changed_and_disabled_by_command() {
    let shop = Workshop::new().await;
    let create = ["create-staff", "Ban tổ chức", "--role", "host,admin", "--password-stdin"];
    let line = format!("{PASSWORD}\n");
    let out = shop.fed(&create, &line).await.done();
    assert!(out.contains("Ban tổ chức") && out.contains("admin, host") && !out.contains(PASSWORD));
    assert_eq!(shop.number("SELECT count(*) FROM role_grant WHERE granted_by = 'cli'").await, 2);
    for name in ["Ban tổ chức", "BAN TỔ CHỨC", " ban  tổ chức"] {
        let again = ["create-staff", name, "--role", "host", "--password-stdin"];
        shop.fed(&again, &line).await.refused("đã có tài khoản");
    }
    for (name, password, why) in [
        ("x", PASSWORD, "2 đến 40"),
        ("<mc>", PASSWORD, "chữ, số"),
        ("mc", "ngắn quá", "ít nhất 10"),
        ("mc", "", "ít nhất 10"),
        ("mc", "Password123", "phổ biến"),
        ("Ban giám khảo", "ban giám khảo", "trùng"),
    ] {
        let create = ["create-staff", name, "--role", "host", "--password-stdin"];
        shop.fed(&create, &format!("{password}\n")).await.refused(why);
    }
    assert_eq!(shop.number("SELECT count(*) FROM staff").await, 1, "what was refused left nothing");

    let server = Server::start(&shop.database.dir, &[]).await;
    let desk = Browser::new(&server.base);
    desk.sign_in("ban tổ chức", PASSWORD).await.expect(303);
    desk.get("/organiser/account").await.expect(200);
    shop.fed(&["set-password", "ban tổ chức", "--password-stdin"], "một câu khác hẳn\r\n").await.done();
    desk.get("/organiser/account").await.expect(303);
    desk.sign_in("ban tổ chức", PASSWORD).await.expect(422);
    desk.sign_in("ban tổ chức", "một câu khác hẳn").await.expect(303);
    shop.run(&["disable-staff", "Ban Tổ Chức"]).await.done();
    desk.get("/organiser/account").await.expect(303);
    desk.sign_in("ban tổ chức", "một câu khác hẳn").await.expect(403);
    shop.run(&["disable-staff", "Ban tổ chức"]).await.refused("đã bị khóa");
    shop.run(&["disable-staff", "Ban tổ chức", "--undo"]).await.done();
    shop.run(&["disable-staff", "Ban tổ chức", "--undo"]).await.refused("không bị khóa");
    desk.sign_in("ban tổ chức", "một câu khác hẳn").await.expect(303);
    for unknown in [&["disable-staff", "ai đó"][..], &["set-password", "ai đó", "--password-stdin"]] {
        shop.fed(unknown, &line).await.refused("không có tài khoản “ai đó”");
    }
    assert!(server.terminate().await.success());
    let acts = ["create-staff", "set-password", "disable-staff", "enable-staff"];
    for act in acts {
        let count = format!("SELECT count(*) FROM audit WHERE action = '{act}' AND actor = 'cli'");
        assert_eq!(shop.number(&count).await, 1, "{act}");
    }
    let named = "SELECT count(*) FROM audit WHERE detail LIKE '%tổ chức%' OR subject LIKE '%tổ chức%'";
    assert_eq!(shop.number(named).await, 0, "the audit log holds ids only");
}

#[tokio::test]
async fn a_password_is_asked_at_a_terminal_or_not_at_all() {
    let shop = Workshop::new().await;
    for command in [&["create-staff", "mc", "--role", "host"][..], &["create-staff", "mc", "--role", "host"]]
    {
        shop.fed(command, &format!("{PASSWORD}\n{PASSWORD}\n")).await.refused("--password-stdin");
    }
    for usage in [&["create-staff", "mc"][..], &["create-staff", "mc", "--role", "king"], &["create-staff"]] {
        assert_eq!(shop.run(usage).await.code, 2, "{usage:?}");
    }
    assert!(shop.terminal(&["không giống một câu nào", "và câu thứ hai"]).await.contains("không giống nhau"));
    assert_eq!(shop.number("SELECT count(*) FROM staff").await, 0);
    assert!(shop.terminal(&[PASSWORD, PASSWORD]).await.contains("Đã tạo tài khoản"));
    assert_eq!(shop.number("SELECT count(*) FROM staff WHERE name = 'mc'").await, 1);
}

impl Workshop {
    /// Makes an account as somebody at a terminal does: answers each prompt once it stands there. Returns what they saw.
    async fn terminal(&self, answers: &[&str]) -> String {
        let line = format!("{} create-staff mc --role host", binary::path().display());
        let mut script = binary::through("script", &self.database.dir);
        script.args(["-qec", &line, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = script.spawn().unwrap();
        let (mut keys, mut screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (mut seen, mut answers, mut at) = (Vec::new(), answers.iter(), [0_u8; 512]);
        loop {
            let n = screen.read(&mut at).await.unwrap_or(0);
            if n == 0 {
                break;
            }
            seen.extend_from_slice(&at[..n]);
            if seen.ends_with(": ".as_bytes())
                && let Some(answer) = answers.next()
            {
                keys.write_all(format!("{answer}\n").as_bytes()).await.unwrap();
            }
        }
        child.wait().await.unwrap();
        String::from_utf8(seen).unwrap()
    }
}

#[tokio::test]
async fn the_first_start_prints_a_link_that_opens_once() {
    let shop = Workshop::new().await;
    let log = shop.database.dir.join("log");
    let line = format!("NGAYHOISO_LOG=debug,sqlx=warn exec \"$@\" 2>>{}", log.display());
    let server = Server::start_through(&shop.database.dir, &line).await;
    let link = server.line("/setup#").await;
    let code = link.rsplit('#').next().unwrap().to_owned();
    assert_eq!(link.trim(), format!("{}/setup#{code}", server.base));
    assert!(server.terminate().await.success());

    // Started again it prints the same.
    let server = Server::start_through(&shop.database.dir, &line).await;
    assert!(server.line("/setup#").await.ends_with(&code));
    let browser = Browser::new(&server.base);
    browser.post("/setup", &[("code", &code)]).await.expect(200);
    let fields =
        [("code", code.as_str()), ("name", "quản trị viên"), ("password", PASSWORD), ("again", PASSWORD)];
    browser.post("/setup", &fields).await.expect(303);
    browser.get("/organiser/account").await.expect(200);
    // The same work for an unknown name as for a wrong password.
    let checked = async || {
        let metrics = Browser::new(&server.base).get("/metrics").await.expect(200).body;
        let line = metrics.lines().find(|l| l.starts_with("staff_passwords_checked_total"));
        line.map_or(0, |l| l.rsplit(' ').next().unwrap().parse::<u64>().unwrap())
    };
    let before = checked().await;
    browser.sign_in("không có ai", PASSWORD).await.expect(422);
    assert_eq!(checked().await, before + 1);
    browser.sign_in("quản trị viên", "sai hoàn toàn").await.expect(422);
    assert_eq!(checked().await, before + 2);
    assert!(server.terminate().await.success());

    let server = Server::start_through(&shop.database.dir, &line).await;
    server.line("Ctrl-C").await;
    assert!(!server.said().iter().any(|line| line.contains("/setup")), "nobody needs it any more");
    assert!(server.terminate().await.success());
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(text.contains("/organiser/login"), "routes are named");
    for secret in [code.as_str(), &code.replace('-', ""), "quản trị", PASSWORD, "không có ai"] {
        assert!(!text.contains(secret), "{secret} stands in the log");
    }
}
