//! What people see: views of plain data, and the few islands that must react.
//!
//! Knows the payload types of `domain` and browser interfaces, nothing of databases or axum. Every page is finished
//! HTML with ordinary links and forms; an island only improves what already works.

pub mod model;
