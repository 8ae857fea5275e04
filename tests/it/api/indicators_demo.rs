//! The demonstration data's numbers, checked against a naive recount of the stored rows: the API, the command's files
//! and plain counting must say the same. The site stands at the machine's own time here, for the command knows no other.

use crate::harness::binary;
use crate::harness::site::open_for_years;
use crate::harness::{Engine, Site};
use calamine::{Data, Reader as _, Xlsx};
use domain::calendar::{local_day, year_of};
use rstest::rstest;
use serde_json::{Value, json};
use server::sql;
use std::collections::{BTreeMap, BTreeSet};

/// A sitting or a play of a live room, as the naive count sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Row {
    participant_id: String,
    id: String,
    round: String,
    submitted_at: i64,
    answered: i64,
    score: i64,
    prediction: Option<i64>,
    duration_ms: i64,
    completed: i64,
    passed: i64,
    voided_at: Option<i64>,
    locality_scheme: String,
    locality_code: String,
    audience: String,
    age_band: String,
    flags: String,
    grade: String,
    mode: String,
    birth_year: Option<i64>,
    actual: Option<i64>,
}

const DAY: i64 = 86_400_000;

async fn rows(site: &Site) -> Vec<Row> {
    let mut link = site.app.store.read().await.unwrap();
    let mut rows: Vec<Row> = sql!(&mut link, c => sqlx::query_as(
        "SELECT a.participant_id, a.id, a.contest_id || '/' || a.round_id AS round, a.submitted_at, a.answered, a.score,
                a.prediction, a.duration_ms, a.completed, a.passed, a.voided_at, a.locality_scheme, a.locality_code,
                a.audience, a.age_band, a.flags, a.grade, a.mode, p.birth_year, r.actual
         FROM attempt AS a JOIN participant AS p ON p.id = a.participant_id
         LEFT JOIN prediction_result AS r ON r.contest_id = a.contest_id AND r.round_id = a.round_id
         WHERE a.submitted_at IS NOT NULL",
    )
    .fetch_all(c)
    .await)
    .unwrap();
    // A seat with an answer is an attempt that ended with the last one; nobody known is somebody of their own.
    let plays: Vec<(i64, Row)> = {
        let seats: Vec<(i64, String, String)> = sql!(&mut link, c => sqlx::query_as(
            "SELECT number, id, coalesce(participant_id, 'seat ' || id) FROM live_player ORDER BY number",
        )
        .fetch_all(c)
        .await)
        .unwrap();
        let mut plays = Vec::new();
        for (number, id, person) in seats {
            let row: Option<Row> = sql!(&mut link, c => sqlx::query_as(
                "SELECT $1 AS participant_id, p.id, 'stage' AS round,
                    (SELECT max(a.received_at) FROM live_answer AS a WHERE a.room_id = p.room_id AND a.player = p.number)
                        AS submitted_at,
                    CAST(1 AS BIGINT) AS answered, CAST(0 AS BIGINT) AS score, CAST(NULL AS BIGINT) AS prediction,
                    CAST(0 AS BIGINT) AS duration_ms, CAST(0 AS BIGINT) AS completed, CAST(0 AS BIGINT) AS passed,
                    CAST(NULL AS BIGINT) AS voided_at, p.locality_scheme, p.locality_code,
                    coalesce(p.audience, 'unknown') AS audience, coalesce(p.age_band, 'unknown') AS age_band, p.flags,
                    p.grade, 'live' AS mode, q.birth_year, CAST(NULL AS BIGINT) AS actual
                 FROM live_player AS p LEFT JOIN participant AS q ON q.id = p.participant_id
                 WHERE p.id = $2 AND EXISTS (SELECT 1 FROM live_answer AS a WHERE a.room_id = p.room_id AND a.player = p.number)",
            )
            .bind(person)
            .bind(id)
            .fetch_optional(c)
            .await)
            .unwrap();
            plays.extend(row.map(|row| (number, row)));
        }
        plays
    };
    drop(link);
    let log = site.texts("SELECT body FROM live_event ORDER BY room_id, seq").await;
    let log: Vec<Value> = log.iter().map(|body| serde_json::from_str(body).unwrap()).collect();
    assert!(log.iter().any(|e| e["event"] == "revealed") && log.iter().all(|e| e["event"] != "readmitted"));
    let removed: BTreeSet<i64> =
        log.iter().filter(|e| e["event"] == "removed").map(|e| e["player"].as_i64().unwrap()).collect();
    assert_eq!(removed.len(), 1);
    for (number, mut row) in plays {
        row.voided_at = removed.contains(&number).then_some(row.submitted_at);
        rows.push(row);
    }
    rows.sort_by(|a, b| {
        (&a.participant_id, a.submitted_at, &a.id).cmp(&(&b.participant_id, b.submitted_at, &b.id))
    });
    rows
}

