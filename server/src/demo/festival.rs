//! Making the festival: the two contests through the ordinary import, then the people in chunks.

use super::dice::{Dice, Use};
use super::homes::homes;
use super::person::{Person, person};
use super::sitting::Room;
use super::{PEOPLE, files, import};
use crate::contests::catalogue::{Catalogue, Loaded};
use crate::contests::prediction;
use crate::error::{Failure, Outcome};
use crate::secret::Secrets;
use crate::store::demo::{self as rows, Chunk};
use crate::store::people::Membership;
use crate::store::{Store, meta};
use domain::contest::Round;
use domain::draw::Plan;
use domain::locality::Registry;
use domain::question::Revision;
use indicatif::ProgressBar;
use std::collections::HashMap;
use std::sync::Arc;

/// People per transaction: a running server gets its turn in between.
const CHUNK: usize = 250;

/// Of a thousand people of the closed contest, how many came again to the rounds of the open one, so that a newcomer
/// has somebody to be ranked with.
const CAME_AGAIN: [u64; 2] = [180, 110];

/// One round, worked out.
struct Prepared {
    contest: Arc<Loaded>,
    round: Round,
    plan: Arc<Plan>,
    revisions: HashMap<String, Arc<Revision>>,
    expected: i64,
}

impl Prepared {
    async fn new(
        store: &Store,
        catalogue: &Catalogue,
        contest: &Arc<Loaded>,
        index: usize,
        expected: i64,
        now: i64,
    ) -> Outcome<Self> {
        let round = contest.doc.rounds.get(index).cloned().ok_or_else(Failure::not_found)?;
        let plan = catalogue.plan(store, contest, &round, now).await?;
        let revisions = plan.revisions().iter().map(|r| (r.id.clone(), Arc::clone(r))).collect();
        Ok(Self { contest: Arc::clone(contest), round, plan, revisions, expected })
    }

    fn room<'a>(&'a self, number: u64, until: i64, origin: &'a str) -> Room<'a> {
        Room {
            number,
            contest_id: &self.contest.id,
            version: self.contest.version,
            round: &self.round,
            plan: &self.plan,
            revisions: &self.revisions,
            until,
            expected: self.expected,
            origin,
        }
    }
}

/// Makes everything. A run that breaks off leaves marked rows, which the next one removes first.
pub(super) async fn make(
    store: &Store,
    registry: &Registry,
    secrets: &Secrets,
    catalogue: &Catalogue,
    now: i64,
    bar: &ProgressBar,
) -> Outcome<()> {
    let opened = import(store, secrets, files::open(now)?, now).await?.id;
    let closed = import(store, secrets, files::closed(now)?, now).await?.id;
    catalogue.refresh(store).await?;
    let loaded = |id: &str| catalogue.by_id(id).ok_or_else(Failure::not_found);
    let (opened, closed) = (loaded(&opened)?, loaded(&closed)?);
    let all = i64::try_from(PEOPLE).unwrap_or(0);
    let prepared = [
        Prepared::new(store, catalogue, &closed, 0, all, now).await?,
        Prepared::new(store, catalogue, &opened, 0, all / 5, now).await?,
        Prepared::new(store, catalogue, &opened, 1, all / 5, now).await?,
    ];
    let origin = origin(store, now).await?;
    let homes = homes(registry, &closed.doc.area, PEOPLE);
    bar.set_length(u64::try_from(PEOPLE).unwrap_or(0));
    let mut chunk = Chunk::default();
    for (home, number) in homes.iter().zip(0_u64..) {
        let person = person(number, home, &closed.doc, &prepared[0].round, &origin);
        seat(&prepared, number, &person, now, &origin, &mut chunk);
        put(person, &closed.id, &mut chunk);
        if chunk.people.len() == CHUNK {
            flush(store, &mut chunk).await?;
        }
        bar.inc(1);
    }
    flush(store, &mut chunk).await?;
    bar.finish_and_clear();
    for contest in [&closed, &opened] {
        prediction::resolve(store, contest, now).await?;
    }
    Ok(())
}

/// The name under which this installation writes; the first writer gives it.
pub(super) async fn origin(store: &Store, now: i64) -> Outcome<String> {
    let fresh = crate::random::id(now);
    Ok(store
        .write(move |link| Box::pin(async move { Ok(meta::set_once(link, "origin", &fresh).await?) }))
        .await?)
}

fn seat(prepared: &[Prepared; 3], number: u64, person: &Person, now: i64, origin: &str, chunk: &mut Chunk) {
    let [closed, first, second] = prepared;
    closed.room(0, now, origin).seat(number, person, chunk);
    let mut dice = Dice::new(Use::Sitting, number + (9 << 32));
    for (again, room, permille) in [(first, 1, CAME_AGAIN[0]), (second, 2, CAME_AGAIN[1])] {
        if dice.chance(permille) {
            let before = chunk.attempts.len();
            again.room(room, now, origin).seat(number, person, chunk);
            if let Some(joined) = chunk.attempts.get(before).map(|a| a.started_at) {
                join(person, &again.contest.id, joined, chunk);
            }
        }
    }
}

/// Puts a person in their unit for a contest, once.
fn join(person: &Person, contest: &str, at: i64, chunk: &mut Chunk) {
    let Some(unit) = &person.unit else { return };
    let held = chunk
        .memberships
        .iter()
        .rev()
        .take_while(|m| m.0 == person.row.id)
        .any(|m| m.1.contest_id == contest);
    if !held {
        let membership = Membership {
            contest_id: contest.to_owned(),
            unit_id: Some(unit.clone()),
            group_id: person.group.clone(),
            roster: 0,
        };
        chunk.memberships.push((person.row.id.clone(), membership, at));
    }
}

fn put(person: Person, contest: &str, chunk: &mut Chunk) {
    join(&person, contest, person.row.created_at, chunk);
    let id = &person.row.id;
    chunk.consents.extend(person.consents.into_iter().map(|(key, consent)| (key, id.clone(), consent)));
    chunk.people.push(person.row);
}

async fn flush(store: &Store, chunk: &mut Chunk) -> Outcome<()> {
    if chunk.people.is_empty() {
        return Ok(());
    }
    let packed = std::mem::take(chunk).pack();
    store.write(move |link| Box::pin(async move { Ok(rows::insert(link, &packed).await?) })).await?;
    Ok(())
}
