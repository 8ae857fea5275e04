//! A slow phone on a slow network: what comes over the air is small, and it is a working form before any WASM is there.

use super::CONTEST;
use super::hands;
use super::harness::{Browser, PHONE, Server};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

/// Most bytes over the air until the first question can be answered, brotli.
const BUDGET: u64 = 120_000;

#[tokio::test]
async fn a_slow_phone_can_answer_before_any_wasm_arrives() -> Result<()> {
    let server = Server::start().await?;
    let mut b = Browser::open(&server, PHONE).await?;
    b.goto(&format!("/contests/{CONTEST}/join")).await?;
    hands::fill_join(&b, "Bác Tám", "quy nhon", "Phường Quy Nhơn (mới)").await?;
    b.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 6 })).await?;
    b.cdp("Network.enable", json!({})).await?;
    // The bundle hangs, as on a network that loses it: the form must do without.
    b.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
    b.cdp("Network.setBlockedURLs", json!({ "urls": ["*.wasm*"] })).await?;
    b.expect("app_bg.wasm");
    b.expect("net::ERR_BLOCKED_BY_CLIENT");
    b.expect("Failed to fetch");
    b.follow("Tiếp tục").await?;
    b.arrives("/attempts/").await?;
    hands::answer(&b, false).await?;
    b.follow("Sau").await?;
    b.sees("Câu 2/7").await?;
    ensure!(b.eval("document.querySelectorAll('.dot.done').length").await? == 1, "the plain form saved it");
    // Now all of it, over a slow third-generation network.
    b.cdp("Network.setBlockedURLs", json!({ "urls": [] })).await?;
    let slow =
        json!({ "offline": false, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000 });
    b.cdp("Network.emulateNetworkConditions", slow).await?;
    b.driver.refresh().await?;
    hands::awake(&b).await?;
    hands::answer(&b, true).await?;
    hands::saved(&b).await?;
    b.close().await
}

#[tokio::test]
async fn the_first_question_is_small_over_the_air() -> Result<()> {
    let server = Server::start().await?;
    let b = Browser::open(&server, PHONE).await?;
    b.goto(&format!("/contests/{CONTEST}/join")).await?;
    hands::join(&b, "Cháu Chín", "quy nhon", "Phường Quy Nhơn (mới)").await?;
    hands::awake(&b).await?;
    // What this browser really fetched for the page; over plain http Chromium offers gzip and no brotli.
    let fetched = b
        .eval(
            "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))\
             .filter(e => !e.name.includes('/api/')).map(e => new URL(e.name).pathname + new URL(e.name).search)",
        )
        .await?;
    let cookies = b.driver.get_all_cookies().await?;
    let cookies: Vec<String> = cookies.iter().map(|c| format!("{}={}", c.name, c.value)).collect();
    let cookies = cookies.join("; ");
    let mut sums = [0_u64, 0];
    for path in fetched.as_array().context("a list of addresses")?.iter().filter_map(Value::as_str) {
        let mut both = [0_u64, 0];
        for (sum, coding) in both.iter_mut().zip(["br", "gzip"]) {
            *sum = weight(&server.url(path), coding, &cookies).await?;
        }
        println!("{:>8} brotli {:>8} gzip  {}", both[0], both[1], shown(path));
        sums[0] += both[0];
        sums[1] += both[1];
    }
    println!("{:>8} brotli {:>8} gzip  first quiz page, budget {BUDGET} brotli", sums[0], sums[1]);
    ensure!(sums[0] > 60_000, "the bundle was among what was fetched: {fetched}");
    ensure!(sums[0] <= BUDGET, "the first quiz page weighs {} bytes, budget {BUDGET}", sums[0]);
    b.close().await
}

/// Ids are long and say nothing.
fn shown(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(head, file)| if head == "/attempts" { "the page" } else { file })
}

/// Body and headers of an answer as sent.
async fn weight(url: &str, coding: &str, cookies: &str) -> Result<u64> {
    let client = reqwest::Client::builder().build()?;
    let reply = client.get(url).header("accept-encoding", coding).header("cookie", cookies).send().await?;
    ensure!(reply.status().is_success(), "{url}: {}", reply.status());
    let told =
        reply.headers().get("content-encoding").and_then(|v| v.to_str().ok()).unwrap_or("none").to_owned();
    ensure!(told == coding, "{url} came as {told}, not {coding}");
    let heads: usize =
        reply.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    Ok((heads + reply.bytes().await?.len()) as u64)
}
