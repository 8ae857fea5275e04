//! The report's numbers: what each indicator means and how facts become rows.
//!
//! Invariants: persons and attempts are never added together; anonymous counts never join unique persons; every row
//! carries the version of the rules that made it. The counting rules of version [`RULE_VERSION`]:
//!
//! - In period P a person sits in the cell (locality, audience, age band, grade, flags) of their last valid attempt in P.
//! - Registrations that are linked (over any number of links that are not undone) are one person: registered once, by the
//!   earliest registration in P; took part, completed, passed when one of them did, the attempt that counts in a round being
//!   chosen for each registration by itself; cell and age are those of the registration with the last valid attempt.
//!   Attempts, and plays of live rooms, stay what they are: two registrations in one room are two.
//! - By mode, a person counts in every mode they took part in, so rows by mode do not sum; rows by flag do not either.
//! - An attempt sits in its own cell, whoever made it; I3 therefore counts all grades and its rows by mode do sum.
//! - A person's play of a live room is one attempt (mode live), however many phones they held: valid when the room counts
//!   as an event and at least one answer was accepted, voided when the host took them out. It belongs to the period in
//!   which the room started, as the event does, and among the person's attempts it stands at its last accepted answer.
//!   It has no minimum of answers and no pass mark, so it neither completes (I4) nor passes (I5). A player who is linked
//!   to nobody is an anonymous person and an attempt of that grade, each time anew.
//! - An event (I13) is an online contest with a round open in the period and before the count, or a live room that started
//!   in it and revealed at least one question or was finished. Practice sets are no events. A room made from a contest is an event of
//!   its own. Events sum by mode and by place; places that the scheme cannot tell (a province in the other scheme) are unknown.
//! - Adult means 18 or more by calendar year at the end of P, by the birth year that was told first; where it is gone
//!   (erased), the age band that was copied onto the attempt decides. Unknown age stands apart.
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
pub const RULE_VERSION: &str = "2026-12c";

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
    /// What one is: người, lượt, đơn vị, sự kiện.
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
        "Số người khác nhau đã đăng ký trong kỳ; các lần đăng ký cùng một liên hệ là một người, tính ở lần đầu trong kỳ. Người ẩn danh ghi ở dòng riêng, không cộng vào.";
    /// Unique participants.
    Participants = "I2", "Số người tham gia (duy nhất)", "người",
        "Số người khác nhau có ít nhất một lượt thi hợp lệ với ít nhất một câu trả lời đã lưu trong kỳ, trực tuyến hay trực tiếp; người có cả hai chỉ đếm một lần, các lần đăng ký cùng một liên hệ là một người. Người ẩn danh, kể cả người chơi trực tiếp không gắn với ai, ghi ở dòng riêng, không cộng vào.";
    /// Valid attempts.
    Attempts = "I3", "Lượt thi", "lượt",
        "Số lượt thi hợp lệ đã nộp hoặc hết giờ trong kỳ, gồm mọi mức định danh. Một người chơi một phòng trực tiếp và có ít nhất một câu trả lời được nhận là một lượt, tính vào ngày phòng bắt đầu. Lượt bị hủy không tính, ghi ở chỉ tiêu I3-huy.";
    /// Voided attempts, told beside the valid ones.
    Voided = "I3-huy", "Lượt thi bị hủy", "lượt",
        "Số lượt thi trong kỳ đã bị hủy theo quyết định của ban tổ chức, gồm lượt chơi trực tiếp của người bị đưa ra khỏi phòng; không nằm trong I3.";
    /// Persons who completed.
    Completed = "I4", "Số người hoàn thành", "người",
        "Số người khác nhau có ít nhất một lượt thi đã nộp đạt số câu trả lời tối thiểu theo thể lệ trong kỳ. Lượt chơi trực tiếp không có số câu tối thiểu nên không tính.";
    /// Persons who passed.
    Passed = "I5", "Số người đạt", "người",
        "Số người khác nhau đạt mức điểm đạt đã công bố ở ít nhất một vòng trong kỳ. Lượt chơi trực tiếp không có mức điểm đạt nên không tính.";
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
    /// Events held.
    Events = "I13", "Số cuộc thi, ngày hội số đã tổ chức", "sự kiện",
        "Số cuộc thi trực tuyến có ít nhất một vòng mở trong kỳ (không kể luyện tập) cộng số buổi thi trực tiếp bắt đầu trong kỳ, đã công bố đáp án ít nhất một câu hoặc đã kết thúc. Buổi trực tiếp của một cuộc thi là một sự kiện riêng. Địa bàn là phạm vi của cuộc thi, nơi diễn ra của buổi trực tiếp.";
}

impl Indicator {
    /// What the number counts: people, attempts, places or events.
    #[must_use]
    pub fn counts(self) -> Counts {
        match self {
            Self::Attempts | Self::Voided => Counts::Attempts,
            Self::PlacesReached | Self::PlacesInScope => Counts::Places,
            Self::Events => Counts::Events,
            _ => Counts::People,
        }
    }
}
