//! What breaks, and what must not be lost then.

mod kill;
mod live;
mod storage;
