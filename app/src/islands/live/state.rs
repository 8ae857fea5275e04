//! What a playing phone knows: the show as the server told it, and how far its own answer has come.
//!
//! Plain data and pure functions, so that every order of events can be tested without a browser. Invariants: the first tap
//! of a run is the answer, nothing the server repeats takes it back; what belongs to an earlier run is forgotten when a
//! question opens; after `removed` nothing moves any more.

use domain::Choice;
use domain::live::Phase;
use domain::live::payload::{
    ClockFrame, ClosedFrame, LobbyCount, OwnStanding, PlayerReveal, PlayerSnapshot, QuestionFrame, ReadyFrame,
};

/// How far the answer to the question at hand has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sent {
    /// Nothing was chosen.
    #[default]
    Nothing,
    /// It is on its way.
    Sending,
    /// It is on its way and the network is gone or the server full.
    Waiting,
    /// The server has it, on disk.
    Received,
    /// It did not arrive in time.
    Late,
    /// The server would not take it; another one may be tried.
    Refused,
}

impl Sent {
    /// Whether something else may still be chosen.
    pub(crate) fn open(self) -> bool {
        matches!(self, Self::Nothing | Self::Refused)
    }
}

/// What changed, so that no more is drawn than must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing anybody sees.
    Nothing,
    /// How many are in.
    Count,
    /// Only the clock.
    Clock,
    /// Everything.
    Scene,
}

/// The game on this phone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Game {
    /// The show.
    pub(crate) s: PlayerSnapshot,
    /// The own answer.
    pub(crate) sent: Sent,
    /// The question announced is asked again.
    pub(crate) voided: bool,
    /// The host took this player out.
    pub(crate) removed: bool,
}

impl Game {
    /// From what the server knows.
    #[cfg(any(feature = "ssr", test))]
    pub(crate) fn new(s: PlayerSnapshot) -> Self {
        let sent = if s.choice.is_some() { Sent::Received } else { Sent::Nothing };
        Self { voided: s.voided.is_some(), s, sent, ..Self::default() }
    }

    /// The question and run that take answers now.
    pub(crate) fn open(&self) -> Option<(u32, u32)> {
        match self.s.phase {
            Phase::Open { question, run, .. } if self.s.paused.is_none() && !self.removed => {
                Some((question, run))
            }
            _ => None,
        }
    }

    /// When the clock in sight runs out.
    pub(crate) fn until(&self) -> Option<i64> {
        match self.s.phase {
            Phase::Ready { until, .. } => Some(until),
            Phase::Open { deadline, .. } => Some(deadline),
            _ => None,
        }
    }

    /// Milliseconds of a clock, or of one that stands still.
    pub(crate) fn left(&self, now: i64) -> Option<i64> {
        let until = self.until()?;
        Some(self.s.paused.unwrap_or(until.saturating_sub(now)).max(0))
    }

    /// Event `snapshot`.
    pub(crate) fn snapshot(&mut self, s: PlayerSnapshot) -> Change {
        let same = run_of(self.s.phase).is_some() && run_of(self.s.phase) == run_of(s.phase);
        // What is on its way is not in the server's picture yet.
        let (sent, choice) = match (&s.choice, same) {
            (None, true) if !self.sent.open() => (self.sent, self.s.choice.take()),
            (None, _) => (Sent::Nothing, None),
            (Some(choice), _) => (Sent::Received, Some(choice.clone())),
        };
        let before = (self.s.phase, self.s.paused, self.sent, self.removed, self.voided);
        let standing = self.s.standing == s.standing && self.s.own == s.own;
        self.s = PlayerSnapshot { choice, ..s };
        (self.sent, self.removed, self.voided) = (sent, false, self.s.voided.is_some());
        if standing && before == (self.s.phase, self.s.paused, self.sent, self.removed, self.voided) {
            Change::Count
        } else {
            Change::Scene
        }
    }

    /// Event `lobby`.
    pub(crate) fn lobby(&mut self, count: LobbyCount) -> Change {
        self.s.players = count.players;
        self.s.mine = count.mine;
        Change::Count
    }

    /// Event `ready`.
    pub(crate) fn ready(&mut self, frame: ReadyFrame) -> Change {
        self.stage(Phase::Ready { question: frame.question, until: frame.until });
        self.forget();
        self.voided = frame.voided.is_some();
        Change::Scene
    }

    /// Event `question`.
    pub(crate) fn question(&mut self, frame: QuestionFrame) -> Change {
        let QuestionFrame { card, deadline, now } = frame;
        let at = (card.question, card.run);
        let phase = Phase::Open { question: card.question, run: card.run, opened_at: now, deadline };
        if run_of(self.s.phase) == Some(at) {
            // Told again: the answer stays.
            self.stage(phase);
            return Change::Clock;
        }
        self.forget();
        self.stage(phase);
        self.s.card = Some(card);
        Change::Scene
    }

