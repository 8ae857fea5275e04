//! `/api/v1/live`, as phones, projectors and hosts use it: the whole of a show without a page.

mod answering;
mod books;
mod ceremony;
mod clicker;
mod fair;
mod figures;
mod finding;
mod game;
mod hosts;
mod joining;
mod knockout;
mod nodes;
mod pace;
mod pins;
mod reconnecting;
mod results;
mod returning;
mod secrets;
