//! A stream that dies without being closed, as when an access point goes away: the phone finds that out by itself, comes
//! back to where the show is, and has its way measured again. Nothing stands in its console.

use super::hall::{Host, answered, phase, phone};
use super::harness::{Browser, Server, until, until_within};
use super::line::Line;
use anyhow::{Result, ensure};
use server::clock::monotonic;
use std::time::Duration;

/// A living stream may say nothing for so long (`docs/LIVE.md`); a phone must not take it for dead before.
const QUIET: Duration = Duration::from_secs(40);
/// Longest wait for a phone to give up a silent stream: it does after 50 s, at one of its looks.
const GIVES_UP: Duration = Duration::from_secs(70);
/// Longest wait for what is tried anew every ten seconds while the line is dead.
const TRIES: Duration = Duration::from_secs(30);
/// What a piece takes on the other way, each direction: a round trip over it is more than 300 ms longer.
const DETOUR: Duration = Duration::from_millis(250);

fn room(seconds: u32) -> String {
    format!(
        r#"
format = 1
title = "Đêm hội số phường Quy Nhơn"
scoring = "speed"
seconds = {seconds}
points = 1000
ready_seconds = 60
[groups]
kind = "locality"
[[question]]
draw = 2
kinds = ["single_choice"]
"#
    )
}

/// A host, and a phone at the end of a line of its own, in the first question.
async fn first_question(server: &Server, seconds: u32) -> Result<(Host, Line, Browser)> {
    let host = Host::sign_in(server, &room(seconds)).await?;
    let line = Line::to(server.address()).await?;
    let b = phone(&line.url(), &host.pin, "Út Hiền").await?;
    // A chain of six requests makes five round trips.
    until("the first measuring of the way", || async { (line.asked("/probe") == 6).then_some(()) }).await?;
    host.go("Bắt đầu").await?;
    host.go("Mở câu hỏi ngay").await?;
    phase("open", &[&b]).await?;
    b.sees("Câu 1/2").await?;
    Ok((host, line, b))
}

/// Waits until the phone has asked for a stream once more.
async fn asks_anew(line: &Line, before: usize) -> Result<()> {
    let more = || async { (line.asked("/events") > before).then_some(()) };
    until_within(GIVES_UP, "the phone to open another stream", more).await
}

#[tokio::test]
async fn a_phone_whose_stream_says_nothing_comes_back_by_itself_and_is_measured_again() -> Result<()> {
    let server = Server::start().await?;
    let (host, line, b) = first_question(&server, 300).await?;
    ensure!(line.asked("/events") == 1, "one stream is open");
    line.die();
    let died = monotonic();

    // The show goes on, and nothing tells the phone.
    host.go("Đóng câu hỏi").await?;
    host.go("Hiện đáp án").await?;
    host.go("Hiện bảng xếp hạng").await?;
    host.go("Câu tiếp theo").await?;
    host.go("Mở câu hỏi ngay").await?;
    phase("open", &[&host.b]).await?;
    let seen = b.text_of("document.body.innerText").await?;
    ensure!(seen.contains("Câu 1/2") && !seen.contains("Đang nối lại"), "the phone knows already:\n{seen}");

    asks_anew(&line, 1).await?;
    let noticed = died.elapsed();
    println!("a silent stream was given up after {noticed:.1?}");
    ensure!(noticed >= QUIET, "a quiet stream was taken for dead after {noticed:?}");
    b.sees("Đang nối lại").await?;

    // The line comes back another way; what was asked for in the meantime stays dead.
    let measured = line.asked("/probe");
    ensure!(measured == 6, "nothing was measured over a dead line");
    line.mend(DETOUR);
    let mended = monotonic();
    let here = "document.body.innerText.includes('Câu 2/2') && document.querySelector('.play-line').hidden";
    b.wait_within(TRIES, "the current question", here).await?;
    println!("the phone was back {:.1?} after the line", mended.elapsed());
    b.tap(".lv-opt").await?;
    b.sees("Đã nhận").await?;
    answered(&host.b, (1, 1)).await?;

    // It measures its way again, and the server has taken that in: the host is shown who has become slow.
    let slow = "document.querySelector('[id^=slow-]')?.closest('li').textContent.includes('Út Hiền')";
    host.b.wait("the phone among those that became slow", slow).await?;
    ensure!(line.asked("/probe") == measured + 2, "one round trip: {}", line.asked("/probe") - measured);
    b.close().await?;
    host.b.close().await
}

#[tokio::test]
async fn a_phone_whose_clock_ran_out_on_a_dead_stream_looks_for_what_came() -> Result<()> {
    let server = Server::start().await?;
    let (host, line, b) = first_question(&server, 15).await?;
    let before = line.asked("/events");
    line.die();
    let died = monotonic();
    // The clock closes the question; the phone's own has run out as well, and nothing follows.
    phase("closed", &[&host.b]).await?;
    host.go("Hiện đáp án").await?;
    asks_anew(&line, before).await?;
    let noticed = died.elapsed();
    println!("the phone looked for what came after {noticed:.1?}");
    ensure!(noticed < QUIET, "it took {noticed:?}: that was the patience with silence");
    line.mend(Duration::ZERO);
    b.wait_within(TRIES, "the answer", "document.querySelector('[data-phase=reveal]') !== null").await?;
    // What follows is heard again.
    host.go("Hiện bảng xếp hạng").await?;
    host.go("Câu tiếp theo").await?;
    host.go("Mở câu hỏi ngay").await?;
    b.sees("Câu 2/2").await?;
    b.tap(".lv-opt").await?;
    b.sees("Đã nhận").await?;
    b.close().await?;
    host.b.close().await
}
