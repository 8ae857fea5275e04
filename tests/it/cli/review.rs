//! `review-bank`: the way of a question from a writer's file into the draw, as typed.

use super::workshop::Workshop;

#[tokio::test]
async fn a_question_goes_from_the_writer_to_the_draw() {
    let shop = Workshop::new().await;
    shop.write("moi.toml", &include_str!("../data/bank-plain.toml").replace("T91", "T92"));
    let own = ["import-bank", "moi.toml", "--written-by", "An", "--approved-by", "an"];
    let told = shop.run(&own).await.refused("6 questions need another approver");
    assert!(told.contains("từ chối 6") && told.contains("T92-001: người viết là An"), "{told}");
    let told = shop.run(&["import-bank", "moi.toml", "--written-by", "An"]).await.done();
    assert!(told.contains("mới 6") && told.contains("bản nháp"), "{told}");
    shop.run(&["import-bank", "moi.toml", "--written-by", "…"]).await.refused("is not a name");

    let ids = shop.run(&["review-bank", "list", "--status", "draft", "--format", "ids"]).await.done();
    let ids: Vec<&str> = ids.lines().collect();
    assert_eq!(ids.len(), 6);
    let mut submit = vec!["review-bank", "submit", "--by", "An"];
    submit.extend(&ids);
    let told = shop.run(&submit).await.done();
    assert!(told.contains("T92-006: bản nháp → chờ duyệt"), "{told}");

    let ended = shop.run(&["review-bank", "approve", "T92-001", "T92-002", "--by", "An"]).await;
    let told = ended.refused("2 questions cannot take this step");
    assert!(told.contains("T92-001: người viết là An; người duyệt phải là người khác"), "{told}");
    let gone = ["review-bank", "approve", "T92-001@000000000000", "--by", "Bình"];
    assert!(shop.run(&gone).await.refused("nothing was changed").contains("lời văn đã đổi"));
    shop.run(&["review-bank", "approve", "T92-001", "T92-002", "--by", "Bình"]).await.done();
    assert_eq!(
        shop.number("SELECT count(*) FROM question WHERE topic = 'T92' AND status = 'approved'").await,
        2
    );
    let unsaid = ["review-bank", "return", "T92-002", "--by", "Bình"];
    assert!(shop.run(&unsaid).await.refused("nothing was changed").contains("phải nói lý do"));
    let told = shop
        .run(&["review-bank", "return", "T92-002", "--by", "Bình", "--reason", "hai phương án đều đúng"])
        .await
        .done();
    assert!(told.contains("T92-002: đã duyệt → bản nháp") && told.contains("đóng băng"), "{told}");

    let told = shop.run(&["review-bank", "show", "T92-002"]).await.done();
    for part in
        ["bản nháp", "viết: An", "* c. Dễ 2", "Bình: hai phương án đều đúng", "approve → đã duyệt, Bình"]
    {
        assert!(told.contains(part), "{part}:\n{told}");
    }
    shop.run(&["review-bank", "show", "T92-999"]).await.refused("no question");
    let told = shop.run(&["review-bank", "list", "--topic", "T92"]).await.done();
    assert!(told.ends_with("bản nháp 1 · chờ duyệt 4 · đã duyệt 1\n"), "{told}");
    let told = shop.run(&["review-bank", "list", "--topic", "T92", "--format", "json"]).await.done();
    let rows: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(rows[0]["approved_by"], "Bình");
    assert_eq!((&rows[3]["status"], &rows[3]["submitted_by"]), (&"in_review".into(), &"An".into()));

    // What waits for review goes out as a file for the reviewer, and nothing else does.
    shop.run(&["export-bank", "--format", "gift", "--status", "in_review", "-o", "doc.txt"]).await.done();
    let file = std::fs::read_to_string(shop.database.dir.join("doc.txt")).unwrap();
    assert!(file.contains("T92-003") && !file.contains("T92-001") && !file.contains("T92-002"));
    let usage = shop.run(&["review-bank", "approve", "--by", "Bình"]).await;
    assert_eq!(usage.code, 2, "no question named");
}
