//! How a question is answered, by Moodle's type.
//!
//! Invariants: a way of marking that we do not have is never taken for one that we have in silence; our own option
//! ids are used only when they still fit what the file shows.

use super::question::Ask;
use super::text::{Form, child, raw};
use crate::bank::exchange::item::{Body, Item};
use crate::bank::exchange::xml::Element;
use crate::grading::parse_number;
use crate::question::Fold;

/// Answers of one question; beyond this it is no question for a phone, and comparing them all takes time.
pub(super) const MOST_ANSWERS: usize = 60;
/// Room for Moodle's five decimals.
const CLOSE: f64 = 0.01;
const DROPPED: &str = "bỏ cách đó";

/// Types that are read.
pub(super) fn is_known(kind: &str) -> bool {
    matches!(
        kind,
        "multichoice" | "truefalse" | "shortanswer" | "numerical" | "matching" | "match" | "ordering"
    )
}

/// A type that is not read, as the report names it.
pub(super) fn unknown(kind: &str) -> String {
    let meaning = match kind {
        "essay" => "tự luận",
        "description" => "đoạn giới thiệu, không phải câu hỏi",
        "cloze" | "multianswer" => "điền nhiều chỗ trong đoạn văn",
        "calculated" | "calculatedsimple" | "calculatedmulti" => "tính với số ngẫu nhiên",
        "ddwtos" => "kéo chữ vào đoạn văn",
        "gapselect" => "chọn chữ cho chỗ trống",
        "ddimageortext" => "kéo thả lên hình",
        "ddmarker" => "đánh dấu trên hình",
        "random" | "randomsamatch" => "câu lấy ngẫu nhiên",
        _ => "chưa hỗ trợ",
    };
    format!("loại câu “{kind}” ({meaning})")
}

/// An answer of any type.
struct Answer<'q> {
    element: &'q Element<'q>,
    fraction: f64,
}

impl<'q> Ask<'q, '_, '_> {
    /// Reads the answers; `None` when that was refused or left out, and said.
    pub(super) fn body(&mut self, kind: &str, form: Form, item: &mut Item) -> Option<Body> {
        match kind {
            "multichoice" => self.choice(form, item),
            "truefalse" => self.truth(),
            "shortanswer" => self.short_text(item),
            "numerical" => self.number(item),
            "ordering" => self.ordering(form, item),
            _ => self.matching(form, item),
        }
    }

