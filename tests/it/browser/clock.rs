//! The end of the time, on a server in this process whose clock the test moves by hand.

use super::CLASS;
use super::hands;
use super::harness::{Browser, FILES, Folder, PHONE, free_port};
use anyhow::{Result, ensure};
use server::clock::{Clock, wall_ms};
use server::config::Config;
use std::net::{Ipv4Addr, SocketAddr};

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_time_hands_in_what_was_saved() -> Result<()> {
    let data = Folder::new()?;
    let clock = Clock::manual(wall_ms());
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
    let config = Config {
        listen,
        database_url: format!("sqlite://{}/ngayhoiso.db", data.path().display()),
        public_url: format!("http://{listen}"),
        data_dir: data.path().to_owned(),
        new_participants_per_network: 0,
        behind_proxy: false,
        public_metrics: false,
    };
    let app = server::serve::open(config, Some(clock.clone())).await?;
    let sibling = |wanted: &str| {
        let file = FILES.iter().find(|(name, _)| *name == wanted);
        file.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "not there".to_owned())
    };
    let text = sibling("group.toml").map_err(anyhow::Error::msg)?;
    let file = domain::contest::file::parse("group.toml", &text, &sibling)
        .map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    server::contests::import::import(&app.store, &app.secrets, file, app.now()).await?;
    app.catalogue.refresh(&app.store).await?;
    let running = server::serve::start(app).await?;

    let mut b = Browser::at(&format!("http://{listen}"), PHONE).await?;
    b.goto(&format!("/contests/{CLASS}/join")).await?;
    hands::join(&b, "Dì Út", "quy nhon", "Phường Quy Nhơn (mới)").await?;
    hands::awake(&b).await?;
    hands::answer(&b, true).await?;
    hands::saved(&b).await?;
    // Without a network the last tap stays on the phone until it is too late.
    b.expect("net::ERR_INTERNET_DISCONNECTED");
    b.expect("410 (Gone)");
    b.expect("409 (Conflict)");
    b.tap(".dot[href='?q=2']").await?;
    b.network(false).await?;
    hands::answer(&b, true).await?;
    b.sees("Chờ mạng").await?;
    clock.advance(70_000);
    b.network(true).await?;
    b.sees("không được tính").await?;
    ensure!(
        b.text_of("document.querySelector('.sheet-clock')?.textContent").await? != "1:00",
        "the clock moved"
    );
    b.goto(&b.path().await?).await?;
    b.arrives("/attempts/").await?;
    b.sees("Hết giờ, bài đã được tự nộp").await?;
    b.sees("Câu 2: câu trả lời đến sau giờ nộp").await?;
    b.close().await?;
    running.stop().await
}
