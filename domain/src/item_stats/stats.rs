//! The figures of a wording, and what in them deserves a look.
//!
//! Where the warnings begin. Both signs of a wrong key are differences of counts, and counts of few people differ by
//! chance, so each must pass a one-sided test at 5 %:
//! - *discrimination below zero*: if a question had nothing to do with the rest, r of n answers would scatter around 0
//!   with 1/√n; the warning needs r < −1.645/√n. At n = 20 that is −0.37, at 400 −0.08: of a hundred questions that
//!   merely fail to discriminate, five are named, while a key that is truly wrong (r around −0.2) is nearly always
//!   found from 300 answers on;
//! - *a wrong option ahead of the key among the best*: of d + k people who took one of the two, d would by chance exceed
//!   k by √(d + k); the warning needs d − k > 1.645 √(d + k).
//!
//! "The best" are the top 27 % by the rest of the paper (Kelley's share, at which the extremes differ most surely). The
//! cut is exact: of the people who tie at the border, as large a part is taken as is missing.

use super::{SHOWN_FROM, Tally};
use crate::Points;
use crate::question::{Key, Revision};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// z of a one-sided 5 % test.
const SURE: f64 = 1.645;
/// Percent of answers that count as "the best".
const BEST: u64 = 27;
/// Above this mean share of points nearly everybody knew.
const TOO_EASY: f64 = 0.95;
/// Below this mean share of points hardly anybody knew.
const TOO_HARD: f64 = 0.20;
/// So close above what blind guessing brings, a question measures nothing.
const NEAR_GUESSING: f64 = 0.05;
/// Wrong answers told.
const TOLD: usize = 5;
/// Fewer people than this with the same wrong words stay untold: words may be somebody's own.
const TOLD_FROM: usize = 3;

/// What is known of one wording.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stats {
    /// How often it was dealt, blanks included.
    pub exposure: u64,
    /// How often it was answered.
    pub n: u64,
    /// The figures; `None` below [`SHOWN_FROM`] answers.
    pub figures: Option<Figures>,
}

/// The figures of a wording that was answered often enough.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// p-value: mean share of points, 0–1.
    pub p: f64,
    /// Correlation of the points with the share of points on the rest of the paper (corrected item-total; point-biserial
    /// for marks of 0 and 1), −1…1; `None` when either never varies or too few papers have a rest.
    pub discrimination: Option<f64>,
    /// For choices: every option.
    pub options: Vec<OptionShare>,
    /// For the others: the most frequent wrong answers.
    pub wrong: Vec<WrongShare>,
    /// Middle of the seconds spent.
    pub median_seconds: Option<f64>,
    /// What deserves a look, worst first.
    pub flags: Vec<Flag>,
}

/// How an option did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionShare {
    /// Option id.
    pub id: String,
    /// Whether it is (among) the right ones.
    pub key: bool,
    /// Share of the answers that picked it.
    pub share: f64,
    /// The same among the best 27 %; `None` when no paper has a rest.
    pub best_share: Option<f64>,
}

/// A frequent wrong answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WrongShare {
    /// In one spelling: orders and pairs by option ids, texts as grading compares them.
    pub answer: String,
    /// Share of the answers; an estimate from a sample when there were very many wrong ones.
    pub share: f64,
}

/// Something that deserves a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Flag {
    /// The key may be wrong: among the best a wrong option is ahead of it.
    KeyRival {
        /// The option.
        option: String,
    },
    /// The key may be wrong: who does well on the rest does badly here.
    KeyNegative,
    /// Hardly anybody knows, or people guess.
    TooHard,
    /// Nearly everybody knows.
    TooEasy,
}

impl Flag {
    /// In two or three words.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::KeyRival { .. } | Self::KeyNegative => "khóa có thể sai",
            Self::TooHard => "quá khó",
            Self::TooEasy => "quá dễ",
        }
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())?;
        match self {
            Self::KeyRival { option } => {
                write!(f, " (27 % làm tốt nhất chọn “{option}” nhiều hơn đáp án)")
            }
            Self::KeyNegative => f.write_str(" (người làm tốt các câu khác lại hay sai câu này)"),
            Self::TooHard | Self::TooEasy => Ok(()),
        }
    }
}

impl Stats {
    /// Reads the figures of a wording.
    #[must_use]
    pub fn of(revision: &Revision, tally: &Tally) -> Self {
        let n = tally.answered;
        let figures = (n >= SHOWN_FROM).then(|| figures(revision, tally));
        Self { exposure: tally.dealt, n, figures }
    }

    /// For sorting by what deserves a look first: wrong keys, too hard, too easy, then the least discriminating; what
    /// cannot be told comes last.
    #[must_use]
    pub fn urgency(&self) -> (u8, i64) {
        let Some(figures) = &self.figures else { return (9, 0) };
        let worst = match figures.flags.first() {
            Some(Flag::KeyRival { .. } | Flag::KeyNegative) => 0,
            Some(Flag::TooHard) => 1,
            Some(Flag::TooEasy) => 2,
            None => 3,
        };
        #[expect(clippy::cast_possible_truncation, reason = "a correlation is within ±1")]
        let thousandths = figures.discrimination.map_or(1_001, |r| (r * 1_000.0).round() as i64);
        (worst, thousandths)
    }
}

