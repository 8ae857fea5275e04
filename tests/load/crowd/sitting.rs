//! When the people of the crowd sit, and how one attempt goes: the row as `attempts/start.rs` begins it and
//! `attempts/submit.rs` ends it.
//!
//! Papers are drawn by the round's own plan. Answers are not written: neither boards nor reports read them. So results are
//! thrown and not graded, but within the rules: no more right than answered, the score of what was right, and passed from
//! the pass mark on.

use super::Scene;
use super::person::Person;
use anyhow::{Context as _, Result};
use domain::Points;
use domain::contest::Round;
use domain::people::{AgeBand, Mode};
use domain::timing::Window;
use server::demo::dice::{Dice, Use};
use server::store::attempts::Attempt;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
/// Rounds of the contest, and in which of them how many of a thousand people register.
const ROUNDS: [u64; 3] = [450, 330, 220];
/// How many of a thousand people sit once, twice, three times.
const TIMES: [u64; 3] = [840, 120, 40];

/// One sitting to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Planned {
    pub(super) at: i64,
    pub(super) person: u32,
    pub(super) round: u8,
    pub(super) ordinal: u8,
}

/// A moment of a round when people are awake and an attempt still ends in it.
fn moment(dice: &mut Dice, round: &Round) -> i64 {
    let days = ((round.closes_at - round.opens_at) / DAY_MS).max(0);
    let day = round.opens_at + dice.between(0, days) * DAY_MS;
    // Most come in the evening: the later of two throws.
    let hours = dice.between(0, 16 * 60).max(dice.between(0, 16 * 60));
    let at = day + hours * MINUTE_MS + dice.between(0, MINUTE_MS - 1);
    at.clamp(round.opens_at, round.closes_at - 90 * MINUTE_MS)
}

/// When the people come, in order.
pub(super) fn comings(rounds: &[Round], people: u32) -> Vec<i64> {
    let come = |n: u32| {
        let mut dice = Dice::new(Use::Coming, u64::from(n) | 1 << 40);
        let round = dice.weighted(&ROUNDS);
        rounds.get(round).map_or(0, |round| moment(&mut dice, round))
    };
    let mut comings: Vec<i64> = (0..people).map(come).collect();
    comings.sort_unstable();
    comings
}

/// Everybody's sittings, in the order in which they begin.
pub(super) fn plan(rounds: &[Round], comings: &[i64]) -> Vec<Planned> {
    let mut all = Vec::with_capacity(comings.len() * 5 / 4);
    for (person, &came) in (0_u32..).zip(comings) {
        let mut dice = Dice::new(Use::Plan, u64::from(person));
        let Some(first) = rounds.iter().position(|r| r.open_at(came)) else { continue };
        let times = dice.weighted(&TIMES) + 1;
        // Whoever registers starts within minutes.
        let mut at = came + dice.between(20_000, 4 * MINUTE_MS);
        let (mut round, mut ordinal) = (first, 1_u8);
        for time in 0..times {
            if time > 0 {
                // Again after a breath, or in a later round.
                if dice.chance(500) && round + 1 < rounds.len() {
                    round += 1;
                    ordinal = 1;
                    at = moment(&mut dice, &rounds[round]);
                } else {
                    ordinal += 1;
                    at += dice.between(12, 40) * MINUTE_MS;
                }
            }
            if !rounds[round].open_at(at) {
                break;
            }
            all.push(Planned { at, person, round: u8::try_from(round).unwrap_or(0), ordinal });
        }
    }
    all.sort_unstable();
    all
}

/// The row of a sitting, begun, ended and marked.
pub(super) fn attempt(scene: &Scene, person: &Person, planned: Planned) -> Result<Attempt> {
    let round = scene.contest.rounds.get(usize::from(planned.round)).context("no such round")?;
    let plan = scene.plans.get(usize::from(planned.round)).context("no such round")?;
    let (rules, at, p) = (&round.rules, planned.at, &person.row);
    let number = u64::from(planned.person) << 16 | u64::from(planned.round) << 8 | u64::from(planned.ordinal);
    let mut dice = Dice::new(Use::Sitting, number);
    let seed = dice.seed();
    let paper = plan.draw(seed.unsigned_abs(), rules.shuffle_questions, rules.shuffle_options);
    let questions = paper.len() as u64;
    let (length_ms, extra_ms) = rules.length_ms(p.extra_time.as_deref());
    let deadline = Window { started_at: at, length_ms, extra_ms, extensions_ms: 0 }.deadline();
    let (answered, swept) = match dice.below(1000) {
        0..12 => (0, dice.chance(600)),
        12..60 => (1 + dice.below(questions - 1), true),
        _ => (questions - u64::from(dice.chance(80)), false),
    };
    let correct = (0..answered).filter(|_| dice.chance(person.skill)).count() as u64;
    let end = if swept { deadline } else { at + (deadline - at) * dice.between(180, 960) / 1000 };
    let graded = if swept { deadline + dice.between(1_000, 2_000) } else { end };
    let guess = dice.between(50_000, 900_000);
    let guesses = rules.prediction.is_some() && !swept && !dice.chance(80);
    let score = Points(Points::ONE.0 * i64::try_from(correct)?);
    let born = p.birth_year.and_then(|y| i32::try_from(y).ok());
    let id = dice.id(at);
    Ok(Attempt {
        id,
        origin: scene.origin.clone(),
        participant_id: p.id.clone(),
        contest_id: scene.contest_id.clone(),
        round_id: round.id.clone(),
        ordinal: i64::from(planned.ordinal),
        version: scene.version,
        seed,
        paper: serde_json::to_string(&paper)?,
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
        demo: 0,
        submitted_at: Some(end),
        submitted_by: Some(if swept { "sweeper" } else { "person" }.into()),
        prediction: guesses.then_some(guess),
        answered: i64::try_from(answered)?,
        correct: i64::try_from(correct)?,
        score: score.0,
        max_score: Points::ONE.0 * i64::try_from(questions)?,
        duration_ms: end - at,
        completed: i64::from(answered >= u64::from(rules.min_answers) && answered > 0),
        passed: i64::from(rules.pass_mark.is_some_and(|mark| score >= mark)),
        graded_at: Some(graded),
        voided_at: dice.chance(6).then(|| graded + dice.between(30, 600) * MINUTE_MS),
    })
}
