//! Questions that ask nearly the same, found without comparing every pair.
//!
//! Each question is the set of its neighbouring word pairs (folded: case, marks and punctuation do not matter). Pairs of
//! questions are counted through an index from word pair to questions; a word pair that many questions share says
//! nothing and is passed over. So ten thousand questions take less than a second.

use crate::question::Revision;
use crate::text::fold;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Two questions are named when their stems share this much, in percent of all their word pairs.
const ALIKE_PERCENT: usize = 50;
/// A word pair in more questions than this is a turn of phrase ("bạn nên làm").
const COMMON: usize = 40;

/// Two questions that ask nearly the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alike {
    /// The question with the smaller id.
    pub one: String,
    /// The other.
    pub other: String,
    /// Shared word pairs of their stems, in percent.
    pub percent: usize,
    /// They are declared enemies: they never share a paper.
    pub enemies: bool,
}

fn pairs(r: &Revision) -> BTreeSet<(String, String)> {
    let mut text = fold(&r.stem);
    // A short stem ("Việc nên làm là:") is told apart by what it offers.
    if text.split(' ').count() < 8 {
        for option in &r.options {
            text.push(' ');
            text.push_str(&fold(&option.text));
        }
    }
    let words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
    words.windows(2).filter_map(|w| Some(((*w.first()?).to_owned(), (*w.get(1)?).to_owned()))).collect()
}

/// All such pairs, most alike first.
pub(super) fn alike(revisions: &[Revision]) -> Vec<Alike> {
    let sets: Vec<_> = revisions.iter().map(pairs).collect();
    let mut index: HashMap<&(String, String), Vec<usize>> = HashMap::new();
    for (i, set) in sets.iter().enumerate() {
        for pair in set {
            index.entry(pair).or_default().push(i);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for holders in index.values().filter(|h| h.len() <= COMMON) {
        for (n, &b) in holders.iter().enumerate() {
            for &a in holders.iter().take(n) {
                *shared.entry((a, b)).or_default() += 1;
            }
        }
    }
    let mut found: Vec<Alike> = shared
        .into_iter()
        .filter_map(|((a, b), _)| {
            let (one, other) = (revisions.get(a)?, revisions.get(b)?);
            let both = sets.get(a)?.intersection(sets.get(b)?).count();
            let all = sets.get(a)?.len() + sets.get(b)?.len() - both;
            let percent = both * 100 / all.max(1);
            let (one, other) = if one.question < other.question { (one, other) } else { (other, one) };
            let enemies = one.enemies.contains(&other.question) || other.enemies.contains(&one.question);
            (percent >= ALIKE_PERCENT).then(|| Alike {
                one: one.question.clone(),
                other: other.question.clone(),
                percent,
                enemies,
            })
        })
        .collect();
    found.sort_by(|a, b| b.percent.cmp(&a.percent).then_with(|| a.one.cmp(&b.one)));
    found
}