/// Whether some registration's best attempt of some round passed.
fn passed(mine: &[&Row]) -> bool {
    let registrations: BTreeSet<&str> = mine.iter().map(|r| r.participant_id.as_str()).collect();
    registrations.into_iter().any(|id| {
        let own: Vec<&Row> = mine.iter().copied().filter(|r| r.participant_id == id).collect();
        passed_alone(&own)
    })
}

/// Whether the best attempt of some round passed: score, prediction error, duration, moment.
fn passed_alone(mine: &[&Row]) -> bool {
    let rounds: BTreeSet<&str> = mine.iter().map(|r| r.round.as_str()).collect();
    rounds.into_iter().any(|round| {
        let tries = mine.iter().filter(|r| r.round == round && r.answered > 0);
        let best = tries.min_by_key(|r| {
            let error = r.actual.zip(r.prediction).map_or(i64::MAX, |(a, p)| (a - p).abs());
            (-r.score, error, r.duration_ms, r.submitted_at)
        });
        best.is_some_and(|r| r.passed == 1)
    })
}

/// (indicator, breakdown, key) → number, the slow way. People nobody knows stand under a name of their own.
type Figures = BTreeMap<(String, String, String), u64>;

/// A person as registered: place, audience, age band, grade, flags; who and when.
type Registered = (String, String, String, String, String, String, i64);

/// Every tenth three times registered, over two links; another link is undone.
const LINKS: &str = "INSERT INTO person_link (id, origin, kept_id, other_id, reason, by_whom, at, undone_at)
     WITH p AS (SELECT id, origin, row_number() OVER (ORDER BY id) AS n FROM participant)
     SELECT 'l' || b.id, b.origin, a.id, b.id, 'same contact', 'rule', 1, CASE WHEN a.n % 10 = 5 THEN 2 END
     FROM p AS a JOIN p AS b ON b.n = a.n + 1 WHERE a.n % 10 IN (1, 2, 5)";

/// Participant → the name under which all their registrations stand.
type Humans = BTreeMap<String, String>;

async fn humans(site: &Site) -> Humans {
    let mut link = site.app.store.read().await.unwrap();
    let pairs = "SELECT kept_id, other_id FROM person_link WHERE undone_at IS NULL";
    let pairs: Vec<(String, String)> =
        sql!(&mut link, c => sqlx::query_as(pairs).fetch_all(c).await).unwrap();
    assert_eq!(pairs.len(), 1_000);
    let mut all: Humans = pairs.iter().flat_map(|(a, b)| [a, b]).map(|id| (id.clone(), id.clone())).collect();
    loop {
        let before = all.clone();
        for (a, b) in &pairs {
            let least = all[a].clone().min(all[b].clone());
            all.extend([(a.clone(), least.clone()), (b.clone(), least)]);
        }
        if all == before {
            return all;
        }
    }
}

