//! A whole live contest in real browsers: one host, one projector, three phones, with a reload, a minute without network
//! and a killed server in the middle; on loopback and over plain http on the machine's own address.

use super::hands;
use super::harness::{Browser, PHONE, PLAIN, Server, Shape, lan_address, until};
use super::screens::{Camera, folder};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use thirtyfour::{By, Key, TypingData};

pub(super) const PASSWORD: &str = "Chuột chạy cùng sào";
const LAPTOP: Shape = Shape { width: 1440, height: 900, ..PHONE };
pub(super) const PROJECTOR: Shape = Shape { width: 1920, height: 1080, ..PHONE };

/// Four questions, each asked of everybody the same way; long enough for a busy machine.
pub(super) const ROOM: &str = r#"
format = 1
title = "Đêm hội số phường Quy Nhơn"
scoring = "knowledge_first"
seconds = 300
points = 1000
freeze_last = 1
ready_seconds = 60
[groups]
kind = "locality"
[[question]]
draw = 3
kinds = ["single_choice"]
"#;

/// What a browser says of a line that breaks; the test breaks it.
const BROKEN_LINE: [&str; 6] = [
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_EMPTY_RESPONSE",
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
    "net::ERR_NETWORK_CHANGED",
];

#[tokio::test]
async fn a_whole_show_on_loopback() -> Result<()> {
    let mut camera = Camera::new(folder()?);
    show(Ipv4Addr::LOCALHOST, Some(&mut camera)).await?;
    camera.whole()
}

#[tokio::test]
async fn a_whole_show_over_plain_http_on_the_machines_own_address() -> Result<()> {
    show(lan_address()?, None).await
}

/// The host at the laptop.
struct Host {
    b: Browser,
    pin: String,
}

impl Host {
    async fn sign_in(server: &Server) -> Result<Self> {
        server.tell(&["create-staff", "Chị Hoa", "--role", "host", "--password-stdin"], PASSWORD).await?;
        let pin = server.room(ROOM).await?;
        let b = Browser::open(server, LAPTOP).await?;
        b.goto("/organiser/login").await?;
        for (id, text) in [("name", "Chị Hoa"), ("password", PASSWORD)] {
            b.find(&format!("#{id}")).await?.send_keys(text).await?;
        }
        b.follow("Đăng nhập").await?;
        b.goto(&format!("/organiser/live/{pin}")).await?;
        b.sees("Đêm hội số phường Quy Nhơn").await?;
        Ok(Self { b, pin })
    }

    /// Posts to the API as the page's island does.
    async fn post(&self, what: &str, body: &Value) -> Result<()> {
        let path = format!("/api/v1/live/{}/{what}", self.pin);
        let script = format!(
            "const done = arguments[arguments.length - 1];
             fetch({path}, {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: {body} }})
                .then(async r => done([r.status, await r.text()]), e => done([0, String(e)]));",
            path = json!(path),
            body = json!(body.to_string()),
        );
        let said = self.b.driver.execute_async(script, Vec::new()).await?;
        let status = said.json()[0].as_u64().unwrap_or(0);
        ensure!((200..300).contains(&status), "{body}: {}", said.json());
        Ok(())
    }

    async fn command(&self, name: &str) -> Result<()> {
        self.post("commands", &json!({ "command": name })).await
    }

    /// Presses the one button, once it says this.
    async fn go(&self, words: &str) -> Result<()> {
        let says = format!("document.querySelector('#go')?.textContent.includes({}) === true", json!(words));
        self.b.wait(words, &says).await?;
        self.b.tap("#go").await
    }

    /// Says yes to the question a button asks first.
    async fn yes(&self) -> Result<()> {
        until("the question", || async { self.b.driver.accept_alert().await.ok() }).await
    }
}

/// Presses a key where no field or button hears it: at the host's laptop, or the clicker at the projector.
async fn key(b: &Browser, key: impl Into<TypingData>) -> Result<()> {
    b.eval("document.activeElement?.blur()").await?;
    Ok(b.find("body").await?.send_keys(key.into()).await?)
}

/// Whether the clock stands, in everybody's sight.
async fn stands(paused: bool, all: &[&Browser]) -> Result<()> {
    for b in all {
        let there = format!("(document.querySelector('[data-paused]') !== null) === {paused}");
        b.wait("the clock", &there).await?;
    }
    Ok(())
}

async fn phone(server: &Server, pin: &str, nickname: &str) -> Result<Browser> {
    let mut b = Browser::open(server, PHONE).await?;
    BROKEN_LINE.iter().for_each(|line| b.expect(line));
    b.goto("/live").await?;
    b.find("input[name=pin]").await?.send_keys(pin).await?;
    b.follow("Vào phòng").await?;
    b.arrives(&format!("/live/{pin}")).await?;
    hands::pick_place(&b, "quy nhon", "Phường Quy Nhơn (mới)").await?;
    b.find("#nickname").await?.send_keys(nickname).await?;
    b.follow("Vào chơi").await?;
    b.sees("Bạn đã vào!").await?;
    b.sees(nickname).await?;
    Ok(b)
}

