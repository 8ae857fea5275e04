//! The boards of `domain` with many people, in this process: what one insert, rank or page costs, and the memory.
//!
//! Correctness is not assumed: ranks are compared with a plainly sorted list of the same rows.

use crate::clock;
use crate::tally::usage;
use anyhow::{Result, ensure};
use domain::Points;
use domain::contest::RankKey;
use domain::standings::{Boards, Counted, Scope};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Repetitions of each measured operation.
const TIMES: u32 = 2_000;
/// The round's opening.
const EPOCH: i64 = 1_760_000_000_000;

pub(crate) fn run(people: usize) -> Result<Value> {
    let ranking = [RankKey::Score, RankKey::Duration, RankKey::Submitted];
    let rows: Vec<Counted> = (0..people).map(|nth| row(nth as u64)).collect();
    let before = usage(Some(std::process::id())).rss_kb;

    let begun = clock::now();
    let mut boards = Boards::build(&ranking, EPOCH, rows.iter().copied());
    let rebuild = clock::now() - begun;
    let memory_kb = usage(Some(std::process::id())).rss_kb.saturating_sub(before);

    // New and improved results among a full board, each followed by its rank, as a submit does.
    let begun = clock::now();
    for turn in 0..u64::from(TIMES) {
        let mut fresh = row(spread(turn) % (people as u64 * 2));
        fresh.score = Points::fraction(u32::try_from(spread(turn + 7) % 101)?, 10);
        boards.set(fresh);
        std::hint::black_box(boards.people().rank(fresh.person, Scope::All));
    }
    let set_and_rank = (clock::now() - begun) / TIMES;

    let sample: Vec<u128> = (0..u64::from(TIMES)).map(|turn| person(spread(turn) % people as u64)).collect();
    let place = Scope::Locality(7);
    let board = boards.people();
    let rank = each(&sample, |person| board.rank(person, Scope::All));
    let rank_in_locality = each(&sample, |person| board.rank(person, place));
    let around = each(&sample, |person| board.around(person, Scope::All, 5));
    let top = each(&sample, |_| board.page(Scope::All, 0, 100));
    let deep = each(&sample, |_| board.page(Scope::All, people / 2, 100));
    let top_of_locality = each(&sample, |_| board.page(place, 0, 100));
    check(&Boards::build(&ranking, EPOCH, rows.iter().copied()), &rows)?;

    Ok(json!({
        "people": people,
        "rebuild_ms": micros(rebuild) / 1000.0,
        "set_and_rank_us": micros(set_and_rank),
        "rank_us": micros(rank),
        "rank_in_locality_us": micros(rank_in_locality),
        "around_me_us": micros(around),
        "top_100_us": micros(top),
        "page_in_the_middle_us": micros(deep),
        "top_100_of_locality_us": micros(top_of_locality),
        "memory_kb": boards.memory_bytes() / 1000,
        "resident_growth_kb": memory_kb,
        "same_as_sorted": true,
    }))
}

fn each<T>(sample: &[u128], mut operation: impl FnMut(u128) -> T) -> Duration {
    let begun: Instant = clock::now();
    for person in sample {
        std::hint::black_box(operation(*person));
    }
    (clock::now() - begun) / u32::try_from(sample.len()).unwrap_or(u32::MAX).max(1)
}

fn micros(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e9).round() / 1000.0
}

/// Sorted by the same keys, the rank of a row is one more than the rows strictly before it.
fn check(boards: &Boards, rows: &[Counted]) -> Result<()> {
    let key = |row: &Counted| (std::cmp::Reverse(row.score), row.duration_ms, row.submitted_at);
    let mut sorted = rows.to_vec();
    sorted.sort_by_key(key);
    for turn in 0..500 {
        let row = &sorted[usize::try_from(spread(turn) % sorted.len() as u64)?];
        let rank = sorted.partition_point(|other| key(other) < key(row)) as u64 + 1;
        let found = boards.people().rank(row.person, Scope::All);
        ensure!(found == Some((rank, rows.len() as u64)), "rank {found:?} where a sorted list says {rank}");
    }
    Ok(())
}

fn row(nth: u64) -> Counted {
    let random = spread(nth);
    Counted {
        person: person(nth),
        score: Points::fraction(u32::try_from(random % 41).unwrap_or(0), 4),
        prediction_error: None,
        duration_ms: i64::try_from(30_000 + (random >> 8) % 1_500_000).unwrap_or(0),
        submitted_at: EPOCH + i64::try_from((random >> 20) % 1_209_600_000).unwrap_or(0),
        locality: u16::try_from((random >> 40) % 135).unwrap_or(0),
        division: Some(u8::try_from((random >> 48) % 3).unwrap_or(0)),
        unit: Some(u32::try_from((random >> 50) % 300).unwrap_or(0)),
        passed: random % 41 >= 20,
        ranked: true,
    }
}

/// A time-ordered id, as participants have.
fn person(nth: u64) -> u128 {
    (u128::from(nth) << 64) | u128::from(spread(nth ^ 0x5bd1))
}

/// Evenly spread numbers from a counter: the same people in every run.
fn spread(nth: u64) -> u64 {
    let mut mixed = nth.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
