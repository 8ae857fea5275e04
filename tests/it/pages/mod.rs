//! Pages and plain forms, as a browser without script uses them.

mod citizen;
mod edges;
mod erasing;
mod joining;
mod kiosk;
mod live_rooms;
mod media;
mod mine;
mod organiser;
mod played;
mod practice;
mod release;
mod same_person;
mod setup;
