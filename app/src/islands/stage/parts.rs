//! Lists that grow while people come in and answer, drawn alike by the server and by the page.

use crate::islands::figures::number;
use crate::islands::markup::Markup;
use domain::live::payload::{Bar, GroupCount};

/// Groups on show.
const GROUPS: usize = 5;
/// Typed answers on show.
const TYPED: usize = 8;
/// Names on show.
pub(crate) const NAMES: usize = 18;

/// Groups with a bar each, the largest first.
pub(crate) fn groups(en: bool, groups: &[GroupCount]) -> String {
    let mut m = Markup::default();
    let most = groups.iter().map(|g| g.players).max().unwrap_or(0).max(1);
    for group in groups.iter().take(GROUPS) {
        m.raw("<li><span>").text(&group.name).raw("</span><svg class=\"sc-bar\" viewBox=\"0 0 100 1\" ");
        m.raw("preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect height=\"1\" width=\"");
        m.int(i64::from(group.players) * 100 / i64::from(most)).raw("\"/></svg><b class=\"num\">");
        m.text(&number(en, i64::from(group.players))).raw("</b></li>");
    }
    m.done()
}

/// Answers that were typed, with a bar each; for the host.
pub(crate) fn typed(en: bool, bars: &[Bar], answered: u32) -> String {
    let mut m = Markup::default();
    for bar in bars.iter().take(TYPED) {
        m.raw(if bar.right {
            "<li class=\"hs-opt right\"><b>✓</b><span>"
        } else {
            "<li class=\"hs-opt\"><b></b><span>"
        });
        m.text(&bar.id).raw("<svg class=\"hs-bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" ");
        m.raw("aria-hidden=\"true\"><rect height=\"1\" width=\"");
        m.int(i64::from(bar.count) * 100 / i64::from(answered.max(1)))
            .raw("\"/></svg></span><b class=\"num\">");
        m.text(&number(en, i64::from(bar.count))).raw("</b></li>");
    }
    m.done()
}

/// The newest names.
#[cfg(any(feature = "ssr", test))]
pub(crate) fn names(newest: &[String]) -> String {
    let mut m = Markup::default();
    newest.iter().take(NAMES).for_each(|n| name(&mut m, n));
    m.done()
}

/// One name.
pub(crate) fn name(m: &mut Markup, name: &str) {
    m.raw("<li>").text(name).raw("</li>");
}
