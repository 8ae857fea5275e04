//! `/live/{pin}` before joining: a name, and what the room groups by. Nothing else stands between a phone and the game.

use crate::i18n::{format, t};
use crate::islands::LocalityPicker;
use crate::model::live::{Grouping, LiveForm, LiveJoinPage};
use crate::model::{Chrome, FieldErrors, Lang};
use crate::pages::shell::{Frame, document};
use crate::ui::form::{self, error_of};
use leptos::prelude::*;

/// The form a phone joins with.
#[must_use]
pub fn join(chrome: &Chrome, page: LiveJoinPage) -> String {
    let lang = chrome.lang;
    let l = t(lang).live;
    let picker = matches!(page.groups, Grouping::Locality { .. });
    let frame = Frame { title: l.join_title, bundle: if picker { "live" } else { "" }, ..Frame::default() };
    document(chrome, frame, || {
        let players = (l.players)(&format::number(lang, u64::from(page.players)));
        let linked = page.person.is_some();
        view! {
            <form
                id="form" class="stack loose" method="post" action=format!("/live/{}", page.pin)
                novalidate=!page.errors.is_empty()
            >
                <div class="stack tight">
                    <p class="tags">
                        <span class="tag live">"● " {(l.room)(&format::pin(&page.pin))}</span>
                        <span class="quiet num">{players}</span>
                    </p>
                    <h1>{l.join_title}</h1>
                    <p class="quiet">{page.title}</p>
                    {page.late.then(|| view! { <p class="note warn">{l.late}</p> })}
                </div>
                {summary(lang, &page.errors)}
                {page.person.map(|name| link(lang, &name, page.form.link))}
                {nickname(lang, &page.form, linked, &page.errors)}
                {grouping(lang, page.groups, &page.form, &page.errors)}
                <div class="bottom"><button class="btn">{l.join_do}</button></div>
            </form>
        }
    })
}

fn summary(lang: Lang, errors: &FieldErrors) -> impl IntoView + use<> {
    (!errors.is_empty()).then(|| {
        let l = t(lang).live;
        let links = errors
            .iter()
            .map(|(field, code)| view! { <li><a href=format!("#{field}")>{(l.error)(code)}</a></li> })
            .collect::<Vec<_>>();
        view! {
            <div class="note bad" role="alert" id="errors" tabindex="-1">
                <h2>{(t(lang).frame.errors_title)(errors.len() as u64)}</h2>
                <ul>{links}</ul>
            </div>
        }
    })
}

/// The error beside a field, and what describes the field.
fn beside(
    lang: Lang,
    errors: &FieldErrors,
    field: &'static str,
) -> (Option<AnyView>, Option<&'static str>, String) {
    let error = error_of(errors, field);
    let line = error.map(|code| {
        view! { <span class="error" id=format!("{field}-error")>{(t(lang).live.error)(code)}</span> }
            .into_any()
    });
    let describe =
        if error.is_some() { format!("{field}-error {field}-hint") } else { format!("{field}-hint") };
    (line, error.map(|_| "true"), describe)
}

fn nickname(lang: Lang, form_: &LiveForm, linked: bool, errors: &FieldErrors) -> impl IntoView + use<> {
    let l = t(lang).live;
    let (line, invalid, describe) = beside(lang, errors, "nickname");
    view! {
        <div class="field">
            <label for="nickname">{l.nickname}</label>
            {line}
            <input
                id="nickname" name="nickname" type="text" required=!linked maxlength="40" autocomplete="nickname"
                value=form_.nickname.clone() aria-invalid=invalid aria-describedby=describe
            />
            <span class="hint" id="nickname-hint">
                {l.nickname_hint} {linked.then(|| format!(" {}", l.link_nickname))}
            </span>
        </div>
    }
}

/// A person the device knows may play as themselves; never ticked beforehand.
fn link(lang: Lang, name: &str, on: bool) -> impl IntoView + use<> {
    let l = t(lang).live;
    view! {
        <label class="check card">
            <input type="checkbox" name="link" value="on" checked=on />
            <span>
                <b>{(l.link)(name)}</b>
                <small class="block">{l.link_hint}</small>
            </span>
        </label>
    }
}

fn grouping(lang: Lang, groups: Grouping, form_: &LiveForm, errors: &FieldErrors) -> AnyView {
    let l = t(lang).live;
    match groups {
        Grouping::None => ().into_any(),
        Grouping::Locality { html, text } => {
            let (line, _, _) = beside(lang, errors, "locality");
            let options = form::locality_options(lang, &form_.locality, text.as_deref(), &html);
            let select = form::locality_select(errors, options);
            view! {
                <div class="field">
                    <label for="locality">{l.locality}</label>
                    {line}
                    <LocalityPicker>{select}</LocalityPicker>
                    <span class="hint" id="locality-hint">{l.locality_hint}</span>
                </div>
            }
            .into_any()
        }
        Grouping::Team(names) => named(lang, l.team, l.team_choose, names, &form_.team, errors).into_any(),
        Grouping::Class(names) => named(lang, l.class, l.class_choose, names, &form_.team, errors).into_any(),
    }
}

fn named(
    lang: Lang,
    label: &'static str,
    choose: &'static str,
    names: Vec<String>,
    chosen: &str,
    errors: &FieldErrors,
) -> impl IntoView + use<> {
    let error = error_of(errors, "team");
    let options = names
        .into_iter()
        .map(|name| {
            let on = name == chosen;
            view! { <option value=name.clone() selected=on>{name.clone()}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label for="team">{label}</label>
            {error.map(|code| view! { <span class="error" id="team-error">{(t(lang).live.error)(code)}</span> })}
            <select
                id="team" name="team" required aria-invalid=error.map(|_| "true")
                aria-describedby=error.map(|_| "team-error")
            >
                <option value="" selected=chosen.is_empty()>{choose}</option>
                {options}
            </select>
        </div>
    }
}
