//! An attempt in progress as the phone sees it: this paper's order, what is saved, and no key.

use super::facts::{self, Fact};
use crate::error::Outcome;
use crate::state::App;
use crate::store::attempts::{self, Attempt};
use domain::contest::{Contest, PredictionOf};
use domain::payload::{AttemptView, ExtensionView, QuestionView};

/// Words of the two options of a true/false question.
pub const TRUTH_VI: [&str; 2] = ["Đúng", "Sai"];
/// The same in English.
pub const TRUTH_EN: [&str; 2] = ["True", "False"];

/// Everything the phone needs to carry on.
///
/// # Errors
/// Storage errors.
pub async fn view(app: &App, row: &Attempt, fact: &Fact, english: bool) -> Outcome<AttemptView> {
    let mut link = app.store.read().await?;
    let saved = attempts::answers(&mut link, &row.id).await?;
    let extensions = extensions(attempts::extensions(&mut link, &row.id).await?);
    drop(link);
    let mut questions = questions(fact, english);
    for (position, seq, choice, _) in saved {
        let index = usize::try_from(position).ok().and_then(|p| p.checked_sub(1));
        if let Some(question) = index.and_then(|i| questions.get_mut(i)) {
            question.seq = seq;
            question.choice = choice.and_then(|c| serde_json::from_str(&c).ok());
        }
    }
    let contest = facts::contest_of(app, row).await?;
    Ok(assemble(app, &contest, row, questions, extensions, english))
}

/// The same for an attempt that was just made: nothing is saved yet, so nothing needs to be read.
#[must_use]
pub fn fresh(app: &App, contest: &Contest, row: &Attempt, fact: &Fact, english: bool) -> AttemptView {
    assemble(app, contest, row, questions(fact, english), Vec::new(), english)
}

fn questions(fact: &Fact, english: bool) -> Vec<QuestionView> {
    let truth = if english { TRUTH_EN } else { TRUTH_VI };
    fact.paper
        .iter()
        .zip(1_u32..)
        .map(|((item, revision), position)| revision.view(position, item, truth))
        .collect()
}

fn assemble(
    app: &App,
    contest: &Contest,
    row: &Attempt,
    questions: Vec<QuestionView>,
    extensions: Vec<ExtensionView>,
    english: bool,
) -> AttemptView {
    let rules = contest.round(&row.round_id).map(|r| &r.rules);
    AttemptView {
        id: row.id.clone(),
        ordinal: u32::try_from(row.ordinal).unwrap_or(1),
        server_time: app.now(),
        deadline: row.deadline,
        started_at: row.started_at,
        extensions,
        questions,
        prediction: rules.and_then(|r| r.prediction.as_ref()).map(|p| prompt(p, english)),
        all_required: rules.is_some_and(|r| r.all_required),
    }
}

/// Extensions as shown.
#[must_use]
pub fn extensions(rows: Vec<(i64, String)>) -> Vec<ExtensionView> {
    rows.into_iter()
        .map(|(minutes, reason)| ExtensionView { minutes: u32::try_from(minutes).unwrap_or(0), reason })
        .collect()
}

/// The prediction question: the organiser's words, or standard ones.
#[must_use]
pub fn prompt(prediction: &domain::contest::Prediction, english: bool) -> String {
    if let Some(own) = prediction.prompt.clone().filter(|_| !english) {
        return own;
    }
    match (prediction.of, english) {
        (PredictionOf::Participants, false) => "Theo bạn, vòng này có bao nhiêu người dự thi?",
        (PredictionOf::ValidAttempts, false) => "Theo bạn, vòng này có bao nhiêu lượt thi hợp lệ?",
        (PredictionOf::AllCorrect, false) => {
            "Theo bạn, vòng này có bao nhiêu người trả lời đúng tất cả các câu?"
        }
        (PredictionOf::Participants, true) => "How many people will take part in this round?",
        (PredictionOf::ValidAttempts, true) => "How many valid attempts will this round have?",
        (PredictionOf::AllCorrect, true) => "How many people will answer every question of this round right?",
    }
    .to_owned()
}
