//! Questions whose answer is an order or a pairing, and our own order of what they show.
//!
//! Moodle shuffles and keeps no order of its own, so ours travels in tags. Invariant: those tags are followed only when
//! they fit the file exactly; a question edited in Moodle gets new ids instead of wrong ones.

use super::kinds::MOST_ANSWERS;
use super::question::Ask;
use super::text::{Form, child, raw};
use crate::bank::exchange::item::{Body, Item};
use crate::bank::exchange::xml::Element;
use std::collections::HashMap;

impl Ask<'_, '_, '_> {
    /// Left and right sides; a row without left is one more on the right.
    pub(super) fn matching(&mut self, form: Form, item: &mut Item) -> Option<Body> {
        self.shuffled();
        // Moodle always marks pair by pair.
        item.partial = item.partial.or(Some(true));
        let asked: Vec<&Element<'_>> = self.q.all("subquestion").collect();
        if asked.len() > MOST_ANSWERS {
            let message = format!("câu ghép đôi có {} dòng", asked.len());
            self.refuse("too_many_answers", message, "bớt dòng hoặc tách câu");
            return None;
        }
        let (mut lefts, mut rights, mut extras) = (Vec::new(), Vec::new(), Vec::new());
        let mut places = HashMap::new();
        for row in asked {
            let left = self.line(row, form, "vế trái");
            let right = row.first("answer").map(raw).unwrap_or_default();
            if right.is_empty() {
                if !left.is_empty() {
                    self.refuse_at(
                        row,
                        "no_answer",
                        format!("vế trái “{left}” không có vế phải"),
                        "điền vế phải",
                    );
                    return None;
                }
                continue;
            }
            if left.is_empty() {
                extras.push(right);
                continue;
            }
            let place = *places.entry(right.clone()).or_insert_with(|| {
                rights.push(right);
                rights.len() - 1
            });
            lefts.push((left, place));
        }
        for extra in extras {
            if !places.contains_key(&extra) {
                places.insert(extra.clone(), rights.len());
                rights.push(extra);
            }
        }
        match own_order(&item.match_ids, &self.pairs, &lefts, rights.len()) {
            Some(order) => {
                let left = lefts.into_iter().map(|(text, at)| (text, order[at])).collect();
                let mut right = vec![String::new(); rights.len()];
                for (text, at) in rights.into_iter().zip(order) {
                    right[at] = text;
                }
                Some(Body::Matching { left, right })
            }
            None => {
                item.match_ids.clear();
                Some(Body::Matching { left: lefts, right: rights })
            }
        }
    }

    /// Steps in their right order.
    pub(super) fn ordering(&mut self, form: Form, item: &mut Item) -> Option<Body> {
        let grading = child(self.q, "gradingtype").to_ascii_uppercase();
        if !matches!(grading.as_str(), "ALL_OR_NOTHING" | "-1") {
            self.lost("cho điểm từng phần theo vị trí", "xếp đúng hết mới có điểm");
        }
        let select = child(self.q, "selecttype").to_ascii_uppercase();
        if !matches!(select.as_str(), "" | "ALL" | "EXACT" | "0") {
            self.lost("chỉ hỏi một phần các mục", "hỏi mọi mục");
        }
        // Moodle itself goes by the order of the file, whatever the fractions say.
        let mut texts = Vec::new();
        for answer in self.q.all("answer").take(MOST_ANSWERS + 1) {
            let text = self.line(answer, form, "mục");
            if !text.is_empty() || answer.first("file").is_some() {
                texts.push(text);
            }
        }
        if texts.len() > MOST_ANSWERS {
            self.refuse(
                "too_many_answers",
                format!("câu có hơn {MOST_ANSWERS} mục"),
                "bớt mục hoặc tách câu",
            );
            return None;
        }
        let shown: Option<Vec<usize>> = same_ids(&self.order, &item.option_ids, texts.len())
            .then(|| item.option_ids.iter().map(|id| self.order.iter().position(|o| o == id)).collect())
            .flatten();
        let Some(shown) = shown else {
            item.option_ids.clear();
            let right = (0..texts.len()).collect();
            return Some(Body::Ordering { options: texts, right });
        };
        let options = shown.iter().map(|at| texts.get(*at).cloned().unwrap_or_default()).collect();
        let right = (0..texts.len()).filter_map(|at| shown.iter().position(|s| *s == at)).collect();
        Some(Body::Ordering { options, right })
    }
}

/// Whether both lists have these ids, each once.
fn same_ids(one: &[String], other: &[String], count: usize) -> bool {
    let sorted = |ids: &[String]| {
        let mut ids = ids.to_vec();
        ids.sort();
        ids.dedup();
        ids
    };
    one.len() == count && other.len() == count && sorted(one).len() == count && sorted(one) == sorted(other)
}

/// Where each right text, in the order first met, stands in our own order; `None` when the tags do not fit the file.
fn own_order(
    ids: &[String],
    pairs: &[String],
    lefts: &[(String, usize)],
    count: usize,
) -> Option<Vec<usize>> {
    if ids.len() != count || pairs.len() != lefts.len() {
        return None;
    }
    let mut order = vec![None; count];
    for (id, (_, met)) in pairs.iter().zip(lefts) {
        let own = ids.iter().position(|i| i == id)?;
        let slot = order.get_mut(*met)?;
        if slot.is_some_and(|taken| taken != own) {
            return None;
        }
        *slot = Some(own);
    }
    let mut free = (0..count).filter(|own| !order.contains(&Some(*own))).collect::<Vec<_>>().into_iter();
    let whole: Vec<usize> =
        order.into_iter().map(|slot| slot.or_else(|| free.next())).collect::<Option<_>>()?;
    // Two texts under one id: somebody edited the question.
    (free.next().is_none()).then_some(whole)
}
