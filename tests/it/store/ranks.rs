//! The rows boards are made of: all of a round's valid attempts, person by person. Who was erased before it was kept what
//! decided their rank: published ranks stay after the upgrade.

use crate::harness::Engine;
use crate::harness::database::Database;
use rstest::rstest;
use server::store::Store;
use server::store::standings::{of_round, unranked};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_was_erased_before_the_upgrade_still_ranks(#[case] engine: Engine) {
    let database = Database::as_of(engine, 7).await;
    database
        .run(
            "INSERT INTO participant (id, origin, nickname, locality_scheme, locality_code, audience, age_band, grade, mode,
                created_at, erased_at)
             VALUES ('erased', 'o', '', 'special', 'unknown', 'citizen', 'unknown', 'declared', 'online', 1, 2),
                ('present', 'o', 'Lan', 'special', 'unknown', 'citizen', 'unknown', 'declared', 'online', 1, NULL);
             INSERT INTO membership (participant_id, contest_id, at) VALUES ('erased', 'c', 1), ('present', 'c', 1);
             INSERT INTO attempt (id, origin, participant_id, contest_id, round_id, ordinal, version, seed, paper, started_at,
                day, deadline, extra_ms, locality_scheme, locality_code, audience, flags, age_band, grade, mode)
             SELECT 'a-' || id, origin, id, 'c', 'r', 1, 1, 1, '[]', 1, '2026-11-22', 2, 0, locality_scheme, locality_code,
                audience, flags, age_band, grade, mode FROM participant;",
        )
        .await;
    let store = Store::open(&database.url).await.unwrap();
    let mut link = store.read().await.unwrap();
    for need in ["contact", "group_code"] {
        assert_eq!(unranked(&mut link, "c", need).await.unwrap(), ["present"], "{need}");
    }
    drop(link);
    store.close().await;
}

/// More attempts than SQLite packs into one row, three of each person, so that a page ends inside a person.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_round_of_many_pages_comes_whole_and_in_order(#[case] engine: Engine) {
    const PEOPLE: i64 = 1_500;
    let database = Database::fresh(engine).await;
    // The later attempt is written first: the order is that of ordinals, not of rows.
    database
        .run(
            "INSERT INTO attempt (id, origin, participant_id, contest_id, round_id, ordinal, version, seed, paper, started_at,
                day, deadline, extra_ms, locality_scheme, locality_code, unit_id, audience, flags, age_band, grade, mode,
                submitted_at, prediction, answered, score, duration_ms, passed, voided_at)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500),
                o (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM o WHERE k < 3)
             SELECT 'a' || (10000 + i) || '-' || k, 'o', 'p' || (10000 + i), 'c', 'r', k, 1, 1, '[]', 1, '2026-11-22', 2, 0,
                'special', 'unknown', CASE WHEN k = 1 THEN 'lớp \"a\"' END, 'citizen', '', 'unknown', 'declared', 'online',
                i * 10 + k, CASE WHEN k = 2 THEN i END, CASE WHEN k = 3 AND i % 11 = 0 THEN 0 ELSE 9 END, i * 2520, k, 1,
                CASE WHEN k = 2 AND i % 7 = 0 THEN 99 END FROM n CROSS JOIN o ORDER BY k DESC, i;",
        )
        .await;
    let store = Store::open(&database.url).await.unwrap();
    let mut link = store.read().await.unwrap();
    for before in [i64::MAX, 9_002] {
        let mut found = Vec::new();
        of_round(&mut link, "c", "r", before, |row| found.push(row)).await.unwrap();
        let valid =
            |i: i64, k: i64| i * 10 + k < before && !(k == 2 && i % 7 == 0) && !(k == 3 && i % 11 == 0);
        let wanted: Vec<(i64, i64)> =
            (1..=PEOPLE).flat_map(|i| (1..=3).map(move |k| (i, k))).filter(|(i, k)| valid(*i, *k)).collect();
        assert_eq!(found.len(), wanted.len(), "before {before}");
        for (row, (i, k)) in found.iter().zip(wanted) {
            assert_eq!((row.participant_id.clone(), row.duration_ms), (format!("p{}", 10_000 + i), k));
            assert_eq!((row.score, row.submitted_at, row.passed), (i * 2520, i * 10 + k, 1));
            assert_eq!(row.prediction, (k == 2).then_some(i));
            assert_eq!(row.unit_id.as_deref(), (k == 1).then_some("lớp \"a\""));
        }
    }
    drop(link);
    store.close().await;
}
