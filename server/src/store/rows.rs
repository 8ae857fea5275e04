//! Many rows in one statement for SQLite: texts with room for a few fixed numbers of rows, each prepared once.
//!
//! What is not bound is null, joins nothing and costs next to nothing. Bare `?` on purpose: looking a numbered parameter
//! up costs the driver a walk over all of them.

use super::writer::GROUP;

/// Rows a text may have room for; the largest is a whole group.
pub(super) const SIZES: [usize; 5] = [8, 32, 128, 256, GROUP];

/// `VALUES` for so many rows of so many columns.
pub(super) fn values(rows: usize, columns: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(","));
    format!("VALUES {}", vec![row; rows].join(","))
}

/// The text with the least room for so many rows, out of one text per size.
pub(super) fn fitting<T>(texts: &[T; SIZES.len()], rows: usize) -> &T {
    let at = SIZES.iter().position(|size| *size >= rows).unwrap_or(SIZES.len() - 1);
    &texts[at]
}

#[cfg(test)]
mod tests {
    use super::{GROUP, SIZES, fitting, values};

    #[test]
    fn the_smallest_that_fits() {
        assert_eq!(values(2, 3), "VALUES (?,?,?),(?,?,?)");
        let sizes = SIZES;
        for (rows, size) in [(1, 8), (8, 8), (9, 32), (129, 256), (GROUP, GROUP)] {
            assert_eq!(*fitting(&sizes, rows), size);
        }
    }
}