async fn projector(server: &Server, host: &Host) -> Result<Browser> {
    let mut b = Browser::open(server, PROJECTOR).await?;
    BROKEN_LINE.iter().for_each(|line| b.expect(line));
    b.goto(&format!("/live/{}/screen", host.pin)).await?;
    // Nobody without the host's word sees the stage.
    let seen = b.text_of("document.body.innerText").await?;
    ensure!(!seen.contains("người đã vào"), "the stage is shown before pairing");
    let words = seen.replace(&host.pin, "");
    let code =
        words.split(|c: char| !c.is_ascii_digit()).find(|w| w.len() == 4).context("a code of four digits")?;
    host.post("screens", &json!({ "code": code })).await?;
    b.wait("the stage", "document.querySelector('[data-phase=lobby]') !== null").await?;
    Ok(b)
}

/// Everybody sees this phase.
async fn phase(name: &str, all: &[&Browser]) -> Result<()> {
    for b in all {
        b.wait(name, &format!("document.querySelector('[data-phase={name}]') !== null")).await?;
    }
    Ok(())
}

async fn pictures(
    camera: &mut Option<&mut Camera>,
    host: &Host,
    screen: &Browser,
    phone: &Browser,
    name: &str,
) -> Result<()> {
    let Some(camera) = camera else { return Ok(()) };
    // Looking for somebody left the page scrolled down.
    host.b.eval("(scrollTo(0, 0), true)").await?;
    camera.scheme_pair(&host.b, LAPTOP, &format!("live-host-{name}")).await?;
    camera.scheme_pair(screen, PROJECTOR, &format!("live-screen-{name}")).await?;
    camera.scheme_pair(phone, PHONE, &format!("live-phone-{name}")).await
}

