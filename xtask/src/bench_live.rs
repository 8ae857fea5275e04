//! `bench live` and `bench rooms`: whole live shows, beside the floor of telling everybody one thing.
//!
//! Limits are those of one room of 1,000 and of 10,000 phones; other sizes are judged where a limit does not depend on
//! the size. Each phone that answers has two connections: where the descriptor limit is below that, fewer answer, and the
//! table says how many.

use crate::bench::{Limit, Table, number};
use crate::bench_run::{Place, Server, converse, generator};
use anyhow::{Result, bail};
use serde_json::Value;

/// Descriptors that the server needs beside its phones, with room to spare.
const SPARE: u64 = 500;

/// What a show of some size may cost; nothing where nothing is promised.
#[derive(Clone, Copy)]
struct Promise {
    join_ms: Limit,
    spread_ms: Limit,
    instant_ms: Limit,
    question_ms: Limit,
}

const NOTHING: Promise = Promise {
    join_ms: Limit::None,
    spread_ms: Limit::None,
    instant_ms: Limit::None,
    question_ms: Limit::None,
};
const THOUSAND: Promise = Promise {
    join_ms: Limit::AtMost(500.0),
    spread_ms: Limit::AtMost(50.0),
    instant_ms: Limit::AtMost(300.0),
    question_ms: Limit::AtMost(200.0),
};
const TEN_THOUSAND: Promise = Promise {
    join_ms: Limit::AtMost(5_000.0),
    spread_ms: Limit::AtMost(100.0),
    instant_ms: Limit::AtMost(2_000.0),
    question_ms: Limit::AtMost(2_000.0),
};

/// How many phones, where nobody says.
const SIZES: [u64; 4] = [100, 1_000, 2_000, 10_000];

/// One room of each size.
pub(crate) fn live(place: &Place) -> Result<Table> {
    let mut table = Table::default();
    let sizes = if place.show.phones.is_empty() { SIZES.as_slice() } else { &place.show.phones };
    if let Some((pin, token)) = &place.show.room {
        let there = Play { server: place.server()?, pins: pin.clone(), token: token.clone() };
        play(place, &mut table, &there, place.show.phones.first().copied().unwrap_or(1_000), NOTHING)?;
        return Ok(table);
    }
    if place.elsewhere() {
        bail!("with --target name a room in its lobby: --pin PIN --staff-token TOKEN [--phones N]");
    }
    for phones in sizes {
        let promise = match phones {
            1_000 => THOUSAND,
            10_000 => TEN_THOUSAND,
            _ => NOTHING,
        };
        let (server, pins, token) = place.live_server(1)?;
        play(place, &mut table, &Play { server, pins, token }, *phones, promise)?;
    }
    Ok(table)
}

/// A hundred rooms of a hundred phones, judged as one room of 10,000.
pub(crate) fn rooms(place: &Place) -> Result<Table> {
    if place.elsewhere() {
        bail!("it makes a hundred rooms of its own and cannot be pointed elsewhere");
    }
    let mut table = Table::default();
    let (server, pins, token) = place.live_server(100)?;
    play(place, &mut table, &Play { server, pins, token }, 10_000, TEN_THOUSAND)?;
    Ok(table)
}

/// Where a show is played.
struct Play {
    server: Server,
    pins: String,
    token: String,
}

fn play(place: &Place, table: &mut Table, play: &Play, phones: u64, promise: Promise) -> Result<()> {
    let answering = descriptors().map_or(phones, |most| phones.min(most.saturating_sub(phones + SPARE)));
    let (count, answer) = (phones.to_string(), answering.to_string());
    let mut args = vec![
        "live",
        "--target",
        &play.server.url,
        "--pin",
        &play.pins,
        "--staff-token",
        &play.token,
        "--phones",
        &count,
        "--answering",
        &answer,
    ];
    args.extend(play.server.pid_args());
    let ours = play.server.pid.is_some();
    let report = if ours {
        args.push("--crash");
        converse(&args, |said| match said {
            "crash" => play.server.crash(),
            other => bail!("the generator said {other}"),
        })?
    } else {
        generator(&args)?
    };
    let name = if answering < phones {
        format!("{phones} phones, {answering} answer")
    } else {
        format!("{phones} phones")
    };
    let report = table.keep(&name, report);
    let of = |what: &str| format!("{phones}: {what}");
    let bytes = report["question_bytes"].to_string();
    let floor = {
        let floor = place.floor(&["floor-sse", "--bytes", &bytes])?;
        let floor = generator(&["fanout", "--target", &floor.url, "--phones", &count])?;
        table.keep(&format!("{phones}: floor, a frame of {bytes} bytes"), floor)
    };
    // What a few phones share with the server itself says nothing of a phone.
    let of_many = |most: f64| if phones >= 1_000 { Limit::AtMost(most) } else { Limit::None };
    if ours {
        table.figure(
            &of("server CPU for all joins"),
            number(&report["join"], "cpu_ms"),
            "ms",
            promise.join_ms,
        );
    }
    table.figure(&of("joining: p99, probes included"), number(&report["join"], "p99_ms"), "ms", Limit::None);
    for (what, key, limit) in [
        ("p50", "p50_ms", Limit::None),
        ("p99", "p99_ms", Limit::None),
        ("last phone", "last_ms", of_many(1.5)),
    ] {
        let (took, least) = (number(&report["question"], key), number(&floor, key));
        table.ratio(&of(&format!("question to phones: {what}")), took, "ms", Some(least), limit);
    }
    for event in ["reveal", "standings"] {
        table.figure(
            &of(&format!("{event} to the last phone")),
            number(&report[event], "last_ms"),
            "ms",
            Limit::None,
        );
    }
    for (name, what, limit) in [
        ("spread", "answers over 3 s", promise.spread_ms),
        ("instant", "answers in one instant", promise.instant_ms),
    ] {
        let part = &report[name];
        table.figure(&of(&format!("{what}: p50")), number(part, "p50_ms"), "ms", Limit::None);
        table.figure(&of(&format!("{what}: p99")), number(part, "p99_ms"), "ms", limit);
        if ours {
            table.figure(
                &of(&format!("{what}: server CPU")),
                number(part, "cpu_ms"),
                "ms",
                promise.question_ms,
            );
        }
        let most = number(part, "bytes_most");
        table.figure(&of(&format!("{what}: bytes to a phone")), most, "B", Limit::AtMost(1_200.0));
    }
    if ours {
        table.figure(&of("memory of a stream"), number(&report, "stream_kb"), "KB", of_many(24.0));
        table.figure(&of("memory of a phone that answers"), number(&report, "phone_kb"), "KB", of_many(40.0));
        table.figure(
            &of("after kill -9: last phone back"),
            number(&report, "back_ms"),
            "ms",
            Limit::AtMost(2_000.0),
        );
    }
    let lost = number(&report, "acknowledged_not_kept");
    let sum =
        |key: &str| report[key].as_object().map_or(0.0, |all| all.values().filter_map(Value::as_f64).sum());
    table.figure(&of("answers acknowledged"), sum("acknowledged"), "", Limit::None);
    table.figure(&of("difference to those kept"), lost, "", Limit::AtMost(0.0));
    Ok(())
}

/// Descriptors a process of ours may raise its limit to.
fn descriptors() -> Option<u64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
