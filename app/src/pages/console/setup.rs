//! `/setup`: the first administrator. In the link the code stands after `#`, which no server log sees; the island reads it
//! and sends the form. Without JavaScript the code is typed.

use super::{Field, Page, console_shell, field, summary};
use crate::i18n::t;
use crate::islands::CodeFromLink;
use crate::model::{Chrome, Console, FieldErrors, Lang, SetupPage};
use leptos::prelude::*;

/// The way in for the first administrator.
#[must_use]
pub fn setup(chrome: &Chrome, console: &Console, page: SetupPage) -> String {
    let c = t(chrome.lang).console;
    let islands = matches!(page, SetupPage::Code(_));
    console_shell(chrome, console, Page { title: c.setup_title, islands }, || match page {
        SetupPage::Code(error) => ask(chrome.lang, error).into_any(),
        SetupPage::Account { code, name, errors } => choose(chrome.lang, code, &name, &errors).into_any(),
    })
}

fn ask(lang: Lang, error: Option<&'static str>) -> impl IntoView {
    let (c, f) = (t(lang).console, t(lang).frame);
    let text = error.map(|code| (c.setup_error)(code));
    let describe = if error.is_some() { "code-error code-hint" } else { "code-hint" };
    view! {
        <form class="card stack" method="post" action="/setup">
            <div><h1>{c.setup_title}</h1><p class="quiet">{c.setup_lead}</p></div>
            <div class="field">
                <label for="code">{c.setup_code}</label>
                {text.map(|text| view! { <span class="error" id="code-error">{text}</span> })}
                <input
                    id="code" name="code" type="text" required class="code-input" maxlength="20" autocomplete="off"
                    autocapitalize="characters" spellcheck="false" aria-describedby=describe
                    aria-invalid=error.map(|_| "true")
                />
                <span class="hint" id="code-hint">{f.code_hint}</span>
            </div>
            <CodeFromLink />
            <button class="btn">{c.setup_do}</button>
        </form>
    }
}

fn choose(lang: Lang, code: String, name: &str, errors: &FieldErrors) -> impl IntoView + use<> {
    let c = t(lang).console;
    let one = |name, label| {
        let autocomplete = "new-password";
        field(lang, Field { name, label, kind: "password", autocomplete, value: "", hint: None }, errors)
    };
    let account = Field {
        name: "name",
        label: c.field_name,
        kind: "text",
        autocomplete: "username",
        value: name,
        hint: Some(c.setup_name_hint),
    };
    view! {
        <form class="card stack" method="post" action="/setup">
            <div><h1>{c.setup_title}</h1><p class="quiet">{c.setup_account_lead}</p></div>
            {summary(lang, errors)}
            <input type="hidden" name="code" value=code />
            {field(lang, account, errors)}
            {one("password", c.field_password)}
            {one("again", c.setup_password_again)}
            <button class="btn">{c.setup_account_do}</button>
        </form>
    }
}
