//! Finding a player for the host: by their number, or by a part of their name however it is typed.
//!
//! Invariant: whoever is in the room can be found, also by a name without a single letter; who was taken out stands in the
//! host's own list of them.

use super::room::{Handle, Seat};
use domain::live::stage::PlayerLine;
use domain::text::fold;
use serde::Serialize;

/// Most players of an answer.
pub const MOST: usize = 50;

/// Who fits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Found {
    /// At most 50: first who has that number, then names that are what was typed, that begin so, that have it in them.
    pub players: Vec<PlayerLine>,
    /// Others fit too.
    pub more: bool,
    /// The list as the host's page shows it, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// What is looked for.
struct Wanted {
    number: Option<u32>,
    /// Without marks and spaces: nobody hides a word by spacing it out.
    name: String,
    /// As typed, for names that fold to nothing.
    plain: String,
}

impl Wanted {
    fn new(query: &str) -> Self {
        let query = query.trim();
        Self {
            number: query.strip_prefix('#').unwrap_or(query).parse().ok(),
            name: bare(query),
            plain: query.to_lowercase(),
        }
    }

    /// How well a seat fits, 0 best.
    fn fit(&self, seat: &Seat) -> Option<u8> {
        if self.number == Some(seat.number) {
            return Some(0);
        }
        if self.name.is_empty() {
            return seat.nickname.to_lowercase().contains(&self.plain).then_some(3);
        }
        let name = bare(&seat.nickname);
        match name.find(&self.name)? {
            0 if name.len() == self.name.len() => Some(1),
            0 => Some(2),
            _ => Some(3),
        }
    }
}

fn bare(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|c| c != ' ');
    folded
}

/// Who in the room fits; nobody when nothing was typed.
#[must_use]
pub fn players(handle: &Handle, query: &str) -> Found {
    let wanted = Wanted::new(query);
    if wanted.plain.is_empty() {
        return Found::default();
    }
    let gate = handle.gate();
    let roster = handle.roster.read();
    let here = roster.seats().iter().filter(|seat| !gate.removed.contains(&seat.number));
    let mut found: Vec<(u8, &Seat)> = here.filter_map(|seat| Some((wanted.fit(seat)?, seat))).collect();
    // Stable: inside a tier the order of joining stays.
    found.sort_by_key(|(tier, _)| *tier);
    let line = |(_, seat): &(u8, &Seat)| PlayerLine {
        number: seat.number,
        nickname: seat.nickname.clone(),
        group: seat.group.map(|group| handle.group_names.of(group)),
    };
    Found { more: found.len() > MOST, players: found.iter().take(MOST).map(line).collect(), html: None }
}

#[cfg(test)]
mod tests {
    use super::Wanted;
    use crate::live::room::Seat;
    use domain::live::fair::Probes;

    fn fit(query: &str, nickname: &str) -> Option<u8> {
        let seat = Seat {
            number: 17,
            nickname: nickname.to_owned(),
            group: None,
            probes: Probes::default(),
            probing: (0, 0),
            joined_at: 0,
        };
        Wanted::new(query).fit(&seat)
    }

    #[test]
    fn names_are_found_however_they_are_typed() {
        for (query, nickname, tier) in [
            ("gio bien", "Gió Biển", Some(1)),
            ("GIÓ", "Gió Biển", Some(2)),
            ("biển", "gio bien 2", Some(3)),
            ("đo", "Người Do", Some(3)),
            ("17", "Lan", Some(0)),
            ("#17", "Lan", Some(0)),
            ("17", "Lớp 17", Some(0)),
            ("7", "Lớp 7", Some(3)),
            ("1", "Lan", None),
            ("tucam", "T ừ . c ấ m", Some(1)),
            ("🔥", "🔥🔥", Some(3)),
            ("🔥", "Lan", None),
            ("mai", "Lan", None),
        ] {
            assert_eq!(fit(query, nickname), tier, "{query} in {nickname}");
        }
    }
}
