//! The small markup of a stem or an explanation: a line break is a line break and `**…**` is strong. An option has none.
//!
//! Invariant: marks without a partner are text, so any text at all can be shown.

/// Our markup as plain text on one line.
#[must_use]
pub fn plain(text: &str) -> String {
    let spans: String = spans(text).into_iter().map(|(_, part)| part).collect();
    spans.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Pieces of our markup: whether strong, and the text. Marks without a partner are text.
#[must_use]
pub fn spans(text: &str) -> Vec<(bool, &str)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, strong, after)) = split(rest).and_then(|(before, tail)| {
        let (strong, after) = split(tail)?;
        (!strong.trim().is_empty()).then_some((before, strong, after))
    }) {
        out.push((false, before));
        out.push((true, strong));
        rest = after;
    }
    out.push((false, rest));
    out.retain(|(_, part)| !part.is_empty());
    out
}

/// What stands before and behind the next mark. Byte by byte: phones compile this, and searching for a text costs them
/// several kilobytes.
fn split(text: &str) -> Option<(&str, &str)> {
    let at = text.as_bytes().windows(2).position(|pair| pair == b"**")?;
    Some((text.get(..at)?, text.get(at + 2..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_plain() {
        assert_eq!(spans("a **b** c"), [(false, "a "), (true, "b"), (false, " c")]);
        assert_eq!(spans("2 ** 3"), [(false, "2 ** 3")]);
        assert_eq!(spans("ờ**ẫ**"), [(false, "ờ"), (true, "ẫ")]);
        assert_eq!(spans("****a"), [(false, "****a")]);
        assert_eq!(plain("Một\n**hai**  ba"), "Một hai ba");
    }
}
