//! `/who`: one phone, many people. Choose a name, add a person, or come with a personal code.

use super::shell::{Frame, document};
use crate::i18n::t;
use crate::model::{Chrome, WhoPage};
use leptos::prelude::*;

/// Change person.
#[must_use]
pub fn who(chrome: &Chrome, page: WhoPage) -> String {
    let lang = chrome.lang;
    let (f, p) = (t(lang).frame, t(lang).people);
    let frame = Frame { title: p.who_title, without_who: true, ..Frame::default() };
    document(chrome, frame, || {
        let none = page.people.is_empty();
        // Whoever sits at a shared device leaves by the page that shows their code, and only then comes the next one.
        let leaving = chrome.kiosk && !none;
        let back = page.back.clone();
        let people = page
            .people
            .into_iter()
            .map(|(id, nickname, locality, current)| {
                view! {
                    <li>
                        <form method="post" action="/who">
                            <input type="hidden" name="participant" value=id />
                            <input type="hidden" name="back" value=back.clone() />
                            <button class=if current { "person on" } else { "person" } aria-pressed=current.to_string()>
                                <span class="sr">{(p.who_be)(&nickname)}</span>
                                <span>
                                    <b class="block" aria-hidden="true">{nickname.clone()}</b>
                                    <span class="quiet">{locality}</span>
                                </span>
                                {current.then(|| view! { <span class="tag good">{p.who_now}</span> })}
                            </button>
                        </form>
                    </li>
                }
            })
            .collect::<Vec<_>>();
        let back_link = (!page.back.is_empty())
            .then(|| view! { <a class="link" href=page.back.clone()>{p.who_back}</a> });
        view! {
            <div class="stack">
                <h1>{p.who_title}</h1>
                <p class="quiet">
                    {if leaving { p.who_shared } else if none { p.who_none } else { p.who_lead }}
                </p>
                <ul class="plain-list">{people}</ul>
                {(!leaving).then(|| view! {
                    {match page.join {
                        Some(href) => view! { <a class="btn plain" href=href>{p.who_new}</a> },
                        None => view! { <a class="btn plain" href="/".to_owned()>{p.who_new_home}</a> },
                    }}
                    <a class="btn plain" href="/continue">{p.who_code}</a>
                })}
                {leaving.then(|| view! {
                    <form method="post" action="/done"><button class="btn">{f.kiosk_done}</button></form>
                })}
                {back_link}
            </div>
        }
    })
}
