//! `/me`: everything the system knows about the person, with the means to correct, take away and erase it.

use super::contest::my_attempt;
use super::join::locality;
use super::shell::{Frame, document};
use crate::i18n::{format, t};
use crate::model::live::MyPlay;
use crate::model::{Chrome, ConsentRow, DeviceRow, Lang, MePage};
use crate::ui::{self, form};
use leptos::prelude::*;

/// My data.
#[must_use]
pub fn me(chrome: &Chrome, mut page: MePage) -> String {
    let lang = chrome.lang;
    let m = t(lang).me;
    let frame = Frame { title: m.title, islands: true, ..Frame::default() };
    let new_device = chrome.who.as_ref().is_some_and(|who| who.new_device);
    document(chrome, frame, || {
        let code = std::mem::take(&mut page.code);
        let devices = std::mem::take(&mut page.devices);
        let consents = std::mem::take(&mut page.consents);
        let attempts = std::mem::take(&mut page.attempts);
        let plays = std::mem::take(&mut page.plays);
        let contact = page.contact.take();
        view! {
            <div class="stack loose">
                <div class="stack tight"><h1>{m.title}</h1><p class="quiet">{m.lead}</p></div>
                {page.notice.map(|code| {
                    let bad = matches!(code, "me.code_wrong" | "me.confirm" | "me.slow");
                    view! { <p class=if bad { "note bad" } else { "note good" } role="status">{(m.notice)(code)}</p> }
                })}
                {new_device.then(|| view! {
                    <section class="note warn stack tight">
                        <h2>{m.new_device_title}</h2>
                        <p>{m.new_device_lead}</p>
                        <form method="post" action="/me/seen"><button class="btn plain small">{m.new_device_ok}</button></form>
                    </section>
                })}
                {profile(lang, &page)}
                {personal_code(lang, code)}
                {devices_list(lang, devices)}
                {consents_list(lang, consents)}
                {contact_held(lang, contact)}
                <section class="stack tight">
                    <h2>{m.attempts}</h2>
                    {attempts.is_empty().then(|| view! { <p class="quiet">{m.attempts_none}</p> })}
                    <ul class="list">
                        {attempts.into_iter().map(|a| my_attempt(lang, a, true)).collect::<Vec<_>>()}
                    </ul>
                </section>
                {live_plays(lang, plays)}
                {download(lang)}
                {erase(lang)}
            </div>
        }
    })
}

fn profile(lang: Lang, page: &MePage) -> impl IntoView + use<> {
    let (f, m) = (t(lang).frame, t(lang).me);
    let text = (!page.locality_text.is_empty()).then_some(page.locality_text.as_str());
    let options = form::locality_options(lang, &page.form.locality, text, &page.localities_html);
    view! {
        <section class="card stack" id="profile">
            <div>
                <h2>{m.profile}</h2>
                <p class="quiet">{m.grade} " " {(f.grade)(&page.grade)} ". " {m.profile_hint}</p>
            </div>
            <form class="stack loose" method="post" action="/me/correct">
                {form::error_summary(lang, &page.errors)}
                {form::nickname(lang, page.form.nickname.clone(), &page.errors)}
                {locality(lang, &page.errors, options)}
                {form::audience(lang, &page.form.audience, &page.errors)}
                {form::birth_year(lang, &page.form.birth_year, page.years, &page.errors)}
                {form::flags(lang, &page.form)}
                <button class="btn plain">{m.save}</button>
            </form>
        </section>
    }
}

fn personal_code(lang: Lang, code: String) -> impl IntoView {
    let m = t(lang).me;
    view! {
        <section class="stack tight" id="code">
            <h2>{m.code}</h2>
            <p>{m.code_lead}</p>
            {(!code.is_empty()).then(|| view! {
                <details class="card"><summary>{m.code_show}</summary>{ui::personal_code_folded(lang, code)}</details>
            })}
            <details class="card">
                <summary>{m.code_renew}</summary>
                <form class="stack" method="post" action="/me/code/renew">
                    <p>{m.code_renew_hint}</p>
                    {form::code_field(lang, "code-renew", None)}
                    <button class="btn plain">{m.code_renew}</button>
                </form>
            </details>
        </section>
    }
}

