//! Every scene in both languages: what it must say, what must be a form, and that nothing of strangers becomes markup.

use super::{View, foot, scene, spoken};
use crate::islands::live::state::{Game, Sent};
use crate::islands::live::words::live_words;
use domain::Choice;
use domain::live::Phase;
use domain::live::payload::{Ahead, Card, Me, OwnResult, OwnStanding, PlayerSnapshot, Reveal, SeatState};
use domain::payload::{Kind, OptionView};

const EVIL: &str = "<img src=x onerror=alert(1)>\"'&";

fn option(id: &str, text: &str) -> OptionView {
    OptionView { id: id.into(), text: text.into() }
}

fn card(kind: Kind) -> Card {
    Card {
        question: 3,
        of: 10,
        run: 2,
        kind,
        stem: "Mã **OTP** để làm gì?".into(),
        image: None,
        options: vec![option("a", "Đọc cho người lạ"), option("b", "Xác nhận giao dịch")],
        matches: vec![option("x", "Một"), option("y", "Hai")],
        unit: Some("đồng".into()),
        seconds: 20,
        points: 1000,
    }
}

fn open(kind: Kind) -> PlayerSnapshot {
    PlayerSnapshot {
        now: 5_000,
        phase: Phase::Open { question: 3, run: 2, opened_at: 1_000, deadline: 21_000 },
        me: Me { number: 7, nickname: "Sao Mai".into(), group: Some("Phường Quy Nhơn".into()) },
        card: Some(card(kind)),
        ..PlayerSnapshot::default()
    }
}

fn draw(game: &Game) -> String {
    scene(View { pin: "482917", game, w: live_words(false), now: game.s.now })
}

#[test]
fn every_kind_is_a_form_that_names_question_and_run() {
    for (kind, field) in [
        (Kind::SingleChoice, "<button class=\"lv-opt B\" name=\"option\" value=\"b\">"),
        (Kind::TrueFalse, "name=\"option\" value=\"a\""),
        (Kind::MultipleChoice, "type=\"checkbox\" name=\"options\" value=\"a\""),
        (Kind::Ordering, "name=\"order.b\""),
        (Kind::Matching, "name=\"pairs.a\""),
        (Kind::Numeric, "name=\"number\" inputmode=\"decimal\""),
        (Kind::ShortText, "name=\"text\""),
    ] {
        let html = draw(&Game::new(open(kind)));
        assert!(html.contains(field), "{kind:?}: {html}");
        assert!(html.contains("action=\"/live/482917/answers\""), "{kind:?}");
        assert!(html.contains("name=\"question\" value=\"3\"") && html.contains("name=\"run\" value=\"2\""));
        let send = !matches!(kind, Kind::SingleChoice | Kind::TrueFalse);
        assert_eq!(html.contains("lv-send"), send, "{kind:?}: one tap, or a button to send");
        assert!(html.contains("<strong>OTP</strong>") && html.contains(">0:16<"));
    }
}

#[test]
fn a_true_or_false_question_brings_its_own_two() {
    let mut s = open(Kind::TrueFalse);
    if let Some(card) = &mut s.card {
        card.options.clear();
    }
    let html = draw(&Game::new(s));
    assert!(html.contains("value=\"true\"") && html.contains("value=\"false\"") && html.contains("Đúng"));
}

#[test]
fn an_answer_is_called_received_only_when_it_is() {
    let mut g = Game::new(open(Kind::SingleChoice));
    g.tapped(Choice::Option("b".into()));
    let html = draw(&g);
    assert!(html.contains("Đang gửi…") && !html.contains("Đã nhận") && !html.contains("<form"));
    assert!(html.contains("Xác nhận giao dịch") && !html.contains("Đọc cho người lạ"));
    g.sent((3, 2), Sent::Received);
    assert!(draw(&g).contains("Đã nhận"));
}

#[test]
fn a_clock_that_stands_disables_the_form() {
    let mut s = open(Kind::SingleChoice);
    s.paused = Some(9_500);
    let html = draw(&Game::new(s));
    assert!(html.contains(" disabled>") && html.contains("Tạm dừng") && html.contains(">0:10<"));
}

