//! Projectors: each shows a code of four digits until a host lets it in, and then holds a cookie of its own.

use super::room::{Handle, Message};
use crate::error::{Failure, Outcome};
use crate::secret::token_hash;
use crate::state::App;
use crate::store::live::screens::{self, Asking, ScreenRow};

/// How long a code may be confirmed.
pub const CODE_MS: i64 = 10 * 60 * 1000;
/// How long a projector is known: a day longer than it keeps its cookie.
const KEPT_MS: i64 = 8 * 24 * 60 * 60 * 1000;
/// Projectors that may wait in a room. Anybody with the PIN may ask; the newest is the one in front of the host.
const MOST: usize = 8;
/// Codes that are tried: with seven others waiting the first is free but in one of 1,400 cases.
const TRIES: usize = 8;

/// A room's projectors as its host sees them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screens {
    /// Codes of those that ask.
    pub waiting: Vec<String>,
    /// How many are in.
    pub inside: u32,
    /// Since when the first of those that ask does.
    pub(super) first: Option<i64>,
}

impl Screens {
    pub(super) fn of(rows: &[ScreenRow]) -> Self {
        let asks = || rows.iter().filter(|r| r.confirmed_at.is_none());
        let waiting = asks().map(|r| r.code.clone()).collect();
        let inside = rows.iter().filter(|r| r.confirmed_at.is_some()).count();
        let first = asks().map(|r| r.asked_at).min();
        Self { waiting, inside: u32::try_from(inside).unwrap_or(u32::MAX), first }
    }

    /// Whether somebody who is shown as waiting no longer does.
    pub(super) fn stale(&self, now: i64) -> bool {
        self.first.is_some_and(|at| now - at >= CODE_MS)
    }
}

/// How a projector stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Let in.
    Inside,
    /// Shows this code.
    Waiting(String),
}

/// How a projector with this token stands; a new or expired one is given a code.
///
/// # Errors
/// `too_many` for a network that asks and asks; storage errors.
pub async fn ask(app: &App, handle: &Handle, token: &str, network: &str) -> Outcome<Standing> {
    let (hash, now) = (token_hash(token), app.now());
    let mut link = app.store.read().await?;
    let known = screens::get(&mut link, &handle.id, &hash).await?;
    drop(link);
    match known {
        Some(row) if row.confirmed_at.is_some() => return Ok(Standing::Inside),
        Some(row) if now - row.asked_at < CODE_MS / 2 => return Ok(Standing::Waiting(row.code)),
        _ => {}
    }
    if let Some(seconds) = app.limits.screen(network) {
        return Err(Failure::too_many(seconds));
    }
    let code = || format!("{:04}", u16::from_be_bytes(crate::random::bytes::<2>()) % 10_000);
    let asking = Asking {
        room: handle.id.to_string(),
        token_hash: hash,
        codes: std::iter::repeat_with(code).take(TRIES).collect(),
        now,
        waits_since: now - CODE_MS,
        kept_since: now - KEPT_MS,
        most: MOST,
    };
    let given =
        app.store.write(move |link| Box::pin(async move { Ok(screens::ask(link, &asking).await?) })).await?;
    let code = given.ok_or_else(Failure::busy)?;
    told(handle);
    Ok(Standing::Waiting(code))
}

/// Whether a projector with this token is let in.
///
/// # Errors
/// Storage errors.
pub async fn is_inside(app: &App, handle: &Handle, token: &str) -> Outcome<bool> {
    let mut link = app.store.read().await?;
    let known = screens::get(&mut link, &handle.id, &token_hash(token)).await?;
    Ok(known.is_some_and(|row| row.confirmed_at.is_some()))
}

/// Lets the projector with this code in.
///
/// # Errors
/// `live_no_such_screen`; storage errors.
pub async fn confirm(app: &App, handle: &Handle, code: &str, by: &str) -> Outcome<()> {
    let (room, code, by, now) = (handle.id.to_string(), code.trim().to_owned(), by.to_owned(), app.now());
    let found = app
        .store
        .write(move |link| {
            Box::pin(
                async move { Ok(screens::confirm(link, &room, &code, (now - CODE_MS, now), &by).await?) },
            )
        })
        .await?;
    told(handle);
    if found { Ok(()) } else { Err(Failure::live_no_such_screen()) }
}

fn told(handle: &Handle) {
    // A full mailbox: the host's next frame has it.
    let _ = handle.mailbox.try_send(Message::Screens);
}
