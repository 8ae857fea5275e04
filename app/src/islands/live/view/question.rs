//! A question as a form that fills the screen, and what was answered once something was.

use super::{View, state_of};
use crate::islands::figures::clock;
use crate::islands::live::state::Sent;
use crate::islands::live::words::with;
use crate::islands::markup::Markup;
use domain::Choice;
use domain::live::payload::Card;
use domain::payload::{Kind, OptionView};

/// Letter and shape of each option: never colour alone. The class of the same letter brings the colour.
const MARKS: [(&str, &str); 6] = [("A", "▲"), ("B", "◆"), ("C", "●"), ("D", "■"), ("E", "★"), ("F", "⬟")];

/// While it takes answers.
pub(super) fn open(m: &mut Markup, v: View<'_>) {
    let (g, w) = (v.game, v.w);
    let Some(card) = &g.s.card else { return };
    let left = g.left(v.now).unwrap_or_default();
    let all = i64::from(card.seconds) * 1000;
    m.raw("<div class=\"lv-top\"><span class=\"num\">");
    m.text(&with(w, w.question, i64::from(card.question))).raw("/").int(i64::from(card.of));
    m.raw("</span>");
    if g.s.paused.is_some() {
        m.raw("<b class=\"tag warn\">").text(w.paused).raw("</b>");
    }
    m.raw("<b class=\"num lv-left\">").text(&clock(left)).raw("</b></div>");
    m.raw("<progress class=\"lv-bar\" aria-label=\"").text(w.time_left).raw("\" max=\"").int(all.max(left));
    m.raw("\" value=\"").int(left).raw("\"></progress>");
    stem(m, card);
    if g.sent.open() {
        if g.sent == Sent::Refused {
            m.raw("<p class=\"note bad\">").text(w.refused).raw("</p>");
        }
        form(m, v, card);
    } else {
        mine(m, v, card);
        if g.sent == Sent::Received {
            m.raw("<p class=\"quiet\">").text(w.wait_end).raw("</p>");
        }
    }
}

/// After the end of its time, before anything is told.
pub(super) fn closed(m: &mut Markup, v: View<'_>) {
    let (g, w) = (v.game, v.w);
    m.raw("<div class=\"lv-mid\"><h2 class=\"lv-name\" tabindex=\"-1\">").text(w.time_up).raw("</h2>");
    match &g.s.card {
        Some(card) if !g.sent.open() => mine(m, v, card),
        _ => {
            m.raw("<p>").text(w.none_given).raw("</p>");
        }
    }
    m.raw("<p class=\"quiet\">").text(w.wait_reveal).raw("</p></div>");
}

fn stem(m: &mut Markup, card: &Card) {
    let length = card.stem.chars().count();
    let size = if length < 70 {
        "s1"
    } else if length < 150 {
        "s2"
    } else {
        "s3"
    };
    m.raw("<h2 class=\"lv-stem marked ")
        .raw(size)
        .raw("\" tabindex=\"-1\" id=\"lv-stem\">")
        .marked(&card.stem);
    m.raw("</h2>");
    if let Some(image) = &card.image {
        m.raw("<img class=\"picture\" src=\"/media/").text(&image.file).raw("\" alt=\"").text(&image.alt);
        m.raw("\" width=\"")
            .int(i64::from(image.width))
            .raw("\" height=\"")
            .int(i64::from(image.height))
            .raw("\">");
    }
}

fn form(m: &mut Markup, v: View<'_>, card: &Card) {
    let w = v.w;
    m.raw("<form class=\"lv-form\" method=\"post\" action=\"/live/")
        .text(v.pin)
        .raw("/answers\" autocomplete=\"off\">");
    m.raw("<input type=\"hidden\" name=\"question\" value=\"").int(i64::from(card.question));
    m.raw("\"><input type=\"hidden\" name=\"run\" value=\"").int(i64::from(card.run)).raw("\">");
    m.raw("<fieldset aria-labelledby=\"lv-stem\"").raw(if v.game.s.paused.is_some() {
        " disabled>"
    } else {
        ">"
    });
    let hint = match card.kind {
        Kind::SingleChoice | Kind::TrueFalse => None,
        Kind::MultipleChoice => Some(w.choose_many),
        Kind::Ordering => Some(w.order_hint),
        Kind::Matching => Some(w.match_hint),
        Kind::Numeric => Some(w.number_hint),
        Kind::ShortText => Some(w.text_hint),
    };
    if let Some(hint) = hint {
        m.raw("<p class=\"quiet lv-hint\" id=\"lv-hint\">").text(hint).raw("</p>");
    }
    match card.kind {
        Kind::SingleChoice | Kind::TrueFalse => buttons(m, v, card),
        Kind::MultipleChoice => boxes(m, card),
        Kind::Ordering => order(m, v, card),
        Kind::Matching => pairs(m, v, card),
        Kind::Numeric | Kind::ShortText => field(m, v, card),
    }
    if hint.is_some() {
        m.raw("<p class=\"error lv-bad\" role=\"alert\" hidden></p><button class=\"btn lv-send\">")
            .text(w.send);
        m.raw("</button>");
    }
    m.raw("</fieldset></form>");
}

