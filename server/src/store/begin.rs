//! Starting attempts in groups: what is known about all of them is read at once, the rules decide each, one statement
//! writes all that may begin.
//!
//! Invariants: limits are judged on what this very transaction sees, so two taps, two tabs or two nodes make one
//! attempt; an attempt that another node began meanwhile is found and not doubled.

use super::attempts::{self, Attempt, Moment};
use super::people::Participant;
use super::{Link, id_list};
use sqlx::Error;
use std::collections::{HashMap, HashSet};

/// What the rules look at.
#[derive(Clone, Debug)]
pub struct Held {
    /// The person; `None` when erased meanwhile.
    pub person: Option<Participant>,
    /// The unit the person takes part for in this contest.
    pub unit: Option<String>,
    /// The person's attempts in the contest that were not voided, oldest first.
    pub attempts: Vec<Moment>,
    /// Round and ordinal of all attempts, voided ones too: an ordinal is used once.
    pub ordinals: Vec<(String, i64)>,
}

/// What the rules decided.
#[derive(Clone, Debug)]
pub enum Decision {
    /// Write this.
    Begin(Box<Attempt>),
    /// This one is running.
    Resume(String),
    /// No, for this reason.
    Refuse(&'static str),
}

/// How a start ended.
#[derive(Clone, Debug)]
pub enum Begun {
    /// On disk.
    New(Box<Attempt>),
    /// It was running.
    Running(Box<Attempt>),
    /// No, for this reason.
    Refused(&'static str),
}

/// Decides one start; asked again when another node was faster.
pub type Decide = Box<dyn Fn(&Held) -> Decision + Send + Sync>;

/// One start.
pub struct BeginJob {
    /// Person.
    pub person: String,
    /// Contest.
    pub contest: String,
    /// The rules.
    pub decide: Decide,
}

impl std::fmt::Debug for BeginJob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BeginJob").field("person", &self.person).field("contest", &self.contest).finish()
    }
}

/// How often a start may lose against other nodes before it is told to come back.
const MOST_ROUNDS: usize = 8;

/// Starts a group inside the caller's transaction; outcomes stand in the order of the jobs.
pub(super) async fn begin_group(link: &mut Link, jobs: &[BeginJob]) -> Result<Vec<Begun>, Error> {
    let mut outcomes: Vec<Option<Begun>> = jobs.iter().map(|_| None).collect();
    for _ in 0..MOST_ROUNDS {
        let waiting: Vec<usize> = (0..jobs.len()).filter(|&i| outcomes[i].is_none()).collect();
        if waiting.is_empty() {
            break;
        }
        one_round(link, jobs, &waiting, &mut outcomes).await?;
    }
    Ok(outcomes.into_iter().map(|o| o.unwrap_or(Begun::Refused("busy"))).collect())
}

async fn one_round(
    link: &mut Link,
    jobs: &[BeginJob],
    turn: &[usize],
    outcomes: &mut [Option<Begun>],
) -> Result<(), Error> {
    let people: Vec<&str> = turn.iter().map(|&i| jobs[i].person.as_str()).collect();
    let known = known(link, &people).await?;
    let (mut rows, mut writers, mut running) = (Vec::new(), Vec::new(), Vec::new());
    // Two starts of one person: the second waits for the next round, where it sees the first.
    let mut beginning = HashSet::new();
    for &i in turn {
        let job = &jobs[i];
        if beginning.contains(&(&job.person, &job.contest)) {
            continue;
        }
        match (job.decide)(&known.of(&job.person, &job.contest)) {
            Decision::Begin(row) => {
                beginning.insert((&job.person, &job.contest));
                writers.push(i);
                rows.push(*row);
            }
            Decision::Resume(id) => running.push((i, id)),
            Decision::Refuse(reason) => outcomes[i] = Some(Begun::Refused(reason)),
        }
    }
    if !rows.is_empty() {
        let written = attempts::insert_all(link, &rows).await?;
        for (i, row) in writers.into_iter().zip(rows) {
            // Not written: another node was faster; the next round sees its attempt.
            if written.contains(&row.id) {
                outcomes[i] = Some(Begun::New(Box::new(row)));
            }
        }
    }
    if !running.is_empty() {
        let ids: Vec<&str> = running.iter().map(|(_, id)| id.as_str()).collect();
        let found = attempts::get_all(link, &ids).await?;
        let by_id: HashMap<String, Attempt> = found.into_iter().map(|a| (a.id.clone(), a)).collect();
        for (i, id) in running {
            outcomes[i] = by_id.get(&id).map(|row| Begun::Running(Box::new(row.clone())));
        }
    }
    Ok(())
}

