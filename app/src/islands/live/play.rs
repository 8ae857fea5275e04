//! The living phone: hears the stream and the finger, moves the clock, draws what changed.

use super::state::{Change, Game, Sent};
use super::view::{self, View};
use super::words::{LiveWords, live_words};
use super::{frames, wire};
use crate::islands::figures::clock;
use crate::islands::stream::Stream;
use crate::islands::{dom, fields, json, net};
use domain::Choice;
use domain::live::Phase;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement};

/// The events a player's stream may bring.
const EVENTS: [&str; 13] = [
    "snapshot",
    "lobby",
    "ready",
    "question",
    "clock",
    "paused",
    "closed",
    "reveal",
    "standings",
    "ceremony",
    "final",
    "finished",
    "removed",
];
/// Milliseconds between two looks at the clock.
const TICK: i32 = 250;
/// Milliseconds after a clock's end within which the server says what comes; else the stream is opened anew.
const OVERDUE: i64 = 4_000;
/// Milliseconds at least from one measuring of the network to the next.
const MEASURE: i64 = 30_000;
/// Milliseconds without any word of the server after which the page is loaded again.
const STREAMLESS: i32 = 9_000;

/// One phone in one room; the page has no other.
pub(super) struct Player {
    /// The room.
    pub(super) pin: String,
    words: &'static LiveWords,
    game: RefCell<Game>,
    stream: RefCell<Option<Rc<Stream>>>,
    /// Server's unix ms minus the page's steady ms.
    offset: Cell<i64>,
    /// The phone's own clock when the question in sight was shown.
    seen_at: Cell<i64>,
    /// The server's word has come.
    told: Cell<bool>,
    awake: Cell<bool>,
    /// The stream broke since it last stood.
    broke: Cell<bool>,
    /// When the network was last measured or will be next, steady ms.
    measured: Cell<i64>,
    /// The clock's end that was found overdue.
    overdue: Cell<i64>,
    warned: Cell<i64>,
}

/// Takes over the page's game, if it has one.
pub(super) fn begin() {
    let Some(root) = dom::find::<Element>(".play") else { return };
    let player = Rc::new(Player {
        pin: root.get_attribute("data-pin").unwrap_or_default(),
        words: live_words(dom::english()),
        game: RefCell::default(),
        stream: RefCell::default(),
        offset: Cell::new(i64::MIN),
        seen_at: Cell::new(dom::wall_ms()),
        told: Cell::new(false),
        awake: Cell::new(false),
        broke: Cell::new(false),
        measured: Cell::new(dom::steady_ms()),
        overdue: Cell::new(0),
        warned: Cell::new(0),
    });
    let p = Rc::clone(&player);
    dom::listen(&root, "click", move |event| p.click(&event));
    let p = Rc::clone(&player);
    dom::listen(&root, "submit", move |event| p.submit(&event));
    let (hear, line) = (Rc::clone(&player), Rc::clone(&player));
    let stream = Stream::open(
        ["/api/v1/live/", &player.pin, "/events?role=player"].concat(),
        &EVENTS,
        move |name, data| hear.hear(name, data),
        move |good| line.line(good),
    );
    player.stream.replace(Some(stream));
    let p = Rc::clone(&player);
    dom::keep_awake(move || {
        p.awake.set(true);
        p.dim_hint();
    });
    spawn_local(wire::probe(player.pin.clone()));
    if let Some(window) = dom::window() {
        let p = Rc::clone(&player);
        dom::listen(&window, "online", move |_| p.measure());
    }
    let p = Rc::clone(&player);
    spawn_local(async move {
        loop {
            dom::sleep(TICK).await;
            p.tick();
        }
    });
    spawn_local(without_stream(player));
}

/// Where the server can be reached but no stream comes through (a proxy that waits for the end of a page), the page is
/// loaded again and again, as without scripts.
async fn without_stream(player: Rc<Player>) {
    loop {
        dom::sleep(dom::jitter(STREAMLESS)).await;
        if player.told.get() {
            return;
        }
        let typing =
            dom::document().and_then(|d| d.active_element()).is_some_and(|e| e.tag_name() == "INPUT");
        let page = ["/live/", &player.pin].concat();
        if !typing && dom::visible() && net::ask("GET", &page, None).await.is_some_and(|r| r.status == 200) {
            dom::go(&page);
        }
    }
}

impl Player {
    fn now(&self) -> i64 {
        self.offset.get().saturating_add(dom::steady_ms())
    }

