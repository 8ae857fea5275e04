//! Numbers, scores, moments and spans as people write them: `1.024`, `7,5`, `09:00, thứ Hai 12/10/2026`.
//!
//! Moments are printed in Asia/Ho_Chi_Minh, which has been UTC+7 without daylight saving since 1975; a constant keeps
//! time-zone tables out of the phone bundle. No clock is read here: "now" is a parameter.

use crate::model::Lang;

/// UTC+7 in ms.
const OFFSET: i64 = 7 * 3_600_000;
const DAY: i64 = 86_400_000;

const DAYS_VI: [&str; 7] = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];
const DAYS_EN: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A moment taken apart in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Local {
    year: i64,
    month: i64,
    day: i64,
    weekday: usize,
    hour: i64,
    minute: i64,
}

/// Days-to-date by the proleptic Gregorian calendar, eras of 400 years.
fn local(ms: i64) -> Local {
    let ms = ms.saturating_add(OFFSET);
    let days = ms.div_euclid(DAY);
    let in_day = ms.rem_euclid(DAY) / 60_000;
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    Local {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day: of_year - (153 * march_month + 2) / 5 + 1,
        weekday: usize::try_from((days + 4).rem_euclid(7)).unwrap_or(0),
        hour: in_day / 60,
        minute: in_day % 60,
    }
}

/// A whole number with thousands apart: `1.024`, `1,024`.
#[must_use]
pub fn number(lang: Lang, n: u64) -> String {
    let digits = n.to_string();
    let mark = if lang == Lang::Vi { '.' } else { ',' };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(c);
    }
    out
}

/// A signed whole number with thousands apart.
#[must_use]
pub fn integer(lang: Lang, n: i64) -> String {
    let abs = number(lang, n.unsigned_abs());
    if n < 0 { format!("−{abs}") } else { abs }
}

/// A room's PIN as it is read out: `482 917`.
#[must_use]
pub fn pin(pin: &str) -> String {
    match (pin.get(..3), pin.get(3..)) {
        (Some(head), Some(tail)) if pin.len() == 6 => format!("{head} {tail}"),
        _ => pin.to_owned(),
    }
}

/// Points with at most two decimals and none that say nothing: `9`, `7,5`, `6.33`.
#[must_use]
pub fn score(lang: Lang, points: f64) -> String {
    let mut text = format!("{points:.2}");
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    if lang == Lang::Vi { text.replace('.', ",") } else { text }
}

/// A mean of points with thousands apart and one decimal: `5.737,1`.
#[must_use]
pub fn mean(lang: Lang, value: f64) -> String {
    let text = format!("{value:.1}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
    let point = if lang == Lang::Vi { ',' } else { '.' };
    format!("{}{point}{rest}", integer(lang, whole.parse().unwrap_or_default()))
}

/// A decimal with at most two places, as [`score`].
#[must_use]
pub fn decimal(lang: Lang, value: f64) -> String {
    score(lang, value)
}

/// A length of time as on a stopwatch: `6:24`, `1:02:05`.
#[must_use]
pub fn clock(ms: i64) -> String {
    let seconds = ms.max(0) / 1_000;
    let (h, m, s) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m}:{s:02}") }
}

/// A moment's time of day: `09:00`.
#[must_use]
pub fn time_of_day(ms: i64) -> String {
    let l = local(ms);
    format!("{:02}:{:02}", l.hour, l.minute)
}

/// `12/10/2026` · `12 October 2026`.
#[must_use]
pub fn date(lang: Lang, ms: i64) -> String {
    let l = local(ms);
    match lang {
        Lang::Vi => format!("{:02}/{:02}/{}", l.day, l.month, l.year),
        Lang::En => {
            let month =
                usize::try_from(l.month - 1).ok().and_then(|m| MONTHS_EN.get(m)).copied().unwrap_or("");
            format!("{} {month} {}", l.day, l.year)
        }
    }
}

/// `09:00, thứ Hai 12/10/2026` · `09:00, Monday 12 October 2026`.
#[must_use]
pub fn moment(lang: Lang, ms: i64) -> String {
    let l = local(ms);
    let names = if lang == Lang::Vi { &DAYS_VI } else { &DAYS_EN };
    let day = names.get(l.weekday).copied().unwrap_or("");
    format!("{:02}:{:02}, {day} {}", l.hour, l.minute, date(lang, ms))
}

