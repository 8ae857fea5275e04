//! Filling lines although questions feud: exact, with a bound on the work.
//!
//! Each step fills the lines by matching and looks for a feud in the result. There is none: done. There is one: either
//! that question is not on the paper or none of its feuds is, and both are tried. When the matching cannot fill the
//! lines, forbidding more cannot help, and the step is undone. So the answer is exact; only the number of steps can run
//! out. Where enemies come in groups that are all enemies of each other, there are no feuds and one step answers.

use super::enemies::Enemies;
use super::hand::{Hand, Table};

/// What a search found.
pub(super) enum Found {
    /// Question and line, for every place.
    Paper(Vec<(usize, usize)>),
    /// There is no such paper.
    Impossible,
    /// The steps ran out.
    GaveUp,
}

/// Looks for questions that fill `counts`, lines in this `order`.
pub(super) fn search(
    candidates: &[Vec<usize>],
    enemies: &Enemies,
    order: &[usize],
    counts: &[usize],
    steps: usize,
) -> Found {
    let mut barred = vec![false; enemies.circle.len()];
    // What was barred, in order; and per open choice where it began and which question the other way bars.
    let mut trail: Vec<usize> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for _ in 0..steps {
        let mut hand = Hand::new(Table { candidates, enemies, barred: Some(&barred) });
        let full = order.iter().all(|&slot| (0..counts[slot]).all(|_| hand.claim(slot)));
        match (full, hand.feud()) {
            (true, None) => return Found::Paper(hand.questions().map(|q| (q, hand.owner[q])).collect()),
            (true, Some(question)) => {
                drop(hand);
                open.push((trail.len(), question));
                for &other in &enemies.feuds[question] {
                    bar(other, &mut barred, &mut trail);
                }
            }
            (false, _) => {
                drop(hand);
                let Some((since, question)) = open.pop() else { return Found::Impossible };
                for undone in trail.drain(since..) {
                    barred[undone] = false;
                }
                bar(question, &mut barred, &mut trail);
            }
        }
    }
    Found::GaveUp
}

fn bar(question: usize, barred: &mut [bool], trail: &mut Vec<usize>) {
    if !std::mem::replace(&mut barred[question], true) {
        trail.push(question);
    }
}