    /// Events `clock` and `paused`.
    pub(crate) fn clock(&mut self, frame: ClockFrame) -> Change {
        let stood = self.s.paused.is_some();
        match &mut self.s.phase {
            Phase::Open { question, deadline, .. }
                if *question == frame.question && frame.paused.is_none() =>
            {
                *deadline = frame.deadline;
            }
            Phase::Ready { question, until } if *question == frame.question && frame.paused.is_none() => {
                *until = frame.deadline;
            }
            // In an automatic show also the reveal and the table can be held.
            _ => {}
        }
        self.s.paused = frame.paused;
        if stood == frame.paused.is_some() { Change::Clock } else { Change::Scene }
    }

    /// Event `closed`.
    pub(crate) fn closed(&mut self, frame: ClosedFrame) -> Change {
        self.stage(Phase::Closed { question: frame.question, run: frame.run });
        Change::Scene
    }

    /// Event `reveal`.
    pub(crate) fn reveal(&mut self, frame: PlayerReveal) -> Change {
        let PlayerReveal { shared, own } = frame;
        self.stage(Phase::Reveal { question: shared.question, run: shared.run });
        if let Some(own) = &own {
            self.s.standing = own.standing.clone();
            if own.answered {
                self.sent = Sent::Received;
            } else if self.sent != Sent::Late {
                (self.s.choice, self.sent) = (None, Sent::Nothing);
            }
        }
        (self.s.reveal, self.s.own) = (Some(shared), own);
        Change::Scene
    }

    /// Event `standings`: the own one is as it was when it is left out.
    pub(crate) fn standings(&mut self, standing: Option<OwnStanding>) -> Change {
        let after = self.s.phase.question().unwrap_or_default();
        let standing = standing.unwrap_or_else(|| self.s.standing.clone());
        self.stand(Phase::Standings { after }, standing)
    }

    /// Event `ceremony`.
    pub(crate) fn ceremony(&mut self, standing: OwnStanding) -> Change {
        self.stand(Phase::Ceremony { step: 0, steps: 0 }, standing)
    }

    /// Event `final`.
    pub(crate) fn last(&mut self, standing: OwnStanding) -> Change {
        self.stand(Phase::Final, standing)
    }

    /// Event `finished`.
    pub(crate) fn finished(&mut self) -> Change {
        self.stage(Phase::Finished);
        Change::Scene
    }

    /// Event `removed`.
    pub(crate) fn remove(&mut self) -> Change {
        self.removed = true;
        Change::Scene
    }

    /// A tap. Returns the question and run it answers, if it may.
    pub(crate) fn tapped(&mut self, choice: Choice) -> Option<(u32, u32)> {
        let at = self.open().filter(|_| self.sent.open())?;
        (self.s.choice, self.sent) = (Some(choice), Sent::Sending);
        Some(at)
    }

    /// How the sending of a run's answer goes.
    pub(crate) fn sent(&mut self, at: (u32, u32), sent: Sent) -> Change {
        if run_of(self.s.phase) != Some(at) || self.sent == sent || self.sent == Sent::Received {
            return Change::Nothing;
        }
        if sent.open() {
            self.s.choice = None;
        }
        self.sent = sent;
        Change::Scene
    }

    fn stand(&mut self, phase: Phase, standing: OwnStanding) -> Change {
        self.stage(phase);
        self.s.standing = standing;
        Change::Scene
    }

    fn stage(&mut self, phase: Phase) {
        self.s.phase = phase;
        self.s.paused = None;
    }

    fn forget(&mut self) {
        (self.s.card, self.s.choice, self.s.reveal, self.s.own) = (None, None, None, None);
        (self.sent, self.voided) = (Sent::Nothing, false);
    }
}

