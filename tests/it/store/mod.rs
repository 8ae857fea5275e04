//! What must be remembered, whatever happens in between.

mod item_stats;
mod live;
mod review;
mod sweeper;
