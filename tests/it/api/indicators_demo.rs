//! The demonstration data's numbers, checked against a naive recount of the stored rows: the API, the command's files
//! and plain counting must say the same.

use crate::harness::binary;
use crate::harness::{Engine, Site};
use serde_json::Value;
use server::indicators::access::{NewToken, create};
use server::sql;
use std::collections::{BTreeMap, BTreeSet};

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
    birth_year: Option<i64>,
    actual: Option<i64>,
}

const FROM: &str = "2025-01-01";
const TO: &str = "2026-12-31";

async fn rows(site: &Site) -> Vec<Row> {
    let mut link = site.app.store.read().await.unwrap();
    sql!(&mut link, c => sqlx::query_as(
        "SELECT a.participant_id, a.id, a.contest_id || '/' || a.round_id AS round, a.submitted_at, a.answered, a.score,
                a.prediction, a.duration_ms, a.completed, a.passed, a.voided_at, a.locality_scheme, a.locality_code,
                a.audience, a.age_band, p.birth_year, r.actual
         FROM attempt AS a JOIN participant AS p ON p.id = a.participant_id
         LEFT JOIN prediction_result AS r ON r.contest_id = a.contest_id AND r.round_id = a.round_id
         WHERE a.submitted_at IS NOT NULL ORDER BY a.participant_id, a.submitted_at, a.id",
    )
    .fetch_all(c)
    .await)
    .unwrap()
}

/// Whether the person's best attempt of some round passed: score, prediction error, duration, moment.
fn passed(mine: &[&Row]) -> bool {
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

/// (indicator, breakdown, key) → number, the slow way.
type Figures = BTreeMap<(String, String, String), u64>;

fn recount(rows: &[Row], registered: &[(String, String, String)]) -> Figures {
    let mut all = Figures::new();
    let mut add = |what: &str, by: &str, key: &str| {
        *all.entry((what.into(), by.into(), key.into())).or_default() += 1;
    };
    for (place, audience, band) in registered {
        for (by, key) in [("total", ""), ("locality", place), ("audience", audience), ("age_band", band)] {
            add("I1", by, key);
        }
    }
    let mut reached = BTreeSet::new();
    let mut people: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let what = if row.voided_at.is_some() { "I3-huy" } else { "I3" };
        for (by, key) in keys(row) {
            add(what, by, &key);
        }
        if row.voided_at.is_none() {
            people.entry(&row.participant_id).or_default().push(row);
        }
    }
    for mine in people.values() {
        // The cell is that of the last valid attempt.
        let last = mine.iter().max_by_key(|r| (r.submitted_at, &r.id)).unwrap();
        let adult = last.birth_year.map_or(
            match last.age_band.as_str() {
                "unknown" => None,
                "<16" | "16-17" => Some(false),
                _ => Some(true),
            },
            |born| Some(2026 - born >= 18),
        );
        let took_part = mine.iter().any(|r| r.answered > 0);
        let completed = mine.iter().any(|r| r.completed == 1);
        for (by, key) in keys(last) {
            for (what, on) in [("I2", took_part), ("I4", completed), ("I5", passed(mine))] {
                if on {
                    add(what, by, &key);
                }
            }
            if by == "total" || by == "locality" {
                for (what, on) in [("I6-thamgia", took_part), ("I6-dat", passed(mine))] {
                    if on && adult != Some(false) {
                        let age = if adult.is_none() { "unknown" } else { ">=18" };
                        add(what, by, &format!("{key} {age}"));
                    }
                }
            }
        }
        if took_part && last.locality_scheme == "post-2025-07" {
            reached.insert(last.locality_code.as_str());
        }
    }
    all.insert(("I10-tuso".into(), "total".into(), String::new()), reached.len() as u64);
    all.insert(("I10-mauso".into(), "total".into(), String::new()), 135);
    all
}

fn keys(row: &Row) -> Vec<(&'static str, String)> {
    vec![
        ("total", String::new()),
        ("locality", row.locality_code.clone()),
        ("audience", row.audience.clone()),
        ("age_band", row.age_band.clone()),
        ("locality_audience", format!("{} {}", row.locality_code, row.audience)),
    ]
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
            "audience" => text("audience"),
            "age_band" => text("age_band"),
            "locality_audience" => format!("{place} {}", text("audience")),
            _ => continue,
        };
        let value = row["value"].as_u64().unwrap();
        assert_eq!(row["includes_demo"], true);
        if value > 0 {
            let twice = all.insert((text("indicator"), by, key), value);
            assert!(twice.is_none(), "a figure is told twice: {row}");
        }
    }
    all
}

