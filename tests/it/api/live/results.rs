//! The books of a show: what the files say is what was shown.

use crate::harness::live::COMMUNE;
use crate::harness::{Engine, Phone, Site, show};
use calamine::{Data, Reader as _, Xlsx};
use rstest::rstest;
use serde_json::json;
use std::io::Cursor;

/// A CSV file as rows.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("the mark that tells spreadsheets it is UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A sheet of a workbook as rows of text.
fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(name).unwrap();
    let text = |cell: &Data| match cell {
        Data::Float(n) => n.to_string(),
        Data::Int(n) => n.to_string(),
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("{other:?}"),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_files_say_what_was_shown(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let head = "scoring = \"speed\"\nseconds = 10\ngroups = { kind = \"locality\", top_k = 2 }";
    let room = site.room(&show(head, &["T91-001", "T90-002", "T90-006", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let mut phones = Vec::new();
    for (name, locality) in [("Lan", COMMUNE), ("=1+1", COMMUNE), ("Cúc", "outside"), ("Vắng", "outside")]
    {
        let wish = json!({ "nickname": name, "locality": locality });
        phones.push(Phone::join(&site.api(), &room.pin, &wish).await);
    }
    // The first question is asked twice: the first run is void.
    host.presses(&["start", "open"]).await;
    phones[2].answer(1, &room.asked.right(1)).await.expect(200);
    host.presses(&["close", "reveal", "reopen", "open"]).await;
    phones[0].answer(1, &room.asked.right(1)).await.expect(200);
    site.advance(5_000);
    phones[1].answer(1, &room.asked.right(1)).await.expect(200);
    phones[2].answer(1, &room.asked.wrong(1)).await.expect(200);
    host.presses(&["close", "reveal", "next", "open"]).await;
    phones[0].answer(2, &json!({ "options": ["a"] })).await.expect(200);
    phones[1].answer(2, &room.asked.right(2)).await.expect(200);
    host.presses(&["close", "reveal", "next", "open"]).await;
    phones[2].answer(3, &json!({ "number": 4321.5 })).await.expect(200);
    host.presses(&["close", "skip", "open", "close", "reveal", "next"]).await;
    let shown = host.now().await["last"].clone();
    let totals: Vec<(String, i64)> = shown["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["nickname"].as_str().unwrap().to_owned(), r["total"].as_i64().unwrap()))
        .collect();
    assert_eq!(totals.iter().map(|(_, t)| *t).collect::<Vec<_>>(), [1750, 1500, 0, 0]);

    let players = rows(&host.results("players").await);
    assert_eq!(players[0][..5], ["Hạng", "Số", "Tên", "Nhóm", "Điểm"]);
    assert_eq!(players[0].len(), 12);
    let told: Vec<(String, i64)> = players[1..]
        .iter()
        .map(|r| (r[2].trim_start_matches('\'').to_owned(), r[4].parse().unwrap()))
        .collect();
    assert_eq!(told, totals);
    assert_eq!(players[1][2], "'=1+1", "no spreadsheet runs a nickname");
    // Rank, total time of right answers, answered, right, points per question; what was skipped is empty.
    assert_eq!(players[1][5..], ["5", "2", "2", "750", "1000", "", "0"]);
    assert_eq!(players[2][5..], ["0", "2", "1", "1000", "500", "", "0"]);
    assert_eq!(players[3][4..], ["0", "0", "1", "0", "0", "0", "", "0"]);

    let questions = rows(&host.results("questions").await);
    let one = &questions[1];
    assert_eq!(one[..2], ["1".to_owned(), "T91-001".to_owned()]);
    // The right answer, the run that counts, skipped, void runs, answered, right, partly, middle and fastest time.
    assert_eq!(one[4..12], ["2", "", "1", "3", "2", "0", "5", "0"]);
    let chosen: Vec<u32> = one[12..].chunks(2).map(|pair| pair[1].parse().unwrap()).collect();
    assert_eq!((chosen.iter().sum::<u32>(), chosen[1]), (3, 2));
    assert_eq!(questions[2][7..10], ["2", "1", "1"]);
    assert_eq!((questions[3][4].as_str(), questions[3][5].as_str()), ("0", "x"), "skipped");
    assert_eq!(questions[4][7], "0");

    let groups = rows(&host.results("groups").await);
    let shown_groups = shown["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 1 + shown_groups.len());
    for (row, group) in groups[1..].iter().zip(shown_groups) {
        assert_eq!(row[1], group["name"].as_str().unwrap());
        assert_eq!(row[2].parse::<u64>().unwrap(), group["players"].as_u64().unwrap());
        assert!((row[3].parse::<f64>().unwrap() - group["mean"].as_f64().unwrap()).abs() < 0.06);
        assert_eq!(row[4].parse::<i64>().unwrap(), group["total"].as_i64().unwrap());
    }

    // The workbook holds the same sheets, with numbers as numbers and names as text; what was answered is in `books`.
    let mut book = Xlsx::new(Cursor::new(host.results("xlsx").await)).unwrap();
    assert_eq!(book.sheet_names(), ["Câu hỏi", "Người chơi", "Nhóm", "Phân bố", "Câu trả lời"]);
    let unquoted = |rows: Vec<Vec<String>>| -> Vec<Vec<String>> {
        let cell = |text: String| text.strip_prefix('\'').map(str::to_owned).unwrap_or(text);
        let trim = |mut row: Vec<String>| {
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
            row
        };
        rows.into_iter().map(|row| trim(row.into_iter().map(cell).collect())).collect()
    };
    assert_eq!(unquoted(sheet(&mut book, "Người chơi")), unquoted(players));
    assert_eq!(unquoted(sheet(&mut book, "Câu hỏi")), unquoted(questions));
    assert_eq!(unquoted(sheet(&mut book, "Nhóm")), unquoted(groups));
    let range = book.worksheet_range("Người chơi").unwrap();
    assert!(matches!(range.get((1, 4)), Some(Data::Float(n)) if (n - 1750.0).abs() < 1e-9));
    assert!(matches!(range.get((1, 2)), Some(Data::String(name)) if name == "=1+1"));
    let formulas = book.worksheet_formula("Người chơi").unwrap();
    assert!(formulas.rows().flatten().all(String::is_empty), "no cell is a formula");

    // Of a room that is over and long forgotten, the files are the same.
    let before =
        (host.results("players").await, host.results("groups").await, host.results("questions").await);
    host.press("finish").await;
    let site = site.restart(30 * 60_000).await;
    let host = host.moved_to(&site.base);
    assert_eq!(
        (host.results("players").await, host.results("groups").await, host.results("questions").await),
        before
    );
    let name = host.desk.get(&room.path("/results?format=players")).await.header("content-disposition");
    assert_eq!(name, format!("attachment; filename=\"live-{}-players.csv\"", room.pin));
}

#[tokio::test]
async fn a_room_nobody_played_in_has_books_too() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    assert_eq!(rows(&host.results("players").await).len(), 1);
    assert_eq!(rows(&host.results("questions").await)[1][7], "0");
    Xlsx::new(Cursor::new(host.results("xlsx").await)).unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_was_taken_out_is_in_no_count(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let head = "scoring = \"accuracy\"\nseconds = 60\ngroups = { kind = \"team\", names = [\"Đỏ\", \"Xanh\"], top_k = 2 }";
    let room = site.room(&show(head, &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let mut desk = host.events().await;
    let mut phones = Vec::new();
    for (name, team) in [("Lan", "Đỏ"), ("Mai", "Đỏ"), ("Cúc", "Xanh")] {
        let wish = json!({ "nickname": name, "team": team });
        phones.push(Phone::join(&site.api(), &room.pin, &wish).await);
    }
    let out = json!({ "command": "remove", "player": phones[1].number });
    host.carried(&out).await;
    let lobby = host.now().await["lobby"].clone();
    assert_eq!(lobby["groups"], json!([{ "name": "Xanh", "players": 1 }, { "name": "Đỏ", "players": 1 }]));
    assert_eq!(phones[0].again().await.snapshot["mine"], 1);
    host.carried(&json!({ "command": "remove", "player": phones[1].number, "ban": true })).await;
    host.carried(&json!({ "command": "readmit", "player": phones[1].number })).await;
    assert_eq!(phones[0].again().await.snapshot["mine"], 2);
    host.presses(&["start", "open"]).await;
    for phone in &phones {
        phone.answer(1, &json!(room.asked.choice(1, phone.number != 2))).await.expect(200);
    }
    desk.answered(3).await;
    // Out while it is open: neither among those who answered nor among those who could.
    host.carried(&out).await;
    let state = host.now().await;
    assert_eq!(state["tally"], json!({ "question": 1, "answered": 2, "of": 2 }));
    assert_eq!((&state["bars"]["answered"], &state["bars"]["right"]), (&json!(2), &json!(2)));
    host.carried(&json!({ "command": "readmit", "player": phones[1].number })).await;
    assert_eq!(host.now().await["tally"], json!({ "question": 1, "answered": 3, "of": 3 }));
    host.presses(&["close", "reveal"]).await;
    host.carried(&out).await;
    let told = |state: &serde_json::Value| state["reveal"]["bars"].clone();
    assert_eq!(told(&host.now().await)["answered"], 2, "and after it is told");
    host.presses(&["next", "open"]).await;
    phones[0].answer(2, &room.asked.right(2)).await.expect(200);
    host.presses(&["close", "reveal"]).await;
    // The files agree with the stage and with themselves, and so does a server that reads it all anew.
    let site = site.restart(1_000).await;
    let host = host.moved_to(&site.base);
    assert_eq!(told(&host.now().await)["answered"], 1);
    let questions = rows(&host.results("questions").await);
    for (row, answered) in questions[1..].iter().zip([2, 1]) {
        let chosen: u32 = row[12..].chunks(2).map(|pair| pair[1].parse::<u32>().unwrap()).sum();
        assert_eq!((row[7].parse(), chosen), (Ok(answered), answered));
    }
    assert_eq!(rows(&host.results("players").await).len(), 1 + 2);
}
