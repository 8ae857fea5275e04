//! A naive recount of boards from stored rows: written without the product's own ranking code, slow and plain.

use crate::harness::Site;
use serde_json::Value;
use server::sql;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A stored valid attempt.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) participant_id: String,
    nickname: String,
    public_name: i64,
    child: i64,
    round_id: String,
    score: i64,
    prediction: Option<i64>,
    duration_ms: i64,
    submitted_at: i64,
    passed: i64,
    locality_code: String,
    audience: String,
    unit_id: Option<String>,
}

/// A person's place in a round, or in all of them.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) row: Row,
    error: Option<i64>,
}

/// Every valid attempt of the contest.
pub(super) async fn rows(site: &Site) -> Vec<Row> {
    let mut link = site.app.store.read().await.unwrap();
    sql!(&mut link, c => sqlx::query_as(
        "SELECT a.participant_id, p.nickname, p.public_name, p.child, a.round_id, a.score, a.prediction, a.duration_ms,
                a.submitted_at, a.passed, a.locality_code, a.audience, a.unit_id
         FROM attempt AS a JOIN participant AS p ON p.id = a.participant_id
         WHERE a.submitted_at IS NOT NULL AND a.voided_at IS NULL AND a.answered > 0",
    )
    .fetch_all(c)
    .await)
    .unwrap()
}

/// Score down, then prediction error (none is last), then duration, then moment.
fn better(a: &Standing, b: &Standing) -> Ordering {
    let error = |s: &Standing| s.error.unwrap_or(i64::MAX);
    let key = |s: &Standing| (-s.row.score, error(s), s.row.duration_ms, s.row.submitted_at);
    key(a).cmp(&key(b))
}

/// The standing of a round: the best attempt of each person.
pub(super) fn round(rows: &[Row], id: &str, actual: Option<i64>) -> Vec<Standing> {
    let mut best: BTreeMap<&str, Standing> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.round_id == id) {
        let error = actual.and_then(|a| row.prediction.map(|p| (a - p).abs()));
        let one = Standing { row: row.clone(), error };
        let held = best.entry(&row.participant_id).or_insert_with(|| one.clone());
        if better(&one, held).is_lt() {
            *held = one;
        }
    }
    best.into_values().collect()
}

/// Rounds added up; where a person sits is where their last counted attempt was.
pub(super) fn sum(rounds: &[Vec<Standing>], resolved: &[bool]) -> Vec<Standing> {
    let mut all: BTreeMap<String, Standing> = BTreeMap::new();
    for (standings, resolved) in rounds.iter().zip(resolved) {
        for one in standings {
            let mut one = one.clone();
            let unpredicted = *resolved && one.error.is_none();
            if let Some(held) = all.get(&one.row.participant_id) {
                let (now, before) = (&mut one.row, &held.row);
                now.score += before.score;
                now.duration_ms += before.duration_ms;
                now.passed |= before.passed;
                one.error = match (one.error, held.error) {
                    (Some(a), Some(b)) => Some(a + b),
                    (a, b) => {
                        if unpredicted {
                            None
                        } else {
                            a.or(b)
                        }
                    }
                };
            }
            all.insert(one.row.participant_id.clone(), one);
        }
    }
    all.into_values().collect()
}

/// A line of a people board, as compared.
pub(super) type Line = (u64, Option<String>, bool, f64, i64);

/// The public people board of some standings.
pub(super) fn people(standings: &[Standing], keep: impl Fn(&Row) -> bool) -> Vec<Line> {
    let within: Vec<&Standing> = standings.iter().filter(|s| keep(&s.row)).collect();
    let mut lines: Vec<(Line, String)> = Vec::new();
    for one in within.iter().filter(|s| s.row.passed == 1) {
        let before = within.iter().filter(|other| better(other, one).is_lt()).count();
        let row = &one.row;
        let named = row.public_name == 1 && row.child == 0;
        let rank = u64::try_from(before).unwrap() + 1;
        let line =
            (rank, named.then(|| row.nickname.clone()), row.child == 1, points(row.score), row.duration_ms);
        lines.push((line, row.participant_id.clone()));
    }
    lines.sort_by(|a, b| (a.0.0, &a.1).cmp(&(b.0.0, &b.1)));
    lines.into_iter().map(|(line, _)| line).take(100).collect()
}

fn points(score: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let exact = score as f64 / 2520.0;
    (exact * 100.0).round() / 100.0
}

/// The same from a reply.
pub(super) fn shown_people(reply: &Value) -> Vec<Line> {
    let rows = reply["people"].as_array().unwrap().iter();
    rows.map(|r| {
        (
            r["rank"].as_u64().unwrap(),
            r["nickname"].as_str().map(str::to_owned),
            r["child"].as_bool().unwrap(),
            r["score"].as_f64().unwrap(),
            r["duration_ms"].as_i64().unwrap(),
        )
    })
    .collect()
}

/// Participants, passes and mean of a place; numbers of 1–4 are hidden.
pub(super) type PlaceLine = (Option<u64>, Option<u64>, Option<String>);

/// The public places of some standings, by id.
pub(super) fn places(
    standings: &[Standing],
    place: impl Fn(&Row) -> Option<String>,
) -> BTreeMap<String, PlaceLine> {
    let mut sums: BTreeMap<String, (u64, u64, i64)> = BTreeMap::new();
    for one in standings {
        if let Some(id) = place(&one.row) {
            let sum = sums.entry(id).or_default();
            sum.0 += 1;
            sum.1 += u64::try_from(one.row.passed).unwrap();
            sum.2 += one.row.score;
        }
    }
    let line = |(n, passes, score): (u64, u64, i64)| {
        if n < 5 {
            return (None, None, None);
        }
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let mean = score as f64 / 2520.0 / n as f64;
        (Some(n), (!(1..5).contains(&passes)).then_some(passes), Some(format!("{mean:.6}")))
    };
    sums.into_iter().map(|(id, sum)| (id, line(sum))).collect()
}

/// The same from a reply.
pub(super) fn shown_places(reply: &Value) -> BTreeMap<String, PlaceLine> {
    let rows = reply["places"].as_array().unwrap().iter();
    rows.map(|r| {
        let mean = r["mean"].as_f64().map(|m| format!("{m:.6}"));
        (r["id"].as_str().unwrap().to_owned(), (r["participants"].as_u64(), r["passes"].as_u64(), mean))
    })
    .collect()
}

/// Ids of communes as boards tell them.
pub(super) fn commune(row: &Row) -> Option<String> {
    let scheme =
        if matches!(row.locality_code.as_str(), "outside" | "unknown") { "special" } else { "post-2025-07" };
    Some(format!("{scheme}:{}", row.locality_code))
}

/// Ids of units.
pub(super) fn unit(row: &Row) -> Option<String> {
    row.unit_id.clone()
}

impl Row {
    pub(super) fn in_commune(&self, code: &str) -> bool {
        self.locality_code == code
    }

    pub(super) fn of_audience(&self, audiences: &[&str]) -> bool {
        audiences.contains(&self.audience.as_str())
    }
}