fn mark(i: usize) -> (&'static str, &'static str) {
    MARKS.get(i % MARKS.len()).copied().unwrap_or(("A", "▲"))
}

fn face(m: &mut Markup, i: usize, text: &str) {
    let (letter, shape) = mark(i);
    m.raw("<span class=\"lv-mark\" aria-hidden=\"true\">").raw(letter).raw("<small>").raw(shape);
    m.raw("</small></span><span class=\"lv-words\">").text(text).raw("</span>");
}

/// The options as shown; a true/false question may come without its two.
fn options(v: View<'_>, card: &Card) -> Vec<OptionView> {
    if card.kind == Kind::TrueFalse && card.options.is_empty() {
        let word = |id: &str, text: &str| OptionView { id: id.to_owned(), text: text.to_owned() };
        return vec![word("true", v.w.true_word), word("false", v.w.false_word)];
    }
    card.options.clone()
}

/// One tap is the answer; without a living page each is a button of the form.
fn buttons(m: &mut Markup, v: View<'_>, card: &Card) {
    let options = options(v, card);
    m.raw("<div class=\"lv-opts\">");
    for (i, option) in options.iter().enumerate() {
        m.raw("<button class=\"lv-opt ")
            .raw(mark(i).0)
            .raw("\" name=\"option\" value=\"")
            .text(&option.id)
            .raw("\">");
        face(m, i, &option.text);
        m.raw("</button>");
    }
    m.raw("</div>");
}

fn boxes(m: &mut Markup, card: &Card) {
    m.raw("<div class=\"lv-opts\">");
    for (i, option) in card.options.iter().enumerate() {
        m.raw("<label class=\"lv-opt ")
            .raw(mark(i).0)
            .raw("\"><input type=\"checkbox\" name=\"options\" value=\"");
        m.text(&option.id).raw("\">");
        face(m, i, &option.text);
        m.raw("<span class=\"lv-tick\" aria-hidden=\"true\">✓</span></label>");
    }
    m.raw("</div>");
}

/// Places in selects; a living page shows buttons instead.
fn order(m: &mut Markup, v: View<'_>, card: &Card) {
    let w = v.w;
    m.raw("<ol class=\"ranks\">");
    for (i, option) in card.options.iter().enumerate() {
        m.raw("<li class=\"rank\" data-id=\"")
            .text(&option.id)
            .raw("\"><b class=\"badge\" aria-hidden=\"true\">");
        m.int(i as i64 + 1)
            .raw("</b><span>")
            .text(&option.text)
            .raw("</span><select class=\"input\" name=\"order.");
        m.text(&option.id).raw("\" aria-label=\"").text(w.place).raw(": ").text(&option.text);
        m.raw("\"><option value=\"\">–</option>");
        for n in 1..=card.options.len() {
            m.raw("<option>").int(n as i64).raw("</option>");
        }
        m.raw("</select>");
        for (way, arrow, word) in [("up", "↑", w.up), ("down", "↓", w.down)] {
            m.raw("<button type=\"button\" class=\"move\" data-move=\"")
                .raw(way)
                .raw("\" aria-label=\"")
                .text(word);
            m.raw(": ").text(&option.text).raw("\" hidden>").raw(arrow).raw("</button>");
        }
        m.raw("</li>");
    }
    m.raw("</ol>");
}

