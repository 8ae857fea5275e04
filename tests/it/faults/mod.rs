//! What breaks, and what must not be lost then.

mod kill;
mod storage;
