//! The stage: what each phase takes, what the clock does, and what holds for any sequence of keys.

mod any;

use super::*;
use crate::live::samples;
use crate::live::{Command, Refusal};

/// A crowd whose facts the test sets.
pub(super) struct Sheet {
    pub(super) alive: Option<u32>,
    pub(super) steps: u32,
    pub(super) out: Vec<PlayerNo>,
}

impl Default for Sheet {
    fn default() -> Self {
        Self { alive: None, steps: 4, out: Vec::new() }
    }
}

impl Crowd for Sheet {
    fn knows(&self, player: PlayerNo) -> bool {
        (1..=9).contains(&player)
    }
    fn alive(&self) -> Option<u32> {
        self.alive
    }
    fn ceremony_steps(&self) -> u32 {
        self.steps
    }
    fn rescue(&self, count: u32, seats: &[PlayerNo]) -> Vec<PlayerNo> {
        let wanted = |p: &&PlayerNo| seats.is_empty() || seats.contains(p);
        self.out.iter().filter(wanted).take(count as usize).copied().collect()
    }
}

pub(super) struct Stage {
    pub(super) room: Room,
    pub(super) log: Vec<Event>,
    pub(super) now: i64,
    pub(super) crowd: Sheet,
}

impl Stage {
    pub(super) fn new(spec: Arc<RoomSpec>) -> Self {
        Self { room: Room::new(spec), log: Vec::new(), now: 1_000_000, crowd: Sheet::default() }
    }

    pub(super) fn give(&mut self, command: &Command) -> Result<(), Refusal> {
        for event in self.room.decide(command, &self.crowd, self.now)? {
            self.room.apply(self.room.seq() + 1, &event).unwrap();
            self.log.push(event);
        }
        Ok(())
    }

