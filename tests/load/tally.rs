//! What a run adds up: latencies of the requests that succeeded, and every failure by name.

use crate::histogram::Histogram;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// Successes and failures of one kind of request.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub(crate) took: Histogram,
    failures: BTreeMap<String, u64>,
}

impl Tally {
    pub(crate) fn merge(&mut self, other: &Self) {
        self.took.merge(&other.took);
        for (name, count) in &other.failures {
            *self.failures.entry(name.clone()).or_default() += count;
        }
    }

    /// Counts a failure under its name (a status, an error's text).
    pub(crate) fn fail(&mut self, name: impl Into<String>) {
        *self.failures.entry(name.into()).or_default() += 1;
    }

    pub(crate) fn failed(&self) -> u64 {
        self.failures.values().sum()
    }

    /// `{done, failed, failures, p50_ms, p99_ms, max_ms, per_second}`.
    pub(crate) fn json(&self, over: Duration) -> Map<String, Value> {
        let mut all = Map::new();
        if let Value::Object(latencies) = self.took.json() {
            all.extend(latencies);
        }
        all.insert("done".into(), json!(self.took.total()));
        all.insert("failed".into(), json!(self.failed()));
        all.insert("failures".into(), json!(self.failures));
        all.insert("per_second".into(), json!(per_second(self.took.total(), over)));
        all
    }
}

/// A rate.
#[expect(clippy::cast_precision_loss, reason = "counts of a bounded run fit a float many times over")]
pub(crate) fn per_second(count: u64, over: Duration) -> f64 {
    (count as f64 / over.as_secs_f64().max(1e-9)).round()
}

/// CPU seconds a process has used, and its resident memory, from `/proc`; zeros where that is not to be had.
pub(crate) fn usage(pid: Option<u32>) -> Usage {
    let Some(pid) = pid else { return Usage::default() };
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // Fields are counted behind the name, which may itself hold spaces and brackets.
    let ticks: u64 = stat.rsplit_once(')').map_or(0, |(_, rest)| {
        rest.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
    });
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let kilobytes = |name: &str| -> u64 {
        status
            .lines()
            .find_map(|line| line.strip_prefix(name)?.trim().strip_suffix("kB")?.trim().parse().ok())
            .unwrap_or(0)
    };
    // Linux shows ticks of 1/100 s to programs, whatever its own timer does.
    Usage {
        cpu_ms: ticks * 10,
        rss_kb: kilobytes("VmRSS:"),
        own_kb: kilobytes("RssAnon:"),
        peak_kb: kilobytes("VmHWM:"),
    }
}

/// See [`usage`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    pub(crate) cpu_ms: u64,
    pub(crate) rss_kb: u64,
    /// Of it, without the program's file and what else is mapped.
    pub(crate) own_kb: u64,
    pub(crate) peak_kb: u64,
}
