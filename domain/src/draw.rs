//! Dealing a paper: which questions, in which order, from a seed that is stored with the attempt.
//!
//! Invariants: the same seed, pool, tickets and blueprint give the same paper on every machine and in every later
//! version (disputes are replayed); no question appears twice on a paper, nor with one of its enemies. To keep the
//! first, nothing here uses a library's sampling functions: only ChaCha8's raw stream (a published standard), an unbiased
//! bounded draw and Fisher–Yates written in `deal`, and a pool sorted by question id.
//!
//! What is guaranteed. Without enemies, and with enemies that come in groups which are all enemies of each other, a
//! blueprint that can be filled is filled, and a [`Shortage`] is exact: both are matchings, solved in polynomial time.
//! Enmities that cross such groups (A with B, B with C, A and C friends) make the question as hard as colouring graphs,
//! so it is searched exactly but with a bound on the steps. A [`Plan`] still only exists together with a paper that
//! keeps every rule, so every draw from it gives one; what the bound can cost is that a blueprint that could have been
//! filled is refused, and then its shortage says `at_least`. Work per paper: at most 32 deals and one search of 100
//! steps.
//!
//! Chances are exact for a line alone and for lines that do not compete for the same questions: each pick falls on a
//! question in proportion to its tickets. Where picks must be moved, dealt anew or searched for, they are a tendency.

mod deal;
mod enemies;
mod hand;
mod plan;
mod pool;
mod search;

pub(crate) use deal::Dice;
pub use plan::{Plan, Shortage, draw, fits};
pub use pool::{MOST_TICKETS, Pool, overdue, tickets};

#[cfg(test)]
mod tests;