    fn answers(&mut self) -> Option<Vec<Answer<'q>>> {
        let elements: Vec<&'q Element<'q>> = self.q.all("answer").collect();
        if elements.len() > MOST_ANSWERS {
            let message = format!("câu có {} phương án", elements.len());
            self.refuse("too_many_answers", message, "bớt phương án hoặc tách câu");
            return None;
        }
        let mut answers = Vec::with_capacity(elements.len());
        for element in elements {
            let written = element.attribute("fraction").unwrap_or("0").trim();
            // Some languages' settings leave a comma in it.
            let Some(fraction) = written.replace(',', ".").parse().ok().filter(|f: &f64| f.is_finite())
            else {
                let message = format!("phần điểm “{written}” của phương án không phải là số");
                self.refuse_at(element, "bad_fraction", message, "ghi fraction từ -100 đến 100");
                return None;
            };
            answers.push(Answer { element, fraction });
        }
        Some(answers)
    }

    fn choice(&mut self, form: Form, item: &mut Item) -> Option<Body> {
        let several = !self.flag("single", true);
        self.shuffled();
        let mut options = Vec::new();
        for answer in self.answers()? {
            let text = self.line(answer.element, form, "phương án");
            // Moodle's form leaves blank rows behind.
            if !text.is_empty() || answer.fraction != 0.0 || answer.element.first("file").is_some() {
                options.push((text, answer.fraction));
            }
        }
        let rights = options.iter().filter(|o| o.1 > 0.0).count();
        if several {
            let fractions: Vec<f64> = options.iter().map(|o| o.1).collect();
            item.partial = Some(self.partial(&fractions, rights, item.partial));
            let options = options.into_iter().map(|(text, fraction)| (text, fraction > 0.0)).collect();
            return Some(Body::Choice { options, several });
        }
        if options.iter().any(|o| o.1 < 0.0) {
            self.lost("điểm âm cho phương án sai", "bỏ; chọn sai được 0 điểm");
        }
        let best = options.iter().map(|o| o.1).fold(0.0, f64::max);
        let full = options.iter().filter(|o| o.1 > 0.0 && o.1 > best - CLOSE).count();
        if best > 0.0 && best < 100.0 - CLOSE {
            self.lost(
                format!("không phương án nào được 100% (cao nhất {best}%)"),
                "coi phương án cao nhất là đúng",
            );
        }
        if full < rights {
            self.lost("phương án được một phần điểm", "coi là sai");
        }
        if full > 1 {
            let done = "thành câu chọn nhiều phương án, phải chọn đủ; xem lại câu này";
            self.lost("câu chọn một có nhiều phương án đều đúng", done);
        }
        let options = options.into_iter().map(|(text, f)| (text, f > 0.0 && f > best - CLOSE)).collect();
        Some(Body::Choice { options, several: full > 1 })
    }

    /// Whether several choices are marked as we mark partly; else all or nothing, and said unless the file is ours.
    fn partial(&mut self, fractions: &[f64], rights: usize, tag: Option<bool>) -> bool {
        let share = 100.0 / f64::from(u32::try_from(rights.max(1)).unwrap_or(u32::MAX));
        let near = |a: f64, b: f64| (a - b).abs() < CLOSE;
        let equal = fractions.iter().all(|f| *f <= 0.0 || near(*f, share));
        let wrong = |worth: f64| fractions.iter().all(|f| *f > 0.0 || near(*f, worth));
        let parts = equal && wrong(-share);
        if parts && !(tag == Some(false) && wrong(-100.0)) {
            return true;
        }
        let own = tag == Some(false) && equal && wrong(-100.0);
        if !own && rights > 0 {
            let done = "chọn đúng hết mới có điểm";
            self.lost("cách cho điểm từng phần khác quy tắc (đúng − sai) ÷ số phương án đúng", done);
        }
        false
    }

    fn truth(&mut self) -> Option<Body> {
        let answers = self.answers()?;
        let full = |a: &Answer<'_>| a.fraction > 100.0 - CLOSE;
        // Old files have the words of their language: then the first one is "true".
        let named = answers.iter().find_map(|a| match raw(a.element).to_ascii_lowercase().as_str() {
            "true" => Some(full(a)),
            "false" => Some(!full(a)),
            _ => None,
        });
        let right = match (named, answers.as_slice()) {
            (Some(right), _) => right,
            (None, [first, second]) if full(first) != full(second) => full(first),
            _ => {
                let message = "câu đúng/sai không nói phương án nào đúng";
                self.refuse(
                    "no_answer",
                    message,
                    "đặt fraction=\"100\" cho một trong hai phương án true, false",
                );
                return None;
            }
        };
        if answers.iter().any(|a| a.fraction > CLOSE && !full(a)) {
            self.lost("phương án được một phần điểm", "coi là sai");
        }
        Some(Body::TrueFalse(right))
    }

    fn short_text(&mut self, item: &mut Item) -> Option<Body> {
        // The file says how Moodle marks; folding tones is ours alone, so its tag is asked only then.
        item.fold = Some(match (self.flag("usecase", false), item.fold) {
            (true, _) => Fold::None,
            (false, Some(Fold::Marks)) => Fold::Marks,
            (false, _) => Fold::Case,
        });
        let mut forms = Vec::new();
        for answer in self.answers()? {
            let text = raw(answer.element);
            if text.is_empty() {
                continue;
            }
            if answer.fraction < 100.0 - CLOSE {
                self.lost(format!("cách trả lời chỉ được {}% điểm: {text}", answer.fraction), DROPPED);
            } else if is_pattern(&text) {
                self.lost(format!("ký tự đại diện * trong đáp án: {text}"), DROPPED);
            } else {
                forms.push(text.replace("\\*", "*"));
            }
        }
        if forms.is_empty() {
            self.lost("không còn đáp án nào dùng được", "bỏ cả câu");
            return None;
        }
        Some(Body::ShortText(forms))
    }

    fn number(&mut self, item: &mut Item) -> Option<Body> {
        let mut kept = None;
        for answer in self.answers()? {
            let text = raw(answer.element);
            if text.is_empty() {
                continue;
            }
            if answer.fraction < 100.0 - CLOSE {
                self.lost(format!("đáp số chỉ được {}% điểm: {text}", answer.fraction), DROPPED);
            } else if text == "*" {
                self.lost("đáp số * (số nào cũng đúng)", DROPPED);
            } else if kept.is_some() {
                self.lost(format!("thêm đáp số đúng: {text}"), "giữ đáp số đầu tiên");
            } else {
                let tolerance = child(answer.element, "tolerance");
                let right = self.quantity(answer.element, &text, "đáp số")?;
                let tolerance = if tolerance.is_empty() {
                    0.0
                } else {
                    self.quantity(answer.element, &tolerance, "sai số")?
                };
                kept = Some((right, tolerance));
            }
        }
        self.units(item);
        let Some((right, tolerance)) = kept else {
            self.lost("không còn đáp số nào dùng được", "bỏ cả câu");
            return None;
        };
        Some(Body::Numeric { right, tolerance })
    }

    fn quantity(&mut self, at: &Element<'_>, text: &str, what: &str) -> Option<f64> {
        let found = text.parse::<f64>().ok().or_else(|| parse_number(text)).filter(|n| n.is_finite());
        if found.is_none() {
            self.refuse_at(
                at,
                "not_a_number",
                format!("{what} “{text}” không phải là số"),
                "ghi một số, ví dụ 12 hoặc 3.5",
            );
        }
        found
    }

    fn units(&mut self, item: &mut Item) {
        let units: Vec<(String, f64)> = self
            .q
            .all("units")
            .flat_map(|u| u.all("unit"))
            .map(|u| (child(u, "unit_name"), child(u, "multiplier").parse().unwrap_or(1.0)))
            .filter(|u| !u.0.is_empty())
            .collect();
        // The number is told in the unit whose multiplier is one.
        let own = units.iter().find(|u| (u.1 - 1.0).abs() < 1e-9).or(units.first());
        if let Some((own, multiplier)) = own {
            let others: Vec<&str> = units.iter().map(|u| u.0.as_str()).filter(|u| u != own).collect();
            if !others.is_empty() {
                self.lost(
                    format!("đơn vị khác: {}", others.join(", ")),
                    "giữ một đơn vị, trả lời bằng đơn vị đó",
                );
            }
            if (multiplier - 1.0).abs() >= 1e-9 {
                self.lost(
                    format!("hệ số {multiplier} của đơn vị {own}"),
                    "bỏ; đáp số giữ nguyên, kiểm tra lại",
                );
            }
            item.unit = Some(own.clone());
            if self.flag("unitsleft", false) {
                self.lost("đơn vị đứng trước số", "đặt sau số");
            }
        }
        if self.flag("unitgradingtype", false) {
            self.lost("trừ điểm khi sai đơn vị", "bỏ; chỉ chấm con số");
        }
    }

    /// Says that the order of the file is not kept.
    pub(super) fn shuffled(&mut self) {
        if !self.flag("shuffleanswers", true) {
            self.lost("giữ nguyên thứ tự phương án (không trộn)", "các phương án sẽ được trộn");
        }
    }
}

/// Whether an answer has a `*` that stands for anything; `\*` is the sign itself.
fn is_pattern(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let open = c == '*' && before != '\\';
        before = c;
        open
    })
}
