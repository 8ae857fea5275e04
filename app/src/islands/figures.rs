//! Numbers and clocks as people read them, without the formatting of the standard library.

/// A whole number with thousands apart: `1.024`, in English `1,024`.
pub(crate) fn number(en: bool, n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mark = if en { ',' } else { '.' };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('−');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(c);
    }
    out
}

/// `m:ss` of a span, counted up to the second that is running.
pub(crate) fn clock(ms: i64) -> String {
    let seconds = (ms + 999) / 1000;
    let rest = seconds % 60;
    [(seconds / 60).to_string().as_str(), if rest < 10 { ":0" } else { ":" }, &rest.to_string()].concat()
}

#[cfg(test)]
mod tests {
    use super::{clock, number};

    #[test]
    fn numbers_are_written_as_people_do() {
        assert_eq!(number(false, 1_024), "1.024");
        assert_eq!(number(true, 1_234_567), "1,234,567");
        assert_eq!(number(false, -7), "−7");
        assert_eq!(number(false, 0), "0");
    }

    #[test]
    fn clocks_count_the_running_second() {
        assert_eq!((clock(0).as_str(), clock(1).as_str()), ("0:00", "0:01"));
        assert_eq!((clock(9_999).as_str(), clock(61_000).as_str()), ("0:10", "1:01"));
    }
}
