//! `/organiser/live/new`, first step: what kind of room and which questions.
//!
//! Every section stands on the page whether its switch is on or not; the style sheet folds away what does not apply
//! where it can, and the server does not read it. So the form needs no script.

use super::room_fields::{Form, Way, summary, tick, ways};
use crate::i18n::frame::AUDIENCES;
use crate::i18n::t;
use crate::model::live::{KeptQuestion, NewRoomPage, RoomForm, TopicChoice};
use crate::model::{Chrome, Console, Lang};
use crate::pages::console::{Page, console_shell};
use crate::ui::escape;
use domain::live::spec::LONGEST_TITLE;
use leptos::prelude::*;

/// Codes of the kinds of question.
const KINDS: [&str; 7] =
    ["single_choice", "multiple_choice", "true_false", "ordering", "matching", "numeric", "short_text"];

/// First step.
#[must_use]
pub fn new_room(chrome: &Chrome, console: &Console, page: NewRoomPage) -> String {
    let lang = chrome.lang;
    let r = t(lang).live_rooms;
    console_shell(chrome, console, Page { title: r.new, ..Page::default() }, || {
        let NewRoomPage { form, contests, topics, places, place_text, kept, errors } = page;
        let places = place_options(lang, &form.place, place_text.as_deref(), &places);
        let fields = Form { lang, errors: &errors };
        let count = kept.len() as u64;
        view! {
            <div>
                <a class="link" href="/organiser/live">"← " {r.back}</a>
                <h1>{r.new}</h1>
                <p class="quiet">{r.new_lead}</p>
            </div>
            <form class="stack sheet" method="post" action="/organiser/live/new" novalidate>
                {summary(lang, &errors, 0, true)}
                {(count > 0).then(|| view! { <p class="note" role="status">{r.kept_note}</p> })}
                {travelling(kept)}
                {what(fields, &form, contests, topics)}
                {scoring(fields, &form)}
                {groups(fields, &form)}
                {ending(fields, &form)}
                {knockout(fields, &form)}
                {pace(fields, &form)}
                {hall(fields, &form, places)}
                <div class="act-bar">
                    {if count > 0 { view! {
                        <button class="btn" name="act" value="keep">{(r.keep)(count)}</button>
                        <button class="btn plain" name="act" value="draw">{r.draw_again}</button>
                    }.into_any() } else { view! {
                        <button class="btn" name="act" value="draw">{r.draw}</button>
                    }.into_any() }}
                </div>
            </form>
        }
    })
}

/// The list of the second step, carried along unseen.
fn travelling(kept: Vec<KeptQuestion>) -> Vec<AnyView> {
    let row = |one: KeptQuestion| {
        let survey = one.survey.then(|| one.revision.clone());
        view! {
            <input type="hidden" name="revision" value=one.revision />
            <input type="hidden" name="q_seconds" value=one.seconds />
            <input type="hidden" name="q_points" value=one.points />
            {survey.map(|id| view! { <input type="hidden" name="q_survey" value=id /> })}
        }
        .into_any()
    };
    kept.into_iter().map(row).collect()
}

/// A section: what it is about on one side, its fields on the other.
fn section<V: IntoView>(id: &'static str, title: &'static str, lead: &'static str, body: V) -> impl IntoView {
    view! {
        <section class="card part" id=id>
            <div class="part-head"><h2>{title}</h2><p class="quiet">{lead}</p></div>
            <div class="stack">{body}</div>
        </section>
    }
}

fn what(
    fields: Form<'_>,
    form: &RoomForm,
    contests: Vec<(String, String, u32)>,
    topics: Vec<TopicChoice>,
) -> impl IntoView + use<> {
    let r = t(fields.lang).live_rooms;
    let sources = vec![
        Way { code: "bank", name: r.source_bank, hint: r.source_bank_hint },
        Way { code: "contest", name: r.source_contest, hint: r.source_contest_hint },
    ];
    let body = view! {
        <div class="field">
            <label for="title">{r.name}</label>
            {fields.error("title")}
            <input
                id="title" name="title" type="text" required autocomplete="off" maxlength=LONGEST_TITLE.to_string()
                value=form.title.clone() aria-invalid=fields.invalid("title")
                aria-describedby=fields.described("title", true)
            />
            <span class="hint" id="title-hint">{r.name_hint}</span>
        </div>
        {ways(fields, "source", r.source, &form.source, sources)}
        <div class="when-contest stack">{contest(fields, form, contests)}</div>
        <div class="when-bank stack">{bank(fields, form, topics)}</div>
    };
    section("what", r.what, r.what_lead, body)
}

