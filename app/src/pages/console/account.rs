//! `/organiser/account`: who is signed in, where else, and another password.

use super::{Field, Page, console_shell, field, summary};
use crate::i18n::t;
use crate::model::{AccountPage, Chrome, Console, FieldErrors, Lang, SessionRow};
use crate::ui::moment;
use leptos::prelude::*;

/// One's own account.
#[must_use]
pub fn account(chrome: &Chrome, console: &Console, page: AccountPage) -> String {
    let lang = chrome.lang;
    let c = t(lang).console;
    let frame = Page { title: c.account, ..Page::default() };
    console_shell(chrome, console, frame, || {
        let roles = page.roles.iter().map(|code| view! { <span class="tag">{(c.role)(code)}</span> });
        let roles = roles.collect::<Vec<_>>();
        let name = page.name.clone();
        view! {
            <div class="head">
                <h1>{page.name}</h1>
                <p class="tags"><span class="quiet">{c.roles}</span> {roles}</p>
            </div>
            {page.notice.map(|code| view! { <p class="note good" role="status">{(c.notice)(code)}</p> })}
            <div class="two">
                {sessions(lang, page.sessions)}
                {password(lang, name, &page.errors)}
            </div>
        }
    })
}

fn sessions(lang: Lang, rows: Vec<SessionRow>) -> impl IntoView {
    let c = t(lang).console;
    let others = rows.iter().any(|row| !row.here);
    let rows = rows.into_iter().map(|row| session(lang, row)).collect::<Vec<_>>();
    view! {
        <section class="card stack" id="sessions">
            <div><h2>{c.sessions}</h2><p class="quiet">{c.sessions_lead}</p></div>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{c.device}</th>
                        <th scope="col">{c.began}</th>
                        <th scope="col">{c.seen}</th>
                        <th scope="col">{c.ends}</th>
                        <th scope="col"><span class="sr">{c.sign_out}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {others.then(|| view! {
                <form method="post" action="/organiser/sessions/sign-out-others">
                    <button class="btn plain small">{c.sign_out_others}</button>
                </form>
            })}
        </section>
    }
}

fn session(lang: Lang, row: SessionRow) -> impl IntoView {
    let c = t(lang).console;
    let name = (c.sign_out_of)(&row.label);
    // Signing out here leads to the sign-in page and takes the cookie along.
    let action = if row.here {
        "/organiser/logout".to_owned()
    } else {
        format!("/organiser/sessions/{}/sign-out", row.id)
    };
    view! {
        <tr>
            <th scope="row">
                {row.label} " " {row.here.then(|| view! { <span class="tag good">{c.here}</span> })}
            </th>
            <td data-label=c.began>{moment(lang, row.created_at)}</td>
            <td data-label=c.seen>{moment(lang, row.seen_at)}</td>
            <td data-label=c.ends>{moment(lang, row.expires_at)}</td>
            <td>
                <form method="post" action=action>
                    <button class="btn plain small" aria-label=name>{c.sign_out}</button>
                </form>
            </td>
        </tr>
    }
}

fn password(lang: Lang, account: String, errors: &FieldErrors) -> impl IntoView + use<> {
    let c = t(lang).console;
    let one = |name, label, autocomplete| {
        field(lang, Field { name, label, kind: "password", autocomplete, value: "", hint: None }, errors)
    };
    view! {
        <section class="card" id="password-form">
            <form class="stack" method="post" action="/organiser/password">
                <div><h2>{c.password}</h2><p class="quiet">{c.password_lead}</p></div>
                {summary(lang, errors)}
                // Nobody types it: a password manager learns whose password changes.
                <input type="text" name="username" autocomplete="username" value=account readonly hidden />
                {one("present", c.password_now, "current-password")}
                {one("password", c.password_new, "new-password")}
                {one("again", c.password_again, "new-password")}
                <button class="btn">{c.password}</button>
            </form>
        </section>
    }
}