    /// The command as it is written in JSON, without what was seen.
    fn say(&mut self, name: &str) -> Result<(), Refusal> {
        let command = serde_json::from_str(&format!(r#"{{"command":"{name}"}}"#)).unwrap();
        self.give(&command)
    }

    fn run(&mut self, names: &str) -> Phase {
        for name in names.split_whitespace() {
            self.say(name).unwrap_or_else(|refusal| panic!("{name}: {refusal:?} in {:?}", self.room.phase()));
        }
        self.room.phase()
    }

    /// Lets the clock do the next thing it would do.
    fn tick(&mut self) -> i64 {
        let (at, command) = self.room.due().expect("something is due");
        self.now = at;
        self.give(&command).unwrap();
        at
    }
}

fn stage() -> Stage {
    Stage::new(samples::manual())
}

#[test]
fn a_show_runs_from_lobby_to_the_end() {
    let mut s = stage();
    assert_eq!(s.room.phase(), Phase::Lobby);
    assert_eq!(s.run("start"), Phase::Ready { question: 1, until: 1_003_000 });
    assert_eq!(s.run("open"), Phase::Open { question: 1, run: 1, opened_at: 1_000_000, deadline: 1_010_000 });
    assert_eq!(s.run("close"), Phase::Closed { question: 1, run: 1 });
    assert!(s.room.counted().next().is_none(), "nothing counts before its reveal");
    assert_eq!(s.run("reveal"), Phase::Reveal { question: 1, run: 1 });
    assert_eq!(s.room.counted().collect::<Vec<_>>(), [(1, 1)]);
    assert_eq!(s.run("standings"), Phase::Standings { after: 1 });
    assert_eq!(s.run("back"), Phase::Reveal { question: 1, run: 1 });
    assert_eq!(s.run("standings next"), Phase::Ready { question: 2, until: 1_003_000 });
    assert_eq!(s.run("open close reveal next").question(), Some(3));
    assert_eq!(s.run("open close reveal standings next"), Phase::Final);
    assert_eq!(s.room.counted().collect::<Vec<_>>(), [(1, 1), (2, 1), (3, 1)]);
    assert_eq!(s.run("finish"), Phase::Finished);
    assert_eq!(s.say("start"), Err(Refusal::Finished));
}

#[test]
fn one_key_runs_the_whole_show() {
    let mut s = Stage::new(samples::frozen());
    let mut names = Vec::new();
    while s.say("advance").is_ok() {
        names.push(s.room.phase().name());
        assert!(names.len() < 60, "{names:?}");
    }
    let open = ["ready", "open", "closed", "reveal"];
    let ceremony = ["ceremony"; 5];
    let expected: Vec<&str> =
        [&open[..], &["standings"], &open, &["standings"], &open, &open, &ceremony, &["final"]].concat();
    assert_eq!(names, expected);
    assert_eq!(s.say("advance"), Err(Refusal::WrongPhase), "closing the room is never the one key's");
}

#[test]
fn each_phase_takes_its_commands_and_no_others() {
    let all = [
        "start",
        "open",
        "close",
        "reveal",
        "standings",
        "next",
        "back",
        "pause",
        "resume",
        "skip",
        "reopen",
        "conclude",
    ];
    // What leads to the phase, and what it takes.
    let table = [
        ("", "start"),
        ("start", "open pause skip conclude"),
        ("start pause", "open resume skip conclude"),
        ("start open", "close pause skip"),
        ("start open pause", "close resume skip"),
        ("start open close", "reveal skip reopen conclude"),
        ("start open close reveal", "standings next reopen conclude"),
        ("start open close reveal standings", "next back conclude"),
        ("start conclude", ""),
    ];
    for (way, takes) in table {
        for name in all {
            let mut s = stage();
            s.run(way);
            let before = s.room.clone();
            let taken = s.say(name);
            assert_eq!(taken.is_ok(), takes.split(' ').any(|t| t == name), "{name} after {way:?}: {taken:?}");
            assert!(taken.is_ok() || s.room == before);
        }
    }
}

#[test]
fn the_clock_opens_and_closes() {
    let mut s = stage();
    assert_eq!(s.room.due(), None);
    s.run("start");
    assert_eq!(s.tick(), 1_003_000);
    // Phones far away may send until a tenth of the time is over as well.
    assert_eq!(s.tick(), 1_003_000 + 10_000 + 1_000);
    assert_eq!(s.room.phase(), Phase::Closed { question: 1, run: 1 });
    assert_eq!(s.room.due(), None, "without automatic pace the host reveals");
}

#[test]
fn what_came_in_time_is_taken_until_the_reveal() {
    let until = |s: &Stage| s.room.taking().map(|o| (o.question, o.run, o.opened_at, o.deadline));
    let mut s = stage();
    s.run("start");
    assert_eq!(until(&s), None);
    s.tick();
    let open = Some((1, 1, 1_003_000, 1_013_000));
    assert_eq!(until(&s), open);
    s.tick();
    assert_eq!((s.room.opening(), until(&s)), (None, open), "closed by the clock");
    // What does not move the stage changes nothing.
    s.give(&Command::Remove { player: 3, ban: false }).unwrap();
    assert_eq!(until(&s), open);
    s.run("reveal");
    assert_eq!(until(&s), None);
    // Closed early: what came before that moment.
    s.run("next open");
    s.now += 4_000;
    s.run("close");
    assert_eq!(until(&s).map(|o| o.3), Some(s.now - 1));
    s.run("reopen");
    assert_eq!(until(&s), None);
    s.run("open close skip");
    assert_eq!(until(&s), None);
    // While the clock stands nothing is taken, whatever follows.
    s.run("open pause");
    assert_eq!(until(&s), None);
    s.run("close");
    assert_eq!(until(&s), None);
}

#[test]
fn the_automatic_pace_needs_nobody() {
    let mut s = Stage::new(samples::automatic());
    s.run("start");
    let began = s.now;
    let mut names = Vec::new();
    while s.room.due().is_some() {
        s.tick();
        names.push(s.room.phase().name());
    }
    let round = ["open", "closed", "reveal", "standings"];
    let expected = [&round[..], &["ready"], &round, &["ready"], &round, &["final"]].concat();
    assert_eq!(names, expected);
    assert_eq!(s.now - began, 3 * (3_000 + 11_000 + 1_000 + 6_000 + 5_000));
    // A host may stop it anywhere.
    let mut s = Stage::new(samples::automatic());
    s.run("start open close reveal");
    s.now += 2_000;
    s.run("pause");
    assert_eq!(s.room.paused().unwrap().left, 4_000);
    assert_eq!(s.room.due(), None);
    s.now += 60_000;
    s.run("resume");
    assert_eq!(s.room.due().unwrap().0, s.now + 4_000);
}

#[test]
fn a_pause_keeps_the_time_left() {
    let mut s = stage();
    s.run("start");
    s.now += 1_000;
    s.run("pause");
    assert_eq!((s.room.due(), s.room.paused().unwrap().left), (None, 2_000));
    s.now += 50_000;
    s.run("resume");
    assert_eq!(s.room.phase(), Phase::Ready { question: 1, until: s.now + 2_000 });

    s.run("open");
    let opened = s.now;
    s.now += 4_000;
    assert!(s.room.opening().is_some());
    s.run("pause");
    assert_eq!(s.room.opening(), None, "no answers while the clock stands");
    s.give(&Command::Extend { seconds: 5, expect_seq: None }).unwrap();
    s.now += 20_000;
    s.run("resume");
    let expected =
        Opening { question: 1, run: 1, opened_at: opened + 20_000, deadline: s.now + 6_000 + 5_000 };
    assert_eq!(s.room.opening(), Some(expected));
    assert_eq!(s.say("resume"), Err(Refusal::NotPaused));
}

#[test]
fn extending_moves_the_deadline_and_nothing_else() {
    let mut s = stage();
    s.run("start open");
    for seconds in [0, 301] {
        let asked = s.give(&Command::Extend { seconds, expect_seq: None });
        assert_eq!(asked, Err(Refusal::BadSeconds));
    }
    s.give(&Command::Extend { seconds: 15, expect_seq: None }).unwrap();
    let open = s.room.opening().unwrap();
    assert_eq!((open.opened_at, open.deadline), (1_000_000, 1_025_000));
    assert_eq!(s.room.due().unwrap().0, 1_026_000);
}

#[test]
fn a_key_pressed_twice_moves_once() {
    let mut s = stage();
    s.run("start open close reveal");
    let seen = Some(s.room.seq());
    let next = Command::Next { expect_seq: seen };
    s.give(&next).unwrap();
    assert_eq!(s.give(&next), Err(Refusal::Stale));
    assert_eq!(s.give(&Command::Open { expect_seq: seen }), Err(Refusal::Stale));
    assert_eq!(s.room.phase().question(), Some(2));
    // What does not move the stage makes nobody's key stale.
    let seen = Some(s.room.seq());
    s.give(&Command::Remove { player: 3, ban: false }).unwrap();
    s.give(&Command::Open { expect_seq: seen }).unwrap();
    // Another node has seen more than this one.
    let ahead = Some(s.room.seq() + 1);
    assert_eq!(s.give(&Command::Close { expect_seq: ahead }), Err(Refusal::Behind));
}

#[test]
fn the_clock_and_the_host_cannot_both_open() {
    let mut s = stage();
    s.run("start");
    let (at, due) = s.room.due().unwrap();
    s.run("open");
    s.now = at;
    assert_eq!(s.give(&due), Err(Refusal::Stale));
}

#[test]
fn reopening_voids_the_run() {
    let mut s = stage();
    s.run("start open close reveal reopen");
    assert_eq!(s.room.counted().count(), 0);
    assert_eq!(s.room.played(1).unwrap().voided, [1]);
    assert_eq!(s.room.phase(), Phase::Ready { question: 1, until: s.now + 3_000 });
    let Phase::Open { run: 2, .. } = s.run("open") else { panic!("{:?}", s.room.phase()) };
    s.run("close reopen open close reveal");
    assert_eq!(s.room.counted().collect::<Vec<_>>(), [(1, 3)]);
    assert_eq!(s.room.played(1).unwrap().voided, [1, 2]);
}

#[test]
fn what_is_skipped_never_counts() {
    let mut s = stage();
    assert_eq!(s.run("start skip").question(), Some(2));
    assert_eq!(s.run("open skip").question(), Some(3));
    // After the last one the end is the host's to begin.
    assert_eq!(s.run("open close skip"), Phase::Standings { after: 3 });
    assert_eq!(s.say("back"), Err(Refusal::WrongPhase));
    assert_eq!(s.run("next"), Phase::Final);
    assert_eq!(s.room.counted().count(), 0);
    // A wrong key is found at the reveal: void it, then leave it out.
    let mut s = stage();
    assert_eq!(s.run("start open close reveal reopen skip").question(), Some(2));
    assert_eq!(s.room.counted().count(), 0);
}

#[test]
fn concluding_ends_the_questions_early() {
    let mut s = stage();
    assert_eq!(s.run("start open close reveal next conclude"), Phase::Final);
    assert_eq!(s.room.played(2).unwrap().progress, Progress::Skipped);
    let mut s = Stage::new(samples::frozen());
    s.run("start open close reveal");
    s.give(&Command::Freeze { on: true }).unwrap();
    assert_eq!(s.run("conclude"), Phase::Ceremony { step: 0, steps: 4 });
}

#[test]
fn the_table_stands_still_for_the_last_questions() {
    let mut s = Stage::new(samples::frozen());
    s.run("start open close reveal next open close reveal");
    assert!(!s.room.frozen());
    s.run("next");
    assert!(s.room.frozen(), "from the third of four on");
    s.give(&Command::Freeze { on: false }).unwrap();
    assert_eq!(s.give(&Command::Freeze { on: false }), Err(Refusal::AlreadySo));
    s.run("open close reveal next");
    assert!(!s.room.frozen(), "the host's word stands");
    s.give(&Command::Freeze { on: true }).unwrap();
    assert_eq!(s.run("open close reveal next"), Phase::Ceremony { step: 0, steps: 4 });
    assert_eq!(s.say("back"), Err(Refusal::WrongPhase));
    assert_eq!(s.run("next next back next next next"), Phase::Ceremony { step: 4, steps: 4 });
    assert!(s.room.frozen());
    assert_eq!(s.give(&Command::Freeze { on: false }), Err(Refusal::WrongPhase));
    assert!(!s.room.takes_players());
    assert_eq!(s.run("next"), Phase::Final);
    assert!(!s.room.frozen());
    // Where nobody plays there is nothing to resolve.
    let mut s = Stage::new(samples::frozen());
    s.crowd.steps = 0;
    assert_eq!(s.run("start conclude"), Phase::Final);
}

#[test]
fn players_are_removed_renamed_and_let_back() {
    let mut s = stage();
    let remove = |player, ban| Command::Remove { player, ban };
    assert_eq!(s.give(&remove(10, false)), Err(Refusal::UnknownPlayer));
    s.give(&remove(3, false)).unwrap();
    assert_eq!(s.give(&remove(3, false)), Err(Refusal::AlreadyRemoved));
    assert!(s.room.is_removed(3) && !s.room.is_banned(3));
    s.give(&remove(3, true)).unwrap();
    assert!(s.room.is_banned(3));
    s.give(&Command::Readmit { player: 3 }).unwrap();
    assert!(!s.room.is_removed(3) && !s.room.is_banned(3));
    assert_eq!(s.give(&Command::Readmit { player: 3 }), Err(Refusal::NotRemoved));
    let rename = |player, to: &str| Command::Rename { player, nickname: to.into() };
    s.give(&rename(2, " Người  chơi 2\u{202e} ")).unwrap();
    assert_eq!(s.room.renamed(2), Some("Người chơi 2"));
    assert!(matches!(s.give(&rename(2, "x")), Err(Refusal::BadNickname(_))));
    // Erasing is no command: it comes from the person, also after the show, and makes nobody's key stale.
    let (seq, stage) = (s.room.seq(), s.room.stage_seq());
    s.room.apply(seq + 1, &Event::Erased { player: 2, at: s.now }).unwrap();
    assert_eq!((s.room.renamed(2), s.room.seq(), s.room.stage_seq()), (None, seq + 1, stage));
    assert_eq!(s.give(&rename(12, "Lan Anh")), Err(Refusal::UnknownPlayer));
}

#[test]
fn rescues_are_counted_and_undone_with_their_run() {
    let rescue = |count, seats: &[u32]| Command::Rescue { count, seats: seats.to_vec(), expect_seq: None };
    let mut s = stage();
    s.run("start open close reveal");
    assert_eq!(s.give(&rescue(None, &[])), Err(Refusal::NotKnockout));
    let mut s = Stage::new(samples::knockout());
    s.crowd = Sheet { alive: Some(2), out: vec![1, 4, 5], ..Sheet::default() };
    assert_eq!(s.give(&Command::Freeze { on: true }), Err(Refusal::InKnockout));
    s.run("start open close");
    assert_eq!(s.give(&rescue(None, &[])), Err(Refusal::WrongPhase));
    s.run("reveal");
    assert_eq!(s.give(&rescue(None, &[9])), Err(Refusal::NobodyToRescue));
    s.give(&rescue(None, &[])).unwrap();
    assert_eq!(s.room.rescues(), [Rescued { question: 1, run: 1, players: vec![1, 4] }]);
    assert_eq!(s.give(&rescue(Some(1), &[])), Err(Refusal::NoRescueLeft));
    s.run("reopen");
    assert!(s.room.rescues().is_empty());
    s.run("open close reveal standings");
    s.give(&rescue(None, &[5, 7])).unwrap();
    assert_eq!(s.room.rescues(), [Rescued { question: 1, run: 2, players: vec![5] }]);
}

#[test]
fn the_last_one_standing_ends_a_knockout() {
    let mut s = Stage::new(samples::knockout());
    s.crowd.alive = Some(1);
    s.run("start open close reveal");
    assert_eq!(s.run("next"), Phase::Final);
    let mut s = Stage::new(samples::knockout());
    s.crowd.alive = Some(0);
    s.run("start open close reveal standings");
    assert_eq!(s.say("next"), Err(Refusal::NobodyLeft), "rescue, or conclude");
    assert_eq!(s.run("conclude"), Phase::Final);
}

#[test]
fn events_come_in_order_without_a_gap() {
    let mut room = Room::new(samples::manual());
    let event = Event::Ready { question: 1, until: 5, at: 2 };
    assert_eq!(room.apply(2, &event), Err(OutOfOrder { expected: 1, got: 2 }));
    assert_eq!(room, Room::new(samples::manual()));
    room.apply(1, &event).unwrap();
    assert_eq!(room.apply(1, &event), Err(OutOfOrder { expected: 2, got: 1 }));
}

#[test]
fn commands_are_what_the_address_takes() {
    let read = |json: &str| serde_json::from_str::<Command>(json);
    assert_eq!(
        read(r#"{"command":"next","expect_seq":17}"#).unwrap(),
        Command::Next { expect_seq: Some(17) }
    );
    assert_eq!(read(r#"{"command":"pause"}"#).unwrap(), Command::Pause { expect_seq: None });
    assert_eq!(
        read(r#"{"command":"remove","player":12,"ban":true}"#).unwrap(),
        Command::Remove { player: 12, ban: true }
    );
    assert_eq!(
        read(r#"{"command":"rescue","seats":[4,8]}"#).unwrap(),
        Command::Rescue { count: None, seats: vec![4, 8], expect_seq: None }
    );
    assert!(read(r#"{"command":"explode"}"#).is_err());
    assert!(read(r#"{"command":"extend"}"#).is_err());
}