fn contest(fields: Form<'_>, form: &RoomForm, contests: Vec<(String, String, u32)>) -> impl IntoView + use<> {
    let r = t(fields.lang).live_rooms;
    let none = contests.is_empty();
    let options = contests
        .into_iter()
        .map(|(slug, title, count)| {
            let on = slug == form.contest;
            let words = format!("{title} ({})", (r.questions)(count.into()));
            view! { <option value=slug selected=on>{words}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label for="contest">{r.contest}</label>
            {fields.error("contest")}
            <select
                id="contest" name="contest" aria-invalid=fields.invalid("contest")
                aria-describedby=fields.described("contest", none)
            >
                <option value="" selected=form.contest.is_empty()>{r.contest_choose}</option>
                {options}
            </select>
            {none.then(|| view! { <span class="hint" id="contest-hint">{r.no_contests}</span> })}
        </div>
    }
}

fn bank(fields: Form<'_>, form: &RoomForm, topics: Vec<TopicChoice>) -> impl IntoView + use<> {
    let lang = fields.lang;
    let r = t(lang).live_rooms;
    let empty = topics.is_empty();
    let topics = topics.into_iter().map(|topic| {
        let on = form.topics.contains(&topic.code);
        view! {
            <label class="check">
                <input type="checkbox" name="topics" value=topic.code checked=on />
                <span>{topic.title} " " <span class="optional num">{(r.questions)(topic.questions.into())}</span></span>
            </label>
        }
    });
    let topics = topics.collect::<Vec<_>>();
    let pill = |name: &'static str, code: &'static str, words: &'static str, on: bool| {
        view! {
            <label>
                <input type="checkbox" name=name value=code checked=on />
                <span>{words}</span>
            </label>
        }
    };
    let has = |list: &[String], code: &str| list.iter().any(|one| one == code);
    let levels = ["1", "2", "3"]
        .map(|code| pill("difficulty", code, (r.level)(code), has(&form.difficulty, code)))
        .into_iter()
        .collect::<Vec<_>>();
    let kinds = KINDS
        .map(|code| pill("kinds", code, (r.kind)(code), has(&form.kinds, code)))
        .into_iter()
        .collect::<Vec<_>>();
    let audiences = AUDIENCES
        .iter()
        .map(|code| {
            let on = form.audience == *code;
            view! { <option value=*code selected=on>{(t(lang).frame.audience)(code)}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        {empty.then(|| view! { <p class="note warn">{r.no_bank}</p> })}
        <div class="figures">{fields.number("count", &form.count, None)}</div>
        {(!empty).then(|| view! {
            <fieldset class="field" aria-describedby="topics-hint">
                <legend>{r.topics}</legend>
                <span class="hint" id="topics-hint">{r.all_when_none}</span>
                <div class="topics">{topics}</div>
            </fieldset>
        })}
        <fieldset class="field" aria-describedby="difficulty-hint">
            <legend>{r.difficulty}</legend>
            <div class="seg">{levels}</div>
            <span class="hint" id="difficulty-hint">{r.all_when_none}</span>
        </fieldset>
        <fieldset class="field" aria-describedby="kinds-hint">
            <legend>{r.kinds}</legend>
            <div class="seg">{kinds}</div>
            <span class="hint" id="kinds-hint">{r.all_when_none}</span>
        </fieldset>
        <div class="field">
            <label for="audience">{r.audience}</label>
            <select id="audience" name="audience">
                <option value="" selected=form.audience.is_empty()>{r.audience_any}</option>
                {audiences}
            </select>
        </div>
    }
}

fn scoring(fields: Form<'_>, form: &RoomForm) -> impl IntoView + use<> {
    let r = t(fields.lang).live_rooms;
    let rules = ["knowledge_first", "accuracy", "speed"];
    let rules = rules
        .into_iter()
        .map(|code| Way { code, name: (r.rule_name)(code), hint: (r.rule_hint)(code) })
        .collect();
    let body = view! {
        <div class="figures">
            {fields.number("seconds", &form.seconds, None)}
            {fields.number("points", &form.points, None)}
        </div>
        {ways(fields, "rule", r.rule, &form.rule, rules)}
        <fieldset class="switched">
            <legend class="sr">{r.streak}</legend>
            {tick("streak", r.streak, r.streak_hint, form.streak)}
            <div class="figures when-on">
                {fields.number("streak_step", &form.streak_step, None)}
                {fields.number("streak_cap", &form.streak_cap, None)}
            </div>
        </fieldset>
    };
    section("scoring", r.scoring, r.scoring_lead, body)
}

fn groups(fields: Form<'_>, form: &RoomForm) -> impl IntoView + use<> {
    let r = t(fields.lang).live_rooms;
    let kinds = ["none", "locality", "team", "class"];
    let kinds = kinds
        .into_iter()
        .map(|code| Way { code, name: (r.group)(code), hint: (r.group_hint)(code) })
        .collect();
    let names = form.names.clone();
    let body = view! {
        {ways(fields, "groups", r.groups, &form.groups, kinds)}
        <div class="field when-names">
            <label for="names">{r.names}</label>
            {fields.error("names")}
            <textarea
                id="names" name="names" class="input" rows="5" autocomplete="off"
                aria-invalid=fields.invalid("names") aria-describedby=fields.described("names", true)
            >{names}</textarea>
            <span class="hint" id="names-hint">{r.names_hint}</span>
        </div>
        <div class="figures when-groups">{fields.number("top_k", &form.top_k, Some(r.top_k_hint))}</div>
    };
    section("grouping", r.groups, r.groups_lead, body)
}

fn ending(fields: Form<'_>, form: &RoomForm) -> impl IntoView + use<> {
    let r = t(fields.lang).live_rooms;
    let body = view! {
        <div class="figures">
            {fields.number("freeze_last", &form.freeze_last, Some(r.freeze_hint))}
            {fields.number("ceremony_places", &form.ceremony_places, None)}
        </div>
    };
    section("ending", r.ending, r.ending_lead, body)
}

fn knockout(fields: Form<'_>, form: &RoomForm) -> impl IntoView + use<> {
    let r = t(fields.lang).live_rooms;
    let body = view! {
        <fieldset class="switched">
            <legend class="sr">{r.knockout}</legend>
            {tick("knockout", r.knockout_on, "", form.knockout)}
            <div class="figures when-on">
                {fields.number("seats", &form.seats, Some(r.seats_hint))}
                {fields.number("rescues", &form.rescues, None)}
                {fields.number("rescue_count", &form.rescue_count, None)}
            </div>
        </fieldset>
    };
    section("knocking-out", r.knockout, r.knockout_lead, body)
}

fn pace(fields: Form<'_>, form: &RoomForm) -> impl IntoView + use<> {
    let r = t(fields.lang).live_rooms;
    let paces = ["manual", "auto"];
    let paces = paces
        .into_iter()
        .map(|code| Way { code, name: (r.pace_name)(code), hint: (r.pace_hint)(code) })
        .collect();
    let body = view! {
        {ways(fields, "pace", r.pace, &form.pace, paces)}
        <div class="figures when-auto">
            {fields.number("pace_reveal", &form.pace_reveal, None)}
            {fields.number("pace_standings", &form.pace_standings, None)}
        </div>
        <div class="figures">{fields.number("ready_seconds", &form.ready_seconds, Some(r.ready_hint))}</div>
    };
    section("pacing", r.pace, r.pace_lead, body)
}

/// The choice first, then none, then the list.
fn place_options(lang: Lang, chosen: &str, text: Option<&str>, list: &str) -> String {
    let mut html = String::with_capacity(list.len() + 200);
    if !chosen.is_empty() {
        let (value, name) = (escape(chosen), escape(text.unwrap_or(chosen)));
        html.push_str(&format!("<option value=\"{value}\" selected>{name}</option>"));
    }
    html.push_str(&format!("<option value=\"\">{}</option>", escape(t(lang).live_rooms.place_none)));
    html.push_str(list);
    html
}

fn hall(fields: Form<'_>, form: &RoomForm, places: String) -> impl IntoView + use<> {
    let r = t(fields.lang).live_rooms;
    let body = view! {
        <div class="field">
            <label for="place">{r.place}</label>
            {fields.error("place")}
            <select
                id="place" name="place" aria-invalid=fields.invalid("place")
                aria-describedby=fields.described("place", true) inner_html=places
            ></select>
            <span class="hint" id="place-hint">{r.place_hint}</span>
        </div>
        <div class="figures">{fields.number("capacity", &form.capacity, None)}</div>
        {tick("sounds", r.sounds, r.sounds_hint, form.sounds)}
    };
    section("hall", r.hall, r.hall_lead, body)
}

/// The label of a kind of question.
pub(super) fn kind_label(lang: Lang, kind: domain::payload::Kind) -> &'static str {
    use domain::payload::Kind;
    let code = match kind {
        Kind::SingleChoice => "single_choice",
        Kind::MultipleChoice => "multiple_choice",
        Kind::TrueFalse => "true_false",
        Kind::Ordering => "ordering",
        Kind::Matching => "matching",
        Kind::Numeric => "numeric",
        Kind::ShortText => "short_text",
    };
    (t(lang).live_rooms.kind)(code)
}
