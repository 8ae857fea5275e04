//! How a demonstration person does in a round: one to three attempts with papers drawn as for everybody, taps at
//! plausible moments, some left to the sweeper, some blank, a few voided.
//!
//! Invariant: results are not invented. The paper comes from the round's plan and the seed, and the score, the counts
//! and the marks come from [`crate::attempts::submit::mark`], the very function that grades real attempts; so a
//! recount of the stored answers gives the stored scores.

use super::choices::{right, wrong};
use super::dice::{Dice, Use};
use super::person::{Person, moment};
use crate::attempts::facts::Fact;
use crate::attempts::submit::mark;
use crate::store::attempts::Attempt;
use crate::store::demo::{AnswerRow, Chunk, VoidRow};
use domain::contest::Round;
use domain::draw::Plan;
use domain::people::{AgeBand, Mode};
use domain::question::{PaperItem, Revision};
use domain::timing::Window;
use std::collections::HashMap;
use std::sync::Arc;

const MINUTE_MS: i64 = 60_000;

/// A round in which people sit: what is the same for all of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room<'a> {
    /// Numbers the rooms of the festival: each has dice of its own.
    pub number: u64,
    /// Contest id.
    pub contest_id: &'a str,
    /// Contest version.
    pub version: i64,
    /// The round.
    pub round: &'a Round,
    /// Its drawing plan.
    pub plan: &'a Plan,
    /// The plan's wordings by id.
    pub revisions: &'a HashMap<String, Arc<Revision>>,
    /// Nothing happens after this moment.
    pub until: i64,
    /// What the prediction question should come to; guesses lie around it.
    pub expected: i64,
    /// This installation's name.
    pub origin: &'a str,
}

/// How an attempt ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Submitted by the person.
    Submitted,
    /// Put aside half-way; the sweeper closes it at the deadline.
    Abandoned,
    /// Opened and looked at; nothing answered.
    Blank,
}

impl Room<'_> {
    /// Lets a person sit, from their registration or the opening on, and puts the rows into the chunk.
    pub(super) fn seat(&self, number: u64, person: &Person, chunk: &mut Chunk) {
        let mut dice = Dice::new(Use::Sitting, number + (self.number << 32));
        let attempts = 1 + dice.weighted(&[62, 26, 12]);
        let latest = self.until.min(self.round.closes_at) - 20 * MINUTE_MS;
        let mut at = if person.row.created_at >= self.round.opens_at {
            // Whoever registers starts within minutes.
            person.row.created_at + dice.between(20_000, 4 * MINUTE_MS)
        } else {
            moment(&mut dice, self.round.opens_at, latest)
        };
        for ordinal in 1..=i64::try_from(attempts).unwrap_or(1) {
            if at >= self.until.min(self.round.closes_at) {
                break;
            }
            let Some(ended) = self.attempt(&mut dice, person, ordinal, at, chunk) else { break };
            // Next try: after a breath, or on one of the next days.
            let pause = if dice.chance(550) { dice.between(2, 90) } else { dice.between(10, 70) * 60 };
            at = ended + pause * MINUTE_MS;
        }
    }

    /// One attempt; returns when it ended, or `None` when it would not end in time.
    fn attempt(
        &self,
        dice: &mut Dice,
        person: &Person,
        ordinal: i64,
        at: i64,
        chunk: &mut Chunk,
    ) -> Option<i64> {
        let rules = &self.round.rules;
        let seed = dice.seed();
        let (length_ms, extra_ms) = rules.length_ms(person.row.extra_time.as_deref());
        let deadline = Window { started_at: at, length_ms, extra_ms, extensions_ms: 0 }.deadline();
        if deadline > self.until {
            return None;
        }
        let paper =
            self.plan.draw(u64::try_from(seed).unwrap_or(0), rules.shuffle_questions, rules.shuffle_options);
        let dealt: Vec<(PaperItem, Arc<Revision>)> = paper
            .iter()
            .filter_map(|item| Some((item.clone(), Arc::clone(self.revisions.get(&item.revision)?))))
            .collect();
        let end = match dice.below(1000) {
            0..12 => End::Blank,
            12..60 => End::Abandoned,
            _ => End::Submitted,
        };
        let by_sweeper = end == End::Abandoned || (end == End::Blank && dice.chance(600));
        let used = (deadline - at) * dice.between(180, 960) / 1000;
        let submitted_at = if by_sweeper { deadline } else { at + used };
        let guess = self.guess(dice);
        let mut row = self.row(person, ordinal, at, deadline, seed, extra_ms);
        row.id = dice.id(at);
        row.paper = serde_json::to_string(&paper).unwrap_or_default();
        row.submitted_at = Some(submitted_at);
        row.submitted_by = Some(if by_sweeper { "sweeper" } else { "person" }.into());
        row.prediction = guess.filter(|_| !by_sweeper && rules.prediction.is_some());

        let upto = match end {
            End::Submitted => dealt.len(),
            End::Abandoned => dice.place(dealt.len()).max(1),
            End::Blank => 0,
        };
        let skill = person.skill + 55 * (ordinal - 1);
        let answers = taps(dice, &row, &dealt[..upto.min(dealt.len())], skill, at + used);
        if end == End::Abandoned && dice.chance(250) {
            let tap = late(dice, &row, &dealt, upto);
            if tap.received_at <= self.until {
                chunk.late.push(tap);
            }
        }
        let saved: Vec<_> =
            answers.iter().map(|a| (a.position, a.seq, a.choice.clone(), a.received_at)).collect();
        let fact = Fact {
            id: row.id.as_str().into(),
            person: row.participant_id.clone(),
            person_bits: crate::random::id_bits(&row.participant_id),
            contest_id: row.contest_id.clone(),
            version: row.version,
            round_id: row.round_id.clone(),
            paper: dealt,
        };
        mark(&mut row, &fact, rules, &saved, submitted_at);
        if dice.chance(6) {
            let voided_at = (submitted_at + dice.between(30, 600) * MINUTE_MS).min(self.until);
            row.voided_at = Some(voided_at);
            chunk.voids.push(VoidRow {
                id: dice.id(voided_at),
                attempt_id: row.id.clone(),
                reason: "Dữ liệu minh họa: thi hộ".into(),
                by_whom: "demo".into(),
                at: voided_at,
            });
        }
        chunk.answers.extend(answers);
        chunk.attempts.push(row);
        Some(submitted_at)
    }

    fn row(
        &self,
        person: &Person,
        ordinal: i64,
        at: i64,
        deadline: i64,
        seed: i64,
        extra_ms: i64,
    ) -> Attempt {
        let p = &person.row;
        let born = p.birth_year.and_then(|y| i32::try_from(y).ok());
        Attempt {
            id: String::new(),
            origin: self.origin.to_owned(),
            participant_id: p.id.clone(),
            contest_id: self.contest_id.to_owned(),
            round_id: self.round.id.clone(),
            ordinal,
            version: self.version,
            seed,
            paper: String::new(),
            started_at: at,
            day: domain::calendar::local_day(at),
            deadline,
            extra_ms,
            locality_scheme: p.locality_scheme.clone(),
            locality_code: p.locality_code.clone(),
            unit_id: person.unit.clone(),
            audience: p.audience.clone(),
            flags: p.flags.clone(),
            age_band: AgeBand::in_year(born, domain::calendar::year_of(at)).code().into(),
            grade: p.grade.clone(),
            mode: Mode::Online.code().into(),
            demo: 1,
            submitted_at: None,
            submitted_by: None,
            prediction: None,
            answered: 0,
            correct: 0,
            score: 0,
            max_score: 0,
            duration_ms: 0,
            completed: 0,
            passed: 0,
            graded_at: None,
            voided_at: None,
        }
    }

    /// Most guess the right order of magnitude, some do not, some leave it empty.
    fn guess(&self, dice: &mut Dice) -> Option<i64> {
        match dice.below(100) {
            0..8 => None,
            8..14 => Some(dice.between(1, 20) * 50),
            14..18 => Some(dice.between(1, 10) * self.expected.max(1) * 5),
            // Round numbers come up often, as they do with people.
            18..50 => Some(self.expected * dice.between(40, 190) / 100 / 50 * 50),
            _ => Some(self.expected * dice.between(500, 1700) / 1000 + dice.between(0, 9)),
        }
    }
}

