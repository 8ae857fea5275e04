//! Wordings as GIFT.
//!
//! Written as Moodle itself writes it, so that Moodle and those who copy it read it; what GIFT has no place for stands
//! in tags. Invariant: except for pictures, [`super::read`] gives back the very wording.

use super::super::{Export, Loss, WriteError, tags, unwritten};
use super::comment::encoded;
use super::pairs::step;
use super::text::{Format, escaped, write_option, write_rich, write_right};
use super::typed::with_star_escapes;
use crate::payload::OptionView;
use crate::question::{Fold, Key, Revision};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Writes wordings.
pub(in super::super) fn write(revisions: &[Revision]) -> Result<Export, WriteError> {
    let mut out = String::new();
    let mut losses = Vec::new();
    let mut category = None;
    for r in revisions {
        let topic = Some((&r.topic, &r.topic_title));
        if category != topic {
            let title = r.topic_title.replace('/', "//");
            // Writing to a String cannot fail.
            let _ = writeln!(out, "$CATEGORY: $course$/top/{} {title}\n", r.topic);
            category = topic;
        }
        question(r, &mut out);
        told_otherwise(r, &mut losses);
    }
    Ok(Export { bytes: out.into_bytes(), ending: "txt", losses })
}

fn question(r: &Revision, out: &mut String) {
    let (stem, format) = write_rich(&r.stem, Format::Moodle);
    let (rows, body) = body(r, format);
    let _ = write!(out, "// [id:{}]", encoded(&r.question));
    for tag in tags::of(r).iter().filter(|tag| !tag.starts_with("id:")) {
        let _ = write!(out, " [tag:{}]", encoded(tag));
    }
    if !rows.is_empty() {
        let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
        let _ = write!(out, " [tag:rows:{}]", rows.join(" "));
    }
    let _ = write!(out, "\n::{}::{stem}{{{body}", escaped(&r.question));
    if !r.explanation.is_empty() {
        let (explanation, _) = write_rich(&r.explanation, format);
        let _ = write!(out, "\n\t####{explanation}");
    }
    let closing = if body.contains('\n') || !r.explanation.is_empty() { "\n}\n\n" } else { "}\n\n" };
    out.push_str(closing);
}

/// Where each row's right side stands (from 1), and the answers.
fn body(r: &Revision, format: Format) -> (Vec<usize>, String) {
    let mut out = String::new();
    let mut rows = Vec::new();
    match &r.key {
        Key::SingleChoice { right } => {
            for o in &r.options {
                let sign = if o.id == *right { '=' } else { '~' };
                let _ = write!(out, "\n\t{sign}{}", write_option(&o.text, format));
            }
        }
        Key::MultipleChoice { right, partial } => {
            let share = 100.0 / f64::from(u32::try_from(right.len().max(1)).unwrap_or(1));
            let wrong = if *partial { share } else { 100.0 };
            for o in &r.options {
                let (minus, weight) = if right.contains(&o.id) { ("", share) } else { ("-", wrong) };
                let _ = write!(out, "\n\t~%{minus}{}%{}", percent(weight), write_option(&o.text, format));
            }
        }
        Key::TrueFalse { right } => out.push_str(if *right { "TRUE" } else { "FALSE" }),
        Key::Numeric { right, tolerance, .. } => {
            let _ = write!(out, "#{right}:{tolerance}");
        }
        Key::ShortText { accept, .. } => {
            for form in accept {
                let form = with_star_escapes(form);
                // A weight and a mark keep a form that begins like one from being taken for it.
                let guard = if form.starts_with(['[', '%']) { "%100%[plain]" } else { "" };
                let _ = write!(out, "\n\t={guard}{}", escaped(&form));
            }
        }
        Key::Ordering { right } => {
            for (i, id) in right.iter().enumerate() {
                let found = r.options.iter().enumerate().find(|(_, o)| o.id == *id);
                let Some((place, o)) = found else { continue };
                rows.push(place + 1);
                let _ = write!(out, "\n\t={} -> {}", step(i + 1), write_right(&o.text));
            }
        }
        Key::Matching { matches, right, .. } => {
            let places: HashMap<&str, usize> =
                matches.iter().enumerate().map(|(i, m)| (m.id.as_str(), i)).collect();
            let pairs =
                r.options.iter().filter_map(|o| Some((Some(o), *places.get(right.get(&o.id)?.as_str())?)));
            let used: Vec<(Option<&OptionView>, usize)> = pairs.collect();
            let spare = (0..matches.len()).filter(|m| !used.iter().any(|(_, place)| place == m));
            let spare: Vec<(Option<&OptionView>, usize)> = spare.map(|place| (None, place)).collect();
            for (left, place) in used.into_iter().chain(spare) {
                let Some(partner) = matches.get(place) else { continue };
                rows.push(place + 1);
                let left = left.map(|o| write_option(&o.text, format)).unwrap_or_default();
                let _ = write!(out, "\n\t={left} -> {}", write_right(&partner.text));
            }
        }
    }
    (rows, out)
}

/// A weight as Moodle's list of grades has it: up to five decimals.
fn percent(weight: f64) -> String {
    format!("{weight:.5}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What other programs will understand otherwise, though our tags keep it.
fn told_otherwise(r: &Revision, losses: &mut Vec<Loss>) {
    let kept = "giữ trong nhãn; phần mềm khác sẽ chấm điểm từng phần";
    let mut lose = |feature: &str, done: &str| losses.push(unwritten(r, feature, done));
    if r.image.is_some() {
        lose("ảnh", "bỏ ảnh: GIFT không mang theo tệp ảnh, dùng moodle-xml");
    }
    match &r.key {
        Key::Ordering { .. } => {
            lose("câu sắp xếp", "ghi thành câu ghép cặp Bước 1, Bước 2…; nạp lại ở đây vẫn là câu sắp xếp");
        }
        Key::MultipleChoice { partial: false, .. } => lose("chấm trọn câu nhiều lựa chọn", kept),
        Key::Matching { partial: false, .. } => lose("chấm trọn câu ghép cặp", kept),
        Key::Numeric { unit: Some(_), .. } => {
            lose("đơn vị của đáp số", "giữ trong nhãn; phần mềm khác không hiện đơn vị")
        }
        Key::ShortText { accept, fold } => {
            if *fold != Fold::Case {
                lose(
                    "cách so chữ hoa, chữ thường và dấu",
                    "giữ trong nhãn; phần mềm khác bỏ qua hoa thường, giữ dấu",
                );
            }
            if accept.iter().any(|form| form.contains("->")) {
                lose("đáp án có dấu ->", "giữ nguyên; phần mềm khác sẽ đọc nhầm thành câu ghép cặp");
            }
        }
        _ => {}
    }
}
