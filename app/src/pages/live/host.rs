//! `/organiser/live/{pin}`: the host's device.

use crate::i18n::t;
use crate::model::live::HostPage;
use crate::model::{Chrome, Lang};
use crate::pages::shell::{Frame, document};
use domain::live::stage::HostSnapshot;
use leptos::prelude::*;

/// The host's page.
#[must_use]
pub fn host(chrome: &Chrome, page: HostPage) -> String {
    let h = t(chrome.lang).live_host;
    document(chrome, Frame { title: h.title, wide: true, islands: true, ..Frame::default() }, || {
        view! {
            <h1>{page.snapshot.screen.title.clone()}</h1>
            {page.refusal.map(|why| view! { <p class="note warn">{(h.refused)(&why)}</p> })}
            <div inner_html=host_stage(chrome.lang, &page.snapshot)></div>
        }
    })
}

/// What the host sees of a state.
#[must_use]
pub fn host_stage(lang: Lang, snapshot: &HostSnapshot) -> String {
    let h = t(lang).live_host;
    let advance = format!("{{\"command\":\"advance\",\"expect_seq\":{}}}", snapshot.screen.seq);
    view! {
        <section data-phase=snapshot.screen.phase.name()>
            <form method="post" action=format!("/organiser/live/{}/command", snapshot.screen.pin)>
                <p>{(h.phase)(snapshot.screen.phase.name())}</p>
                <button class="btn" name="command" value=advance>{h.title}</button>
            </form>
        </section>
    }
    .to_html()
}
