//! Item statistics: whatever happened to the attempts in between, the sums kept step by step are those of a recount.

use crate::harness::{Dealt, Engine, MINUTE, Site, Someone};
use domain::people::Audience;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use rstest::rstest;
use serde_json::{Value, json};
use server::attempts::extend::{Ask, extend};
use server::bank::stats::{Done, Query, Report, refresh_in, report};
use server::sql;
use sqlx::AssertSqlSafe;

impl Site {
    /// Runs a statement that was put together.
    async fn tell(&self, statement: String) {
        let work = self.app.store.write(move |link| {
            Box::pin(async move {
                sql!(link, c => sqlx::query(AssertSqlSafe(statement)).execute(c).await.map(drop))?;
                Ok(())
            })
        });
        work.await.unwrap();
    }

    /// Everything the statistics hold, in order.
    async fn sums(&self) -> Vec<String> {
        let mut all = self
            .texts("SELECT revision_id || '|' || audience || '|' || document FROM item_tally ORDER BY 1")
            .await;
        all.extend(self.texts("SELECT attempt_id FROM item_tallied ORDER BY 1").await);
        all
    }

    async fn brought_up_to_date(&self) -> Done {
        refresh_in(&self.app.store, false, self.now(), 3, &mut |_| ()).await.unwrap()
    }

    /// The sums as they are, after making sure that counting everything anew gives the same.
    async fn checked(&self) -> Vec<String> {
        let held = self.sums().await;
        refresh_in(&self.app.store, true, self.now(), 1_000, &mut |_| ()).await.unwrap();
        assert_eq!(held, self.sums().await, "kept step by step, and counted anew");
        held
    }

    async fn stats(&self, query: Query) -> Report {
        report(&self.app.store, query, self.now(), &mut |_| ()).await.unwrap()
    }

    async fn give_back(&self, minutes: u32) -> usize {
        let ask = Ask {
            contest: self.contest().id.clone(),
            minutes,
            between: (self.now() - 120 * MINUTE, self.now()),
            reason: "Mất điện".into(),
        };
        extend(&self.app.store, ask, self.now()).await.unwrap().reopened
    }
}

/// Attempts made and changed behind the site's back, as chance wants it.
struct Chance<'s> {
    site: &'s Site,
    dice: ChaCha8Rng,
    papers: Vec<String>,
    next: usize,
    /// Counted attempts that were reopened.
    reopened: i64,
}

impl Chance<'_> {
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.dice.next_u64() % n as u64).unwrap()
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }

    fn choice(&mut self, position: usize) -> String {
        let letter = self.pick(&["a", "b", "c", "d"]);
        match position {
            1 => json!({ "option": letter }),
            2 => json!({ "options": [letter] }),
            3 => json!({ "option": self.pick(&["true", "false"]) }),
            4 => json!({ "order": if letter < "c" { ["a", "b", "c", "d"] } else { ["d", "b", "a", "c"] } }),
            5 => json!({ "pairs": { "a": "4", "b": self.pick(&["1", "2"]) } }),
            6 => json!({ "number": self.below(3) + 4320 }),
            _ => json!({ "text": format!("chữ {}", self.below(4)) }),
        }
        .to_string()
    }

    async fn answer(&mut self, attempt: &str) {
        for position in 1..=7 {
            if self.below(6) == 0 {
                continue;
            }
            let choice =
                if self.below(9) == 0 { "NULL".into() } else { format!("'{}'", self.choice(position)) };
            let at = self.site.now() - 15 * MINUTE + i64::try_from(self.below(900_000)).unwrap();
            self.site
                .tell(format!(
                    "INSERT INTO answer (attempt_id, position, seq, choice, occurred_at, received_at)
                     VALUES ('{attempt}', {position}, 1, {choice}, 0, {at})
                     ON CONFLICT (attempt_id, position) DO UPDATE SET choice = excluded.choice,
                        received_at = excluded.received_at"
                ))
                .await;
        }
    }

    /// A new attempt: mostly a first, ended, real one.
    async fn attempt(&mut self) {
        self.next += 1;
        // Ids do not arrive in order: other nodes, other clocks.
        let id = format!("{:04}-{}", self.below(10_000), self.next);
        let dealt = 7 - self.below(3);
        let paper = self.papers[..dealt].join(",");
        let audience = Audience::ALL[self.below(Audience::ALL.len())].code();
        let (ordinal, demo) = (1 + usize::from(self.below(5) == 0), usize::from(self.below(6) == 0));
        let (start, end) = (self.site.now() - 15 * MINUTE, self.site.now() - 5 * MINUTE);
        let (ended, by) = match self.below(4) {
            0 => ("NULL".to_owned(), "NULL"),
            1 => (end.to_string(), "'sweeper'"),
            _ => (end.to_string(), "'person'"),
        };
        let contest = &self.site.contest().id;
        self.site
            .tell(format!(
                "INSERT INTO attempt (id, origin, participant_id, contest_id, round_id, ordinal, version, seed, paper,
                    started_at, day, deadline, extra_ms, locality_scheme, locality_code, audience, flags, age_band, grade,
                    mode, demo, submitted_at, submitted_by)
                 VALUES ('{id}', 'o', 'p{id}', '{contest}', 'vong-1', {ordinal}, 1, 1, '[{paper}]', {start}, '2026-11-22',
                    {end}, 0, 's', 'c', '{audience}', '', 'unknown', 'declared', 'online', {demo}, {ended}, {by})"
            ))
            .await;
        self.answer(&id).await;
    }

    /// One attempt that meets a condition, if there is any.
    async fn one(&mut self, condition: &str) -> Option<String> {
        let all = self.site.texts(&format!("SELECT id FROM attempt WHERE {condition} ORDER BY id")).await;
        if all.is_empty() { None } else { Some(all[self.below(all.len())].clone()) }
    }

    /// Reopens what can be reopened; what of it was counted must leave the sums at once.
    async fn give_back(&mut self) {
        let marks = "SELECT count(*) FROM item_tallied";
        let before = self.site.number(marks).await;
        self.site.give_back(20).await;
        self.reopened += before - self.site.number(marks).await;
        let running = "SELECT count(*) FROM item_tallied WHERE attempt_id IN
            (SELECT id FROM attempt WHERE submitted_at IS NULL)";
        assert_eq!(self.site.number(running).await, 0);
    }

    async fn step(&mut self) {
        match self.below(12) {
            0..=4 => self.attempt().await,
            5 => {
                if let Some(id) = self.one("voided_at IS NULL").await {
                    self.site.tell(format!("UPDATE attempt SET voided_at = 1 WHERE id = '{id}'")).await;
                }
            }
            6 => {
                if let Some(id) = self.one("voided_at IS NOT NULL").await {
                    self.site.tell(format!("UPDATE attempt SET voided_at = NULL WHERE id = '{id}'")).await;
                }
            }
            7 => self.give_back().await,
            8 => {
                if let Some(id) = self.one("submitted_at IS NULL").await {
                    self.answer(&id).await;
                    let now = self.site.now();
                    let by = self.pick(&["person", "sweeper"]);
                    self.site
                        .tell(format!(
                            "UPDATE attempt SET submitted_at = {now}, submitted_by = '{by}' WHERE id = '{id}'"
                        ))
                        .await;
                }
            }
            _ => {
                self.site.brought_up_to_date().await;
            }
        }
        self.site.advance(1_000);
    }
}

