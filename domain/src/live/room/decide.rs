//! Deciding: a command against the state gives events or a refusal.
//!
//! Invariants: deciding changes nothing; what it gives can be applied in order; it never panics, whatever comes.

use super::{Crowd, Progress, Room};
use crate::live::{Command, Event, Phase, PlayerNo, Refusal, nickname};

/// Seconds one `extend` may give.
const EXTEND: std::ops::RangeInclusive<u32> = 1..=300;

type Decision = Result<Vec<Event>, Refusal>;

impl Room {
    /// What a command makes happen.
    ///
    /// # Errors
    /// Why it may not happen now.
    pub fn decide(&self, command: &Command, crowd: &dyn Crowd, now: i64) -> Decision {
        if let Some(seen) = command.expect_seq() {
            if seen > self.seq {
                return Err(Refusal::Behind);
            }
            if seen < self.stage_seq {
                return Err(Refusal::Stale);
            }
        }
        if self.phase == Phase::Finished {
            return Err(Refusal::Finished);
        }
        match command {
            Command::Advance { .. } => match self.one_key(None) {
                Some(command) => self.decide(&command, crowd, now),
                None => Err(Refusal::WrongPhase),
            },
            Command::Start { .. } => match self.phase {
                Phase::Lobby => Ok(self.next_question(0, crowd, now)),
                _ => Err(Refusal::WrongPhase),
            },
            Command::Open { .. } => self.open(now),
            Command::Close { .. } => match self.phase {
                Phase::Open { question, run, .. } => Ok(vec![Event::Closed { question, run, at: now }]),
                _ => Err(Refusal::WrongPhase),
            },
            Command::Extend { seconds, .. } => match self.phase {
                Phase::Open { .. } if EXTEND.contains(seconds) => {
                    Ok(vec![Event::Extended { seconds: *seconds, at: now }])
                }
                Phase::Open { .. } => Err(Refusal::BadSeconds),
                _ => Err(Refusal::WrongPhase),
            },
            Command::Reveal { .. } => match self.phase {
                Phase::Closed { question, run } => Ok(vec![Event::Revealed { question, run, at: now }]),
                _ => Err(Refusal::WrongPhase),
            },
            Command::Standings { .. } => match self.phase {
                Phase::Reveal { question, .. } => Ok(vec![Event::Standings { after: question, at: now }]),
                _ => Err(Refusal::WrongPhase),
            },
            Command::Next { .. } => self.next(crowd, now),
            Command::Back { .. } => self.back(now),
            Command::Pause { .. } => self.pause(now),
            Command::Resume { .. } => match self.paused {
                Some(_) => Ok(vec![Event::Resumed { at: now }]),
                None => Err(Refusal::NotPaused),
            },
            Command::Skip { .. } => match self.phase {
                Phase::Ready { question, .. }
                | Phase::Open { question, .. }
                | Phase::Closed { question, .. } => Ok(self.skip(question, now)),
                _ => Err(Refusal::WrongPhase),
            },
            Command::Reopen { .. } => match self.phase {
                Phase::Closed { question, run } | Phase::Reveal { question, run } => {
                    let until = self.ready_until(now);
                    Ok(vec![Event::Reopened { question, voided: run, until, at: now }])
                }
                _ => Err(Refusal::WrongPhase),
            },
            Command::Conclude { .. } => self.conclude(crowd, now),
            Command::Finish { .. } => Ok(vec![Event::Finished { at: now }]),
            Command::Freeze { on } => self.freeze(*on, now),
            Command::Remove { player, ban } => self.remove(*player, *ban, crowd, now),
            Command::Readmit { player } => {
                if self.is_removed(*player) {
                    Ok(vec![Event::Readmitted { player: *player, at: now }])
                } else {
                    Err(Refusal::NotRemoved)
                }
            }
            Command::Rename { player, nickname } => {
                if !crowd.knows(*player) {
                    return Err(Refusal::UnknownPlayer);
                }
                let nickname = nickname::tidy(nickname).map_err(Refusal::BadNickname)?;
                Ok(vec![Event::Renamed { player: *player, nickname, at: now }])
            }
            Command::Rescue { count, seats, .. } => self.rescue(*count, seats, crowd, now),
        }
    }

    fn ready_until(&self, now: i64) -> i64 {
        now.saturating_add(i64::from(self.spec.ready_seconds) * 1000)
    }

    /// Announces the question after this one, or ends the questions.
    fn next_question(&self, after: u32, crowd: &dyn Crowd, now: i64) -> Vec<Event> {
        let question = after.saturating_add(1);
        if question > self.spec.count() {
            return self.ending(crowd, now);
        }
        let mut events = Vec::new();
        if self.spec.frozen_from() == Some(question) && !self.frozen {
            events.push(Event::Frozen { on: true, at: now });
        }
        events.push(Event::Ready { question, until: self.ready_until(now), at: now });
        events
    }

    /// To the ceremony where the table stood still, else to the podium.
    fn ending(&self, crowd: &dyn Crowd, now: i64) -> Vec<Event> {
        let steps = if self.frozen { crowd.ceremony_steps() } else { 0 };
        vec![if steps > 0 { Event::Ceremony { step: 0, steps, at: now } } else { Event::Final { at: now } }]
    }

