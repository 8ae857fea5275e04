//! A hall with a live contest: the host at the laptop, the projector, the phones, and what their hands do.
//!
//! Invariant: nothing here moves the show but a button somebody presses, a key of a keyboard or a clicker, or a finger.

use super::hands;
use super::harness::{Browser, PHONE, Server, Shape, until};
use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use thirtyfour::{Key, TypingData};

/// What the host is let in by.
pub(super) const PASSWORD: &str = "Chuột chạy cùng sào";
/// The host's.
pub(super) const LAPTOP: Shape = Shape { width: 1440, height: 900, ..PHONE };
/// What the hall looks at.
pub(super) const PROJECTOR: Shape = Shape { width: 1920, height: 1080, ..PHONE };

/// With what a host moves the show on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hand {
    /// The button on the host's page.
    Button,
    /// The keyboard of the host's laptop.
    Keyboard,
    /// A clicker in the projector's machine.
    Clicker,
}

/// The host at the laptop.
pub(super) struct Host {
    /// The laptop.
    pub(super) b: Browser,
    /// The room.
    pub(super) pin: String,
}

impl Host {
    /// Makes a room and stands before it.
    pub(super) async fn sign_in(server: &Server, room: &str) -> Result<Self> {
        server.tell(&["create-staff", "Chị Hoa", "--role", "host", "--password-stdin"], PASSWORD).await?;
        let pin = server.room(room).await?;
        let b = at_the_desk(server, &pin).await?;
        Ok(Self { b, pin })
    }

    /// Waits until the one button says this.
    pub(super) async fn may(&self, words: &str) -> Result<()> {
        let says = format!("document.querySelector('#go')?.textContent.includes({}) === true", json!(words));
        self.b.wait(words, &says).await
    }

    /// Presses the one button, once it says this.
    pub(super) async fn go(&self, words: &str) -> Result<()> {
        self.may(words).await?;
        self.b.tap("#go").await
    }

    /// Says yes to the question a button asks first.
    pub(super) async fn yes(&self) -> Result<()> {
        until("the question", || async { self.b.driver.accept_alert().await.ok() }).await
    }

    /// The option that the host's page says is right, while the question takes answers.
    pub(super) async fn right(&self) -> Result<String> {
        self.b.awake("[data-bar].right").await?;
        let id = self.b.text_of("document.querySelector('[data-bar].right').dataset.bar").await?;
        Ok(format!(".lv-opt[value={}]", json!(id)))
    }
}

/// A laptop of the host's, before the room.
pub(super) async fn at_the_desk(server: &Server, pin: &str) -> Result<Browser> {
    let b = Browser::open(server, LAPTOP).await?;
    b.goto("/organiser/login").await?;
    for (id, text) in [("name", "Chị Hoa"), ("password", PASSWORD)] {
        b.find(&format!("#{id}")).await?.send_keys(text).await?;
    }
    b.follow("Đăng nhập").await?;
    b.goto(&format!("/organiser/live/{pin}")).await?;
    b.sees("Đêm hội số phường Quy Nhơn").await?;
    Ok(b)
}

/// Presses a key where no field or button hears it: at the host's laptop, or the clicker at the projector.
pub(super) async fn key(b: &Browser, key: impl Into<TypingData>) -> Result<()> {
    b.eval("document.activeElement?.blur()").await?;
    Ok(b.find("body").await?.send_keys(key.into()).await?)
}

/// Moves the show on, once the host's page says that this comes next.
pub(super) async fn on(host: &Host, screen: &Browser, hand: Hand, words: &str) -> Result<()> {
    host.may(words).await?;
    match hand {
        Hand::Button => host.go(words).await,
        Hand::Keyboard => key(&host.b, " ").await,
        Hand::Clicker => key(screen, Key::PageDown).await,
    }
}

/// Everybody sees this phase.
pub(super) async fn phase(name: &str, all: &[&Browser]) -> Result<()> {
    for b in all {
        b.wait(name, &format!("document.querySelector('[data-phase={name}]') !== null")).await?;
    }
    Ok(())
}

/// Whether the clock stands, in everybody's sight.
pub(super) async fn stands(paused: bool, all: &[&Browser]) -> Result<()> {
    for b in all {
        let there = format!("(document.querySelector('[data-paused]') !== null) === {paused}");
        b.wait("the clock", &there).await?;
    }
    Ok(())
}

/// So many of so many have answered, says a stage.
pub(super) async fn answered(b: &Browser, of: (u32, u32)) -> Result<()> {
    let says = |name: &str, n: u32| format!("document.querySelector('[data-{name}]')?.textContent === '{n}'");
    b.wait(
        &format!("{} of {} answers", of.0, of.1),
        &format!("{} && {}", says("answered", of.0), says("of", of.1)),
    )
    .await
}

/// A phone whose owner comes into the room. `base` is where it finds the server.
pub(super) async fn phone(base: &str, pin: &str, nickname: &str) -> Result<Browser> {
    let b = Browser::at(base, PHONE).await?;
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

/// A projector that shows its digits, and the host who types them.
pub(super) async fn projector(server: &Server, host: &Host) -> Result<Browser> {
    let b = Browser::open(server, PROJECTOR).await?;
    b.goto(&format!("/live/{}/screen", host.pin)).await?;
    // Nobody without the host's word sees the stage.
    let seen = b.text_of("document.body.innerText").await?;
    ensure!(!seen.contains("người đã vào"), "the stage is shown before pairing");
    let words = seen.replace(&host.pin, "");
    let code =
        words.split(|c: char| !c.is_ascii_digit()).find(|w| w.len() == 4).context("a code of four digits")?;
    // The host's page is drawn anew when a projector asks; before that a hand would reach for what is about to go.
    let asks =
        format!("document.querySelector('#screens .tags')?.innerText.includes({}) === true", json!(code));
    host.b.wait("the projector that asks", &asks).await?;
    host.b.types("#screen-code", code).await?;
    host.b.tap("form:has(#screen-code) button").await?;
    b.wait("the stage", "document.querySelector('[data-phase=lobby]') !== null").await?;
    Ok(b)
}
