//! The demonstration festival comes and goes by command and leaves nothing behind.

use super::workshop::Workshop;

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
