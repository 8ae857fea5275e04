//! What a password must be before it is hashed.
//!
//! Length does most of the work; a short list keeps out what everybody tries first. Invariant: the same password typed
//! on two keyboards is the same bytes ([`prepared`]): Vietnamese input methods compose marks differently.

use crate::text::nfc;

/// Fewest characters.
pub const SHORTEST: usize = 10;
/// Most characters: enough for a sentence, not enough to make hashing dear.
pub const LONGEST: usize = 200;

/// A hundred passwords of ten characters or more that are tried first anywhere, and here.
const COMMON: &str = include_str!("../../data/common-passwords.txt");

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short.
    #[error("mật khẩu cần ít nhất 10 ký tự")]
    Short,
    /// Too long.
    #[error("mật khẩu dài nhất 200 ký tự")]
    Long,
    /// On the list.
    #[error("mật khẩu này quá phổ biến, ai cũng đoán được; hãy chọn mật khẩu khác")]
    Common,
    /// The account's own name.
    #[error("mật khẩu không được trùng với tên tài khoản")]
    Name,
}

impl PasswordError {
    /// Stable code, for the texts of forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Short => "password_short",
            Self::Long => "password_long",
            Self::Common => "password_common",
            Self::Name => "password_name",
        }
    }
}

/// The bytes that are hashed: the composed form, otherwise exactly what was typed, spaces included.
#[must_use]
pub fn prepared(typed: &str) -> String {
    nfc(typed)
}

/// Whether a password may be chosen for an account of this name.
///
/// # Errors
/// See [`PasswordError`].
pub fn check(typed: &str, name: &str) -> Result<(), PasswordError> {
    let password = prepared(typed);
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordError::Short);
    }
    if length > LONGEST {
        return Err(PasswordError::Long);
    }
    let plain = password.to_lowercase();
    if common().any(|known| known == plain) {
        return Err(PasswordError::Common);
    }
    if super::name_key(&password) == super::name_key(name) {
        return Err(PasswordError::Name);
    }
    Ok(())
}

fn common() -> impl Iterator<Item = &'static str> {
    COMMON.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_a_hundred_that_length_alone_would_let_in() {
        let all: std::collections::BTreeSet<&str> = common().collect();
        assert_eq!((all.len(), common().count()), (100, 100), "each once");
        for known in all {
            assert!(known.chars().count() >= SHORTEST, "{known} is short anyway");
            assert_eq!(known, prepared(&known.to_lowercase()), "{known} is compared in lower case");
            assert_eq!(check(&known.to_uppercase(), "mc"), Err(PasswordError::Common));
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(check("chín chữ ạ", "mc"), Ok(()));
        assert_eq!(check("chín chữ ", "mc"), Err(PasswordError::Short));
        // Nine letters taken apart are nine.
        assert_eq!(check("che\u{302}\u{301} mẫu a", "mc"), Err(PasswordError::Short));
        assert_eq!(check(&"ab".repeat(100), "mc"), Ok(()));
        assert_eq!(check(&"ab".repeat(101), "mc"), Err(PasswordError::Long));
        assert_eq!(check("BAN  tổ chức", "Ban Tổ Chức"), Err(PasswordError::Name));
    }

    #[test]
    fn two_keyboards_type_the_same_password() {
        assert_eq!(prepared("M\u{1ead}t kh\u{1ea9}u"), prepared("Ma\u{323}\u{302}t kha\u{302}\u{309}u"));
        assert_ne!(prepared(" a "), prepared("a"));
    }
}
