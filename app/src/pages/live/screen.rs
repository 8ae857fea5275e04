//! `/live/{pin}/screen`: the projector.

use crate::model::live::ScreenPage;
use crate::model::{Chrome, Lang};
use crate::pages::shell::{Frame, document};
use domain::live::stage::ScreenSnapshot;
use leptos::prelude::*;

/// The projector's page.
#[must_use]
pub fn screen(chrome: &Chrome, page: ScreenPage) -> String {
    document(chrome, Frame::default(), || {
        match page {
        ScreenPage::Pairing { pin, code } => view! { <h1>{pin}</h1><p>{code}</p> }.into_any(),
        ScreenPage::Shown { snapshot, qr_svg, .. } => {
            view! { <h1>{snapshot.title.clone()}</h1><div inner_html=screen_stage(chrome.lang, &snapshot, &qr_svg)></div> }.into_any()
        }
    }
    })
}

/// What the projector shows of a state.
#[must_use]
pub fn screen_stage(_lang: Lang, snapshot: &ScreenSnapshot, qr_svg: &str) -> String {
    view! {
        <section class="sc" data-phase=snapshot.phase.name()>
            <p>{snapshot.title.clone()}</p>
            <div inner_html=qr_svg.to_owned()></div>
        </section>
    }
    .to_html()
}
