//! The command line, through the built binary: 0 done, 1 refused with one clear line, 2 usage.

mod bank;
mod contests;
mod demo;
mod formats;
mod item_stats;
mod logs;
mod opening;
mod review;
mod rooms;
mod staff;
mod workshop;
