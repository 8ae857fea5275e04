//! Freezing what may be drawn when a round opens: a review date that passes later only warns.

use crate::error::Outcome;
use crate::store::{Store, bank};
use domain::contest::Slot;
use domain::draw::Shortage;
use jiff::civil::Date;

/// The calendar day in Vietnam.
#[must_use]
pub fn date_of(now: i64) -> Date {
    let day = domain::timing::day_of(now);
    let days = i32::try_from(day).unwrap_or(0);
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap_or(Date::constant(1970, 1, 1))
}

/// Writes the pool of a round once; a second call changes nothing.
///
/// # Errors
/// Storage errors.
pub async fn freeze(store: &Store, contest: &str, round: &str, now: i64) -> Outcome<()> {
    let (contest, round, today) = (contest.to_owned(), round.to_owned(), date_of(now));
    store
        .write(move |link| {
            Box::pin(async move {
                if !bank::pool(link, &contest, &round).await?.is_empty() {
                    return Ok(());
                }
                for (id, document) in bank::approved(link).await? {
                    if due(&document).is_some_and(|due| today < due) {
                        bank::add_to_pool(link, &contest, &round, &id, now).await?;
                    }
                }
                Ok(())
            })
        })
        .await?;
    Ok(())
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
            format!("dòng {} ({topic}{difficulty}): cần {}, chỉ có {}", s.slot + 1, s.wanted, s.found)
        })
        .collect::<Vec<_>>()
        .join("; ")
}

fn due(document: &str) -> Option<Date> {
    #[derive(serde::Deserialize)]
    struct Due {
        review_by: String,
    }
    serde_json::from_str::<Due>(document).ok()?.review_by.parse().ok()
}
