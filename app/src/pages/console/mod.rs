//! The organiser's console: one frame for all its pages, quiet and dense, with a rail of what this person may open.
//!
//! A new page: a variant of [`Section`] with its address and its label here, and a file that calls [`console_shell`].
//!
//! Invariants: the rail shows only what exists and what the server said this person may open; every page works as links
//! and forms; like every page that shows a person it is asked for anew when "back" brings it out of memory.

mod account;
mod login;
mod setup;

pub use account::account;
pub use login::login;
pub use setup::setup;

use super::shell::{Frame, MARK, head, language, push};
use crate::i18n::t;
use crate::model::{Chrome, Console, FieldErrors, Lang, Section};
use crate::ui::escape;
use crate::ui::form::error_of;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::sync::Arc;

/// What a page of the console tells its frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page<'a> {
    /// Title, in the tab; the page's own `<h1>` is in its body.
    pub title: &'a str,
    /// The page has an island.
    pub islands: bool,
}

/// The finished document around `body`. Without somebody signed in there is no rail, only the top line.
pub fn console_shell<V: IntoView>(
    chrome: &Chrome,
    console: &Console,
    page: Page<'_>,
    body: impl FnOnce() -> V,
) -> String {
    // Islands ask the shared context whether they are being hydrated; without one they cannot take children.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| {
        let frame = Frame {
            title: page.title,
            islands: page.islands,
            fresh: !console.staff.is_empty(),
            style: &console.style,
            ..Frame::default()
        };
        let mut html = String::with_capacity(16 * 1024);
        head(&mut html, chrome, frame, page.islands);
        let f = t(chrome.lang).frame;
        push(&mut html, &["<a class=\"skip\" href=\"#main\">", f.skip, "</a>"]);
        let alone = console.staff.is_empty();
        html.push_str(if alone { "<div class=\"console alone\">" } else { "<div class=\"console\">" });
        rail(&mut html, chrome, console);
        html.push_str("<main id=\"main\" tabindex=\"-1\">");
        html.push_str(&body().to_html());
        html.push_str("</main></div></body></html>");
        html
    })
}

fn rail(html: &mut String, chrome: &Chrome, console: &Console) {
    let (f, c) = (t(chrome.lang).frame, t(chrome.lang).console);
    html.push_str("<header class=\"rail\"><div class=\"band\" aria-hidden=\"true\"></div>");
    push(html, &["<a class=\"brand\" href=\"/organiser\">", MARK, "<span>", f.product]);
    push(html, &["<small>", c.name, "</small></span></a>"]);
    if !console.sections.is_empty() {
        push(html, &["<nav aria-label=\"", c.rail, "\">"]);
        for section in &console.sections {
            let on = if console.here == Some(*section) { "\" aria-current=\"page\">" } else { "\">" };
            push(html, &["<a href=\"", section.href(), on, label(chrome.lang, *section), "</a>"]);
        }
        html.push_str("</nav>");
    }
    html.push_str("<div class=\"rail-foot\">");
    if !console.staff.is_empty() {
        push(html, &["<p>", &escape(&(c.signed_in_as)(&console.staff)), "</p>"]);
        push(
            html,
            &["<form method=\"post\" action=\"/organiser/logout\"><button class=\"link\">", c.sign_out],
        );
        html.push_str("</button></form>");
    }
    language(html, chrome);
    push(html, &["<a class=\"link\" href=\"/\">", c.public_site, "</a></div></header>"]);
}

fn label(lang: Lang, section: Section) -> &'static str {
    let c = t(lang).console;
    match section {
        Section::Live => c.live,
        Section::Account => c.account,
    }
}

/// A field of the console's forms, with its error and hint named by `aria-describedby`.
pub(super) struct Field<'a> {
    /// Name and id.
    pub(super) name: &'static str,
    /// Label.
    pub(super) label: &'static str,
    /// `text` or `password`.
    pub(super) kind: &'static str,
    /// What a password manager puts in.
    pub(super) autocomplete: &'static str,
    /// Present value; a password is never sent back.
    pub(super) value: &'a str,
    /// Hint below.
    pub(super) hint: Option<&'static str>,
}

/// Draws a field.
pub(super) fn field(lang: Lang, field: Field<'_>, errors: &FieldErrors) -> impl IntoView + use<> {
    let Field { name, label, kind, autocomplete, value, hint } = field;
    let error = error_of(errors, name).map(|code| (t(lang).console.error)(code));
    let describe = match (error.is_some(), hint.is_some()) {
        (true, true) => Some(format!("{name}-error {name}-hint")),
        (true, false) => Some(format!("{name}-error")),
        (false, true) => Some(format!("{name}-hint")),
        (false, false) => None,
    };
    let value = value.to_owned();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {error.map(|text| view! { <span class="error" id=format!("{name}-error")>{text}</span> })}
            <input
                id=name name=name type=kind required autocomplete=autocomplete value=value maxlength="200"
                autocapitalize="none" spellcheck="false" aria-describedby=describe
                aria-invalid=error.map(|_| "true")
            />
            {hint.map(|text| view! { <span class="hint" id=format!("{name}-hint")>{text}</span> })}
        </div>
    }
}

/// What is wrong, on top of a form, with links to the fields.
pub(super) fn summary(lang: Lang, errors: &FieldErrors) -> impl IntoView + use<> {
    (!errors.is_empty()).then(|| {
        let c = t(lang).console;
        let links = errors
            .iter()
            .map(|(field, code)| view! { <li><a href=format!("#{field}")>{(c.error)(code)}</a></li> })
            .collect::<Vec<_>>();
        view! {
            <div class="note bad" role="alert">
                <h2>{(c.errors_title)(errors.len() as u64)}</h2>
                <ul>{links}</ul>
            </div>
        }
    })
}
