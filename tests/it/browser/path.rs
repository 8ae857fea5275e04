//! The whole way of a citizen: home, contest, join, every kind of question, result, standings; on a living page with
//! the network going away in the middle, without scripts, and both again over plain http on the machine's own address.

use super::CONTEST;
use super::hands::{self, Kind};
use super::harness::{Browser, PHONE, PLAIN, Server, Shape, lan_address};
use anyhow::{Result, ensure};

#[tokio::test]
async fn a_phone_with_scripts() -> Result<()> {
    let server = Server::start().await?;
    living(&server, PHONE).await
}

#[tokio::test]
async fn a_phone_without_scripts() -> Result<()> {
    let server = Server::start().await?;
    plain(&server).await
}

#[tokio::test]
async fn both_over_plain_http_on_the_machines_own_address() -> Result<()> {
    let server = Server::on(lan_address()?, false).await?;
    living(&server, PHONE).await?;
    plain(&server).await
}

/// Home, contest, join form.
async fn come_in(b: &Browser) -> Result<()> {
    b.goto("/").await?;
    b.sees("Thử mọi dạng câu hỏi").await?;
    b.tap(&format!("a[href='/contests/{CONTEST}']")).await?;
    b.arrives(&format!("/contests/{CONTEST}")).await?;
    b.follow("Vào thi").await?;
    b.arrives(&format!("/contests/{CONTEST}/join")).await
}

async fn living(server: &Server, shape: Shape) -> Result<()> {
    let mut b = Browser::open(server, shape).await?;
    come_in(&b).await?;
    hands::pick_place(&b, "quy nhon", "Phường Quy Nhơn (mới)").await?;
    hands::join(&b, "Bà Tư Xóm Dưới", "qn nam", "Phường Quy Nhơn Nam").await?;
    b.arrives("/attempts/").await?;
    hands::awake(&b).await?;
    let mut kinds = Vec::new();
    for position in 1..=7 {
        b.wait("the next question", &format!("document.querySelector('#q{position}:not([hidden])')")).await?;
        if position == 4 {
            without_network(&mut b).await?;
        } else if position == 5 {
            reload(&b).await?;
        }
        kinds.push(hands::answer(&b, true).await?);
        hands::saved(&b).await?;
        if position < 7 {
            b.tap(".sheet-foot [value=next]").await?;
        }
    }
    ensure!(kinds == every_kind(), "the paper holds every kind: {kinds:?}");
    ensure!(b.eval("document.querySelectorAll('.dot.done').length").await? == 7, "every dot says answered");
    b.tap(".dot[href='?q=2']").await?;
    b.wait("the second question", "document.querySelector('#q2:not([hidden])')").await?;
    b.follow("Nộp bài").await?;
    finish(&b).await?;
    b.close().await
}

/// Taps without a network: says so, keeps the tap, sends it when the network is back.
async fn without_network(b: &mut Browser) -> Result<()> {
    b.expect("net::ERR_INTERNET_DISCONNECTED");
    b.tap(".dot[href='?q=1']").await?;
    hands::saved(b).await?;
    b.network(false).await?;
    b.tap("#q1 .opt:nth-child(3)").await?;
    b.sees("Chờ mạng").await?;
    b.sees("Mất mạng").await?;
    b.network(true).await?;
    hands::saved(b).await?;
    b.wait("no alert any more", "document.querySelector('.sheet-alert').hidden").await?;
    b.tap(".dot[href='?q=4']").await
}

/// A reload in the middle: the same paper, the same answers.
async fn reload(b: &Browser) -> Result<()> {
    let stems = "JSON.stringify([...document.querySelectorAll('.stem')].map(s => s.textContent))";
    let before = b.text_of(stems).await?;
    b.tap(".dot[href='?q=2']").await?;
    let chosen = hands::chosen(b).await?;
    b.driver.refresh().await?;
    hands::awake(b).await?;
    ensure!(b.text_of(stems).await? == before, "a reload shows the same paper");
    b.wait("the question of before", "document.querySelector('#q2:not([hidden])')").await?;
    ensure!(hands::chosen(b).await? == chosen, "a reload shows the same answer");
    ensure!(chosen.contains("true"), "something was chosen: {chosen}");
    // The network's third choice survived as well, and so did the order.
    b.tap(".dot[href='?q=1']").await?;
    b.wait("the answer made offline", "document.querySelector('#q1 .opt:nth-child(3) input').checked")
        .await?;
    b.tap(".dot[href='?q=5']").await
}

async fn plain(server: &Server) -> Result<()> {
    let b = Browser::open(server, PLAIN).await?;
    come_in(&b).await?;
    b.find("select[name=locality] optgroup").await?;
    hands::join(&b, "Ông Bảy Không Mạng", "", "Phường Quy Nhơn (mới)").await?;
    b.arrives("/attempts/").await?;
    let mut kinds = Vec::new();
    for position in 1..=7 {
        b.sees(&format!("Câu {position}/7")).await?;
        kinds.push(hands::answer(&b, false).await?);
        let before = b.find("html").await?;
        b.tap(if position < 7 { ".sheet-foot [value=next]" } else { ".sheet-foot [value=review]" }).await?;
        super::harness::until("the next page", || async { before.tag_name().await.is_err().then_some(()) })
            .await?;
    }
    ensure!(kinds == every_kind(), "the paper holds every kind: {kinds:?}");
    b.arrives("/attempts/").await?;
    b.sees("Bạn đã trả lời 7 trên 7 câu.").await?;
    finish(&b).await?;
    b.close().await
}

fn every_kind() -> Vec<Kind> {
    vec![Kind::One, Kind::Many, Kind::One, Kind::Order, Kind::Pairs, Kind::Number, Kind::Text]
}

/// Review, submit, result, standings.
async fn finish(b: &Browser) -> Result<()> {
    b.sees("Xem lại trước khi nộp").await?;
    b.sees("Bạn đã trả lời 7 trên 7 câu.").await?;
    b.find("#prediction").await?.send_keys("25.000").await?;
    b.follow("Nộp bài").await?;
    b.sees("Đúng, sai và vì sao").await?;
    b.sees("Thứ hạng của bạn").await?;
    ensure!(
        b.eval("document.querySelectorAll('.explained').length").await? == 7,
        "every question is explained"
    );
    ensure!(
        b.text_of("document.querySelector('.why').innerText").await?.contains("Nguồn:"),
        "sources are named"
    );
    b.sees("25.000").await?;
    b.follow("Xem bảng xếp hạng").await?;
    b.sees("Xã, phường").await?;
    b.follow("Cá nhân").await?;
    b.follow("Tìm tôi").await?;
    b.wait("me on the board", "document.querySelector('tr.me')").await
}
