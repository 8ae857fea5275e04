//! From items of any foreign format to wordings: defaults filled in, texts tidied, rules applied, losses written down.
//!
//! Every reader ends here, so a rule is the same for all formats. Invariants: an item is taken whole or refused whole;
//! what was changed or left out is reported with the item and what was done about it.

use super::encoding::refusal;
use super::item::{Body, Item};
use super::markup;
use super::media::{self, Media};
use super::{Defaults, Import, Loss};
use crate::bank::check_wording::faults;
use crate::bank::{Place, Problem, Severity, is_topic, revision_id};
use crate::payload::{Image, OptionView};
use crate::question::{Fold, Key, Revision};
use crate::text::{is_clean, is_invisible};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization as _;

/// Questions in one import.
pub const MOST_QUESTIONS: usize = 20_000;
/// Problems kept; a file with more is broken in one way many times over.
const MOST_PROBLEMS: usize = 500;

/// Takes items of one file.
pub(crate) struct Collector<'a> {
    file: Cow<'a, str>,
    defaults: &'a Defaults,
    found: Import,
    seen: HashMap<String, usize>,
    media: HashMap<String, ()>,
    /// Hash of an image's bytes in the file → what was kept: one picture of many questions is decoded once.
    kept: HashMap<[u8; 32], (String, u32, u32)>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(file: &'a str, defaults: &'a Defaults) -> Self {
        Self {
            file: Cow::Borrowed(file),
            defaults,
            found: Import::default(),
            seen: HashMap::new(),
            media: HashMap::new(),
            kept: HashMap::new(),
        }
    }

    /// The file's name, as people know it.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// Another file of the same package comes next.
    pub(crate) fn turn_to(&mut self, file: impl Into<Cow<'a, str>>) {
        self.file = file.into();
    }

    /// Whether reading on makes sense.
    pub(crate) fn full(&self) -> bool {
        self.found.revisions.len() >= MOST_QUESTIONS || self.found.problems.len() >= MOST_PROBLEMS
    }

    /// What was found.
    pub(crate) fn finish(mut self) -> Import {
        if self.found.revisions.len() >= MOST_QUESTIONS {
            let message = format!("tệp có quá {MOST_QUESTIONS} câu hỏi");
            let problem = refusal(&self.file, 1, 1, "too_many", message, "tách thành nhiều tệp");
            self.found.problems.push(problem);
        } else if self.found.revisions.is_empty() && self.found.problems.is_empty() {
            let message = "không tìm thấy câu hỏi nào đọc được";
            let problem =
                refusal(&self.file, 1, 1, "no_questions", message, "kiểm tra --format và nội dung tệp");
            self.found.problems.push(problem);
        }
        self.found
    }

    /// Writes down something that forbids using the file.
    pub(crate) fn refuse(
        &mut self,
        (line, column): (usize, usize),
        code: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let problem = refusal(&self.file, line, column, code, message, remedy);
        self.problem(problem);
    }

    /// Takes over a problem.
    pub(crate) fn problem(&mut self, problem: Problem) {
        if self.found.problems.len() < MOST_PROBLEMS {
            self.found.problems.push(problem);
        }
    }

    /// Writes down what an item uses and we do not have, and what was done.
    pub(crate) fn lost(
        &mut self,
        line: usize,
        item: &str,
        feature: impl Into<String>,
        done: impl Into<String>,
    ) {
        self.found.losses.push(Loss {
            file: self.file.to_string(),
            line,
            item: shortened(item),
            feature: feature.into(),
            done: done.into(),
        });
    }

    /// Writes down what an HTML text lost.
    pub(crate) fn lost_markup(&mut self, line: usize, item: &str, marked: &markup::Marked) {
        for feature in &marked.lost {
            self.lost(line, item, *feature, "bỏ định dạng");
        }
    }

    /// Takes an item, or writes down why not.
    pub(crate) fn take(&mut self, item: Item) {
        if self.full() || item.body == Body::Nothing {
            return;
        }
        let place = (item.line.max(1), item.column.max(1));
        let label = item.id.clone().or_else(|| item.name.clone()).unwrap_or_else(|| item.stem.clone());
        let image = self.image(&item, &label);
        let revision = self.wording(item, image, &label);
        if let Some(first) = self.seen.get(&revision.question) {
            let message = format!("mã câu hỏi \"{}\" đã có ở dòng {first}", revision.question);
            self.refuse(place, "duplicate_id", message, "đổi tên một trong hai câu, hoặc bỏ câu trùng");
            return;
        }
        let mut good = true;
        for fault in faults(&revision) {
            good &= fault.severity != Severity::Error;
            let mut problem = refusal(&self.file, place.0, place.1, fault.code, fault.message, fault.remedy);
            problem.severity = fault.severity;
            problem.question = Some(revision.question.clone());
            self.problem(problem);
        }
        if good {
            self.seen.insert(revision.question.clone(), place.0);
            self.found.places.push(Place { file: self.file.to_string(), line: place.0, column: place.1 });
            self.found.revisions.push(revision);
        }
    }

    fn image(&mut self, item: &Item, label: &str) -> Option<Image> {
        let (bytes, alt) = item.image.as_ref()?;
        let hash: [u8; 32] = Sha256::digest(bytes).into();
        if let Some((file, width, height)) = self.kept.get(&hash) {
            return Some(Image { file: file.clone(), alt: tidy_line(alt), width: *width, height: *height });
        }
        match media::keep(bytes) {
            Ok(kept) => {
                let alt = tidy_line(alt);
                let image = Image { file: kept.name.clone(), alt, width: kept.width, height: kept.height };
                self.kept.insert(hash, (kept.name.clone(), kept.width, kept.height));
                if self.media.insert(kept.name.clone(), ()).is_none() {
                    self.found.media.push(kept);
                }
                Some(image)
            }
            Err(why) => {
                let message = format!("ảnh của “{}” {why}", shortened(label));
                self.refuse(
                    (item.line.max(1), item.column.max(1)),
                    "bad_image",
                    message,
                    "bỏ ảnh hoặc thay ảnh khác",
                );
                None
            }
        }
    }

    fn wording(&mut self, item: Item, image: Option<Image>, label: &str) -> Revision {
        let d = self.defaults;
        let topic = item.topic.clone().filter(|t| is_topic(t)).unwrap_or_else(|| d.topic.clone());
        let own_title = item.topic_title.as_deref().map(tidy_line).filter(|t| !t.is_empty());
        let same_topic = topic == d.topic;
        let topic_title = own_title
            .or_else(|| (same_topic && !d.topic_title.is_empty()).then(|| d.topic_title.clone()))
            .or_else(|| item.category.last().map(|c| tidy_line(c)).filter(|c| !c.is_empty()))
            .unwrap_or_else(|| topic.clone());
        let stem = tidy(&item.stem);
        let question = self.question_id(&item, &topic, &stem);
        let (options, key) = self.body(&item, label);
        let mut revision = Revision {
            id: String::new(),
            question,
            topic,
            topic_title,
            difficulty: item.difficulty.unwrap_or(d.difficulty),
            audience: item.audience,
            situation: item.situation,
            stem,
            options,
            key,
            explanation: tidy(&item.explanation),
            sources: if item.sources.is_empty() { d.sources.clone() } else { item.sources },
            competence: if item.competence.is_empty() { d.competence.clone() } else { item.competence },
            as_of: item.as_of.unwrap_or_else(|| d.as_of.clone()),
            review_by: item.review_by.unwrap_or_else(|| d.review_by.clone()),
            read_aloud: item.read_aloud.as_deref().map(tidy_line).filter(|t| !t.is_empty()),
            image,
            enemies: item.enemies,
        };
        for source in &mut revision.sources {
            source.title = tidy_line(&source.title);
        }
        revision.id = revision_id(&revision);
        revision
    }

    /// Our id when the file has it; else one made from the name, else from the stem: the same file again gives the
    /// same ids, so importing twice adds nothing.
    fn question_id(&self, item: &Item, topic: &str, stem: &str) -> String {
        if let Some(id) = item.id.as_deref().map(str::trim).filter(|id| id.starts_with(&format!("{topic}-")))
        {
            return id.to_owned();
        }
        let name = item.id.as_deref().or(item.name.as_deref()).unwrap_or_default();
        let slug: String = name
            .trim()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' })
            .collect();
        let slug = slug.trim_matches('-');
        if !slug.is_empty() && slug.len() <= 36 && name.is_ascii() {
            return format!("{topic}-{slug}");
        }
        let seed = if name.trim().is_empty() { stem } else { name };
        let hash = hex::encode(Sha256::digest(crate::text::nfc(seed).as_bytes()));
        format!("{topic}-x{}", &hash[..10])
    }

    fn body(&mut self, item: &Item, label: &str) -> (Vec<OptionView>, Key) {
        let ids = |given: &[String], count: usize, digits: bool| -> Vec<String> {
            if given.len() == count {
                return given.to_vec();
            }
            (0..count).map(|i| if digits { (i + 1).to_string() } else { letter(i) }).collect()
        };
        let views = |ids: &[String], texts: &mut dyn Iterator<Item = String>| -> Vec<OptionView> {
            ids.iter()
                .zip(texts)
                .map(|(id, text)| OptionView { id: id.clone(), text: tidy_line(&text) })
                .collect()
        };
        match &item.body {
            Body::Nothing => (Vec::new(), Key::TrueFalse { right: false }),
            Body::Choice { options, several } => {
                let ids = ids(&item.option_ids, options.len(), false);
                let shown = views(&ids, &mut options.iter().map(|o| o.0.clone()));
                let mut right: Vec<String> =
                    ids.iter().zip(options).filter(|(_, o)| o.1).map(|(id, _)| id.clone()).collect();
                if right.len() == item.right_ids.len() && right.iter().all(|id| item.right_ids.contains(id)) {
                    right.clone_from(&item.right_ids);
                }
                if *several || right.len() != 1 {
                    return (shown, Key::MultipleChoice { right, partial: item.partial.unwrap_or(false) });
                }
                (shown, Key::SingleChoice { right: right.into_iter().next().unwrap_or_default() })
            }
            Body::TrueFalse(right) => (Vec::new(), Key::TrueFalse { right: *right }),
            Body::Ordering { options, right } => {
                let ids = ids(&item.option_ids, options.len(), false);
                let shown = views(&ids, &mut options.iter().cloned());
                let right = right.iter().filter_map(|i| ids.get(*i).cloned()).collect();
                (shown, Key::Ordering { right })
            }
            Body::Matching { left, right } => {
                let lefts = ids(&item.option_ids, left.len(), false);
                let rights = ids(&item.match_ids, right.len(), true);
                let shown = views(&lefts, &mut left.iter().map(|l| l.0.clone()));
                let matches = views(&rights, &mut right.iter().cloned());
                let pairs = lefts
                    .iter()
                    .zip(left)
                    .filter_map(|(id, (_, partner))| Some((id.clone(), rights.get(*partner)?.clone())))
                    .collect();
                let partial = item.partial.unwrap_or(false);
                (shown, Key::Matching { matches, right: pairs, partial })
            }
            Body::Numeric { right, tolerance } => {
                let unit = item.unit.as_deref().map(tidy_line).filter(|u| !u.is_empty());
                (Vec::new(), Key::Numeric { right: *right, tolerance: *tolerance, unit })
            }
            Body::ShortText(forms) => {
                let mut accept: Vec<String> = Vec::new();
                for form in forms.iter().map(|f| tidy_line(f)).filter(|f| !f.is_empty()) {
                    if accept.contains(&form) {
                        self.lost(item.line, label, format!("cách viết “{form}” ghi hai lần"), "giữ một lần");
                    } else {
                        accept.push(form);
                    }
                }
                (Vec::new(), Key::ShortText { accept, fold: item.fold.unwrap_or(Fold::Case) })
            }
        }
    }
}

