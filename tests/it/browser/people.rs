//! One person on two devices, and three people on one: the personal code, and the device that forgets.

use super::hands;
use super::harness::{Browser, PHONE, Server};
use super::{CLASS, CONTEST};
use anyhow::{Result, ensure};
use thirtyfour::prelude::*;

#[tokio::test]
async fn a_personal_code_brings_a_person_to_a_second_phone() -> Result<()> {
    let server = Server::start().await?;
    let first = Browser::open(&server, PHONE).await?;
    first.goto(&format!("/contests/{CONTEST}/join")).await?;
    hands::join(&first, "Cô Sáu", "quy nhon", "Phường Quy Nhơn (mới)").await?;
    first.arrives("/attempts/").await?;
    let attempt = first.path().await?;
    first.goto("/me").await?;
    first.tap("#code summary").await?;
    let code = first.text_of("document.querySelector('#code .code .text').textContent").await?;
    ensure!(code.len() == 11 && code.contains('-'), "a grouped code: {code}");

    // The link of the QR code: the island takes the code out of the address before it is sent.
    let second = Browser::open(&server, PHONE).await?;
    second.goto(&format!("/continue#{code}")).await?;
    second.sees("Cô Sáu").await?;
    ensure!(
        !second.text_of("location.href").await?.contains(&code),
        "the code is not in the address any more"
    );
    second.goto(&attempt).await?;
    hands::awake(&second).await?;
    hands::answer(&second, true).await?;
    hands::saved(&second).await?;

    // The first phone is told, sees the second one's answer, and signs it out.
    first.goto(&attempt).await?;
    first.sees("vừa được dùng trên một máy khác").await?;
    first.tap(".dot[href='?q=1']").await?;
    first.wait("the other phone's answer", "document.querySelector('#q1 input:checked')").await?;
    first.follow("Xem máy nào").await?;
    first.sees("Có máy mới dùng mã của bạn").await?;
    first.sees("vào bằng mã cá nhân").await?;
    let row = "//section[@id='devices']//li[contains(., 'vào bằng mã cá nhân')]//button";
    let button = first.driver.find(By::XPath(row)).await?;
    button.scroll_into_view().await?;
    button.click().await?;
    first.sees("Đã đăng xuất máy đó.").await?;
    second.goto("/me").await?;
    let gone = second.text_of("document.body.innerText").await?;
    ensure!(!gone.contains("Cô Sáu"), "the second phone knows nobody any more:\n{gone}");
    first.close().await?;
    let mut second = second;
    second.expect("401 (Unauthorized)");
    second.close().await
}

#[tokio::test]
async fn three_people_in_turn_leave_nothing_on_a_shared_device() -> Result<()> {
    let server = Server::start().await?;
    let mut b = Browser::open(&server, PHONE).await?;
    b.goto(&format!("/contests/{CONTEST}?kiosk")).await?;
    b.follow("Vào thi").await?;
    let people = ["Người Thứ Nhất", "Người Thứ Hai", "Người Thứ Ba"];
    let mut codes: Vec<String> = Vec::new();
    for (i, name) in people.into_iter().enumerate() {
        b.sees("Máy dùng chung").await?;
        hands::join(&b, name, "quy nhon", "Phường Quy Nhơn (mới)").await?;
        b.arrives("/attempts/").await?;
        hands::awake(&b).await?;
        ensure!(
            b.eval("document.querySelectorAll('.dot.done').length").await? == 0,
            "a fresh paper for {name}"
        );
        b.wait("the guard, out of sight", "document.querySelector('.guard')?.hidden === true").await?;
        hands::answer(&b, true).await?;
        hands::saved(&b).await?;
        b.follow("Nộp bài").await?;
        b.sees("Còn chưa trả lời").await?;
        b.follow("Vẫn nộp bài").await?;
        b.sees("Đúng, sai và vì sao").await?;
        b.sees(name).await?;
        let result = b.path().await?;
        b.follow("Xong, nhường máy cho người sau").await?;
        b.sees("Cảm ơn bạn đã dự thi!").await?;
        let code = b.text_of("document.querySelector('.code .text').textContent").await?;
        ensure!(!codes.contains(&code), "a code of their own");
        codes.push(code);
        ensure!(!storage(&b).await?.contains("nhs:"), "nothing of {name} is kept: {}", storage(&b).await?);
        // Neither "back" nor the address nor the list of people shows them again.
        b.expect("401 (Unauthorized)");
        b.expect("403 (Forbidden)");
        for _ in 0..3 {
            b.driver.back().await?;
            b.wait("a page", "document.readyState === 'complete'").await?;
            nothing_of(&b, &people[..=i]).await?;
        }
        for path in [result.as_str(), "/me", "/who", &format!("/contests/{CONTEST}")] {
            b.goto(path).await?;
            nothing_of(&b, &people[..=i]).await?;
        }
        b.goto(&format!("/contests/{CONTEST}/join?kiosk")).await?;
    }
    b.close().await
}