fn figures(revision: &Revision, tally: &Tally) -> Figures {
    let n = tally.answered;
    let p = ratio(tally.points, n) / float(one());
    let discrimination = discrimination(tally);
    let best = best(tally);
    let right = right(revision);
    let options: Vec<OptionShare> = ids(revision)
        .into_iter()
        .map(|id| OptionShare {
            key: right.contains(id),
            share: ratio(tally.options.get(id).copied().unwrap_or(0), n),
            best_share: best.as_ref().map(|b| b.picks(id) / b.size),
            id: id.to_owned(),
        })
        .collect();
    let mut flags = Vec::new();
    if let Some(option) = best.and_then(|best| rival(&options, &best)) {
        flags.push(Flag::KeyRival { option });
    }
    if discrimination.is_some_and(|r| r < -SURE / float(tally.pairs.n).sqrt()) {
        flags.push(Flag::KeyNegative);
    }
    let guessing = match revision.key {
        Key::SingleChoice { .. } | Key::TrueFalse { .. } => Some(1.0 / float(options.len().max(1) as u64)),
        _ => None,
    };
    if p < TOO_HARD || guessing.is_some_and(|chance| p <= chance + NEAR_GUESSING) {
        flags.push(Flag::TooHard);
    }
    if p > TOO_EASY {
        flags.push(Flag::TooEasy);
    }
    Figures { p, discrimination, options, wrong: wrong(tally), median_seconds: median(&tally.seconds), flags }
}

fn one() -> u64 {
    u64::try_from(Points::ONE.0).unwrap_or(1)
}

#[expect(clippy::cast_precision_loss, reason = "counts of answers lie far below 2^53")]
fn float(n: u64) -> f64 {
    n as f64
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { float(part) / float(whole) }
}

/// Pearson's r. Whether something varies at all is decided in whole numbers, so rounding invents no correlation.
fn discrimination(tally: &Tally) -> Option<f64> {
    let s = &tally.pairs;
    if s.n < SHOWN_FROM {
        return None;
    }
    let times = |a: u64, b: u64| i128::from(a) * i128::from(b);
    let (vx, vy) = (times(s.n, s.xx) - times(s.x, s.x), times(s.n, s.yy) - times(s.y, s.y));
    if vx <= 0 || vy <= 0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "the loss is relative, 1e-16")]
    let r = (times(s.n, s.xy) - times(s.x, s.y)) as f64 / ((vx as f64).sqrt() * (vy as f64).sqrt());
    Some(r.clamp(-1.0, 1.0))
}

/// Ids a person can pick, in the writer's order; none where there is nothing to pick.
fn ids(revision: &Revision) -> Vec<&str> {
    match revision.key {
        Key::SingleChoice { .. } | Key::MultipleChoice { .. } => {
            revision.options.iter().map(|o| o.id.as_str()).collect()
        }
        Key::TrueFalse { .. } => Revision::TRUE_FALSE.to_vec(),
        _ => Vec::new(),
    }
}

fn right(revision: &Revision) -> BTreeSet<&str> {
    match &revision.key {
        Key::SingleChoice { right } => BTreeSet::from([right.as_str()]),
        Key::MultipleChoice { right, .. } => right.iter().map(String::as_str).collect(),
        Key::TrueFalse { right } => BTreeSet::from([Revision::TRUE_FALSE[usize::from(!right)]]),
        _ => BTreeSet::new(),
    }
}

/// The best of those who answered, with their picks. People at the border count by the missing part of one each.
struct Best {
    size: f64,
    picks: BTreeMap<String, f64>,
}

impl Best {
    fn picks(&self, id: &str) -> f64 {
        self.picks.get(id).copied().unwrap_or(0.0)
    }
}

fn best(tally: &Tally) -> Option<Best> {
    let all: u64 = tally.bands.values().map(|band| band.n).sum();
    // In hundredths of a person, so that 27 % of anything is a whole number.
    let mut missing = all * BEST;
    if missing == 0 {
        return None;
    }
    let mut best = Best { size: float(missing) / 100.0, picks: BTreeMap::new() };
    for band in tally.bands.values().rev() {
        let taken = missing.min(band.n * 100);
        for (id, n) in &band.options {
            *best.picks.entry(id.clone()).or_default() += float(*n) * ratio(taken, band.n * 100);
        }
        missing -= taken;
    }
    Some(best)
}

/// The wrong option that is surely ahead of the key among the best; of several right ones, ahead of the rarest.
fn rival(options: &[OptionShare], best: &Best) -> Option<String> {
    let picks = |o: &&OptionShare| best.picks(&o.id);
    let key = options.iter().filter(|o| o.key).map(|o| picks(&o)).reduce(f64::min)?;
    let ahead = options.iter().filter(|o| !o.key).max_by(|a, b| picks(a).total_cmp(&picks(b)))?;
    let theirs = picks(&ahead);
    (theirs - key > SURE * (theirs + key).sqrt()).then(|| ahead.id.clone())
}

fn wrong(tally: &Tally) -> Vec<WrongShare> {
    let kept = &tally.wrong.kept;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, answer) in kept {
        *counts.entry(answer).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, n)| *n >= TOLD_FROM).collect();
    counts.sort_by_key(|(answer, n)| (Reverse(*n), *answer));
    let part = ratio(tally.wrong.of, tally.answered);
    counts
        .into_iter()
        .take(TOLD)
        .map(|(answer, n)| WrongShare {
            answer: answer.to_owned(),
            share: part * ratio(n as u64, kept.len() as u64),
        })
        .collect()
}

fn median(seconds: &BTreeMap<u16, u64>) -> Option<f64> {
    let n: u64 = seconds.values().sum();
    let at = |place: u64| {
        let mut before = 0;
        seconds.iter().find(|(_, count)| {
            before += **count;
            before > place
        })
    };
    let (low, high) = (at(n.checked_sub(1)? / 2)?, at(n / 2)?);
    Some((f64::from(*low.0) + f64::from(*high.0)) / 2.0)
}
