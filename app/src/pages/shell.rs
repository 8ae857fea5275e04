//! The frame of every page: head, band, header, who is taking part, footer.
//!
//! The frame is written as plain text because it is the same everywhere and rendered thousands of times a second; the
//! page inside is a view. Invariant: a document carries scripts only when it has an island and the build has a bundle,
//! and every inline script carries the nonce of the response.

use crate::i18n::t;
use crate::islands::KioskGuard;
use crate::model::{Chrome, Lang};
use crate::ui::{escape, query_value};
use hydration_context::SsrSharedContext;
use leptos::config::LeptosOptions;
use leptos::hydration::HydrationScripts;
use leptos::nonce::Nonce;
use leptos::prelude::*;
use std::sync::Arc;

/// What a page tells its frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame<'a> {
    /// Title, without the product's name.
    pub title: &'a str,
    /// Wider than a column of text (lists beside each other).
    pub wide: bool,
    /// The page has an island.
    pub islands: bool,
    /// The smaller bundle the page wakes with unless it needs the whole one: `live`, `stage`, or empty = none.
    pub bundle: &'a str,
    /// Hides the line of who is taking part, where the page is about nothing else.
    pub without_who: bool,
    /// Asked for anew when "back" brings it out of the browser's memory: it says what is true now or nothing.
    pub fresh: bool,
    /// Address of another style sheet beside the shared one (empty = none).
    pub style: &'a str,
    /// Seconds after which the page loads again, and from where (empty = itself).
    pub refresh: Option<(u32, &'a str)>,
    /// Seconds after which a browser without scripts loads the page again.
    pub plain_refresh: Option<u32>,
}

/// The finished document around `body`.
pub fn document<V: IntoView>(chrome: &Chrome, frame: Frame<'_>, body: impl FnOnce() -> V) -> String {
    // Islands ask the shared context whether they are being hydrated; without one they cannot take children.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| {
        let guard = chrome.kiosk && chrome.who.is_some();
        let mut html = String::with_capacity(16 * 1024);
        let frame = Frame { fresh: frame.fresh && chrome.who.is_some(), ..frame };
        head(&mut html, chrome, frame, frame.islands || guard);
        top(&mut html, chrome, frame);
        html.push_str("<main id=\"main\" tabindex=\"-1\"><div class=\"inner");
        html.push_str(if frame.wide { " wide\">" } else { "\">" });
        html.push_str(&body().to_html());
        html.push_str("</div></main>");
        if guard {
            html.push_str(&kiosk_guard(chrome.lang));
        }
        bottom(&mut html, chrome.lang);
        html
    })
}

fn kiosk_guard(lang: Lang) -> String {
    view! { <KioskGuard lang_en=lang == Lang::En /> }.to_html()
}

/// Everything up to the opened `<body>`.
pub(super) fn head(html: &mut String, chrome: &Chrome, frame: Frame<'_>, scripts: bool) {
    let t = t(chrome.lang).frame;
    push(html, &["<!doctype html><html lang=\"", chrome.lang.code(), "\"><head><meta charset=\"utf-8\">"]);
    html.push_str(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">",
    );
    html.push_str("<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"format-detection\" content=\"telephone=no\">");
    html.push_str("<meta name=\"theme-color\" content=\"#0b5cad\">");
    if frame.title.is_empty() {
        push(html, &["<title>", t.product, "</title>"]);
    } else {
        push(html, &["<title>", &escape(frame.title), " – ", t.product, "</title>"]);
    }
    if let Some((seconds, to)) = frame.refresh {
        let seconds = seconds.to_string();
        push(html, &["<meta http-equiv=\"refresh\" content=\"", &seconds]);
        if !to.is_empty() {
            push(html, &[";url=", &escape(to)]);
        }
        html.push_str("\">");
    }
    if let Some(seconds) = frame.plain_refresh {
        let seconds = seconds.to_string();
        push(html, &["<noscript><meta http-equiv=\"refresh\" content=\"", &seconds, "\"></noscript>"]);
    }
    push(html, &["<link rel=\"icon\" type=\"image/svg+xml\" href=\"", ICON, "\">"]);
    push(html, &["<link rel=\"stylesheet\" href=\"", &escape(&chrome.style), "\">"]);
    if !frame.style.is_empty() {
        push(html, &["<link rel=\"stylesheet\" href=\"", &escape(frame.style), "\">"]);
    }
    if frame.fresh {
        push(html, &["<script nonce=\"", &escape(&chrome.nonce), "\">", FRESH, "</script>"]);
    }
    if let (true, Some(pkg)) = (scripts, &chrome.pkg) {
        html.push_str(&hydration(pkg, &chrome.nonce));
    } else if let (false, Some(pkg)) = (frame.bundle.is_empty(), &chrome.pkg) {
        start_bundle(html, pkg, frame.bundle, &chrome.nonce);
    }
    html.push_str("</head><body>");
}

/// Browsers keep even uncacheable pages for "back", with what was true when they were left.
pub(super) const FRESH: &str = "addEventListener('pageshow',e=>{if(e.persisted)location.reload()})";

