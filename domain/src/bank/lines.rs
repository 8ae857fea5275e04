//! Where in a text something stands: byte offsets as the lines and columns people count.
//!
//! [`Lines`] for those who jump about, [`Cursor`] for those who read from beginning to end.

use std::cell::Cell;

/// The beginnings of a text's lines.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The last offset asked for and the characters of its line before it: a file of one long line is asked for many
    /// places in order, and counting from its beginning each time would take time squared.
    last: Cell<(usize, usize)>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts, last: Cell::new((0, 0)) }
    }

    /// Line and column, both from 1, of a byte offset; columns count characters.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let end = (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at));
        let end = end.unwrap_or(start);
        let (known, counted) = self.last.get();
        let (from, counted) = if (start..=end).contains(&known) { (known, counted) } else { (start, 0) };
        let count = counted + self.text.get(from..end).unwrap_or_default().chars().count();
        self.last.set((end, count));
        (line + 1, count + 1)
    }
}

/// Line and column, both from 1, of one byte offset.
#[must_use]
pub fn place(text: &str, offset: usize) -> (usize, usize) {
    Cursor::new(text).place(offset)
}

/// Lines and columns of offsets that come in order; one that goes back is counted from the beginning.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    /// The last offset asked for, its line and its column.
    last: Cell<(usize, usize, usize)>,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, last: Cell::new((0, 1, 1)) }
    }

    /// As [`Lines::place`].
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        let end =
            (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let (from, line, column) = Some(self.last.get()).filter(|last| last.0 <= end).unwrap_or((0, 1, 1));
        let passed = self.text.as_bytes().get(from..end).unwrap_or_default();
        let breaks = passed.iter().filter(|b| **b == b'\n').count();
        let (here, column) = match passed.iter().rposition(|b| *b == b'\n') {
            Some(at) => (passed.get(at + 1..).unwrap_or_default(), 1),
            None => (passed, column),
        };
        // Bytes that begin a character.
        let column = column + here.iter().filter(|b| **b & 0xc0 != 0x80).count();
        self.last.set((end, line + breaks, column));
        (line + breaks, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_count_alike(text in "[a-cợ😀\n]{0,30}", offsets in proptest::collection::vec(0usize..100, 0..12)) {
            let (lines, cursor) = (Lines::new(&text), Cursor::new(&text));
            for offset in offsets {
                let place = cursor.place(offset);
                prop_assert_eq!(place, lines.place(offset));
                let before: String = text.chars().scan(0, |at, c| {
                    *at += c.len_utf8();
                    (*at <= offset).then_some(c)
                }).collect();
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                prop_assert_eq!(place, (line, column));
            }
        }
    }
}
