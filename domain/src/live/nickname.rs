//! Nicknames that can stand on a projector: 2–20 characters as people count them, nothing hidden, nothing foul.
//!
//! Invariants: what passes is NFC and has no control, direction or zero-width characters (apart from the joiner inside an
//! emoji); the filter looks at whole syllables *with* their marks, because folding would ban "các" and "lớn". Markup is not
//! refused: pages escape what they show.

mod foul;

pub use foul::is_foul;
#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Fewest characters.
pub const SHORTEST: usize = 2;
/// Most characters.
pub const LONGEST: usize = 20;
/// Most emoji.
const MOST_EMOJI: usize = 3;
/// Most marks on one letter: Vietnamese needs two.
const MOST_MARKS: usize = 3;
/// Most code points: an emoji family is one character of up to eleven.
const MOST_SCALARS: usize = 60;

/// Why a nickname is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NicknameFault {
    /// Fewer than 2 characters, or nothing to read.
    #[error("Tên cần ít nhất 2 ký tự.")]
    Short,
    /// More than 20 characters.
    #[error("Tên dài nhất 20 ký tự.")]
    Long,
    /// Too many emoji, or marks piled up.
    #[error("Tên có quá nhiều biểu tượng.")]
    Flood,
    /// Foul language.
    #[error("Hãy chọn tên khác.")]
    Foul,
}

impl NicknameFault {
    /// A stable code for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Short => "nickname_short",
            Self::Long => "nickname_long",
            Self::Flood => "nickname_flood",
            Self::Foul => "nickname_foul",
        }
    }
}

/// A nickname as a player may have it.
///
/// # Errors
/// Says what is wrong.
pub fn clean(raw: &str) -> Result<String, NicknameFault> {
    let name = tidy(raw)?;
    if foul::is_foul(&name) { Err(NicknameFault::Foul) } else { Ok(name) }
}

/// A nickname as a host may give it: tidy, whatever the filter says.
///
/// # Errors
/// Says what is wrong.
pub fn tidy(raw: &str) -> Result<String, NicknameFault> {
    // A stranger's text can be long; nothing after this many code points can still become a name.
    let seen: String = raw.chars().filter(|c| !is_hidden(*c)).take(4 * MOST_SCALARS).collect();
    let composed: String = joiners_inside_emoji(&seen).nfc().collect();
    let name = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    let clusters: Vec<&str> = name.graphemes(true).collect();
    if clusters.len() > LONGEST {
        return Err(NicknameFault::Long);
    }
    let marks = |cluster: &&str| cluster.nfd().filter(|c| is_combining_mark(*c)).count() > MOST_MARKS;
    let emoji = clusters.iter().filter(|c| is_emoji(c)).count();
    if emoji > MOST_EMOJI || name.chars().count() > MOST_SCALARS || clusters.iter().any(marks) {
        return Err(NicknameFault::Flood);
    }
    let readable = clusters.iter().any(|c| c.chars().any(char::is_alphanumeric)) || emoji > 0;
    if clusters.len() < SHORTEST || !readable {
        return Err(NicknameFault::Short);
    }
    Ok(name)
}

/// The nickname, numbered when it is taken: "Lan", "Lan 2", "Lan 3". Upper and lower case are one name; `taken` says
/// whether a name (in the form of [`same_name`]) is in use.
#[must_use]
pub fn number_duplicate(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(&same_name(name)) {
        return name.to_owned();
    }
    let numbered = |n: u64| {
        let tail = format!(" {n}");
        let room = LONGEST.saturating_sub(tail.len());
        let head: String = name.graphemes(true).take(room).collect();
        format!("{}{tail}", head.trim_end())
    };
    (2..).map(numbered).find(|candidate| !taken(&same_name(candidate))).unwrap_or_else(|| name.to_owned())
}

/// What a player is called whose person had themselves erased.
#[must_use]
pub fn neutral(player: super::PlayerNo) -> String {
    format!("Người chơi {player}")
}

/// The form in which two nicknames are the same name.
#[must_use]
pub fn same_name(name: &str) -> String {
    name.to_lowercase().nfc().collect()
}

/// Characters that nobody sees: controls, directions, zero widths, fillers, tags, private use. The joiner stays for now.
fn is_hidden(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Joiners and variation marks mean something only in an emoji; elsewhere they hide.
fn joiners_inside_emoji(text: &str) -> String {
    let keep = |cluster: &str| -> String {
        if is_emoji(cluster) {
            cluster.trim_end_matches('\u{200d}').to_owned()
        } else {
            cluster.chars().filter(|c| !matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}')).collect()
        }
    };
    text.graphemes(true).map(keep).collect()
}

/// Whether a cluster is a picture.
fn is_emoji(cluster: &str) -> bool {
    cluster.chars().any(|c| {
        matches!(u32::from(c), 0x1f000..=0x1faff | 0x2600..=0x27bf | 0x2b00..=0x2bff | 0x2300..=0x23ff | 0x3030 | 0x303d | 0x3297 | 0x3299)
    })
}
