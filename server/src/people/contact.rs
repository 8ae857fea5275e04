//! Contacts for prizes: asked on the result page only, sealed, erasable, with an HMAC to find duplicates.

use crate::store::people::Participant;

/// Whether a contact may be asked of a person: their year of birth is told and they are no child.
#[must_use]
pub const fn may_ask(person: &Participant) -> bool {
    person.child != 1 && person.birth_year.is_some()
}

/// A phone number as digits (`84…` → `0…`) or an e-mail address in lower case; `None` when it is neither.
#[must_use]
pub fn normalise(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.contains('@') {
        let mail = typed.to_lowercase();
        let (user, host) = mail.split_once('@')?;
        let good = !user.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && mail.len() <= 120
            && mail.chars().all(|c| !c.is_whitespace() && !c.is_control())
            && mail.matches('@').count() == 1;
        return good.then_some(mail);
    }
    if typed.chars().any(|c| !(c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '+' | '(' | ')'))) {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let local = match digits.strip_prefix("84") {
        Some(rest) if digits.len() >= 11 => format!("0{rest}"),
        _ => digits,
    };
    (local.starts_with('0') && matches!(local.len(), 10 | 11)).then_some(local)
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
    fn one_form_for_the_same_number() {
        for typed in ["0905 123 456", "+84 905.123.456", "84905123456", "(0905)123-456"] {
            assert_eq!(normalise(typed).as_deref(), Some("0905123456"), "{typed}");
        }
        assert_eq!(normalise(" Mai@Example.VN ").as_deref(), Some("mai@example.vn"));
        for bad in ["", "12345", "090512345678", "a@b", "a@b@c.vn", "không có", "0905abc456"] {
            assert_eq!(normalise(bad), None, "{bad}");
        }
        assert_eq!(mask("0905123456"), "09•••••456");
        assert_eq!(mask("mai@example.vn"), "m•••@example.vn");
    }
}
