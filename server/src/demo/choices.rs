//! What a demonstration person picks: the right answer of a question, or a wrong one that a form would accept.

use super::dice::Dice;
use domain::Choice;
use domain::payload::OptionView;
use domain::question::{Key, PaperItem, Revision};

/// The right answer.
pub(super) fn right(revision: &Revision) -> Choice {
    match &revision.key {
        Key::SingleChoice { right } => Choice::Option(right.clone()),
        Key::TrueFalse { right } => Choice::Option(truth(*right)),
        Key::MultipleChoice { right, .. } => Choice::Options(right.clone()),
        Key::Ordering { right } => Choice::Order(right.clone()),
        Key::Matching { right, .. } => Choice::Pairs(right.clone()),
        Key::Numeric { right, .. } => Choice::Number(*right),
        Key::ShortText { accept, .. } => Choice::Text(accept.first().cloned().unwrap_or_default()),
    }
}

fn truth(right: bool) -> String {
    Revision::TRUE_FALSE[usize::from(!right)].to_owned()
}

fn ids(options: &[OptionView]) -> Vec<String> {
    options.iter().map(|o| o.id.clone()).collect()
}

/// A wrong answer: another option, one pick too many or too few, two things swapped, a number somewhat off.
pub(super) fn wrong(revision: &Revision, item: &PaperItem, dice: &mut Dice) -> Choice {
    match &revision.key {
        Key::SingleChoice { right } => {
            let others: Vec<&String> = item.options.iter().filter(|id| *id != right).collect();
            Choice::Option(dice.pick(&others).map_or_else(|| right.clone(), |id| (*id).clone()))
        }
        Key::TrueFalse { right } => Choice::Option(truth(!right)),
        Key::MultipleChoice { right, .. } => {
            let mut picked = right.clone();
            let extra: Vec<String> = item.options.iter().filter(|id| !right.contains(*id)).cloned().collect();
            let drop_one = picked.len() > 1 && (extra.is_empty() || dice.chance(500));
            if drop_one {
                picked.remove(dice.place(picked.len()));
            } else {
                picked.extend(dice.pick(&extra).cloned());
            }
            Choice::Options(picked)
        }
        Key::Ordering { right } => {
            let mut order = right.clone();
            let at = dice.place(order.len().saturating_sub(1));
            if order.len() > 1 {
                order.swap(at, at + 1);
            }
            Choice::Order(order)
        }
        Key::Matching { right, matches, .. } => {
            let mut pairs = right.clone();
            let left: Vec<String> = pairs.keys().cloned().collect();
            let at = dice.place(left.len());
            if let Some(key) = left.get(at) {
                let others: Vec<String> =
                    ids(matches).into_iter().filter(|id| right.get(key) != Some(id)).collect();
                if let Some(id) = dice.pick(&others) {
                    // Whoever had that match gets the one that became free: a swap, as people make it.
                    let freed = pairs.insert(key.clone(), id.clone());
                    let holder = pairs.iter().find(|(k, v)| *k != key && *v == id).map(|(k, _)| k.clone());
                    if let (Some(holder), Some(freed)) = (holder, freed) {
                        pairs.insert(holder, freed);
                    }
                }
            }
            Choice::Pairs(pairs)
        }
        Key::Numeric { right, tolerance, .. } => {
            #[expect(clippy::cast_precision_loss, reason = "a small whole number")]
            let steps = dice.between(1, 5) as f64;
            Choice::Number((right + tolerance + steps * right.abs().max(1.0).log10().exp().ceil()).round())
        }
        Key::ShortText { .. } => Choice::Text("không nhớ".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::dice::Use;
    use domain::Points;
    use domain::grading::{grade, validate};

    #[test]
    fn right_answers_are_right_and_wrong_ones_are_wrong_but_possible() {
        let bank = crate::demo::tests::bank();
        assert!(bank.len() > 100);
        for (revision, n) in bank.iter().zip(0..) {
            let slots = [domain::contest::Slot { count: 1, ..Default::default() }];
            let pool = domain::draw::Pool::new(vec![revision.clone()]);
            let paper = domain::draw::draw(&slots, &pool, n, true, true).unwrap();
            let right = right(revision);
            assert_eq!(validate(revision, &right), Ok(()), "{}", revision.id);
            assert_eq!(grade(revision, Some(&right)), revision.worth(), "{}", revision.id);
            for throw in 0..6 {
                let wrong = wrong(revision, &paper[0], &mut Dice::new(Use::Sitting, n * 10 + throw));
                assert_eq!(validate(revision, &wrong), Ok(()), "{} {wrong:?}", revision.id);
                let got = grade(revision, Some(&wrong));
                assert!(got < revision.worth() && got >= Points::ZERO, "{} {wrong:?}", revision.id);
            }
        }
    }
}
