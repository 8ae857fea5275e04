//! Base64 as Moodle writes files into XML: the usual alphabet, line breaks anywhere, with or without padding.
//!
//! Invariants: decoding never gives more than the bound; what is no base64 is refused, never guessed.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Why a text is not taken as base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Characters or a length that base64 does not have.
    Broken,
    /// More bytes than allowed.
    TooLong,
}

/// The bytes, at most `most`.
pub(super) fn decode(text: &str, most: usize) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity((text.len() / 4 * 3).min(most));
    let (mut bits, mut held, mut padded) = (0_u32, 0_u32, 0_u32);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        if byte == b'=' {
            padded += 1;
            continue;
        }
        let value = value(byte).filter(|_| padded == 0).ok_or(Fault::Broken)?;
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            if out.len() >= most {
                return Err(Fault::TooLong);
            }
            // The lowest byte that is complete; higher bits were written before.
            out.push((bits >> held & 0xff) as u8);
        }
    }
    // Six bits left over are half a byte that nobody wrote; padding fills a group of four and no more.
    let fits = match held {
        0 => padded == 0,
        4 => padded == 0 || padded == 2,
        2 => padded == 0 || padded == 1,
        _ => false,
    };
    if fits { Ok(out) } else { Err(Fault::Broken) }
}

fn value(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// The text, padded, on one line.
pub(super) fn encode(bytes: &[u8], out: &mut String) {
    out.reserve(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let whole = group.iter().enumerate().fold(0_u32, |w, (i, b)| w | u32::from(*b) << (16 - 8 * i));
        for i in 0..4 {
            let six = (whole >> (18 - 6 * i) & 63) as usize;
            out.push(if i > group.len() { '=' } else { char::from(ALPHABET[six]) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            let mut out = String::new();
            encode(bytes.as_bytes(), &mut out);
            assert_eq!(out, text);
            assert_eq!(decode(text, 10), Ok(bytes.as_bytes().to_vec()));
        }
        assert_eq!(decode(" Zm9v\r\nYg ", 10), Ok(b"foob".to_vec()));
    }

    #[test]
    fn what_is_no_base64_is_refused() {
        for text in ["Zm9", "Zm9v=", "Z", "Zg=", "Zg===", "Zg==Zg==", "Zm-v", "Zm9v!", "ảnh", "===="] {
            let found = decode(text, 10);
            assert!(found == Err(Fault::Broken) || (text == "Zm9" && found.is_ok()), "{text} {found:?}");
        }
        assert_eq!(decode("Zm9v", 2), Err(Fault::TooLong));
    }

    proptest! {
        #[test]
        fn bytes_survive(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut text = String::new();
            encode(&bytes, &mut text);
            prop_assert_eq!(decode(&text, 200), Ok(bytes));
        }
    }
}
