//! Vietnamese text: folding for search, NFC for storage, dictionary order for lists.
//!
//! Invariant: [`fold`] is for *search only*. Grading and storing never fold, because "má" and "ma" are different words.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The composed form (NFC) in which every text is stored.
#[must_use]
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Whether text is certainly in composed form already; a cheap look that may say no to text that is.
#[must_use]
pub fn composed(text: &str) -> bool {
    text.chars().all(always_composed) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Whether text certainly is as texts of questions are stored: composed, single spaces, trimmed lines none of which is
/// blank, nothing that is not seen. One look at each character; as [`composed`] it may say no to text that is fine.
pub(crate) fn is_clean(text: &str) -> bool {
    let (mut last, mut usual) = ('\n', true);
    for c in text.chars() {
        match c {
            '!'..='~' => {}
            ' ' | '\n' if matches!(last, ' ' | '\n') => return false,
            ' ' | '\n' => {}
            '\u{a1}'..='\u{ac}'
            | '\u{ae}'..='\u{2ff}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{2010}'..='\u{2027}' => {}
            c if c.is_control() || c.is_whitespace() || is_invisible(c) => return false,
            _ => usual = false,
        }
        last = c;
    }
    !matches!(last, ' ' | '\n') && (usual || composed(text))
}

/// Characters that are not seen but change what is read or compared.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Letters and punctuation of Vietnamese and its neighbours, none of which NFC ever changes: told without a table,
/// because every text of every question is asked.
fn always_composed(c: char) -> bool {
    c < '\u{300}' || matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}')
}

/// Text as it is searched: lower case, without tones and other marks, đ as d, punctuation and runs of spaces as one
/// space, no space at the ends. Folding twice changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let bare = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    // Lower case can bring marks of its own (İ → i + dot), so marks are dropped once more.
    for c in bare.filter(|c| !is_combining_mark(*c)).map(unbar) {
        if c.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(c);
        } else {
            gap = true;
        }
    }
    folded
}

/// Letters whose bar or hook is part of the letter, not a combining mark: đ, and ƀ ɓ of the highland languages.
fn unbar(c: char) -> char {
    match c {
        'đ' | 'ð' => 'd',
        'ƀ' | 'ɓ' => 'b',
        other => other,
    }
}

/// The letters of Vietnamese in dictionary order, with the foreign ones where readers expect them.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// Tone marks in dictionary order: none, huyền, hỏi, ngã, sắc, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// A key that sorts as a Vietnamese dictionary does: syllable by syllable, letters (a ă â … d đ …) before tones.
#[must_use]
pub fn sort_key(text: &str) -> Vec<(Vec<u32>, Vec<u8>)> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
    words.filter(|w| !w.is_empty()).map(syllable_key).collect()
}

fn syllable_key(word: &str) -> (Vec<u32>, Vec<u8>) {
    let (mut letters, mut tones) = (Vec::new(), Vec::new());
    // Take the tone off each letter and put the rest together again, so that "ế" is "ê" with the tone sắc.
    let without_tone: String = word.nfd().filter(|c| !TONES.contains(c)).nfc().collect();
    for c in without_tone.chars() {
        let place = ALPHABET.chars().position(|a| a == c);
        letters.push(place.map_or(u32::from(c) + 1000, |p| u32::try_from(p).unwrap_or(u32::MAX)));
    }
    for c in word.nfd() {
        if let Some(tone) = TONES.iter().position(|t| *t == c) {
            tones.push(u8::try_from(tone + 1).unwrap_or(u8::MAX));
        }
    }
    (letters, tones)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_what_people_type() {
        assert_eq!(fold("Phường Quy Nhơn"), "phuong quy nhon");
        assert_eq!(fold("  Đak   Đoa! "), "dak doa");
        assert_eq!(fold("Đề Gi — Hòa-Hội"), "de gi hoa hoi");
        assert_eq!(fold("Bƀok Ɓơ Ĕa"), "bbok bo ea");
        assert_eq!(fold("\u{110}\u{1ea5}t"), fold("Đâ\u{301}t"));
        assert_eq!(fold("…"), "");
    }

    #[test]
    fn letters_that_nfc_never_changes() {
        let quick = ('\0'..='\u{10ffff}').filter(|c| always_composed(*c));
        assert!(quick.clone().count() > 1_000);
        for c in quick {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
            assert_eq!(unicode_normalization::char::canonical_combining_class(c), 0, "{c:?}");
        }
    }

    #[test]
    fn dictionary_order() {
        let mut names =
            ["Ân Hảo", "Đak Đoa", "An Vinh", "Bình Hiệp", "An Lão", "Bình An", "Diên Hồng", "An Hòa", "Ăn"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(
            names,
            ["An Hòa", "An Lão", "An Vinh", "Ăn", "Ân Hảo", "Bình An", "Bình Hiệp", "Diên Hồng", "Đak Đoa"]
        );
        let mut tones = ["mạ", "má", "mã", "mả", "mà", "ma"];
        tones.sort_by_key(|n| sort_key(n));
        assert_eq!(tones, ["ma", "mà", "mả", "mã", "má", "mạ"]);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn folding_ignores_the_normal_form(text in "[a-zA-ZàáảãạăằắẳẵặâầấẩẫậđĐêềếểễệôồốổỗộơờớởỡợưừứửữựỳýỷỹỵ ]{0,30}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&decomposed), fold(&text));
            prop_assert!(fold(&text).chars().all(|c| c.is_ascii_lowercase() || c == ' '));
            prop_assert!(!fold(&text).contains("  "));
            prop_assert_eq!(sort_key(&decomposed), sort_key(&text));
        }

        #[test]
        fn composed_text_is_what_nfc_leaves_alone(text in "[a-zàáảãạăằđễệôợữỵ\u{300}\u{301}\u{323}\u{31b} –…\u{212a}]{0,20}") {
            prop_assert!(!composed(&text) || nfc(&text) == text);
        }

        #[test]
        fn clean_text_has_nothing_to_tidy(text in "[a-z!à…ợ\u{300}\u{ad}\u{a0}\u{200b}\u{2000}\t\n  ]{0,12}") {
            let words = |l: &str| l.split(' ').map(str::to_owned).collect::<Vec<_>>();
            let odd = |c: char| c != '\n' && c != ' ' && (c.is_whitespace() || c.is_control() || is_invisible(c));
            let tidy = text.split('\n').all(|l| words(l).iter().all(|w| !w.is_empty())) && !text.contains(odd);
            prop_assert_eq!(is_clean(&text), tidy && composed(&text));
        }

        #[test]
        fn nfc_is_stable(text in "\\PC{0,40}") {
            let once = nfc(&text);
            prop_assert_eq!(nfc(&once), once);
        }
    }
}
