//! Contacts for prizes: asked on the result page only, sealed, erasable, with an HMAC to find duplicates.

pub use domain::contact::normalise;

use crate::store::people::Participant;

/// Whether a contact may be asked of a person: their year of birth is told and they are no child.
#[must_use]
pub const fn may_ask(person: &Participant) -> bool {
    person.child != 1 && person.birth_year.is_some()
}

/// A contact as shown back to its owner: `09•••••456`, `m•••@example.vn`.
#[must_use]
pub fn mask(contact: &str) -> String {
    if let Some((user, host)) = contact.split_once('@') {
        let first: String = user.chars().take(1).collect();
        return format!("{first}•••@{host}");
    }
    let chars: Vec<char> = contact.chars().collect();
    if chars.len() < 6 {
        return "•••".into();
    }
    let head: String = chars[..2].iter().collect();
    let tail: String = chars[chars.len() - 3..].iter().collect();
    format!("{head}•••••{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_back_masked() {
        assert_eq!(mask("0905123456"), "09•••••456");
        assert_eq!(mask("mai@example.vn"), "m•••@example.vn");
    }
}
