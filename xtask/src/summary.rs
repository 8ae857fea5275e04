//! Adds up what libtest prints, so that one last line can say how many tests passed, failed and were skipped.

use std::fmt;

/// Counts over several test binaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Summary {
    /// Counts one line of output when it is a binary's `test result: …` line.
    pub(crate) fn read(&mut self, line: &str) {
        let Some(found) = parse(line) else { return };
        self.add(found);
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Counts one check that is not a libtest binary.
    pub(crate) fn check(&mut self, passed: bool) {
        self.add(Self { passed: u64::from(passed), failed: u64::from(!passed), skipped: 0 });
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// `test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; …`
fn parse(line: &str) -> Option<Summary> {
    let (_, counts) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
    let of = |name: &str| -> Option<u64> {
        counts.split(';').find_map(|part| part.trim().strip_suffix(name)?.trim().parse().ok())
    };
    Some(Summary { passed: of("passed")?, failed: of("failed")?, skipped: of("ignored")? })
}

#[cfg(test)]
mod tests {
    use super::Summary;

    #[test]
    fn adds_the_result_lines_and_nothing_else() {
        let mut all = Summary::default();
        for line in [
            "running 6 tests",
            "test a::test_result ... ok",
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s",
            "  test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 2 filtered out; finished in 1.00s",
            "test result: strange",
            "",
        ] {
            all.read(line);
        }
        assert_eq!(all, Summary { passed: 17, failed: 3, skipped: 1 });
        all.check(true);
        all.check(false);
        assert_eq!(all.to_string(), "18 passed, 4 failed, 1 skipped");
    }
}
