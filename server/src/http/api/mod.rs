//! `/api/v1`: JSON for the phone's islands and for anybody else. It only grows; `openapi` holds its document.

pub mod attempts;
pub mod contests;
pub mod indicators;
pub mod live;
pub mod openapi;
pub mod participants;
pub mod save_answer;
pub mod standings;
pub mod start_attempt;
pub mod submit_attempt;
