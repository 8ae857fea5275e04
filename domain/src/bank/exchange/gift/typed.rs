//! GIFT answers that people type: short texts and numbers.
//!
//! Invariant: only answers of full credit are kept; every other is among the losses.

use super::super::collect::tidy_line;
use super::super::item::Body;
use super::answers::{answers, too_many, weight, without_feedback};
use super::piece::Piece;
use super::text::{Format, Losses, format_of, option};
use super::{Refusal, refusal, start};

pub(super) fn short_text(piece: Piece<'_>, lost: &mut Losses) -> Result<Body, Refusal> {
    let mut forms = Vec::new();
    for answer in answers(piece, &['='], lost)? {
        let weight = answer.weight.unwrap_or(100.0);
        let (own_format, text) = format_of(answer.text);
        let at = text.at();
        // Moodle compares what people type with the bare text, whatever the stem's format is.
        let html = matches!(own_format, Some(Format::Html));
        let text = if html { option(&text.text(), Format::Html, at, lost) } else { text.text() };
        if text.trim() == "*" {
            lost.add(at, "phản hồi cho mọi câu trả lời khác (*)", "bỏ");
        } else if weight < 99.9 {
            lost.add(
                at,
                format!("đáp án “{}” chỉ được {weight} % điểm", start(&tidy_line(&text))),
                "bỏ cách viết này",
            );
        } else {
            let (text, wild) = without_star_escapes(&text);
            if wild {
                lost.add(
                    at,
                    format!("dấu * thay cho chữ bất kỳ trong “{}”", start(&tidy_line(&text))),
                    "giữ dấu * như chữ thường, hãy ghi rõ từng cách viết",
                );
            }
            forms.push(text);
        }
    }
    if forms.is_empty() {
        let message = "không có đáp án nào được trọn điểm";
        return Err(refusal(
            piece.at(),
            "no_right_answer",
            message,
            "ghi ít nhất một đáp án =… không có %…%",
        ));
    }
    Ok(Body::ShortText(forms))
}

/// Moodle takes `*` for anything and `\*` for the star; the second is whether there was a bare one.
fn without_star_escapes(text: &str) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut wild = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek() == Some(&'*') {
            chars.next();
            out.push('*');
        } else {
            wild |= c == '*';
            out.push(c);
        }
    }
    (out, wild)
}

/// What a short text is in Moodle: stars escaped.
pub(super) fn with_star_escapes(text: &str) -> String {
    text.replace('*', "\\*")
}

pub(super) fn numeric(piece: Piece<'_>, lost: &mut Losses) -> Result<Body, Refusal> {
    let (values, wrong) = piece.split("~").unwrap_or((piece, piece.cut(0, 0)));
    if !wrong.trim().is_empty() {
        lost.add(
            wrong.at(),
            "phản hồi riêng của từng đáp án",
            "bỏ phản hồi; chỉ giữ lời giải thích chung (####)",
        );
    }
    let (first, parts) = values.parts(&['=']);
    too_many(piece, parts.len())?;
    let mut right: Option<(f64, f64)> = None;
    for part in std::iter::once(first).chain(parts.into_iter().map(|(_, part)| part)) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let (weight, text) = weight(part);
        let weight = weight.unwrap_or(100.0);
        let text = without_feedback(text, lost);
        let shown = tidy_line(&text.text());
        if shown == "*" {
            lost.add(text.at(), "phản hồi cho mọi câu trả lời khác (*)", "bỏ");
            continue;
        }
        let value = value(&shown).ok_or_else(|| {
            let message = format!("“{shown}” không phải số, khoảng a..b hay số:sai số");
            let remedy =
                "viết {#12}, {#12:0.5} hoặc {#11.5..12.5}, dấu thập phân là dấu chấm, không có dấu phân nhóm";
            refusal(text.at(), "not_a_number", message, remedy)
        })?;
        if weight < 99.9 {
            lost.add(text.at(), format!("đáp số {shown} chỉ được {weight} % điểm"), "bỏ đáp số này");
        } else if right.is_some() {
            lost.add(
                text.at(),
                format!("thêm một đáp số đúng nữa: {shown}"),
                "bỏ, chỉ giữ đáp số đúng đầu tiên",
            );
        } else {
            right = Some(value);
        }
    }
    let Some((right, tolerance)) = right else {
        let message = "không có đáp số nào được trọn điểm";
        return Err(refusal(
            piece.at(),
            "no_right_answer",
            message,
            "ghi đáp số, ví dụ {#12} hoặc {#12:0.5}",
        ));
    };
    Ok(Body::Numeric { right, tolerance })
}

/// `lo..hi`, `n:tolerance` or `n`, as value and tolerance.
fn value(text: &str) -> Option<(f64, f64)> {
    if let Some((low, high)) = text.split_once("..") {
        let (low_value, high_value) = (number(low)?, number(high)?);
        if high_value < low_value {
            return None;
        }
        // The middle is shown to people: as many decimals as the bounds have and one more, no binary dust.
        let decimals = |n: &str| n.trim().split_once('.').map_or(0, |(_, d)| d.len());
        let places = (decimals(low).max(decimals(high)) + 1).min(15);
        let round = |n: f64| format!("{n:.places$}").parse::<f64>().ok();
        let middle = low_value / 2.0 + high_value / 2.0;
        return Some((round(middle)?, round((high_value - low_value) / 2.0)?));
    }
    match text.split_once(':') {
        Some((right, tolerance)) => Some((number(right)?, number(tolerance).filter(|t| *t >= 0.0)?)),
        None => Some((number(text)?, 0.0)),
    }
}

fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace('−', "-");
    if text.contains(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+' | 'e' | 'E')) {
        return None;
    }
    text.parse::<f64>().ok().filter(|n| n.is_finite())
}
