//! Our own format with images: one TOML file, or a zip of one file per topic with a `media` folder.
//!
//! Invariant: an image named in a TOML file is looked for beside it in the same archive, and only there.

use super::archive::{pack, unpack};
use super::encoding::{decode, refusal};
use super::media::keep;
use super::{Export, Import, WriteError, image_of};
use crate::bank::{parse_files, revision_id, to_toml_files};
use crate::question::Revision;
use std::collections::BTreeMap;

/// Reads one TOML file, or a zip of some.
pub(super) fn read(file: &str, bytes: &[u8]) -> Import {
    if bytes.starts_with(b"PK") {
        return match unpack(file, bytes) {
            Ok(files) => {
                let is_toml = |name: &str| name.ends_with(".toml");
                let (texts, rest): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| is_toml(name));
                folder(&texts, &rest.into_iter().collect())
            }
            Err(problem) => Import::refused(problem),
        };
    }
    folder(&[(file.to_owned(), bytes.to_vec())], &BTreeMap::new())
}

/// Reads TOML files and the files beside them as one bank.
pub(super) fn folder(files: &[(String, Vec<u8>)], beside: &BTreeMap<String, Vec<u8>>) -> Import {
    let mut import = Import::default();
    let mut texts = Vec::new();
    for (name, bytes) in files {
        match decode(name, bytes) {
            Ok(text) => texts.push((name.as_str(), text)),
            Err(problem) => import.problems.push(problem),
        }
    }
    let parsed = parse_files(texts.iter().map(|(name, text)| (*name, text.as_ref())));
    import.problems.extend(parsed.problems);
    for (mut revision, place) in parsed.revisions.into_iter().zip(parsed.places) {
        if let Some(image) = &mut revision.image {
            let found = beside.get(&image.file).map(|bytes| keep(bytes));
            let why = match found {
                Some(Ok(kept)) => {
                    (image.file, image.width, image.height) = (kept.name.clone(), kept.width, kept.height);
                    if !import.media.iter().any(|m| m.name == kept.name) {
                        import.media.push(kept);
                    }
                    None
                }
                Some(Err(why)) => Some(format!("ảnh \"{}\" {why}", image.file)),
                None => Some(format!("không thấy ảnh \"{}\" cạnh tệp", image.file)),
            };
            if let Some(why) = why {
                let remedy = "để ảnh trong thư mục `media` cạnh tệp câu hỏi (hoặc trong cùng tệp zip)";
                import.problems.push(refusal(
                    &place.file,
                    place.line,
                    place.column,
                    "bad_image",
                    why,
                    remedy,
                ));
                continue;
            }
            revision.id = revision_id(&revision);
        }
        import.revisions.push(revision);
        import.places.push(place);
    }
    import
}

/// One TOML file when that holds everything, else a zip.
pub(super) fn write(
    revisions: &[Revision],
    image: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Export, WriteError> {
    let mut media: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut placed = Vec::with_capacity(revisions.len());
    for r in revisions {
        let bytes = image_of(r, image)?;
        let mut r = r.clone();
        if let (Some(bytes), Some(named)) = (bytes, &mut r.image) {
            named.file = format!("media/{}", named.file);
            media.insert(named.file.clone(), bytes);
        }
        placed.push(r);
    }
    let texts = to_toml_files(&placed);
    if let (true, Some(only)) = (media.is_empty() && texts.len() <= 1, texts.values().next()) {
        return Ok(Export { bytes: only.clone().into_bytes(), ending: "toml", losses: Vec::new() });
    }
    let named: Vec<(String, Vec<u8>)> = texts
        .into_iter()
        .map(|(topic, text)| (format!("{topic}.toml"), text.into_bytes()))
        .chain(media)
        .collect();
    let bytes = pack(named.iter().map(|(n, b)| (n.as_str(), b.as_slice())))
        .map_err(|e| WriteError::Packing(e.to_string()))?;
    Ok(Export { bytes, ending: "zip", losses: Vec::new() })
}
