//! The filter's lists: whole syllables with their marks, and a few phrases that people write without.
//!
//! Deliberately short and exact. A projector in front of a thousand people must not show these; everything that could also
//! be a name or an everyday word is left to the host, who can rename or remove.

/// Syllables that are foul by themselves, marks and all.
const SYLLABLES: &[&str] = &[
    "địt", "đụ", "đéo", "đĩ", "lồn", "cặc", "buồi", "đù", "đjt", "cứt", "đái", "ỉa", "chịch", "nứng", "vcl",
    "vkl", "vl", "đcm", "đkm", "đmm", "đm", "dcm", "dkm", "clgt", "cmnr", "cmn", "vcđ", "fuck", "fucking",
    "fucker", "shit", "bitch", "dick", "pussy", "cunt", "asshole", "porn", "sex", "nigger", "nigga",
    "hitler",
];

/// Phrases that are foul though their syllables may not be, as written with marks.
const PHRASES: &[&str] = &[
    "con đĩ",
    "đồ chó",
    "chó đẻ",
    "mẹ mày",
    "bố mày",
    "má mày",
    "thằng ngu",
    "con ngu",
    "óc chó",
    "con cặc",
    "cái lồn",
    "mặt lồn",
    "như lồn",
    "vãi lồn",
    "đồ khốn",
    "khốn nạn",
    "mất dạy",
    "đồ điếm",
    "con điếm",
    "làm tình",
    "bú cu",
    "dương vật",
    "âm đạo",
];

/// Phrases that people write without marks and that mean nothing else.
const UNMARKED: &[&str] = &[
    "dit me",
    "ditme",
    "dit con me",
    "du ma",
    "duma",
    "dit cu",
    "cai lon",
    "vai lon",
    "vailon",
    "mat lon",
    "nhu lon",
    "con cac",
    "concac",
    "cai cac",
    "dau buoi",
    "daubuoi",
    "me may",
    "oc cho",
    "occho",
    "cho de",
    "con di",
    "dit nhau",
];

/// Whether a nickname, or anything else that would stand on a projector, is foul.
#[must_use]
pub fn is_foul(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<String> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    if words.iter().any(|w| SYLLABLES.contains(&w.as_str())) {
        return true;
    }
    let line = format!(" {} ", words.join(" "));
    PHRASES.iter().chain(UNMARKED).any(|phrase| line.contains(&format!(" {phrase} ")))
}
