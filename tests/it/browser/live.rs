//! A whole live contest in real browsers: one host, one projector, three phones, with a reload, a killed server and a
//! minute without network in the middle; on loopback and over plain http on the machine's own address.

use super::hall::{Hand, Host, LAPTOP, PROJECTOR, answered, key, on, phase, phone, projector, stands};
use super::harness::{Browser, PHONE, PLAIN, Server, lan_address, until};
use super::line::Line;
use super::screens::{Camera, folder};
use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use server::clock::monotonic;
use std::net::Ipv4Addr;
use std::time::Duration;
use thirtyfour::{By, Key};

/// More questions than a minute holds, for each is announced for ten seconds; they stay open long enough for a busy
/// machine, and the table stands still before the last one.
pub(super) const ROOM: &str = r#"
format = 1
title = "Đêm hội số phường Quy Nhơn"
scoring = "knowledge_first"
seconds = 300
points = 1000
freeze_last = 1
ready_seconds = 10
[groups]
kind = "locality"
[[question]]
draw = 9
kinds = ["single_choice"]
"#;

/// How long a phone is without network while the show goes on. Here, and only here, the time itself is waited for.
const MINUTE: Duration = Duration::from_secs(60);
/// Within so long of its line a phone is back in the game: it looks for it every three seconds, and nothing tells it.
const BACK: Duration = Duration::from_secs(5);

/// What a browser says of a server that is gone; the test kills it.
const NO_SERVER: [&str; 4] = [
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_EMPTY_RESPONSE",
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
];
/// What only Biển's says, of a connection that a cut line ends before anything is sent.
const CUT_LINE: [&str; 2] = ["net::ERR_SOCKET_NOT_CONNECTED", "net::ERR_CONNECTION_CLOSED"];
/// What it says of an answer that comes when its question has long gone.
const TOO_LATE: &str = "/answers - Failed to load resource: the server responded with a status of 409";

/// Who plays on a phone, and the points in sight.
const ME: &str = "(foot => foot.querySelector('b').textContent + ': ' \
                  + foot.querySelector('.num').textContent.split(' · ')[0])(document.querySelector('.play-foot'))";

#[tokio::test]
async fn a_whole_show_on_loopback() -> Result<()> {
    show(Ipv4Addr::LOCALHOST, Some(Camera::new(folder()?))).await
}

#[tokio::test]
async fn a_whole_show_over_plain_http_on_the_machines_own_address() -> Result<()> {
    show(lan_address()?, None).await
}

async fn show(address: Ipv4Addr, camera: Option<Camera>) -> Result<()> {
    let mut show = Show::begin(address, camera).await?;
    show.first_question().await?;
    show.first_table().await?;
    let question = show.minute_away().await?;
    show.back_again(question).await?;
    show.last_questions(question + 1).await?;
    show.end(question - 2).await
}

/// Everybody in the hall.
struct Show {
    server: Server,
    host: Host,
    screen: Browser,
    ha: Browser,
    tu: Browser,
    bien: Browser,
    /// What Biển's phone is connected by.
    line: Line,
    camera: Option<Camera>,
}

impl Show {
    /// Everybody comes in.
    async fn begin(address: Ipv4Addr, camera: Option<Camera>) -> Result<Self> {
        let server = Server::on(address, false).await?;
        let mut host = Host::sign_in(&server, ROOM).await?;
        let mut screen = projector(&server, &host).await?;
        let base = server.url("");
        let mut ha = phone(&base, &host.pin, "Hà").await?;
        let mut tu = phone(&base, &host.pin, "Tú").await?;
        let line = Line::to(server.address()).await?;
        let mut bien = phone(&line.url(), &host.pin, "Gió Biển").await?;
        for b in [&mut host.b, &mut screen, &mut ha, &mut tu, &mut bien] {
            NO_SERVER.iter().for_each(|line| b.expect(line));
        }
        CUT_LINE.iter().for_each(|line| bien.expect(line));
        screen.sees("Gió Biển").await?;
        host.b.sees("Gió Biển").await?;
        // Phones are told of others at most once in five seconds.
        ha.sees("3 người đã vào").await?;
        let mut show = Self { server, host, screen, ha, tu, bien, line, camera };
        show.pictures("lobby").await?;
        Ok(show)
    }

