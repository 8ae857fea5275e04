//! Parts that several pages share: fields, questions as plain forms, explained answers, codes and moments.
//!
//! Escape safety: every text goes through leptos, which escapes it. Ready HTML enters through `inner_html` at two
//! places only, [`form::locality_options`] (built here, escaped here, plus the server's own option list) and
//! [`qr`] (SVG drawn by the server).

pub mod form;
pub mod question;
pub mod review;

pub use crate::islands::markup::escape;

use crate::i18n::{format, t};
use crate::model::{Lang, Tab};
use domain::payload::Image;
use leptos::prelude::*;

/// A moment people and machines can read.
pub fn moment(lang: Lang, ms: i64) -> impl IntoView {
    view! { <time class="num nowrap-date" datetime=format::iso(ms)>{format::moment(lang, ms)}</time> }
}

/// The tag on everything that is not about real people.
pub fn demo_tag(lang: Lang, demo: bool) -> impl IntoView {
    demo.then(|| view! { <span class="tag warn">{t(lang).frame.demo}</span> })
}

/// A row of links of which one is the present page.
pub fn tabs(label: &'static str, tabs: Vec<Tab>) -> impl IntoView {
    (tabs.len() > 1).then(|| {
        let links = tabs
            .into_iter()
            .map(|tab| view! { <a href=tab.href aria-current=tab.on.then_some("page")>{tab.text}</a> })
            .collect::<Vec<_>>();
        view! {
            <nav class="tab-row" aria-label=label>
                <span class="label" aria-hidden="true">{label}</span>
                <div class="seg">{links}</div>
            </nav>
        }
    })
}

/// A text in the small markup of questions; its line breaks are the style sheet's work (`.marked`).
pub fn marked(text: &str) -> Vec<AnyView> {
    domain::marks::spans(text)
        .into_iter()
        .map(|(strong, part)| {
            let part = part.to_owned();
            if strong { view! { <strong>{part}</strong> }.into_any() } else { part.into_any() }
        })
        .collect()
}

/// The picture of a question, at its own proportions before it has arrived.
pub fn picture(image: Option<Image>) -> impl IntoView {
    image.map(|i| {
        view! { <img class="picture" src=format!("/media/{}", i.file) alt=i.alt width=i.width height=i.height /> }
    })
}

/// A QR code drawn by the server as SVG.
pub fn qr(lang: Lang, svg: String) -> impl IntoView {
    (!svg.is_empty())
        .then(|| view! { <div class="qr" role="img" aria-label=t(lang).frame.qr_label inner_html=svg></div> })
}

/// The personal code as text and QR.
pub fn personal_code(lang: Lang, code: String, svg: String) -> impl IntoView {
    view! {
        <div class="code">
            <p class="text" translate="no">{code}</p>
            {qr(lang, svg)}
        </div>
    }
}

/// The personal code inside something folded: the picture is asked for by whoever unfolds it.
pub fn personal_code_folded(lang: Lang, code: String) -> impl IntoView {
    view! {
        <div class="code">
            <p class="text" translate="no">{code}</p>
            <div class="qr">
                <img src="/me/code.svg" alt=t(lang).frame.qr_label width="240" height="240" loading="lazy" />
            </div>
        </div>
    }
}

/// `1, 4, 7`.
#[must_use]
pub fn positions(list: &[u32]) -> String {
    list.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// A value inside a query string: everything but unreserved characters and `/` is percent-encoded.
#[must_use]
pub fn query_value(raw: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(raw.len() + 8);
    for byte in raw.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escape, query_value};

    #[test]
    fn nothing_escapes() {
        assert_eq!(escape(r#"<b a="1">&'"#), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;");
        assert_eq!(query_value("/a?q=1&b=ờ"), "/a%3Fq%3D1%26b%3D%E1%BB%9D");
    }
}