const ELIGIBLE: &str = "submitted_at IS NOT NULL AND voided_at IS NULL AND ordinal = 1 AND demo = 0";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn random_steps_give_what_a_recount_gives(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let papers = site.texts("SELECT current_revision FROM question WHERE topic = 'T90' ORDER BY id").await;
    let papers: Vec<String> = papers.iter().map(|r| json!({ "r": r }).to_string()).collect();
    assert_eq!(papers.len(), 7);
    let mut chance =
        Chance { site: &site, dice: ChaCha8Rng::seed_from_u64(27), papers, next: 0, reopened: 0 };
    for round in 0..6 {
        for _ in 0..30 {
            chance.step().await;
        }
        site.brought_up_to_date().await;
        let before = site.number("SELECT count(*) FROM item_tallied").await;
        let held = site.checked().await;
        // What a recount must itself agree with: who is in, and how often questions were dealt to them.
        assert_eq!(site.number(&format!("SELECT count(*) FROM attempt WHERE {ELIGIBLE}")).await, before);
        let papers = site.texts(&format!("SELECT paper FROM attempt WHERE {ELIGIBLE}")).await;
        let dealt: usize = papers.iter().map(|p| serde_json::from_str::<Vec<Value>>(p).unwrap().len()).sum();
        let told: u64 = held
            .iter()
            .filter_map(|line| line.split_once("||"))
            .map(|(_, document)| serde_json::from_str::<Value>(document).unwrap()["dealt"].as_u64().unwrap())
            .sum();
        assert_eq!(told, dealt as u64, "round {round}");
        // Reopening right after everything was counted takes out exactly what was in.
        chance.give_back().await;
        let done = site.brought_up_to_date().await;
        assert!(!done.anew, "nothing had to be counted anew");
        site.checked().await;
    }
    assert!(chance.reopened >= 5, "{} counted attempts were reopened", chance.reopened);
    assert!(site.number("SELECT count(*) FROM item_tallied").await > 20);

    // Rows that vanish unannounced, and sums of older rules, are noticed and counted anew.
    site.tell("DELETE FROM attempt WHERE id = (SELECT min(attempt_id) FROM item_tallied)".into()).await;
    assert!(site.brought_up_to_date().await.anew);
    site.checked().await;
    site.change("UPDATE meta SET value = '0 x' WHERE key = 'item_stats'").await;
    site.change("UPDATE item_tally SET document = '{\"dealt\":7}'").await;
    assert!(site.brought_up_to_date().await.anew);
    site.checked().await;
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn two_counters_at_once_count_everything_once(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let papers = site.texts("SELECT current_revision FROM question WHERE topic = 'T90' ORDER BY id").await;
    let papers = papers.iter().map(|r| json!({ "r": r }).to_string()).collect();
    let mut chance = Chance { site: &site, dice: ChaCha8Rng::seed_from_u64(5), papers, next: 0, reopened: 0 };
    for _ in 0..40 {
        chance.attempt().await;
    }
    let runs = (0..4).map(|_| site.brought_up_to_date());
    let done = futures::future::join_all(runs).await;
    let eligible = site.number(&format!("SELECT count(*) FROM attempt WHERE {ELIGIBLE}")).await;
    assert_eq!(done.iter().map(|d| d.added).sum::<u64>(), u64::try_from(eligible).unwrap());
    site.checked().await;
}

/// A pupil who takes so many seconds for each of their first answers.
async fn takes_part(
    site: &Site,
    name: &str,
    right: bool,
    seconds: i64,
) -> (crate::harness::Api, String, Dealt) {
    let (api, _) = site.api().register(&Someone::named(name).audience("pupil").born(2011)).await;
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let paper = site.paper(&id).await;
    for position in paper.positions() {
        site.advance(seconds * 1_000);
        let choice = if right { paper.right(position) } else { paper.wrong(position) };
        api.save(&id, position, 1, &choice).await.expect(200);
    }
    (api, id, paper)
}

fn row<'r>(report: &'r Report, question: &str) -> &'r server::bank::stats::Row {
    report.rows.iter().find(|r| r.question == question).unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn real_attempts_from_tap_to_figure(#[case] engine: Engine) {
    let site = Site::edited(engine, &[("minutes = 10", "minutes = 170")]).await;
    for n in 0..20 {
        let (api, id, _) = takes_part(&site, &format!("Học sinh {n}"), n >= 5, 3).await;
        api.submit(&id, None).await.expect(200);
        // A second try has seen the questions.
        if n == 0 {
            let again = api.begin().await["id"].as_str().unwrap().to_owned();
            let paper = site.paper(&again).await;
            api.save(&again, 1, 1, &paper.right(1)).await.expect(200);
            api.submit(&again, None).await.expect(200);
        }
    }
    let (late, swept, paper) = takes_part(&site, "Mất mạng", false, 3).await;
    let all = site.stats(Query::default()).await;
    assert_eq!((all.attempts, all.rows.len()), (20, 7), "running attempts wait");
    let first = row(&all, "T90-001");
    assert_eq!((first.stats.exposure, first.stats.n, first.current), (20, 20, true));
    let figures = first.stats.figures.as_ref().unwrap();
    assert!((figures.p - 0.75).abs() < 1e-9 && figures.discrimination.unwrap() > 0.99);
    assert_eq!(figures.median_seconds, Some(3.0));
    let key = figures.options.iter().find(|o| o.key).unwrap();
    assert_eq!((key.id.as_str(), key.share), ("b", 0.75));
    assert!((key.best_share.unwrap() - 1.0).abs() < 1e-9, "the best all knew");
    let text = row(&all, "T90-007").stats.figures.as_ref().unwrap();
    assert_eq!((text.wrong[0].answer.as_str(), text.wrong[0].share), ("không biết", 0.25));
    assert!(all.rows.iter().all(|r| r.stats.figures.as_ref().unwrap().flags.is_empty()));

    // The clock closes the last one; it is counted, reopened, answered anew and counted again.
    site.advance(175 * MINUTE);
    site.sweep().await;
    let p = async |question: &str| {
        let report = site.stats(Query { audience: Some(Audience::Pupil), ..Query::default() }).await;
        let stats = row(&report, question).stats.clone();
        (stats.n, stats.figures.map(|f| (f.p * 21.0).round() as i64))
    };
    assert_eq!(p("T90-001").await, (21, Some(15)));
    assert_eq!(site.give_back(60).await, 1);
    assert_eq!(p("T90-001").await.0, 20, "it runs again");
    late.save(&swept, paper.of_kind("single_choice"), 2, &paper.right(paper.of_kind("single_choice")))
        .await
        .expect(200);
    late.submit(&swept, None).await.expect(200);
    assert_eq!(p("T90-001").await, (21, Some(16)));
    site.checked().await;

    // Voided ones leave; below 20 nothing but the counts is told.
    site.change("UPDATE attempt SET voided_at = 1 WHERE id IN (SELECT id FROM attempt WHERE ordinal = 1 ORDER BY id LIMIT 2)").await;
    assert_eq!(p("T90-001").await, (19, None));
    site.checked().await;
    let citizens = site.stats(Query { audience: Some(Audience::Citizen), ..Query::default() }).await;
    assert!(citizens.rows.is_empty());
    let topic = |t: &str| Query { topic: Some(t.into()), ..Query::default() };
    assert_eq!(site.stats(topic("T90")).await.rows.len(), 7);
    assert!(site.stats(topic("T01")).await.rows.is_empty());
    let unknown = report(&site.app.store, topic("T99"), site.now(), &mut |_| ()).await.unwrap_err();
    assert_eq!(unknown.code, "bad_form");
}