/// a … z, then aa, ab …
fn letter(i: usize) -> String {
    let c = char::from(b'a' + u8::try_from(i % 26).unwrap_or(0));
    if i < 26 { c.to_string() } else { letter(i / 26 - 1) + &c.to_string() }
}

/// Composed, without invisible characters, lines trimmed, no blank lines, single spaces.
pub(crate) fn tidy(text: &str) -> String {
    // Most texts are tidy; composing them anew would be most of the work of reading a file.
    if is_clean(text) {
        return text.to_owned();
    }
    let visible = text.nfc().filter(|c| !is_invisible(*c));
    let clean: String =
        visible.map(|c| if c != '\n' && (c.is_control() || c.is_whitespace()) { ' ' } else { c }).collect();
    let lines = clean.lines().map(|l| l.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" "));
    lines.filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}

/// As [`tidy`], on one line.
pub(crate) fn tidy_line(text: &str) -> String {
    tidy(text).replace('\n', " ")
}

fn shortened(text: &str) -> String {
    let line = tidy_line(text);
    if line.chars().count() <= 60 { line } else { line.chars().take(59).chain(['…']).collect() }
}

/// Kept images of an import by name, for tests and writers.
#[must_use]
pub fn by_name(media: &[Media]) -> HashMap<&str, &Media> {
    media.iter().map(|m| (m.name.as_str(), m)).collect()
}
