//! The question bank as its authors see it: how questions do in real attempts. Loading questions is in `contests::bank`.

pub mod stats;
