//! Zip files from strangers, opened with bounds, and our own, written the same way every time.
//!
//! Invariants: nothing larger than the bounds is ever unpacked into memory, whatever the directory claims; names that
//! climb out of the archive are refused; the same content gives the same bytes.

use super::encoding::refusal;
use crate::bank::Problem;
use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The largest archive read, in bytes.
pub const LARGEST_ARCHIVE: usize = 64 * 1024 * 1024;
/// A QTI package has a file per question, and one per picture.
const MOST_ENTRIES: usize = 45_000;
/// One file unpacked, in bytes.
const LARGEST_ENTRY: u64 = 32 * 1024 * 1024;
/// Everything unpacked, in bytes.
const LARGEST_WHOLE: u64 = 128 * 1024 * 1024;

/// An archive that is unpacked file by file, when a file is asked for.
pub(crate) struct Archive<'b> {
    file: &'b str,
    bytes: &'b [u8],
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// One for all files: making a new one for each leaves holes in the heap that add up to more than what is read.
    inflater: Decompress,
    /// Files by name; of two with one name the later counts.
    places: BTreeMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'b> Archive<'b> {
    /// Opens an archive and looks at its directory; nothing is unpacked.
    ///
    /// # Errors
    /// Not a zip file, too large, too many files, or a name that climbs out.
    pub(crate) fn open(file: &'b str, bytes: &'b [u8]) -> Result<Self, Problem> {
        let refuse = |code, message: String, remedy: &str| refusal(file, 1, 1, code, message, remedy);
        if bytes.len() > LARGEST_ARCHIVE {
            let message =
                format!("tệp nén dài {} MB, nhiều nhất {} MB", bytes.len() >> 20, LARGEST_ARCHIVE >> 20);
            return Err(refuse("too_large", message, "tách thành nhiều tệp"));
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|e| refuse("bad_archive", format!("không mở được tệp nén ({e})"), SAVE_AGAIN))?;
        if zip.len() > MOST_ENTRIES {
            let message = format!("tệp nén chứa {} tệp, nhiều nhất {MOST_ENTRIES}", zip.len());
            return Err(refuse("too_many_files", message, "tách thành nhiều tệp"));
        }
        let mut places = BTreeMap::new();
        for i in 0..zip.len() {
            let entry = zip
                .by_index_raw(i)
                .map_err(|e| refuse("bad_archive", format!("không đọc được tệp nén ({e})"), SAVE_AGAIN))?;
            if entry.is_dir() {
                continue;
            }
            let Some(name) = entry.enclosed_name().and_then(|p| p.to_str().map(str::to_owned)) else {
                let message = format!(
                    "tệp nén chứa tên không hợp lệ “{}”",
                    entry.name().unwrap_or_default().escape_debug()
                );
                return Err(refuse("bad_name", message, SAVE_AGAIN));
            };
            places.insert(name, i);
        }
        Ok(Self { file, bytes, zip, inflater: Decompress::new(false), places, left: LARGEST_WHOLE })
    }

    /// The names of its files, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// Unpacks a file; `None` when there is none of that name. Everything that is unpacked counts, also the same file
    /// twice.
    ///
    /// # Errors
    /// Broken or encrypted; larger than a file or all files may be.
    pub(crate) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Problem> {
        let Some(place) = self.places.get(name) else { return Ok(None) };
        self.read_at(*place, name).map(Some)
    }

    fn read_at(&mut self, place: usize, name: &str) -> Result<Vec<u8>, Problem> {
        let refuse = |code, message: String, remedy: &str| refusal(self.file, 1, 1, code, message, remedy);
        let broken =
            |why: &str| refuse("bad_archive", format!("không giải nén được “{name}” ({why})"), SAVE_AGAIN);
        let entry = self.zip.by_index_raw(place).map_err(|e| broken(&e.to_string()))?;
        let packed = entry
            .data_start()
            .and_then(|from| Some(from..from.checked_add(entry.compressed_size())?))
            .and_then(|r| Some(usize::try_from(r.start).ok()?..usize::try_from(r.end).ok()?))
            .and_then(|range| self.bytes.get(range))
            .ok_or_else(|| broken("thiếu dữ liệu"))?;
        if entry.encrypted() {
            return Err(broken("có mật khẩu"));
        }
        let most = LARGEST_ENTRY.min(self.left);
        let content = match entry.compression() {
            CompressionMethod::Stored if packed.len() as u64 > most => None,
            CompressionMethod::Stored => Some(packed.to_vec()),
            CompressionMethod::Deflated => {
                // The directory may lie about the size; it is only where the buffer begins.
                let claimed = usize::try_from(entry.size()).unwrap_or(usize::MAX).min(LARGEST_BEGINNING);
                inflate(&mut self.inflater, packed, claimed, usize::try_from(most).unwrap_or(usize::MAX))
                    .map_err(|()| broken("dữ liệu hỏng"))?
            }
            other => return Err(broken(&format!("kiểu nén {other}"))),
        };
        let Some(content) = content else {
            self.left = 0;
            let message = format!("“{name}” giải nén ra quá lớn");
            return Err(refuse("zip_bomb", message, "bỏ tệp đó, hoặc tách thành nhiều tệp"));
        };
        let mut sum = Crc::new();
        sum.update(&content);
        if sum.sum() != entry.crc32() {
            return Err(broken("tổng kiểm không khớp"));
        }
        self.left -= content.len() as u64;
        Ok(content)
    }
}

