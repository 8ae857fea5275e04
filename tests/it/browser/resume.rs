//! Coming back: two tabs of one attempt, the back button, and a server that dies in the middle.

use super::CONTEST;
use super::hands;
use super::harness::{Browser, PHONE, Server};
use anyhow::{Result, ensure};

async fn begin(b: &Browser) -> Result<String> {
    b.goto(&format!("/contests/{CONTEST}/join")).await?;
    hands::join(b, "Anh Ba", "quy nhon", "Phường Quy Nhơn (mới)").await?;
    b.arrives("/attempts/").await?;
    hands::awake(b).await?;
    b.path().await
}

#[tokio::test]
async fn two_tabs_are_one_attempt() -> Result<()> {
    let server = Server::start().await?;
    let mut b = Browser::open(&server, PHONE).await?;
    let attempt = begin(&b).await?;
    hands::answer(&b, true).await?;
    hands::saved(&b).await?;
    let first = b.driver.window().await?;
    let second = b.driver.new_tab().await?;
    b.driver.switch_to_window(second.clone()).await?;
    b.goto(&format!("{attempt}?q=1")).await?;
    hands::awake(&b).await?;
    b.wait("the first tab's answer", "document.querySelector('#q1 .opt:nth-child(2) input').checked").await?;
    b.tap("#q1 .opt:nth-child(3)").await?;
    hands::saved(&b).await?;
    b.driver.switch_to_window(first.clone()).await?;
    b.wait("the second tab's answer", "document.querySelector('#q1 .opt:nth-child(3) input').checked")
        .await?;
    // The first tab answers over it again: the last one wins, in both.
    b.tap("#q1 .opt:nth-child(1)").await?;
    hands::saved(&b).await?;
    b.follow("Nộp bài").await?;
    b.follow("Vẫn nộp bài").await?;
    b.sees("Đúng, sai và vì sao").await?;
    // The other tab learns that it is over when somebody looks at it: by asking and being refused.
    b.expect("409 (Conflict)");
    b.driver.switch_to_window(second).await?;
    b.arrives(&format!("{attempt}/result")).await?;
    b.close().await
}

#[tokio::test]
async fn the_back_button_shows_what_is_true_now() -> Result<()> {
    let server = Server::start().await?;
    let b = Browser::open(&server, PHONE).await?;
    let attempt = begin(&b).await?;
    hands::answer(&b, true).await?;
    hands::saved(&b).await?;
    b.follow("Nộp bài").await?;
    b.sees("Còn chưa trả lời").await?;
    b.driver.back().await?;
    hands::awake(&b).await?;
    b.wait("the answer of before", "document.querySelector('#q1 .opt:nth-child(2) input').checked").await?;
    b.tap("#q1 .opt:nth-child(3)").await?;
    hands::saved(&b).await?;
    b.driver.forward().await?;
    b.sees("Bạn đã trả lời 1 trên 7 câu.").await?;
    b.follow("Vẫn nộp bài").await?;
    b.sees("Đúng, sai và vì sao").await?;
    // Back into an attempt that is over: its result, not a sheet to fill in.
    b.driver.back().await?;
    b.arrives(&format!("{attempt}/result")).await?;
    b.close().await
}

#[tokio::test]
async fn a_server_that_dies_in_the_middle_loses_nothing() -> Result<()> {
    let mut server = Server::start().await?;
    let mut b = Browser::open(&server, PHONE).await?;
    begin(&b).await?;
    hands::answer(&b, true).await?;
    hands::saved(&b).await?;
    b.tap(".sheet-foot [value=next]").await?;
    b.expect("net::ERR_CONNECTION_REFUSED");
    b.expect("net::ERR_CONNECTION_RESET");
    b.expect("net::ERR_EMPTY_RESPONSE");
    server.kill().await?;
    hands::answer(&b, true).await?;
    b.sees("Chờ mạng").await?;
    server.again().await?;
    hands::saved(&b).await?;
    b.driver.refresh().await?;
    hands::awake(&b).await?;
    ensure!(b.eval("document.querySelectorAll('.dot.done').length").await? == 2, "both answers are there");
    b.close().await
}
