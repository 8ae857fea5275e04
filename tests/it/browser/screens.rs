//! Every screen in three sizes, light and dark, for people to look at; and a check that nothing is cut off or hangs out.

use super::CONTEST;
use super::hall::{PASSWORD, PROJECTOR};
use super::hands;
use super::harness::{Browser, PHONE, Server, Shape, until};
use super::live::ROOM;
use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use std::path::PathBuf;
use thirtyfour::By;

/// The contest of the demonstration festival.
const DEMO: &str = "tim-hieu-chuyen-doi-so";
/// Phone, tablet, desk.
const SHAPES: [Shape; 3] =
    [PHONE, Shape { width: 768, height: 1024, ..PHONE }, Shape { width: 1440, height: 900, ..PHONE }];

/// Elements that stick out of the window, and texts taller than their box.
const BROKEN: &str = "(() => {
    const wide = document.documentElement.scrollWidth > WIDTH + 1;
    const cut = [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
        const s = getComputedStyle(e);
        return e.checkVisibility() && s.overflowY !== 'visible' && s.overflowY !== 'auto' && s.webkitLineClamp === 'none'
            && e.clientHeight > 8 && e.scrollHeight > e.clientHeight + 2;
    });
    const scrolls = e => e && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
    const out = [...document.querySelectorAll('main *')].filter(e => !scrolls(e) &&
        e.checkVisibility() && e.clientWidth > 8 && e.getBoundingClientRect().right > WIDTH + 1);
    return [...(wide ? ['the page scrolls sideways'] : []), ...cut.map(e => 'cut: ' + e.outerHTML.slice(0, 160)),
        ...out.slice(0, 3).map(e => 'sticks out: ' + e.outerHTML.slice(0, 160))];
})()";

pub(super) struct Camera {
    folder: PathBuf,
    broken: Vec<String>,
}

/// Where pictures are kept.
pub(super) fn folder() -> Result<PathBuf> {
    let folder = std::env::var_os("NGAYHOISO_SCREENS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/screens"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

impl Camera {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, broken: Vec::new() }
    }

    /// Fails when anything was cut off or hung out.
    pub(super) fn whole(&self) -> Result<()> {
        ensure!(self.broken.is_empty(), "{}", self.broken.join("\n"));
        Ok(())
    }

    /// Looks at the page in sight on a small phone only, and keeps all of it as one picture.
    pub(super) async fn phone(&mut self, b: &Browser, name: &str) -> Result<()> {
        let found = b.eval(&BROKEN.replace("WIDTH", &PHONE.width.to_string())).await?;
        for one in found.as_array().into_iter().flatten() {
            self.broken.push(format!("{name}: {one}"));
        }
        let png = b.driver.screenshot_as_png().await?;
        std::fs::write(self.folder.join(format!("{name}.png")), png)?;
        Ok(())
    }

    /// Takes the page in sight in its own shape, light and dark.
    pub(super) async fn scheme_pair(&mut self, b: &Browser, shape: Shape, name: &str) -> Result<()> {
        let found = b.eval(&BROKEN.replace("WIDTH", &shape.width.to_string())).await?;
        for one in found.as_array().into_iter().flatten() {
            self.broken.push(format!("{name}: {one}"));
        }
        for scheme in ["light", "dark"] {
            let features = json!([
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ]);
            b.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
            let png = b.driver.screenshot_as_png().await?;
            std::fs::write(self.folder.join(format!("{name}-{scheme}.png")), png)?;
        }
        Ok(())
    }

    /// Takes the page in sight in every shape and both schemes.
    pub(super) async fn take(&mut self, b: &Browser, name: &str) -> Result<()> {
        for shape in SHAPES {
            b.shape(shape).await?;
            let found = b.eval(&BROKEN.replace("WIDTH", &shape.width.to_string())).await?;
            for one in found.as_array().into_iter().flatten() {
                self.broken.push(format!("{name} at {}: {one}", shape.width));
            }
            for scheme in ["light", "dark"] {
                let features = json!([
                    { "name": "prefers-color-scheme", "value": scheme },
                    // No picture in the middle of a change of colour.
                    { "name": "prefers-reduced-motion", "value": "reduce" },
                ]);
                b.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
                let png = b.driver.screenshot_as_png().await?;
                std::fs::write(self.folder.join(format!("{name}-{}-{scheme}.png", shape.width)), png)?;
            }
        }
        b.shape(PHONE).await
    }
}

#[tokio::test]
async fn every_screen_fits_and_is_kept_for_eyes() -> Result<()> {
    let mut camera = Camera::new(folder()?);
    let server = Server::demo().await?;
    let mut b = Browser::open(&server, PHONE).await?;
    strangers(&mut camera, &mut b).await?;
    paper(&mut camera, &mut b).await?;
    boards_and_data(&mut camera, &mut b).await?;
    b.close().await?;
    around_a_show(&mut camera, &server).await?;
    camera.whole()
}

