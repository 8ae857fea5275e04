//! A finger on the host's button while the page is drawn anew: the press counts, and what came meanwhile is shown after it.

use super::hall::{Host, PROJECTOR, at_the_desk, phase};
use super::harness::{Browser, Server};
use anyhow::Result;

const ROOM: &str = r#"
format = 1
title = "Đêm hội số phường Quy Nhơn"
ready_seconds = 60
[[question]]
draw = 1
kinds = ["single_choice"]
"#;
/// So many projectors ask to be let in, says the host's page.
async fn ask(b: &Browser, projectors: usize) -> Result<()> {
    let digits = "(document.querySelector('#screens .tags')?.innerText.match(/\\b[0-9]{4}\\b/g) ?? [])";
    b.wait(&format!("{projectors} projectors that ask"), &format!("{digits}.length === {projectors}")).await
}

#[tokio::test]
async fn a_press_is_not_lost_when_the_page_is_drawn_anew_under_the_finger() -> Result<()> {
    let server = Server::start().await?;
    let host = Host::sign_in(&server, ROOM).await?;
    let other = at_the_desk(&server, &host.pin).await?;
    let (first, second) =
        (Browser::open(&server, PROJECTOR).await?, Browser::open(&server, PROJECTOR).await?);
    let screen = format!("/live/{}/screen", host.pin);
    first.goto(&screen).await?;
    ask(&host.b, 1).await?;
    host.may("Bắt đầu").await?;
    let button = host.b.find("#go").await?;
    host.b.driver.action_chain().click_and_hold_element(&button).perform().await?;
    second.goto(&screen).await?;
    // Every page of a host has heard of it when another one shows it.
    ask(&other, 2).await?;
    host.b.driver.action_chain().release().perform().await?;
    phase("ready", &[&host.b, &other]).await?;
    ask(&host.b, 2).await?;
    for b in [host.b, other, first, second] {
        b.close().await?;
    }
    Ok(())
}
