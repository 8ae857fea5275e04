//! Questions on their way into the draw: who may take which step, what it changes, and that nothing changes when one
//! of several cannot take it.

use crate::harness::Engine;
use crate::harness::database::{Database, texts};
use domain::bank::review::{Refusal, Status, Step};
use domain::question::Revision;
use rstest::rstest;
use server::bank::import::{Plan, Provenance, import};
use server::bank::review::{Ask, Refused, Taken, Why, list, show, take};
use server::contests::pool::freeze;
use server::store::Store;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

const NOW: i64 = 1_770_000_000_000;
const WRITER: &str = "Nguyễn Văn An";
const REVIEWER: &str = "Trần Thị Bình";

struct Desk {
    store: Store,
    now: std::cell::Cell<i64>,
    // Last: it goes after everything that uses it.
    database: Database,
}

impl Desk {
    async fn new(engine: Engine) -> Self {
        let database = Database::fresh(engine).await;
        let store = Store::open(&database.url).await.unwrap();
        Self { store, now: NOW.into(), database }
    }

    fn later(&self) -> i64 {
        self.now.set(self.now.get() + 60_000);
        self.now.get()
    }

    async fn step(&self, step: Step, questions: &[&str], by: &str, reason: &str) -> Taken {
        let ask = Ask {
            step,
            questions: questions.iter().map(ToString::to_string).collect(),
            by: by.into(),
            reason: (!reason.is_empty()).then(|| reason.into()),
            actor: "kiểm thử".into(),
        };
        take(&self.store, ask, self.later()).await.unwrap()
    }

    async fn import(&self, text: &str, provenance: Provenance) -> Plan {
        let revisions = domain::bank::parse_toml("bank.toml", text).unwrap();
        import(&self.store, revisions, Vec::new(), provenance, self.later(), None).await.unwrap()
    }

    /// Status codes of topic T92 in the order of ids, with who approved.
    async fn standing(&self) -> Vec<String> {
        let entries = list(&self.store, &[], &["T92".into()]).await.unwrap();
        entries
            .iter()
            .map(|e| format!("{} {}", e.status.code(), e.approved_by.as_deref().unwrap_or("-")))
            .collect()
    }

    /// What a round that opens now may draw of topic T92.
    async fn drawn(&self, round: &str) -> usize {
        freeze(&self.store, "thi", round, Arc::default(), self.later()).await.map_err(|e| e.code).unwrap();
        let wanted = format!(
            "SELECT revision_id FROM round_pool WHERE round_id = '{round}' AND revision_id LIKE 'T92-%'"
        );
        texts(&self.store, &wanted).await.len()
    }
}

/// Questions that nobody has seen yet.
fn bank() -> String {
    include_str!("../data/bank-plain.toml").replace("T91", "T92")
}

fn written_by(name: &str) -> Provenance {
    Provenance::People { written_by: Some(name.into()), approved_by: None, actor: "kiểm thử".into() }
}

fn vouched(writer: Option<&str>, approver: &str) -> Provenance {
    Provenance::People {
        written_by: writer.map(Into::into),
        approved_by: Some(approver.into()),
        actor: "kiểm thử".into(),
    }
}