fn devices_list(lang: Lang, devices: Vec<DeviceRow>) -> impl IntoView {
    let m = t(lang).me;
    let rows = devices
        .into_iter()
        .map(|d| {
            let name = (m.sign_out_of)(&d.label);
            view! {
                <li class="row">
                    <div>
                        <b>{d.label}</b> " " {d.here.then(|| view! { <span class="tag good">{m.here}</span> })}
                        <span class="quiet block">
                            {(m.added)(&format::moment(lang, d.added_at))}
                            {d.by_code.then(|| view! { ", " {m.by_code} })}
                        </span>
                        <span class="quiet block">{(m.seen)(&format::moment(lang, d.seen_at))}</span>
                    </div>
                    <form method="post" action=format!("/me/devices/{}/sign-out", d.id)>
                        <button class="btn plain small" aria-label=name>{m.sign_out}</button>
                    </form>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <section class="stack tight" id="devices"><h2>{m.devices}</h2><ul class="list">{rows}</ul></section> }
}

fn consents_list(lang: Lang, consents: Vec<ConsentRow>) -> impl IntoView {
    let (f, m) = (t(lang).frame, t(lang).me);
    let rows = consents
        .into_iter()
        .map(|c| {
            let at = format::moment(lang, c.at);
            let state = if c.given { (m.given)(&at) } else { (m.withdrawn)(&at) };
            let what = (f.purpose)(&c.purpose);
            // Taking part itself is withdrawn by erasing; contact consent can only be given with a contact.
            let toggle = match (c.purpose.as_str(), c.given) {
                ("publish_nickname", given) => Some(given),
                ("prize_contact", true) => Some(true),
                _ => None,
            };
            view! {
                <li class="row">
                    <div>
                        <b>{what}</b> <span class="quiet block">{state} " · " {(t(lang).join.text_version)(&c.version)}</span>
                        {(c.purpose == "take_part").then(|| view! { <span class="quiet block">{m.take_part_note}</span> })}
                    </div>
                    {toggle.map(|given| view! {
                        <form method="post" action="/me/consent">
                            <input type="hidden" name="purpose" value=c.purpose />
                            <input type="hidden" name="given" value=if given { "0" } else { "1" } />
                            <button class="btn plain small">
                                {if given { m.withdraw } else { m.agree }} <span class="sr">": " {what}</span>
                            </button>
                        </form>
                    })}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <section class="stack tight" id="consents"><h2>{m.consents}</h2><ul class="list">{rows}</ul></section> }
}

fn contact_held(lang: Lang, contact: Option<String>) -> impl IntoView {
    let m = t(lang).me;
    let held = match contact {
        Some(masked) => view! {
            <div class="card row">
                <b class="num">{masked}</b>
                <form method="post" action="/me/contact/remove"><button class="btn plain small">{m.contact_remove}</button></form>
            </div>
        }
        .into_any(),
        None => view! { <p class="quiet">{m.contact_none}</p> }.into_any(),
    };
    view! { <section class="stack tight" id="contact"><h2>{m.contact}</h2>{held}</section> }
}

/// Live rooms the person played; whoever played none needs no heading.
fn live_plays(lang: Lang, plays: Vec<MyPlay>) -> Option<impl IntoView> {
    let m = t(lang).me;
    let rows = |plays: Vec<MyPlay>| {
        plays
            .into_iter()
            .map(|play| {
                view! {
                    <li class="row">
                        <div>
                            <b>{play.title}</b>
                            <span class="quiet block">{(m.played_as)(&play.nickname)}</span>
                            <span class="quiet block">{(m.joined)(&format::moment(lang, play.joined_at))}</span>
                        </div>
                        {play.pin.map(|pin| view! { <a class="link" href=format!("/live/{pin}")>{m.back_to_room}</a> })}
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    (!plays.is_empty()).then(|| {
        view! { <section class="stack tight" id="plays"><h2>{m.plays}</h2><ul class="list">{rows(plays)}</ul></section> }
    })
}

fn download(lang: Lang) -> impl IntoView {
    let m = t(lang).me;
    view! {
        <details class="card" id="download">
            <summary>{m.download}</summary>
            <form class="stack" method="post" action="/me/download">
                <p>{m.download_lead}</p>
                {form::code_field(lang, "code-download", None)}
                <button class="btn plain">{m.download_do}</button>
            </form>
        </details>
    }
}

fn erase(lang: Lang) -> impl IntoView {
    let m = t(lang).me;
    view! {
        <details class="card" id="erase">
            <summary>{m.erase}</summary>
            <form class="stack" method="post" action="/me/erase">
                <p>{m.erase_lead}</p>
                {form::code_field(lang, "code-erase", None)}
                <label class="check">
                    <input type="checkbox" name="confirm" value="1" required />
                    <span>{m.erase_confirm}</span>
                </label>
                <button class="btn danger">{m.erase_do}</button>
            </form>
        </details>
    }
}