/// The question and run that a phase is about, from its opening to its reveal.
fn run_of(phase: Phase) -> Option<(u32, u32)> {
    match phase {
        Phase::Open { question, run, .. }
        | Phase::Closed { question, run }
        | Phase::Reveal { question, run } => Some((question, run)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Game, Sent};
    use domain::Choice;
    use domain::live::Phase;
    use domain::live::payload::{
        Card, ClockFrame, ClosedFrame, OwnResult, OwnStanding, PlayerReveal, PlayerSnapshot, QuestionFrame,
        ReadyFrame, Reveal,
    };
    use domain::payload::Kind;

    fn card(question: u32, run: u32) -> Card {
        Card {
            question,
            of: 5,
            run,
            kind: Kind::SingleChoice,
            stem: "?".into(),
            image: None,
            options: Vec::new(),
            matches: Vec::new(),
            unit: None,
            seconds: 20,
            points: 1000,
        }
    }

    fn open(question: u32, run: u32) -> QuestionFrame {
        QuestionFrame { card: card(question, run), deadline: 21_000, now: 1_000 }
    }

    fn pick(id: &str) -> Choice {
        Choice::Option(id.into())
    }

    fn playing() -> Game {
        let mut g = Game::new(PlayerSnapshot::default());
        g.question(open(1, 1));
        g
    }

    #[test]
    fn the_first_tap_is_the_answer() {
        let mut g = playing();
        assert_eq!(g.tapped(pick("a")), Some((1, 1)));
        assert_eq!(g.tapped(pick("b")), None);
        assert_eq!(g.sent((1, 1), Sent::Received), Change::Scene);
        assert_eq!(g.question(open(1, 1)), Change::Clock);
        assert_eq!((g.s.choice.as_ref(), g.sent), (Some(&pick("a")), Sent::Received));
        assert_eq!(g.sent((1, 1), Sent::Waiting), Change::Nothing, "received stays received");
    }

    #[test]
    fn a_refused_tap_may_be_made_again() {
        let mut g = playing();
        g.tapped(pick("a"));
        g.sent((1, 1), Sent::Refused);
        assert_eq!(g.s.choice, None);
        assert_eq!(g.tapped(pick("b")), Some((1, 1)));
    }

    #[test]
    fn a_snapshot_does_not_take_back_what_is_on_its_way() {
        let mut g = playing();
        let server = g.s.clone();
        g.tapped(pick("a"));
        assert_eq!(g.snapshot(server.clone()), Change::Count);
        assert_eq!((g.s.choice.clone(), g.sent), (Some(pick("a")), Sent::Sending));
        g.snapshot(PlayerSnapshot { choice: Some(pick("b")), ..server });
        assert_eq!((g.s.choice.clone(), g.sent), (Some(pick("b")), Sent::Received), "another tab was first");
    }

    #[test]
    fn another_run_forgets_the_answer() {
        let mut g = playing();
        g.tapped(pick("a"));
        g.ready(ReadyFrame { question: 1, of: 5, until: 40_000, now: 37_000, voided: Some(1) });
        assert!(g.voided && g.s.card.is_none());
        g.question(open(1, 2));
        assert_eq!((g.s.choice.clone(), g.sent, g.open()), (None, Sent::Nothing, Some((1, 2))));
        assert_eq!(g.sent((1, 1), Sent::Received), Change::Nothing, "the old run's reply says nothing now");
        assert_eq!(g.sent, Sent::Nothing);
    }

    #[test]
    fn who_comes_back_is_told_that_the_question_is_asked_again() {
        let ready = Phase::Ready { question: 1, until: 40_000 };
        let server = PlayerSnapshot { phase: ready, voided: Some(1), ..PlayerSnapshot::default() };
        assert!(Game::new(server.clone()).voided, "on a page that was loaded again");
        let mut g = playing();
        assert_eq!(g.snapshot(server.clone()), Change::Scene);
        assert!(g.voided, "on a stream that came back");
        assert_eq!(g.snapshot(PlayerSnapshot { voided: None, ..server }), Change::Scene);
        assert!(!g.voided);
        g.question(open(1, 2));
        assert!(!g.voided);
    }

    #[test]
    fn a_clock_that_stands_takes_no_answer() {
        let mut g = playing();
        let stand = ClockFrame { question: 1, deadline: 0, now: 5_000, paused: Some(9_000) };
        assert_eq!(g.clock(stand), Change::Scene);
        assert_eq!((g.left(77_000), g.tapped(pick("a"))), (Some(9_000), None));
        let go = ClockFrame { question: 1, deadline: 90_000, now: 81_000, paused: None };
        assert_eq!(g.clock(go), Change::Scene);
        assert_eq!((g.left(81_000), g.open()), (Some(9_000), Some((1, 1))));
    }

    #[test]
    fn more_time_moves_only_the_clock() {
        let mut g = playing();
        assert_eq!(
            g.clock(ClockFrame { question: 1, deadline: 31_000, now: 2_000, paused: None }),
            Change::Clock
        );
        assert_eq!(g.left(2_000), Some(29_000));
        assert_eq!(g.left(99_000), Some(0));
    }

    #[test]
    fn the_reveal_brings_the_own_result() {
        let mut g = playing();
        g.tapped(pick("a"));
        g.closed(ClosedFrame { question: 1, run: 1 });
        assert_eq!(g.sent((1, 1), Sent::Late), Change::Scene, "the reply comes after the end");
        let standing = OwnStanding { total: 870, rank: Some(3), of: 10, ..OwnStanding::default() };
        let own = OwnResult { standing: standing.clone(), ..OwnResult::default() };
        g.reveal(PlayerReveal {
            shared: Reveal { question: 1, run: 1, ..Reveal::default() },
            own: Some(own),
        });
        assert_eq!((g.s.standing.clone(), g.sent), (standing.clone(), Sent::Late));
        g.standings(Some(standing));
        assert_eq!(g.s.phase, Phase::Standings { after: 1 });
    }

    #[test]
    fn who_is_out_of_the_room_answers_nothing() {
        let mut g = playing();
        g.remove();
        assert_eq!((g.open(), g.tapped(pick("a"))), (None, None));
    }
}
