//! The pages of live contests with made-up data; the shows of projector and host are in `stage`.

use super::paper::questions;
use super::stage::{hosts, screens};
use super::{Chrome, Data, Lang, NOW, QR, c_of, localities};
use app::model::live::*;
use app::pages::live as pages;
use domain::Choice;
use domain::live::Phase;
use domain::live::payload::*;

pub(super) const PIN: &str = "482917";

/// Question `n` of the paper as a card of the show.
pub(super) fn card(d: Data, n: u32) -> Option<Card> {
    let mut view = questions(d).into_iter().nth((n as usize).checked_sub(1)?)?;
    view.choice = None;
    Some(Card::new(view, 12, 1, 20, 1000))
}

pub(super) fn open(n: u32) -> Phase {
    Phase::Open { question: n, run: 1, opened_at: NOW - 8_000, deadline: NOW + 12_000 }
}

fn standing(d: Data) -> OwnStanding {
    OwnStanding {
        total: 2_340,
        rank: Some(8),
        of: 1_024,
        ahead: Some(Ahead { nickname: d.s("Gió Biển", "Sea Wind"), points: 40 }),
        frozen: false,
        seat: None,
    }
}

fn snapshot(d: Data, phase: Phase, n: u32) -> PlayerSnapshot {
    PlayerSnapshot {
        seq: 41,
        now: NOW,
        title: d.s("Rung chuông vàng số – Ngày hội 10/10", "Digital bell – festival of 10 October"),
        phase,
        paused: None,
        me: Me {
            number: 112,
            nickname: d.s("Sao Mai", "Morning Star"),
            group: Some(d.s("Phường Quy Nhơn", "Quy Nhon ward")),
        },
        players: 1_024,
        mine: Some(138),
        card: card(d, n),
        choice: None,
        reveal: None,
        own: None,
        standing: standing(d),
        voided: None,
    }
}

fn revealed(d: Data, n: u32, choice: Option<Choice>, own: OwnResult, reveal: Reveal) -> PlayerSnapshot {
    PlayerSnapshot {
        choice,
        standing: own.standing.clone(),
        own: Some(own),
        reveal: Some(Reveal { question: n, run: 1, ..reveal }),
        ..snapshot(d, Phase::Reveal { question: n, run: 1 }, n)
    }
}

fn one(id: &str) -> Option<Choice> {
    Some(Choice::Option(id.to_owned()))
}

fn scenes(d: Data) -> Vec<(&'static str, PlayerSnapshot)> {
    let lobby =
        || PlayerSnapshot { card: None, standing: OwnStanding::default(), ..snapshot(d, Phase::Lobby, 1) };
    let ready = Phase::Ready { question: 1, until: NOW + 2_400 };
    let right = Reveal { right: vec!["b".to_owned()], ..Reveal::default() };
    let words = Reveal { words: vec!["10".to_owned()], ..Reveal::default() };
    let good = OwnResult {
        answered: true,
        right: true,
        points: 870,
        streak_bonus: 100,
        streak: 3,
        standing: standing(d),
    };
    let bad = OwnResult { answered: true, standing: standing(d), ..OwnResult::default() };
    let seat = |seat| OwnStanding { seat: Some(seat), ahead: None, ..standing(d) };
    let out = OwnResult { answered: true, standing: seat(SeatState::Out { at: 1 }), ..OwnResult::default() };
    let frozen = OwnStanding { frozen: true, ahead: None, ..standing(d) };
    let winner = OwnStanding { total: 11_870, rank: Some(1), ahead: None, ..standing(d) };
    let mut scenes = vec![
        ("lobby", lobby()),
        ("lobby-seat", PlayerSnapshot { standing: seat(SeatState::Alive), ..lobby() }),
        ("ready", PlayerSnapshot { card: None, ..snapshot(d, ready, 1) }),
        ("paused", PlayerSnapshot { paused: Some(11_200), ..snapshot(d, open(1), 1) }),
        ("received", PlayerSnapshot { choice: one("b"), ..snapshot(d, open(1), 1) }),
        (
            "received-many",
            PlayerSnapshot {
                choice: Some(Choice::Options(vec!["b".to_owned(), "d".to_owned()])),
                ..snapshot(d, open(2), 2)
            },
        ),
        (
            "closed",
            PlayerSnapshot { choice: one("b"), ..snapshot(d, Phase::Closed { question: 1, run: 1 }, 1) },
        ),
        ("closed-blank", snapshot(d, Phase::Closed { question: 1, run: 1 }, 1)),
        ("right", revealed(d, 1, one("b"), good, right.clone())),
        ("wrong", revealed(d, 1, one("c"), bad.clone(), right.clone())),
        ("wrong-number", revealed(d, 6, Some(Choice::Number(9.5)), bad, words)),
        (
            "missed",
            revealed(d, 1, None, OwnResult { standing: standing(d), ..OwnResult::default() }, right.clone()),
        ),
        (
            "survey",
            revealed(
                d,
                1,
                one("b"),
                OwnResult { answered: true, standing: standing(d), ..OwnResult::default() },
                Reveal { survey: true, ..Reveal::default() },
            ),
        ),
        ("out", revealed(d, 1, one("c"), out, right)),
        ("standings", snapshot(d, Phase::Standings { after: 7 }, 1)),
        (
            "standings-out",
            PlayerSnapshot {
                standing: seat(SeatState::Out { at: 5 }),
                ..snapshot(d, Phase::Standings { after: 7 }, 1)
            },
        ),
        (
            "standings-frozen",
            PlayerSnapshot { standing: frozen.clone(), ..snapshot(d, Phase::Standings { after: 11 }, 1) },
        ),
        (
            "ceremony",
            PlayerSnapshot { standing: frozen, ..snapshot(d, Phase::Ceremony { step: 2, steps: 10 }, 1) },
        ),
        ("ceremony-told", snapshot(d, Phase::Ceremony { step: 5, steps: 10 }, 1)),
        ("final", PlayerSnapshot { standing: winner.clone(), ..snapshot(d, Phase::Final, 1) }),
        ("finished", PlayerSnapshot { standing: standing(d), ..snapshot(d, Phase::Finished, 1) }),
    ];
    let open_names = ["open-1", "open-2", "open-3", "open-4", "open-5", "open-6", "open-7"];
    for (name, n) in open_names.into_iter().zip(1..) {
        scenes.push((name, snapshot(d, open(n), n)));
    }
    scenes
}

