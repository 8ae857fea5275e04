//! What people do, done by Chromium: fingers on a small phone, with scripts and without, on a good network and a bad
//! one, in Vietnamese and in English. Every test fails on a line in the browser's console that it did not cause itself.

mod clock;
mod english;
mod hall;
mod hands;
mod harness;
mod line;
mod live;
mod organiser;
mod papers;
mod path;
mod people;
mod press;
mod resume;
mod screens;
mod silence;
mod slow;

/// The contest that holds every kind of question.
const CONTEST: &str = "thu-trinh-duyet";
/// The contest that ranks only those with a class code.
const CLASS: &str = "thi-theo-lop";
