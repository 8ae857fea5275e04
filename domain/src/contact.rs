//! Contacts in one form, so that the same number or address is the same however it was typed.

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
    }
}
