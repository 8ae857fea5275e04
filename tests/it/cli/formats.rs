//! Questions in the formats of other programs: out and in again, refused when they must be, pictures included.

use super::workshop::Workshop;
use std::fs::File;
use std::path::PathBuf;

/// The smallest PNG: one red point.
const POINT: &[u8] = include_bytes!("../data/diem.png");

impl Workshop {
    fn file(&self, name: &str) -> PathBuf {
        self.database.dir.join(name)
    }
}

#[tokio::test]
async fn what_goes_out_in_a_format_comes_back_as_the_same_wordings() {
    let shop = Workshop::new().await;
    let all = shop.number("SELECT count(*) FROM question WHERE topic = 'T90' AND status = 'approved'").await;
    assert!(all >= 7, "a question of every kind");
    for (format, ending) in [
        ("toml", "toml"),
        ("csv", "csv"),
        ("xlsx", "xlsx"),
        ("gift", "txt"),
        ("moodle-xml", "xml"),
        ("qti21", "zip"),
        ("qti3", "zip"),
    ] {
        let file = format!("bank-{format}.{ending}");
        shop.run(&["export-bank", "--format", format, "--topic", "T90", "-o", &file]).await.done();
        let plan = shop.run(&["import-bank", &file, "--format", format, "--dry-run"]).await.done();
        assert!(plan.contains(&format!("mới 0 · đổi (bản mới) 0 · giữ nguyên {all}")), "{format}:\n{plan}");
    }
}

#[tokio::test]
async fn a_format_that_holds_less_says_what_it_leaves_out() {
    let shop = Workshop::new().await;
    for (format, file) in [("kahoot", "k.xlsx"), ("aiken", "a.txt")] {
        let told = shop.run(&["export-bank", "--format", format, "--topic", "T90", "-o", file]).await.done();
        assert!(told.contains("T90-004"), "{format} cannot hold ordering:\n{told}");
        // Foreign files say no topic: without one given nothing is taken.
        let ended = shop.run(&["import-bank", file, "--format", format]).await;
        assert!(ended.out.contains("--topic"), "{}", ended.out);
        ended.refused("nothing was imported");
        let plan = shop
            .run(&["import-bank", file, "--format", format, "--topic", "T93", "--topic-title", "Nhập thử"])
            .await
            .done();
        assert!(plan.contains("bản nháp"), "{plan}");
        // The same file again changes nothing.
        let again = shop.run(&["import-bank", file, "--format", format, "--topic", "T93"]).await;
        assert!(again.out.contains("mới 0"), "{}", again.out);
    }
    assert_eq!(
        shop.number("SELECT count(*) FROM question WHERE topic = 'T93' AND status <> 'draft'").await,
        0
    );
    // Nobody approves what has neither explanation nor source.
    let ended = shop
        .run(&[
            "import-bank",
            "a.txt",
            "--format",
            "aiken",
            "--topic",
            "T94",
            "--approved-by",
            "Tổ thẩm định",
        ])
        .await;
    assert!(
        ended.out.contains("chưa có lời giải thích") && ended.out.contains("chưa có nguồn"),
        "{}",
        ended.out
    );
    ended.refused("missing for an approval");
    assert_eq!(shop.number("SELECT count(*) FROM question WHERE topic = 'T94'").await, 0);
}

#[tokio::test]
async fn a_picture_goes_with_its_question() {
    let shop = Workshop::new().await;
    let text = include_str!("../data/bank-kinds.toml").replace("T90", "T95").replacen(
        "review_by",
        "image = { file = \"media/diem.png\", alt = \"Một điểm đỏ\" }\nreview_by",
        1,
    );
    std::fs::create_dir_all(shop.file("moi/media")).unwrap();
    std::fs::write(shop.file("moi/cau.toml"), &text).unwrap();
    shop.run(&["import-bank", "moi"]).await.refused("nothing was imported");
    std::fs::write(shop.file("moi/media/diem.png"), b"<svg onload='alert(1)'/>").unwrap();
    shop.run(&["import-bank", "moi"]).await.refused("nothing was imported");
    assert_eq!(shop.number("SELECT count(*) FROM question WHERE topic = 'T95'").await, 0);
    std::fs::write(shop.file("moi/media/diem.png"), POINT).unwrap();
    let told = shop.run(&["import-bank", "moi", "--approved-by", "thử"]).await.done();
    assert!(told.contains("mới 7"), "{told}");
    assert_eq!(shop.number("SELECT count(*) FROM media WHERE width = 1 AND height = 1").await, 1);
    for (format, file) in [("toml", "t.zip"), ("moodle-xml", "m.xml"), ("qti21", "q.zip"), ("qti3", "r.zip")]
    {
        shop.run(&["export-bank", "--format", format, "--topic", "T95", "-o", file]).await.done();
        let plan = shop.run(&["import-bank", file, "--format", format, "--dry-run"]).await.done();
        assert!(plan.contains("mới 0 · đổi (bản mới) 0 · giữ nguyên 7"), "{format}:\n{plan}");
    }
    let told = shop.run(&["export-bank", "--format", "gift", "--topic", "T95", "-o", "g.txt"]).await.done();
    assert!(told.contains("ảnh"), "GIFT holds no pictures and says so:\n{told}");
}

#[tokio::test]
async fn hostile_files_are_refused_and_change_nothing() {
    let shop = Workshop::new().await;
    let before = shop.number("SELECT count(*) FROM question_revision").await;
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE q [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>\n<quiz>&b;</quiz>";
    shop.write("bomb.xml", bomb);
    std::fs::write(
        shop.file("old.csv"),
        b"id,c\xe2u ho\xd2i,\xf0\xe1p \xe1n\nT05-1,Ti\xea\xccn v\xea\xcc \xf0\xe2u,A\n",
    )
    .unwrap();
    std::fs::write(shop.file("lines.csv"), format!("câu hỏi,đáp án\n{}", "a,b\n".repeat(1_000_000))).unwrap();
    File::create(shop.file("huge.xml")).unwrap().set_len(100 << 20).unwrap();
    std::fs::write(shop.file("not.zip"), b"PK\x03\x04 broken").unwrap();
    for (file, format, why) in [
        ("bomb.xml", "moodle-xml", "bomb.xml:2:1: "),
        ("bomb.xml", "qti3", "DOCTYPE"),
        ("old.csv", "csv", "old.csv:1:5: "),
        ("old.csv", "csv", "Windows-1258"),
        ("lines.csv", "csv", "lines.csv:"),
        ("not.zip", "qti21", "not.zip:1:1: "),
        ("not.zip", "xlsx", "not.zip:1:1: "),
    ] {
        let ended = shop.run(&["import-bank", file, "--format", format, "--topic", "T05"]).await;
        assert!(ended.out.contains(why), "{file} as {format} should say {why:?}:\n{}", ended.out);
        ended.refused("nothing was imported");
    }
    shop.run(&["import-bank", "huge.xml", "--format", "moodle-xml"]).await.refused("100 MB, at most 64 MB");
    assert_eq!(shop.number("SELECT count(*) FROM question_revision").await, before);
}
