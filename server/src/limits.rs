//! Limits by purpose, keyed by what the purpose is about: a device, a person, a network. A school sits behind one
//! address, so only registering and guessing codes look at networks: registering slows down, and guessing ends for minutes.

use crate::people::burst::Arrivals;
use crate::people::misses::Misses;
use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// All limits of a process.
#[derive(Debug)]
pub struct Limits {
    saves: DefaultKeyedRateLimiter<u128>,
    starts: DefaultKeyedRateLimiter<u128>,
    new_people: Option<DefaultKeyedRateLimiter<String>>,
    /// Wrong personal codes, and wrong setup codes.
    pub codes: Misses,
    /// Wrong group and roster codes.
    pub group_codes: Misses,
    /// New people by network, counted for the organiser.
    pub arrivals: Arrivals,
    all_code_misses: governor::DefaultDirectRateLimiter,
    indicators: DefaultKeyedRateLimiter<String>,
    pin_misses: DefaultKeyedRateLimiter<String>,
    live: DefaultKeyedRateLimiter<u128>,
    screens: DefaultKeyedRateLimiter<String>,
    sign_ins_here: DefaultKeyedRateLimiter<(String, String)>,
    sign_ins_known: DefaultKeyedRateLimiter<String>,
    sign_ins_network: DefaultKeyedRateLimiter<String>,
    sign_ins_account: DefaultKeyedRateLimiter<String>,
}

const fn n(value: u32) -> NonZeroU32 {
    match NonZeroU32::new(value) {
        Some(n) => n,
        None => NonZeroU32::MIN,
    }
}

fn per_ten_minutes(most: u32) -> Quota {
    Quota::with_period(Duration::from_secs(600) / most.max(1))
        .unwrap_or(Quota::per_second(n(1)))
        .allow_burst(n(most))
}

impl Limits {
    /// With the given soft limit of new people per network in ten minutes; 0 = none.
    #[must_use]
    pub fn new(new_people: u32) -> Self {
        Self {
            // A person taps a few times a second at most; a script on one device stays far below what hurts.
            saves: RateLimiter::keyed(Quota::per_second(n(200)).allow_burst(n(600))),
            starts: RateLimiter::keyed(per_ten_minutes(120)),
            new_people: (new_people > 0).then(|| RateLimiter::keyed(per_ten_minutes(new_people))),
            codes: Misses::new(10),
            // Classes type theirs behind one address, and pupils mistype.
            group_codes: Misses::new(100),
            arrivals: Arrivals::default(),
            all_code_misses: RateLimiter::direct(Quota::per_second(n(5)).allow_burst(n(200))),
            indicators: RateLimiter::keyed(per_ten_minutes(120)),
            // A hall shares one address, and people mistype.
            pin_misses: RateLimiter::keyed(per_ten_minutes(300)),
            // A phone answers once a question; retries on a bad line are few.
            live: RateLimiter::keyed(Quota::per_second(n(5)).allow_burst(n(60))),
            // A hall has a handful of projectors, and they share its address with everybody in it.
            screens: RateLimiter::keyed(per_ten_minutes(60)),
            sign_ins_here: RateLimiter::keyed(per_ten_minutes(20)),
            sign_ins_known: RateLimiter::keyed(per_ten_minutes(20)),
            sign_ins_network: RateLimiter::keyed(per_ten_minutes(100)),
            sign_ins_account: RateLimiter::keyed(per_ten_minutes(100)),
        }
    }

    /// One saved answer of this person; seconds to wait when over.
    #[must_use]
    pub fn save(&self, person: u128) -> Option<u32> {
        wait(self.saves.check_key(&person))
    }

    /// One start by this person.
    #[must_use]
    pub fn start(&self, person: u128) -> Option<u32> {
        wait(self.starts.check_key(&person))
    }

    /// One new person from this network; `Some(seconds)` means: wait a little.
    #[must_use]
    pub fn new_person(&self, network: &str) -> Option<u32> {
        self.new_people.as_ref().and_then(|limit| wait(limit.check_key(&network.to_owned())))
    }

    /// How long to hold the answer to a wrong code because everybody together misses too often. Slows, never blocks.
    #[must_use]
    pub fn miss_delay(&self) -> Duration {
        match self.all_code_misses.check() {
            Ok(()) => Duration::ZERO,
            Err(_) => Duration::from_secs(2),
        }
    }

