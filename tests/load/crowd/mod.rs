//! A database in which a great many people have taken part, filled at once: what reports and boards are measured on.
//!
//! The database is made and migrated by the measured binary itself, which also loads the questions and the contest. The rows
//! are those that registering, starting and submitting leave behind, in the order of time, but for saved answers, which
//! neither boards nor reports read. Invariant: the same people in every run; what is reported is counted from the rows as
//! they went in, so that whoever reads the database can be held to it.

mod person;
mod rows;
mod sitting;

use crate::clock;
use anyhow::{Context as _, Result, ensure};
use domain::contest::Contest;
use domain::draw::{Plan, Pool};
use domain::locality::{FORMER, Level, LocalityKey, OUTSIDE, PRESENT, Registry, SPECIAL, UNKNOWN};
use domain::people::Audience;
use domain::question::Revision;
use serde_json::{Value, json};
use server::demo::dice::Dice;
use server::secret::Secrets;
use server::store::{Store, bank, contests, meta};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// The contest as a file; `units.csv` belongs beside it.
const CONTEST: &str = include_str!("../million-contest.toml");
/// Address part of that contest.
const SLUG: &str = "million";
/// The province whose communes people come from.
const PROVINCE: &str = "52";
/// People of one transaction.
const TOGETHER: usize = 10_000;
/// Kinds of units, one of each in every commune.
const KINDS: [(&str, &str); 3] = [("school", "Trường"), ("office", "Cơ quan"), ("union", "Đoàn cơ sở")];

/// What is the same for all people.
#[derive(Debug)]
struct Scene {
    origin: String,
    contest_id: String,
    version: i64,
    contest: Contest,
    plans: Vec<Plan>,
    present: Vec<LocalityKey>,
    former: Vec<LocalityKey>,
}

impl Scene {
    /// Most live in a present commune, some named one of the former scheme, some are from outside or do not say.
    fn home(&self, dice: &mut Dice) -> LocalityKey {
        let unknown = || LocalityKey::new(SPECIAL, UNKNOWN);
        match dice.below(1000) {
            0..22 => LocalityKey::new(SPECIAL, OUTSIDE),
            22..37 => unknown(),
            37..87 => dice.pick(&self.former).cloned().unwrap_or_else(unknown),
            // A few places are eager, most are not: the lower of two throws.
            _ => {
                let many = self.present.len() as u64;
                let at = dice.below(many).min(dice.below(many));
                self.present.get(usize::try_from(at).unwrap_or(0)).cloned().unwrap_or_else(unknown)
            }
        }
    }

    /// The unit of their own commune that fits, for about half of the people.
    fn unit(&self, dice: &mut Dice, home: &LocalityKey, audience: Audience) -> Option<String> {
        let (kind, permille) = match audience {
            Audience::Pupil => ("school", 800),
            Audience::CivilServant => ("office", 700),
            _ => ("union", 300),
        };
        let joins = dice.chance(permille);
        (joins && home.scheme == PRESENT).then(|| unit_id(kind, &home.code))
    }
}

fn unit_id(kind: &str, commune: &str) -> String {
    format!("{kind}-{commune}")
}

fn registry() -> Result<Registry> {
    Registry::from_csv(server::setup::LOCALITIES, server::setup::PROVINCES)
        .map_err(|lines| anyhow::anyhow!(lines.join("; ")))
}

fn present(registry: &Registry) -> Vec<LocalityKey> {
    let area = LocalityKey::new(PRESENT, PROVINCE);
    registry.units_in(&area).into_iter().filter_map(|at| Some(registry.by_index(at)?.key.clone())).collect()
}

/// Writes the contest's two files.
pub(crate) fn files(folder: &Path) -> Result<Value> {
    let registry = registry()?;
    let mut units = "unit_id,unit_name,kind,scheme,locality_code,group_id,group_name,group_code\n".to_owned();
    let mut count = 0;
    for home in present(&registry) {
        let name = registry.display_name(&home, false).unwrap_or_default();
        for (kind, called) in KINDS {
            let id = unit_id(kind, &home.code);
            writeln!(units, "{id},{called} {name},{kind},{},{},,,", home.scheme, home.code)?;
            count += 1;
        }
    }
    let file = folder.join("million-contest.toml");
    std::fs::write(&file, CONTEST).with_context(|| format!("cannot write {}", file.display()))?;
    std::fs::write(folder.join("units.csv"), units)?;
    Ok(json!({ "contest": file.display().to_string(), "slug": SLUG, "units": count }))
}