fn why(taken: Taken) -> Vec<(String, Why)> {
    taken.unwrap_err().into_iter().map(|Refused { question, why }| (question, why)).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn only_what_somebody_else_approved_is_drawn(#[case] engine: Engine) {
    let desk = Desk::new(engine).await;
    let plan = desk.import(&bank(), written_by(WRITER)).await;
    assert_eq!(plan.new.len(), 6);
    assert_eq!(desk.drawn("r1").await, 0, "drafts");

    desk.step(Step::Submit, &["T92-001", "T92-002", "T92-003"], WRITER, "").await.unwrap();
    assert_eq!(desk.drawn("r2").await, 0, "nobody has read them");

    // The writer cannot approve, and takes the others down with it.
    let refused =
        why(desk.step(Step::Approve, &["T92-001", "T92-004", "T92-999"], "nguyen van an", "").await);
    let own = Why::Rule(Refusal::OwnWork { writer: WRITER.into() });
    let draft = Why::Rule(Refusal::WrongStatus { status: Status::Draft });
    assert_eq!(
        refused,
        [("T92-001".into(), own), ("T92-004".into(), draft), ("T92-999".into(), Why::Unknown)]
    );
    let refused = why(desk.step(Step::Approve, &["T92-001", "T92-004"], REVIEWER, "").await);
    assert_eq!(refused.len(), 1, "one of two");
    assert_eq!(desk.drawn("r3").await, 0, "all or nothing");

    let moved = desk.step(Step::Approve, &["T92-001", "T92-002", "T92-001"], REVIEWER, "").await.unwrap();
    assert_eq!(moved.len(), 2, "naming one twice is naming it");
    assert_eq!(desk.drawn("r4").await, 2);
    let approved = format!("approved {REVIEWER}");
    assert_eq!(desk.standing().await, [&approved, &approved, "in_review -", "draft -", "draft -", "draft -"]);

    assert_eq!(
        why(desk.step(Step::Retire, &["T92-001"], WRITER, "").await)[0].1,
        Why::Rule(Refusal::NoReason)
    );
    desk.step(Step::Retire, &["T92-001"], WRITER, "luật đã đổi").await.unwrap();
    desk.step(Step::Return, &["T92-002", "T92-003"], REVIEWER, "hai phương án đều đúng").await.unwrap();
    assert_eq!(desk.drawn("r5").await, 0);
    assert_eq!(
        texts(
            &desk.store,
            "SELECT revision_id FROM round_pool WHERE round_id = 'r4' AND revision_id LIKE 'T92-%'"
        )
        .await
        .len(),
        2,
        "an open round keeps its pool"
    );

    // A file does not bring a retired question back; a person does, as a draft.
    let plan =
        desk.import(&bank().replace("Câu thử T92-001", "Câu sửa T92-001"), vouched(None, REVIEWER)).await;
    assert_eq!((plan.retired, plan.changed.len()), (vec!["T92-001".to_owned()], 0));
    desk.step(Step::Restore, &["T92-001"], REVIEWER, "").await.unwrap();
    assert_eq!(desk.standing().await, ["draft -"; 6]);

    let (entry, steps) = show(&desk.store, "T92-001").await.unwrap().unwrap();
    assert_eq!((entry.writer.as_deref(), entry.status), (Some(WRITER), Status::Draft));
    let told: Vec<String> = steps
        .iter()
        .map(|s| {
            format!(
                "{} {}>{} {}",
                s.step,
                s.from_status.as_deref().unwrap_or("-"),
                s.to_status,
                s.by_whom.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            format!("import ->draft {WRITER}"),
            format!("submit draft>in_review {WRITER}"),
            format!("approve in_review>approved {REVIEWER}"),
            format!("retire approved>retired {WRITER}"),
            format!("restore retired>draft {REVIEWER}"),
        ]
    );
    assert_eq!(steps[3].reason.as_deref(), Some("luật đã đổi"));
    audit_is_whole(&desk).await;
}

/// The chain of the audit log holds, has a row for each step taken, and tells no name and no reason.
async fn audit_is_whole(desk: &Desk) {
    let rows = texts(
        &desk.store,
        "SELECT hash || '|' || seq || '|' || at || '|' || actor || '|' || action || '|' || subject || '|' || detail
         FROM audit ORDER BY seq",
    )
    .await;
    let mut before = String::new();
    for row in &rows {
        let (hash, rest) = row.split_once('|').unwrap();
        let mut digest = Sha256::new();
        for part in std::iter::once(before.as_str()).chain(rest.splitn(6, '|')) {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        assert_eq!(hex::encode(digest.finalize()), hash, "{row}");
        before = hash.to_owned();
    }
    assert_eq!(rows.iter().filter(|r| r.contains("|review-bank|T92-00")).count(), 3 + 2 + 1 + 2 + 1);
    assert!(rows.iter().any(|r| r.contains("|import-bank|question-bank|")));
    for row in &rows {
        assert!(!row.contains(WRITER) && !row.contains(REVIEWER) && !row.contains("luật"), "{row}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_new_wording_is_a_draft_again_unless_somebody_else_vouches(#[case] engine: Engine) {
    let desk = Desk::new(engine).await;
    let refused = desk.import(&bank(), vouched(Some(WRITER), "NGUYỄN VĂN AN")).await.refused;
    assert_eq!(refused.len(), 6, "each of them");
    assert!(desk.standing().await.is_empty(), "nothing was imported");
    desk.import(&bank(), vouched(Some(WRITER), REVIEWER)).await;
    assert_eq!(desk.standing().await, vec![format!("approved {REVIEWER}"); 6]);

    let changed = bank().replace("Câu thử T92-002", "Câu sửa T92-002");
    desk.import(&changed, written_by(REVIEWER)).await;
    assert_eq!(desk.standing().await[1], "draft -");
    assert_eq!(desk.drawn("r1").await, 5, "neither wording is drawn");
    desk.step(Step::Submit, &["T92-002"], WRITER, "").await.unwrap();
    let own = why(desk.step(Step::Approve, &["T92-002"], REVIEWER, "").await);
    assert_eq!(own[0].1, Why::Rule(Refusal::OwnWork { writer: REVIEWER.into() }), "who wrote this wording");

    // The reviewer read the wording that stood there then.
    let (read, _) = show(&desk.store, "T92-002").await.unwrap().unwrap();
    let again = bank().replace("Câu thử T92-002", "Câu sửa nữa T92-002");
    desk.import(&again, written_by(REVIEWER)).await;
    desk.step(Step::Submit, &["T92-002"], REVIEWER, "").await.unwrap();
    let late = why(desk.step(Step::Approve, &[&read.wording.id], WRITER, "").await);
    let (now, _) = show(&desk.store, "T92-002").await.unwrap().unwrap();
    assert_eq!(late, [(read.wording.id.clone(), Why::Reworded { now: now.wording.id.clone() })]);
    desk.step(Step::Approve, &[&now.wording.id], WRITER, "").await.unwrap();
    assert_eq!(desk.standing().await[1], format!("approved {WRITER}"));

    // Going back to a wording that is known: its writer is who wrote it then, whoever brings it now.
    let back = desk.import(&changed, vouched(Some("Lê Cường"), REVIEWER)).await;
    assert_eq!(back.refused, [("T92-002".to_owned(), Refusal::OwnWork { writer: REVIEWER.into() })]);
    assert_eq!(desk.standing().await[1], format!("approved {WRITER}"));

    // Nobody says who wrote them: whoever brings them to review does not approve them.
    let unknown = bank().replace("T92", "T93");
    let nobody = Provenance::People { written_by: None, approved_by: None, actor: "cli".into() };
    desk.import(&unknown, nobody).await;
    desk.step(Step::Submit, &["T93-001"], WRITER, "").await.unwrap();
    let own = why(desk.step(Step::Approve, &["T93-001"], WRITER, "").await);
    assert_eq!(own[0].1, Why::Rule(Refusal::OwnSubmission { submitter: WRITER.into() }));
    // What is there already is not approved by bringing it again.
    let plan = desk.import(&unknown, vouched(None, REVIEWER)).await;
    assert_eq!((plan.same.len(), plan.waiting.len()), (6, 6));
    assert_eq!(list(&desk.store, &[Status::InReview], &[]).await.unwrap().len(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_release_vouches_for_its_own_and_leaves_ours_alone(#[case] engine: Engine) {
    let desk = Desk::new(engine).await;
    let shipped = texts(&desk.store, "SELECT approved_by FROM question WHERE topic = 'T05'").await;
    assert!(shipped.len() > 15 && shipped.iter().all(|by| by == server::setup::RELEASE), "{shipped:?}");
    desk.import(&bank(), Provenance::Release("bản phát hành 9.1".into())).await;
    // Somebody rewords one here, and sends one back.
    desk.import(&bank().replace("Câu thử T92-001", "Câu của tỉnh T92-001"), vouched(Some(WRITER), REVIEWER))
        .await;
    desk.step(Step::Return, &["T92-002"], REVIEWER, "sai ở địa phương").await.unwrap();

    let plan = desk.import(&bank(), Provenance::Release("bản phát hành 9.2".into())).await;
    assert_eq!((plan.kept, plan.waiting), (vec!["T92-001".to_owned()], vec!["T92-002".to_owned()]));
    assert_eq!((plan.changed.len(), plan.same.len()), (0, 5));
    let next = bank().replace("Câu thử", "Câu mới");
    let plan = desk.import(&next, Provenance::Release("bản phát hành 9.3".into())).await;
    assert_eq!((plan.kept.len(), plan.changed.len()), (1, 5));
    let standing = desk.standing().await;
    assert_eq!(standing[0], format!("approved {REVIEWER}"));
    assert_eq!(standing[1..], vec!["approved bản phát hành 9.3"; 5]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn two_who_take_the_same_step_at_once_take_it_once(#[case] engine: Engine) {
    let desk = Desk::new(engine).await;
    let other = Store::open(&desk.database.url).await.unwrap();
    desk.import(&bank(), written_by(WRITER)).await;
    let ids: Vec<String> = (1..=6).map(|n| format!("T92-00{n}")).collect();
    for round in 0..4 {
        let ask = |by: &str, step: Step, reason: Option<&str>| Ask {
            step,
            questions: ids.clone(),
            by: by.into(),
            reason: reason.map(Into::into),
            actor: "kiểm thử".into(),
        };
        let (a, b) = futures::join!(
            take(&desk.store, ask(WRITER, Step::Submit, None), NOW + round),
            take(&other, ask(REVIEWER, Step::Submit, None), NOW + round),
        );
        let ways = [a.unwrap().is_ok(), b.unwrap().is_ok()];
        assert_eq!(ways.iter().filter(|ok| **ok).count(), 1, "exactly one of two");
        take(&desk.store, ask(REVIEWER, Step::Return, Some("thử lại")), NOW + round).await.unwrap().unwrap();
    }
    assert_eq!(
        texts(&desk.store, "SELECT question_id FROM question_step WHERE step = 'submit'").await.len(),
        24
    );
    other.close().await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_bare_draft_is_not_approved(#[case] engine: Engine) {
    let desk = Desk::new(engine).await;
    let mut bare: Vec<Revision> = domain::bank::parse_toml("bank.toml", &bank()).unwrap();
    bare.truncate(1);
    bare[0].explanation.clear();
    bare[0].sources.clear();
    bare[0].id = domain::bank::revision_id(&bare[0]);
    import(&desk.store, bare, Vec::new(), written_by(WRITER), NOW, None).await.unwrap();
    desk.step(Step::Submit, &["T92-001"], WRITER, "").await.unwrap();
    let lacking = why(desk.step(Step::Approve, &["T92-001"], REVIEWER, "").await);
    let Why::Unready(faults) = &lacking[0].1 else { panic!("{lacking:?}") };
    let codes: Vec<&str> = faults.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["no_explanation", "no_source"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn questions_of_an_older_release_know_who_shipped_them(#[case] engine: Engine) {
    let database = Database::as_of(engine, 2).await;
    database
        .run(
            "INSERT INTO question_revision (id, question_id, ordinal, document, created_at)
             VALUES ('T80-001@a', 'T80-001', 1, '{}', 1), ('T80-002@a', 'T80-002', 1, '{}', 1)",
        )
        .await;
    database
        .run(
            "INSERT INTO question (id, topic, status, current_revision, approved_by, changed_at)
             VALUES ('T80-001', 'T80', 'approved', 'T80-001@a', 'bản phát hành 0.1.0', 1),
                ('T80-002', 'T80', 'approved', 'T80-002@a', 'Tổ thẩm định', 1)",
        )
        .await;
    let store = Store::open(&database.url).await.unwrap();
    let rows =
        texts(&store, "SELECT id || ' ' || coalesce(shipped_with, '-') FROM question_revision ORDER BY id")
            .await;
    assert_eq!(rows, ["T80-001@a bản phát hành 0.1.0", "T80-002@a -"]);
    store.close().await;
}
