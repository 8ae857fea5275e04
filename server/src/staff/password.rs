//! Hashing passwords: argon2id, away from the threads that answer, a few at a time.
//!
//! Invariants: at most two hashes are computed at once (19 MB and a core each) and few wait, so a flood of sign-ins
//! neither starves a running contest nor piles up; an unknown account costs exactly what a wrong password costs.

use crate::error::{Failure, Outcome};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use domain::staff::password::prepared;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashes computed at once.
const AT_ONCE: usize = 2;
/// Hashes that may wait for their turn; more are refused with `busy`. Some 25 ms each.
const WAITING: usize = 32;

/// Made like every other, from a password nobody knows: what an unknown account is checked against. Its parameters must
/// be those of today's hashes, which a test compares.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password as it is stored: a PHC string.
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed(String);

impl Hashed {
    /// The PHC string.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }
}

impl std::fmt::Debug for Hashed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hashed")
    }
}

/// Hashes on this thread, at a cost one feels: for commands. Requests go through [`Passwords`].
///
/// # Errors
/// `internal`, which a password within the rules never meets.
pub fn hash(typed: &str) -> Outcome<Hashed> {
    let salt: [u8; 16] = crate::random::bytes();
    let made = Argon2::default().hash_password_with_salt(prepared(typed).as_bytes(), &salt);
    made.map(|made: PasswordHash| Hashed(made.to_string())).map_err(|e| Failure::internal(&e))
}

fn fits(typed: &str, stored: &str) -> bool {
    Argon2::default().verify_password(prepared(typed).as_bytes(), stored).is_ok()
}

/// The gate before all hashing of a process.
#[derive(Debug)]
pub struct Passwords {
    room: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::with(AT_ONCE, WAITING)
    }
}

impl Passwords {
    fn with(at_once: usize, waiting: usize) -> Self {
        Self { room: Arc::new(Semaphore::new(at_once + waiting)), turns: Arc::new(Semaphore::new(at_once)) }
    }

    /// Hashes a password.
    ///
    /// # Errors
    /// `busy` when too many wait.
    pub async fn hash(&self, typed: &str) -> Outcome<Hashed> {
        let typed = typed.to_owned();
        self.in_turn(move || hash(&typed)).await?
    }

    /// Whether a password is the stored one. Without an account (`None`) it never is, and takes as long.
    ///
    /// # Errors
    /// `busy` when too many wait.
    pub async fn verify(&self, typed: &str, stored: Option<&str>) -> Outcome<bool> {
        let (typed, known) = (typed.to_owned(), stored.is_some());
        let stored = stored.unwrap_or(NOBODY).to_owned();
        let fits = self.in_turn(move || fits(&typed, &stored)).await?;
        metrics::counter!("staff_passwords_checked_total").increment(1);
        Ok(fits && known)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
        let place = Arc::clone(&self.room).try_acquire_owned().map_err(|_| Failure::busy())?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Failure::busy())?;
        // Both go with the work: somebody who hangs up frees no place while their hash is still being computed.
        let done = tokio::task::spawn_blocking(move || {
            let made = work();
            drop((place, turn));
            made
        });
        done.await.map_err(|e| Failure::internal(&e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_fits_however_its_marks_were_typed() {
        let gate = Passwords::default();
        let stored = gate.hash("Mật khẩu dài").await.unwrap().into_text();
        assert!(stored.starts_with("$argon2id$") && !stored.contains("Mật"));
        assert_ne!(stored, hash("Mật khẩu dài").unwrap().into_text(), "each has a salt of its own");
        assert!(gate.verify("Ma\u{323}\u{302}t kha\u{302}\u{309}u da\u{300}i", Some(&stored)).await.unwrap());
        for wrong in ["mật khẩu dài", "Mật khẩu dài ", ""] {
            assert!(!gate.verify(wrong, Some(&stored)).await.unwrap());
        }
        assert!(!gate.verify("Mật khẩu dài", Some("not a hash")).await.unwrap());
        assert!(!gate.verify("Mật khẩu dài", None).await.unwrap());
    }

    #[test]
    fn an_unknown_account_costs_what_a_known_one_does() {
        let real = hash("Mật khẩu dài").unwrap().into_text();
        let (real, nobody) = (PasswordHash::new(&real).unwrap(), PasswordHash::new(NOBODY).unwrap());
        assert_eq!((real.algorithm, real.version), (nobody.algorithm, nobody.version));
        assert_eq!(real.params.to_string(), nobody.params.to_string());
        let lengths = |h: &PasswordHash| (h.salt.as_ref().map(|s| s.len()), h.hash.as_ref().map(|o| o.len()));
        assert_eq!(lengths(&real), lengths(&nobody));
    }

    #[tokio::test]
    async fn more_than_may_wait_are_refused_at_once() {
        let gate = Arc::new(Passwords::with(1, 1));
        let turn = Arc::clone(&gate.turns).acquire_owned().await.unwrap();
        let waiting = {
            let gate = Arc::clone(&gate);
            tokio::spawn(async move { gate.in_turn(|| 1).await })
        };
        let second = {
            let gate = Arc::clone(&gate);
            tokio::spawn(async move { gate.in_turn(|| 2).await })
        };
        while gate.room.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let refused = gate.in_turn(|| 3).await.unwrap_err();
        assert_eq!((refused.code, refused.status, refused.retry_after), ("busy", 503, Some(2)));
        drop(turn);
        assert_eq!((waiting.await.unwrap().unwrap(), second.await.unwrap().unwrap()), (1, 2));
        assert_eq!(gate.in_turn(|| 4).await.unwrap(), 4, "and the places are free again");
    }
}