/// Fills the database, into which the questions and the contest were imported.
pub(crate) async fn fill(database: &Path, data: &Path, people: u32) -> Result<Value> {
    let begun = clock::now();
    let scene = scene(database).await?;
    let secrets = Secrets::load(data)?;
    let comings = sitting::comings(&scene.contest.rounds, people);
    let planned = sitting::plan(&scene.contest.rounds, &comings);
    let mut link = rows::open(database).await?;
    let mut counted = Counted::new(people);
    let mut next = 0;
    for from in (0..comings.len()).step_by(TOGETHER) {
        let upto = (from + TOGETHER).min(comings.len());
        let mut newcomers = Vec::with_capacity(TOGETHER);
        for at in from..upto {
            let person = one(&scene, &comings, at);
            let code = secrets.personal_code(&person.row.id, 0);
            newcomers.push((person, secrets.code_hmac(&code)));
        }
        // Rows of people and of attempts lie between each other, as they came.
        let until = comings.get(upto).copied().unwrap_or(i64::MAX);
        let here = planned[next..].partition_point(|p| p.at < until);
        let mut attempts = Vec::with_capacity(here);
        for planned in &planned[next..next + here] {
            let at = usize::try_from(planned.person)?;
            let known = at.checked_sub(from).and_then(|at| newcomers.get(at));
            let row = match known {
                Some((person, _)) => sitting::attempt(&scene, person, *planned)?,
                None => sitting::attempt(&scene, &one(&scene, &comings, at), *planned)?,
            };
            counted.add(at, &row);
            attempts.push(row);
        }
        next += here;
        rows::insert(&mut link, &scene.contest_id, &newcomers, &attempts).await?;
    }
    rows::finish(link).await?;
    ensure!(next == planned.len(), "{} attempts of {} went in", next, planned.len());
    let mut report = counted.report();
    report["seconds"] = json!((clock::now() - begun).as_secs());
    Ok(report)
}

fn one(scene: &Scene, comings: &[i64], at: usize) -> person::Person {
    let moment = |at: usize| comings.get(at).copied().unwrap_or(0);
    person::person(scene, at as u64, moment(at), moment(at.saturating_sub(1)))
}

async fn scene(database: &Path) -> Result<Scene> {
    let store = Store::open(&format!("sqlite://{}", database.display())).await?;
    let mut link = store.read().await?;
    let current = contests::by_slug(&mut link, SLUG).await?;
    let current = current.with_context(|| format!("no contest {SLUG} in {}", database.display()))?;
    let origin = meta::get(&mut link, "origin").await?.context("the database has no origin")?;
    let mut pool = Vec::new();
    for (_, document) in bank::approved(&mut link).await? {
        pool.push(Arc::new(serde_json::from_str::<Revision>(&document)?));
    }
    drop(link);
    store.close().await;
    let contest: Contest = serde_json::from_str(&current.document)?;
    let pool = Pool::new(pool);
    let plan = |blueprint| Plan::new(blueprint, &pool).map_err(|_| anyhow::anyhow!("the bank is too small"));
    let plans = contest.rounds.iter().map(|r| plan(&r.rules.blueprint)).collect::<Result<_>>()?;
    let registry = registry()?;
    let former = registry.all().map(|(_, unit)| unit);
    let former = former.filter(|u| u.key.scheme == FORMER && u.level == Level::Commune);
    Ok(Scene {
        origin,
        contest_id: current.id,
        version: current.version,
        contest,
        plans,
        present: present(&registry),
        former: former.map(|unit| unit.key.clone()).collect(),
    })
}

/// What went in.
#[derive(Debug)]
struct Counted {
    attempts: u64,
    voided: u64,
    /// Whether the person has a valid attempt with a saved answer: these take part, and stand on the boards.
    took_part: Vec<bool>,
}

impl Counted {
    fn new(people: u32) -> Self {
        Self { attempts: 0, voided: 0, took_part: vec![false; usize::try_from(people).unwrap_or(0)] }
    }

    fn add(&mut self, person: usize, row: &server::store::attempts::Attempt) {
        self.attempts += 1;
        self.voided += u64::from(row.voided_at.is_some());
        if let Some(took_part) = self.took_part.get_mut(person) {
            *took_part |= row.voided_at.is_none() && row.answered > 0;
        }
    }

    fn report(&self) -> Value {
        json!({
            "people": self.took_part.len(),
            "attempts": self.attempts - self.voided,
            "voided": self.voided,
            "took_part": self.took_part.iter().filter(|took_part| **took_part).count(),
            "slug": SLUG,
            "from": "2026-10-01",
            "to": "2026-10-31",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crowds_contest_is_a_valid_one() {
        let folder = std::env::temp_dir().join(format!("crowd-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        files(&folder).unwrap();
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|e| e.to_string());
        let parsed = domain::contest::file::parse("million-contest.toml", CONTEST, &read).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!((parsed.contest.slug.as_str(), parsed.contest.rounds.len()), (SLUG, 3));
        assert_eq!(parsed.contest.units.len(), 135 * KINDS.len());
        let comings = sitting::comings(&parsed.contest.rounds, 10_000);
        assert!(comings.is_sorted());
        let planned = sitting::plan(&parsed.contest.rounds, &comings);
        assert!((11_500..12_500).contains(&planned.len()), "{}", planned.len());
        assert_eq!(planned, sitting::plan(&parsed.contest.rounds, &comings), "the same every time");
        // Nobody sits before they came, or outside the round.
        for p in &planned {
            assert!(p.at > comings[p.person as usize]);
            assert!(parsed.contest.rounds[usize::from(p.round)].open_at(p.at));
        }
    }
}
