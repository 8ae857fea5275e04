//! A question of a room put together with its wording: the card, the reveal, and how many chose what.
//!
//! Invariants: a [`Card`] has no key; a survey reveals none, whatever the bank says; adding up answers in any order gives
//! the same bars; words that somebody typed are shown to a hall only when they are right, or not foul and typed by others too.

use super::nickname::is_foul;
use super::payload::{Bar, Bars, Card, Reveal, ScreenReveal};
use super::spec::{LiveQuestion, RoomSpec};
use crate::grading::{fold_text, format_number, grade, is_blank, right};
use crate::payload::SourceView;
use crate::question::{Fold, Key, Revision};
use crate::{Choice, Points};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Typed answers that are shown.
const MOST_TYPED: usize = 6;
/// Different typed answers that are told apart; more only add to the number of answers.
const MOST_DIFFERENT: usize = 20_000;

/// The card of a question, from 1; `truth` are the words for right and wrong (`["Đúng", "Sai"]`).
#[must_use]
pub fn card(spec: &RoomSpec, question: u32, run: u32, revision: &Revision, truth: [&str; 2]) -> Option<Card> {
    let asked = spec.question(question)?;
    let view = revision.view(question, &asked.item, truth);
    Some(Card::new(view, spec.count(), run, asked.seconds, asked.points))
}

/// What was right. Only made at reveal.
#[must_use]
pub fn reveal(
    question: u32,
    run: u32,
    asked: &LiveQuestion,
    revision: &Revision,
    truth: [&str; 2],
) -> Reveal {
    let mut reveal = Reveal { question, run, survey: asked.survey, ..Reveal::default() };
    if !asked.survey {
        match picked(&revision.key) {
            Some(ids) => reveal.right = ids,
            None => reveal.words = right(revision, truth),
        }
    }
    reveal
}

/// What was right, why, and how many chose what. Only made at reveal.
#[must_use]
pub fn screen_reveal(shared: Reveal, revision: &Revision, bars: Bars) -> ScreenReveal {
    let source = |s: &crate::question::Source| SourceView { title: s.title.clone(), url: s.url.clone() };
    // An explanation says why something is right; to a survey nothing is.
    let (explanation, sources) = if shared.survey {
        (String::new(), Vec::new())
    } else {
        (revision.explanation.clone(), revision.sources.iter().map(source).collect())
    };
    ScreenReveal { shared, bars, explanation, sources }
}

/// Ids of the right options where options are picked; for an ordering in their right order.
fn picked(key: &Key) -> Option<Vec<String>> {
    match key {
        Key::SingleChoice { right } => Some(vec![right.clone()]),
        Key::TrueFalse { right } => Some(vec![crate::grading::truth_id(*right).to_owned()]),
        Key::MultipleChoice { right, .. } | Key::Ordering { right } => Some(right.clone()),
        Key::Matching { .. } | Key::Numeric { .. } | Key::ShortText { .. } => None,
    }
}

/// How many chose what, added up answer by answer.
#[derive(Clone, Debug)]
pub struct Tally {
    revision: Arc<Revision>,
    survey: bool,
    /// Option ids in the order shown, with their counts; empty where answers are typed, ordered or paired.
    options: Vec<(String, u32)>,
    /// Typed answers in the form in which they are compared, with a form to show and how it was graded.
    typed: HashMap<String, (String, bool, u32)>,
    answered: u32,
    right: u32,
    partly: u32,
}

impl Tally {
    /// Nobody has answered.
    #[must_use]
    pub fn new(revision: Arc<Revision>, asked: &LiveQuestion) -> Self {
        let options = match revision.key {
            Key::SingleChoice { .. } | Key::MultipleChoice { .. } => {
                asked.item.options.iter().map(|id| (id.clone(), 0)).collect()
            }
            Key::TrueFalse { .. } => Revision::TRUE_FALSE.iter().map(|id| ((*id).to_owned(), 0)).collect(),
            _ => Vec::new(),
        };
        Self {
            revision,
            survey: asked.survey,
            options,
            typed: HashMap::new(),
            answered: 0,
            right: 0,
            partly: 0,
        }
    }