async fn storage(b: &Browser) -> Result<String> {
    b.text_of("JSON.stringify(localStorage)").await
}

async fn nothing_of(b: &Browser, names: &[&str]) -> Result<()> {
    let text = b.text_of("document.documentElement.outerHTML").await?;
    for name in names {
        ensure!(!text.contains(name), "{name} stands on {}", b.path().await?);
    }
    Ok(())
}

#[tokio::test]
async fn whoever_walks_away_from_a_shared_device_is_forgotten() -> Result<()> {
    let server = Server::start().await?;
    let mut b = Browser::open(&server, PHONE).await?;
    b.goto(&format!("/contests/{CONTEST}/join?kiosk")).await?;
    hands::join(&b, "Người Đi Mất", "quy nhon", "Phường Quy Nhơn (mới)").await?;
    hands::awake(&b).await?;
    // The phone's clock runs ahead instead of us waiting two minutes.
    let ahead = |ms: u32| format!("(Date.now = (was => () => was() + {ms})(Date.now), true)");
    b.eval(&ahead(125_000)).await?;
    b.sees("Bạn còn ở đó không?").await?;
    b.tap(".guard-stay").await?;
    b.wait("the guard to go", "document.querySelector('.guard').hidden").await?;
    b.eval(&ahead(140_000)).await?;
    b.sees("Cảm ơn bạn đã dự thi!").await?;
    b.expect("401 (Unauthorized)");
    b.expect("403 (Forbidden)");
    b.driver.back().await?;
    b.wait("a page", "document.readyState === 'complete'").await?;
    nothing_of(&b, &["Người Đi Mất"]).await?;
    b.close().await
}

#[tokio::test]
async fn two_people_change_places_on_one_phone() -> Result<()> {
    let server = Server::start().await?;
    let b = Browser::open(&server, PHONE).await?;
    for name in ["Chị Hai", "Chú Năm"] {
        b.goto(&format!("/contests/{CONTEST}/join")).await?;
        hands::join(&b, name, "quy nhon", "Phường Quy Nhơn (mới)").await?;
        b.arrives("/attempts/").await?;
    }
    b.follow("Không phải bạn? Đổi người").await?;
    b.sees("Ai đang dự thi?").await?;
    b.follow("Chị Hai").await?;
    b.wait("Chị Hai", "document.querySelector('.who').innerText.includes('Chị Hai')").await?;
    b.goto(&format!("/contests/{CONTEST}")).await?;
    b.sees("Thi tiếp").await?;
    b.close().await
}

#[tokio::test]
async fn a_class_code_given_later_brings_the_rank() -> Result<()> {
    let server = Server::start().await?;
    let mut b = Browser::open(&server, PHONE).await?;
    b.goto(&format!("/contests/{CLASS}/join")).await?;
    hands::join(&b, "Em Út", "quy nhon", "Phường Quy Nhơn (mới)").await?;
    hands::awake(&b).await?;
    for _ in 0..2 {
        hands::answer(&b, true).await?;
        hands::saved(&b).await?;
        b.tap(".dot[href='?q=2']").await?;
    }
    b.follow("Nộp bài").await?;
    b.follow("Nộp bài").await?;
    b.sees("Bạn chưa được xếp hạng").await?;
    b.find("#group_code").await?.send_keys("sai mã").await?;
    b.expect("422 (Unprocessable");
    b.follow("Dùng mã này").await?;
    b.sees("Không tìm thấy mã này").await?;
    b.find("#group_code").await?.send_keys("thu 10a1").await?;
    b.follow("Dùng mã này").await?;
    b.sees("Thứ hạng của bạn").await?;
    b.close().await
}
