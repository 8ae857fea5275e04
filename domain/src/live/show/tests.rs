//! Whole games: a killed server is where it was, nothing hidden is told, the ceremony and the knock-out reach their ends.

use super::*;
use crate::live::payload::{OwnStanding, SeatState};
use crate::live::spec::{GroupKind, Groups, ScoringRule, Streak};
use crate::live::{Phase, samples};
use proptest::collection::vec;
use proptest::prelude::*;

struct Called;

impl Names for Called {
    fn nickname(&self, number: PlayerNo) -> String {
        format!("Người {number}")
    }
    fn group(&self, group: u32) -> String {
        format!("Đội {group}")
    }
}

/// What player `n` answers to a question's run: always the same, different for everybody.
fn answer(question: u32, run: u32, n: PlayerNo) -> Option<Answered> {
    let roll = (u64::from(question) * 7 + u64::from(run) * 13 + u64::from(n) * 31) % 11;
    let elapsed = i64::try_from(roll * 700).unwrap();
    match roll {
        0 => None,
        1..=3 => Some(Answered { player: n, share: Points::ZERO, elapsed }),
        4 => Some(Answered { player: n, share: Points::fraction(1, 3), elapsed }),
        _ => Some(Answered { player: n, share: Points::ONE, elapsed }),
    }
}

/// A show with its log, and when each player came.
struct Game {
    show: Show,
    log: Vec<Event>,
    players: Vec<(PlayerNo, Option<u32>, i64)>,
    now: i64,
    answers: fn(u32, u32, PlayerNo) -> Option<Answered>,
}

impl Game {
    fn new(spec: &Arc<RoomSpec>, players: u32) -> Self {
        let mut game =
            Self { show: Show::new(spec), log: Vec::new(), players: Vec::new(), now: 1, answers: answer };
        (0..players).for_each(|_| game.join());
        game
    }

    fn join(&mut self) {
        let number = u32::try_from(self.players.len()).unwrap() + 1;
        let group = (number % 4 > 0).then_some(number % 4);
        self.players.push((number, group, self.now));
        self.show.join(number, group, self.now);
    }

    fn given(&self, question: u32, run: u32) -> Vec<Answered> {
        // Whoever is there answers; a player who comes later has no row.
        self.players.iter().filter_map(|(n, ..)| (self.answers)(question, run, *n)).collect()
    }

    fn give(&mut self, command: &Command) -> Result<(), Refusal> {
        self.now += 1_000;
        for event in self.show.decide(command, self.now)? {
            let seq = self.show.room().seq() + 1;
            let given = match &event {
                Event::Revealed { question, run, .. } => self.given(*question, *run),
                _ => Vec::new(),
            };
            self.show.apply(seq, &event, |_, _| given).unwrap();
            self.log.push(event);
        }
        Ok(())
    }

    fn advance(&mut self, presses: usize) {
        for _ in 0..presses {
            self.give(&Command::Advance { expect_seq: None }).unwrap();
        }
    }

    /// One round: announce, open, close, reveal.
    fn ask(&mut self) {
        while !matches!(self.show.room().phase(), Phase::Open { .. }) {
            self.advance(1);
        }
        self.advance(2);
    }

    fn own(&self, number: PlayerNo) -> OwnStanding {
        self.show.own_standing(number, &Called)
    }
}

/// Everything that is told of a show.
fn told(show: &Show) -> String {
    let numbers: Vec<PlayerNo> = (1..=40).filter(|n| show.board().knows(*n)).collect();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        show.room(),
        numbers.iter().map(|n| show.own_result(*n, &Called)).collect::<Vec<_>>(),
        numbers.iter().map(|n| show.own_standing(*n, &Called)).collect::<Vec<_>>(),
        show.standings_frame(10, &Called),
        show.ceremony_frame(&Called),
        show.final_frame(10, &Called),
    )
}

