//! Very many new people from one network: written down for the organiser, never a reason to refuse.
//!
//! Everybody who comes is counted by network and ten minutes; only when somebody has to wait is the count written, and from
//! then on kept up with everybody else who comes in that span. Each process adds what it counted itself.

use crate::state::App;
use crate::store::people;
use parking_lot::Mutex;
use std::collections::HashMap;

/// One span, ms.
const SPAN_MS: i64 = 600_000;

/// New people by network and span, as far as this process saw them.
#[derive(Debug, Default)]
pub struct Arrivals(Mutex<HashMap<(String, i64), Count>>);

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    came: i64,
    /// Of them, those the written row holds.
    written: i64,
    /// Somebody had to wait.
    burst: bool,
}

impl Count {
    /// Those to add to the row.
    const fn take(&mut self) -> i64 {
        let new = self.came - self.written;
        self.written = self.came;
        new
    }
}

impl Arrivals {
    /// Somebody came; how many to add to the row, when there is one.
    fn came(&self, network: &str, span: i64) -> Option<i64> {
        let mut all = self.0.lock();
        let count = all.entry((network.to_owned(), span)).or_default();
        count.came += 1;
        count.burst.then(|| count.take())
    }

    /// Somebody has to wait; the spans to write now, with how many to add. Those who filled the limit may have come just
    /// before the present span began.
    fn held(&self, network: &str, span: i64) -> Vec<(i64, i64)> {
        let mut all = self.0.lock();
        let mut write = Vec::new();
        for at in [span - 1, span] {
            let key = (network.to_owned(), at);
            if at != span && !all.contains_key(&key) {
                continue;
            }
            let count = all.entry(key).or_default();
            if !count.burst {
                count.burst = true;
                write.push((at, count.take()));
            }
        }
        write
    }

    /// They were not written after all.
    fn give_back(&self, network: &str, span: i64, people: i64) {
        if let Some(count) = self.0.lock().get_mut(&(network.to_owned(), span)) {
            count.written -= people;
        }
    }

    /// Forgets spans that are over.
    pub fn tidy(&self, now: i64) {
        let present = now.div_euclid(SPAN_MS);
        self.0.lock().retain(|(_, span), _| *span >= present - 1);
    }
}

/// Counts a new person of a network.
pub async fn came(app: &App, network: &str) {
    // Without a limit nobody waits, and nothing is ever written.
    if app.config.new_participants_per_network == 0 {
        return;
    }
    let span = app.now().div_euclid(SPAN_MS);
    if let Some(people) = app.limits.arrivals.came(network, span) {
        write(app, network, span, people).await;
    }
}

/// Somebody new has to wait: the network's burst is written down.
pub async fn held(app: &App, network: &str) {
    for (span, people) in app.limits.arrivals.held(network, app.now().div_euclid(SPAN_MS)) {
        write(app, network, span, people).await;
    }
}

/// Failing to write it down harms nobody.
async fn write(app: &App, network: &str, span: i64, people: i64) {
    let hmac = app.secrets.network_hmac(network);
    let id = format!("{hmac}-{span}");
    let (from, to) = (span * SPAN_MS, app.now().min((span + 1) * SPAN_MS));
    let written = app
        .store
        .write(move |link| {
            Box::pin(async move { Ok(people::add_burst(link, &id, &hmac, people, from, to).await?) })
        })
        .await;
    if let Err(e) = written {
        app.limits.arrivals.give_back(network, span, people);
        tracing::warn!(error = %e, "a burst of new people was not recorded");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_of_a_burst_is_told_once() {
        let arrivals = Arrivals::default();
        for _ in 0..4 {
            assert_eq!(arrivals.came("school", 7), None, "nobody has to wait: nothing is written");
        }
        assert_eq!(arrivals.came("school", 8), None);
        assert_eq!(arrivals.came("home", 8), None);
        assert_eq!(arrivals.held("school", 8), [(7, 4), (8, 1)], "those just before belong to it");
        assert_eq!(arrivals.held("school", 8), [], "once is enough");
        assert_eq!(arrivals.came("school", 8), Some(1), "and who comes after is added");
        arrivals.give_back("school", 8, 1);
        assert_eq!(arrivals.came("school", 8), Some(2), "what was not written comes with the next");
        assert_eq!(arrivals.held("home", 9), [(8, 1), (9, 0)]);
        arrivals.tidy(10 * SPAN_MS);
        assert_eq!(arrivals.0.lock().len(), 1);
    }
}
