//! Contest files: importing, what is wrong in them, resolving predictions, giving time back.

use super::workshop::Workshop;
use crate::harness::site::contest_text;

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let shop = Workshop::new().await;
    assert!(shop.contest(&[]).await.done().contains("đã nạp bản 1"));
    assert!(shop.contest(&[]).await.done().contains("không có gì thay đổi (bản 1)"));
    assert_eq!(shop.number("SELECT count(*) FROM contest_version").await, 1);
    assert!(shop.contest(&[("minutes = 10", "minutes = 12")]).await.done().contains("đã nạp bản 2"));
    assert_eq!(shop.number("SELECT count(*) FROM contest_version").await, 2, "versions are kept");
}

#[tokio::test]
async fn a_bad_file_names_every_mistake_and_changes_nothing() {
    let shop = Workshop::new().await;
    shop.contest(&[]).await.done();
    let wrong = [
        ("minutes = 10", "minutes = \"mười\""),
        ("counts = \"best\"", "counts = \"beste\""),
        ("closes = \"2026-11-27T22:00\"", "closes = \"2026-11-31T22:00\""),
        ("count = 1, topic = \"T90\", kind = \"numeric\"", "count = 0, topic = \"T90\", kind = \"numeric\""),
    ];
    let text = contest_text(&wrong);
    shop.write("bad.toml", &text);
    let told = shop.run(&["import-contest", "bad.toml"]).await.refused("nothing was imported: 4 problems");
    for (_, needle) in wrong {
        let needle = needle.split(',').next().unwrap();
        let line = text.lines().position(|l| l.contains(needle)).unwrap() + 1;
        assert!(told.contains(&format!("bad.toml:{line}:")), "line {line} is not told:\n{told}");
    }
    shop.write("cut.toml", "format = 1\nslug = \"x");
    assert!(
        shop.run(&["import-contest", "cut.toml"])
            .await
            .refused("nothing was imported")
            .contains("cut.toml:2:")
    );
    shop.run(&["import-contest", "none.toml"]).await.refused("cannot read none.toml");

    let units = include_str!("../data/units.csv");
    for (csv, place) in [
        (units.replace("co-quan-b,Cơ quan Thử B", "co-quan-b,"), "units.csv:4"),
        (units.replace("THUA-10A2", "THUA-10A1"), "units.csv:3"),
        (units.replace("unit_name,", ""), "units.csv:1"),
    ] {
        shop.write("units.csv", &csv);
        shop.write("contest.toml", &contest_text(&[]));
        let told = shop.run(&["import-contest", "contest.toml"]).await.refused("nothing was imported");
        assert!(told.contains(place), "{place} is not told:\n{told}");
    }
    shop.write("units.csv", &units.replace("21952", "99999"));
    shop.run(&["import-contest", "contest.toml"]).await.refused("post-2025-07:99999");
    shop.write("units.csv", units);
    shop.write(
        "contest.toml",
        &contest_text(&[(
            "count = 1, topic = \"T90\", kind = \"numeric\"",
            "count = 9, topic = \"T90\", kind = \"numeric\"",
        )]),
    );
    shop.run(&["import-contest", "contest.toml"]).await.refused("cần 9, chỉ có 1");
    assert_eq!(shop.number("SELECT count(*) FROM contest_version").await, 1);
}

