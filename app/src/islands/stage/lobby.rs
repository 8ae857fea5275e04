//! The lobby's lists as HTML, drawn alike by the server and by the page as people come in.

use crate::islands::markup::Markup;
use domain::live::payload::GroupCount;

/// Groups on show.
const GROUPS: usize = 5;
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
        m.text(&crate::islands::live::words::live_words(en).number(i64::from(group.players)))
            .raw("</b></li>");
    }
    m.done()
}

/// The newest names.
pub(crate) fn names(newest: &[String]) -> String {
    let mut m = Markup::default();
    newest.iter().take(NAMES).for_each(|n| name(&mut m, n));
    m.done()
}

/// One name.
pub(crate) fn name(m: &mut Markup, name: &str) {
    m.raw("<li>").text(name).raw("</li>");
}
