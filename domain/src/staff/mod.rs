//! Staff: which roles there are, what an account may be called, what a password must be, how long a session lives.
//!
//! Invariants: a role is stored by its code and a code never changes its meaning; two names that differ only in case or
//! in how their marks are composed are one name ([`name_key`]); a session ends at its fixed end whatever happens, and
//! earlier when it was left alone.

pub mod password;

use crate::text::nfc;

/// What an account may do. The list grows with the capabilities that ask for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything, accounts included.
    Admin,
    /// Runs live contests.
    Host,
}

impl Role {
    /// Every role, the widest first.
    pub const ALL: [Self; 2] = [Self::Admin, Self::Host];

    /// How it is stored and typed.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Host => "host",
        }
    }

    /// The role of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether who holds this role may do what asks for the other.
    #[must_use]
    pub fn covers(self, asked: Self) -> bool {
        self == Self::Admin || self == asked
    }
}

/// Shortest and longest name of an account, in characters.
pub const NAME: std::ops::RangeInclusive<usize> = 2..=40;

/// Why a name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Too short or too long.
    #[error("tên tài khoản cần từ 2 đến 40 ký tự")]
    Length,
    /// A character that has no place in it.
    #[error("tên tài khoản chỉ gồm chữ, số, dấu cách và . - _ @")]
    Character,
}

impl NameError {
    /// Stable code, for the texts of forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Length => "name_length",
            Self::Character => "name_character",
        }
    }
}

/// The name as it is kept and shown: composed, without spaces at the ends or in a row.
///
/// # Errors
/// See [`NameError`].
pub fn name(typed: &str) -> Result<String, NameError> {
    let name = spaced(typed);
    if !NAME.contains(&name.chars().count()) {
        return Err(NameError::Length);
    }
    if name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '@')) {
        Ok(name)
    } else {
        Err(NameError::Character)
    }
}

/// What makes a name unique: case does not count, marks do. Takes whatever was typed.
#[must_use]
pub fn name_key(typed: &str) -> String {
    nfc(&spaced(typed).to_lowercase())
}

fn spaced(typed: &str) -> String {
    nfc(&typed.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A session that nobody used for so long is over, ms.
pub const IDLE_MS: i64 = 12 * 3_600_000;
/// A session is over so long after it began, used or not, ms.
pub const LONGEST_MS: i64 = 7 * 86_400_000;

/// Whether a session that was last seen then and ends then is still one.
#[must_use]
pub fn session_lives(now: i64, seen_at: i64, expires_at: i64) -> bool {
    now < expires_at && now - seen_at < IDLE_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_stand_for_their_roles_and_admin_covers_all() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
            assert!(Role::Admin.covers(role) && role.covers(role));
        }
        assert!(!Role::Host.covers(Role::Admin));
        assert_eq!(Role::from_code("Admin"), None);
    }

    #[test]
    fn names_are_kept_as_typed_and_compared_without_case() {
        assert_eq!(name("  Ban   tổ chức "), Ok("Ban tổ chức".to_owned()));
        assert_eq!(name_key("BAN TỔ CHỨC"), name_key(" ban  tổ chức"));
        // The same letters as one code point each, and taken apart.
        assert_eq!(name_key("M\u{1ef8}"), name_key("my\u{303}"));
        assert_ne!(name_key("My"), name_key("Mỹ"));
        for (bad, why) in [
            ("", NameError::Length),
            ("a", NameError::Length),
            (&"a".repeat(41), NameError::Length),
            ("<b>", NameError::Character),
            ("mc\u{202e}nhs", NameError::Character),
            ("mc/1", NameError::Character),
        ] {
            assert_eq!(name(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn a_session_ends_idle_and_ends_at_its_end() {
        let (begin, end) = (1_000, 1_000 + LONGEST_MS);
        assert!(session_lives(begin, begin, end));
        assert!(session_lives(begin + IDLE_MS - 1, begin, end));
        assert!(!session_lives(begin + IDLE_MS, begin, end));
        assert!(session_lives(end - 1, end - 1, end));
        assert!(!session_lives(end, end - 1, end), "however busy it was");
    }

    proptest! {
        #[test]
        fn a_kept_name_keeps_its_key(typed in "\\PC{0,50}") {
            if let Ok(kept) = name(&typed) {
                prop_assert_eq!(name_key(&kept), name_key(&typed));
                prop_assert_eq!(name(&kept), Ok(kept.clone()));
            }
        }
    }
}