/// A moment as machines read it, for `<time datetime>`.
#[must_use]
pub fn iso(ms: i64) -> String {
    let l = local(ms);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}+07:00", l.year, l.month, l.day, l.hour, l.minute)
}

/// A span in its two largest units: `2 ngày 4 giờ`, `3 hours 12 minutes`; below a minute as such.
#[must_use]
pub fn span(lang: Lang, ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    let (d, h, m) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let unit = |n: i64, vi: &str, en: &str| match lang {
        Lang::Vi => format!("{} {vi}", number(lang, n.unsigned_abs())),
        Lang::En if n == 1 => format!("1 {en}"),
        Lang::En => format!("{} {en}s", number(lang, n.unsigned_abs())),
    };
    let (first, second) = match (d, h, m) {
        (0, 0, 0) => {
            let below = if lang == Lang::Vi { "chưa đến 1 phút" } else { "less than a minute" };
            return below.to_owned();
        }
        (0, 0, m) => return unit(m, "phút", "minute"),
        (0, h, 0) => return unit(h, "giờ", "hour"),
        (0, h, m) => (unit(h, "giờ", "hour"), unit(m, "phút", "minute")),
        (d, 0, _) => return unit(d, "ngày", "day"),
        (d, h, _) => (unit(d, "ngày", "day"), unit(h, "giờ", "hour")),
    };
    format!("{first} {second}")
}

/// `còn 2 ngày 4 giờ` · `2 days 4 hours left`.
#[must_use]
pub fn left(lang: Lang, ms: i64) -> String {
    let span = span(lang, ms);
    if lang == Lang::Vi { format!("còn {span}") } else { format!("{span} left") }
}

/// Time used, to the second: `6 phút 24 giây`, `45 seconds`.
#[must_use]
pub fn used(lang: Lang, ms: i64) -> String {
    let seconds = ms.max(0) / 1_000;
    let (m, s) = (seconds / 60, seconds % 60);
    match lang {
        Lang::Vi if m == 0 => format!("{s} giây"),
        Lang::Vi => format!("{m} phút {s:02} giây"),
        Lang::En if m == 0 => format!("{s} s"),
        Lang::En => format!("{m} min {s:02} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-10-12 09:00 in Quy Nhơn.
    const T: i64 = 1_791_770_400_000;

    #[test]
    fn moments_in_local_time() {
        assert_eq!(moment(Lang::Vi, T), "09:00, thứ Hai 12/10/2026");
        assert_eq!(moment(Lang::En, T), "09:00, Monday 12 October 2026");
        assert_eq!(iso(T), "2026-10-12T09:00+07:00");
        assert_eq!(date(Lang::Vi, 0), "01/01/1970");
        assert_eq!(date(Lang::Vi, 951_782_400_000), "29/02/2000");
        assert_eq!(time_of_day(T - 2 * 3_600_000 - 60_000), "06:59");
        assert_eq!(date(Lang::Vi, -DAY), "31/12/1969");
    }

    #[test]
    fn numbers_and_scores() {
        assert_eq!(number(Lang::Vi, 1_024), "1.024");
        assert_eq!(number(Lang::En, 1_234_567), "1,234,567");
        assert_eq!(number(Lang::Vi, 999), "999");
        assert_eq!(integer(Lang::Vi, -1_500), "−1.500");
        assert_eq!(mean(Lang::Vi, 5_737.06), "5.737,1");
        assert_eq!(mean(Lang::En, 812.0), "812.0");
        assert_eq!(pin("482917"), "482 917");
        assert_eq!(pin("48291"), "48291");
        assert_eq!(score(Lang::Vi, 7.5), "7,5");
        assert_eq!(score(Lang::En, 6.33), "6.33");
        assert_eq!(score(Lang::Vi, 10.0), "10");
        assert_eq!(score(Lang::Vi, 0.0), "0");
    }

    #[test]
    fn spans_in_two_units() {
        assert_eq!(left(Lang::Vi, 2 * DAY + 4 * 3_600_000 + 59), "còn 2 ngày 4 giờ");
        assert_eq!(left(Lang::En, DAY + 3_600_000), "1 day 1 hour left");
        assert_eq!(span(Lang::Vi, 30_000), "chưa đến 1 phút");
        assert_eq!(span(Lang::En, 61_000), "1 minute");
        assert_eq!(used(Lang::Vi, 384_000), "6 phút 24 giây");
        assert_eq!(clock(384_000), "6:24");
        assert_eq!(clock(3_725_999), "1:02:05");
    }
}
