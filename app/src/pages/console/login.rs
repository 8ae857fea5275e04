//! `/organiser/login`: a name and a password, nothing else.

use super::{Field, Page, console_shell, field};
use crate::i18n::t;
use crate::model::{Chrome, Console, LoginPage};
use leptos::prelude::*;

/// The sign-in page.
#[must_use]
pub fn login(chrome: &Chrome, console: &Console, page: LoginPage) -> String {
    let lang = chrome.lang;
    let c = t(lang).console;
    let frame = Page { title: c.login_title, ..Page::default() };
    console_shell(chrome, console, frame, || {
        let none = Vec::new();
        let name = Field {
            name: "name",
            label: c.field_name,
            kind: "text",
            autocomplete: "username",
            value: &page.name,
            hint: None,
        };
        let password = Field {
            name: "password",
            label: c.field_password,
            kind: "password",
            autocomplete: "current-password",
            value: "",
            hint: None,
        };
        view! {
            <form class="card stack" method="post" action="/organiser/login">
                <div><h1>{c.login_title}</h1><p class="quiet">{c.login_lead}</p></div>
                {page.signed_out.then(|| view! { <p class="note good" role="status">{c.login_signed_out}</p> })}
                {page.nobody.then(|| view! { <p class="note warn" role="status">{c.login_nobody}</p> })}
                {page.error.map(|code| view! { <p class="note bad" role="alert">{(c.login_error)(code)}</p> })}
                {field(lang, name, &none)}
                {field(lang, password, &none)}
                <input type="hidden" name="back" value=page.back />
                <button class="btn">{c.login_do}</button>
                <p class="quiet">{c.login_lost}</p>
            </form>
        }
    })
}
