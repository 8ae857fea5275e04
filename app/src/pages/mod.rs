//! One file per screen: a function from plain data to a finished HTML document.
//!
//! Pages never ask for anything: what they show arrives in the structs of [`crate::model`]. Those without islands carry
//! no script at all. The functions are re-exported here, so a handler says `pages::home(&chrome, page)`.

pub mod attempt;
pub mod console;
pub mod contest;
pub mod continue_;
pub mod error;
pub mod farewell;
pub mod home;
pub mod join;
pub mod live;
pub mod me;
pub mod practice;
pub mod privacy;
pub mod result;
pub mod review;
pub mod shell;
pub mod standings;
pub mod waiting;
pub mod who;

#[cfg(test)]
mod tests;

pub use attempt::attempt;
pub use contest::contest;
pub use continue_::continue_;
pub use error::error;
pub use farewell::farewell;
pub use home::home;
pub use join::join;
pub use me::me;
pub use practice::{practice, practice_list};
pub use privacy::privacy;
pub use result::result;
pub use review::review;
pub use standings::standings;
pub use waiting::waiting;
pub use who::who;
