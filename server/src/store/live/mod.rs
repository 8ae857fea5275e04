//! Live rooms: their log, their players, their answers, the projectors let in.
//!
//! Invariants: a room's log is dense, and whoever appends second at a number appends nothing; what answers are judged by
//! is written in the transaction that writes the log; an answer is inserted only while its question takes answers, and
//! never a second time. Who is erased leaves a seat without name, phone or link; the log stays dense.

pub mod answers;
pub mod erase;
pub mod events;
pub mod players;
pub mod rooms;
pub mod screens;
