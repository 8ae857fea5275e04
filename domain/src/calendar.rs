//! Days and hours of Asia/Ho_Chi_Minh, computed in this one place.
//!
//! Moments are unix milliseconds everywhere else; "today", a year or an hour that a person wrote become moments, and
//! moments become days, only here. No clock is read: the moment is a parameter.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};
use std::sync::LazyLock;

/// The zone's name.
pub const ZONE: &str = "Asia/Ho_Chi_Minh";

/// From the bundled database; the fixed offset that has held since 1975 stands in should it lack the zone.
static ZONE_DATA: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get(ZONE).unwrap_or_else(|_| TimeZone::fixed(Offset::constant(7))));

/// A day or hour that could not be read; says what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not `YYYY-MM-DD`.
    #[error("“{0}” không phải là ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2026-10-05")]
    Day(String),
    /// Not `YYYY-MM-DDTHH:MM`.
    #[error(
        "“{0}” không phải là thời điểm dạng NĂM-THÁNG-NGÀYTGIỜ:PHÚT (giờ Việt Nam), ví dụ 2026-10-05T10:00"
    )]
    Local(String),
}

fn zoned(unix_ms: i64) -> Zoned {
    // Moments beyond the calendar (± 9999 years) are clamped: they cannot come from a person's clock.
    let edge = if unix_ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(unix_ms).unwrap_or(edge).to_zoned(ZONE_DATA.clone())
}

fn moment(local: DateTime, unreadable: impl FnOnce() -> CalendarError) -> Result<i64, CalendarError> {
    local.to_zoned(ZONE_DATA.clone()).map(|z| z.timestamp().as_millisecond()).map_err(|_| unreadable())
}

/// The local day of a moment, `YYYY-MM-DD`.
#[must_use]
pub fn local_day(unix_ms: i64) -> String {
    zoned(unix_ms).date().to_string()
}

/// The local day and minute of a moment, `YYYY-MM-DDTHH:MM`, as [`parse_local`] reads it.
#[must_use]
pub fn local_minute(unix_ms: i64) -> String {
    zoned(unix_ms).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The first moment of the local day that holds this moment.
#[must_use]
pub fn day_start(unix_ms: i64) -> i64 {
    zoned(unix_ms).start_of_day().map_or(unix_ms, |z| z.timestamp().as_millisecond())
}

/// The first moment of the next local day: when attempts "per day" begin anew.
#[must_use]
pub fn next_midnight(unix_ms: i64) -> i64 {
    let next = zoned(unix_ms).start_of_day().and_then(|z| z.checked_add(1.day()));
    next.map_or(i64::MAX, |z| z.timestamp().as_millisecond())
}

/// The local year of a moment.
#[must_use]
pub fn year_of(unix_ms: i64) -> i32 {
    i32::from(zoned(unix_ms).year())
}

/// The first moment of a day written `YYYY-MM-DD`.
///
/// # Errors
/// When it is not such a day.
pub fn parse_day(day: &str) -> Result<i64, CalendarError> {
    let unreadable = || CalendarError::Day(day.to_owned());
    let date = date_of(day).ok_or_else(unreadable)?;
    moment(date.to_datetime(Time::midnight()), unreadable)
}

/// The moment of a local hour written `YYYY-MM-DDTHH:MM`, seconds optional, a space allowed for the `T`.
///
/// # Errors
/// When it is not such an hour. Offsets and `Z` are refused rather than ignored: hours of a contest file are local.
pub fn parse_local(text: &str) -> Result<i64, CalendarError> {
    let unreadable = || CalendarError::Local(text.to_owned());
    let (day, hour) = text.split_once(['T', ' ']).ok_or_else(unreadable)?;
    let date = date_of(day).ok_or_else(unreadable)?;
    let digits = hour.bytes().all(|b| b.is_ascii_digit() || b == b':');
    if !digits || !matches!(hour.len(), 5 | 8) {
        return Err(unreadable());
    }
    let time: Time = hour.parse().map_err(|_| unreadable())?;
    moment(date.to_datetime(time), unreadable)
}

fn date_of(day: &str) -> Option<Date> {
    let shaped = day.len() == 10 && day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if shaped { day.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEN: i64 = 1_791_169_200_000; // 2026-10-05T10:00+07:00 = 03:00Z

    #[test]
    fn hours_are_local() {
        assert_eq!(parse_local("2026-10-05T10:00"), Ok(TEN));
        assert_eq!(parse_local("2026-10-05 10:00:30"), Ok(TEN + 30_000));
        assert_eq!(local_minute(TEN), "2026-10-05T10:00");
        assert_eq!(local_day(TEN), "2026-10-05");
        assert_eq!(parse_day("2026-10-05"), Ok(TEN - 10 * 3_600_000));
    }

    #[test]
    fn midnight_is_seventeen_hours_utc() {
        let midnight = parse_day("2026-10-06").unwrap();
        assert_eq!(local_day(midnight - 1), "2026-10-05");
        assert_eq!(local_day(midnight), "2026-10-06");
        assert_eq!(next_midnight(midnight - 1), midnight);
        assert_eq!(next_midnight(midnight), midnight + 86_400_000);
        assert_eq!(day_start(midnight - 1), midnight - 86_400_000);
        assert_eq!(year_of(parse_day("2027-01-01").unwrap()), 2027);
        assert_eq!(year_of(parse_day("2027-01-01").unwrap() - 1), 2026);
    }

    #[test]
    fn refuses_what_is_not_a_local_hour() {
        for bad in [
            "",
            "2026-10-05",
            "2026-10-05T10:00Z",
            "2026-10-05T10:00+07",
            "2026-13-05T10:00",
            "2026-10-05T24:30",
            "5/10/2026 10:00",
        ] {
            assert!(parse_local(bad).is_err(), "{bad}");
        }
        for bad in ["", "2026-02-30", "05-10-2026", "2026-10-05T10:00", "2026-1-5"] {
            assert!(parse_day(bad).is_err(), "{bad}");
        }
        assert!(parse_day("x").unwrap_err().to_string().contains("2026-10-05"));
    }

    #[test]
    fn extremes_do_not_panic() {
        for ms in [i64::MIN, i64::MAX, 0] {
            let _ = (local_day(ms), day_start(ms), next_midnight(ms), year_of(ms), local_minute(ms));
        }
    }

    proptest! {
        #[test]
        fn a_moment_lies_in_its_day(ms in 0_i64..4_000_000_000_000) {
            let (start, next) = (day_start(ms), next_midnight(ms));
            prop_assert!(start <= ms && ms < next);
            prop_assert_eq!(next - start, 86_400_000);
            prop_assert_eq!(parse_day(&local_day(ms)), Ok(start));
            prop_assert_eq!(parse_local(&local_minute(ms)), Ok(ms - ms.rem_euclid(60_000)));
        }
    }
}
