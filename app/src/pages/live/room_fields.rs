//! Fields of the form for a new room: labelled, with hint and error named by `aria-describedby`, and the words for what is
//! wrong with one.
//!
//! Invariant: every range told here is the one `domain::live::spec` checks.

use crate::i18n::{format, t};
use crate::model::{FieldErrors, Lang};
use crate::ui::form::error_of;
use domain::live::spec::{
    CEREMONY, MOST_PLAYERS, MOST_POINTS, MOST_QUESTIONS, PACE, READY, RESCUES, SECONDS, TOP_K,
};
use leptos::prelude::*;
use std::ops::RangeInclusive;

/// What a field of numbers may hold.
fn bounds(field: &str) -> Option<RangeInclusive<u32>> {
    Some(match field {
        "count" => 1..=u32::try_from(MOST_QUESTIONS).unwrap_or(u32::MAX),
        "seconds" => SECONDS,
        "points" | "streak_step" | "streak_cap" => 1..=MOST_POINTS,
        "top_k" => TOP_K,
        "ceremony_places" => CEREMONY,
        "seats" => 2..=MOST_PLAYERS,
        "rescues" => RESCUES,
        "rescue_count" | "capacity" => 1..=MOST_PLAYERS,
        "pace_reveal" | "pace_standings" => PACE,
        "ready_seconds" => READY,
        _ => return None,
    })
}

fn range_words(lang: Lang, field: &str) -> Option<String> {
    let (low, high) = bounds(field)?.into_inner();
    let words = |n: u32| format::number(lang, n.into());
    Some((t(lang).live_rooms.range)(&words(low), &words(high)))
}

/// What is wrong, in words.
pub(super) fn wrong(lang: Lang, field: &str, code: &str) -> &'static str {
    (t(lang).live_rooms.error)(if (field, code) == ("names", "empty") { "few_names" } else { code })
}

/// What is wrong with the room, with links to the fields where they are on the page.
pub(super) fn summary(lang: Lang, errors: &FieldErrors, rows: usize, linked: bool) -> impl IntoView + use<> {
    let r = t(lang).live_rooms;
    let count = errors.len() + rows;
    let items = errors.iter().map(|(field, code)| {
        let words = match label(lang, field) {
            Some(label) => format!("{label}: {}", wrong(lang, field, code)),
            None => wrong(lang, field, code).to_owned(),
        };
        if linked {
            view! { <li><a href=format!("#{field}")>{words}</a></li> }.into_any()
        } else {
            view! { <li>{words}</li> }.into_any()
        }
    });
    let items = items.collect::<Vec<_>>();
    (count > 0).then(|| {
        view! {
            <div class="note bad" role="alert">
                <h2>{(r.errors_title)(count as u64)}</h2>
                <ul>{items}</ul>
            </div>
        }
    })
}

/// What a field is called.
fn label(lang: Lang, field: &str) -> Option<&'static str> {
    let r = t(lang).live_rooms;
    Some(match field {
        "title" => r.name,
        "contest" => r.contest,
        "count" => r.count,
        "seconds" => r.seconds,
        "points" => r.points,
        "rule" => r.rule,
        "streak_step" => r.streak_step,
        "streak_cap" => r.streak_cap,
        "names" => r.names,
        "top_k" => r.top_k,
        "freeze_last" => r.freeze_last,
        "ceremony_places" => r.ceremony_places,
        "seats" => r.seats,
        "rescues" => r.rescues,
        "rescue_count" => r.rescue_count,
        "pace_reveal" => r.pace_reveal,
        "pace_standings" => r.pace_standings,
        "ready_seconds" => r.ready_seconds,
        "capacity" => r.capacity,
        "place" => r.place,
        _ => return None,
    })
}

/// The form's language and what is wrong with it: what every field asks.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    /// Language.
    pub(super) lang: Lang,
    /// What is wrong.
    pub(super) errors: &'a FieldErrors,
}

impl Form<'_> {
    /// The error of a field as an element.
    pub(super) fn error(self, field: &'static str) -> impl IntoView + use<> {
        let words = error_of(self.errors, field).map(|code| wrong(self.lang, field, code));
        words.map(|words| view! { <span class="error" id=format!("{field}-error")>{words}</span> })
    }

    /// Whether and by what a field is described.
    pub(super) fn described(self, field: &str, hint: bool) -> Option<String> {
        let parts = [
            error_of(self.errors, field).map(|_| format!("{field}-error")),
            hint.then(|| format!("{field}-hint")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// Whether something is wrong with a field, as its attribute.
    pub(super) fn invalid(self, field: &str) -> Option<&'static str> {
        error_of(self.errors, field).map(|_| "true")
    }

    /// A field for a whole number; its hint ends with its range.
    pub(super) fn number(self, name: &'static str, value: &str, hint: Option<&str>) -> impl IntoView + use<> {
        let range = range_words(self.lang, name);
        let hint: Vec<&str> = hint.into_iter().chain(range.as_deref()).collect();
        let hint = hint.join(" ");
        let described = self.described(name, !hint.is_empty());
        let value = value.to_owned();
        view! {
            <div class="field figure">
                <label for=name>{label(self.lang, name)}</label>
                {self.error(name)}
                <input
                    id=name name=name type="text" inputmode="numeric" autocomplete="off" maxlength="6" value=value
                    aria-invalid=self.invalid(name) aria-describedby=described
                />
                {(!hint.is_empty()).then(|| view! { <span class="hint" id=format!("{name}-hint")>{hint}</span> })}
            </div>
        }
    }
}

/// One of few, each with a sentence.
pub(super) struct Way {
    /// The value.
    pub(super) code: &'static str,
    /// What it is called.
    pub(super) name: &'static str,
    /// What it does.
    pub(super) hint: &'static str,
}

/// Draws a group of them.
pub(super) fn ways(
    form: Form<'_>,
    name: &'static str,
    legend: &'static str,
    value: &str,
    ways: Vec<Way>,
) -> impl IntoView + use<> {
    let chosen = ways.iter().position(|way| way.code == value).unwrap_or(0);
    let rows = ways.into_iter().enumerate().map(|(n, Way { code, name: title, hint })| {
        // The first carries the group's name: there the list of mistakes leads.
        let id = if n == 0 { name.to_owned() } else { format!("{name}-{code}") };
        let hint_id = format!("{id}-hint");
        view! {
            <label class="way">
                <input
                    type="radio" id=id name=name value=code checked=n == chosen aria-describedby=hint_id.clone()
                />
                <span><b>{title}</b><span class="hint" id=hint_id>{hint}</span></span>
            </label>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <fieldset class="field" aria-describedby=form.described(name, false)>
            <legend>{legend}</legend>
            {form.error(name)}
            <div class="ways">{rows}</div>
        </fieldset>
    }
}

/// A tick box with a sentence.
pub(super) fn tick(name: &'static str, label: &'static str, hint: &'static str, on: bool) -> impl IntoView {
    let hint_id = (!hint.is_empty()).then(|| format!("{name}-hint"));
    view! {
        <label class="check">
            <input type="checkbox" id=name name=name value="on" checked=on aria-describedby=hint_id.clone() />
            <span>
                {label}
                {hint_id.map(|id| view! { <span class="hint" id=id>{hint}</span> })}
            </span>
        </label>
    }
}
