//! The filter and its lists: whole syllables with their marks, and a few phrases that people write without.
//!
//! Deliberately short and exact. A projector in front of a thousand people must not show these; everything that could also
//! be a name or an everyday word is left to the host, who can rename or remove. Invariant: nothing is folded before it is
//! compared, so "Lồng", "Các" and "Lớn" are what they are.

use unicode_normalization::UnicodeNormalization;

/// Syllables and abbreviations that are foul by themselves, marks and all.
const SYLLABLES: &[&str] = &[
    "địt", "đụ", "đéo", "đĩ", "lồn", "cặc", "buồi", "cứt", "ỉa", "iả", "chịch", "nứng", "đjt", "vcl", "vkl",
    "vcđ", "đcm", "đkm", "đmm", "đm", "dcm", "dkm", "clgt", "cmnr", "ditme", "fuck", "fucking", "fucker",
    "shit", "bitch", "pussy", "cunt", "asshole", "porn", "sex", "nigger", "nigga", "hitler",
];

/// Syllables that no longer one contains, so they are found inside run-together words as well.
const INSIDE: &[&str] = &["địt", "đéo", "cặc", "buồi", "chịch", "fuck"];

/// Phrases that are foul though their syllables may not be.
const PHRASES: &[&str] = &[
    "đồ chó",
    "chó đẻ",
    "mẹ mày",
    "bố mày",
    "má mày",
    "thằng ngu",
    "con ngu",
    "đồ ngu",
    "óc chó",
    "đồ khốn",
    "khốn nạn",
    "mất dạy",
    "đồ điếm",
    "con điếm",
    "làm tình",
    "bú cu",
    "dương vật",
    "âm đạo",
    "dit me",
    "dit con me",
    "dit cu",
    "dit nhau",
];

/// Longer phrases that are innocent though a foul one stands in them: volunteering, physics, walnuts, a herb, building
/// materials of Hải Dương, trying things out.
const INNOCENT: &[&str] = &[
    "làm tình nguyện",
    "làm tình báo",
    "làm tình ca",
    "dương vật lý",
    "dương vật lí",
    "dương vật liệu",
    "dương vật tư",
    "dương vật chất",
    "dương vật phẩm",
    "quan âm đạo",
    "âm đạo diễn",
    "âm đạo cụ",
    "hạt óc chó",
    "quả óc chó",
    "trái óc chó",
    "cây óc chó",
    "gỗ óc chó",
    "nhân óc chó",
    "sữa óc chó",
    "bánh óc chó",
    "kẹo óc chó",
    "dầu óc chó",
    "cây chó đẻ",
    "cỏ chó đẻ",
    "rau chó đẻ",
    "chó đẻ răng cưa",
    "mẹ mày mò",
    "bố mày mò",
    "má mày mò",
    "bố mày râu",
    "thằng ngu ngơ",
    "con ngu ngơ",
    "con ngu công",
];

/// Words without marks that mean too many things, foul only when they are the whole name.
const WHOLE: &[&str] = &[
    "du ma", "cai lon", "vai lon", "mat lon", "nhu lon", "con cac", "cai cac", "dau buoi", "me may",
    "oc cho", "cho de", "con di",
];

/// Whether a nickname, or anything else that would stand on a projector, is foul.
#[must_use]
pub fn is_foul(text: &str) -> bool {
    // Full-width and other dressed-up letters are the letters they look like.
    let lower: String = text.nfkc().flat_map(char::to_lowercase).nfc().collect();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let line = words.join(" ");
    let spelled = spelled_out(&words);
    words.iter().copied().chain(spelled.iter().map(String::as_str)).any(foul_word)
        || PHRASES.iter().any(|phrase| says(&words, phrase))
        || WHOLE.iter().any(|whole| same_letters(whole, &line))
}

fn foul_word(word: &str) -> bool {
    let short = without_repeats(word);
    SYLLABLES.iter().any(|s| *s == word || *s == short)
        || INSIDE.iter().any(|s| short.contains(s))
        || PHRASES.iter().any(|phrase| same_letters(phrase, word))
        // "lồng" is a cage and a name.
        || short.match_indices("lồn").any(|(at, s)| !short[at + s.len()..].starts_with('g'))
}

/// Whether a phrase stands somewhere by itself, and not only inside a longer one that is innocent.
fn says(words: &[&str], phrase: &str) -> bool {
    places(words, phrase).any(|(from, to)| {
        let covers = |(start, end): (usize, usize)| start <= from && to <= end;
        !INNOCENT.iter().any(|innocent| places(words, innocent).any(covers))
    })
}

/// Where the words of a phrase stand one after another: from a word, to before another.
fn places<'a>(words: &'a [&'a str], phrase: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let count = phrase.split(' ').count();
    let stands = move |from: usize| words[from..from + count].iter().copied().eq(phrase.split(' '));
    (0..(words.len() + 1).saturating_sub(count))
        .filter(move |from| stands(*from))
        .map(move |from| (from, from + count))
}

/// Whether two texts are the same but for spaces.
fn same_letters(a: &str, b: &str) -> bool {
    a.chars().filter(|c| *c != ' ').eq(b.chars().filter(|c| *c != ' '))
}

/// Runs of single letters as the words they spell: "l ồ n".
fn spelled_out(words: &[&str]) -> Vec<String> {
    words
        .split(|word| word.chars().count() != 1)
        .filter(|run| run.len() > 1)
        .map(|run| run.concat())
        .collect()
}

/// "lồnnnn" is "lồn".
fn without_repeats(word: &str) -> String {
    let mut short = String::with_capacity(word.len());
    for c in word.chars() {
        if !short.ends_with(c) {
            short.push(c);
        }
    }
    short
}