struct Known {
    people: HashMap<String, Participant>,
    units: HashMap<(String, String), Option<String>>,
    attempts: HashMap<(String, String), Vec<Moment>>,
    ordinals: HashMap<(String, String), Vec<(String, i64)>>,
}

impl Known {
    fn of(&self, person: &str, contest: &str) -> Held {
        let key = (person.to_owned(), contest.to_owned());
        Held {
            person: self.people.get(person).cloned(),
            unit: self.units.get(&key).cloned().flatten(),
            attempts: self.attempts.get(&key).cloned().unwrap_or_default(),
            ordinals: self.ordinals.get(&key).cloned().unwrap_or_default(),
        }
    }
}

/// Person, contest, the unit they take part for.
type Unit = (String, String, Option<String>);

#[derive(sqlx::FromRow)]
struct Row {
    participant_id: String,
    contest_id: String,
    voided_at: Option<i64>,
    #[sqlx(flatten)]
    moment: Moment,
}

/// Everything about these people that starting asks for. `IN` lists need two texts: SQLite unpacks a JSON array,
/// PostgreSQL takes an array.
async fn known(link: &mut Link, people: &[&str]) -> Result<Known, Error> {
    let list = id_list(people)?;
    let (persons, units, rows): (Vec<Participant>, Vec<Unit>, Vec<Row>) = match link {
        Link::Sqlite(conn) => {
            let persons =
                sqlx::query_as("SELECT * FROM participant WHERE id IN (SELECT value FROM json_each($1))")
                    .bind(&list)
                    .fetch_all(&mut **conn)
                    .await?;
            let units = sqlx::query_as(
                "SELECT participant_id, contest_id, unit_id FROM membership
                 WHERE participant_id IN (SELECT value FROM json_each($1))",
            )
            .bind(&list)
            .fetch_all(&mut **conn)
            .await?;
            let rows = sqlx::query_as(
                "SELECT participant_id, contest_id, voided_at, id, round_id, ordinal, started_at, deadline, submitted_at
                 FROM attempt WHERE participant_id IN (SELECT value FROM json_each($1))
                 ORDER BY started_at, id",
            )
            .bind(&list)
            .fetch_all(&mut **conn)
            .await?;
            (persons, units, rows)
        }
        Link::Postgres(conn) => {
            let persons = sqlx::query_as("SELECT * FROM participant WHERE id = ANY($1)")
                .bind(people)
                .fetch_all(&mut **conn)
                .await?;
            let units = sqlx::query_as(
                "SELECT participant_id, contest_id, unit_id FROM membership WHERE participant_id = ANY($1)",
            )
            .bind(people)
            .fetch_all(&mut **conn)
            .await?;
            let rows = sqlx::query_as(
                "SELECT participant_id, contest_id, voided_at, id, round_id, ordinal, started_at, deadline, submitted_at
                 FROM attempt WHERE participant_id = ANY($1) ORDER BY started_at, id",
            )
            .bind(people)
            .fetch_all(&mut **conn)
            .await?;
            (persons, units, rows)
        }
    };
    let mut attempts: HashMap<_, Vec<Moment>> = HashMap::new();
    let mut ordinals: HashMap<_, Vec<(String, i64)>> = HashMap::new();
    for Row { participant_id, contest_id, voided_at, moment } in rows {
        let key = (participant_id, contest_id);
        ordinals.entry(key.clone()).or_default().push((moment.round_id.clone(), moment.ordinal));
        if voided_at.is_none() {
            attempts.entry(key).or_default().push(moment);
        }
    }
    Ok(Known {
        people: persons.into_iter().map(|p| (p.id.clone(), p)).collect(),
        units: units.into_iter().map(|(p, c, u)| ((p, c), u)).collect(),
        attempts,
        ordinals,
    })
}