#[tokio::test]
async fn the_lists_become_those_of_the_file() {
    let shop = Workshop::new().await;
    let rules = "identity = \"roster_code\"\nbarred = \"barred.csv\"\nroster = \"roster.csv\"";
    let import = async || shop.contest(&[("identity = \"open\"", rules)]).await;
    let count = async |table: &str| shop.number(&format!("SELECT count(*) FROM {table}")).await;
    shop.write("barred.csv", "contact\n0905 123 456\nbtc@example.vn\n");
    shop.write("roster.csv", "code\nNHS-0001\nNHS-0002\n");
    assert!(import().await.done().contains("đã nạp bản 1"));
    assert!(import().await.done().contains("không có gì thay đổi (bản 1)"));
    assert_eq!((count("barred").await, count("roster_code").await), (2, 2));

    // One contact goes, one code goes; the other was used and stays.
    shop.change("UPDATE roster_code SET participant_id = 'x' WHERE code_hmac = (SELECT min(code_hmac) FROM roster_code)")
        .await;
    shop.write("barred.csv", "contact\n+84 905 123 456\n");
    shop.write("roster.csv", "code\nNHS-0003\n");
    assert!(import().await.done().contains("danh sách không xếp hạng"));
    assert_eq!((count("barred").await, count("roster_code").await), (1, 2));
    assert_eq!(shop.number("SELECT count(*) FROM roster_code WHERE participant_id = 'x'").await, 1);
    assert!(import().await.done().contains("không có gì thay đổi (bản 1)"));
    assert_eq!(shop.number("SELECT lists FROM contest").await, 2, "boards follow two changes");

    // What is no contact is told with its place, and nothing changes.
    shop.write("barred.csv", "contact\n0905 123 456\n\n905123456\n");
    shop.write("roster.csv", "code\nNHS-0009\n");
    assert!(import().await.refused("nothing was imported: 1 problems").contains("barred.csv:4:1"));
    assert_eq!((count("barred").await, count("roster_code").await), (1, 2));
    assert_eq!(shop.number("SELECT lists FROM contest").await, 2);
}

#[tokio::test]
async fn predictions_are_resolved_when_nobody_can_still_sit() {
    let shop = Workshop::new().await;
    shop.contest(&[]).await.done();
    let early = shop.run(&["resolve-prediction", "thi-thu"]).await;
    assert!(early.out.contains("Vòng 1: chưa được"), "{}", early.out);
    early.refused("no round could be resolved yet");
    shop.run(&["resolve-prediction", "khong-co"]).await.refused("no contest");
    let past = [
        ("2020-01-01T08:00", "2019-01-01T08:00"),
        ("2090-01-01T22:00", "2019-01-09T22:00"),
        ("2091-01-01T08:00", "2019-02-01T08:00"),
        ("2091-01-09T22:00", "2099-02-09T22:00"),
    ];
    shop.contest(&past).await.done();
    let told = shop.run(&["resolve-prediction", "thi-thu"]).await.done();
    assert!(told.contains("Vòng 1: 0 (đã ghi)") && told.contains("Vòng 2: chưa được"), "{told}");
    let again = shop.run(&["resolve-prediction", "thi-thu"]).await.done();
    assert!(again.contains("Vòng 1: 0 (đã ghi từ trước)"), "{again}");
    assert_eq!(shop.number("SELECT count(*) FROM prediction_result").await, 1);
    assert_eq!(shop.number("SELECT count(*) FROM audit WHERE action = 'resolve-prediction'").await, 1);
}

#[tokio::test]
async fn time_is_given_back_by_command() {
    let shop = Workshop::new().await;
    shop.contest(&[]).await.done();
    let extend = async |from: &str, to: &str, reason: &str| {
        let line = [
            "extend-attempts",
            "thi-thu",
            "--minutes",
            "15",
            "--active-between",
            from,
            to,
            "--reason",
            reason,
        ];
        shop.run(&line).await
    };
    extend("19:00", "20:00", "Mất điện").await.misused("19:00");
    extend("2026-11-22T20:00", "2026-11-22T19:00", "Mất điện").await.misused("--active-between");
    extend("2026-11-22T19:00", "2026-11-22T20:00", "x").await.misused("--reason");
    assert_eq!(shop.number("SELECT count(*) FROM extension").await, 0);
    let told = extend("2026-11-22T19:00", "2026-11-22T20:00", "Mất điện toàn xã").await.done();
    assert!(told.contains("15 phút cho 0 lượt"), "{told}");
    assert_eq!(shop.number("SELECT count(*) FROM audit WHERE action = 'extend-attempts'").await, 1);
}