#[tokio::test]
async fn the_demonstration_equals_a_naive_recount() {
    let site = Site::start(Engine::Sqlite).await;
    let app = &site.app;
    let made =
        server::demo::ensure(&app.store, &app.places.registry, &app.secrets, &app.catalogue, site.now())
            .await;
    assert_eq!(made.map_err(|e| e.code), Ok(true));
    let rows = rows(&site).await;
    let registered: Vec<(String, String, String)> = {
        let mut link = app.store.read().await.unwrap();
        let all = "SELECT locality_code, audience, age_band FROM participant";
        sql!(&mut link, c => sqlx::query_as(all).fetch_all(c).await).unwrap()
    };
    assert_eq!(registered.len(), 5_000);
    let mut counted = recount(&rows, &registered);
    // Registrations by place and audience are told too; count them here rather than in the shared keys.
    for (place, audience, _) in &registered {
        let key = ("I1".to_owned(), "locality_audience".to_owned(), format!("{place} {audience}"));
        *counted.entry(key).or_default() += 1;
    }

    let new = NewToken { name: "Sở".into(), scope: "indicators:read".into(), localities: Vec::new() };
    let token = create(&app.store, &app.places.registry, new, site.now()).await.unwrap();
    let ask = format!("/api/v1/indicators?from={FROM}&to={TO}&scheme=post-2025-07&demo=true");
    let api = site.api().with(&token);
    let report = api.get(&ask).await.expect(200).json();
    let shown = told(&report);
    for (figure, number) in &counted {
        assert_eq!(shown.get(figure), Some(number), "{figure:?}");
    }
    assert_eq!(shown.len(), counted.len(), "nothing more is told than was counted");
    // Without being asked for, demonstration data is nobody.
    let real = api.get(&ask.replace("&demo=true", "")).await.expect(200).json();
    assert!(
        real["rows"].as_array().unwrap().iter().all(|r| r["value"] == 0 || r["indicator"] == "I10-mauso")
    );

    // The command writes the very same rows, in three formats.
    let dir = site.database.dir.clone();
    for format in ["json", "csv", "xlsx"] {
        let file = format!("report.{format}");
        let line =
            ["export-indicators", "--from", FROM, "--to", TO, "--format", format, "--demo", "-o", &file];
        let (code, out, err) = binary::said(&binary::run(&dir, &line).await);
        assert_eq!(code, 0, "{out}{err}");
        assert!(out.contains(&format!("{} dòng", report["rows"].as_array().unwrap().len())), "{out}");
    }
    let plain = |mut report: Value| {
        report["rows"].as_array_mut().unwrap().iter_mut().for_each(|r| r["computed_at"] = Value::Null);
        report["rows"].clone()
    };
    let written: Value = serde_json::from_slice(&std::fs::read(dir.join("report.json")).unwrap()).unwrap();
    assert_eq!(plain(written), plain(report.clone()));
    let csv = std::fs::read(dir.join("report.csv")).unwrap();
    assert!(csv.starts_with("\u{feff}".as_bytes()), "a mark for spreadsheets");
    let text = String::from_utf8(csv).unwrap();
    let values: u64 = report["rows"].as_array().unwrap().iter().map(|r| r["value"].as_u64().unwrap()).sum();
    let heads: Vec<&str> = text.trim_start_matches('\u{feff}').lines().next().unwrap().split(',').collect();
    assert!(heads.contains(&"value") || heads.contains(&"gia_tri"), "{heads:?}");
    let at = heads.iter().position(|h| *h == "value").unwrap();
    let mut reader = csv_rows(&text);
    reader.remove(0);
    assert_eq!(reader.len(), report["rows"].as_array().unwrap().len());
    assert_eq!(reader.iter().map(|r| r[at].parse::<u64>().unwrap()).sum::<u64>(), values);
    assert!(std::fs::read(dir.join("report.xlsx")).unwrap().starts_with(b"PK"));
}

/// Rows of a CSV with quoted cells.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    for c in text.trim_start_matches('\u{feff}').trim_end().chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().unwrap().push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' => {}
            c => rows.last_mut().unwrap().last_mut().unwrap().push(c),
        }
    }
    rows
}
