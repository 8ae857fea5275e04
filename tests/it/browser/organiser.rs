//! The organiser's way in: the one-time link of the first start, signing out and in, on a phone and at a desk.

use super::harness::{Browser, PHONE, PLAIN, Server};
use super::screens::{Camera, folder};
use anyhow::{Result, ensure};

const NAME: &str = "Ban tổ chức";
const PASSWORD: &str = "Chuột chạy cùng sào";

async fn fill(b: &Browser, fields: &[(&str, &str)]) -> Result<()> {
    for (id, text) in fields {
        let field = b.find(&format!("#{id}")).await?;
        field.clear().await?;
        field.send_keys(*text).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_link_of_the_first_start_leads_to_the_console() -> Result<()> {
    let mut camera = Camera::new(folder()?);
    let server = Server::start().await?;
    let code = server.setup_code().await?;
    let mut b = Browser::open(&server, PHONE).await?;
    b.goto("/organiser").await?;
    b.arrives("/organiser/login").await?;
    b.sees("Chưa có tài khoản nào").await?;
    camera.take(&b, "console-login").await?;
    b.goto("/setup").await?;
    camera.take(&b, "setup").await?;
    b.goto("/organiser/login").await?;

    // The island takes the code out of the address before it is sent.
    b.goto(&format!("/setup#{code}")).await?;
    b.find("#name").await?;
    ensure!(!b.text_of("location.href").await?.contains(&code), "the code is not in the address any more");
    b.expect("422 (Unprocessable");
    fill(&b, &[("name", NAME), ("password", "password123"), ("again", "password123")]).await?;
    b.follow("Tạo tài khoản").await?;
    b.sees("quá phổ biến").await?;
    camera.take(&b, "setup-account").await?;
    fill(&b, &[("password", PASSWORD), ("again", PASSWORD)]).await?;
    b.follow("Tạo tài khoản").await?;
    b.arrives("/organiser/account").await?;
    b.sees("Đã tạo tài khoản quản trị").await?;
    camera.take(&b, "console-account").await?;

    // "Back" after signing out shows nothing of it.
    b.follow("Đăng xuất").await?;
    b.sees("Đã đăng xuất khỏi máy này.").await?;
    b.driver.back().await?;
    b.arrives("/organiser/login").await?;
    fill(&b, &[("name", "ban tổ chức"), ("password", "sai hoàn toàn")]).await?;
    b.follow("Đăng nhập").await?;
    b.sees("Tên hoặc mật khẩu chưa đúng.").await?;
    fill(&b, &[("password", PASSWORD)]).await?;
    b.follow("Đăng nhập").await?;
    b.arrives("/organiser").await?;
    camera.whole()?;
    b.close().await
}

#[tokio::test]
async fn without_scripts_the_code_is_typed() -> Result<()> {
    let server = Server::start().await?;
    let code = server.setup_code().await?;
    let b = Browser::open(&server, PLAIN).await?;
    b.goto(&format!("/setup#{code}")).await?;
    fill(&b, &[("code", &code.to_lowercase())]).await?;
    b.follow("Tiếp tục").await?;
    fill(&b, &[("name", NAME), ("password", PASSWORD), ("again", PASSWORD)]).await?;
    b.follow("Tạo tài khoản").await?;
    b.arrives("/organiser/account").await?;
    b.sees("Nơi đang đăng nhập").await?;
    b.close().await
}
