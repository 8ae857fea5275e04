//! Who takes part: audience, age band, flags, identity grade and mode, with the codes that are stored and exported.
//!
//! Every enum spells its stored code once ([`code`](Audience::code)); codes never change, labels live in the
//! catalogue of texts.

use serde::{Deserialize, Serialize};

macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $code)] $variant),+ }

        impl $name {
            /// Every value, in reporting order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored and exported code.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// From the stored code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

coded! {
    /// The one primary audience of a person, so that columns sum.
    Audience {
        /// Cán bộ, công chức, viên chức, lực lượng vũ trang, người lao động khu vực công.
        CivilServant = "civil_servant",
        /// Học sinh.
        Pupil = "pupil",
        /// Sinh viên.
        Student = "student",
        /// Người lao động doanh nghiệp, hợp tác xã.
        Worker = "worker",
        /// Người dân khác.
        Citizen = "citizen",
    }
}

coded! {
    /// Memberships that do not sum with anything ("không cộng dồn").
    Flag {
        /// Hội viên phụ nữ.
        WomenUnion = "women_union",
        /// Đoàn viên.
        YouthUnion = "youth_union",
        /// Thành viên Tổ công nghệ số cộng đồng.
        DigitalTeam = "digital_team",
    }
}

coded! {
    /// Age bands of the report.
    AgeBand {
        /// Under 16.
        Under16 = "<16",
        /// 16–17.
        From16 = "16-17",
        /// 18–30.
        From18 = "18-30",
        /// 31–59.
        From31 = "31-59",
        /// 60 and over.
        From60 = ">=60",
        /// Not told.
        Unknown = "unknown",
    }
}

coded! {
    /// How well a person is known.
    Grade {
        /// Roster or one-time code.
        Verified = "verified",
        /// Their own word.
        Declared = "declared",
        /// Kiosk, paper tally, live nickname.
        Anonymous = "anonymous",
    }
}

coded! {
    /// How an attempt was taken.
    Mode {
        /// Trực tuyến.
        Online = "online",
        /// Trực tiếp.
        Live = "live",
        /// Ngoại tuyến đồng bộ.
        Offline = "offline",
        /// Phiếu giấy.
        Paper = "paper",
    }
}

coded! {
    /// What a consent is for; each is asked on its own and taking part depends on the first alone.
    Purpose {
        /// Running the contest and counting participation.
        TakePart = "take_part",
        /// Showing the nickname on public boards.
        PublishNickname = "publish_nickname",
        /// Contact for prizes; asked on the result page only.
        PrizeContact = "prize_contact",
    }
}

impl AgeBand {
    /// The band in a given year, by calendar years as the counting rules say.
    #[must_use]
    pub fn in_year(birth_year: Option<i32>, year: i32) -> Self {
        match birth_year.map(|born| year - born) {
            None => Self::Unknown,
            Some(..=15) => Self::Under16,
            Some(16..=17) => Self::From16,
            Some(18..=30) => Self::From18,
            Some(31..=59) => Self::From31,
            Some(60..) => Self::From60,
        }
    }

    /// Whether the band is adult; `None` when unknown.
    #[must_use]
    pub fn adult(self) -> Option<bool> {
        match self {
            Self::Unknown => None,
            Self::Under16 | Self::From16 => Some(false),
            _ => Some(true),
        }
    }
}

/// Child protection counts generously: with only a birth year, `year − birth year ≤ 16` is treated as under 16.
#[must_use]
pub fn protected_child(birth_year: Option<i32>, year: i32) -> bool {
    birth_year.is_some_and(|born| year - born <= 16)
}

/// Nicknames: 2–20 characters after trimming, NFC, no control characters.
///
/// # Errors
/// Says what is wrong in one code.
pub fn clean_nickname(raw: &str) -> Result<String, NicknameError> {
    use unicode_normalization::UnicodeNormalization;
    let name: String = raw.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if name.chars().any(hidden) {
        return Err(NicknameError::Hidden);
    }
    match name.chars().count() {
        0..=1 => Err(NicknameError::Short),
        2..=20 => Ok(name),
        _ => Err(NicknameError::Long),
    }
}

/// Why a nickname is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NicknameError {
    /// Fewer than 2 characters.
    Short,
    /// More than 20 characters.
    Long,
    /// Control or invisible direction characters.
    Hidden,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_by_calendar_year() {
        assert_eq!(AgeBand::in_year(Some(2011), 2026), AgeBand::Under16);
        assert_eq!(AgeBand::in_year(Some(2010), 2026), AgeBand::From16);
        assert_eq!(AgeBand::in_year(Some(2008), 2026), AgeBand::From18);
        assert_eq!(AgeBand::in_year(Some(1966), 2026), AgeBand::From60);
        assert_eq!(AgeBand::in_year(None, 2026), AgeBand::Unknown);
        assert!(protected_child(Some(2010), 2026));
        assert!(!protected_child(Some(2009), 2026));
        assert!(!protected_child(None, 2026));
    }

    #[test]
    fn nicknames_are_nfc_and_short() {
        assert_eq!(clean_nickname("  Sao   Mai "), Ok("Sao Mai".into()));
        assert_eq!(clean_nickname("Ha\u{300}"), Ok("Hà".into()));
        assert_eq!(clean_nickname("x"), Err(NicknameError::Short));
        assert_eq!(clean_nickname(&"a".repeat(21)), Err(NicknameError::Long));
        assert_eq!(clean_nickname("Hà\u{202e}"), Err(NicknameError::Hidden));
    }

    #[test]
    fn codes_round_trip() {
        for a in Audience::ALL {
            assert_eq!(Audience::from_code(a.code()), Some(*a));
        }
        assert_eq!(AgeBand::from_code(">=60"), Some(AgeBand::From60));
    }
}