    /// One try to sign in to an account (told by a hash) from a network; seconds to wait when it was tried too often.
    ///
    /// Slows, never locks: budgets refill by themselves, one network cannot use up an account's, and a browser on which
    /// the account signed in before (`known`) has a budget of its own, whatever others do.
    #[must_use]
    pub fn sign_in(&self, account: &str, network: &str, known: Option<&str>) -> Option<u32> {
        if let Some(known) = known {
            return wait(self.sign_ins_known.check_key(&known.to_owned()));
        }
        wait(self.sign_ins_here.check_key(&(account.to_owned(), network.to_owned())))
            .or_else(|| wait(self.sign_ins_network.check_key(&network.to_owned())))
            .or_else(|| wait(self.sign_ins_account.check_key(&account.to_owned())))
    }

    /// One report by this token.
    #[must_use]
    pub fn indicators(&self, token: &str) -> Option<u32> {
        wait(self.indicators.check_key(&token.to_owned()))
    }

    /// One PIN that nobody has, from this network; `Some(seconds)` when it misses too often.
    #[must_use]
    pub fn pin_miss(&self, network: &str) -> Option<u32> {
        wait(self.pin_misses.check_key(&network.to_owned()))
    }

    /// One answer in a live room by this player of this room.
    #[must_use]
    pub fn live(&self, player: u128) -> Option<u32> {
        wait(self.live.check_key(&player))
    }

    /// One projector that asks to be let in from this network, without being known.
    #[must_use]
    pub fn screen(&self, network: &str) -> Option<u32> {
        wait(self.screens.check_key(&network.to_owned()))
    }

    /// Forgets keys that are back at rest; called now and then so that memory stays bounded.
    pub fn tidy(&self, now: i64) {
        self.codes.tidy(now);
        self.group_codes.tidy(now);
        self.arrivals.tidy(now);
        self.saves.retain_recent();
        self.starts.retain_recent();
        self.indicators.retain_recent();
        self.pin_misses.retain_recent();
        self.live.retain_recent();
        self.screens.retain_recent();
        self.sign_ins_here.retain_recent();
        self.sign_ins_known.retain_recent();
        self.sign_ins_network.retain_recent();
        self.sign_ins_account.retain_recent();
        if let Some(limit) = &self.new_people {
            limit.retain_recent();
        }
    }
}

fn wait<I: governor::clock::Reference>(outcome: Result<(), governor::NotUntil<I>>) -> Option<u32>
where
    governor::clock::DefaultClock: governor::clock::Clock<Instant = I>,
{
    outcome.err().map(|not_until| {
        let left = not_until.wait_time_from(governor::clock::DefaultClock::default().now());
        u32::try_from(left.as_secs()).unwrap_or(600).saturating_add(1)
    })
}

/// The network of an address: the address itself for IPv4, the /64 for IPv6.
#[must_use]
pub fn network_of(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let s = v6.segments();
            format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_slows_the_guesser_and_not_the_owner() {
        let limits = Limits::new(0);
        let tries = |account: &str, network: &str, most: usize| {
            (0..most).filter(|_| limits.sign_in(account, network, None).is_none()).count()
        };
        assert_eq!(tries("mc", "10.0.0.1", 30), 20, "one network, one account");
        assert!(
            limits.sign_in("mc", "10.0.0.1", None).is_some_and(|s| s <= 31),
            "for half a minute, not for ever"
        );
        assert!(limits.sign_in("mc", "10.0.0.2", None).is_none(), "the account itself is not locked");
        assert!(
            limits.sign_in("mc", "10.0.0.1", Some("mark")).is_none(),
            "nor its owner on the same network"
        );
        assert!(limits.sign_in("admin", "10.0.0.1", None).is_none());
        // Many networks together.
        let all: usize = (3..20).map(|n| tries("mc", &format!("10.0.0.{n}"), 20)).sum();
        assert_eq!(all, 79);
        assert!(limits.sign_in("mc", "10.0.0.99", None).is_some());
        assert!(limits.sign_in("mc", "10.0.0.99", Some("mark")).is_none());
        // One network, many names.
        let names: usize = (0..200).map(|n| tries(&format!("name{n}"), "10.9.9.9", 1)).sum();
        assert_eq!(names, 100);
    }
}
