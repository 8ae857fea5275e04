//! Made-up rooms for the tests of this folder.

use super::spec::{KnockoutRules, LiveQuestion, Pace, RoomSpec, Scoring, ScoringRule};
use crate::question::PaperItem;
use std::sync::Arc;

pub(crate) fn question(number: usize, seconds: u32, points: u32) -> LiveQuestion {
    LiveQuestion {
        item: PaperItem { revision: format!("T01-{number:03}@0123456789ab"), ..PaperItem::default() },
        seconds,
        points,
        survey: points == 0,
    }
}

/// So many questions of 10 s and 1,000 points.
pub(crate) fn spec(questions: usize, rule: ScoringRule) -> RoomSpec {
    RoomSpec {
        title: "Đêm hội số".into(),
        scoring: Scoring { rule, streak: None },
        questions: (1..=questions).map(|n| question(n, 10, 1000)).collect(),
        ceremony_places: 10,
        ready_seconds: 3,
        capacity: 10_000,
        ..RoomSpec::default()
    }
}

pub(crate) fn manual() -> Arc<RoomSpec> {
    Arc::new(spec(3, ScoringRule::Speed))
}

pub(crate) fn automatic() -> Arc<RoomSpec> {
    let pace = Pace::Auto { reveal: 6, standings: 5 };
    Arc::new(RoomSpec { pace, ..spec(3, ScoringRule::Speed) })
}

pub(crate) fn frozen() -> Arc<RoomSpec> {
    Arc::new(RoomSpec { freeze_last: 2, ..spec(4, ScoringRule::Speed) })
}

pub(crate) fn knockout() -> Arc<RoomSpec> {
    let rules = KnockoutRules { seats: 5, rescues: 1, rescue_count: 2 };
    Arc::new(RoomSpec { knockout: Some(rules), ..spec(4, ScoringRule::Accuracy) })
}
