//! What stands between the braces of a GIFT question.
//!
//! Invariant: every answer either becomes part of the body, or is among the losses, or is the reason why the question
//! is refused at its place.

use super::super::collect::tidy_line;
use super::super::item::{Body, Item};
use super::pairs;
use super::piece::Piece;
use super::text::{Format, Losses, format_of, option};
use super::typed::{numeric, short_text};
use super::{Own, Refusal, refusal, start};

/// Answers of one question; our rules allow far fewer, except for short texts.
pub(super) const MOST_ANSWERS: usize = 60;

const CHOICE_REMEDY: &str = "mỗi phương án bắt đầu bằng = (đúng) hoặc ~ (sai); dấu = ~ # { } : trong lời viết là \\= \\~ \\# \\{ \\} \\:";

/// Reads the answers, general feedback already cut off; `None` when it is a kind we do not have.
pub(super) fn body(
    piece: Piece<'_>,
    format: Format,
    own: &Own,
    item: &mut Item,
    lost: &mut Losses,
) -> Result<Option<Body>, Refusal> {
    let piece = piece.trim();
    let has = |sign: char| piece.mask().contains(sign);
    if piece.is_empty() {
        return Ok(None);
    }
    if piece.mask().starts_with('#') {
        return numeric(piece.from(1), lost).map(Some);
    }
    if has('~') {
        return choice(piece, format, item, lost).map(Some);
    }
    let is_short = own.kind.as_deref() == Some("short_text");
    if has('=') && piece.mask().contains("->") && !is_short {
        return pairs::matching(piece, format, own, lost).map(Some);
    }
    if let Some(right) = truth(piece, lost) {
        return Ok(Some(Body::TrueFalse(right)));
    }
    if has('=') {
        return short_text(piece, lost).map(Some);
    }
    let shown: String = piece.text().chars().take(40).collect();
    let message = format!("không rõ câu thuộc loại nào từ {{{}}}", tidy_line(&shown));
    let remedy = "đúng/sai: {T} hoặc {F}; trả lời ngắn: {=đáp án}; số: {#12}; lựa chọn: {=đúng ~sai ~sai}";
    Err(refusal(piece.at(), "unknown_answer", message, remedy))
}

/// One answer: its sign, weight in percent, text and feedback.
pub(super) struct Answer<'t> {
    pub(super) sign: char,
    pub(super) weight: Option<f64>,
    pub(super) text: Piece<'t>,
}

/// Cuts the answers apart and reports their feedback.
pub(super) fn answers<'t>(
    piece: Piece<'t>,
    signs: &'static [char],
    lost: &mut Losses,
) -> Result<Vec<Answer<'t>>, Refusal> {
    let (first, parts) = piece.parts(signs);
    if !first.trim().is_empty() {
        let message = "có chữ đứng trước phương án đầu tiên";
        return Err(refusal(first.trim().at(), "text_before_answers", message, CHOICE_REMEDY));
    }
    too_many(piece, parts.len())?;
    let mut found = Vec::with_capacity(parts.len());
    for (sign, part) in parts {
        let (weight, text) = weight(part.trim());
        let text = without_feedback(text, lost);
        if text.is_empty() {
            let at = part.at().saturating_sub(1);
            return Err(refusal(at, "empty_answer", format!("sau dấu {sign} không có chữ"), CHOICE_REMEDY));
        }
        found.push(Answer { sign, weight, text });
    }
    Ok(found)
}

pub(super) fn too_many(piece: Piece<'_>, count: usize) -> Result<(), Refusal> {
    if count <= MOST_ANSWERS {
        return Ok(());
    }
    let message = format!("một câu có {count} phương án, nhiều nhất {MOST_ANSWERS}");
    Err(refusal(piece.at(), "too_many_answers", message, "tách câu, hoặc bỏ bớt phương án"))
}

pub(super) fn without_feedback<'t>(piece: Piece<'t>, lost: &mut Losses) -> Piece<'t> {
    let Some((text, feedback)) = piece.split("#") else { return piece.trim() };
    if !feedback.mask().trim_matches(|c: char| c == '#' || c.is_whitespace()).is_empty() {
        lost.add(
            feedback.at(),
            "phản hồi riêng của từng đáp án",
            "bỏ phản hồi; chỉ giữ lời giải thích chung (####)",
        );
    }
    text.trim()
}

