//! The demonstration festival comes and goes by command and leaves nothing behind.

use super::workshop::Workshop;
use crate::harness::Browser;
use crate::harness::binary::Server;

#[tokio::test]
async fn the_festival_goes_away_without_a_trace() {
    let shop = Workshop::new().await;
    shop.contest(&[]).await.done();
    shop.change(
        "INSERT INTO participant (id, origin, nickname, locality_scheme, locality_code, audience, age_band, grade, mode,
            created_at) VALUES ('01a0', 'here', 'Người thật', 'post-2025-07', '21583', 'citizen', '18-30', 'declared',
            'online', 1)",
    )
    .await;
    let tables = [
        "contest",
        "contest_version",
        "round_pool",
        "prediction_result",
        "participant",
        "membership",
        "contact",
        "consent",
        "attempt",
        "answer",
        "late_tap",
        "void",
        "tombstone",
        "device",
        "device_participant",
        "extension",
        "live_room",
        "live_event",
        "live_player",
        "live_answer",
    ];
    let mut before = Vec::new();
    for table in tables {
        before.push(shop.number(&format!("SELECT count(*) FROM {table}")).await);
    }
    assert!(shop.run(&["demo"]).await.done().contains("5000"));
    assert!(shop.run(&["demo"]).await.done().contains("đã có sẵn"));
    assert_eq!(shop.number("SELECT count(*) FROM participant WHERE demo = 1").await, 5_000);
    assert_eq!(shop.number("SELECT count(*) FROM contest WHERE demo = 1").await, 2);
    // What is stored about results is what grading the answers gave: nobody has points without answers.
    assert_eq!(shop.number("SELECT count(*) FROM attempt WHERE score > 0 AND answered = 0").await, 0);
    // One show of last night, played to its end; no room waits before a server starts.
    assert_eq!(shop.number("SELECT count(*) FROM live_room WHERE demo = 1 AND phase = 'finished'").await, 1);
    assert_eq!(shop.number("SELECT count(*) FROM live_room").await, 1);
    assert!(shop.number("SELECT count(*) FROM live_player").await >= 300);
    let practice = shop.number("SELECT count(*) FROM contest WHERE demo = 0").await - before[0];
    assert!(practice >= 12, "a practice set for each topic");

    assert!(shop.run(&["demo", "--remove"]).await.done().contains("5000"));
    for (table, before) in tables.into_iter().zip(before) {
        let now = shop.number(&format!("SELECT count(*) FROM {table}")).await;
        let kept = if table.starts_with("contest") { before + practice } else { before };
        assert_eq!(now, kept, "{table}");
    }
    for table in ["contest", "participant", "attempt"] {
        assert_eq!(shop.number(&format!("SELECT count(*) FROM {table} WHERE demo = 1")).await, 0);
    }
    assert!(shop.run(&["demo", "--remove"]).await.done().contains("Không có dữ liệu minh họa"));
}

/// What a start says, up to its last line.
async fn announced(server: &Server) -> Vec<String> {
    server.line("Ctrl-C").await;
    server.said()
}

fn pin_in(lines: &[String]) -> Option<(String, String)> {
    let line = lines.iter().find_map(|l| l.trim().strip_prefix("Phòng chơi trực tiếp thử: mã PIN "))?;
    let (pin, address) = line.split_once(", ")?;
    Some((pin.to_owned(), address.to_owned()))
}

#[tokio::test]
async fn a_first_start_has_a_room_to_try_and_says_its_pin() {
    let shop = Workshop::new().await;
    let server = Server::start(&shop.database.dir, &["--demo"]).await;
    let (pin, address) = pin_in(&announced(&server).await).expect("no PIN beside the address");
    assert_eq!(address, format!("{}/live/{pin}", server.base));
    let visitor = Browser::new(&server.base);
    let home = visitor.get("/").await.expect(200);
    assert!(home.has("href=\"/live\"") && home.has("Nhập mã PIN"));
    assert!(visitor.get("/live").await.expect(200).has("name=\"pin\""));
    assert_eq!(visitor.get(&format!("/live?pin={pin}")).await.leads(), format!("/live/{pin}"));
    let page = visitor.get(&format!("/live/{pin}")).await.expect(200);
    assert!(page.has("Phòng chơi thử (dữ liệu minh họa)") && page.has("name=\"locality\""));
    let room = visitor.get(&format!("/api/v1/live/{pin}")).await.expect(200).json();
    assert_eq!(
        (&room["phase"], &room["groups"]),
        (&serde_json::json!("lobby"), &serde_json::json!("locality"))
    );
    let form = [("nickname", "Khách thử"), ("locality", "post-2025-07:21583")];
    visitor.post(&format!("/live/{pin}"), &form).await.expect(303);
    assert!(server.terminate().await.success());

    // The next start has the same room, with who is in it; also without being asked for demonstration data.
    let server = Server::start(&shop.database.dir, &[]).await;
    assert_eq!(pin_in(&announced(&server).await).map(|told| told.0), Some(pin.clone()));
    let room = Browser::new(&server.base).get(&format!("/api/v1/live/{pin}")).await.expect(200).json();
    assert_eq!(room["players"], 1);
    assert!(server.terminate().await.success());

    // Whoever took the demonstration away is shown none again.
    assert!(shop.run(&["demo", "--remove"]).await.done().contains("2 phòng thi trực tiếp"));
    let server = Server::start(&shop.database.dir, &["--demo"]).await;
    assert_eq!(pin_in(&announced(&server).await), None);
    assert!(server.terminate().await.success());
    for table in ["live_room", "live_event", "live_player", "live_answer"] {
        assert_eq!(shop.number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
}
