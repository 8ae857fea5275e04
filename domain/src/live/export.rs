//! The books of a show: what stands in the results file, as plain rows.
//!
//! Invariant: every number here is that of the standings; voided and skipped questions are named and give nothing.

mod given;

pub use given::{MOST_VALUES, Value, Values, in_words, values};

use super::board::{Got, GroupLine};
use super::payload::SeatState;
use super::room::Progress;
use super::{PlayerNo, Show};
use crate::Points;

/// One question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuestionRow {
    /// Which, from 1.
    pub question: u32,
    /// The run that counts; 0 where none does.
    pub run: u32,
    /// Left out.
    pub skipped: bool,
    /// Runs that are void.
    pub voided: u32,
    /// How many answered.
    pub answered: u32,
    /// Fully right.
    pub right: u32,
    /// Partly right.
    pub partly: u32,
    /// The middle judged time of all answers, in ms.
    pub median_ms: Option<u32>,
    /// The shortest judged time of a right answer, in ms.
    pub fastest_right_ms: Option<u32>,
}

/// One player.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayerRow {
    /// Their number.
    pub number: PlayerNo,
    /// Their rank; none for who came too late or is out of a knock-out.
    pub rank: Option<u32>,
    /// Their group.
    pub group: Option<u32>,
    /// Points.
    pub score: i64,
    /// Sum of the judged times of right answers, in ms.
    pub time: u64,
    /// Questions answered.
    pub answered: u32,
    /// Fully right answers.
    pub right: u32,
    /// What they got, by question from 1; nothing where the question does not count.
    pub got: Vec<Option<Got>>,
    /// The seat, of a knock-out.
    pub seat: Option<SeatState>,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// In the order of the show.
    pub questions: Vec<QuestionRow>,
    /// Best first; players without rank behind, by number.
    pub players: Vec<PlayerRow>,
    /// Best first.
    pub groups: Vec<GroupLine>,
}

impl Books {
    /// The books of a show as it stands; everything counts, also what the public table still hides.
    #[must_use]
    pub fn new(show: &Show) -> Self {
        let (room, board) = (show.room(), show.board());
        let count = room.spec().questions.len();
        let mut rows: Vec<(PlayerNo, Vec<Option<Got>>)> =
            board.players().map(|n| (n, vec![None; count])).collect();
        // Players come in the same order in every round.
        let mut next = 0;
        board.each(|question, _, number, got| {
            if next >= rows.len() || rows[next].0 != number {
                next = rows.iter().position(|(n, _)| *n == number).unwrap_or(0);
            }
            let place = (question as usize).wrapping_sub(1);
            if let Some(cell) = rows.get_mut(next).and_then(|(_, cells)| cells.get_mut(place)) {
                *cell = Some(got);
            }
            next += 1;
        });
        let questions = (1..=room.spec().count()).map(|q| question_row(show, q, &rows)).collect();
        let mut players: Vec<PlayerRow> = rows.into_iter().map(|(n, got)| player_row(show, n, got)).collect();
        players.sort_by_key(|p| (p.rank.unwrap_or(u32::MAX), p.number));
        let groups = room.spec().groups.as_ref().map(|g| board.table().groups(g.top_k)).unwrap_or_default();
        Self { questions, players, groups }
    }
}

fn question_row(show: &Show, question: u32, rows: &[(PlayerNo, Vec<Option<Got>>)]) -> QuestionRow {
    let mut row = QuestionRow { question, ..QuestionRow::default() };
    if let Some(played) = show.room().played(question) {
        row.skipped = played.progress == Progress::Skipped;
        row.voided = u32::try_from(played.voided.len()).unwrap_or(u32::MAX);
        row.run = if played.progress == Progress::Revealed { played.run } else { 0 };
    }
    let cells = rows.iter().filter_map(|(_, cells)| cells.get(question as usize - 1).copied().flatten());
    let mut times = Vec::new();
    for got in cells.filter(|got| got.answered) {
        times.push(got.elapsed);
        if got.right {
            row.right += 1;
            row.fastest_right_ms = Some(row.fastest_right_ms.map_or(got.elapsed, |f| f.min(got.elapsed)));
        } else if got.share > Points::ZERO {
            row.partly += 1;
        }
    }
    row.answered = u32::try_from(times.len()).unwrap_or(u32::MAX);
    times.sort_unstable();
    row.median_ms = times.get(times.len() / 2).copied();
    row
}

fn player_row(show: &Show, number: PlayerNo, got: Vec<Option<Got>>) -> PlayerRow {
    let board = show.board();
    let (score, time) = board.total(number);
    let count = |wanted: fn(&Got) -> bool| {
        u32::try_from(got.iter().flatten().filter(|g| wanted(g)).count()).unwrap_or(u32::MAX)
    };
    PlayerRow {
        number,
        rank: board.table().line(number).map(|l| l.rank),
        group: board.group(number),
        score,
        time,
        answered: count(|g| g.answered),
        right: count(|g| g.right),
        seat: show.knockout().and_then(|k| k.state(number)),
        got,
    }
}

#[cfg(test)]
mod tests;
