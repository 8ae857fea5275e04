//! Staff: accounts and their roles, passwords, sessions, and the way in for the first administrator.
//!
//! The rules (roles, names, what a password must be, when a session is over) are in `domain::staff`. Invariants: every
//! check of a role happens here, on the server, on each request; passwords, session tokens and setup codes are stored
//! as hashes only; nobody can lock somebody else's account by guessing.

pub mod accounts;
pub mod first;
pub mod password;
pub mod session;
