//! What holds for any sequence of keys, clocks and events.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn seen() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![Just(None), (0u64..60).prop_map(Some)]
}

fn command() -> impl Strategy<Value = Command> {
    let stage = (0usize..14, seen()).prop_map(|(which, expect_seq)| match which {
        0 => Command::Advance { expect_seq },
        1 => Command::Start { expect_seq },
        2 => Command::Open { expect_seq },
        3 => Command::Close { expect_seq },
        4 => Command::Reveal { expect_seq },
        5 => Command::Standings { expect_seq },
        6 => Command::Next { expect_seq },
        7 => Command::Back { expect_seq },
        8 => Command::Pause { expect_seq },
        9 => Command::Resume { expect_seq },
        10 => Command::Skip { expect_seq },
        11 => Command::Reopen { expect_seq },
        12 => Command::Conclude { expect_seq },
        _ => Command::Finish { expect_seq },
    });
    prop_oneof![
        8 => Just(Command::Advance { expect_seq: None }),
        12 => stage,
        1 => (any::<u32>(), seen()).prop_map(|(seconds, expect_seq)| Command::Extend { seconds, expect_seq }),
        1 => any::<bool>().prop_map(|on| Command::Freeze { on }),
        1 => (0u32..12, any::<bool>()).prop_map(|(player, ban)| Command::Remove { player, ban }),
        1 => (0u32..12).prop_map(|player| Command::Readmit { player }),
        1 => (0u32..12, "\\PC{0,30}").prop_map(|(player, nickname)| Command::Rename { player, nickname }),
        1 => (any::<Option<u32>>(), vec(0u32..12, 0..4), seen())
            .prop_map(|(count, seats, expect_seq)| Command::Rescue { count, seats, expect_seq }),
    ]
}

fn room() -> impl Strategy<Value = Arc<RoomSpec>> {
    prop_oneof![
        Just(samples::manual()),
        Just(samples::automatic()),
        Just(samples::frozen()),
        Just(samples::knockout()),
        Just(Arc::new(RoomSpec::default())),
    ]
}

/// A clock that mostly runs on, now and then backwards or to its ends.
fn step() -> impl Strategy<Value = i64> {
    prop_oneof![20 => 0i64..15_000, 1 => -5_000i64..0, 1 => Just(i64::MAX), 1 => Just(i64::MIN)]
}

fn event() -> impl Strategy<Value = Event> {
    let n = || 0u32..6;
    let at = any::<i64>;
    prop_oneof![
        (n(), at(), at()).prop_map(|(question, until, at)| Event::Ready { question, until, at }),
        (n(), n(), at(), at()).prop_map(|(question, run, deadline, at)| Event::Opened {
            question,
            run,
            deadline,
            at
        }),
        (any::<u32>(), at()).prop_map(|(seconds, at)| Event::Extended { seconds, at }),
        (at(), at()).prop_map(|(left, at)| Event::Paused { left, at }),
        at().prop_map(|at| Event::Resumed { at }),
        (n(), n(), at()).prop_map(|(question, run, at)| Event::Closed { question, run, at }),
        (n(), n(), at()).prop_map(|(question, run, at)| Event::Revealed { question, run, at }),
        (n(), at()).prop_map(|(after, at)| Event::Standings { after, at }),
        at().prop_map(|at| Event::Back { at }),
        (n(), at()).prop_map(|(question, at)| Event::Skipped { question, at }),
        (n(), n(), at(), at()).prop_map(|(question, voided, until, at)| Event::Reopened {
            question,
            voided,
            until,
            at
        }),
        (any::<bool>(), at()).prop_map(|(on, at)| Event::Frozen { on, at }),
        (n(), any::<bool>(), at()).prop_map(|(player, ban, at)| Event::Removed { player, ban, at }),
        (n(), at()).prop_map(|(player, at)| Event::Readmitted { player, at }),
        (n(), "\\PC{0,9}", at()).prop_map(|(player, nickname, at)| Event::Renamed { player, nickname, at }),
        (n(), at()).prop_map(|(player, at)| Event::Erased { player, at }),
        (n(), n(), vec(n(), 0..3), at()).prop_map(|(question, run, players, at)| Event::Rescued {
            question,
            run,
            players,
            at
        }),
        (n(), n(), at()).prop_map(|(step, steps, at)| Event::Ceremony { step, steps, at }),
        at().prop_map(|at| Event::Final { at }),
        at().prop_map(|at| Event::Finished { at }),
    ]
}

