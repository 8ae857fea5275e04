//! Every step from every status, and who may take it.

use super::*;
use proptest::prelude::*;

fn at(status: Status) -> Standing<'static> {
    Standing { status, writer: Some("Nguyễn Văn An"), submitter: Some("Nguyễn Văn An") }
}

#[test]
fn the_way_has_these_steps_and_no_others() {
    use Status::{Approved, Draft, InReview, Retired};
    let way = [
        (Step::Submit, [Some(InReview), None, None, None]),
        (Step::Approve, [None, Some(Approved), None, None]),
        (Step::Return, [None, Some(Draft), Some(Draft), None]),
        (Step::Retire, [Some(Retired), Some(Retired), Some(Retired), None]),
        (Step::Restore, [None, None, None, Some(Draft)]),
    ];
    for (step, leads) in way {
        for (from, to) in Status::ALL.into_iter().zip(leads) {
            let decided = decide(at(from), step, "Trần Thị Bình", Some("vì số liệu đã cũ"));
            assert_eq!(decided, to.ok_or(Refusal::WrongStatus { status: from }), "{step:?} from {from:?}");
        }
    }
}

#[test]
fn nobody_approves_what_they_wrote() {
    let own = |by: &str, standing: Standing<'_>| decide(standing, Step::Approve, by, None);
    let in_review = at(Status::InReview);
    for spelled in ["Nguyễn Văn An", "nguyễn  văn an ", "NGUYEN VAN AN", "Nguye\u{302}\u{303}n Văn An."]
    {
        assert_eq!(own(spelled, in_review), Err(Refusal::OwnWork { writer: "Nguyễn Văn An".into() }));
    }
    // Whoever brings another's question may read it as well.
    let brought = Standing { submitter: Some("Trần Thị Bình"), ..in_review };
    assert_eq!(own("Trần Thị Bình", brought), Ok(Status::Approved));
    // Unless nobody knows who wrote it.
    let unknown = Standing { writer: None, ..brought };
    assert_eq!(
        own("tran thi binh", unknown),
        Err(Refusal::OwnSubmission { submitter: "Trần Thị Bình".into() })
    );
    assert_eq!(own("Lê Cường", unknown), Ok(Status::Approved));
    assert_eq!(may_approve(None, "Lê Cường"), Ok(()));
    assert_eq!(may_approve(Some("Lê Cường"), "LÊ CƯỜNG").map_err(|_| ()), Err(()));
    // Any other step is the writer's too.
    assert_eq!(decide(at(Status::Draft), Step::Submit, "Nguyễn Văn An", None), Ok(Status::InReview));
    assert_eq!(decide(in_review, Step::Return, "Nguyễn Văn An", Some("còn sửa")), Ok(Status::Draft));
}

#[test]
fn sending_back_and_retiring_say_why() {
    for step in Step::ALL {
        let from =
            Status::ALL.into_iter().find(|s| step.leads(*s).is_some()).expect("every step has a start");
        for empty in [None, Some(""), Some("  \t"), Some("ờ")] {
            let tab = empty.is_some_and(|r| r.trim().chars().count() < 3);
            let decided = decide(at(from), step, "Trần Thị Bình", empty);
            let refused = decided == Err(Refusal::NoReason);
            assert_eq!(refused, step.needs_reason() && (empty.is_none() || tab), "{step:?} {empty:?}");
        }
    }
    let long = "x".repeat(LONGEST_REASON + 1);
    for bad in [long.as_str(), "hai\ndòng", "ẩn\u{200b}chữ"] {
        let decided = decide(at(Status::InReview), Step::Return, "Trần Thị Bình", Some(bad));
        assert_eq!(decided, Err(Refusal::BadReason), "{bad:?}");
    }
}

#[test]
fn a_name_is_a_name() {
    for name in ["An", "Tổ thẩm định tỉnh", "bản phát hành 0.1.0", "李"] {
        assert_eq!(is_name(name), name.chars().count() > 1, "{name}");
    }
    let long = "x".repeat(LONGEST_NAME + 1);
    for not in ["", " ", "-", "…!", "hai\ndòng", "ẩn\u{200b}chữ", long.as_str()] {
        assert!(!is_name(not), "{not:?}");
        assert_eq!(decide(at(Status::Draft), Step::Submit, not, None), Err(Refusal::BadName));
    }
}

#[test]
fn codes_are_read_back() {
    for status in Status::ALL {
        assert_eq!(Status::parse(status.code()), Some(status));
        assert_eq!(serde_json::to_value(status).expect("plain"), status.code());
    }
    for step in Step::ALL {
        assert_eq!(serde_json::to_value(step).expect("plain"), step.code());
    }
    assert_eq!(Status::parse("Approved"), None);
}

proptest! {
    /// Whatever steps people take, an approved question was vouched for by somebody who did not write it.
    #[test]
    fn no_walk_ends_in_a_self_approval(
        walk in proptest::collection::vec((0usize..5, 0usize..3), 0..40),
        writer in proptest::option::of(0usize..3),
    ) {
        let people = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Cường"];
        let writer = writer.map(|n| people[n]);
        let (mut status, mut submitter, mut approver) = (Status::Draft, None, None);
        for (step, by) in walk {
            let (step, by) = (Step::ALL[step], people[by]);
            if let Ok(to) = decide(Standing { status, writer, submitter }, step, by, Some("lý do")) {
                status = to;
                match step {
                    Step::Submit => submitter = Some(by),
                    Step::Approve => approver = Some(by),
                    _ => (submitter, approver) = (None, None),
                }
            }
            if status == Status::Approved {
                prop_assert!(approver.is_some() && submitter.is_some());
                prop_assert_ne!(approver, writer.or(submitter));
            }
        }
    }
}
