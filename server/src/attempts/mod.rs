//! Attempts: start or resume, save, submit, sweep, explain.

pub mod answer;
pub mod entry;
pub mod extend;
pub mod facts;
pub mod result;
pub mod start;
pub mod submit;
pub mod sweeper;
pub mod view;