fn recount(rows: &[Row], registered: &[Registered], humans: &Humans, year: i64) -> Figures {
    let human = |id: &str| humans.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let mut all = Figures::new();
    let mut add = |what: &str, by: &str, key: &str| {
        *all.entry((what.into(), by.into(), key.into())).or_default() += 1;
    };
    let mut first: BTreeMap<String, &Registered> = BTreeMap::new();
    for one in registered {
        let held = first.entry(human(&one.5)).or_insert(one);
        if (one.6, &one.5) < (held.6, &held.5) {
            *held = one;
        }
    }
    for (place, audience, band, grade, flags, _, _) in first.into_values() {
        let both = format!("{place} {audience}");
        let keys = [
            ("total", ""),
            ("locality", place),
            ("audience", audience),
            ("age_band", band),
            ("grade", grade),
        ];
        let flags = flags.split(',').filter(|f| !f.is_empty()).map(|f| ("flag", f));
        for (by, key) in keys.into_iter().chain([("locality_audience", both.as_str())]).chain(flags) {
            add("I1", by, key);
        }
    }
    let mut reached = BTreeSet::new();
    let mut people: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let what = if row.voided_at.is_some() { "I3-huy" } else { "I3" };
        for (by, key) in keys(row) {
            add(what, by, &key);
        }
        add(what, "mode", &row.mode);
        if row.voided_at.is_none() {
            people.entry(human(&row.participant_id)).or_default().push(row);
        }
    }
    for mine in people.values() {
        // The cell is that of the last valid attempt.
        let last = mine.iter().max_by_key(|r| (r.submitted_at, &r.id)).unwrap();
        let known = last.grade != "anonymous";
        let adult = last.birth_year.map_or(
            match last.age_band.as_str() {
                "unknown" => None,
                "<16" | "16-17" => Some(false),
                _ => Some(true),
            },
            |born| Some(year - born >= 18),
        );
        let took_part = mine.iter().any(|r| r.answered > 0);
        let completed = mine.iter().any(|r| r.completed == 1);
        let modes: BTreeSet<&str> = mine.iter().map(|r| r.mode.as_str()).collect();
        let mut keys = keys(last);
        keys.extend(modes.into_iter().map(|mode| ("mode", mode.to_owned())));
        for (by, key) in keys {
            for (what, on) in [("I2", took_part), ("I4", completed), ("I5", passed(mine))] {
                let apart = !known && by != "grade";
                if on {
                    add(&if apart { format!("{what} anonymous") } else { what.into() }, by, &key);
                }
            }
            if known && (by == "total" || by == "locality") {
                for (what, on) in [("I6-thamgia", took_part), ("I6-dat", passed(mine))] {
                    if on && adult != Some(false) {
                        let age = if adult.is_none() { "unknown" } else { ">=18" };
                        add(what, by, &format!("{key} {age}"));
                    }
                }
            }
        }
        if known && took_part && last.locality_scheme == "post-2025-07" {
            reached.insert(last.locality_code.as_str());
        }
    }
    let mut put =
        |what: &str, by: &str, key: &str, n: u64| all.insert((what.into(), by.into(), key.into()), n);
    put("I10-tuso", "total", "", reached.len() as u64);
    put("I10-mauso", "total", "", 135);
    // Two contests of the demonstration and the real one in the whole province, one show in town.
    put("I13", "total", "", 4);
    put("I13", "locality", "52", 3);
    put("I13", "mode", "online", 3);
    put("I13", "mode", "live", 1);
    all
}

fn keys(row: &Row) -> Vec<(&'static str, String)> {
    let mut keys = vec![
        ("total", String::new()),
        ("locality", row.locality_code.clone()),
        ("audience", row.audience.clone()),
        ("age_band", row.age_band.clone()),
        ("grade", row.grade.clone()),
        ("locality_audience", format!("{} {}", row.locality_code, row.audience)),
    ];
    keys.extend(row.flags.split(',').filter(|f| !f.is_empty()).map(|f| ("flag", f.to_owned())));
    keys
}

