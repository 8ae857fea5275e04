//! What the attempt sheet knows: the paper, what is chosen, what still waits, and how the line to the server is.
//!
//! Plain data and pure functions, so that the rules of the queue can be tested without a browser. Invariant: a choice
//! that waits is never replaced by what the server tells; only the answer to its own save may do that.

use domain::Choice;
use domain::payload::{AttemptView, Kind, QuestionView};

/// How the line to the server is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::islands) enum Line {
    /// Nothing stands in the way.
    #[default]
    Good,
    /// The last request got no answer.
    Gone,
    /// The server asked to wait this many seconds.
    Busy(u32),
    /// The server does not know this device's person (any more).
    Stranger,
    /// The clock has run out; nothing more can be chosen.
    Over,
}

/// Everything the sheet shows, apart from the seconds.
#[derive(Clone, Debug)]
pub(in crate::islands) struct State {
    /// The paper. `choice` is what the page shows, `seq` what the server told last.
    pub(in crate::islands) attempt: AttemptView,
    /// Positions whose tap the server has not acknowledged.
    pub(in crate::islands) waiting: Vec<u32>,
    /// Positions whose tap came too late.
    pub(in crate::islands) late: Vec<u32>,
    /// The position whose choice the server refused.
    pub(in crate::islands) refused: Option<u32>,
    /// The line.
    pub(in crate::islands) line: Line,
    /// The page reacts; before that it is a plain form.
    pub(in crate::islands) live: bool,
    /// The person wants to submit and the last taps are on their way.
    pub(in crate::islands) leaving: bool,
    /// What was typed at a position before it became a choice, so that typing is never overwritten.
    pub(in crate::islands) draft: Option<(u32, String)>,
    /// Said politely to those who listen.
    pub(in crate::islands) say: &'static str,
}

impl State {
    /// The state the server rendered.
    pub(in crate::islands) fn new(attempt: AttemptView) -> Self {
        Self {
            attempt,
            waiting: Vec::new(),
            late: Vec::new(),
            refused: None,
            line: Line::Good,
            live: false,
            leaving: false,
            draft: None,
            say: "",
        }
    }

    /// Number of questions.
    pub(in crate::islands) fn count(&self) -> u32 {
        u32::try_from(self.attempt.questions.len()).unwrap_or(u32::MAX)
    }

    /// The question at a position.
    pub(in crate::islands) fn question(&self, position: u32) -> Option<&QuestionView> {
        self.attempt.questions.iter().find(|q| q.position == position)
    }

    fn question_mut(&mut self, position: u32) -> Option<&mut QuestionView> {
        self.attempt.questions.iter_mut().find(|q| q.position == position)
    }

    /// What is chosen at a position.
    pub(in crate::islands) fn choice(&self, position: u32) -> Option<&Choice> {
        self.question(position)?.choice.as_ref()
    }

    /// Whether an option is chosen.
    pub(in crate::islands) fn picked(&self, position: u32, id: &str) -> bool {
        match self.choice(position) {
            Some(Choice::Option(picked)) => picked == id,
            Some(Choice::Options(picked)) => picked.iter().any(|p| p == id),
            _ => false,
        }
    }