/// The three tags that start the islands.
fn hydration(pkg: &str, nonce: &str) -> String {
    provide_context(Nonce::from_value(nonce));
    let options = LeptosOptions::builder().output_name("app").site_pkg_dir(pkg).build();
    view! { <HydrationScripts options islands=true /> }.to_html()
}

fn top(html: &mut String, chrome: &Chrome, frame: Frame<'_>) {
    let t = t(chrome.lang).frame;
    push(
        html,
        &["<a class=\"skip\" href=\"#main\">", t.skip, "</a><div class=\"band\" aria-hidden=\"true\"></div>"],
    );
    push(
        html,
        &[
            "<header class=\"top\"><div class=\"inner wide\"><a class=\"brand\" href=\"/\">",
            MARK,
            "<span>",
            t.product,
            "</span></a>",
        ],
    );
    language(html, chrome);
    html.push_str("</div></header>");
    let Some(who) = &chrome.who else { return };
    if !frame.without_who {
        push(
            html,
            &[
                "<aside class=\"who\"><div class=\"inner wide\"><p>",
                t.taking_part,
                " <b>",
                &escape(&who.nickname),
                "</b>",
            ],
        );
        if !who.locality.is_empty() {
            push(html, &[" · ", &escape(&who.locality)]);
        }
        push(
            html,
            &["</p><a href=\"/who?back=", &query_value(&chrome.path), "\">", t.not_you, "</a></div></aside>"],
        );
    }
    if who.new_device && !chrome.path.starts_with("/me") {
        push(html, &["<aside class=\"inner wide new-device\"><p class=\"note warn\">", t.new_device]);
        push(html, &[" <a href=\"/me#devices\">", t.new_device_link, "</a></p></aside>"]);
    }
}

/// The tags that start a bundle without the framework.
fn start_bundle(html: &mut String, pkg: &str, name: &str, nonce: &str) {
    let (script, wasm) = (format!("/{pkg}/{name}.js"), format!("/{pkg}/{name}_bg.wasm"));
    push(html, &["<link rel=\"modulepreload\" href=\"", &script, "\">"]);
    push(
        html,
        &["<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"", &wasm, "\">"],
    );
    push(html, &["<script type=\"module\" nonce=\"", nonce, "\">import wake from \"", &script, "\";"]);
    push(html, &["wake({module_or_path:\"", &wasm, "\"});</script>"]);
}

/// The switch to the other language.
pub(super) fn language(html: &mut String, chrome: &Chrome) {
    let t = t(chrome.lang).frame;
    let other = if chrome.lang == Lang::Vi { Lang::En } else { Lang::Vi };
    push(
        html,
        &[
            "<a class=\"lang\" hreflang=\"",
            other.code(),
            "\" lang=\"",
            other.code(),
            "\" rel=\"nofollow\" href=\"/lang?to=",
        ],
    );
    push(html, &[other.code(), "&amp;back=", &query_value(&chrome.path), "\">", t.other_language, "</a>"]);
}

fn bottom(html: &mut String, lang: Lang) {
    let t = t(lang).frame;
    push(html, &["<footer class=\"foot-site\"><nav class=\"inner wide\" aria-label=\"", t.site_links, "\">"]);
    let links = [
        ("/", t.home),
        ("/practice", t.practice),
        ("/me", t.my_data),
        ("/continue", t.have_code),
        ("/privacy", t.privacy),
    ];
    for (href, text) in links {
        push(html, &["<a href=\"", href, "\">", text, "</a>"]);
    }
    html.push_str("</nav></footer></body></html>");
}

pub(super) fn push(html: &mut String, parts: &[&str]) {
    for part in parts {
        html.push_str(part);
    }
}

/// One lozenge of the band, as the tab's icon.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' shape-rendering='crispEdges'%3E%3Cpath fill='%230b5cad' d='M0 0h16v16H0z'/%3E%3Cpath fill='%23fff' d='M7 1h2v2H7zM5 3h6v2H5zM3 5h10v2H3zM1 7h14v2H1zM3 9h10v2H3zM5 11h6v2H5zM7 13h2v2H7z'/%3E%3Cpath fill='%23c8102e' d='M7 5h2v2H7zM5 7h6v2H5zM7 9h2v2H7z'/%3E%3C/svg%3E";

/// The same lozenge beside the product's name.
pub(super) const MARK: &str = "<svg class=\"mark\" viewBox=\"0 0 16 16\" width=\"32\" height=\"32\" shape-rendering=\"crispEdges\" aria-hidden=\"true\"><path fill=\"#0b5cad\" d=\"M0 0h16v16H0z\"/><path fill=\"#fff\" d=\"M7 1h2v2H7zM5 3h6v2H5zM3 5h10v2H3zM1 7h14v2H1zM3 9h10v2H3zM5 11h6v2H5zM7 13h2v2H7z\"/><path fill=\"#c8102e\" d=\"M7 5h2v2H7zM5 7h6v2H5zM7 9h2v2H7z\"/></svg>";