/// The same figures out of a report; zeros are left out.
fn told(report: &Value) -> Figures {
    let mut all = Figures::new();
    for row in report["rows"].as_array().unwrap() {
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        let by = text("by");
        let place = text("locality_code");
        let key = match by.as_str() {
            "total" | "locality" if text("indicator").starts_with("I6") => {
                format!("{place} {}", text("age_band"))
            }
            "total" => String::new(),
            "locality" => place,
            "locality_audience" => format!("{place} {}", text("audience")),
            dimension => text(dimension),
        };
        let value = row["value"].as_u64().unwrap();
        assert_eq!(row["includes_demo"], true);
        let apart = row["grade"] == "anonymous" && by != "grade";
        let what = if apart { format!("{} anonymous", text("indicator")) } else { text("indicator") };
        if value > 0 {
            let twice = all.insert((what, by, key), value);
            assert!(twice.is_none(), "a figure is told twice: {row}");
        }
    }
    all
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_demonstration_equals_a_naive_recount(#[case] engine: Engine) {
    let site = Site::edited(engine, &open_for_years()).await;
    site.advance(server::clock::wall_ms() - site.now());
    let app = &site.app;
    let made =
        server::demo::ensure(&app.store, &app.places.registry, &app.secrets, &app.catalogue, site.now())
            .await;
    assert_eq!(made.map_err(|e| e.code), Ok(true));
    site.change(LINKS).await;
    let rows = rows(&site).await;
    let registered: Vec<Registered> = {
        let mut link = app.store.read().await.unwrap();
        let all = "SELECT locality_code, audience, age_band, grade, flags, id, created_at FROM participant";
        sql!(&mut link, c => sqlx::query_as(all).fetch_all(c).await).unwrap()
    };
    assert_eq!(registered.len(), 5_000);
    let (from, to) = (local_day(site.now() - 500 * DAY), local_day(site.now() + DAY));
    let humans = humans(&site).await;
    let mut counted = recount(&rows, &registered, &humans, i64::from(year_of(site.now() + DAY)));
    assert_eq!(counted[&("I1".into(), "total".into(), String::new())], 4_000);
    let place = site.texts("SELECT locality_code FROM live_room").await.remove(0);
    counted.insert(("I13".into(), "locality".into(), place), 1);

    let ask = format!("/api/v1/indicators?from={from}&to={to}&scheme=post-2025-07&demo=true");
    let api = site.reader(&[]).await;
    let report = api.get(&ask).await.expect(200).json();
    let shown = told(&report);
    for (figure, number) in &counted {
        assert_eq!(shown.get(figure), Some(number), "{figure:?}");
    }
    assert_eq!(shown.len(), counted.len(), "nothing more is told than was counted");
    // Without being asked for, demonstration data is nobody.
    let real = api.get(&ask.replace("&demo=true", "")).await.expect(200).json();
    for row in real["rows"].as_array().unwrap() {
        let allowed = match row["indicator"].as_str().unwrap() {
            "I10-mauso" => 135,
            "I13" if row["mode"] != "live" => 1,
            _ => 0,
        };
        assert!(row["value"].as_u64().unwrap() <= allowed, "{row}");
    }
    assert_eq!(real["events"].as_array().unwrap().len(), 1, "the real contest");
    let events = report["events"].as_array().unwrap();
    assert_eq!(events.iter().filter(|e| e["demo"] == true).count(), 3);
    assert!(events.iter().any(|e| e["mode"] == "live" && e["from"] == json!(local_day(site.now() - DAY))));

    // The command writes the very same rows, in three formats.
    let dir = site.database.dir.clone();
    for format in ["json", "csv", "xlsx"] {
        let file = format!("report.{format}");
        let line =
            ["export-indicators", "--from", &from, "--to", &to, "--format", format, "--demo", "-o", &file];
        let line = ["--database-url", &site.database.url].iter().chain(&line).copied().collect::<Vec<_>>();
        let (code, out, err) = binary::said(&binary::run(&dir, &line).await);
        assert_eq!(code, 0, "{out}{err}");
        assert!(out.contains(&format!("{} dòng", report["rows"].as_array().unwrap().len())), "{out}");
    }
    let plain = |mut report: Value| {
        report["rows"].as_array_mut().unwrap().iter_mut().for_each(|r| r["computed_at"] = Value::Null);
        report["rows"].clone()
    };
    let written: Value = serde_json::from_slice(&std::fs::read(dir.join("report.json")).unwrap()).unwrap();
    assert_eq!(written["events"], report["events"]);
    assert_eq!(plain(written), plain(report.clone()));
    // Line by line and cell by cell, whichever format.
    let told: Vec<Vec<String>> = report["rows"].as_array().unwrap().iter().map(cells).collect();
    let csv = std::fs::read(dir.join("report.csv")).unwrap();
    assert!(csv.starts_with("\u{feff}".as_bytes()), "a mark for spreadsheets");
    let mut reader = csv::Reader::from_reader(&csv[3..]);
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let lines: Vec<Vec<String>> = reader
        .records()
        .map(|r| r.unwrap().iter().map(|cell| cell.trim_start_matches('\'').to_owned()).collect())
        .collect();
    assert_eq!(chosen(&heads, &lines), told);
    let mut book: Xlsx<_> = calamine::open_workbook(dir.join("report.xlsx")).unwrap();
    let mut lines: Vec<Vec<String>> = book
        .worksheet_range("Dữ liệu")
        .unwrap()
        .rows()
        .map(|row| row.iter().map(text_of).collect())
        .collect();
    let heads = lines.remove(0);
    assert_eq!(chosen(&heads, &lines), told);
    let page = book.worksheet_range("Báo cáo").unwrap();
    let page: Vec<String> = page.rows().flatten().map(text_of).collect();
    for event in events {
        assert!(page.contains(&event["title"].as_str().unwrap().to_owned()), "{event}");
    }
    assert!(page.contains(&"4. Sự kiện đã tổ chức (I13)".to_owned()));
}

/// The columns that are compared; moments are written for people in files.
const COMPARED: [&str; 14] = [
    "indicator",
    "by",
    "scheme",
    "locality_code",
    "locality_name",
    "audience",
    "age_band",
    "mode",
    "grade",
    "flag",
    "value",
    "people_or_attempts",
    "note",
    "rule_version",
];

fn cells(row: &Value) -> Vec<String> {
    let text = |name: &&str| match &row[*name] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    COMPARED.iter().map(text).collect()
}

fn chosen(heads: &[String], lines: &[Vec<String>]) -> Vec<Vec<String>> {
    let at = COMPARED.map(|name| heads.iter().position(|head| head == name).unwrap());
    lines.iter().map(|line| at.iter().map(|at| line[*at].clone()).collect()).collect()
}

fn text_of(cell: &Data) -> String {
    match cell {
        Data::Float(n) => n.to_string(),
        Data::Int(n) => n.to_string(),
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("{other:?}"),
    }
}
