//! The living stage: one stream, and what its events do to the page.

use super::{clock, desk, moving, parts, sound, swap};
use crate::islands::figures::number;
use crate::islands::json::{get, list, text, whole};
use crate::islands::markup::Markup;
use crate::islands::stream::Stream;
use crate::islands::{dom, net};
use domain::live::payload::{Bar, GroupCount};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

/// The events a stage's stream may bring.
const EVENTS: [&str; 3] = ["stage", "tally", "lobby"];
/// Milliseconds between two looks at the clocks.
const TICK: i32 = 100;
/// Milliseconds between two questions whether the page is still (or at last) a stage.
const ASK: i32 = 2_500;
/// Milliseconds without a stream after which that is asked.
const LOST: i64 = 6_000;

/// Milliseconds for which a finger that stays down keeps the page as it is.
const PRESS: i64 = 4_000;
/// Milliseconds from the finger's leaving to the click that comes of it.
const CLICK: i64 = 60;

/// Phases that enter with movement and do not change while their number stays.
const STILL: [&str; 4] = ["reveal", "standings", "ceremony", "final"];

/// One stage on one page.
pub(super) struct Stage {
    /// The room.
    pub(super) pin: String,
    /// The newest event shown.
    pub(super) seq: Cell<i64>,
    /// Whether this is the host's device rather than a projector.
    desk: bool,
    /// Whether every command may be sent from here; others send what a clicker does.
    pub(super) host: bool,
    /// A command is on its way.
    pub(super) busy: Cell<bool>,
    /// When a key that asks first was pressed, steady ms.
    pub(super) asked: Cell<i64>,
    /// Sounds, once somebody has switched them on.
    pub(super) sound: RefCell<Option<sound::Sound>>,
    en: bool,
    /// Server's unix ms minus the page's steady ms.
    offset: Cell<i64>,
    html: RefCell<String>,
    /// Until when nothing may be swapped, steady ms: a button that goes while it is pressed is never clicked.
    held: Cell<i64>,
    /// What came in that time, to be shown after it: number and page.
    later: RefCell<Option<(i64, String)>>,
    good: Cell<bool>,
    /// Since when the stream is gone, steady ms.
    since: Cell<i64>,
}

/// Takes over the page's stage, or waits until a projector is let in.
pub(super) fn begin() {
    if dom::find::<Element>("[data-pairing]").is_some() {
        spawn_local(wait());
        return;
    }
    let Some(root) = dom::find::<Element>("[data-stage]") else { return };
    let attribute = |name: &str| root.get_attribute(name).unwrap_or_default();
    let whole = |name: &str| attribute(name).parse::<i64>().unwrap_or_default();
    let role = attribute("data-stage");
    let stage = Rc::new(Stage {
        pin: attribute("data-pin"),
        seq: Cell::new(whole("data-seq")),
        desk: role == "host",
        host: role == "host" || root.has_attribute("data-host"),
        busy: Cell::new(false),
        asked: Cell::new(i64::MIN),
        sound: RefCell::default(),
        en: dom::english(),
        offset: Cell::new(whole("data-now") - dom::steady_ms()),
        html: RefCell::default(),
        held: Cell::new(i64::MIN),
        later: RefCell::default(),
        good: Cell::new(true),
        since: Cell::new(0),
    });
    desk::listen(&stage, &root);
    for (event, hold) in [("pointerdown", PRESS), ("pointerup", CLICK), ("pointercancel", 0)] {
        let stage = Rc::clone(&stage);
        dom::listen(&root, event, move |_| stage.held.set(dom::steady_ms() + hold));
    }
    dom::keep_awake(|| {});
    let (hear, line) = (Rc::clone(&stage), Rc::clone(&stage));
    Stream::open(
        ["/api/v1/live/", &stage.pin, "/events?role=", &role, "&view=html"].concat(),
        &EVENTS,
        move |name, data| hear.hear(name, data),
        move |good| line.line(good),
    );
    let ticking = Rc::clone(&stage);
    spawn_local(async move {
        loop {
            dom::sleep(TICK).await;
            ticking.tick();
        }
    });
    spawn_local(still_here(stage));
}

/// Asks until the page would be the stage, then loads it.
async fn wait() {
    loop {
        dom::sleep(dom::jitter(ASK)).await;
        if would_be_stage().await == Some(true) {
            reload();
            return;
        }
    }
}

/// A stream that stays away may mean that this device is not let in any more: then the page says so.
async fn still_here(stage: Rc<Stage>) {
    loop {
        dom::sleep(dom::jitter(ASK)).await;
        let gone = !stage.good.get() && dom::steady_ms() - stage.since.get() > LOST;
        if gone && would_be_stage().await == Some(false) {
            reload();
            return;
        }
    }
}

/// Whether this address shows a stage now; `None` when nobody answers.
async fn would_be_stage() -> Option<bool> {
    let here = dom::window()?.location().href().ok()?;
    let reply = net::ask("GET", &here, None).await?;
    (reply.status < 500).then(|| reply.text.contains("data-stage="))
}

fn reload() {
    if let Some(window) = dom::window() {
        _ = window.location().reload();
    }
}

impl Stage {
    /// The server's clock.
    pub(super) fn now(&self) -> i64 {
        self.offset.get().saturating_add(dom::steady_ms())
    }

