//! The room's clock: what happens by itself, and when.
//!
//! Invariant: a due command names the event it was computed from, so one that was overtaken is refused as stale. A due
//! command that is refused is not tried again before the next event.

use super::Room;
use crate::live::{Command, Phase, fair};

/// The last answers are on their way to the disk while nothing is told yet.
const CLOSED_MS: i64 = 1_000;

impl Room {
    /// The next thing the clock does, if nobody does anything before.
    #[must_use]
    pub fn due(&self) -> Option<(i64, Command)> {
        if self.paused.is_some() {
            return None;
        }
        let expect_seq = Some(self.seq);
        match self.phase {
            Phase::Ready { until, .. } => Some((until, Command::Open { expect_seq })),
            Phase::Open { question, deadline, .. } => {
                let time = self.spec.question(question).map_or(0, crate::live::spec::LiveQuestion::millis);
                Some((deadline.saturating_add(fair::most_allowance(time)), Command::Close { expect_seq }))
            }
            Phase::Closed { .. } => {
                self.automatic()?;
                Some((self.since.saturating_add(CLOSED_MS), Command::Reveal { expect_seq }))
            }
            Phase::Reveal { question, .. } => {
                let (reveal, _) = self.automatic()?;
                let command = if self.table_follows(question) {
                    Command::Standings { expect_seq }
                } else {
                    Command::Next { expect_seq }
                };
                Some((self.after(reveal), command))
            }
            Phase::Standings { .. } => {
                let (_, standings) = self.automatic()?;
                Some((self.after(standings), Command::Next { expect_seq }))
            }
            Phase::Lobby | Phase::Ceremony { .. } | Phase::Final | Phase::Finished => None,
        }
    }

    fn after(&self, seconds: u32) -> i64 {
        self.since.saturating_add(i64::from(seconds) * 1000)
    }

    /// Whether the table is shown after a question's reveal: not after a survey, and not while it stands still.
    pub(super) fn table_follows(&self, question: u32) -> bool {
        self.scored(question) && !self.frozen
    }

    /// What the one key does now; `None` where nothing follows.
    #[must_use]
    pub fn one_key(&self, expect_seq: Option<u64>) -> Option<Command> {
        Some(match self.phase {
            Phase::Lobby => Command::Start { expect_seq },
            Phase::Ready { .. } | Phase::Open { .. } if self.paused.is_some() => {
                Command::Resume { expect_seq }
            }
            Phase::Ready { .. } => Command::Open { expect_seq },
            Phase::Open { .. } => Command::Close { expect_seq },
            Phase::Closed { .. } => Command::Reveal { expect_seq },
            Phase::Reveal { question, .. } if self.table_follows(question) => {
                Command::Standings { expect_seq }
            }
            Phase::Reveal { .. } | Phase::Standings { .. } | Phase::Ceremony { .. } => {
                Command::Next { expect_seq }
            }
            Phase::Final | Phase::Finished => return None,
        })
    }
}
