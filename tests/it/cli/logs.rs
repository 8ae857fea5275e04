//! Logs: a request id on every line that matters, and nobody's data in any of them.

use super::workshop::Workshop;
use crate::harness::Someone;
use crate::harness::actors::Browser;
use crate::harness::binary::Server;

#[tokio::test]
async fn logs_name_routes_and_nobody() {
    let shop = Workshop::new().await;
    shop.contest(&[]).await.done();
    let log = shop.database.dir.join("log");
    let line = format!("NGAYHOISO_LOG=debug,sqlx=warn exec \"$@\" --log-format json 2>{}", log.display());
    let server = Server::start_through(&shop.database.dir, &line).await;
    let phone = Browser::new(&server.base);
    let attempt = phone.join(&Someone::named("Kim Ngân Kín")).await;
    let code = phone.code().await;
    let result = phone.post(&format!("/attempts/{attempt}/submit"), &[("confirm_blanks", "1")]).await.leads();
    let contact = [("back", result.as_str()), ("contact", "0905123456"), ("consents", "prize_contact")];
    phone.post("/contests/thi-thu/contact", &contact).await.expect(303);
    phone.post("/continue", &[("code", "AAAAA-00000")]).await.expect(422);
    phone.post("/continue", &[("code", &code)]).await.expect(303);
    let page = phone.get("/me?secret=0905123456").await.expect(200);
    assert!(server.terminate().await.success());

    let text = std::fs::read_to_string(&log).unwrap();
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["level"].is_string());
    }
    assert!(text.contains(&page.header("x-request-id")), "the id a person can tell stands in the log");
    assert!(text.contains("/attempts/{id}/submit"), "routes are named");
    let plain = code.replace('-', "");
    for secret in ["Kim Ngân", "0905123456", "905123456", "127.0.0.1:4", &code, &plain, &attempt, "secret="]
    {
        assert!(!text.contains(secret), "{secret} stands in the log");
    }
}