    async fn pictures(&mut self, name: &str) -> Result<()> {
        let Some(camera) = &mut self.camera else { return Ok(()) };
        // Looking for somebody left the page scrolled down.
        self.host.b.eval("(scrollTo(0, 0), true)").await?;
        camera.scheme_pair(&self.host.b, LAPTOP, &format!("live-host-{name}")).await?;
        camera.scheme_pair(&self.screen, PROJECTOR, &format!("live-screen-{name}")).await?;
        camera.scheme_pair(&self.ha, PHONE, &format!("live-phone-{name}")).await
    }

    /// Everybody, with Biển.
    fn all(&self) -> [&Browser; 5] {
        [&self.host.b, &self.screen, &self.ha, &self.tu, &self.bien]
    }

    /// Everybody, while Biển is away.
    fn others(&self) -> [&Browser; 4] {
        [&self.host.b, &self.screen, &self.ha, &self.tu]
    }

    /// Moves the show on.
    async fn on(&self, hand: Hand, words: &str) -> Result<()> {
        on(&self.host, &self.screen, hand, words).await
    }

    /// The first question: a clock that is stopped, an answer, a reload, a lost network, a power cut.
    async fn first_question(&mut self) -> Result<()> {
        self.on(Hand::Button, "Bắt đầu").await?;
        phase("ready", &self.all()).await?;
        self.pictures("ready").await?;
        self.on(Hand::Keyboard, "Mở câu hỏi ngay").await?;
        phase("open", &self.all()).await?;
        self.pictures("open").await?;
        key(&self.host.b, "p").await?;
        stands(true, &[&self.host.b, &self.screen]).await?;
        self.ha.sees("Tạm dừng").await?;
        self.pictures("paused").await?;
        key(&self.host.b, "p").await?;
        stands(false, &[&self.host.b, &self.screen]).await?;
        self.ha.wait("the clock runs", "!document.body.innerText.includes('Tạm dừng')").await?;

        // One answers wrongly, one comes back by a reload, one has lost the network.
        let right = self.host.right().await?;
        tap(&self.ha, &format!(".lv-opt:not({right})")).await?;
        self.tu.driver.refresh().await?;
        phase("open", &[&self.tu]).await?;
        self.tu.sees("Câu 1").await?;
        // She knows this one: her points are what must still be there when she comes back later.
        self.line.cut();
        self.bien.tap(&right).await?;
        self.bien.sees("đang thử gửi lại").await?;
        for b in [&self.host.b, &self.screen] {
            answered(b, (1, 3)).await?;
        }
        self.pictures("answered").await?;

        // A power cut at the host's table.
        self.server.kill().await?;
        self.tu.sees("Đang nối lại").await?;
        self.server.again().await?;
        self.line.mend(Duration::ZERO);
        self.bien.sees("Đã nhận").await?;
        self.tu.wait("the line is back", "!document.body.innerText.includes('Đang nối lại')").await?;
        tap(&self.tu, ".lv-opt").await?;
        self.ha.driver.refresh().await?;
        self.ha.sees("Đã nhận").await?;
        answered(&self.screen, (3, 3)).await?;

        self.on(Hand::Button, "Đóng câu hỏi").await?;
        phase("closed", &self.all()).await?;
        self.pictures("closed").await?;
        key(&self.host.b, Key::Right).await?;
        phase("reveal", &self.all()).await?;
        self.ha.sees("Đáp án đúng").await?;
        self.bien.sees("Chính xác!").await?;
        self.pictures("reveal").await?;
        if let Some(camera) = &mut self.camera {
            camera.scheme_pair(&self.bien, PHONE, "live-phone-reveal-other").await?;
        }
        Ok(())
    }

    /// The table after it, there and back, and somebody looked up.
    async fn first_table(&mut self) -> Result<()> {
        self.on(Hand::Button, "Hiện bảng xếp hạng").await?;
        phase("standings", &self.all()).await?;
        // The clicker is plugged into the projector's machine: back to the answer, and forward again.
        key(&self.screen, Key::PageUp).await?;
        phase("reveal", &self.all()).await?;
        self.on(Hand::Clicker, "Hiện bảng xếp hạng").await?;
        phase("standings", &self.all()).await?;
        // Whoever stands on the projector can be found and renamed by a button.
        self.host.b.types("#find", "gio bien").await?;
        self.host.b.tap(".hs-find button").await?;
        let found = "document.querySelector('[data-found]').innerText.includes('Gió Biển')";
        self.host.b.wait("who was found", found).await?;
        self.screen.sees("Hà").await?;
        self.pictures("standings").await
    }

