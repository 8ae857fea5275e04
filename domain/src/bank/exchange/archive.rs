//! Zip files from strangers, opened with bounds, and our own, written the same way every time.
//!
//! Invariants: nothing larger than the bounds is ever unpacked into memory, whatever the directory claims; names that
//! climb out of the archive are refused; the same content gives the same bytes.

use super::encoding::refusal;
use crate::bank::Problem;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The largest archive read, in bytes.
pub const LARGEST_ARCHIVE: usize = 64 * 1024 * 1024;
const MOST_ENTRIES: usize = 5_000;
/// One file unpacked, in bytes.
const LARGEST_ENTRY: u64 = 32 * 1024 * 1024;
/// Everything unpacked, in bytes.
const LARGEST_WHOLE: u64 = 128 * 1024 * 1024;

/// The files of an archive: name → content.
///
/// # Errors
/// Not a zip file, too large, too many files, encrypted, or a name that climbs out.
pub(crate) fn unpack(file: &str, bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Problem> {
    let mut files = BTreeMap::new();
    walk(file, bytes, |name, content| {
        files.insert(name, content);
    })?;
    Ok(files)
}

/// Unpacks once into nothing: whether a library that unpacks by itself may be let near it.
///
/// # Errors
/// As [`unpack`].
pub(crate) fn check(file: &str, bytes: &[u8]) -> Result<(), Problem> {
    walk(file, bytes, |_, _| {})
}

fn walk(file: &str, bytes: &[u8], mut each: impl FnMut(String, Vec<u8>)) -> Result<(), Problem> {
    let refuse = |code, message: String, remedy: &str| refusal(file, 1, 1, code, message, remedy);
    let resave = "mở bằng chương trình đã tạo ra tệp và lưu lại";
    if bytes.len() > LARGEST_ARCHIVE {
        let message =
            format!("tệp nén dài {} MB, nhiều nhất {} MB", bytes.len() >> 20, LARGEST_ARCHIVE >> 20);
        return Err(refuse("too_large", message, "tách thành nhiều tệp"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|e| refuse("bad_archive", format!("không mở được tệp nén ({e})"), resave))?;
    if archive.len() > MOST_ENTRIES {
        let message = format!("tệp nén chứa {} tệp, nhiều nhất {MOST_ENTRIES}", archive.len());
        return Err(refuse("too_many_files", message, "tách thành nhiều tệp"));
    }
    let mut whole = 0_u64;
    for i in 0..archive.len() {
        let entry = archive
            .by_index(i)
            .map_err(|e| refuse("bad_archive", format!("không đọc được tệp nén ({e})"), resave))?;
        if entry.is_dir() {
            continue;
        }
        let Some(name) = entry.enclosed_name().and_then(|p| p.to_str().map(str::to_owned)) else {
            let message = format!(
                "tệp nén chứa tên không hợp lệ “{}”",
                entry.name().unwrap_or_default().escape_debug()
            );
            return Err(refuse("bad_name", message, resave));
        };
        let most = LARGEST_ENTRY.min(LARGEST_WHOLE - whole);
        let mut content = Vec::new();
        entry
            .take(most + 1)
            .read_to_end(&mut content)
            .map_err(|e| refuse("bad_archive", format!("không giải nén được “{name}” ({e})"), resave))?;
        let size = content.len() as u64;
        if size > most {
            let message = format!("“{name}” giải nén ra quá lớn");
            return Err(refuse("zip_bomb", message, "bỏ tệp đó, hoặc tách thành nhiều tệp"));
        }
        whole += size;
        each(name, content);
    }
    Ok(())
}

/// An archive of these files, byte for byte the same each time.
///
/// # Errors
/// When the archive would pass the limits of its format.
pub(crate) fn pack<'f>(
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, content) in files {
        writer.start_file(name, options)?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_packing_is_repeatable() {
        let files = [("imsmanifest.xml", b"<manifest/>".as_slice()), ("media/a.png", b"\x89PNG".as_slice())];
        let packed = pack(files).expect("packs");
        assert_eq!(packed, pack(files).expect("packs"));
        let unpacked = unpack("goi.zip", &packed).expect("unpacks");
        assert_eq!(unpacked.len(), 2);
        assert_eq!(unpacked["media/a.png"], b"\x89PNG");
    }

    #[test]
    fn a_bomb_is_refused() {
        let zeros = vec![0_u8; 40 * 1024 * 1024];
        let packed = pack([("bom.xml", zeros.as_slice())]).expect("packs");
        assert!(packed.len() < 100_000, "it is small on disk");
        assert_eq!(unpack("bom.zip", &packed).expect_err("refused").code, "zip_bomb");
        let piece = vec![0_u8; 30 * 1024 * 1024];
        let names = ["a", "b", "c", "d", "e"];
        let packed = pack(names.map(|n| (n, piece.as_slice()))).expect("packs");
        assert_eq!(check("bom.zip", &packed).expect_err("refused").code, "zip_bomb");
    }

    #[test]
    fn what_is_no_archive_is_said() {
        assert_eq!(check("x.zip", b"hello").expect_err("refused").code, "bad_archive");
    }
}