    fn view<T>(&self, draw: impl FnOnce(View<'_>) -> T) -> T {
        let game = self.game.borrow();
        draw(View { pin: &self.pin, game: &game, w: self.words, now: self.now() })
    }

    /// An event of the stream.
    fn hear(self: &Rc<Self>, name: &str, data: &JsValue) {
        if let Some(now) = json::whole(data, "now") {
            // A late frame makes the server look early, never late: the greatest value is the truest.
            let offset = now - dom::steady_ms();
            let fresh = name == "snapshot";
            self.offset.set(if fresh { offset } else { offset.max(self.offset.get()) });
        }
        if name != "snapshot" && !self.told.get() {
            return;
        }
        let change = {
            let mut game = self.game.borrow_mut();
            match name {
                "snapshot" => {
                    let first = !self.told.replace(true);
                    let change = game.snapshot(frames::snapshot(data));
                    if first { self.first(&game) } else { change }
                }
                "lobby" => game.lobby(frames::lobby(data)),
                "ready" => game.ready(frames::ready(data)),
                "question" => frames::question(data).map_or(Change::Nothing, |frame| game.question(frame)),
                "clock" | "paused" => game.clock(frames::clock(data)),
                "closed" => game.closed(frames::closed(data)),
                "reveal" => game.reveal(frames::reveal(data)),
                "standings" => game.standings(frames::standings(data)),
                "ceremony" => game.ceremony(frames::standing(data)),
                "final" => game.last(frames::standing(data)),
                "finished" => game.finished(),
                "removed" => game.remove(),
                _ => Change::Nothing,
            }
        };
        let over = self.game.borrow().removed || self.game.borrow().s.phase == Phase::Finished;
        if let (true, Some(stream)) = (over, &*self.stream.borrow()) {
            stream.end();
        }
        self.show(change);
    }

    /// The server's page is kept while it shows this very moment: nobody's typing is lost, nothing moves twice.
    fn first(&self, game: &Game) -> Change {
        let drawn = dom::find::<Element>(".play-scene .lv").and_then(|e| e.get_attribute("data-key"));
        let v = View { pin: &self.pin, game, w: self.words, now: self.now() };
        if drawn != Some(view::key(v)) {
            return Change::Scene;
        }
        self.alive();
        if game.until().is_some() { Change::Clock } else { Change::Count }
    }

    /// How the sending of an answer goes.
    pub(super) fn sent(&self, at: (u32, u32), sent: Sent) {
        let change = self.game.borrow_mut().sent(at, sent);
        self.show(change);
    }

    /// Milliseconds a question still takes answers; `None` when it is another one's turn.
    pub(super) fn left_for(&self, at: (u32, u32)) -> Option<i64> {
        match self.game.borrow().s.phase {
            Phase::Open { question, run, deadline, .. } if (question, run) == at => {
                Some(deadline - self.now())
            }
            Phase::Closed { question, run } if (question, run) == at => Some(0),
            _ => None,
        }
    }

    fn show(&self, change: Change) {
        match change {
            Change::Nothing => {}
            Change::Count => {
                write(".lv-count", &self.view(view::count));
                write(".lv-near", &self.view(view::near));
            }
            Change::Clock => self.tick(),
            Change::Scene => self.scene(),
        }
    }

    fn scene(&self) {
        self.seen_at.set(dom::wall_ms());
        if let Some(scene) = dom::find::<Element>(".play-scene") {
            scene.set_inner_html(&self.view(view::scene));
        }
        if let Some(foot) = dom::find::<Element>(".play-foot") {
            foot.set_inner_html(&self.view(view::foot));
        }
        write(".play-say", &self.view(view::spoken));
        self.alive();
        if let Some(window) = dom::window() {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
        if let Some(head) = dom::find::<HtmlElement>(".play-scene h2") {
            _ = head.focus();
        }
    }

    /// Turns the plain form of an ordering into one with buttons, and hides what is not needed.
    fn alive(&self) {
        for select in dom::find_all::<HtmlElement>(".lv .rank select") {
            select.set_hidden(true);
        }
        for button in dom::find_all::<HtmlElement>(".lv [data-move]") {
            button.set_hidden(false);
        }
        if let Some(form) = dom::find::<Element>(".lv-form") {
            fields::number_places(&form);
        }
        self.dim_hint();
    }

    fn dim_hint(&self) {
        if let (true, Some(hint)) = (self.awake.get(), dom::find::<HtmlElement>(".lv-bright")) {
            hint.set_hidden(true);
        }
    }

    /// Measures the network again: it may be another one. A hall that comes back does not do it in one instant.
    fn measure(&self) {
        let (now, last) = (dom::steady_ms(), self.measured.get());
        // One that is still to come will see this network too.
        if last > now {
            return;
        }
        let wait = (last + MEASURE - now).max(0) as i32 + dom::jitter(3_000);
        self.measured.set(now + i64::from(wait));
        let pin = self.pin.clone();
        spawn_local(async move {
            dom::sleep(wait).await;
            wire::probe(pin).await;
        });
    }

    fn line(&self, good: bool) {
        if !good {
            self.broke.set(true);
        } else if self.broke.replace(false) {
            self.measure();
        }
        if let Some(line) = dom::find::<HtmlElement>(".play-line") {
            line.set_hidden(good);
        }
    }

    /// Moves the clock.
    fn tick(&self) {
        let now = self.now();
        let Some(left) = self.game.borrow().left(now) else { return };
        write(".lv-left", &clock(left));
        write(".lv-count-down", &((left + 999) / 1000).to_string());
        if let Some(bar) = dom::find::<Element>(".lv-bar") {
            _ = bar.set_attribute("value", &left.to_string());
            _ = bar.set_attribute("class", if left < 5_000 { "lv-bar hurry" } else { "lv-bar" });
        }
        let (until, stands) = {
            let game = self.game.borrow();
            (game.until().unwrap_or_default(), game.s.paused.is_some())
        };
        if left <= 10_000
            && left > 7_000
            && self.game.borrow().open().is_some()
            && self.warned.replace(until) != until
        {
            write(".play-say", self.words.ten_seconds);
        }
        // The server has not said what comes, though the clock has run out: the stream may be dead without a sign.
        if !stands
            && now > until + OVERDUE
            && self.overdue.replace(until) != until
            && let Some(stream) = &*self.stream.borrow()
        {
            stream.again();
        }
    }

    fn click(self: &Rc<Self>, event: &Event) {
        let Some(target) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
        let Ok(Some(button)) = target.closest("button") else { return };
        let Ok(button) = button.dyn_into::<HtmlElement>() else { return };
        if button.has_attribute("data-move") {
            if let Ok(Some(form)) = button.closest("form") {
                fields::shift(&form, &button);
            }
            return;
        }
        // Before the server's word has come the form goes its own way.
        let (Some("option"), true) = (button.get_attribute("name").as_deref(), self.told.get()) else {
            return;
        };
        event.prevent_default();
        if let Some(id) = button.get_attribute("value") {
            self.answer(Choice::Option(id));
        }
    }

    fn submit(self: &Rc<Self>, event: &Event) {
        if !self.told.get() {
            return;
        }
        event.prevent_default();
        let Some(form) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
        let w = self.words;
        let choice = if fields::ordering(&form) {
            Some(Choice::Order(fields::order(&form)))
        } else {
            fields::read(&form, false)
        };
        let pairs = fields::within::<Element>(&form, "select").len();
        match choice {
            Some(Choice::Pairs(made)) if made.len() < pairs => complain(w.not_all),
            Some(choice) => self.answer(choice),
            None if has(&form, "input[name=number]") => complain(w.not_a_number),
            None if has(&form, "input[name=text]") => complain(w.text_hint),
            None if pairs > 0 => complain(w.not_all),
            None => complain(w.choose_some),
        }
    }

    fn answer(self: &Rc<Self>, choice: Choice) {
        let at = self.game.borrow_mut().tapped(choice.clone());
        if let Some(at) = at {
            spawn_local(wire::answer(Rc::clone(self), at, choice, self.seen_at.get()));
            self.show(Change::Scene);
        }
    }
}

fn has(form: &Element, selector: &str) -> bool {
    form.query_selector(selector).is_ok_and(|found| found.is_some())
}

/// Writes a text where it differs.
fn write(selector: &str, text: &str) {
    if let Some(element) = dom::find::<Element>(selector)
        && element.text_content().as_deref() != Some(text)
    {
        element.set_text_content(Some(text));
    }
}

/// Says what is missing before an answer can be sent.
fn complain(text: &str) {
    write(".lv-bad", text);
    if let Some(bad) = dom::find::<HtmlElement>(".lv-bad") {
        bad.set_hidden(false);
    }
}
