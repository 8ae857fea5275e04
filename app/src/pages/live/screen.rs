//! `/live/{pin}/screen`: the projector. Until a host lets it in it shows a code; then nothing but the show.

use super::frame::{bare, sheet};
use super::host::refusals;
use super::stage::screen_stage;
use crate::i18n::{format, t};
use crate::model::live::ScreenPage;
use crate::model::{Chrome, Lang};
use crate::pages::shell::Frame;
use leptos::prelude::*;

/// The projector's page.
#[must_use]
pub fn screen(chrome: &Chrome, page: ScreenPage) -> String {
    let lang = chrome.lang;
    let l = t(lang).live_screen;
    let style = sheet(chrome, "screen.css");
    let title = match &page {
        ScreenPage::Pairing { pin, .. } => (l.room)(&format::pin(pin)),
        ScreenPage::Shown { snapshot, .. } => snapshot.title.clone(),
    };
    let frame =
        Frame { title: &title, bundle: "stage", style: &style, plain_refresh: Some(3), ..Frame::default() };
    bare(chrome, frame, "screen-page", || match page {
        ScreenPage::Pairing { pin, code } => pairing(lang, &pin, &code).into_any(),
        ScreenPage::Shown { snapshot, qr_svg, host } => {
            let stage = screen_stage(lang, &snapshot, &qr_svg);
            view! {
                <div
                    class="screen" data-stage="screen" data-pin=snapshot.pin.clone() data-seq=snapshot.seq.to_string()
                    data-now=snapshot.now.to_string() data-host=host.then_some("1")
                    data-sounds=snapshot.sounds.then_some("1")
                >
                    <p class="screen-line" role="status" data-line="" hidden>{l.reconnecting}</p>
                    <div class="screen-stage" data-swap="" inner_html=stage></div>
                    <p class="screen-toast" role="status" data-toast="" hidden></p>
                    {refusals(lang)}
                    <div class="screen-tools">
                        {snapshot.sounds.then(|| view! {
                            <button type="button" data-tool="sounds" hidden>{l.sounds_on}</button>
                        })}
                        <button type="button" data-tool="full" hidden>{l.fullscreen}</button>
                    </div>
                </div>
            }
            .into_any()
        }
    })
}

fn pairing(lang: Lang, pin: &str, code: &str) -> impl IntoView + use<> {
    let l = t(lang).live_screen;
    view! {
        <div class="screen-pair" data-pairing="">
            <h1>{l.pair_title} " · " {(l.room)(&format::pin(pin))}</h1>
            <p>{l.pair_lead}</p>
            <p class="screen-code num" aria-label=l.pair_code translate="no">{code.to_owned()}</p>
            <p class="quiet">{l.pair_then}</p>
        </div>
    }
}
