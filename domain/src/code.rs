//! The personal code: how a person carries on from another phone, without a password.
//!
//! Ten symbols of Crockford's base32, fifty random bits, written `XXXXX-XXXXX`. The alphabet leaves out the letters
//! people misread (I, L, O) and the one that makes words nobody wants (U), so a code survives being read aloud by a
//! grandchild. Invariant: [`normalise`] gives the very text [`encode`] made, whatever case, spaces or dashes were
//! typed; the stored HMAC is always over that text.

/// Symbols in a code.
pub const SYMBOLS: usize = 10;
/// Random bits in a code.
pub const BITS: u32 = 50;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code for the lowest fifty bits of `bits` (the rest are ignored), as `XXXXX-XXXXX`.
#[must_use]
pub fn encode(bits: u64) -> String {
    let mut code = String::with_capacity(SYMBOLS + 1);
    for place in (0..SYMBOLS).rev() {
        let five = (bits >> (place * 5)) & 31;
        code.push(char::from(ALPHABET[five as usize]));
        if place == SYMBOLS / 2 {
            code.push('-');
        }
    }
    code
}

/// The code a person meant: case, spaces and dashes are ignored, `O` is read as `0`, `I` and `L` as `1`.
///
/// `None` when something else is in it, `U` included, or when it is not ten symbols long.
#[must_use]
pub fn normalise(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(SYMBOLS + 1);
    let mut symbols = 0;
    for c in typed.chars() {
        // Phones put long dashes and no-break spaces where people typed plain ones.
        if c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
            continue;
        }
        let symbol = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if symbols == SYMBOLS || !symbol.is_ascii() || !ALPHABET.contains(&(symbol as u8)) {
            return None;
        }
        if symbols == SYMBOLS / 2 {
            code.push('-');
        }
        code.push(symbol);
        symbols += 1;
    }
    (symbols == SYMBOLS).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_codes() {
        assert_eq!(encode(0), "00000-00000");
        assert_eq!(encode((1 << 50) - 1), "ZZZZZ-ZZZZZ");
        assert_eq!(encode(1 << 50), "00000-00000");
        assert_eq!(encode(31 << 25), "0000Z-00000");
        assert_eq!(encode(31 << 20), "00000-Z0000");
    }

    #[test]
    fn forgives_how_people_type() {
        assert_eq!(normalise(" oIl23 – 45abz "), Some("01123-45ABZ".into()));
        assert_eq!(normalise("0112345ABZ"), Some("01123-45ABZ".into()));
        assert_eq!(normalise("01123 45AB"), None);
        assert_eq!(normalise("01123-45ABZ0"), None);
        assert_eq!(normalise("U1123-45ABZ"), None);
        assert_eq!(normalise("Đ1123-45ABZ"), None);
        assert_eq!(normalise("01123_45ABZ"), None);
        assert_eq!(normalise(""), None);
    }

    proptest! {
        #[test]
        fn what_was_shown_is_what_is_read(bits in 0u64..(1 << 50)) {
            let shown = encode(bits);
            prop_assert_eq!(shown.len(), 11);
            prop_assert_eq!(normalise(&shown), Some(shown.clone()));
            prop_assert_eq!(normalise(&shown.to_lowercase().replace('-', " ").replace('0', "o")), Some(shown));
        }

        #[test]
        fn different_bits_different_codes(a in 0u64..(1 << 50), b in 0u64..(1 << 50)) {
            prop_assert_eq!(a == b, encode(a) == encode(b));
        }

        #[test]
        fn any_text_is_read_or_refused(typed in ".{0,30}") {
            if let Some(code) = normalise(&typed) {
                prop_assert_eq!(normalise(&code), Some(code.clone()));
            }
        }
    }
}