#[test]
fn the_reveal_says_right_or_wrong_in_words_and_how_far_the_next_is() {
    let ahead = Some(Ahead { nickname: "Gió Biển".into(), points: 40 });
    let standing = OwnStanding { total: 2_340, rank: Some(8), of: 412, ahead, ..OwnStanding::default() };
    let own = OwnResult {
        answered: true,
        right: true,
        points: 870,
        standing: standing.clone(),
        ..OwnResult::default()
    };
    let reveal = Reveal { question: 3, run: 2, right: vec!["b".into()], ..Reveal::default() };
    let s = PlayerSnapshot {
        phase: Phase::Reveal { question: 3, run: 2 },
        choice: Some(Choice::Option("b".into())),
        reveal: Some(reveal),
        own: Some(own),
        standing,
        ..open(Kind::SingleChoice)
    };
    let right = draw(&Game::new(s.clone()));
    for text in ["Chính xác!", "+870", "Hạng 8", "trên 412", "Còn cách Gió Biển 40 điểm"] {
        assert!(right.contains(text), "{text}: {right}");
    }
    let wrong = OwnResult { answered: true, ..OwnResult::default() };
    let html =
        draw(&Game::new(PlayerSnapshot { own: Some(wrong), choice: Some(Choice::Option("a".into())), ..s }));
    assert!(
        html.contains("Chưa đúng") && html.contains("Đáp án đúng") && html.contains("Xác nhận giao dịch")
    );
}

#[test]
fn a_frozen_table_tells_no_rank() {
    let standing = OwnStanding { total: 50, rank: Some(2), of: 9, frozen: true, ..OwnStanding::default() };
    for phase in [
        Phase::Standings { after: 3 },
        Phase::Ceremony { step: 1, steps: 9 },
        Phase::Reveal { question: 3, run: 2 },
    ] {
        let game =
            Game::new(PlayerSnapshot { phase, standing: standing.clone(), ..open(Kind::SingleChoice) });
        let html = draw(&game);
        assert!(!html.contains("Hạng 2"), "{phase:?}: {html}");
        let v = View { pin: "1", game: &game, w: live_words(false), now: 0 };
        assert!(!foot(v).contains("hạng"), "{phase:?}");
    }
}

#[test]
fn who_is_out_plays_along_without_rank() {
    let standing = OwnStanding { seat: Some(SeatState::Out { at: 2 }), of: 9, ..OwnStanding::default() };
    let s = PlayerSnapshot { phase: Phase::Standings { after: 3 }, standing, ..open(Kind::SingleChoice) };
    let html = draw(&Game::new(s));
    assert!(html.contains("Bạn đã dừng ở câu 2") && !html.contains("chưa có hạng"));
}

#[test]
fn strangers_texts_stay_texts() {
    let mut s = open(Kind::SingleChoice);
    s.me = Me { number: 1, nickname: EVIL.into(), group: Some(EVIL.into()) };
    s.standing.ahead = Some(Ahead { nickname: EVIL.into(), points: 3 });
    s.standing.rank = Some(2);
    if let Some(card) = &mut s.card {
        card.stem = EVIL.into();
        card.options = vec![option(EVIL, EVIL)];
    }
    s.reveal = Some(Reveal { right: vec![EVIL.into()], words: vec![EVIL.into()], ..Reveal::default() });
    for phase in [
        Phase::Lobby,
        Phase::Ready { question: 3, until: 9_000 },
        s.phase,
        Phase::Closed { question: 3, run: 2 },
        Phase::Reveal { question: 3, run: 2 },
        Phase::Standings { after: 3 },
        Phase::Ceremony { step: 1, steps: 9 },
        Phase::Final,
        Phase::Finished,
    ] {
        for choice in [None, Some(Choice::Text(EVIL.into())), Some(Choice::Option(EVIL.into()))] {
            let game = Game::new(PlayerSnapshot { phase, choice, ..s.clone() });
            let v = View { pin: "482917", game: &game, w: live_words(true), now: 5_000 };
            let html = [scene(v), foot(v)].concat();
            assert!(!html.contains("<img src=x"), "{phase:?}: {html}");
            assert!(!html.contains("onerror=alert(1)>\""), "{phase:?}: {html}");
            assert!(!spoken(v).is_empty(), "{phase:?}");
        }
    }
}
