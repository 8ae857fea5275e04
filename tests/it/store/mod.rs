//! What must be remembered, whatever happens in between.

mod item_stats;
mod review;
mod sweeper;
