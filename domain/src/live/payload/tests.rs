//! The JSON that phones and screens rely on, and its size.

use super::*;
use crate::Choice;

fn card() -> Card {
    let option = |id: &str, text: &str| OptionView { id: id.into(), text: text.into() };
    Card {
        question: 7,
        of: 20,
        run: 1,
        kind: Kind::SingleChoice,
        stem: "Bạn nhận được tin nhắn báo tài khoản ngân hàng bị khóa, kèm một đường liên kết. Việc nào nên làm trước tiên?".into(),
        image: None,
        options: vec![
            option("a", "Bấm vào liên kết và đăng nhập để kiểm tra"),
            option("b", "Gọi số tổng đài in trên thẻ hoặc trên trang chính thức"),
            option("c", "Trả lời tin nhắn để hỏi người gửi"),
            option("d", "Chuyển tiếp cho bạn bè xem có thật không"),
        ],
        matches: Vec::new(),
        unit: None,
        seconds: 20,
        points: 1000,
    }
}

fn own() -> OwnResult {
    let ahead = Some(Ahead { nickname: "Gió Biển".into(), points: 40 });
    let standing = OwnStanding { total: 6240, rank: Some(137), of: 9812, ahead, ..OwnStanding::default() };
    OwnResult { answered: true, right: true, points: 873, streak_bonus: 100, streak: 3, standing }
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn a_phase_says_its_name() {
    let open = Phase::Open { question: 7, run: 1, opened_at: 5, deadline: 9 };
    assert_eq!(json(&open), r#"{"name":"open","question":7,"run":1,"opened_at":5,"deadline":9}"#);
    assert_eq!(json(&Phase::Lobby), r#"{"name":"lobby"}"#);
    for phase in [open, Phase::Final, Phase::Standings { after: 2 }, Phase::Ceremony { step: 1, steps: 4 }] {
        let again: Phase = serde_json::from_str(&json(&phase)).unwrap();
        assert_eq!((again, json(&phase).contains(phase.name())), (phase, true));
    }
}

#[test]
fn an_own_result_can_be_written_behind_the_shared_part() {
    let shared = Reveal { question: 7, run: 1, right: vec!["b".into()], ..Reveal::default() };
    let whole = PlayerReveal { shared: shared.clone(), own: Some(own()) };
    let spliced = format!(r#"{},"own":{}}}"#, json(&shared).trim_end_matches('}'), json(&own()));
    assert_eq!(spliced, json(&whole));
    assert_eq!(serde_json::from_str::<PlayerReveal>(&spliced).unwrap(), whole);
}

#[test]
fn what_a_phone_gets_before_reveal_names_nothing_right() {
    let frame = QuestionFrame { card: card(), deadline: 2, now: 3 };
    let snapshot = PlayerSnapshot {
        card: Some(card()),
        choice: Some(Choice::Option("a".into())),
        phase: Phase::Open { question: 7, run: 1, opened_at: 1, deadline: 2 },
        ..PlayerSnapshot::default()
    };
    let tally = TallyFrame { question: 7, answered: 812, of: 1024 };
    for text in [json(&frame), json(&snapshot), json(&tally)] {
        for word in ["right", "bars", "explanation", "key", "count\""] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
}

#[test]
fn the_frames_of_a_question_are_small() {
    let now = 1_791_111_111_111;
    let ready = ReadyFrame { question: 7, of: 20, until: now, now, voided: None };
    let question = QuestionFrame { card: card(), deadline: now, now };
    let closed = ClosedFrame { question: 7, run: 1 };
    let shared = Reveal { question: 7, run: 1, right: vec!["b".into()], ..Reveal::default() };
    let reveal = PlayerReveal { shared, own: Some(own()) };
    let frames = [json(&ready), json(&question), json(&closed), json(&reveal)];
    // Each is wrapped in `id: …`, `event: …`, `data: …`.
    let bytes: usize = frames.iter().map(|f| f.len() + 40).sum();
    assert!(bytes <= 1_200, "{bytes}: {frames:?}");
}

#[test]
fn bodies_are_those_of_the_contract() {
    let answer: LiveAnswer =
        serde_json::from_str(r#"{"question":2,"choice":{"option":"b"},"seen_at":17}"#).unwrap();
    assert_eq!((answer.question, answer.run, answer.seen_at), (2, None, Some(17)));
    assert_eq!(answer.choice, Choice::Option("b".into()));
    assert_eq!(json(&Accepted { question: 2, accepted_at: 99 }), r#"{"question":2,"accepted_at":99}"#);
    let join: Join = serde_json::from_str(r#"{"nickname":"Lan","locality":"outside"}"#).unwrap();
    assert_eq!(
        (join.nickname.as_deref(), join.locality.as_deref(), join.link),
        (Some("Lan"), Some("outside"), false)
    );
    assert!(SeatState::Rescued { after: 2 }.is_in() && !SeatState::Out { at: 3 }.is_in());
}
