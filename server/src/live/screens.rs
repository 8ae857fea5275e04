//! Projectors: each shows a code of four digits until a host lets it in, and then holds a cookie of its own.

use super::room::{Handle, Message};
use crate::error::{Failure, Outcome};
use crate::secret::token_hash;
use crate::state::App;
use crate::store::live::screens::{self, ScreenRow};

/// How long a code may be confirmed.
pub const CODE_MS: i64 = 10 * 60 * 1000;

/// A room's projectors as its host sees them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screens {
    /// Codes of those that ask.
    pub waiting: Vec<String>,
    /// How many are in.
    pub inside: u32,
}

impl Screens {
    pub(super) fn of(rows: &[ScreenRow]) -> Self {
        let waiting = rows.iter().filter(|r| r.confirmed_at.is_none()).map(|r| r.code.clone()).collect();
        let inside = rows.iter().filter(|r| r.confirmed_at.is_some()).count();
        Self { waiting, inside: u32::try_from(inside).unwrap_or(u32::MAX) }
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
/// Storage errors.
pub async fn ask(app: &App, handle: &Handle, token: &str) -> Outcome<Standing> {
    let (hash, now) = (token_hash(token), app.now());
    let mut link = app.store.read().await?;
    let known = screens::get(&mut link, &handle.id, &hash).await?;
    drop(link);
    match known {
        Some(row) if row.confirmed_at.is_some() => return Ok(Standing::Inside),
        Some(row) if now - row.asked_at < CODE_MS / 2 => return Ok(Standing::Waiting(row.code)),
        _ => {}
    }
    let code = format!("{:04}", u16::from_be_bytes(crate::random::bytes::<2>()) % 10_000);
    let (room, shown) = (handle.id.to_string(), code.clone());
    app.store
        .write(move |link| Box::pin(async move { Ok(screens::ask(link, &room, &hash, &shown, now).await?) }))
        .await?;
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