    fn number(&self, n: i64) -> String {
        number(self.en, n)
    }

    fn hear(&self, name: &str, data: &JsValue) {
        match name {
            "stage" => self.stage(data),
            "tally" => self.tally(data),
            "lobby" => self.lobby(data),
            _ => {}
        }
    }

    fn stage(&self, data: &JsValue) {
        if let Some(now) = whole(data, "now") {
            self.offset.set(now - dom::steady_ms());
        }
        let (seq, html) = (whole(data, "seq").unwrap_or_default(), text(data, "html").unwrap_or_default());
        if dom::steady_ms() < self.held.get() {
            self.later.replace(Some((seq, html)));
            return;
        }
        self.show(seq, html);
    }

    fn show(&self, seq: i64, html: String) {
        self.later.replace(None);
        let shown = if self.html.borrow().is_empty() {
            // The page came with this state already: drawing it again would start its movements again. Elsewhere it may
            // have grown older than its number (somebody came in, a projector asks to be let in).
            seq == self.seq.get() && !self.desk && STILL.contains(&phase().as_str())
        } else {
            *self.html.borrow() == html
        };
        self.seq.set(seq);
        if !shown {
            let before = moving::places();
            swap::swap(&html);
            moving::travel(&before);
            if let Some(sound) = &*self.sound.borrow() {
                sound.phase();
            }
        }
        self.html.replace(html);
        self.tick();
    }

    fn tally(&self, data: &JsValue) {
        for (selector, field) in [("[data-answered]", "answered"), ("[data-of]", "of")] {
            if let Some(n) = whole(data, field) {
                write_all(selector, &self.number(n));
            }
        }
        let Some(bars) = get(data, "bars") else { return };
        let answered = whole(data, "answered").unwrap_or_default();
        if let Some(list) = dom::find::<Element>("[data-typed]") {
            list.set_inner_html(&parts::typed(self.en, &read_bars(&bars), count(answered)));
            return;
        }
        for bar in read_bars(&bars) {
            // Ids are compared, not put into a selector.
            for element in dom::find_all::<Element>("[data-bar]") {
                if element.get_attribute("data-bar").as_deref() == Some(&bar.id) {
                    let share = i64::from(bar.count) * 100 / answered.max(1);
                    desk::show_bar(&element, share, &self.number(i64::from(bar.count)));
                }
            }
        }
    }

    fn lobby(&self, data: &JsValue) {
        if let Some(players) = whole(data, "players") {
            write_all("[data-lobby=players]", &self.number(players));
        }
        let groups: Vec<GroupCount> = list(data, "groups")
            .iter()
            .map(|g| GroupCount {
                name: text(g, "name").unwrap_or_default(),
                players: count(whole(g, "players").unwrap_or_default()),
            })
            .collect();
        if let Some(list) = dom::find::<Element>("[data-lobby=groups]") {
            list.set_inner_html(&parts::groups(self.en, &groups));
        }
        let newest: Vec<String> =
            list(data, "newest").iter().take(parts::NAMES).filter_map(JsValue::as_string).collect();
        if let Some(list) = dom::find::<Element>("[data-lobby=names]") {
            names(&list, &newest);
        }
    }

    fn line(&self, good: bool) {
        if self.good.replace(good) != good {
            self.since.set(dom::steady_ms());
        }
        if let Some(line) = dom::find::<HtmlElement>("[data-line]") {
            line.set_hidden(good);
        }
    }

    fn tick(&self) {
        if dom::steady_ms() >= self.held.get()
            && let Some((seq, html)) = self.later.take()
        {
            self.show(seq, html);
            return;
        }
        let left = clock::run(self.now());
        if let (Some(sound), Some(left)) = (&*self.sound.borrow(), left) {
            sound.clock(left);
        }
    }
}

fn count(n: i64) -> u32 {
    u32::try_from(n).unwrap_or_default()
}

fn read_bars(bars: &JsValue) -> Vec<Bar> {
    let bar = |b: &JsValue| Bar {
        id: text(b, "id").unwrap_or_default(),
        count: count(whole(b, "count").unwrap_or_default()),
        right: get(b, "right").is_some_and(|right| right.is_truthy()),
    };
    list(bars, "bars").iter().map(bar).collect()
}

/// Names that are new come in at the front, those that are gone leave; the others stay where they are, so that only new
/// ones move.
fn names(list: &Element, newest: &[String]) {
    let mut shown = Vec::new();
    for row in dom::find_all::<Element>("[data-lobby=names] li") {
        let name = row.text_content().unwrap_or_default();
        if newest.contains(&name) && !shown.contains(&name) {
            shown.push(name);
        } else {
            row.remove();
        }
    }
    for name in newest.iter().rev().filter(|name| !shown.contains(name)) {
        let mut m = Markup::default();
        parts::name(&mut m, name);
        _ = list.insert_adjacent_html("afterbegin", &m.done());
    }
}

/// The phase in sight.
pub(super) fn phase() -> String {
    dom::find::<Element>("[data-phase]").and_then(|e| e.get_attribute("data-phase")).unwrap_or_default()
}

fn write_all(selector: &str, text: &str) {
    for element in dom::find_all::<Element>(selector) {
        element.set_text_content(Some(text));
    }
}
