//! Frames of event streams: made once per room, shared as bytes; what is a phone's own is added while it is written.
//!
//! Invariant: a frame is one whole event ("id", "event", "data", empty line), so streams may begin between any two.

use bytes::Bytes;
use domain::live::PlayerNo;
use domain::live::stage::{HostSnapshot, ScreenSnapshot};
use std::sync::Arc;

/// A frame for phones.
#[derive(Clone, Debug)]
pub enum Frame {
    /// The same for everybody.
    Shared(Bytes),
    /// With something of each one's own.
    Own(Arc<OwnFrame>),
    /// For one player alone.
    One {
        /// Who.
        player: PlayerNo,
        /// The bytes.
        bytes: Bytes,
    },
    /// The last one for a player: they were taken out.
    Last {
        /// Who.
        player: PlayerNo,
        /// The bytes.
        bytes: Bytes,
    },
}

/// A frame whose end differs.
#[derive(Debug)]
pub struct OwnFrame {
    head: String,
    /// All ends, one after another.
    tails: String,
    /// Where the end of player n begins (n − 1) and stops (n).
    at: Vec<u32>,
}

impl Frame {
    /// One event for everybody.
    #[must_use]
    pub fn shared(id: u64, event: &str, data: &str) -> Self {
        Self::Shared(event_bytes(Some(id), event, data))
    }

    /// The bytes one player gets; nothing for a player it was made before.
    #[must_use]
    pub fn bytes_for(&self, player: PlayerNo) -> Bytes {
        match self {
            Self::Shared(bytes) => bytes.clone(),
            Self::Own(own) => own.bytes_for(player),
            Self::One { player: one, bytes } | Self::Last { player: one, bytes } if *one == player => {
                bytes.clone()
            }
            Self::One { .. } | Self::Last { .. } => Bytes::new(),
        }
    }

    /// Whether nothing comes after it for this player.
    #[must_use]
    pub fn is_last_for(&self, player: PlayerNo) -> bool {
        matches!(self, Self::Last { player: one, .. } if *one == player)
    }
}

impl OwnFrame {
    /// An event whose data is `shared` (a JSON object) with the field `own` added, or the player's own alone.
    pub fn new(
        id: u64,
        event: &str,
        shared: Option<&str>,
        players: u32,
        own: impl FnMut(PlayerNo, &mut String),
    ) -> Self {
        Self::with_head(format!("id: {id}\nevent: {event}\ndata: "), shared, players, own)
    }

    /// The same without a number: it changes nothing that coming back would have to know.
    pub fn without_id(event: &str, players: u32, own: impl FnMut(PlayerNo, &mut String)) -> Self {
        Self::with_head(format!("event: {event}\ndata: "), None, players, own)
    }

    fn with_head(
        mut head: String,
        shared: Option<&str>,
        players: u32,
        mut own: impl FnMut(PlayerNo, &mut String),
    ) -> Self {
        let mut close = "\n\n";
        if let Some(open) = shared.and_then(|s| s.strip_suffix('}')) {
            head.push_str(open);
            head.push_str(if open.ends_with('{') { "\"own\":" } else { ",\"own\":" });
            close = "}\n\n";
        }
        let mut tails = String::with_capacity(players as usize * 128);
        let mut at = Vec::with_capacity(players as usize + 1);
        at.push(0);
        for player in 1..=players {
            own(player, &mut tails);
            tails.push_str(close);
            at.push(u32::try_from(tails.len()).unwrap_or(u32::MAX));
        }
        Self { head, tails, at }
    }

    fn bytes_for(&self, player: PlayerNo) -> Bytes {
        let at = player as usize;
        let (Some(from), Some(to)) = (at.checked_sub(1).and_then(|b| self.at.get(b)), self.at.get(at)) else {
            return Bytes::new();
        };
        let tail = self.tails.get(*from as usize..*to as usize).unwrap_or_default();
        let mut bytes = String::with_capacity(self.head.len() + tail.len());
        bytes.push_str(&self.head);
        bytes.push_str(tail);
        Bytes::from(bytes)
    }
}

/// A frame for a screen or a host. Each has its own language and form, so the view is made where it is written; there
/// are few of them.
#[derive(Clone, Debug)]
pub enum StageFrame {
    /// The whole state of a screen.
    Screen(Arc<ScreenSnapshot>),
    /// The whole state of a host.
    Host(Arc<HostSnapshot>),
    /// A small change: the event's name and its data.
    Small(&'static str, Bytes),
}

/// The bytes of one event.
#[must_use]
pub fn event_bytes(id: Option<u64>, event: &str, data: &str) -> Bytes {
    let mut text = String::with_capacity(data.len() + event.len() + 40);
    if let Some(id) = id {
        text.push_str("id: ");
        text.push_str(&id.to_string());
        text.push('\n');
    }
    text.push_str("event: ");
    text.push_str(event);
    text.push_str("\ndata: ");
    text.push_str(data);
    text.push_str("\n\n");
    Bytes::from(text)
}

#[cfg(test)]
mod tests {
    use super::{Frame, OwnFrame};
    use std::sync::Arc;

    #[test]
    fn everybody_gets_their_own_end() {
        let own = OwnFrame::new(7, "reveal", Some(r#"{"question":1}"#), 2, |player, out| {
            out.push_str(&format!(r#"{{"points":{player}}}"#));
        });
        let frame = Frame::Own(Arc::new(own));
        assert_eq!(
            &frame.bytes_for(2)[..],
            b"id: 7\nevent: reveal\ndata: {\"question\":1,\"own\":{\"points\":2}}\n\n"
        );
        assert!(frame.bytes_for(3).is_empty(), "came after the frame was made");
        assert!(frame.bytes_for(0).is_empty());
    }

    #[test]
    fn the_own_alone() {
        let own = OwnFrame::new(8, "standings", None, 1, |_, out| out.push_str("{}"));
        assert_eq!(&Frame::Own(Arc::new(own)).bytes_for(1)[..], b"id: 8\nevent: standings\ndata: {}\n\n");
    }
}
