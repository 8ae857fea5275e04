//! Freezing what may be drawn when a round opens, and with how many tickets: a review date that passes later only
//! warns, and what is dealt later moves no chance of this round. The same seed must give the same paper for ever.

use super::exposure::Dealt;
use crate::error::Outcome;
use crate::store::{Store, bank};
use domain::contest::Slot;
use domain::draw::{Shortage, tickets};
use jiff::civil::Date;
use std::sync::Arc;

/// The calendar day in Vietnam.
#[must_use]
pub fn date_of(now: i64) -> Date {
    let day = domain::timing::day_of(now);
    let days = i32::try_from(day).unwrap_or(0);
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap_or(Date::constant(1970, 1, 1))
}

/// Writes the pool of a round once; a second call changes nothing. Questions that were dealt often get fewer tickets.
///
/// # Errors
/// Storage errors.
pub async fn freeze(store: &Store, contest: &str, round: &str, dealt: Arc<Dealt>, now: i64) -> Outcome<()> {
    let (contest, round, today) = (contest.to_owned(), round.to_owned(), date_of(now));
    store
        .write(move |link| {
            Box::pin(async move {
                if !bank::pool(link, &contest, &round).await?.is_empty() {
                    return Ok(());
                }
                let entries: Vec<(String, u64)> = bank::approved(link)
                    .await?
                    .iter()
                    .filter_map(|(id, document)| {
                        let facts: Facts = serde_json::from_str(document).ok()?;
                        let due: Date = facts.review_by.parse().ok()?;
                        let used = dealt.get(&facts.question).copied().unwrap_or_default();
                        (today < due).then(|| (id.clone(), used))
                    })
                    .collect();
                let most = entries.iter().map(|(_, used)| *used).max().unwrap_or_default();
                for (id, used) in entries {
                    bank::add_to_pool(link, &contest, &round, &id, tickets(used, most), now).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(())
}

/// What freezing must know of a wording.
#[derive(serde::Deserialize)]
struct Facts {
    question: String,
    review_by: String,
}

/// What is short, for organisers.
#[must_use]
pub fn describe(slots: &[Slot], short: &[Shortage]) -> String {
    short
        .iter()
        .map(|s| {
            let slot = slots.get(s.slot);
            let topic = slot.and_then(|x| x.topic.clone()).unwrap_or_else(|| "mọi chủ đề".into());
            let difficulty =
                slot.and_then(|x| x.difficulty).map(|d| format!(", độ khó {d}")).unwrap_or_default();
            let least = if s.at_least { "chỉ chắc chắn có" } else { "chỉ có" };
            let why = if s.without_enemies > s.found {
                format!(
                    " vì các câu xung khắc không được ở cùng đề (không kể xung khắc thì có {})",
                    s.without_enemies
                )
            } else {
                String::new()
            };
            format!("dòng {} ({topic}{difficulty}): cần {}, {least} {}{why}", s.slot + 1, s.wanted, s.found)
        })
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortage_says_why() {
        let slots = [Slot { count: 7, topic: Some("T05".into()), difficulty: Some(2), ..Slot::default() }];
        let short = Shortage { slot: 0, wanted: 7, found: 5, without_enemies: 5, at_least: false };
        assert_eq!(describe(&slots, std::slice::from_ref(&short)), "dòng 1 (T05, độ khó 2): cần 7, chỉ có 5");
        let enemies = Shortage { without_enemies: 9, ..short };
        assert_eq!(
            describe(&slots, std::slice::from_ref(&enemies)),
            "dòng 1 (T05, độ khó 2): cần 7, chỉ có 5 vì các câu xung khắc không được ở cùng đề (không kể xung khắc thì có 9)"
        );
        let unsure = Shortage { at_least: true, ..enemies };
        assert!(describe(&slots, &[unsure]).contains("chỉ chắc chắn có 5 vì"));
    }
}