#[test]
fn a_phone_is_told_its_own() {
    let mut spec = samples::spec(3, ScoringRule::Speed);
    spec.scoring.streak = Some(Streak { step: 100, cap: 100 });
    spec.groups = Some(Groups { kind: GroupKind::Team, names: vec!["A".into(), "B".into()], top_k: 2 });
    let mut g = Game::new(&Arc::new(spec), 3);
    assert_eq!(g.own(1), OwnStanding::default());
    assert!(g.show.own_result(1, &Called).is_none());
    // 1 is right after 2 s, 2 after 4 s, 3 is wrong.
    g.answers = |_, _, n| match n {
        1 | 2 => Some(Answered { player: n, share: Points::ONE, elapsed: i64::from(n) * 2_000 }),
        _ => Some(Answered { player: n, share: Points::ZERO, elapsed: 0 }),
    };
    g.ask();
    let own = g.show.own_result(2, &Called).unwrap();
    assert!(own.answered && own.right);
    assert_eq!((own.points, own.streak, own.standing.total, own.standing.rank), (800, 1, 800, Some(2)));
    let ahead = own.standing.ahead.unwrap();
    assert_eq!((ahead.nickname.as_str(), ahead.points), ("Người 1", 100));
    g.ask();
    assert_eq!(g.show.own_result(1, &Called).map(|o| (o.points, o.streak_bonus)), Some((1000, 100)));
    let frame = g.show.standings_frame(2, &Called);
    assert_eq!(frame.rows.iter().map(|r| (r.rank, r.total)).collect::<Vec<_>>(), [(1, 1900), (2, 1700)]);
    assert_eq!(frame.rows[0].group.as_deref(), Some("Đội 1"));
    let groups: Vec<_> = frame.groups.iter().map(|g| (g.name.as_str(), g.rank, g.mean)).collect();
    assert_eq!(groups, [("Đội 1", 1, 950.0), ("Đội 2", 2, 850.0), ("Đội 3", 3, 0.0)]);
}

#[test]
fn nothing_hidden_is_told_until_the_ceremony_tells_it() {
    let mut g = Game::new(&samples::frozen(), 30);
    g.ask();
    g.ask();
    // The third of four begins: from here the table stands still.
    g.give(&Command::Next { expect_seq: None }).unwrap();
    assert!(g.show.board().frozen());
    let before: Vec<_> = (1..=30).map(|n| g.own(n)).collect();
    let rows = g.show.rows(10, &Called);
    g.ask();
    g.ask();
    assert_eq!((1..=30).map(|n| g.own(n)).collect::<Vec<_>>(), before);
    assert_eq!(g.show.rows(10, &Called), rows);
    assert!(before.iter().all(|own| own.frozen));
    assert!(g.show.board().table().lines() != g.show.board().public().lines(), "something is hidden");

    g.advance(1);
    let Phase::Ceremony { step: 0, steps } = g.show.room().phase() else { panic!() };
    let last: Vec<_> = g.show.board().table().lines().to_vec();
    for step in 0..=steps {
        let frame = g.show.ceremony_frame(&Called).unwrap();
        assert_eq!((frame.step, frame.steps), (step, steps));
        assert_eq!(frame.rows.iter().filter(|r| r.resolved).count(), step as usize);
        assert_eq!((frame.resolved.is_some(), frame.next.is_some()), (step > 0, step < steps));
        for line in &last {
            let own = g.own(line.number);
            let told = g.show.ceremony().unwrap().tells(line.number, step);
            assert_eq!(own.frozen, !told);
            assert!(!told || (own.total, own.rank) == (line.score, Some(line.rank)));
        }
        // Back and forth changes nothing.
        if step > 0 {
            g.give(&Command::Back { expect_seq: None }).unwrap();
            g.advance(1);
            assert_eq!(g.show.ceremony_frame(&Called).unwrap(), frame);
        }
        g.advance(1);
    }
    assert_eq!(g.show.room().phase(), Phase::Final);
    let places: Vec<_> = g.show.final_frame(3, &Called).rows.iter().map(|r| (r.rank, r.number)).collect();
    assert_eq!(places, last[..3].iter().map(|l| (l.rank, l.number)).collect::<Vec<_>>());
}

#[test]
fn reopening_takes_the_points_back() {
    let mut g = Game::new(&samples::manual(), 12);
    g.ask();
    let before: Vec<_> = (1..=12).map(|n| g.show.board().total(n)).collect();
    g.ask();
    g.give(&Command::Reopen { expect_seq: None }).unwrap();
    assert_eq!((1..=12).map(|n| g.show.board().total(n)).collect::<Vec<_>>(), before);
    assert_eq!(g.show.room().phase().question(), Some(2));
    g.ask();
    assert_eq!(g.show.board().rounds().collect::<Vec<_>>(), [(1, 1), (2, 2)]);
}