/// What somebody sees who has not joined.
async fn strangers(camera: &mut Camera, b: &mut Browser) -> Result<()> {
    for (path, name) in [
        ("/", "home"),
        ("/contests/tim-hieu-chuyen-doi-so", "contest"),
        ("/practice", "practice-list"),
        ("/privacy", "privacy"),
        ("/continue", "continue"),
        ("/khong-co-trang-nay", "error-404"),
    ] {
        b.expect("404 (Not Found)");
        b.goto(path).await?;
        camera.take(b, name).await?;
    }
    b.goto("/practice").await?;
    let set = b.text_of("document.querySelector('main a[href^=\"/practice/\"]').pathname").await?;
    // Practice deals another question each time: until one with options to tap comes.
    until("a choice to practise", || async {
        b.goto(&set).await.ok()?;
        b.driver.find(By::Css(".opt")).await.ok()
    })
    .await?;
    camera.take(b, "practice-question").await?;
    b.tap(".opt:nth-child(1)").await?;
    b.follow("Xem đúng hay sai").await?;
    camera.take(b, "practice-feedback").await?;
    b.goto(&format!("/contests/{DEMO}/join")).await?;
    b.awake(".picker-input:not([hidden])").await?;
    camera.take(b, "join").await?;
    let field = b.find(".picker-input").await?;
    field.send_keys("an nhon").await?;
    b.awake(".picker-list li").await?;
    camera.take(b, "join-picker").await?;
    b.expect("422 (Unprocessable");
    b.eval("(document.querySelector('main form').noValidate = true)").await?;
    b.follow("Tiếp tục").await?;
    b.sees("chỗ cần sửa").await?;
    camera.take(b, "join-errors").await
}

/// The attempt in every kind, cut off, looked back on, handed in.
async fn paper(camera: &mut Camera, b: &mut Browser) -> Result<()> {
    b.goto(&format!("/contests/{CONTEST}/join")).await?;
    hands::join(b, "Cô Tư Bún Cá", "quy nhon", "Phường Quy Nhơn (mới)").await?;
    hands::awake(b).await?;
    for kind in ["single", "multiple", "true-false", "ordering", "matching", "number", "text"] {
        hands::answer(b, true).await?;
        hands::saved(b).await?;
        b.eval("(document.activeElement.blur(), scrollTo(0, 0), true)").await?;
        camera.take(b, &format!("attempt-{kind}")).await?;
        if kind != "text" {
            b.tap(".sheet-foot [value=next]").await?;
        }
    }
    b.expect("net::ERR_INTERNET_DISCONNECTED");
    b.tap(".dot[href='?q=1']").await?;
    b.network(false).await?;
    b.tap("#q1 .opt:nth-child(1)").await?;
    b.sees("Mất mạng").await?;
    camera.take(b, "attempt-offline").await?;
    b.network(true).await?;
    hands::saved(b).await
}

/// What comes after: review, result, standings, my data, changing person, farewell.
async fn boards_and_data(camera: &mut Camera, b: &mut Browser) -> Result<()> {
    b.goto(&format!("/contests/{DEMO}")).await?;
    b.follow("Vào thi").await?;
    hands::awake(b).await?;
    for _ in 0..6 {
        hands::answer(b, true).await?;
        hands::saved(b).await?;
        b.tap(".sheet-foot [value=next]").await?;
    }
    b.follow("Nộp bài").await?;
    b.sees("Còn chưa trả lời").await?;
    camera.take(b, "review-blanks").await?;
    b.follow("Vẫn nộp bài").await?;
    b.sees("Đúng, sai và vì sao").await?;
    camera.take(b, "result").await?;
    b.eval("(document.querySelector('.explained').scrollIntoView(), true)").await?;
    camera.take(b, "result-why").await?;
    for (query, name) in [
        ("", "standings-localities"),
        ("?board=people", "standings-people"),
        ("?board=people&around=me", "standings-me"),
        ("?board=units", "standings-units"),
    ] {
        b.goto(&format!("/contests/{DEMO}/standings{query}")).await?;
        camera.take(b, name).await?;
    }
    for (path, name) in [("/me", "me"), ("/who", "who")] {
        b.goto(path).await?;
        camera.take(b, name).await?;
    }
    b.goto(&format!("/contests/{DEMO}?kiosk")).await?;
    b.goto("/who").await?;
    b.follow("Xong, nhường máy").await.context("leaving a shared device")?;
    camera.take(b, "farewell").await
}

/// What stands around a live contest: the doors of phones and of the projector, then the pages of whoever runs it.
async fn around_a_show(camera: &mut Camera, server: &Server) -> Result<()> {
    let pin = server.room(ROOM).await?;
    server.tell(&["create-staff", "Chị Hoa", "--role", "host", "--password-stdin"], PASSWORD).await?;
    let b = Browser::open(server, PHONE).await?;
    b.goto("/live").await?;
    camera.take(&b, "live-pin").await?;
    b.goto(&format!("/live/{pin}")).await?;
    b.awake(".picker-input:not([hidden])").await?;
    camera.take(&b, "live-join").await?;
    b.goto(&format!("/live/{pin}/screen")).await?;
    b.find(".screen-code").await?;
    b.shape(PROJECTOR).await?;
    camera.scheme_pair(&b, PROJECTOR, "live-pairing").await?;
    b.shape(PHONE).await?;
    b.goto("/organiser/login").await?;
    for (id, text) in [("name", "Chị Hoa"), ("password", PASSWORD)] {
        b.find(&format!("#{id}")).await?.send_keys(text).await?;
    }
    b.follow("Đăng nhập").await?;
    b.goto("/organiser/live").await?;
    camera.take(&b, "live-rooms").await?;
    b.goto(&format!("/organiser/live/{pin}")).await?;
    b.find("#go").await?;
    camera.take(&b, "live-desk").await?;
    b.goto("/organiser/live/new").await?;
    camera.take(&b, "live-new").await?;
    b.find("#title").await?.send_keys("Đêm hội số phường Quy Nhơn").await?;
    b.follow("Rút câu và xếp thứ tự").await?;
    b.sees("Xếp câu hỏi").await?;
    camera.take(&b, "live-arrange").await?;
    b.close().await
}
