//! `item-stats`: the table in its three forms, and demonstration numbers that come and go.

use super::workshop::Workshop;
use serde_json::Value;

impl Workshop {
    async fn item_stats(&self, more: &[&str]) -> Value {
        let arguments = [&["item-stats", "--format", "json"], more].concat();
        serde_json::from_str(&self.run(&arguments).await.done()).unwrap()
    }
}

#[tokio::test]
async fn the_festival_has_sensible_figures_that_leave_with_it() {
    let shop = Workshop::new().await;
    assert!(shop.run(&["item-stats"]).await.done().contains("Chưa có câu nào"));
    shop.run(&["demo"]).await.done();
    let real = shop.item_stats(&[]).await;
    assert_eq!((&real["attempts"], &real["with_demo"]), (&0.into(), &false.into()));
    assert_eq!(real["rows"].as_array().unwrap().len(), 0, "demonstration data counts only when asked for");

    let demo = shop.item_stats(&["--with-demo"]).await;
    let counted =
        "SELECT count(*) FROM attempt WHERE ordinal = 1 AND voided_at IS NULL AND submitted_at IS NOT NULL";
    assert_eq!(demo["attempts"], shop.number(counted).await);
    let rows = demo["rows"].as_array().unwrap();
    assert!(rows.len() > 100, "{}", rows.len());
    let mut sum = 0.0;
    let mut suspects = 0;
    let told: Vec<&Value> = rows.iter().filter(|r| !r["figures"].is_null()).collect();
    for row in rows {
        assert_eq!(row["figures"].is_null(), row["n"].as_u64().unwrap() < 20, "{row}");
        assert!(row["exposure"].as_u64() >= row["n"].as_u64());
    }
    for row in &told {
        let figures = &row["figures"];
        let p = figures["p"].as_f64().unwrap();
        assert!((0.2..=1.0).contains(&p), "{row}");
        let seconds = figures["median_seconds"].as_f64().unwrap();
        assert!((5.0..600.0).contains(&seconds), "{row}");
        sum += figures["discrimination"].as_f64().unwrap_or(0.0);
        suspects += usize::from(figures["flags"].to_string().contains("key_"));
    }
    assert!(told.len() > 100 && sum / told.len() as f64 > 0.05, "{} of {}", sum, told.len());
    assert!(suspects * 20 < told.len(), "{suspects} of {} sound keys are suspected", told.len());
    let pupils = shop.item_stats(&["--with-demo", "--audience", "pupil"]).await;
    let dealt = |report: &Value| -> u64 {
        report["rows"].as_array().unwrap().iter().map(|r| r["exposure"].as_u64().unwrap()).sum()
    };
    assert!(dealt(&pupils) > 0 && dealt(&pupils) * 2 < dealt(&demo));
    let text = shop.run(&["item-stats", "--with-demo", "--topic", "T05"]).await.done();
    assert!(text.contains("kể cả dữ liệu minh họa") && text.contains("T05-") && !text.contains("T06-"));

    shop.run(&["demo", "--remove"]).await.done();
    let after = shop.item_stats(&["--with-demo"]).await;
    assert_eq!((&after["attempts"], &after["rows"]), (&0.into(), &Value::Array(Vec::new())));
    assert_eq!(shop.number("SELECT count(*) FROM item_tally").await, 0);
}

#[tokio::test]
async fn a_contest_that_became_a_demonstration_takes_its_numbers_along() {
    let shop = sat(25).await;
    assert_eq!(shop.item_stats(&[]).await["attempts"], 25);
    shop.change("UPDATE contest SET demo = 1 WHERE slug = 'thi-thu'").await;
    shop.run(&["demo", "--remove"]).await.done();
    // Without another look at the attempts: the removal itself took them out.
    assert_eq!(shop.number("SELECT count(*) FROM item_tally").await, 0);
    assert_eq!(shop.number("SELECT count(*) FROM item_tallied").await, 0);
}

/// People who all picked the key of a question whose wording looks like a formula.
async fn sat(people: usize) -> Workshop {
    let shop = Workshop::new().await;
    shop.contest(&[]).await.done();
    let bank = include_str!("../data/bank-plain.toml");
    shop.write("bank.toml", &bank.replace("Câu thử T91-001", "=1+1 là mấy, câu T91-001"));
    shop.run(&["import-bank", "bank.toml", "--approved-by", "kiểm thử"]).await.done();
    shop.change(&format!(
        "INSERT INTO attempt (id, origin, participant_id, contest_id, round_id, ordinal, version, seed, paper, started_at,
            day, deadline, extra_ms, locality_scheme, locality_code, audience, flags, age_band, grade, mode, submitted_at,
            submitted_by, graded_at)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people})
         SELECT 'a' || i, 'o', 'p' || i, c.id, 'vong-1', 1, 1, 1, '[{{\"r\":\"' || q.current_revision || '\"}}]', 0, 'd', 9,
            0, 's', 'c', 'pupil', '', 'unknown', 'declared', 'online', 9, 'person', 9
         FROM n, contest AS c, question AS q WHERE c.slug = 'thi-thu' AND q.id = 'T91-001'"
    ))
    .await;
    shop.change(
        "INSERT INTO answer SELECT a.id, 1, 1, json_object('option', r.document ->> '$.key.right'), 0, 12000
         FROM attempt AS a, question AS q, question_revision AS r
         WHERE q.id = 'T91-001' AND r.id = q.current_revision",
    )
    .await;
    shop
}

#[tokio::test]
async fn files_and_refusals() {
    let shop = sat(25).await;
    let told = shop.run(&["item-stats", "--format", "csv", "-o", "câu hỏi.csv"]).await.done();
    assert!(told.contains("Đã ghi 1 câu, đếm từ 25 lượt thi"), "{told}");
    let csv = std::fs::read_to_string(shop.database.dir.join("câu hỏi.csv")).unwrap();
    let lines: Vec<&str> = csv.strip_prefix('\u{feff}').unwrap().split("\r\n").collect();
    assert!(lines[0].starts_with("question,revision,current,topic,kind,difficulty,audience,exposure,n,p,"));
    assert!(lines[1].starts_with("T91-001,") && lines[1].contains(",25,25,1.0000,,12.0000,"), "{}", lines[1]);
    assert!(lines[1].contains("'=1+1") && lines[1].contains("quá dễ"), "{}", lines[1]);
    let text = shop.run(&["item-stats", "--rebuild"]).await.done();
    assert!(text.contains("! quá dễ") && text.contains("25 lượt thi"), "{text}");

    shop.change("DELETE FROM answer WHERE attempt_id IN (SELECT id FROM attempt LIMIT 6)").await;
    let text = shop.run(&["item-stats", "--rebuild", "--audience", "pupil"]).await.done();
    let line = text.lines().find(|l| l.starts_with("T91-001")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["T91-001", "25", "19", "ẩn", "ẩn", "ẩn"]);
    shop.run(&["item-stats", "--topic", "T98"]).await.refused("T98");
    assert_eq!(shop.run(&["item-stats", "--audience", "everybody"]).await.code, 2);
    shop.run(&["item-stats", "-o", "không/có.csv"]).await.refused("cannot write");
}