#[test]
fn a_knockout_is_played_to_the_last_one_standing() {
    let mut g = Game::new(&samples::knockout(), 6);
    g.answers = |question, run, n| {
        let right = match (question, run) {
            (1, _) => n != 4 && n != 5,
            // The first run of the second question is a mess and will be void.
            (2, 1) => n == 6,
            (2, _) => n != 1,
            _ => n == 2 || n == 5,
        };
        right.then_some(Answered { player: n, share: Points::ONE, elapsed: i64::from(n) })
    };
    let ranks = |g: &Game| (1..=6).map(|n| g.own(n).rank.is_some()).collect::<Vec<_>>();
    g.ask();
    // 6 has no seat: right, with points, without rank.
    assert_eq!(ranks(&g), [true, true, true, false, false, false]);
    assert_eq!((g.own(6).total, g.own(6).seat), (1000, Some(SeatState::Out { at: 0 })));
    assert_eq!(g.own(4).seat, Some(SeatState::Out { at: 1 }));
    g.ask();
    assert_eq!(g.show.alive(), Some(0));
    assert_eq!(g.give(&Command::Next { expect_seq: None }), Err(Refusal::NobodyLeft));
    g.give(&Command::Reopen { expect_seq: None }).unwrap();
    assert_eq!(g.show.alive(), Some(3));
    g.ask();
    assert_eq!(g.show.alive(), Some(2));
    let rescue = Command::Rescue { count: Some(1), seats: vec![5], expect_seq: None };
    g.give(&rescue).unwrap();
    assert_eq!(g.give(&rescue), Err(Refusal::NoRescueLeft));
    assert_eq!(g.own(5).seat, Some(SeatState::Rescued { after: 2 }));
    assert_eq!(ranks(&g), [false, true, true, false, true, false]);
    g.ask();
    assert_eq!(g.show.alive(), Some(2));
    assert_eq!(g.show.standings_frame(10, &Called).alive, Some(2));
    g.answers = |_, _, n| (n == 2).then_some(Answered { player: n, share: Points::ONE, elapsed: 1 });
    g.ask();
    assert_eq!(g.show.alive(), Some(1));
    g.give(&Command::Next { expect_seq: None }).unwrap();
    assert_eq!(g.show.room().phase(), Phase::Final);
    assert_eq!(g.show.final_frame(3, &Called).rows.iter().map(|r| r.number).collect::<Vec<_>>(), [2]);
}

#[test]
fn who_is_removed_is_shown_nowhere() {
    let mut g = Game::new(&samples::frozen(), 8);
    g.ask();
    g.ask();
    let first = g.show.board().table().lines()[0].number;
    g.ask();
    g.ask();
    g.advance(1);
    let named = |g: &Game| told(&g.show).contains(&format!("\"Người {first}\""));
    assert!(named(&g));
    g.give(&Command::Remove { player: first, ban: true }).unwrap();
    // Not on the projector in the middle of the ceremony either.
    assert!(g.show.ceremony_frame(&Called).unwrap().rows.iter().all(|r| r.number != first));
    while g.show.room().phase() != Phase::Final {
        g.advance(1);
        assert!(!named(&g), "{:?}", g.show.room().phase());
    }
}

fn key() -> impl Strategy<Value = Option<Command>> {
    let expect_seq = None;
    prop_oneof![
        // Nothing: somebody comes in.
        4 => Just(None),
        24 => Just(Some(Command::Advance { expect_seq })),
        2 => Just(Some(Command::Reopen { expect_seq })),
        1 => Just(Some(Command::Skip { expect_seq })),
        1 => Just(Some(Command::Back { expect_seq })),
        1 => any::<bool>().prop_map(|on| Some(Command::Freeze { on })),
        1 => (1u32..12).prop_map(|player| Some(Command::Remove { player, ban: false })),
        1 => (1u32..12).prop_map(|player| Some(Command::Readmit { player })),
        1 => (0u32..4).prop_map(|n| Some(Command::Rescue { count: Some(n), seats: vec![], expect_seq: None })),
    ]
}

proptest! {
    #[test]
    fn a_killed_server_is_where_it_was(
        keys in vec(key(), 0..70),
        spec in prop_oneof![Just(samples::manual()), Just(samples::frozen()), Just(samples::knockout())],
    ) {
        let mut g = Game::new(&spec, 5);
        for key in keys {
            match key {
                Some(command) => drop(g.give(&command)),
                None if g.show.room().takes_players() => {
                    g.now += 1;
                    g.join();
                }
                None => {}
            }
        }
        // It reads the players, then the log with the answers that are on disk.
        let mut again = Show::new(&spec);
        for (number, group, at) in &g.players {
            again.join(*number, *group, *at);
        }
        for (event, seq) in g.log.iter().zip(1u64..) {
            again.apply(seq, event, |question, run| {
                let there = |n: PlayerNo| g.players[n as usize - 1].2 < event.at();
                g.given(question, run).into_iter().filter(|a| there(a.player)).collect()
            }).unwrap();
        }
        prop_assert_eq!(told(&again), told(&g.show));
        // And decides the same from there.
        for command in [Command::Advance { expect_seq: None }, Command::Next { expect_seq: None }] {
            prop_assert_eq!(again.decide(&command, g.now), g.show.decide(&command, g.now));
        }
    }
}
