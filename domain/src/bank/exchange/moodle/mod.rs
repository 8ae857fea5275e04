//! Moodle XML: the `<quiz>` file of the question bank's export, read and written.
//!
//! Questions are read one after another, so a large export never stands in memory as one tree. What Moodle has and we
//! do not is reported with the question; what we have and Moodle does not travels as tags. Invariant: every wording
//! the bank can hold comes back from its own file unchanged, its image included.

mod base64;
mod kinds;
mod orders;
mod question;
mod text;
mod write;

pub(super) use write::write;

use super::collect::{Collector, MOST_QUESTIONS};
use super::encoding::decode;
use super::xml::Pieces;
use super::{Defaults, Import};
use question::Shelf;

/// How to get a good file.
const EXPORT_AGAIN: &str = "xuất lại từ Moodle: Ngân hàng câu hỏi › Xuất › Định dạng Moodle XML";

/// Reads a `<quiz>` file.
pub(super) fn read(file: &str, bytes: &[u8], defaults: &Defaults) -> Import {
    let text = match decode(file, bytes) {
        Ok(text) => text,
        Err(problem) => return Import::refused(problem),
    };
    let mut pieces = match Pieces::open(file, &text) {
        Ok(pieces) => pieces,
        Err(problem) => return Import::refused(problem),
    };
    let mut collector = Collector::new(file, defaults);
    if pieces.root.name != "quiz" {
        let message = format!("thẻ gốc là <{}>, không phải <quiz> của Moodle XML", pieces.root.name);
        collector.refuse((pieces.root.line, pieces.root.column), "not_moodle_xml", message, EXPORT_AGAIN);
        return collector.finish();
    }
    let mut shelf = Shelf::default();
    let mut met = 0;
    while !collector.full() {
        match pieces.piece() {
            Ok(Some(piece)) => {
                met += 1;
                // Also what is only reported takes memory.
                if met > 2 * MOST_QUESTIONS {
                    let message = format!("tệp có quá {} mục", 2 * MOST_QUESTIONS);
                    collector.refuse((piece.line, piece.column), "too_many", message, "tách thành nhiều tệp");
                    break;
                }
                shelf.take(&mut collector, &piece);
            }
            Ok(None) => break,
            Err(problem) => {
                collector.problem(problem);
                break;
            }
        }
    }
    collector.finish()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_losses;
