//! The report's numbers: what each indicator means and how facts become rows.
//!
//! Invariants: persons and attempts are never added together; anonymous counts never join unique persons; every row
//! carries the version of the rules that made it. The counting rules of version [`RULE_VERSION`]:
//!
//! - In period P a person sits in the cell (locality, audience, age band, grade, flags) of their last valid attempt in P.
//! - By mode, a person counts in every mode they took part in, so rows by mode do not sum; rows by flag do not either.
//! - An attempt sits in its own cell, whoever made it; I3 therefore counts all grades and its rows by mode do sum.
//! - Adult means 18 or more by calendar year at the end of P; where the birth year is gone (erased), the age band that was
//!   copied onto the attempt decides. Unknown age stands apart.
//! - I10 counts the scope's units in which at least one identified person took part.

mod facts;
mod row;
mod tally;
#[cfg(test)]
mod tests;

pub use facts::{Cell, Facts, Flags, Modes, PersonFact};
pub use row::{Breakdown, Counts, IndicatorRow, ReportMeta};
pub use tally::Tally;

use serde::Serialize;

/// Version of the counting rules, on every exported row. It changes whenever the same facts would give another number.
pub const RULE_VERSION: &str = "2026-11";

/// One indicator's definition, exported beside the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Definition {
    /// Code on the rows.
    pub code: &'static str,
    /// Vietnamese name.
    pub name: &'static str,
    /// Vietnamese definition.
    pub definition: &'static str,
    /// What one is: người, lượt, đơn vị.
    pub unit: &'static str,
}

macro_rules! indicators {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $title:literal, $unit:literal, $definition:literal;)+) => {
        /// An indicator that the platform counts itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Indicator { $($(#[$meta])* $name),+ }

        impl Indicator {
            /// All, in reporting order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Code, name, definition and unit.
            #[must_use]
            pub fn definition(self) -> Definition {
                match self {
                    $(Self::$name => Definition { code: $code, name: $title, definition: $definition, unit: $unit }),+
                }
            }
        }
    };
}

indicators! {
    /// Registered persons.
    Registered = "I1", "Số người đăng ký", "người",
        "Số người khác nhau đã đăng ký trong kỳ. Người ẩn danh ghi ở dòng riêng, không cộng vào.";
    /// Unique participants.
    Participants = "I2", "Số người tham gia (duy nhất)", "người",
        "Số người khác nhau có ít nhất một lượt thi hợp lệ với ít nhất một câu trả lời đã lưu trong kỳ. Người ẩn danh ghi ở dòng riêng, không cộng vào.";
    /// Valid attempts.
    Attempts = "I3", "Lượt thi", "lượt",
        "Số lượt thi hợp lệ đã nộp hoặc hết giờ trong kỳ, gồm mọi mức định danh; lượt bị hủy không tính, ghi ở chỉ tiêu I3-huy.";
    /// Voided attempts, told beside the valid ones.
    Voided = "I3-huy", "Lượt thi bị hủy", "lượt",
        "Số lượt thi trong kỳ đã bị hủy theo quyết định của ban tổ chức; không nằm trong I3.";
    /// Persons who completed.
    Completed = "I4", "Số người hoàn thành", "người",
        "Số người khác nhau có ít nhất một lượt thi đã nộp đạt số câu trả lời tối thiểu theo thể lệ trong kỳ.";
    /// Persons who passed.
    Passed = "I5", "Số người đạt", "người",
        "Số người khác nhau đạt mức điểm đạt đã công bố ở ít nhất một vòng trong kỳ.";
    /// Adult participants.
    AdultParticipants = "I6-thamgia", "Người trưởng thành tham gia", "người",
        "I2 tính cho người từ đủ 18 tuổi theo năm (năm cuối kỳ trừ năm sinh); người không rõ tuổi ghi ở dòng riêng.";
    /// Adults who passed.
    AdultPassed = "I6-dat", "Người trưởng thành đạt", "người",
        "I5 tính cho người từ đủ 18 tuổi theo năm (năm cuối kỳ trừ năm sinh); người không rõ tuổi ghi ở dòng riêng.";
    /// Numerator of the coverage.
    PlacesReached = "I10-tuso", "Độ phủ địa bàn: số địa bàn có người tham gia", "đơn vị",
        "Số đơn vị hành chính trong phạm vi cuộc thi có I2 lớn hơn 0.";
    /// Denominator of the coverage.
    PlacesInScope = "I10-mauso", "Độ phủ địa bàn: số địa bàn trong phạm vi", "đơn vị",
        "Số đơn vị hành chính của bộ địa bàn nằm trong phạm vi cuộc thi.";
}

impl Indicator {
    /// What the number counts: people, attempts or places.
    #[must_use]
    pub fn counts(self) -> Counts {
        match self {
            Self::Attempts | Self::Voided => Counts::Attempts,
            Self::PlacesReached | Self::PlacesInScope => Counts::Places,
            _ => Counts::People,
        }
    }
}
