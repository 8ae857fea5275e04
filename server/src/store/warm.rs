//! Reads a large embedded database through once at start, beside what is waiting for it.
//!
//! After the machine itself started, nothing of the file is in memory. Boards read attempts in the order of people, so page
//! after page from all over the disk: three gigabytes read from end to end are there sooner than a third of them in leaps.
//!
//! Invariant: the file is never closed. A process that closes any handle of a file gives up all its locks on it
//! (POSIX `fcntl`), those of the database's connections too.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Files below this size come quickly as they are read, bytes.
const SMALL: u64 = 64 << 20;
/// Read at once, bytes.
const CHUNK: usize = 1 << 20;

/// Starts reading, where there is memory to keep what is read.
pub(super) fn begin(file: &Path) {
    let available = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| available(&text));
    let size = std::fs::metadata(file).map_or(0, |about| about.len());
    if !worth(size, available) {
        return;
    }
    let Ok(file) = File::open(file) else { return };
    // Open until the process ends.
    let file: &'static File = Box::leak(Box::new(file));
    let begun = std::thread::Builder::new().name("warm".into()).spawn(move || {
        // What cannot be read is told by whoever needs it.
        drop(std::io::copy(&mut BufReader::with_capacity(CHUNK, file), &mut std::io::sink()));
    });
    if let Err(e) = begun {
        tracing::debug!(error = %e, "the database is not read ahead");
    }
}

/// Whether a file is large, and half of the free memory holds it.
fn worth(size: u64, available: Option<u64>) -> bool {
    size >= SMALL && available.is_some_and(|free| size <= free / 2)
}

/// Free memory in bytes, of what Linux says of it.
fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1_024)
}

#[cfg(test)]
mod tests {
    use super::{SMALL, available, worth};

    #[test]
    fn large_files_that_fit_in_memory_are_read() {
        let free = available("MemTotal: 24000000 kB\nMemAvailable:   8000000 kB\nBuffers: 1 kB\n");
        assert_eq!(free, Some(8_192_000_000));
        assert!(worth(3 << 30, free));
        assert!(!worth(5 << 30, free), "more than half of what is free");
        assert!(!worth(SMALL - 1, free), "small");
        assert!(!worth(3 << 30, available("elsewhere")), "nobody says how much is free");
    }
}
