//! What the test knows and the phone must not: the paper of an attempt with its keys.

use super::site::Site;
use domain::Choice;
use domain::question::{Key, PaperItem, Revision};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A dealt paper, by position − 1.
#[derive(Clone, Debug)]
pub(crate) struct Dealt {
    /// Items with their wordings.
    pub(crate) items: Vec<(PaperItem, Arc<Revision>)>,
}

impl Site {
    /// The paper of an attempt, from the database.
    pub(crate) async fn paper(&self, attempt: &str) -> Dealt {
        let mut link = self.app.store.read().await.unwrap();
        let row = server::store::attempts::get(&mut link, attempt).await.unwrap().expect("no such attempt");
        drop(link);
        let items: Vec<PaperItem> = serde_json::from_str(&row.paper).unwrap();
        let ids: Vec<&str> = items.iter().map(|i| i.revision.as_str()).collect();
        let revisions = self.app.catalogue.revisions(&self.app.store, &ids).await.unwrap();
        Dealt { items: items.into_iter().zip(revisions).collect() }
    }
}

impl Dealt {
    /// Positions from 1.
    pub(crate) fn positions(&self) -> impl Iterator<Item = u32> + use<> {
        1..=u32::try_from(self.items.len()).unwrap()
    }

    /// The position of the question of a kind.
    pub(crate) fn of_kind(&self, kind: &str) -> u32 {
        let at = self.items.iter().position(|(_, r)| json!(r.key.kind()) == kind);
        u32::try_from(at.expect("no such kind on the paper") + 1).unwrap()
    }

    fn at(&self, position: u32) -> &(PaperItem, Arc<Revision>) {
        &self.items[usize::try_from(position).unwrap() - 1]
    }

    /// The right answer as JSON.
    pub(crate) fn right(&self, position: u32) -> Value {
        json!(self.choice(position, true))
    }

    /// A wrong answer that fits, as JSON.
    pub(crate) fn wrong(&self, position: u32) -> Value {
        json!(self.choice(position, false))
    }

    /// A fitting answer.
    pub(crate) fn choice(&self, position: u32, right: bool) -> Choice {
        let (item, revision) = self.at(position);
        let other = |good: &str| item.options.iter().find(|o| *o != good).unwrap().clone();
        match (&revision.key, right) {
            (Key::SingleChoice { right }, true) => Choice::Option(right.clone()),
            (Key::SingleChoice { right }, false) => Choice::Option(other(right)),
            (Key::MultipleChoice { right, .. }, true) => Choice::Options(right.clone()),
            (Key::MultipleChoice { right, .. }, false) => {
                Choice::Options(item.options.iter().filter(|o| !right.contains(o)).cloned().collect())
            }
            (Key::TrueFalse { right }, good) => Choice::Option((*right == good).to_string()),
            (Key::Ordering { right }, true) => Choice::Order(right.clone()),
            (Key::Ordering { right }, false) => Choice::Order(right.iter().rev().cloned().collect()),
            (Key::Matching { right, .. }, true) => Choice::Pairs(right.clone()),
            (Key::Matching { right, .. }, false) => {
                // Each left gets the next one's right: nothing fits.
                let lefts: Vec<&String> = right.keys().collect();
                let rights = right.values().cycle().skip(1);
                Choice::Pairs(lefts.into_iter().cloned().zip(rights.cloned()).collect::<BTreeMap<_, _>>())
            }
            (Key::Numeric { right, .. }, true) => Choice::Number(*right),
            (Key::Numeric { right, .. }, false) => Choice::Number(*right + 100.0),
            (Key::ShortText { accept, .. }, true) => Choice::Text(accept[0].clone()),
            (Key::ShortText { .. }, false) => Choice::Text("không biết".into()),
        }
    }

    /// The fields of the plain form for an answer.
    pub(crate) fn form(&self, position: u32, right: bool) -> Vec<(String, String)> {
        match self.choice(position, right) {
            Choice::Option(id) => vec![("option".into(), id)],
            Choice::Options(ids) => ids.into_iter().map(|id| ("options".into(), id)).collect(),
            Choice::Order(ids) => {
                ids.into_iter().zip(1..).map(|(id, n)| (format!("order.{id}"), n.to_string())).collect()
            }
            Choice::Pairs(pairs) => pairs.into_iter().map(|(l, r)| (format!("pairs.{l}"), r)).collect(),
            Choice::Number(n) => vec![("number".into(), n.to_string().replace('.', ","))],
            Choice::Text(text) => vec![("text".into(), text)],
        }
    }

    /// Texts that must not reach a phone before the rules allow.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let mut all = vec!["mật khẩu bí ẩn".into(), "mật mã bí ẩn".into(), "4321".into()];
        for (_, revision) in &self.items {
            all.push(revision.explanation.clone());
            all.extend(revision.sources.iter().map(|s| s.title.clone()));
        }
        all
    }
}
