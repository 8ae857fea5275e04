//! Where in a text something stands: byte offsets as the lines and columns people count.

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