proptest! {
    #[test]
    fn any_keys_leave_a_room_that_replays(
        spec in room(),
        keys in vec((command(), step()), 0..80),
        alive in 0u32..3,
    ) {
        let mut s = Stage::new(spec.clone());
        s.crowd = Sheet { alive: spec.knockout.map(|_| alive), steps: 3, out: vec![2, 3] };
        for (key, pass) in keys {
            s.now = s.now.saturating_add(pass);
            let before = s.room.clone();
            let taken = s.give(&key);
            // A refusal changes nothing, a decision something.
            prop_assert_eq!(taken.is_err(), s.room == before);
            if let Some(seen) = key.expect_seq().filter(|_| taken.is_ok()) {
                prop_assert!(seen >= before.stage_seq() && seen <= before.seq());
            }
            if s.now > 1_000_000_000_000 || s.now < 0 {
                s.now = 1_000_000;
            }
        }
        let again = Room::replay(spec, (1u64..).zip(&s.log)).unwrap();
        prop_assert_eq!(&again, &s.room);
        // Through the log's JSON as well.
        let json = serde_json::to_string(&s.log).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Event>>(&json).unwrap(), s.log);
    }

    #[test]
    fn a_second_press_never_moves_the_stage(spec in room(), keys in vec(command(), 0..40), last in command()) {
        let mut s = Stage::new(spec);
        for key in keys {
            let _ = s.give(&key);
        }
        let mut json = serde_json::to_value(&last).unwrap();
        if json.get("expect_seq").is_some() {
            json["expect_seq"] = s.room.seq().into();
            let last: Command = serde_json::from_value(json).unwrap();
            if s.give(&last).is_ok() {
                let once = s.room.clone();
                let twice = s.give(&last);
                prop_assert!(matches!(twice, Err(Refusal::Stale | Refusal::Finished)), "{:?}", twice);
                prop_assert_eq!(s.room, once);
            }
        }
    }

    #[test]
    fn what_is_due_is_taken(spec in room(), keys in vec((command(), 0i64..15_000), 0..60)) {
        let mut s = Stage::new(spec);
        s.crowd.alive = s.room.spec().knockout.map(|_| 2);
        for (key, pass) in keys {
            s.now += pass;
            let _ = s.give(&key);
            if let Some((at, due)) = s.room.due() {
                prop_assert!(s.room.decide(&due, &s.crowd, at).is_ok(), "{:?} in {:?}", due, s.room.phase());
                prop_assert!(s.room.paused().is_none());
            }
        }
    }

    #[test]
    fn counted_questions_are_neither_void_nor_skipped(spec in room(), keys in vec(command(), 0..80)) {
        let mut s = Stage::new(spec);
        for key in keys {
            let _ = s.give(&key);
        }
        for (question, run) in s.room.counted() {
            let played = s.room.played(question).unwrap();
            prop_assert!(run >= 1 && run == played.run && !played.voided.contains(&run));
        }
    }

    #[test]
    fn no_log_breaks_the_fold(spec in room(), log in vec(event(), 0..60), now in any::<i64>(), key in command()) {
        let room = Room::replay(spec, (1u64..).zip(&log)).unwrap();
        let _ = room.due();
        let _ = room.opening();
        let _ = room.counted().count();
        if let Ok(events) = room.decide(&key, &Sheet::default(), now) {
            let mut after = room.clone();
            for event in events {
                after.apply(after.seq() + 1, &event).unwrap();
            }
        }
    }
}