/// The taps of an attempt: in paper order, some questions left out, some answers changed or cleared again.
fn taps(
    dice: &mut Dice,
    row: &Attempt,
    dealt: &[(PaperItem, Arc<Revision>)],
    skill: i64,
    finished: i64,
) -> Vec<AnswerRow> {
    let span = (finished - row.started_at - 2_000).max(1_000);
    let questions = i64::try_from(dealt.len()).unwrap_or(1).max(1);
    let mut answers = Vec::with_capacity(dealt.len());
    for ((item, revision), position) in dealt.iter().zip(1_i64..) {
        let slice = span / questions;
        let received_at = row.started_at + slice * (position - 1) + dice.between(slice / 3, slice);
        let occurred_at = received_at - dice.between(20, 400);
        let odds = skill - 110 * (i64::from(revision.difficulty) - 2);
        let knows = dice.between(0, 999) < odds.clamp(50, 980);
        let picked = if knows { right(revision) } else { wrong(revision, item, dice) };
        let (skips, clears, changed) = (dice.chance(18), dice.chance(5), dice.weighted(&[85, 12, 3]));
        if skips {
            continue;
        }
        let choice = if clears { None } else { serde_json::to_string(&picked).ok() };
        let seq = 1 + i64::try_from(changed).unwrap_or(0);
        answers.push(AnswerRow {
            attempt_id: row.id.clone(),
            position,
            seq,
            choice,
            occurred_at,
            received_at,
        });
    }
    answers
}

/// A tap that arrived after the deadline: kept, shown, never scored.
fn late(dice: &mut Dice, row: &Attempt, dealt: &[(PaperItem, Arc<Revision>)], answered: usize) -> AnswerRow {
    let at = answered.min(dealt.len().saturating_sub(1));
    let choice = dealt.get(at).and_then(|(_, revision)| serde_json::to_string(&right(revision)).ok());
    let received_at = row.deadline + dice.between(5_000, 8 * MINUTE_MS);
    AnswerRow {
        attempt_id: row.id.clone(),
        position: i64::try_from(at).unwrap_or(0) + 1,
        seq: 1,
        choice,
        occurred_at: received_at - dice.between(200, 1_500),
        received_at,
    }
}

#[cfg(test)]
mod tests;
