//! The room file: how a host writes a live contest down (`docs/ROOM-FILE.md` is its reference).
//!
//! Everything that is wrong is told at once, with its place and what to do. Invariants: a file that [`parse`] takes and
//! whose questions [`RoomFile::resolve`] finds gives a spec that passes [`RoomSpec::validate`], the one set of rules for
//! every way a room is made.

mod lists;
#[cfg(test)]
mod tests;

use super::pick::{Wanted, What, pick};
use super::spec::{
    GroupKind, Groups, KnockoutRules, LONGEST_TITLE, LiveQuestion, Pace, RoomSpec, Scoring, ScoringRule,
    SpecFault, Streak,
};
use crate::bank::reader::{Doc, Fields, Span, wrong_type};
use crate::bank::{Problem, Severity};
use crate::draw::Pool;
use crate::question::PaperItem;
use toml::de::DeValue;

/// The only version of the format so far.
pub const FORMAT: u32 = 1;

const FIELDS: [&str; 16] = [
    "format",
    "title",
    "scoring",
    "streak",
    "seconds",
    "points",
    "shuffle_options",
    "groups",
    "freeze_last",
    "ceremony_places",
    "knockout",
    "pace",
    "ready_seconds",
    "capacity",
    "sounds",
    "question",
];

/// A room as its host wrote it down, before its questions are looked up.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomFile {
    file: String,
    /// Everything but the questions.
    spec: RoomSpec,
    /// What is asked, in order.
    pub wanted: Vec<Wanted>,
    /// Whether options are shuffled.
    pub shuffle_options: bool,
    /// Line and column of each of `wanted`.
    places: Vec<(usize, usize)>,
    /// What deserves a second look.
    pub warnings: Vec<Problem>,
}

/// Reads a room file.
///
/// # Errors
/// Everything that is wrong in it.
pub fn parse(file: &str, text: &str) -> Result<RoomFile, Vec<Problem>> {
    let doc = Doc::new(file, text);
    let read = doc.root().map(|root| room_file(file, &Fields::root(&doc, &root)));
    let problems = doc.finish();
    match read {
        Some(room) if !problems.iter().any(Problem::is_error) => Ok(RoomFile { warnings: problems, ..room }),
        _ => Err(problems),
    }
}

impl RoomFile {
    /// The room: named questions looked up, the others drawn.
    ///
    /// # Errors
    /// Questions that the pool does not have, at the lines that ask for them.
    pub fn resolve(&self, pool: &Pool, seed: u64) -> Result<RoomSpec, Vec<Problem>> {
        let questions = pick(&self.wanted, pool, seed, self.shuffle_options).map_err(|faults| {
            let problem = |fault: super::pick::PickFault| {
                let (line, column) = self.places.get(fault.line).copied().unwrap_or((1, 1));
                self.problem(line, column, fault.code, fault.message, fault.remedy)
            };
            faults.into_iter().map(problem).collect::<Vec<_>>()
        })?;
        let spec = RoomSpec { questions, ..self.spec.clone() };
        // The rules were asked while reading; what a draw gives cannot break them, and if it did nobody would play it.
        spec.validate().map_err(|faults| {
            let problem = |f: SpecFault| self.problem(1, 1, f.code, f.message, f.remedy);
            faults.into_iter().map(problem).collect::<Vec<_>>()
        })?;
        Ok(spec)
    }

    fn problem(
        &self,
        line: usize,
        column: usize,
        code: &'static str,
        message: String,
        remedy: String,
    ) -> Problem {
        let (file, severity, question) = (self.file.clone(), Severity::Error, None);
        Problem { file, line, column, code, message, remedy, severity, question }
    }
}

fn room_file(file: &str, root: &Fields<'_, '_>) -> RoomFile {
    let doc = root.doc;
    root.only(&FIELDS);
    if root.require("format", "`format = 1` ở đầu tệp").is_some() {
        root.integer("format", FORMAT..=FORMAT);
    }
    let usual = RoomSpec { ceremony_places: 10, ready_seconds: 3, capacity: 10_000, ..RoomSpec::default() };
    let number = |name: &str, otherwise| root.integer(name, ANY).map_or(otherwise, |n| n.value);
    let mut spec = RoomSpec {
        title: root
            .need_text("title", "tên buổi thi: `title = \"…\"`", LONGEST_TITLE)
            .map(|t| t.value)
            .unwrap_or_default(),
        scoring: scoring(root),
        groups: groups(root),
        freeze_last: number("freeze_last", 0),
        ceremony_places: number("ceremony_places", usual.ceremony_places),
        knockout: knockout(root),
        pace: pace(root),
        ready_seconds: number("ready_seconds", usual.ready_seconds),
        capacity: number("capacity", usual.capacity),
        sounds: root.boolean("sounds").unwrap_or_default(),
        questions: Vec::new(),
    };
    let lists::Lines { wanted, spans } = lists::lines(root);
    spec.questions = placeholders(&wanted);
    for fault in spec.validate().err().unwrap_or_default() {
        // What could not be read at all has been complained about.
        if fault.field == "title" || (fault.field == "questions" && wanted.is_empty()) {
            continue;
        }
        if let Some(span) = place_of(root, &fault, &wanted, &spans) {
            doc.error(&span, fault.code, fault.message, fault.remedy);
        }
    }
    spec.questions.clear();
    RoomFile {
        file: file.to_owned(),
        spec,
        shuffle_options: root.boolean("shuffle_options").unwrap_or(true),
        places: spans.iter().map(|span| doc.place(span.start)).collect(),
        wanted,
        warnings: Vec::new(),
    }
}

