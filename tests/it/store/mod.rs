//! What must be remembered, whatever happens in between.

mod sweeper;
