//! From the bytes of a file to its text, or to one clear word about why not.
//!
//! Writers' files come from many programs: UTF-8 with or without a mark, Excel's UTF-16, and now and then an old
//! code page. Invariant: no byte is guessed. What is not Unicode is refused with the place of the first bad byte, and
//! named when it looks like Windows-1258.

use crate::bank::{Problem, Severity};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1258};
use std::borrow::Cow;

/// The largest text file read, in bytes. Ten thousand questions take about half of it.
pub const LARGEST_TEXT: usize = 20 * 1024 * 1024;

/// The text of a file, without byte-order mark.
///
/// # Errors
/// Too large, or not Unicode.
pub fn decode<'b>(file: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, Problem> {
    if bytes.len() > LARGEST_TEXT {
        let message = format!("tệp dài {} MB, nhiều nhất {} MB", bytes.len() >> 20, LARGEST_TEXT >> 20);
        return Err(refusal(file, 1, 1, "too_large", message, "tách thành nhiều tệp, ví dụ theo chủ đề"));
    }
    let wide = match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        let (text, _, broken) = encoding.decode(bytes);
        if broken {
            let why = "tệp UTF-16 bị hỏng".to_owned();
            return Err(refusal(file, 1, 1, "not_unicode", why, "lưu lại tệp với bảng mã UTF-8"));
        }
        return Ok(text);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| not_utf8(file, bytes, e.valid_up_to()))?;
    if let Some(at) = text.find('\0') {
        let (line, column) = place(bytes, at);
        let why = "tệp chứa byte 0: không phải tệp chữ, hoặc là UTF-16 thiếu dấu mở đầu".to_owned();
        return Err(refusal(file, line, column, "not_text", why, "lưu lại thành tệp chữ UTF-8"));
    }
    Ok(Cow::Borrowed(text))
}

fn not_utf8(file: &str, bytes: &[u8], at: usize) -> Problem {
    let (line, column) = place(bytes, at);
    let (code, message) = if looks_like_windows_1258(bytes) {
        ("windows_1258", "tệp dùng bảng mã Windows-1258, không phải UTF-8".to_owned())
    } else {
        ("not_utf8", "tệp không phải UTF-8".to_owned())
    };
    refusal(file, line, column, code, message, "mở bằng trình soạn thảo, chọn “Lưu thành… UTF-8” rồi nạp lại")
}

/// Line and column of a byte, counting bytes before it that begin a character.
fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    let column = before[start..].iter().filter(|b| (**b & 0xc0) != 0x80).count() + 1;
    (line, column)
}

/// Windows-1258 writes tones as bytes of their own after the vowel; no other common code page has letters there so often.
fn looks_like_windows_1258(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(200_000)).unwrap_or_default();
    let (text, _, broken) = WINDOWS_1258.decode(sample);
    if broken {
        return false;
    }
    let (mut tones, mut stray, mut foreign) = (0_usize, 0_usize, 0_usize);
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => {
                let vowel = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".contains(last);
                if vowel { tones += 1 } else { stray += 1 }
            }
            c if c.is_ascii() || "ăâđêôơưĂÂĐÊÔƠƯàáèéìíòóùúÀÁÈÉÙÚ–—“”‘’…•₫".contains(c) =>
                {}
            _ => foreign += 1,
        }
        last = c;
    }
    tones > 0 && stray * 10 <= tones && foreign * 4 <= tones
}

/// An error about a whole file or a place in it.
pub(crate) fn refusal(
    file: &str,
    line: usize,
    column: usize,
    code: &'static str,
    message: impl Into<String>,
    remedy: impl Into<String>,
) -> Problem {
    Problem {
        file: file.to_owned(),
        line,
        column,
        code,
        message: message.into(),
        remedy: remedy.into(),
        severity: Severity::Error,
        question: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_unicode_in_its_usual_coats() -> Result<(), Problem> {
        assert_eq!(decode("a", "Câu hỏi".as_bytes())?, "Câu hỏi");
        assert_eq!(decode("a", "\u{feff}Câu hỏi".as_bytes())?, "Câu hỏi");
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("Câu".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode("a", &wide)?, "Câu");
        Ok(())
    }

    #[test]
    fn names_windows_1258_and_the_place() {
        // "Bình" and "Tiền" with their tones as bytes of their own, as that code page writes them.
        let bytes = b"d\xf9ng 1\nBi\xccnh Ti\xea\xccn m\xf4\xf2t kh\xe2\xd2u".as_slice();
        let found = decode("cau.csv", bytes).map(|_| ());
        let problem = found.expect_err("not UTF-8");
        assert_eq!((problem.code, problem.line, problem.column), ("windows_1258", 1, 2));
        let problem = decode("cau.csv", b"abc\nxy\xff\xfe\xfd\x81").map(|_| ()).expect_err("not UTF-8");
        assert_eq!((problem.code, problem.line, problem.column), ("not_utf8", 2, 3));
        assert_eq!(decode("x", b"a\0b").map(|_| ()).expect_err("binary").code, "not_text");
    }

    #[test]
    fn refuses_what_is_too_large() {
        let big = vec![b'a'; LARGEST_TEXT + 1];
        assert_eq!(decode("x", &big).map(|_| ()).expect_err("too large").code, "too_large");
    }
}
