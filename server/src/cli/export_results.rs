//! `export-results CONTEST -o FILE`: every ended attempt of a contest as CSV for the organiser, the counted ones marked
//! and, whom the rules rank, ranked as on the board. Not for publication: small places are not hidden here. Holds no contact.

use super::{Env, said, say};
use crate::contests::catalogue::Loaded;
use crate::indicators::export::csv::neutral;
use crate::standings::score_of;
use crate::store::results::{self, ResultRow};
use crate::store::standings::{Scored, unranked};
use domain::Points;
use domain::standings::{compare, counted};
use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::PathBuf;

/// Flags of `export-results`.
#[derive(Clone, Debug, clap::Args)]
pub struct ExportResults {
    /// Contest slug
    contest: String,
    /// File to write (CSV, UTF-8 with a byte order mark)
    #[arg(short, long)]
    output: PathBuf,
}

const HEADINGS: [&str; 22] = [
    "round",
    "rank_in_round",
    "counted",
    "participant",
    "nickname",
    "locality_scheme",
    "locality_code",
    "locality",
    "unit",
    "division",
    "audience",
    "age_band",
    "grade",
    "attempt",
    "ordinal",
    "score",
    "max",
    "correct",
    "duration_ms",
    "submitted_at",
    "submitted_by",
    "note",
];

/// Exports.
///
/// # Errors
/// Unknown contest; a file that cannot be written.
pub async fn run(args: ExportResults, env: &Env) -> anyhow::Result<()> {
    let contest = env
        .catalogue
        .by_slug(&args.contest)
        .ok_or_else(|| anyhow::anyhow!("no contest {:?}", args.contest))?;
    let mut link = env.store.read().await.map_err(|e| said(e.into()))?;
    let rows = results::of_contest(&mut link, &contest.id).await?;
    let unranked: HashSet<String> = if contest.simple_ranking {
        HashSet::new()
    } else {
        unranked(&mut link, &contest.id, contest.identity_code()).await?.into_iter().collect()
    };
    drop(link);
    let ranks = ranks(&contest, &rows, &unranked);
    let name = args.output.display().to_string();
    crate::whole_file::replace(&args.output, |out| {
        out.write_all("\u{feff}".as_bytes())?;
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        csv.write_record(HEADINGS)?;
        for row in &rows {
            csv.write_record(record(env, &contest, row, ranks.get(row.id.as_str()).copied()))?;
        }
        csv.flush()
    })
    .map_err(|e| anyhow::anyhow!("cannot write {name}: {e}"))?;
    say(format!("Đã ghi {} lượt thi vào {name}.", rows.len()));
    Ok(())
}

/// Rank in its round of every counted attempt, ties sharing it; none where the rules do not rank the person.
fn ranks<'r>(
    contest: &Loaded,
    rows: &'r [ResultRow],
    unranked: &HashSet<String>,
) -> HashMap<&'r str, Option<usize>> {
    let mut ranks = HashMap::new();
    for round in &contest.doc.rounds {
        let actual = contest.actual.get(&round.id).copied();
        let mut people: HashMap<&str, Vec<&ResultRow>> = HashMap::new();
        for row in rows.iter().filter(|r| r.round_id == round.id && r.voided_at.is_none() && r.answered > 0) {
            people.entry(&row.participant_id).or_default().push(row);
        }
        let mut chosen: Vec<_> = people
            .into_values()
            .filter_map(|tries| {
                let scores: Vec<_> = tries.iter().map(|r| score_of(&scored(r), actual)).collect();
                let at = counted(&scores, round.rules.counts, &round.rules.ranking)?;
                Some((*scores.get(at)?, *tries.get(at)?))
            })
            .collect();
        chosen.retain(|(_, row)| {
            let ranked = !unranked.contains(&row.participant_id);
            if !ranked {
                ranks.insert(row.id.as_str(), None);
            }
            ranked
        });
        chosen.sort_by(|a, b| compare(&a.0, &b.0, &round.rules.ranking).then(a.1.id.cmp(&b.1.id)));
        let mut last = None;
        for (place, (score, row)) in chosen.iter().enumerate() {
            let rank = match last {
                Some((held, rank)) if compare(&held, score, &round.rules.ranking).is_eq() => rank,
                _ => place + 1,
            };
            last = Some((*score, rank));
            ranks.insert(row.id.as_str(), Some(rank));
        }
    }
    ranks
}

fn scored(r: &ResultRow) -> Scored {
    Scored {
        participant_id: r.participant_id.clone(),
        score: r.score,
        prediction: r.prediction,
        duration_ms: r.duration_ms,
        submitted_at: r.submitted_at,
        passed: r.passed,
        locality_scheme: r.locality_scheme.clone(),
        locality_code: r.locality_code.clone(),
        audience: r.audience.clone(),
        unit_id: r.unit_id.clone(),
    }
}

/// `counted` is there for a counted attempt and holds its rank, if it has one.
fn record(env: &Env, contest: &Loaded, row: &ResultRow, counted: Option<Option<usize>>) -> Vec<String> {
    let key = domain::locality::LocalityKey::new(&row.locality_scheme, &row.locality_code);
    let audience = domain::people::Audience::from_code(&row.audience);
    let division = audience.and_then(|a| contest.doc.division_of(a)).map(|d| d.title.clone());
    let unit = row.unit_id.as_deref().and_then(|id| contest.doc.unit(id)).map(|u| u.name.clone());
    let mut notes = Vec::new();
    if row.voided_at.is_some() {
        notes.push("hủy");
    }
    if counted == Some(None) {
        notes.push("không xếp hạng");
    }
    if row.demo == 1 {
        notes.push("dữ liệu minh họa");
    }
    [
        contest.doc.round(&row.round_id).map_or_else(|| row.round_id.clone(), |r| r.title.clone()),
        counted.flatten().map(|r| r.to_string()).unwrap_or_default(),
        if counted.is_some() { "1".into() } else { "0".into() },
        row.participant_id.clone(),
        row.nickname.clone(),
        row.locality_scheme.clone(),
        row.locality_code.clone(),
        env.registry.display_name(&key, false).unwrap_or_default(),
        unit.unwrap_or_default(),
        division.unwrap_or_default(),
        row.audience.clone(),
        row.age_band.clone(),
        row.grade.clone(),
        row.id.clone(),
        row.ordinal.to_string(),
        Points(row.score).to_f64().to_string(),
        Points(row.max_score).to_f64().to_string(),
        row.correct.to_string(),
        row.duration_ms.to_string(),
        domain::calendar::local_minute(row.submitted_at),
        row.submitted_by.clone(),
        notes.join(", "),
    ]
    .into_iter()
    .map(neutral)
    .collect()
}