    /// From a table to the next question, which opens when its announcement has run out.
    async fn ask(&self, question: u32, hand: Hand, who: &[&Browser]) -> Result<()> {
        self.on(hand, "Câu tiếp theo").await?;
        phase("ready", who).await?;
        phase("open", who).await?;
        for b in who {
            b.sees(&format!("Câu {question}/9")).await?;
        }
        Ok(())
    }

    /// From an open question to its table.
    async fn settle(&self, hand: Hand, who: &[&Browser]) -> Result<()> {
        self.on(hand, "Đóng câu hỏi").await?;
        phase("closed", who).await?;
        self.on(hand, "Hiện đáp án").await?;
        phase("reveal", who).await?;
        self.on(hand, "Hiện bảng xếp hạng").await?;
        phase("standings", who).await
    }

    /// Biển loses her network in the second question and taps all the same. The hall does not wait for her: the others
    /// play as many questions as a minute holds. Returns the question that is open then.
    async fn minute_away(&self) -> Result<u32> {
        let mut question = 2;
        let mut hands = [Hand::Button, Hand::Keyboard, Hand::Clicker].into_iter().cycle();
        let mut hand = || hands.next().context("a hand");
        self.ask(question, hand()?, &self.all()).await?;
        self.line.cut();
        let gone = monotonic();
        self.bien.tap(".lv-opt").await?;
        self.bien.sees("đang thử gửi lại").await?;
        self.bien.sees("Đang nối lại").await?;
        while gone.elapsed() < MINUTE {
            for b in [&self.ha, &self.tu] {
                tap(b, ".lv-opt").await?;
            }
            answered(&self.screen, (2, 3)).await?;
            self.settle(hand()?, &self.others()).await?;
            question += 1;
            self.ask(question, hand()?, &self.others()).await?;
        }
        // No word of all that has come through to her.
        let seen = self.bien.text_of("document.body.innerText").await?;
        ensure!(
            seen.contains("Câu 2/9") && seen.contains("đang thử gửi lại") && seen.contains("Đang nối lại"),
            "a phone without network for {:?} shows:\n{seen}",
            gone.elapsed()
        );
        println!("away for {:.1?}, until question {question}", gone.elapsed());
        Ok(question)
    }

    /// Her network returns: she is in the question that is open now, as who she was and with what she had, and plays on.
    async fn back_again(&mut self, question: u32) -> Result<()> {
        let me = self.bien.text_of(ME).await?;
        ensure!(me.starts_with("Gió Biển: ") && me != "Gió Biển: 0 điểm", "before the minute: {me}");
        // Her old answer may knock once more; it is told that its question has gone.
        self.bien.expect(TOO_LATE);
        let here = format!(
            "document.querySelector('[data-phase=open] .lv-opt:not(.still)') !== null \
             && document.querySelector('.play-line').hidden \
             && document.body.innerText.includes('Câu {question}/9') && {ME} === {}",
            json!(me)
        );
        let mended = monotonic();
        self.line.mend(Duration::ZERO);
        self.bien.wait(&format!("question {question} as “{me}”"), &here).await?;
        let took = mended.elapsed();
        println!("back after {took:.1?}");
        ensure!(took <= BACK, "it took {took:?} to come back");

        answered(&self.screen, (0, 3)).await?;
        let right = self.host.right().await?;
        tap(&self.bien, &right).await?;
        answered(&self.screen, (1, 3)).await?;
        for b in [&self.ha, &self.tu] {
            tap(b, ".lv-opt").await?;
        }
        answered(&self.screen, (3, 3)).await?;
        self.settle(Hand::Button, &self.all()).await?;
        let now = self.bien.text_of(ME).await?;
        ensure!(now != me, "the answer brought nothing: {now}");
        Ok(())
    }

