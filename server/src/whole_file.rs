//! Writing a file so that it is either the old one or the whole new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes beside the target, then puts it in its place.
pub(crate) fn replace(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let name =
        path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "không phải tên tệp"))?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.tmp", hex::encode(crate::random::bytes::<4>())));
    let beside = path.with_file_name(hidden);
    let result = fill(&beside, write).and_then(|()| fs::rename(&beside, path));
    if result.is_err() {
        // The first error is what matters; a leftover is named after the target and harmless.
        drop(fs::remove_file(&beside));
    }
    result
}

fn fill(beside: &PathBuf, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).open(beside)?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_leaves_the_old_file_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("ngayhoiso-export-{}", crate::random::token()));
        fs::create_dir_all(&folder).unwrap();
        let target = folder.join("báo cáo.csv");
        replace(&target, |out| out.write_all(b"first")).unwrap();
        let failed = replace(&target, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("disk full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&target).unwrap(), b"first");
        replace(&target, |out| out.write_all(b"second")).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"second");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(&folder).unwrap();
    }
}