    /// One more answer, with what it earns: 0 to [`Points::ONE`], whatever the question is worth in the room.
    pub fn add(&mut self, choice: &Choice) -> Points {
        self.add_many(choice, 1)
    }

    /// So many more of the same answer, with what each earns: a store counts equal answers faster than they are marked.
    pub fn add_many(&mut self, choice: &Choice, times: u32) -> Points {
        if is_blank(choice) {
            return Points::ZERO;
        }
        self.answered += times;
        let share = if self.survey { Points::ZERO } else { grade(&self.revision, Some(choice)) };
        let fully = share == Points::ONE;
        if fully {
            self.right += times;
        } else if share > Points::ZERO {
            self.partly += times;
        }
        match choice {
            Choice::Option(id) => self.pick(id, times),
            Choice::Options(ids) => ids.iter().for_each(|id| self.pick(id, times)),
            Choice::Number(n) => self.note(format_number(*n), format_number(*n), fully, times),
            Choice::Text(text) => {
                let shown = fold_text(text, Fold::None);
                self.note(fold_text(text, self.compared()), shown, fully, times);
            }
            Choice::Order(_) | Choice::Pairs(_) => {}
        }
        share
    }

    /// Spellings that count as one answer must be graded alike.
    fn compared(&self) -> Fold {
        match self.revision.key {
            Key::ShortText { fold: Fold::None, .. } => Fold::None,
            _ => Fold::Case,
        }
    }

    fn pick(&mut self, id: &str, times: u32) {
        if let Some((_, count)) = self.options.iter_mut().find(|(known, _)| known == id) {
            *count += times;
        }
    }

    fn note(&mut self, form: String, shown: String, right: bool, times: u32) {
        if self.typed.len() < MOST_DIFFERENT || self.typed.contains_key(&form) {
            let entry = self.typed.entry(form).or_insert_with(|| (shown.clone(), right, 0));
            // Of several spellings always the same one is shown, whoever came first.
            if shown < entry.0 {
                entry.0 = shown;
            }
            entry.2 += times;
        }
    }

    /// How many answered.
    #[must_use]
    pub fn answered(&self) -> u32 {
        self.answered
    }

    /// The bars. Until reveal for hosts alone.
    #[must_use]
    pub fn bars(&self) -> Bars {
        let right = if self.survey { Vec::new() } else { picked(&self.revision.key).unwrap_or_default() };
        let mut bars: Vec<Bar> = self
            .options
            .iter()
            .map(|(id, count)| Bar { id: id.clone(), count: *count, right: right.contains(id) })
            .collect();
        let mut typed: Vec<&(String, bool, u32)> =
            self.typed.values().filter(|t| self.presentable(t)).collect();
        typed.sort_by(|a, b| (b.2, b.1, &a.0).cmp(&(a.2, a.1, &b.0)));
        let bar = |(shown, right, count): &(String, bool, u32)| Bar {
            id: shown.clone(),
            count: *count,
            right: *right,
        };
        bars.extend(typed.into_iter().take(MOST_TYPED).map(bar));
        Bars { bars, answered: self.answered, right: self.right, partly: self.partly }
    }

    /// Whether a typed answer may stand on a projector: one person alone cannot put words there, unless they are right.
    fn presentable(&self, (shown, right, count): &(String, bool, u32)) -> bool {
        let words = matches!(self.revision.key, Key::ShortText { .. });
        *right || !words || (*count > 1 && !is_foul(shown))
    }

    /// Counts by option id, for the books.
    #[must_use]
    pub fn by_option(&self) -> BTreeMap<&str, u32> {
        self.options.iter().map(|(id, count)| (id.as_str(), *count)).collect()
    }
}

#[cfg(test)]
mod tests;