/// `%50%` at the start, and what follows.
pub(super) fn weight(piece: Piece<'_>) -> (Option<f64>, Piece<'_>) {
    let inside = piece.mask().strip_prefix('%').and_then(|rest| rest.split_once('%'));
    let Some((number, _)) = inside.filter(|(n, _)| n.len() <= 20) else { return (None, piece) };
    let digits = number.strip_prefix('-').unwrap_or(number);
    if !digits.starts_with(|c: char| c.is_ascii_digit())
        || digits.contains(|c: char| !c.is_ascii_digit() && c != '.')
    {
        return (None, piece);
    }
    match number.parse::<f64>() {
        Ok(value) => (Some(value), piece.from(number.len() + 2).trim()),
        Err(_) => (None, piece),
    }
}

fn choice(piece: Piece<'_>, format: Format, item: &mut Item, lost: &mut Losses) -> Result<Body, Refusal> {
    let answers = answers(piece, &['=', '~'], lost)?;
    if !(3..=6).contains(&answers.len()) {
        let message = format!("câu có {} phương án, cần từ 3 đến 6", answers.len());
        let remedy = if answers.len() < 3 {
            "thêm phương án nhiễu hợp lý, hoặc viết thành câu đúng/sai {T} {F}"
        } else {
            "bỏ bớt phương án nhiễu"
        };
        return Err(refusal(piece.at(), "option_count", message, remedy));
    }
    // Without "=" Moodle lets people pick several.
    let several = !answers.iter().any(|a| a.sign == '=');
    let mut options = Vec::with_capacity(answers.len());
    let mut weights = Vec::with_capacity(answers.len());
    for answer in &answers {
        let weight = answer.weight.unwrap_or(if answer.sign == '=' { 100.0 } else { 0.0 });
        let right = if several { weight > 0.0 } else { weight >= 99.9 };
        let (own_format, text) = format_of(answer.text);
        let text = option(&text.text(), own_format.unwrap_or(format), answer.text.at(), lost);
        if tidy_line(&text).is_empty() {
            let message = "phương án không có chữ";
            return Err(refusal(
                answer.text.at(),
                "empty_answer",
                message,
                "viết phương án bằng chữ; ảnh trong phương án không dùng được",
            ));
        }
        if !several && !right && weight > 0.0 {
            lost.add(
                answer.text.at(),
                format!("điểm một phần {weight} % cho “{}”", start(&text)),
                "tính là phương án sai",
            );
        }
        if !several && weight < 0.0 {
            lost.add(answer.text.at(), "điểm trừ cho phương án sai", "bỏ: câu một lựa chọn không trừ điểm");
        }
        options.push((text, right));
        weights.push(weight);
    }
    let rights = options.iter().filter(|(_, right)| *right).count();
    if rights == 0 {
        let message = "không có phương án nào được trọn điểm";
        return Err(refusal(piece.at(), "no_right_answer", message, "đặt dấu = trước phương án đúng"));
    }
    if !several && rights > 1 {
        lost.add(
            piece.at(),
            "nhiều phương án = trong câu chỉ chọn một",
            "đọc thành câu nhiều lựa chọn, phải chọn đủ các phương án đúng",
        );
    }
    // With our own tag the file says what is meant; the weights are for other programs.
    if several && item.partial.is_none() {
        item.partial = Some(partial(&weights, rights, piece.at(), lost));
    }
    Ok(Body::Choice { options, several: several || rights > 1 })
}

/// Whether the weights ask for partial credit. Ours is right picks minus wrong picks over the number right.
fn partial(weights: &[f64], rights: usize, at: usize, lost: &mut Losses) -> bool {
    // Exporters round: 33, 33.3 and 33.33333 are all a third.
    let near = |a: f64, b: f64| (a - b).abs() < 0.7;
    let share = 100.0 / f64::from(u32::try_from(rights).unwrap_or(u32::MAX));
    let even = weights.iter().filter(|w| **w > 0.0).all(|w| near(*w, share));
    let all = |expected: f64| weights.iter().filter(|w| **w <= 0.0).all(|w| near(*w, expected));
    if even && all(-share) {
        return rights > 1;
    }
    let shown: Vec<String> = weights.iter().map(|w| format!("{w}")).collect();
    let done = if rights > 1 {
        "chấm theo (số chọn đúng − số chọn sai) ÷ số phương án đúng"
    } else {
        "chấm trọn điểm khi chọn đúng đúng một phương án ấy"
    };
    lost.add(at, format!("trọng số riêng của phương án ({} %)", shown.join(", ")), done);
    rights > 1
}

fn truth(piece: Piece<'_>, lost: &mut Losses) -> Option<bool> {
    let word = piece.split("#").map_or(piece, |(word, _)| word).trim().mask();
    let is = |names: [&str; 2]| names.iter().any(|name| word.eq_ignore_ascii_case(name));
    let right = is(["T", "TRUE"]);
    if !right && !is(["F", "FALSE"]) {
        return None;
    }
    without_feedback(piece, lost);
    Some(right)
}
