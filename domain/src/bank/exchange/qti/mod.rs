//! QTI 2.1, 2.2 and 3.0: one item as an XML file, or a package of items with pictures.
//!
//! QTI 3.0 writes `qti-simple-choice` where 2.1 writes `simpleChoice`; [`names`] makes them one, and all else is shared.
//! Invariants: whatever a package names is looked for in the package and nowhere else; an item of a kind we do not have
//! is reported by the name of its interaction and left out; a wording written here is read back unchanged.

mod declared;
mod feedback;
mod flow;
mod interaction;
mod item;
mod key;
mod listed;
mod manifest;
mod names;
mod package;
mod written;

#[cfg(test)]
mod tests;

use super::collect::Collector;
use super::encoding::{decode, refusal};
use super::xml::{Element, Pieces};
use super::{Defaults, Export, Import, WriteError};
use crate::bank::Problem;
use crate::question::Revision;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// 2.1.
    V21,
    /// 3.0.
    V3,
}

/// Reads an item or a package of either version.
pub(super) fn read(file: &str, bytes: &[u8], defaults: &Defaults) -> Import {
    if bytes.starts_with(b"PK") {
        return package::read(file, bytes, defaults);
    }
    let text = match decode(file, bytes) {
        Ok(text) => text,
        Err(problem) => return Import::refused(problem),
    };
    match document(file, &text) {
        Ok(root) => {
            let mut collector = Collector::new(file, defaults);
            let picture = |address: &str| {
                if listed::is_elsewhere(address) { item::Picture::Outside } else { item::Picture::Alone }
            };
            item::read(&root, &[], &picture, &mut collector);
            collector.finish()
        }
        Err(problem) => Import::refused(problem),
    }
}

/// Writes a package.
pub(super) fn write(
    revisions: &[Revision],
    image: &dyn Fn(&str) -> Option<Vec<u8>>,
    version: Version,
) -> Result<Export, WriteError> {
    written::package(revisions, image, version)
}

/// The tree of an item's file, names made one; anything else is refused with what to do.
fn document<'t>(file: &'t str, text: &'t str) -> Result<Element<'t>, Problem> {
    let pieces = Pieces::open(file, text)?;
    let root = &pieces.root;
    let refuse =
        |code, message: &str, remedy: &str| Err(refusal(file, root.line, root.column, code, message, remedy));
    match names::one(&root.name).as_ref() {
        "assessmentItem" => {}
        "questestinterop" => return Err(old(file, root.line, root.column)),
        "assessmentTest" | "assessmentSection" => {
            let what = "tệp này là bài kiểm tra, chỉ nhắc tên các câu hỏi chứ không chứa chúng";
            return refuse("qti_test", what, "nạp cả gói zip có imsmanifest.xml");
        }
        "manifest" => {
            return refuse("qti_manifest", "tệp này chỉ là danh mục của gói", "nạp cả gói zip chứa nó");
        }
        other => {
            let what = format!("đây không phải câu hỏi QTI (thẻ gốc là <{other}>)");
            return refuse("not_qti", &what, "kiểm tra --format, hoặc xuất lại ra QTI 2.1 hay 3.0");
        }
    }
    let mut root = pieces.whole()?;
    names::normalise(&mut root);
    Ok(root)
}

/// QTI 1.2 is another language altogether.
fn old(file: &str, line: usize, column: usize) -> Problem {
    let remedy = "xuất ra QTI 2.1 (hoặc 2.2, 3.0); từ Moodle thì xuất Moodle XML";
    refusal(file, line, column, "qti_1_2", "đây là QTI 1.2 (questestinterop), không đọc được", remedy)
}
