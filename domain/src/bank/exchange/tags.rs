//! What a foreign format has no place for travels as tags: `name:value` words that other programs keep and show.
//!
//! Moodle keeps tags, GIFT keeps them in a comment, QTI in a keyword list. Invariant: every field of a wording that a
//! format cannot hold otherwise is in [`of`], and [`read`] puts it back unchanged.

use super::item::Item;
use crate::bank::write::{fold_code, kind_code};
use crate::people::Audience;
use crate::question::{Fold, Key, Revision, Source};

/// The tags of a wording, in a fixed order.
pub(crate) fn of(r: &Revision) -> Vec<String> {
    let mut tags = vec![
        format!("id:{}", r.question),
        format!("kind:{}", kind_code(r.key.kind())),
        format!("topic:{}", r.topic),
        format!("topic-title:{}", r.topic_title),
        format!("difficulty:{}", r.difficulty),
    ];
    tags.extend(r.audience.iter().map(|a| format!("audience:{}", a.code())));
    if r.situation {
        tags.push("situation:yes".into());
    }
    tags.extend(r.competence.iter().map(|c| format!("competence:{c}")));
    for source in &r.sources {
        let mut tag = format!("source:{}", source.title);
        tag.extend(source.fact.iter().map(|f| format!(" | fact={f}")));
        tag.extend(source.url.iter().map(|u| format!(" | url={u}")));
        tags.push(tag);
    }
    tags.push(format!("as-of:{}", r.as_of));
    tags.push(format!("review-by:{}", r.review_by));
    tags.extend(r.read_aloud.iter().map(|t| format!("read-aloud:{t}")));
    tags.extend(r.enemies.iter().map(|e| format!("enemy:{e}")));
    if !r.options.is_empty() {
        let ids: Vec<&str> = r.options.iter().map(|o| o.id.as_str()).collect();
        tags.push(format!("options:{}", ids.join(" ")));
    }
    match &r.key {
        Key::MultipleChoice { partial, .. } => tags.push(format!("partial:{}", yes(*partial))),
        Key::Matching { matches, partial, .. } => {
            let ids: Vec<&str> = matches.iter().map(|o| o.id.as_str()).collect();
            tags.push(format!("matches:{}", ids.join(" ")));
            tags.push(format!("partial:{}", yes(*partial)));
        }
        Key::Numeric { unit: Some(unit), .. } => tags.push(format!("unit:{unit}")),
        Key::ShortText { fold, .. } => tags.push(format!("fold:{}", fold_code(*fold))),
        _ => {}
    }
    tags
}

fn yes(b: bool) -> &'static str {
    if b { "yes" } else { "no" }
}

/// Takes one tag into an item; `false` when it is none of ours.
pub(crate) fn read(item: &mut Item, tag: &str) -> bool {
    let Some((name, value)) = tag.split_once(':') else { return false };
    let value = value.trim();
    if value.is_empty() {
        return false;
    }
    let own = || value.to_owned();
    match name.trim() {
        "id" => item.id = Some(own()),
        // The format itself says of what kind a question is; this is for those who read the tags.
        "kind" => {}
        "topic" => item.topic = Some(own()),
        "topic-title" => item.topic_title = Some(own()),
        "difficulty" => match value.parse() {
            Ok(d) => item.difficulty = Some(d),
            Err(_) => return false,
        },
        "audience" => match Audience::ALL.iter().find(|a| a.code() == value) {
            Some(a) => item.audience.push(*a),
            None => return false,
        },
        "situation" => item.situation = value == "yes",
        "competence" => item.competence.push(own()),
        "source" => item.sources.push(source(value)),
        "as-of" => item.as_of = Some(own()),
        "review-by" => item.review_by = Some(own()),
        "read-aloud" => item.read_aloud = Some(own()),
        "enemy" => item.enemies.push(own()),
        "options" => item.option_ids = value.split_whitespace().map(str::to_owned).collect(),
        "matches" => item.match_ids = value.split_whitespace().map(str::to_owned).collect(),
        "partial" => item.partial = Some(value == "yes"),
        "unit" => item.unit = Some(own()),
        "fold" => {
            item.fold = Some(match value {
                "none" => Fold::None,
                "case" => Fold::Case,
                "marks" => Fold::Marks,
                _ => return false,
            });
        }
        _ => return false,
    }
    true
}

/// `Title | fact=05.6 | url=https://…`
pub(crate) fn source(text: &str) -> Source {
    let mut source = Source { title: String::new(), fact: None, url: None };
    for (i, part) in text.split(" | ").enumerate() {
        if i > 0
            && let Some(fact) = part.strip_prefix("fact=")
        {
            source.fact = Some(fact.trim().to_owned());
        } else if i > 0
            && let Some(url) = part.strip_prefix("url=")
        {
            source.url = Some(url.trim().to_owned());
        } else {
            if i > 0 {
                source.title.push_str(" | ");
            }
            source.title.push_str(part);
        }
    }
    source.title = source.title.trim().to_owned();
    source
}
