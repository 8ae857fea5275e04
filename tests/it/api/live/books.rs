//! What was answered, in the files: values of questions without options, and every answer of every player.

use crate::harness::{Engine, Site, show};
use calamine::{Data, Reader as _, Xlsx};
use rstest::rstest;
use serde_json::json;
use std::io::Cursor;

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_value_and_every_answer_is_in_the_files(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    // One of each kind that has no counts by option, and one that has.
    let asked = ["T90-006", "T90-007", "T90-004", "T90-005", "T91-001"];
    let room = site.room(&show("scoring = \"speed\"\nseconds = 10", &asked)).await;
    let host = site.host("mc", &room).await;
    let mut phones = Vec::new();
    for name in ["Lan", "=1+1", "Cúc"] {
        phones.push(site.phone(name, &room).await);
    }
    host.press("start").await;
    for question in 1..=5 {
        host.press("open").await;
        let typed = |n: usize| match question {
            1 => [json!({ "number": 4321.5 }), json!({ "number": 7 }), json!({ "number": 7 })][n].clone(),
            2 => [
                json!({ "text": "Mật  khẩu bí ẩn" }),
                json!({ "text": "mật khẩu bí ẩn" }),
                json!({ "text": "=HYPERLINK(1)" }),
            ][n]
                .clone(),
            _ => [room.asked.right(question), room.asked.wrong(question), room.asked.wrong(question)][n]
                .clone(),
        };
        for (n, phone) in phones.iter().enumerate() {
            phone.answer(question, &typed(n)).await.expect(200);
            site.advance(1_000);
        }
        host.presses(&["close", "reveal", "next"]).await;
    }

    let values = rows(&host.results("values").await);
    let of = |question: &str| -> Vec<[&str; 3]> {
        let here = values.iter().filter(|r| r[0] == question);
        here.map(|r| [r[2].as_str(), r[3].as_str(), r[4].as_str()]).collect()
    };
    assert_eq!(of("1"), [["7 nghìn đồng", "2", ""], ["4321,5 nghìn đồng", "1", "x"]]);
    assert_eq!(of("2"), [["Mật khẩu bí ẩn", "2", "x"], ["'=HYPERLINK(1)", "1", ""]]);
    let ordered = "Thứ tự phương án D → Thứ tự phương án B → Thứ tự phương án A → Thứ tự phương án C";
    assert_eq!((of("3")[0][1], of("3")[1]), ("2", [ordered, "1", "x"]));
    assert!(of("4")[1][0].starts_with("Trái phương án A → Phải 4; ") && of("4")[1][2] == "x");
    assert_eq!(of("5"), Vec::<[&str; 3]>::new(), "options are counted beside the question");

    let answers = rows(&host.results("answers").await);
    assert_eq!(answers.len(), 15);
    let of = |number: &str, question: &str| {
        answers.iter().find(|r| r[0] == number && r[3] == question).unwrap()[1..].to_vec()
    };
    let row = of("2", "2");
    assert_eq!(row[0], "'=1+1", "no spreadsheet runs a nickname");
    // The question, its code, what was said, after how long, points, right.
    assert_eq!(row[2..], ["2", "T90-007", "mật khẩu bí ẩn", "1", "950", "x"]);
    assert_eq!(of("3", "2")[4..], ["'=HYPERLINK(1)", "2", "0", ""]);
    assert_eq!(of("1", "1")[4..], ["4321,5 nghìn đồng", "0", "1000", "x"]);
    let points: i64 = answers.iter().filter(|r| r[0] == "1").map(|r| r[7].parse::<i64>().unwrap()).sum();
    let total = host.now().await["last"]["rows"][0]["total"].as_i64().unwrap();
    assert_eq!(points, total, "they add up to what was shown");

    let mut book = Xlsx::new(Cursor::new(host.results("xlsx").await)).unwrap();
    for (sheet, lines) in [("Phân bố", values.len()), ("Câu trả lời", answers.len())] {
        let range = book.worksheet_range(sheet).unwrap();
        assert_eq!(range.height(), lines + 1, "{sheet}");
        assert!(book.worksheet_formula(sheet).unwrap().rows().flatten().all(String::is_empty), "{sheet}");
    }
    let range = book.worksheet_range("Câu trả lời").unwrap();
    assert!(range.rows().any(|r| matches!(&r[5], Data::String(text) if text == "=HYPERLINK(1)")));
    // Who was taken out is in none of the books; a run that was voided is not either.
    host.carried(&json!({ "command": "remove", "player": 3 })).await;
    assert_eq!(rows(&host.results("answers").await).len(), 10);
    for format in ["values", "answers"] {
        let path = room.path(&format!("/results?format={format}"));
        assert_eq!(phones[0].api.get(&path).await.problem().0, 401, "{format}");
    }
}

#[tokio::test]
async fn the_least_frequent_values_are_counted_together() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T90-006"])).await;
    let host = site.host("mc", &room).await;
    let names: Vec<String> = (0..25).map(|n| format!("Người {n}")).collect();
    let phones = futures::future::join_all(names.iter().map(|name| site.phone(name, &room))).await;
    host.presses(&["start", "open"]).await;
    for phone in &phones {
        // The first three give one value, every other one of their own.
        let number = phone.number.max(3);
        phone.answer(1, &json!({ "number": number })).await.expect(200);
    }
    host.presses(&["close", "reveal"]).await;
    let values = rows(&host.results("values").await);
    assert_eq!(values.len(), 21);
    assert_eq!((values[0][2].as_str(), values[0][3].as_str()), ("3 nghìn đồng", "3"));
    assert_eq!((values[20][2].as_str(), values[20][3].as_str()), ("(khác)", "3"));
    let all: u32 = values.iter().map(|r| r[3].parse::<u32>().unwrap()).sum();
    assert_eq!(all, 25);
}
