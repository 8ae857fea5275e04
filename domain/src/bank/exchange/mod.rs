//! The bank in the formats that writers already use, both ways.
//!
//! A reader turns bytes into `item::Item`s and hands them to a `collect::Collector`, which applies the same rules to
//! all; a writer turns wordings into bytes and says what the format could not hold. Invariants: nothing is dropped in
//! silence, in either direction; a file that breaks a bound is refused before it costs time or memory; a wording that a
//! format can hold comes back from it unchanged (see `docs/FORMATS.md` for what each can hold).

mod aiken;
pub(crate) mod archive;
mod collect;
mod encoding;
mod gift;
mod item;
mod kahoot;
mod markup;
mod media;
mod moodle;
mod qti;
mod sheet;
mod tags;
mod toml_files;
pub(crate) mod xml;

pub use archive::LARGEST_ARCHIVE;
pub use collect::{MOST_QUESTIONS, by_name};
pub use encoding::{LARGEST_TEXT, decode};
pub use media::{LARGEST_IMAGE, Media, MediaFault, is_media_name, keep};
pub use toml_files::folder as read_toml_folder;

use super::{Place, Problem};
use crate::question::{Revision, Source};
use serde::Serialize;

/// A format that is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Our own; several topics or images make a zip of TOML files with a `media` folder.
    Toml,
    /// Our table as comma-separated text.
    Csv,
    /// Our table as a workbook.
    Xlsx,
    /// Kahoot's spreadsheet template.
    Kahoot,
    /// Moodle's GIFT.
    Gift,
    /// Moodle XML.
    MoodleXml,
    /// QTI 2.1: one item, or a package.
    Qti21,
    /// QTI 3.0: one item, or a package.
    Qti3,
    /// Aiken.
    Aiken,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 9] = [
        Self::Toml,
        Self::Csv,
        Self::Xlsx,
        Self::Kahoot,
        Self::Gift,
        Self::MoodleXml,
        Self::Qti21,
        Self::Qti3,
        Self::Aiken,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Toml => "toml",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Kahoot => "kahoot",
            Self::Gift => "gift",
            Self::MoodleXml => "moodle-xml",
            Self::Qti21 => "qti21",
            Self::Qti3 => "qti3",
            Self::Aiken => "aiken",
        }
    }
}

/// What a question gets that its file does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// Topic code.
    pub topic: String,
    /// Topic title; may be empty, then the file's category or the code stands in.
    pub topic_title: String,
    /// 1 to 3.
    pub difficulty: u8,
    /// Sources.
    pub sources: Vec<Source>,
    /// Competence codes.
    pub competence: Vec<String>,
    /// `YYYY-MM-DD`, usually today.
    pub as_of: String,
    /// `YYYY-MM-DD`, usually a year later.
    pub review_by: String,
}

/// What an item uses and we or the format do not have, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// The file.
    pub file: String,
    /// Line in it, from 1; 0 when writing.
    pub line: usize,
    /// The question, by its id or first words.
    pub item: String,
    /// What it uses.
    pub feature: String,
    /// What was done.
    pub done: String,
}

/// What was read from a file.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The wordings that are right in themselves. Use them only when there is no error.
    pub revisions: Vec<Revision>,
    /// Where each was read.
    pub places: Vec<Place>,
    /// Images they use.
    pub media: Vec<Media>,
    /// Errors and warnings.
    pub problems: Vec<Problem>,
    /// What could not be kept.
    pub losses: Vec<Loss>,
}

impl Import {
    /// Whether anything forbids using the file.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }

    fn refused(problem: Problem) -> Self {
        Self { problems: vec![problem], ..Self::default() }
    }
}

/// A written file.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The ending it should have, without dot.
    pub ending: &'static str,
    /// What the format could not hold.
    pub losses: Vec<Loss>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A zip or workbook would pass its format's limits.
    #[error("không ghi được tệp: {0}")]
    Packing(String),
    /// A wording names an image that was not given.
    #[error("câu {question} dùng ảnh {image} không có trong kho")]
    MissingImage {
        /// The question.
        question: String,
        /// The image.
        image: String,
    },
}

/// Reads a file of a format. Never fails as a whole: what is wrong is among the problems.
#[must_use]
pub fn read(format: Format, file: &str, bytes: &[u8], defaults: &Defaults) -> Import {
    match format {
        Format::Toml => toml_files::read(file, bytes),
        Format::Csv => sheet::read_csv(file, bytes, defaults),
        Format::Xlsx => sheet::read_xlsx(file, bytes, defaults),
        Format::Kahoot => kahoot::read(file, bytes, defaults),
        Format::Gift => gift::read(file, bytes, defaults),
        Format::MoodleXml => moodle::read(file, bytes, defaults),
        Format::Qti21 | Format::Qti3 => qti::read(file, bytes, defaults),
        Format::Aiken => aiken::read(file, bytes, defaults),
    }
}

/// Writes wordings in a format. `image` gives the bytes of an image by its name.
///
/// # Errors
/// See [`WriteError`]; what the format merely cannot hold is among the losses.
pub fn write(
    format: Format,
    revisions: &[Revision],
    image: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Export, WriteError> {
    match format {
        Format::Toml => toml_files::write(revisions, image),
        Format::Csv => sheet::write_csv(revisions, image),
        Format::Xlsx => sheet::write_xlsx(revisions, image),
        Format::Kahoot => kahoot::write(revisions),
        Format::Gift => gift::write(revisions),
        Format::MoodleXml => moodle::write(revisions, image),
        Format::Qti21 => qti::write(revisions, image, qti::Version::V21),
        Format::Qti3 => qti::write(revisions, image, qti::Version::V3),
        Format::Aiken => aiken::write(revisions),
    }
}

/// The image of a wording, which must be there.
pub(crate) fn image_of(
    r: &Revision,
    image: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Option<Vec<u8>>, WriteError> {
    let Some(named) = &r.image else { return Ok(None) };
    let missing = || WriteError::MissingImage { question: r.question.clone(), image: named.file.clone() };
    image(&named.file).ok_or_else(missing).map(Some)
}

/// A loss on writing.
pub(crate) fn unwritten(r: &Revision, feature: impl Into<String>, done: impl Into<String>) -> Loss {
    Loss {
        file: String::new(),
        line: 0,
        item: r.question.clone(),
        feature: feature.into(),
        done: done.into(),
    }
}

#[cfg(test)]
mod tests;
