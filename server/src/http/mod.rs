//! The way in: one flat router, one endpoint per file, one edge where errors become HTTP.

pub mod api;
pub mod assets;
pub mod edge;
pub mod forms;
pub mod listen;
pub mod ops;
pub mod pages;
pub mod router;
pub mod staff;
pub mod visitor;
