//! Who was erased before it was kept what decided their rank: published ranks stay after the upgrade.

use crate::harness::Engine;
use crate::harness::database::Database;
use rstest::rstest;
use server::store::Store;
use server::store::standings::unranked;

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
