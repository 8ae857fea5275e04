//! A show of last night that is over: three hundred phones played it from the lobby to the podium.
//!
//! Invariant: nothing is invented. Players are seated, answers taken and events appended by the statements that serve real
//! rooms, every event is what [`Show::decide`] gave, and scores are derived as everywhere; so the export, the indicators
//! and a restart say the same about it as about a real show. Nobody holds a token of these seats.

use super::choices::{right, wrong};
use super::dice::{Dice, Use};
use super::names::nickname;
use super::rooms::{SHOW, hall, spec};
use crate::contests::catalogue::Catalogue;
use crate::error::{Failure, Outcome};
use crate::live::decision;
use crate::store::live::answers::{LiveJob, Taken};
use crate::store::live::events;
use crate::store::live::players::{JoinJob, Player, Seated};
use crate::store::live::rooms::{self, RoomRow};
use crate::store::people::Participant;
use crate::store::{Store, demo as rows};
use domain::calendar::{day_start, year_of};
use domain::grading::grade;
use domain::live::fair::{PROBES, Probes, judged_elapsed};
use domain::live::nickname::{number_duplicate, same_name};
use domain::live::{Answered, Command, Phase, PlayerNo, RoomSpec, Show};
use domain::locality::{LocalityKey, Registry};
use domain::people::{AgeBand, Grade};
use domain::question::Revision;
use futures::future::try_join_all;
use std::collections::HashSet;
use std::sync::Arc;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How many came from each unit of the hall; the last ones are too few to be told in public.
const CAME: [usize; 14] = [64, 46, 38, 31, 27, 24, 19, 16, 13, 11, 9, 8, 4, 3];
/// Of a hundred who came, how many played as the person they are registered as.
const LINKED_PERCENT: usize = 28;
/// More events than any show of this length has.
const MOST_EVENTS: usize = 1_000;

/// A phone in the hall.
struct Phone {
    number: PlayerNo,
    joined_at: i64,
    trip: u32,
    skill: i64,
}

/// Makes the show; a bank too small for it gives none.
pub(super) async fn make(
    store: &Store,
    registry: &Registry,
    catalogue: &Catalogue,
    origin: &str,
    now: i64,
) -> Outcome<()> {
    let Some(spec) = spec(store, catalogue, SHOW, now).await? else { return Ok(()) };
    let spec = Arc::new(spec);
    let ids: Vec<&str> = spec.questions.iter().map(|q| q.item.revision.as_str()).collect();
    let revisions = catalogue.revisions(store, &ids).await?;
    let mut dice = Dice::new(Use::Show, 0);
    // Last night, half past seven.
    let begins = day_start(now) - DAY + 19 * HOUR + 30 * MINUTE;
    let units = hall(registry, CAME.len(), now)?;
    let place = units.first().map(|(_, key)| key.clone()).ok_or_else(Failure::not_found)?;
    let room: Arc<str> = open(store, &spec, place, origin, begins - HOUR, &mut dice).await?.into();
    let mut folded = Show::new(&spec);
    let phones = seat(store, &room, &units, origin, begins, &mut dice, &mut folded).await?;
    let stage =
        Stage { store, room, spec, revisions, phones, show: folded, dice, now: begins, judged: Vec::new() };
    stage.play().await
}

/// Adds the room under a PIN that is free.
async fn open(
    store: &Store,
    spec: &RoomSpec,
    place: LocalityKey,
    origin: &str,
    at: i64,
    dice: &mut Dice,
) -> Outcome<String> {
    let mut room = RoomRow {
        id: dice.id(at),
        origin: origin.to_owned(),
        pin: String::new(),
        title: spec.title.clone(),
        spec: serde_json::to_string(spec).map_err(|e| Failure::internal(&e))?,
        contest_id: None,
        host_id: None,
        locality_scheme: place.scheme,
        locality_code: place.code,
        demo: 1,
        created_at: at,
        started_at: None,
        finished_at: None,
        seq: 0,
        phase: Phase::Lobby.name().to_owned(),
    };
    for _ in 0..100 {
        room.pin = format!("{:06}", dice.below(1_000_000));
        let row = room.clone();
        let free =
            store.write(move |link| Box::pin(async move { Ok(rooms::insert(link, &row).await?) })).await?;
        if free {
            return Ok(room.id);
        }
    }
    Err(Failure::busy())
}