/// Unpacks at most so many bytes; nothing when there are more.
fn inflate(
    inflater: &mut Decompress,
    packed: &[u8],
    claimed: usize,
    most: usize,
) -> Result<Option<Vec<u8>>, ()> {
    inflater.reset(false);
    let mut out = Vec::with_capacity(claimed.max(64));
    loop {
        if out.len() > most {
            return Ok(None);
        }
        if out.len() == out.capacity() {
            out.reserve(out.len().min(LARGEST_BEGINNING));
        }
        let read = usize::try_from(inflater.total_in()).map_err(drop)?;
        let (rest, before) = (packed.get(read..).unwrap_or_default(), out.len());
        let status = inflater.decompress_vec(rest, &mut out, FlushDecompress::None).map_err(|_| ())?;
        if status == Status::StreamEnd {
            return Ok((out.len() <= most).then_some(out));
        }
        let stuck = out.len() == before && inflater.total_in() == read as u64;
        if stuck && out.len() < out.capacity() {
            // Nothing more comes out of a stream that has no end.
            return Err(());
        }
    }
}

const SAVE_AGAIN: &str = "mở bằng chương trình đã tạo ra tệp và lưu lại";
/// Room made at once for a file that says it is large.
const LARGEST_BEGINNING: usize = 1024 * 1024;

/// The files of an archive: name → content.
///
/// # Errors
/// Not a zip file, too large, too many files, encrypted, or a name that climbs out.
pub(crate) fn unpack(file: &str, bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Problem> {
    let mut archive = Archive::open(file, bytes)?;
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    let mut files = BTreeMap::new();
    for name in names {
        if let Some(content) = archive.read(&name)? {
            files.insert(name, content);
        }
    }
    Ok(files)
}

/// Unpacks once into nothing: whether a library that unpacks by itself may be let near it.
///
/// # Errors
/// As [`unpack`].
pub(crate) fn check(file: &str, bytes: &[u8]) -> Result<(), Problem> {
    let mut archive = Archive::open(file, bytes)?;
    // By place, not by name: the library may tell names apart that are one to us.
    (0..archive.zip.len()).try_for_each(|place| {
        let name = archive.zip.name_for_index(place).and_then(Result::ok).unwrap_or_default().into_owned();
        archive.read_at(place, &name).map(drop)
    })
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
    fn files_are_unpacked_when_asked_for() {
        let long = "Câu hỏi và câu trả lời. ".repeat(200_000);
        let packed = pack([("a/b.xml", long.as_bytes()), ("a/empty", b"".as_slice())]).expect("packs");
        let mut archive = Archive::open("goi.zip", &packed).expect("opens");
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a/b.xml", "a/empty"]);
        assert_eq!(archive.read("a/c.xml").expect("reads"), None);
        for _ in 0..2 {
            assert_eq!(archive.read("a/b.xml").expect("reads").as_deref(), Some(long.as_bytes()));
            assert_eq!(archive.read("a/empty").expect("reads").as_deref(), Some(b"".as_slice()));
        }
        // The same again counts again: 5 MB fit 25 times.
        let again = (0..30).map(|_| archive.read("a/b.xml").map(drop)).find_map(Result::err);
        assert_eq!(again.expect("bounded").code, "zip_bomb");
    }

    #[test]
    fn damage_is_noticed() {
        let text = "Dưới đây là một câu hỏi. ".repeat(40);
        let packed = pack([("a.xml", text.as_bytes())]).expect("packs");
        let mut noticed = 0;
        for at in 0..packed.len() {
            let mut broken = packed.clone();
            broken[at] ^= 0x10;
            match unpack("x.zip", &broken) {
                // Dates, versions and the like are not ours to judge.
                Ok(files) => assert!(files.values().all(|f| f == text.as_bytes()), "byte {at}"),
                Err(problem) => {
                    assert!(["bad_archive", "bad_name", "zip_bomb"].contains(&problem.code), "{problem:?}");
                    noticed += 1;
                }
            }
        }
        assert!(noticed > 100, "{noticed} of {}", packed.len());
        let cut = unpack("x.zip", &packed[..packed.len() - 30]).expect_err("cut off");
        assert_eq!(cut.code, "bad_archive");
    }

    #[test]
    fn what_is_no_archive_is_said() {
        assert_eq!(check("x.zip", b"hello").expect_err("refused").code, "bad_archive");
    }
}
