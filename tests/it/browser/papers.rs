//! Three papers drawn by blueprint from the shipped bank, read through as a participant would on a small phone: every
//! question fits, can be answered, and is kept as a picture; so is the explained result.

use super::hands;
use super::harness::{Browser, PHONE, Server};
use super::screens::{Camera, folder};
use anyhow::{Result, ensure};

const PAPERS: [(&str, &str); 3] = [
    ("nguoi-dan", include_str!("papers/nguoi-dan.toml")),
    ("hoc-sinh", include_str!("papers/hoc-sinh.toml")),
    ("can-bo", include_str!("papers/can-bo.toml")),
];

#[tokio::test]
async fn three_papers_of_the_shipped_bank_are_read_through() -> Result<()> {
    let files: Vec<(String, &str)> =
        PAPERS.iter().map(|(slug, text)| (format!("{slug}.toml"), *text)).collect();
    let server = Server::with(&files).await?;
    let b = Browser::open(&server, PHONE).await?;
    let mut camera = Camera::new(folder()?);
    for (n, (slug, _)) in PAPERS.iter().enumerate() {
        b.goto(&format!("/contests/de-{slug}/join")).await?;
        hands::join(&b, &format!("Người đọc {}", n + 1), "quy nhon", "Phường Quy Nhơn (mới)").await?;
        hands::awake(&b).await?;
        let count = b.eval("document.querySelectorAll('.dot').length").await?.as_u64().unwrap_or(0);
        ensure!(count == 10, "ten questions in {slug}, not {count}");
        for position in 1..=count {
            b.wait("the question", &format!("document.querySelector('#q{position}:not([hidden])')")).await?;
            b.eval("(document.activeElement.blur(), scrollTo(0, 0), true)").await?;
            camera.phone(&b, &format!("paper-{slug}-{position:02}")).await?;
            hands::answer(&b, true).await?;
            hands::saved(&b).await?;
            if position < count {
                b.tap(".sheet-foot [value=next]").await?;
            }
        }
        b.follow("Nộp bài").await?;
        b.follow("Nộp bài").await?;
        b.sees("Đúng, sai và vì sao").await?;
        ensure!(
            b.eval("document.querySelectorAll('.explained').length").await? == count,
            "every question of {slug} is explained"
        );
        camera.phone(&b, &format!("paper-{slug}-result")).await?;
    }
    camera.whole()?;
    b.close().await
}