/// Lets the hall come in: most while the doors are open, a few when it has begun.
async fn seat(
    store: &Store,
    room: &Arc<str>,
    units: &[(u16, LocalityKey)],
    origin: &str,
    begins: i64,
    dice: &mut Dice,
    show: &mut Show,
) -> Outcome<Vec<Phone>> {
    let mut people = Vec::new();
    for ((index, key), came) in units.iter().zip(CAME) {
        let linked = i64::try_from(came * LINKED_PERCENT / 100).unwrap_or(0);
        let mut link = store.read().await?;
        let known = rows::people_of(&mut link, key, linked).await?;
        drop(link);
        let mut known = known.into_iter();
        people.extend((0..came).map(|_| {
            let late = dice.chance(40);
            let joined_at =
                begins + if late { dice.between(2, 7) * MINUTE } else { -dice.between(20, 480) * SECOND };
            (joined_at, *index, key, known.next())
        }));
    }
    people.sort_by_key(|(joined_at, ..)| *joined_at);
    let mut taken = HashSet::new();
    let mut jobs = Vec::with_capacity(people.len());
    let mut phones = Vec::with_capacity(people.len());
    for (number, (joined_at, index, key, person)) in (1..).zip(people) {
        let wanted = person.as_ref().map_or_else(|| nickname(dice), |p| p.nickname.clone());
        let name = number_duplicate(&wanted, |key| taken.contains(key));
        taken.insert(same_name(&name));
        let player = player((room, origin), (number, joined_at), name, key, person, dice);
        jobs.push(JoinJob { player, capacity: show.room().spec().capacity });
        let trip = u32::try_from(dice.between(6, 240)).unwrap_or(0);
        phones.push(Phone { number, joined_at, trip, skill: dice.between(380, 900) });
        show.join(number, Some(u32::from(index)), joined_at);
    }
    let seated = try_join_all(jobs.into_iter().map(|job| store.join_live(job))).await?;
    let in_order = seated.iter().zip(&phones).all(
        |(seated, phone)| matches!(seated, Seated::New(player) if player.number == i64::from(phone.number)),
    );
    if !in_order {
        return Err(Failure::internal(&"a demonstration phone got another seat"));
    }
    let (id, trips) = (room.to_string(), phones.iter().map(|p| (p.number, p.trip)).collect::<Vec<_>>());
    store
        .write(move |link| {
            Box::pin(
                async move { Ok(crate::store::live::players::note_round_trips(link, &id, &trips).await?) },
            )
        })
        .await?;
    Ok(phones)
}

fn player(
    (room, origin): (&Arc<str>, &str),
    (number, joined_at): (PlayerNo, i64),
    nickname: String,
    key: &LocalityKey,
    person: Option<Participant>,
    dice: &mut Dice,
) -> Player {
    let mut player = Player {
        room_id: room.to_string(),
        id: dice.id(joined_at),
        origin: origin.to_owned(),
        // No token hashes to this.
        token_hash: format!("DEMO {number}"),
        name_key: same_name(&nickname),
        nickname,
        locality_scheme: Some(key.scheme.clone()),
        locality_code: Some(key.code.clone()),
        grade: Grade::Anonymous.code().to_owned(),
        joined_at,
        ..Player::default()
    };
    if let Some(p) = person {
        let born = p.birth_year.and_then(|year| i32::try_from(year).ok());
        player.participant_id = Some(p.id);
        player.audience = Some(p.audience);
        player.flags = p.flags;
        player.age_band = Some(AgeBand::in_year(born, year_of(joined_at)).code().to_owned());
        player.grade = p.grade;
    }
    player
}

/// The show while it runs.
struct Stage<'a> {
    store: &'a Store,
    room: Arc<str>,
    spec: Arc<RoomSpec>,
    revisions: Vec<Arc<Revision>>,
    phones: Vec<Phone>,
    show: Show,
    dice: Dice,
    now: i64,
    /// Answers of the run on the stage, as grading marks them.
    judged: Vec<Answered>,
}