fn join(d: Data, groups: Grouping) -> LiveJoinPage {
    LiveJoinPage {
        pin: PIN.to_owned(),
        title: snapshot(d, Phase::Lobby, 1).title,
        late: false,
        players: 412,
        groups,
        person: None,
        form: LiveForm::default(),
        errors: Vec::new(),
    }
}

/// The phone's pages: (name, may carry scripts, document).
pub(super) fn all(lang: Lang, d: Data) -> Vec<(String, bool, String)> {
    let c: Chrome = c_of(lang, d, "/live/482917");
    let places = Grouping::Locality { html: localities(d), text: None };
    let teams = Grouping::Team(vec![d.s("Đội Sóng Biển", "Waves"), d.s("Đội Đại Ngàn", "Forest")]);
    let wrong = LiveJoinPage {
        late: true,
        person: Some(d.s("Sao Mai", "Morning Star")),
        form: LiveForm { nickname: "x".to_owned(), ..LiveForm::default() },
        errors: vec![("nickname", "nickname_short"), ("team", "team")],
        ..join(d, teams)
    };
    let no =
        |why, result| NoEntryPage { pin: PIN.to_owned(), title: join(d, Grouping::None).title, why, result };
    let mut all: Vec<(String, bool, String)> = vec![
        ("live-pin".to_owned(), false, pages::pin(&c, PinPage::default())),
        (
            "live-pin-wrong".to_owned(),
            false,
            pages::pin(&c, PinPage { pin: "48291".to_owned(), error: Some("wrong") }),
        ),
        ("live-join".to_owned(), true, pages::join(&c, join(d, places))),
        ("live-join-plain".to_owned(), false, pages::join(&c, join(d, Grouping::None))),
        ("live-join-errors".to_owned(), false, pages::join(&c, wrong)),
    ];
    for (name, page) in [
        ("full", no(NoEntry::Full, None)),
        ("closing", no(NoEntry::Closing, None)),
        ("over", no(NoEntry::Finished, Some((Some(8), 1_024, 8_340)))),
        ("removed", no(NoEntry::Removed, None)),
        ("banned", no(NoEntry::Banned, None)),
    ] {
        all.push((format!("live-no-{name}"), false, pages::no_entry(&c, page)));
    }
    for (name, snapshot) in scenes(d) {
        let notice = (name == "open-6").then_some("number");
        let page = PlayPage { pin: PIN.to_owned(), snapshot, notice };
        all.push((format!("play-{name}"), false, pages::play(&c, page)));
    }
    all.push((
        "screen-pairing".to_owned(),
        false,
        pages::screen(&c, ScreenPage::Pairing { pin: PIN.to_owned(), code: "0473".to_owned() }),
    ));
    for (name, snapshot) in screens(d) {
        let page = ScreenPage::Shown { snapshot: Box::new(snapshot), qr_svg: QR.to_owned(), host: true };
        all.push((format!("screen-{name}"), false, pages::screen(&c, page)));
    }
    for (name, snapshot) in hosts(d) {
        let refusal = (name == "closed").then(|| d.s("Lúc này chưa làm được việc đó.", "Not now."));
        let page = HostPage { snapshot, refusal, code_wrong: name == "lobby", ..HostPage::default() };
        all.push((format!("host-{name}"), false, pages::host(&c, page)));
    }
    all
}
