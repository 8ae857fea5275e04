//! Question files: checking and importing.

use super::workshop::Workshop;
use std::path::Path;

#[tokio::test]
async fn the_shipped_bank_is_clean() {
    let shop = Workshop::new().await;
    let bank = Path::new(env!("CARGO_MANIFEST_DIR")).join("../question-bank");
    let checked =
        shop.run(&["check-bank", bank.to_str().unwrap(), "--as-of", "2026-11-24", "--format", "json"]).await;
    let report: serde_json::Value = serde_json::from_str(&checked.done()).unwrap();
    assert_eq!(report["problems"], serde_json::json!([]));
    assert!(report["report"]["questions"].as_u64() >= Some(400), "{}", report["report"]["questions"]);
    // Every warning is about a question that the review says something about.
    let review = std::fs::read_to_string(bank.join("REVIEW.md")).unwrap();
    for warning in report["report"]["warnings"].as_array().unwrap() {
        let told = warning["question"].as_str().is_some_and(|id| review.contains(id));
        assert!(told, "REVIEW.md does not explain {warning}");
    }
    let again = shop.run(&["import-bank", bank.to_str().unwrap(), "--dry-run"]).await.done();
    assert!(again.contains("mới 0 · đổi (bản mới) 0 · giữ nguyên"), "{again}");
}

#[tokio::test]
async fn a_bad_bank_is_told_by_line_and_changes_nothing() {
    let shop = Workshop::new().await;
    let good = include_str!("../data/bank-plain.toml");
    let before = shop.number("SELECT count(*) FROM question_revision").await;
    let bad = good.replacen("key = \"b\"", "key = \"x\"", 1).replacen("difficulty = 1", "difficulty = 7", 1);
    shop.write("bad.toml", &bad);
    let ended = shop.run(&["check-bank", "bad.toml"]).await;
    assert_eq!(ended.code, 1);
    for needle in ["key = \"x\"", "difficulty = 7"] {
        let line = bad.lines().position(|l| l.contains(needle)).unwrap() + 1;
        assert!(ended.out.contains(&format!("bad.toml:{line}:")), "line {line}:\n{}", ended.out);
    }
    shop.run(&["import-bank", "bad.toml"]).await.refused("nothing was imported");
    std::fs::write(shop.database.dir.join("latin.toml"), b"format = 1\ntitle = \"\xe9\"\n").unwrap();
    shop.run(&["check-bank", "latin.toml"]).await.refused("latin.toml:2: not UTF-8");
    shop.run(&["check-bank", "none.toml"]).await.refused("none.toml");
    assert_eq!(shop.number("SELECT count(*) FROM question_revision").await, before);

    // A changed wording is a new revision; without approval it is not drawn.
    shop.write("good.toml", &good.replace("Câu thử T91-001", "Câu sửa T91-001"));
    let told = shop.run(&["import-bank", "good.toml"]).await.done();
    assert!(told.contains("mới 0 · đổi (bản mới) 1 · giữ nguyên 5"), "{told}");
    assert_eq!(shop.number("SELECT count(*) FROM question_revision").await, before + 1);
    assert_eq!(shop.number("SELECT count(*) FROM question WHERE status = 'draft'").await, 1);
}