/// The rules say what is too small or too large, with one voice.
const ANY: std::ops::RangeInclusive<u32> = 0..=u32::MAX;

/// Questions that stand for those to come, so that the rules can look at the whole.
fn placeholders(wanted: &[Wanted]) -> Vec<LiveQuestion> {
    let mut questions = Vec::new();
    for (place, line) in wanted.iter().enumerate() {
        // More than enough to be told that it is too many.
        for n in 0..line.count().min(1_000) {
            let revision = match &line.what {
                What::Id(id) => id.clone(),
                What::Draw { .. } => format!("{place}/{n}"),
            };
            let Wanted { seconds, points, survey, .. } = *line;
            let item = PaperItem { revision, ..PaperItem::default() };
            questions.push(LiveQuestion { item, seconds, points, survey });
        }
    }
    questions
}

/// Where in the file a fault of the spec stands; nowhere when it only repeats what the line's first question was told.
fn place_of(root: &Fields<'_, '_>, fault: &SpecFault, wanted: &[Wanted], spans: &[Span]) -> Option<Span> {
    if let Some(number) = fault.question {
        let mut left = number;
        for (line, span) in wanted.iter().zip(spans) {
            if left <= line.count() {
                return (left == 1).then(|| span.clone());
            }
            left -= line.count();
        }
    }
    let path = match fault.field {
        "questions" => "question",
        "scoring.streak.step" => "streak.step",
        "scoring.streak.cap" => "streak.cap",
        field => field,
    };
    let mut fields = root.clone();
    let mut span = 0..0;
    for name in path.split('.') {
        if !fields.has(name) {
            break;
        }
        span = fields.span_of(name);
        match fields.get(name).map(toml::Spanned::get_ref) {
            Some(DeValue::Table(_)) => match fields.table(name) {
                Some(inner) => fields = inner,
                None => break,
            },
            _ => break,
        }
    }
    Some(span)
}

fn scoring(root: &Fields<'_, '_>) -> Scoring {
    let rules = [ScoringRule::Accuracy, ScoringRule::Speed, ScoringRule::KnowledgeFirst];
    let rule = root.word("scoring", &rules.map(|r| (r.code(), r))).unwrap_or_default();
    let streak = root.table("streak").and_then(|table| {
        table.only(&["step", "cap"]);
        table.require("step", "điểm thưởng cho câu đúng thứ hai liên tiếp: `step = 50`");
        table.require("cap", "mức thưởng cao nhất mỗi câu: `cap = 200`");
        Some(Streak { step: table.integer("step", ANY)?.value, cap: table.integer("cap", ANY)?.value })
    });
    Scoring { rule, streak }
}

fn groups(root: &Fields<'_, '_>) -> Option<Groups> {
    let table = root.table("groups")?;
    table.only(&["kind", "names", "top_k"]);
    table.require("kind", "`kind = \"locality\"`, \"team\" hoặc \"class\"");
    let words = [("locality", GroupKind::Locality), ("team", GroupKind::Team), ("class", GroupKind::Class)];
    let kind = table.word("kind", &words);
    let names = table.strings("names").unwrap_or_default().into_iter().map(|n| n.value).collect();
    let top_k = table.integer("top_k", ANY).map_or(5, |n| n.value);
    Some(Groups { kind: kind?, names, top_k })
}

fn knockout(root: &Fields<'_, '_>) -> Option<KnockoutRules> {
    let table = root.table("knockout")?;
    table.only(&["seats", "rescues", "rescue_count"]);
    table.require("seats", "số ghế trên sàn: `seats = 100`");
    let number = |name: &str, otherwise| table.integer(name, ANY).map_or(otherwise, |n| n.value);
    let (rescues, rescue_count) = (number("rescues", 1), number("rescue_count", 10));
    Some(KnockoutRules { seats: table.integer("seats", ANY)?.value, rescues, rescue_count })
}

fn pace(root: &Fields<'_, '_>) -> Pace {
    let Some(value) = root.get("pace") else { return Pace::Manual };
    match value.get_ref() {
        DeValue::String(_) => root.word("pace", &[("manual", Pace::Manual)]).unwrap_or_default(),
        DeValue::Table(_) => {
            let Some(table) = root.table("pace") else { return Pace::Manual };
            table.only(&["reveal", "standings"]);
            let number = |name: &str, otherwise| table.integer(name, ANY).map_or(otherwise, |n| n.value);
            Pace::Auto { reveal: number("reveal", 8), standings: number("standings", 6) }
        }
        other => {
            wrong_type(
                root.doc,
                &value.span(),
                "pace",
                "\"manual\" hoặc bảng { reveal = 8, standings = 6 }",
                other,
            );
            Pace::Manual
        }
    }
}