fn pairs(m: &mut Markup, v: View<'_>, card: &Card) {
    m.raw("<div class=\"pairs\">");
    for option in &card.options {
        m.raw("<label class=\"pair\"><span>")
            .text(&option.text)
            .raw("</span><select class=\"input\" name=\"pairs.");
        m.text(&option.id).raw("\"><option value=\"\">").text(v.w.pick).raw("</option>");
        for right in &card.matches {
            m.raw("<option value=\"").text(&right.id).raw("\">").text(&right.text).raw("</option>");
        }
        m.raw("</select></label>");
    }
    m.raw("</div>");
}

fn field(m: &mut Markup, v: View<'_>, card: &Card) {
    let number = card.kind == Kind::Numeric;
    m.raw("<div class=\"sheet-field\"><input class=\"input\" type=\"text\" autocomplete=\"off\" name=\"");
    m.raw(if number { "number\" inputmode=\"decimal\" maxlength=\"24" } else { "text\" maxlength=\"200" });
    m.raw("\" aria-label=\"").text(v.w.answer).raw("\" aria-describedby=\"lv-hint\">");
    if let Some(unit) = &card.unit {
        m.raw("<span>").text(unit).raw("</span>");
    }
    m.raw("</div>");
}

/// The own answer and how its sending goes.
pub(super) fn mine(m: &mut Markup, v: View<'_>, card: &Card) {
    let (g, w) = (v.game, v.w);
    let (class, icon) = match g.sent {
        Sent::Received => ("lv-mine good", "✓"),
        Sent::Late | Sent::Refused => ("lv-mine bad", "✗"),
        Sent::Waiting => ("lv-mine warn", "…"),
        Sent::Nothing | Sent::Sending => ("lv-mine", "…"),
    };
    m.raw("<div class=\"")
        .raw(class)
        .raw("\"><p class=\"lv-state\"><span aria-hidden=\"true\">")
        .raw(icon)
        .raw("</span> ");
    m.text(state_of(w, g.sent).unwrap_or_default()).raw("</p>");
    if let Some(choice) = &g.s.choice {
        chosen(m, v, card, choice);
    }
    m.raw("</div>");
}

/// A choice as the options look.
pub(super) fn chosen(m: &mut Markup, v: View<'_>, card: &Card, choice: &Choice) {
    let options = options(v, card);
    let one = |m: &mut Markup, id: &str| {
        if let Some((i, option)) = options.iter().enumerate().find(|(_, o)| o.id == id) {
            m.raw("<p class=\"lv-opt still ").raw(mark(i).0).raw("\">");
            face(m, i, &option.text);
            m.raw("</p>");
        }
    };
    match choice {
        Choice::Option(id) => one(m, id),
        Choice::Options(ids) => ids.iter().for_each(|id| one(m, id)),
        Choice::Order(ids) => {
            m.raw("<ol class=\"lv-lines\">");
            for option in ids.iter().filter_map(|id| options.iter().find(|o| o.id == *id)) {
                m.raw("<li>").text(&option.text).raw("</li>");
            }
            m.raw("</ol>");
        }
        Choice::Pairs(pairs) => {
            m.raw("<ul class=\"lv-lines\">");
            for option in &options {
                let right = pairs.get(&option.id).and_then(|id| card.matches.iter().find(|r| r.id == *id));
                if let Some(right) = right {
                    m.raw("<li>").text(&option.text).raw(" → <b>").text(&right.text).raw("</b></li>");
                }
            }
            m.raw("</ul>");
        }
        Choice::Number(n) => {
            let text = number(*n);
            m.raw("<p class=\"lv-big num\">").text(&if v.w.en { text } else { text.replace('.', ",") });
            if let Some(unit) = &card.unit {
                m.raw(" ").text(unit);
            }
            m.raw("</p>");
        }
        Choice::Text(text) => {
            m.raw("<p class=\"lv-big\">").text(text).raw("</p>");
        }
    }
}

/// The options that are right, as the options look.
pub(super) fn right(m: &mut Markup, v: View<'_>, card: &Card, ids: &[String]) {
    for (i, option) in options(v, card).iter().enumerate().filter(|(_, o)| ids.contains(&o.id)) {
        m.raw("<p class=\"lv-opt still ").raw(mark(i).0).raw("\">");
        face(m, i, &option.text);
        m.raw("</p>");
    }
}

/// The browser writes numbers too, and its tables are not downloaded.
#[cfg(feature = "live")]
fn number(n: f64) -> String {
    js_sys::Number::from(n).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

#[cfg(not(feature = "live"))]
fn number(n: f64) -> String {
    n.to_string()
}
