//! One question after the fact: icon and word, what was chosen, what is right, why, and where it stands.

use crate::i18n::{format, t};
use crate::model::Lang;
use domain::payload::ReviewItem;
use leptos::prelude::*;

/// How a question went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All points.
    Right,
    /// Some points.
    Partly,
    /// No points for an answer.
    Wrong,
    /// No answer.
    Blank,
}

impl Outcome {
    /// From the points and the answer.
    #[must_use]
    pub fn of(item: &ReviewItem) -> Self {
        if item.answered.is_empty() {
            Self::Blank
        } else if item.points + 1e-9 >= item.of {
            Self::Right
        } else if item.points > 0.0 {
            Self::Partly
        } else {
            Self::Wrong
        }
    }

    fn show(self, lang: Lang) -> (&'static str, &'static str, &'static str) {
        let p = t(lang).paper;
        match self {
            Self::Right => ("tag good", "✓", p.right),
            Self::Partly => ("tag warn", "◐", p.partly),
            Self::Wrong => ("tag bad", "✗", p.wrong),
            Self::Blank => ("tag off", "○", p.left_blank),
        }
    }
}

fn answer_lines(class: &'static str, label: &'static str, lines: Vec<String>) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        if lines.len() == 1 {
            view! { <p class=class><b>{label}</b> " " {lines}</p> }.into_any()
        } else {
            let items = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
            view! { <div class=class><b>{label}</b><ul>{items}</ul></div> }.into_any()
        }
    })
}

/// The explained question.
pub fn item(lang: Lang, item: ReviewItem) -> impl IntoView {
    let p = t(lang).paper;
    let outcome = Outcome::of(&item);
    let (class, icon, word) = outcome.show(lang);
    let partly = (outcome == Outcome::Partly)
        .then(|| (p.points_of)(&format::score(lang, item.points), &format::score(lang, item.of)));
    let sources = item
        .sources
        .into_iter()
        .map(|source| match source.url {
            Some(url) if url.starts_with("https://") || url.starts_with("http://") => {
                view! { <li><a href=url rel="noopener noreferrer external">{source.title}</a></li> }
                    .into_any()
            }
            _ => view! { <li>{source.title}</li> }.into_any(),
        })
        .collect::<Vec<_>>();
    let chosen = if outcome == Outcome::Right { Vec::new() } else { item.answered };
    view! {
        <article class="card stack tight explained" id=format!("q{}", item.position)>
            <div class="tags">
                <span class=class><span aria-hidden="true">{icon}</span> {word}</span>
                <span class="quiet">{(p.question)(u64::from(item.position))}</span>
                {partly.map(|text| view! { <span class="quiet">{text}</span> })}
            </div>
            <h3 class="marked">{super::marked(&item.stem)}</h3>
            {super::picture(item.image)}
            {answer_lines("chosen", p.you_chose, chosen)}
            {answer_lines("right", p.right_is, item.right)}
            {(!item.explanation.is_empty()).then(|| view! { <p class="marked"><b>{p.because}</b> " " {super::marked(&item.explanation)}</p> })}
            {(!sources.is_empty()).then(|| view! {
                <div class="quiet sources"><span>{p.source}</span><ul class="plain-list">{sources}</ul></div>
            })}
        </article>
    }
}
