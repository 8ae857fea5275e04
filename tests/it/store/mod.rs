//! What must be remembered, whatever happens in between.

mod item_stats;
mod live;
mod moments;
mod ranks;
mod review;
mod sweeper;
