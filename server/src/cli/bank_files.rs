//! Question files on disk, for the commands that read and write them: which files, how large, of what format.

use domain::bank::exchange::{
    Defaults, Format, Import, LARGEST_ARCHIVE, read as read_bytes, read_toml_folder,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A format as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FormatName {
    /// Our own
    Toml,
    /// Our table as comma-separated text
    Csv,
    /// Our table as a workbook
    Xlsx,
    /// Kahoot's spreadsheet template
    Kahoot,
    /// Moodle's GIFT
    Gift,
    /// Moodle XML
    MoodleXml,
    /// QTI 2.1
    Qti21,
    /// QTI 3.0
    Qti3,
    /// Aiken
    Aiken,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Toml => Self::Toml,
            FormatName::Csv => Self::Csv,
            FormatName::Xlsx => Self::Xlsx,
            FormatName::Kahoot => Self::Kahoot,
            FormatName::Gift => Self::Gift,
            FormatName::MoodleXml => Self::MoodleXml,
            FormatName::Qti21 => Self::Qti21,
            FormatName::Qti3 => Self::Qti3,
            FormatName::Aiken => Self::Aiken,
        }
    }
}

fn endings(format: Format) -> &'static [&'static str] {
    match format {
        Format::Toml => &["toml"],
        Format::Csv => &["csv"],
        Format::Xlsx | Format::Kahoot => &["xlsx"],
        Format::Gift => &["gift", "txt"],
        Format::MoodleXml => &["xml"],
        Format::Qti21 | Format::Qti3 => &["zip", "xml"],
        Format::Aiken => &["txt"],
    }
}

/// Reads a file, or every file of the format in a folder, as one import.
///
/// # Errors
/// What cannot be read, by name.
pub fn read(path: &Path, format: Format, defaults: &Defaults) -> anyhow::Result<Import> {
    if !path.is_dir() {
        let beside = if format == Format::Toml { media_beside(path.parent())? } else { BTreeMap::new() };
        let name = path.display().to_string();
        let bytes = bytes_of(path)?;
        if format == Format::Toml && !bytes.starts_with(b"PK") {
            return Ok(read_toml_folder(&[(name, bytes)], &beside));
        }
        return Ok(read_bytes(format, &name, &bytes, defaults));
    }
    let files = inside(path, endings(format))?;
    anyhow::ensure!(!files.is_empty(), "no {} question files there", format.code());
    let mut read = Vec::with_capacity(files.len());
    for file in files {
        read.push((file.display().to_string(), bytes_of(&file)?));
    }
    if format == Format::Toml {
        return Ok(read_toml_folder(&read, &media_beside(Some(path))?));
    }
    let mut all = Import::default();
    for (name, bytes) in read {
        let one = read_bytes(format, &name, &bytes, defaults);
        all.revisions.extend(one.revisions);
        all.places.extend(one.places);
        all.media.extend(one.media);
        all.problems.extend(one.problems);
        all.losses.extend(one.losses);
    }
    Ok(all)
}

fn inside(folder: &Path, endings: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|e| anyhow::anyhow!("cannot read {}: {e}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|p| {
            p.is_file() && p.extension().and_then(|e| e.to_str()).is_some_and(|e| endings.contains(&e))
        })
        .collect();
    files.sort();
    Ok(files)
}

/// The pictures in `media` beside question files, by their name there.
fn media_beside(folder: Option<&Path>) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let folder = folder.filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new(".")).join("media");
    let mut found = BTreeMap::new();
    if folder.is_dir() {
        for path in inside(&folder, &["png", "jpg", "jpeg", "gif", "webp"])? {
            if let Some(name) = path.file_name().and_then(|n| n.to_str()) {
                found.insert(format!("media/{name}"), bytes_of(&path)?);
            }
        }
    }
    Ok(found)
}

fn bytes_of(path: &Path) -> anyhow::Result<Vec<u8>> {
    let name = path.display();
    let size = std::fs::metadata(path).map_err(|e| anyhow::anyhow!("cannot read {name}: {e}"))?.len();
    // Asked before reading: a file of gigabytes is refused without being loaded.
    anyhow::ensure!(
        size <= LARGEST_ARCHIVE as u64,
        "{name}: {} MB, at most {} MB; split it",
        size >> 20,
        LARGEST_ARCHIVE >> 20
    );
    std::fs::read(path).map_err(|e| anyhow::anyhow!("cannot read {name}: {e}"))
}