    /// What is left of the game, question by question.
    async fn last_questions(&self, from: u32) -> Result<()> {
        for question in from..=9 {
            self.on(Hand::Button, "Câu tiếp theo").await?;
            self.on(Hand::Button, "Mở câu hỏi ngay").await?;
            phase("open", &self.all()).await?;
            for b in [&self.ha, &self.tu, &self.bien] {
                b.sees(&format!("Câu {question}/9")).await?;
                tap(b, ".lv-opt").await?;
            }
            answered(&self.screen, (3, 3)).await?;
            if question < 9 {
                self.settle(Hand::Keyboard, &self.all()).await?;
                continue;
            }
            // The table stands still by now: what this one brought is told in the ceremony.
            self.on(Hand::Button, "Đóng câu hỏi").await?;
            self.on(Hand::Button, "Hiện đáp án").await?;
            phase("reveal", &self.all()).await?;
        }
        Ok(())
    }

    /// The ceremony, the podium, the books, the end. Biển `missed` so many questions.
    async fn end(mut self, missed: u32) -> Result<()> {
        self.on(Hand::Button, "Công bố kết quả").await?;
        phase("ceremony", &self.all()).await?;
        self.pictures("ceremony").await?;
        let step = "document.querySelector('#go').value";
        while self.host.b.eval("document.querySelector('[data-phase=final]') === null").await? == true {
            let before = self.host.b.eval(step).await?;
            self.host.b.tap("#go").await?;
            self.host.b.wait("the next row", &format!("{step} !== {before}")).await?;
        }
        phase("final", &self.all()).await?;
        self.pictures("final").await?;

        // What was acknowledged is in the books, and nothing else: not what Biển tapped in a question that went on without
        // her.
        let books = format!("/api/v1/live/{}/results?format=players", self.host.pin);
        let script = format!(
            "const done = arguments[arguments.length - 1]; fetch({}).then(async r => done(await r.text()), e => done(String(e)));",
            json!(books)
        );
        let csv = self.host.b.driver.execute_async(script, Vec::new()).await?;
        let csv = csv.json().as_str().unwrap_or_default().to_owned();
        let answers = |name: &str| {
            let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
            let line = lines.find(|line| line.get(2) == Some(&name))?;
            line.get(6)?.parse::<u32>().ok()
        };
        for (name, count) in [("Gió Biển", 9 - missed), ("Hà", 9), ("Tú", 9)] {
            ensure!(answers(name) == Some(count), "{name} answered {count} questions, the books say:\n{csv}");
        }
        self.host.go("Đóng phòng").await?;
        self.host.yes().await?;
        phase("finished", &self.all()).await?;
        self.pictures("finished").await?;
        if let Some(camera) = self.camera.take() {
            camera.whole()?;
        }
        for b in [self.ha, self.tu, self.bien, self.screen, self.host.b] {
            b.close().await?;
        }
        Ok(())
    }
}

/// A finger on an option, and the word that the answer is in.
async fn tap(b: &Browser, option: &str) -> Result<()> {
    b.tap(option).await?;
    b.sees("Đã nhận").await
}

#[tokio::test]
async fn a_phone_without_scripts_plays_along() -> Result<()> {
    let server = Server::start().await?;
    let host = Host::sign_in(&server, ROOM).await?;
    let b = Browser::open(&server, PLAIN).await?;
    b.goto(&format!("/live/{}", host.pin)).await?;
    b.find("#nickname").await?.send_keys("Cụ Bảy").await?;
    b.find("select[name=locality] optgroup option").await?.click().await?;
    b.follow("Vào chơi").await?;
    b.sees("Bạn đã vào!").await?;
    host.go("Bắt đầu").await?;
    host.go("Mở câu hỏi ngay").await?;
    // The page looks for what is new by itself, perhaps just under the finger: then the next tap counts.
    until("an answer that is received", || async {
        if let Ok(option) = b.driver.find(By::Css(".lv-opt:not(.still)")).await {
            drop(option.click().await);
        }
        let seen = b.eval("document.body.innerText.includes('Đã nhận')").await.ok()?;
        seen.as_bool()?.then_some(())
    })
    .await?;
    host.go("Đóng câu hỏi").await?;
    host.go("Hiện đáp án").await?;
    phase("reveal", &[&b]).await?;
    b.close().await?;
    host.b.close().await
}