    /// The right side chosen for a left one; empty when none.
    pub(in crate::islands) fn pair(&self, position: u32, left: &str) -> String {
        match self.choice(position) {
            Some(Choice::Pairs(pairs)) => pairs.get(left).cloned().unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// The ids of an ordering question as they stand now: chosen, or as dealt.
    pub(in crate::islands) fn order(&self, position: u32) -> Vec<String> {
        match (self.choice(position), self.question(position)) {
            (Some(Choice::Order(ids)), Some(q)) if ids.len() == q.options.len() => ids.clone(),
            (_, Some(q)) => q.options.iter().map(|o| o.id.clone()).collect(),
            (_, None) => Vec::new(),
        }
    }

    /// The text of the line at a place of an ordering question.
    pub(in crate::islands) fn line_text(&self, position: u32, place: usize) -> String {
        let order = self.order(position);
        let option =
            order.get(place).and_then(|id| self.question(position)?.options.iter().find(|o| &o.id == id));
        option.map(|o| o.text.clone()).unwrap_or_default()
    }

    /// What stands in the text or number field.
    pub(in crate::islands) fn typed(&self, position: u32) -> String {
        match (&self.draft, self.choice(position)) {
            (Some((at, text)), _) if *at == position => text.clone(),
            (_, Some(Choice::Text(text))) => text.clone(),
            (_, Some(Choice::Number(number))) => show_number(*number),
            _ => String::new(),
        }
    }

    /// Whether what stands in the field is no number.
    pub(in crate::islands) fn bad_number(&self, position: u32) -> bool {
        let typed = self.typed(position);
        !typed.trim().is_empty() && read_number(&typed).is_none()
    }

    /// Records a tap that now waits for the server.
    pub(in crate::islands) fn tapped(&mut self, position: u32, choice: Option<Choice>) {
        if self.refused == Some(position) {
            self.refused = None;
        }
        if let Some(q) = self.question_mut(position) {
            q.choice = choice;
        }
        if !self.waiting.contains(&position) {
            self.waiting.push(position);
        }
    }

    /// Records what the server stored at a position; `waits` says that a newer tap is already on its way.
    pub(in crate::islands) fn stored(
        &mut self,
        position: u32,
        seq: i64,
        choice: Option<Choice>,
        waits: bool,
    ) {
        let Some(q) = self.question_mut(position) else { return };
        q.seq = q.seq.max(seq);
        if waits {
            return;
        }
        let changed = q.choice != choice;
        q.choice = choice;
        self.waiting.retain(|p| *p != position);
        if changed && self.draft.as_ref().is_some_and(|(at, _)| *at == position) {
            self.draft = None;
        }
    }

    /// Takes over what the server tells of the whole attempt; what waits here and what is newer here stays.
    pub(in crate::islands) fn refreshed(&mut self, told: AttemptView) {
        self.attempt.server_time = told.server_time;
        self.attempt.deadline = told.deadline;
        self.attempt.extensions = told.extensions;
        for q in told.questions {
            let newer = self.question(q.position).is_some_and(|mine| q.seq > mine.seq);
            if newer {
                let waits = self.waiting.contains(&q.position);
                self.stored(q.position, q.seq, q.choice, waits);
            }
        }
    }

    /// The sequence number for the next save at a position.
    pub(in crate::islands) fn next_seq(&self, position: u32) -> i64 {
        self.question(position).map_or(0, |q| q.seq) + 1
    }

    /// Whether a position has an answer.
    pub(in crate::islands) fn answered(&self, position: u32) -> bool {
        self.choice(position).is_some()
    }
}

/// A number as people write it here: a comma before the decimals.
fn show_number(number: f64) -> String {
    #[cfg(feature = "hydrate")]
    let text = js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default();
    #[cfg(not(feature = "hydrate"))]
    let text = number.to_string();
    text.replace('.', ",")
}

/// A number as people type it: comma or point, spaces ignored. `None` when it is none.
pub(in crate::islands) fn read_number(typed: &str) -> Option<f64> {
    let plain: String =
        typed.chars().filter(|c| !c.is_whitespace()).map(|c| if c == ',' { '.' } else { c }).collect();
    let digits = plain.trim_start_matches(['-', '+']);
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    plain.parse::<f64>().ok().filter(|n| n.is_finite())
}

/// The choice of a question from the values of its form fields, as `(name, value)` of everything ticked or filled.
/// `None` = blank; an ordering counts only when complete and without repeats.
pub(in crate::islands) fn read_choice(
    question: &QuestionView,
    fields: &[(String, String)],
) -> Option<Choice> {
    let filled = || fields.iter().filter(|(_, value)| !value.is_empty());
    match question.kind {
        Kind::SingleChoice | Kind::TrueFalse => filled().next().map(|(_, id)| Choice::Option(id.clone())),
        Kind::MultipleChoice => {
            let ids: Vec<String> = filled().map(|(_, id)| id.clone()).collect();
            (!ids.is_empty()).then_some(Choice::Options(ids))
        }
        Kind::Ordering => {
            let mut placed: Vec<(u32, String)> = filled()
                .filter_map(|(name, place)| {
                    Some((place.parse().ok()?, name.strip_prefix("order.")?.to_owned()))
                })
                .collect();
            placed.sort();
            placed.dedup_by_key(|(place, _)| *place);
            let complete = !placed.is_empty() && placed.len() == question.options.len();
            complete.then(|| Choice::Order(placed.into_iter().map(|(_, id)| id).collect()))
        }
        Kind::Matching => {
            let pairs: std::collections::BTreeMap<String, String> = filled()
                .filter_map(|(name, right)| Some((name.strip_prefix("pairs.")?.to_owned(), right.clone())))
                .collect();
            (!pairs.is_empty()).then_some(Choice::Pairs(pairs))
        }
        Kind::Numeric => filled().next().and_then(|(_, typed)| read_number(typed)).map(Choice::Number),
        Kind::ShortText => {
            let text = filled().next().map(|(_, typed)| typed.trim().to_owned()).unwrap_or_default();
            (!text.is_empty()).then_some(Choice::Text(text))
        }
    }
}

/// `h:mm:ss` of a moment in Việt Nam (UTC+7 all year).
pub(in crate::islands) fn clock_time(unix_ms: i64) -> String {
    let seconds = (unix_ms.div_euclid(1000) + 7 * 3600).rem_euclid(86_400);
    [two(seconds / 3600), two(seconds / 60 % 60), two(seconds % 60)].join(":")
}

/// `m:ss` of a span.
pub(in crate::islands) fn span(seconds: i64) -> String {
    let seconds = seconds.max(0);
    [(seconds / 60).to_string(), two(seconds % 60)].join(":")
}

fn two(n: i64) -> String {
    let text = n.to_string();
    if n < 10 { ["0", &text].concat() } else { text }
}
