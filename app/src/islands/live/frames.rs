//! The frames of the stream, read into the types of `domain::live::payload`; see `islands/json.rs` for why by hand.

use crate::islands::json::{choice_in, get, list, text, whole};
use domain::live::Phase;
use domain::live::payload::{
    Ahead, Card, ClockFrame, ClosedFrame, LobbyCount, Me, OwnResult, OwnStanding, PlayerReveal,
    PlayerSnapshot, QuestionFrame, ReadyFrame, Reveal, SeatState,
};
use domain::payload::{Image, Kind, OptionView};
use wasm_bindgen::JsValue;

fn count(value: &JsValue, name: &str) -> u32 {
    maybe(value, name).unwrap_or_default()
}

fn maybe(value: &JsValue, name: &str) -> Option<u32> {
    u32::try_from(whole(value, name)?).ok()
}

/// The first where nothing is said.
fn run(value: &JsValue) -> u32 {
    maybe(value, "run").unwrap_or(1)
}

fn number(value: &JsValue, name: &str) -> i64 {
    whole(value, name).unwrap_or_default()
}

fn words(value: &JsValue, name: &str) -> String {
    text(value, name).unwrap_or_default()
}

fn yes(value: &JsValue, name: &str) -> bool {
    get(value, name).is_some_and(|v| v.is_truthy())
}

fn lines(value: &JsValue, name: &str) -> Vec<String> {
    list(value, name).iter().filter_map(JsValue::as_string).collect()
}

fn options(value: &JsValue, name: &str) -> Vec<OptionView> {
    list(value, name).iter().map(|o| OptionView { id: words(o, "id"), text: words(o, "text") }).collect()
}

fn kind(name: &str) -> Kind {
    match name {
        "multiple_choice" => Kind::MultipleChoice,
        "true_false" => Kind::TrueFalse,
        "ordering" => Kind::Ordering,
        "matching" => Kind::Matching,
        "numeric" => Kind::Numeric,
        "short_text" => Kind::ShortText,
        _ => Kind::SingleChoice,
    }
}

fn card(v: &JsValue) -> Card {
    let image = get(v, "image").map(|i| Image {
        file: words(&i, "file"),
        alt: words(&i, "alt"),
        width: count(&i, "width"),
        height: count(&i, "height"),
    });
    Card {
        question: count(v, "question"),
        of: count(v, "of"),
        run: run(v),
        kind: kind(&words(v, "kind")),
        stem: words(v, "stem"),
        image,
        options: options(v, "options"),
        matches: options(v, "matches"),
        unit: text(v, "unit"),
        seconds: count(v, "seconds"),
        points: count(v, "points"),
    }
}

fn phase(v: &JsValue) -> Phase {
    let (question, run) = (count(v, "question"), count(v, "run"));
    match words(v, "name").as_str() {
        "ready" => Phase::Ready { question, until: number(v, "until") },
        "open" => {
            let (opened_at, deadline) = (number(v, "opened_at"), number(v, "deadline"));
            Phase::Open { question, run, opened_at, deadline }
        }
        "closed" => Phase::Closed { question, run },
        "reveal" => Phase::Reveal { question, run },
        "standings" => Phase::Standings { after: count(v, "after") },
        "ceremony" => Phase::Ceremony { step: count(v, "step"), steps: count(v, "steps") },
        "final" => Phase::Final,
        "finished" => Phase::Finished,
        _ => Phase::Lobby,
    }
}

fn shared(v: &JsValue) -> Reveal {
    Reveal {
        question: count(v, "question"),
        run: run(v),
        right: lines(v, "right"),
        words: lines(v, "words"),
        survey: yes(v, "survey"),
    }
}

fn own(v: &JsValue) -> OwnResult {
    OwnResult {
        answered: yes(v, "answered"),
        right: yes(v, "right"),
        points: number(v, "points"),
        streak_bonus: number(v, "streak_bonus"),
        streak: count(v, "streak"),
        standing: get(v, "standing").map(|s| standing(&s)).unwrap_or_default(),
    }
}

/// Event `standings`: nothing when the reveal before it told all.
pub(super) fn standings(v: &JsValue) -> Option<OwnStanding> {
    get(v, "of").map(|_| standing(v))
}

/// Events `ceremony` and `final`.
pub(super) fn standing(v: &JsValue) -> OwnStanding {
    let seat = get(v, "seat").map(|s| match words(&s, "is").as_str() {
        "out" => SeatState::Out { at: count(&s, "at") },
        "rescued" => SeatState::Rescued { after: count(&s, "after") },
        _ => SeatState::Alive,
    });
    OwnStanding {
        total: number(v, "total"),
        rank: maybe(v, "rank"),
        of: count(v, "of"),
        ahead: get(v, "ahead")
            .map(|a| Ahead { nickname: words(&a, "nickname"), points: number(&a, "points") }),
        frozen: yes(v, "frozen"),
        seat,
    }
}

/// Event `snapshot`.
pub(super) fn snapshot(v: &JsValue) -> PlayerSnapshot {
    let me = get(v, "me").map(|m| Me {
        number: count(&m, "number"),
        nickname: words(&m, "nickname"),
        group: text(&m, "group"),
    });
    PlayerSnapshot {
        seq: whole(v, "seq").and_then(|n| u64::try_from(n).ok()).unwrap_or_default(),
        now: number(v, "now"),
        title: words(v, "title"),
        phase: get(v, "phase").map(|p| phase(&p)).unwrap_or_default(),
        paused: whole(v, "paused"),
        me: me.unwrap_or_default(),
        players: count(v, "players"),
        mine: maybe(v, "mine"),
        card: get(v, "card").map(|c| card(&c)),
        choice: choice_in(v),
        reveal: get(v, "reveal").map(|r| shared(&r)),
        own: get(v, "own").map(|o| own(&o)),
        standing: get(v, "standing").map(|s| standing(&s)).unwrap_or_default(),
        voided: maybe(v, "voided"),
    }
}

/// Event `lobby`.
pub(super) fn lobby(v: &JsValue) -> LobbyCount {
    LobbyCount { players: count(v, "players"), mine: maybe(v, "mine") }
}

/// Event `ready`.
pub(super) fn ready(v: &JsValue) -> ReadyFrame {
    ReadyFrame {
        question: count(v, "question"),
        of: count(v, "of"),
        until: number(v, "until"),
        now: number(v, "now"),
        voided: maybe(v, "voided"),
    }
}

/// Event `question`.
pub(super) fn question(v: &JsValue) -> Option<QuestionFrame> {
    Some(QuestionFrame {
        card: card(&get(v, "card")?),
        deadline: number(v, "deadline"),
        now: number(v, "now"),
    })
}

/// Events `clock` and `paused`.
pub(super) fn clock(v: &JsValue) -> ClockFrame {
    ClockFrame {
        question: count(v, "question"),
        deadline: number(v, "deadline"),
        now: number(v, "now"),
        paused: whole(v, "paused"),
    }
}

/// Event `closed`.
pub(super) fn closed(v: &JsValue) -> ClosedFrame {
    ClosedFrame { question: count(v, "question"), run: run(v) }
}

/// Event `reveal`.
pub(super) fn reveal(v: &JsValue) -> PlayerReveal {
    PlayerReveal { shared: shared(v), own: get(v, "own").map(|o| own(&o)) }
}
