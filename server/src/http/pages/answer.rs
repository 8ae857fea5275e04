//! `POST /attempts/{id}/answers/{position}`: one answer as a plain form, then on to the next question.

use super::attempt::own;
use super::see;
use crate::attempts::answer::{Tap, save};
use crate::attempts::facts::Fact;
use crate::error::{Failure, Outcome};
use crate::http::forms::Fields;
use crate::http::visitor::Visitor;
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Choice;
use domain::grading::parse_number;
use domain::payload::Kind;
use std::collections::BTreeMap;

/// Saves and goes where the pressed button says.
///
/// # Errors
/// As [`save`].
pub async fn post(
    State(app): State<App>,
    Path((id, position)): Path<(String, u32)>,
    visitor: Visitor,
    fields: Fields,
) -> Outcome<Response> {
    let (row, fact) = own(&app, &visitor, &id).await?;
    let device = visitor.known_device()?;
    let index = usize::try_from(position).ok().and_then(|p| p.checked_sub(1));
    let (item, revision) = index.and_then(|i| fact.paper.get(i)).ok_or_else(Failure::not_found)?;
    let kind = revision.key.kind();
    let choice = match choice_of(kind, &fields, &item.options) {
        // A field that was emptied clears what stands there; one that never held anything saves nothing.
        Typed::Nothing if emptied(kind, &fields) && stands(&app, &id, position).await? => Some(None),
        Typed::Nothing => None,
        Typed::Unreadable => {
            return Ok(see(&format!("/attempts/{}?q={position}&notice=incomplete", row.id), Vec::new()));
        }
        Typed::Choice(choice) => Some(Some(choice)),
    };
    let stays = match choice {
        None => false,
        Some(choice) => {
            let tap = Tap { position, seq: None, choice, occurred_at: None };
            match save(&app, device, &id, tap).await {
                Ok(_) => false,
                // A half-filled ordering or matching, a text too long: say so on the same question.
                Err(e) if e.code == "bad_form" => true,
                Err(e) if matches!(e.code, "deadline_passed" | "attempt_closed") => {
                    return Ok(see(&format!("/attempts/{id}/result"), Vec::new()));
                }
                Err(e) => return Err(e),
            }
        }
    };
    let last = last_position(&fact);
    let to = match fields.get("go") {
        _ if stays => format!("/attempts/{}?q={position}&notice=incomplete", row.id),
        "prev" => format!("/attempts/{}?q={}", row.id, position.saturating_sub(1).max(1)),
        "review" => format!("/attempts/{}/review", row.id),
        "stay" => format!("/attempts/{}?q={position}&notice=saved", row.id),
        _ if position >= last => format!("/attempts/{}/review", row.id),
        _ => format!("/attempts/{}?q={}", row.id, position + 1),
    };
    Ok(see(&to, Vec::new()))
}

/// The one field of a number or a short text came without anything in it.
fn emptied(kind: Kind, fields: &Fields) -> bool {
    match kind {
        Kind::Numeric => fields.has("number"),
        Kind::ShortText => fields.has("text"),
        _ => false,
    }
}

/// Whether an answer is saved at a position.
async fn stands(app: &App, attempt: &str, position: u32) -> Outcome<bool> {
    let mut link = app.store.read().await?;
    let saved = crate::store::attempts::answers(&mut link, attempt).await?;
    Ok(saved.iter().any(|(at, _, choice, _)| *at == i64::from(position) && choice.is_some()))
}

fn last_position(fact: &Fact) -> u32 {
    u32::try_from(fact.paper.len()).unwrap_or(1)
}

/// What a form holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// Nothing was touched: what is saved stays.
    Nothing,
    /// Something that cannot be read as an answer.
    Unreadable,
    /// An answer.
    Choice(Choice),
}

/// The choice in a form, by kind of question.
#[must_use]
pub fn choice_of(kind: Kind, fields: &Fields, options: &[String]) -> Typed {
    match kind {
        Kind::SingleChoice | Kind::TrueFalse => match fields.get("option") {
            "" => Typed::Nothing,
            id => Typed::Choice(Choice::Option(id.into())),
        },
        Kind::MultipleChoice => {
            let picked = fields.all("options");
            // Unticking everything is an answer too: it clears.
            Typed::Choice(Choice::Options(picked))
        }
        Kind::Ordering => {
            let mut places: Vec<(u32, &str)> = Vec::new();
            for (id, place) in fields.starting("order.") {
                if let Ok(place) = place.parse::<u32>() {
                    places.push((place, id));
                }
            }
            if places.is_empty() {
                return Typed::Nothing;
            }
            places.sort_unstable();
            let distinct = places.windows(2).all(|w| w[0].0 != w[1].0);
            if !distinct || places.len() != options.len() {
                return Typed::Unreadable;
            }
            Typed::Choice(Choice::Order(places.into_iter().map(|(_, id)| id.to_owned()).collect()))
        }
        Kind::Matching => {
            let pairs: BTreeMap<String, String> = fields
                .starting("pairs.")
                .filter(|(_, right)| !right.is_empty())
                .map(|(left, right)| (left.to_owned(), right.to_owned()))
                .collect();
            if pairs.is_empty() { Typed::Nothing } else { Typed::Choice(Choice::Pairs(pairs)) }
        }
        Kind::Numeric => match fields.get("number") {
            "" => Typed::Nothing,
            typed => parse_number(typed).map_or(Typed::Unreadable, |n| Typed::Choice(Choice::Number(n))),
        },
        Kind::ShortText => match fields.get("text") {
            "" => Typed::Nothing,
            typed => Typed::Choice(Choice::Text(typed.into())),
        },
    }
}
