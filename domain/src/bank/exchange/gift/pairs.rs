//! Pairs of a GIFT question: matching, and the ordering questions we write as matching.
//!
//! GIFT has no ordering. We write one as pairs "Bước 1" → first text …, so that other programs get a question of the
//! same difficulty, with the tag `kind:ordering` by which it becomes an ordering question again. GIFT also knows no
//! order of the right side; the tag `rows` holds it. Invariant: a tag that does not fit the pairs any more (people
//! edit files) is reported and ignored, never obeyed in part.

use super::super::collect::tidy_line;
use super::super::item::Body;
use super::answers::too_many;
use super::piece::Piece;
use super::text::{Format, Losses, format_of, option, right as read_right};
use super::{Own, Refusal, refusal};
use std::collections::HashMap;

/// The left side of a step, from 1.
pub(super) fn step(number: usize) -> String {
    format!("Bước {number}")
}

struct Row {
    left: String,
    right: String,
}

pub(super) fn matching(
    piece: Piece<'_>,
    format: Format,
    own: &Own,
    lost: &mut Losses,
) -> Result<Body, Refusal> {
    let (first, parts) = piece.parts(&['=']);
    if !first.trim().is_empty() {
        let message = "có chữ đứng trước cặp đầu tiên";
        return Err(refusal(
            first.trim().at(),
            "text_before_answers",
            message,
            "mỗi cặp viết: =vế trái -> vế phải",
        ));
    }
    too_many(piece, parts.len())?;
    let mut rows = Vec::with_capacity(parts.len());
    for (_, part) in parts {
        let part = part.trim();
        let Some((left, right)) = part.split("->") else {
            let message = "cặp thiếu dấu ->";
            return Err(refusal(
                part.at(),
                "missing_arrow",
                message,
                "viết =vế trái -> vế phải; dấu = trong lời viết là \\=",
            ));
        };
        let (own_format, left) = format_of(left);
        let left_text = tidy_line(&option(&left.text(), own_format.unwrap_or(format), left.at(), lost));
        let right = right.trim();
        let right_text = tidy_line(&read_right(&right.text(), right.at(), lost));
        if right_text.is_empty() || (left_text.is_empty() && !left.is_empty()) {
            let message = "một vế của cặp không có chữ";
            return Err(refusal(
                part.at(),
                "empty_answer",
                message,
                "viết cả hai vế bằng chữ; vế trái chỉ để trống khi vế phải là vế nhiễu",
            ));
        }
        rows.push(Row { left: left_text, right: right_text });
    }
    if own.kind.as_deref() == Some("ordering") {
        if let Some(body) = ordering(&rows, own, piece.at(), lost) {
            return Ok(body);
        }
        lost.add(
            piece.at(),
            "nhãn kind:ordering không khớp các cặp (cần Bước 1, Bước 2…)",
            "đọc thành câu ghép cặp",
        );
    }
    Ok(paired(rows, own, piece.at(), lost))
}

fn ordering(rows: &[Row], own: &Own, at: usize, lost: &mut Losses) -> Option<Body> {
    let places = places(own, rows.len(), at, lost).filter(|places| is_permutation(places));
    let mut steps: Vec<Option<(String, usize)>> = vec![None; rows.len()];
    for (i, row) in rows.iter().enumerate() {
        let number: usize = row.left.strip_prefix("Bước ")?.parse().ok()?;
        let slot = steps.get_mut(number.checked_sub(1)?)?;
        if slot.is_some() {
            return None;
        }
        let place = places.as_ref().and_then(|p| p.get(i)).copied().unwrap_or(number - 1);
        *slot = Some((row.right.clone(), place));
    }
    let steps: Vec<(String, usize)> = steps.into_iter().collect::<Option<_>>()?;
    let mut shown: Vec<&(String, usize)> = steps.iter().collect();
    shown.sort_by_key(|(_, place)| *place);
    let options = shown.into_iter().map(|(text, _)| text.clone()).collect();
    Some(Body::Ordering { options, right: steps.iter().map(|(_, place)| *place).collect() })
}

fn is_permutation(places: &[usize]) -> bool {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    sorted.into_iter().eq(0..places.len())
}

/// Where each row's right side stands among all right sides, from 0, as the file says.
fn places(own: &Own, rows: usize, at: usize, lost: &mut Losses) -> Option<Vec<usize>> {
    if own.rows.is_empty() {
        return None;
    }
    let places: Option<Vec<usize>> = own.rows.iter().map(|row| row.checked_sub(1)).collect();
    let fitting = places.filter(|p| p.len() == rows);
    if fitting.is_none() {
        unfit(at, lost);
    }
    fitting
}

fn unfit(at: usize, lost: &mut Losses) {
    lost.add(at, "nhãn rows không khớp các cặp", "xếp vế phải theo thứ tự trong tệp");
}

fn paired(rows: Vec<Row>, own: &Own, at: usize, lost: &mut Losses) -> Body {
    let said = places(own, rows.len(), at, lost).map(|places| by_places(&rows, &places));
    if said == Some(None) {
        unfit(at, lost);
    }
    let (right, places) = said.flatten().unwrap_or_else(|| by_appearance(&rows));
    let left = rows.into_iter().zip(places).filter(|(row, _)| !row.left.is_empty());
    Body::Matching { left: left.map(|(row, place)| (row.left, place)).collect(), right }
}

fn by_places(rows: &[Row], places: &[usize]) -> Option<(Vec<String>, Vec<usize>)> {
    let count = places.iter().max()? + 1;
    if count > rows.len() {
        return None;
    }
    let mut right: Vec<Option<&String>> = vec![None; count];
    for (row, place) in rows.iter().zip(places) {
        let slot = right.get_mut(*place)?;
        if slot.is_some_and(|text| *text != row.right) {
            return None;
        }
        *slot = Some(&row.right);
    }
    let right = right.into_iter().map(|text| text.cloned()).collect::<Option<Vec<String>>>()?;
    Some((right, places.to_vec()))
}

/// Right sides in the order they appear; the same text is the same right side.
fn by_appearance(rows: &[Row]) -> (Vec<String>, Vec<usize>) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut right = Vec::new();
    let places = rows.iter().map(|row| {
        *seen.entry(&row.right).or_insert_with(|| {
            right.push(row.right.clone());
            right.len() - 1
        })
    });
    let places = places.collect();
    (right, places)
}
