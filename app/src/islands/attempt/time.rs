//! Times as people read them, without a calendar: only hours, minutes and seconds occur here.

/// `hh:mm:ss` of a moment in Việt Nam (UTC+7 all year).
#[cfg(any(feature = "ssr", test))]
pub(super) fn clock_time(unix_ms: i64) -> String {
    let seconds = (unix_ms.div_euclid(1000) + 7 * 3600).rem_euclid(86_400);
    [two(seconds / 3600), two(seconds / 60 % 60), two(seconds % 60)].join(":")
}

/// `m:ss` of a span.
#[cfg(any(feature = "hydrate", test))]
pub(super) fn span(seconds: i64) -> String {
    let seconds = seconds.max(0);
    [(seconds / 60).to_string().as_str(), ":", &two(seconds % 60)].concat()
}

fn two(n: i64) -> String {
    let text = n.to_string();
    if n < 10 { ["0", &text].concat() } else { text }
}

#[cfg(test)]
mod tests {
    use super::{clock_time, span};

    #[test]
    fn reads_like_a_clock() {
        assert_eq!(clock_time(0), "07:00:00");
        assert_eq!(clock_time(1_795_351_930_000), "19:52:10");
        assert_eq!(span(384), "6:24");
        assert_eq!(span(59), "0:59");
        assert_eq!(span(3_600), "60:00");
        assert_eq!(span(-5), "0:00");
    }
}