impl Stage<'_> {
    /// The clock does what is due, the host presses the one key for everything else.
    async fn play(mut self) -> Outcome<()> {
        for _ in 0..MOST_EVENTS {
            let room = self.show.room();
            match (room.due(), room.phase()) {
                (_, Phase::Finished) => return Ok(()),
                (Some((at, command)), _) => {
                    self.now = self.now.max(at);
                    self.carry_out(&command, "clock").await?;
                }
                (None, phase) => {
                    self.now += self.dice.between(3, 9) * SECOND;
                    let command = match phase {
                        Phase::Final => Command::Finish { expect_seq: None },
                        _ => Command::Advance { expect_seq: None },
                    };
                    self.carry_out(&command, "demo").await?;
                }
            }
            match self.show.room().phase() {
                Phase::Open { question, run, opened_at, deadline } => {
                    self.answer((question, run), (opened_at, deadline)).await?;
                }
                // Somebody disturbs and is taken out; what they answered does not count.
                Phase::Reveal { question: 3, .. } => self.take_out().await?,
                _ => {}
            }
        }
        Err(Failure::internal(&"the demonstration show does not end"))
    }

    async fn take_out(&mut self) -> Outcome<()> {
        let heckler = self.phones.iter().map(|p| p.number).find(|n| n.is_multiple_of(40));
        match heckler.filter(|n| !self.show.room().is_removed(*n)) {
            Some(player) => self.carry_out(&Command::Remove { player, ban: false }, "demo").await,
            None => Ok(()),
        }
    }

    async fn carry_out(&mut self, command: &Command, by: &str) -> Outcome<()> {
        let decided = self.show.decide(command, self.now).map_err(|e| Failure::internal(&e))?;
        let written = decision::written(&self.room, self.show.room(), &decided, by, self.now)?;
        let appended = self
            .store
            .write(move |link| Box::pin(async move { events::append(link, &written).await }))
            .await?;
        if !appended {
            return Err(Failure::internal(&"somebody else plays the demonstration show"));
        }
        for event in &decided {
            let (seq, judged) = (self.show.room().seq() + 1, std::mem::take(&mut self.judged));
            let mut left = Some(judged);
            let applied = self.show.apply(seq, event, |_, _| left.take().unwrap_or_default());
            applied.map_err(|e| Failure::internal(&e))?;
            // Whatever is no reveal leaves the answers for it.
            self.judged = left.unwrap_or_default();
        }
        Ok(())
    }

    /// Who is in answers, most of them, at their own pace; the store judges whether it takes it.
    async fn answer(
        &mut self,
        (question, run): (u32, u32),
        (opened_at, deadline): (i64, i64),
    ) -> Outcome<()> {
        let place = question as usize - 1;
        let (Some(spec), Some(revision)) = (self.spec.questions.get(place), self.revisions.get(place)) else {
            return Err(Failure::not_found());
        };
        let (time, dice) = (spec.millis(), &mut self.dice);
        let (mut jobs, mut judged) = (Vec::new(), Vec::new());
        for phone in &self.phones {
            let odds = (phone.skill - 90 * (i64::from(revision.difficulty) - 2)).clamp(80, 970);
            let knows = dice.between(0, 999) < odds;
            let choice = if knows { right(revision) } else { wrong(revision, &spec.item, dice) };
            // Who knows is quicker, on the whole.
            let quickest = if knows { 1_400 } else { 2_300 };
            let most = deadline - opened_at - 300;
            // Most answer in the first half.
            let latest = if dice.chance(700) { most / 2 } else { most };
            let took = dice.between(quickest, latest);
            let there = dice.chance(955);
            if !there || phone.joined_at > opened_at || self.show.room().is_removed(phone.number) {
                continue;
            }
            let mut probes = Probes::default();
            (0..PROBES).for_each(|_| probes.record(phone.trip));
            let (allowance, received_at) = (probes.allowance(time), opened_at + took);
            let judged_ms = judged_elapsed(received_at, opened_at, allowance, time);
            judged.push(Answered {
                player: phone.number,
                share: grade(revision, Some(&choice)),
                elapsed: judged_ms,
            });
            jobs.push(LiveJob {
                room: Arc::clone(&self.room),
                question,
                run,
                player: phone.number,
                choice: serde_json::to_string(&choice).map_err(|e| Failure::internal(&e))?.into(),
                seen_at: Some(opened_at + i64::from(phone.trip / 2)),
                received_at,
                judged_ms,
                allowance,
            });
        }
        let taken = try_join_all(jobs.into_iter().map(|job| self.store.take_live_answer(job))).await?;
        if taken.iter().any(|taken| matches!(taken, Taken::Closed)) {
            return Err(Failure::internal(&"an answer to an open question was refused"));
        }
        self.judged = judged;
        Ok(())
    }
}