async fn show(address: Ipv4Addr, mut camera: Option<&mut Camera>) -> Result<()> {
    let mut server = Server::on(address, false).await?;
    let mut host = Host::sign_in(&server).await?;
    BROKEN_LINE.iter().for_each(|line| host.b.expect(line));
    let screen = projector(&server, &host).await?;
    let ha = phone(&server, &host.pin, "Hà").await?;
    let tu = phone(&server, &host.pin, "Tú").await?;
    let bien = phone(&server, &host.pin, "Gió Biển").await?;
    screen.sees("Gió Biển").await?;
    host.b.sees("Gió Biển").await?;
    // Phones are told of others at most once in five seconds.
    ha.sees("3 người đã vào").await?;
    pictures(&mut camera, &host, &screen, &ha, "lobby").await?;

    host.go("Bắt đầu").await?;
    phase("ready", &[&ha, &tu, &bien, &screen, &host.b]).await?;
    pictures(&mut camera, &host, &screen, &ha, "ready").await?;
    key(&host.b, " ").await?;
    phase("open", &[&ha, &tu, &bien, &screen, &host.b]).await?;
    pictures(&mut camera, &host, &screen, &ha, "open").await?;
    key(&host.b, "p").await?;
    stands(true, &[&host.b, &screen]).await?;
    ha.sees("Tạm dừng").await?;
    pictures(&mut camera, &host, &screen, &ha, "paused").await?;
    key(&host.b, "p").await?;
    stands(false, &[&host.b, &screen]).await?;
    ha.wait("the clock runs", "!document.body.innerText.includes('Tạm dừng')").await?;

    // One answers, one comes back by a reload, one has lost the network.
    ha.tap(".lv-opt").await?;
    ha.sees("Đã nhận").await?;
    tu.driver.refresh().await?;
    phase("open", &[&tu]).await?;
    tu.sees("Câu 1").await?;
    bien.network(false).await?;
    bien.tap(".lv-opt:nth-child(2)").await?;
    bien.wait("a word that it is not received yet", "!document.body.innerText.includes('Đã nhận')").await?;
    for b in [&host.b, &screen] {
        b.wait("one answer", "document.querySelector('[data-answered]')?.textContent === '1'").await?;
    }
    pictures(&mut camera, &host, &screen, &ha, "answered").await?;

    // A power cut at the host's table.
    server.kill().await?;
    tu.sees("Đang nối lại").await?;
    server.again().await?;
    bien.network(true).await?;
    bien.sees("Đã nhận").await?;
    tu.wait("the line is back", "!document.body.innerText.includes('Đang nối lại')").await?;
    tu.tap(".lv-opt").await?;
    tu.sees("Đã nhận").await?;
    ha.driver.refresh().await?;
    ha.sees("Đã nhận").await?;
    screen
        .wait("three answers on the projector", "document.body.innerText.replace(/\\s/g, '').includes('3/3')")
        .await?;

    host.go("Đóng câu hỏi").await?;
    phase("closed", &[&ha, &tu, &bien, &screen, &host.b]).await?;
    pictures(&mut camera, &host, &screen, &ha, "closed").await?;
    key(&host.b, Key::Right).await?;
    phase("reveal", &[&ha, &tu, &bien, &screen, &host.b]).await?;
    // Her finger took the second option, whatever it was: she is told the right one, or that hers was.
    ha.wait("the answer", "/Đáp án đúng|Chính xác/.test(document.body.innerText)").await?;
    pictures(&mut camera, &host, &screen, &ha, "reveal").await?;
    if let Some(camera) = &mut camera {
        camera.scheme_pair(&bien, PHONE, "live-phone-reveal-other").await?;
    }
    host.go("Hiện bảng xếp hạng").await?;
    phase("standings", &[&ha, &screen, &host.b]).await?;
    // The clicker is plugged into the projector's machine: back to the answer, and forward again.
    key(&screen, Key::PageUp).await?;
    phase("reveal", &[&ha, &screen, &host.b]).await?;
    key(&screen, Key::PageDown).await?;
    phase("standings", &[&ha, &screen, &host.b]).await?;
    // Whoever stands on the projector can be found and renamed by a button.
    host.b.find("#find").await?.send_keys("gio bien").await?;
    host.b.tap(".hs-find button").await?;
    host.b
        .wait("who was found", "document.querySelector('[data-found]').innerText.includes('Gió Biển')")
        .await?;
    screen.sees("Hà").await?;
    pictures(&mut camera, &host, &screen, &ha, "standings").await?;

    for _ in 0..2 {
        host.command("next").await?;
        host.command("open").await?;
        phase("open", &[&ha, &tu]).await?;
        for b in [&ha, &tu] {
            b.tap(".lv-opt").await?;
            b.sees("Đã nhận").await?;
        }
        host.command("close").await?;
        host.command("reveal").await?;
        phase("reveal", &[&ha, &tu]).await?;
    }
    host.command("next").await?;
    phase("ceremony", &[&ha, &screen, &host.b]).await?;
    pictures(&mut camera, &host, &screen, &ha, "ceremony").await?;
    until("the podium", || async {
        host.command("next").await.ok()?;
        screen
            .eval("document.querySelector('[data-phase=final]') !== null")
            .await
            .ok()?
            .as_bool()?
            .then_some(())
    })
    .await?;
    phase("final", &[&ha, &tu, &bien, &screen, &host.b]).await?;
    pictures(&mut camera, &host, &screen, &ha, "final").await?;

    // What was acknowledged is in the books: three, two and two answers.
    let books = format!("/api/v1/live/{}/results?format=players", host.pin);
    let script = format!(
        "const done = arguments[arguments.length - 1]; fetch({}).then(async r => done(await r.text()), e => done(String(e)));",
        json!(books)
    );
    let csv =
        host.b.driver.execute_async(script, Vec::new()).await?.json().as_str().unwrap_or_default().to_owned();
    let answered: u32 = csv.lines().skip(1).filter_map(|l| l.split(',').nth(6)?.parse::<u32>().ok()).sum();
    ensure!(answered == 7, "seven answers were acknowledged, the books say {answered}:\n{csv}");
    host.go("Đóng phòng").await?;
    host.yes().await?;
    phase("finished", &[&ha, &tu, &bien, &screen, &host.b]).await?;
    pictures(&mut camera, &host, &screen, &ha, "finished").await?;
    for b in [ha, tu, bien, screen, host.b] {
        b.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_phone_without_scripts_plays_along() -> Result<()> {
    let server = Server::start().await?;
    let host = Host::sign_in(&server).await?;
    let b = Browser::open(&server, PLAIN).await?;
    b.goto(&format!("/live/{}", host.pin)).await?;
    b.find("#nickname").await?.send_keys("Cụ Bảy").await?;
    b.find("select[name=locality] optgroup option").await?.click().await?;
    b.follow("Vào chơi").await?;
    b.sees("Bạn đã vào!").await?;
    host.command("start").await?;
    host.command("open").await?;
    // The page looks for what is new by itself, perhaps just under the finger: then the next tap counts.
    until("an answer that is received", || async {
        if let Ok(option) = b.driver.find(By::Css(".lv-opt:not(.still)")).await {
            drop(option.click().await);
        }
        let seen = b.eval("document.body.innerText.includes('Đã nhận')").await.ok()?;
        seen.as_bool()?.then_some(())
    })
    .await?;
    host.command("close").await?;
    host.command("reveal").await?;
    phase("reveal", &[&b]).await?;
    b.close().await?;
    host.b.close().await
}