    fn open(&self, now: i64) -> Decision {
        let Phase::Ready { question, .. } = self.phase else { return Err(Refusal::WrongPhase) };
        let Some(spec) = self.spec.question(question) else { return Err(Refusal::WrongPhase) };
        let run = self.played(question).map_or(0, |p| p.run).saturating_add(1);
        Ok(vec![Event::Opened { question, run, deadline: now.saturating_add(spec.millis()), at: now }])
    }

    fn next(&self, crowd: &dyn Crowd, now: i64) -> Decision {
        match self.phase {
            Phase::Reveal { question, .. } | Phase::Standings { after: question } => match crowd.alive() {
                Some(0) => Err(Refusal::NobodyLeft),
                // The last one standing has won, whatever was still planned.
                Some(1) if self.counted().any(|(q, _)| self.scored(q)) => Ok(self.ending(crowd, now)),
                _ => Ok(self.next_question(question, crowd, now)),
            },
            Phase::Ceremony { step, steps } if step < steps => {
                Ok(vec![Event::Ceremony { step: step + 1, steps, at: now }])
            }
            Phase::Ceremony { .. } => Ok(vec![Event::Final { at: now }]),
            _ => Err(Refusal::WrongPhase),
        }
    }

    fn back(&self, now: i64) -> Decision {
        match self.phase {
            Phase::Standings { after }
                if self.played(after).is_some_and(|p| p.progress == Progress::Revealed) =>
            {
                Ok(vec![Event::Back { at: now }])
            }
            Phase::Ceremony { step, steps } if step > 0 => {
                Ok(vec![Event::Ceremony { step: step - 1, steps, at: now }])
            }
            _ => Err(Refusal::WrongPhase),
        }
    }

    fn pause(&self, now: i64) -> Decision {
        if self.paused.is_some() {
            return Err(Refusal::AlreadyPaused);
        }
        let until = match self.phase {
            Phase::Ready { until, .. } => until,
            Phase::Open { deadline, .. } => deadline,
            // Where nothing happens by itself there is nothing to stop.
            _ => self.due().map(|(at, _)| at).ok_or(Refusal::WrongPhase)?,
        };
        Ok(vec![Event::Paused { left: until.saturating_sub(now).max(0), at: now }])
    }

    fn skip(&self, question: u32, now: i64) -> Vec<Event> {
        let mut events = vec![Event::Skipped { question, at: now }];
        if question < self.spec.count() {
            // Neither the ceremony nor the podium can follow here, so nothing of the crowd is asked.
            events.extend(self.next_question(question, &Nobody, now));
        } else {
            // The end of the show is the host's to begin.
            events.push(Event::Standings { after: question, at: now });
        }
        events
    }

    fn conclude(&self, crowd: &dyn Crowd, now: i64) -> Decision {
        match self.phase {
            Phase::Ready { question, .. } | Phase::Closed { question, .. } => {
                let mut events = vec![Event::Skipped { question, at: now }];
                events.extend(self.ending(crowd, now));
                Ok(events)
            }
            Phase::Reveal { .. } | Phase::Standings { .. } => Ok(self.ending(crowd, now)),
            _ => Err(Refusal::WrongPhase),
        }
    }

    fn freeze(&self, on: bool, now: i64) -> Decision {
        if self.spec.knockout.is_some() {
            return Err(Refusal::InKnockout);
        }
        match self.phase {
            Phase::Ceremony { .. } | Phase::Final => Err(Refusal::WrongPhase),
            _ if self.frozen == on => Err(Refusal::AlreadySo),
            _ => Ok(vec![Event::Frozen { on, at: now }]),
        }
    }

    fn remove(&self, player: PlayerNo, ban: bool, crowd: &dyn Crowd, now: i64) -> Decision {
        if !crowd.knows(player) {
            return Err(Refusal::UnknownPlayer);
        }
        // Who was only removed can still be banned.
        if self.is_banned(player) || (self.is_removed(player) && !ban) {
            return Err(Refusal::AlreadyRemoved);
        }
        Ok(vec![Event::Removed { player, ban, at: now }])
    }

    fn rescue(&self, count: Option<u32>, seats: &[PlayerNo], crowd: &dyn Crowd, now: i64) -> Decision {
        let Some(rules) = self.spec.knockout else { return Err(Refusal::NotKnockout) };
        let (Phase::Reveal { question, .. } | Phase::Standings { after: question }) = self.phase else {
            return Err(Refusal::WrongPhase);
        };
        if self.rescues.len() >= rules.rescues as usize {
            return Err(Refusal::NoRescueLeft);
        }
        let mut players = crowd.rescue(count.unwrap_or(rules.rescue_count), seats);
        players.retain(|p| !self.is_removed(*p));
        if players.is_empty() {
            return Err(Refusal::NobodyToRescue);
        }
        let run = self.played(question).map_or(0, |p| p.run);
        Ok(vec![Event::Rescued { question, run, players, at: now }])
    }
}

/// An empty crowd.
struct Nobody;

impl Crowd for Nobody {
    fn knows(&self, _: PlayerNo) -> bool {
        false
    }
    fn alive(&self) -> Option<u32> {
        None
    }
    fn ceremony_steps(&self) -> u32 {
        0
    }
    fn rescue(&self, _: u32, _: &[PlayerNo]) -> Vec<PlayerNo> {
        Vec::new()
    }
}
