//! When explanations may be read: the key never reaches a phone before the rules allow.

use crate::harness::{Dealt, Engine, MINUTE, Site, Someone};
use rstest::rstest;

fn shown(paper: &Dealt, body: &str) -> usize {
    paper.items.iter().filter(|(_, r)| body.contains(&r.explanation)).count()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn explanations_wait_for_the_rules(#[case] engine: Engine) {
    for (rule, after_submit, after_round, after_contest) in
        [("after_submit", 7, 7, 7), ("after_round", 0, 7, 7), ("after_contest", 0, 0, 7), ("never", 0, 0, 0)]
    {
        let edit = [("review = \"after_round\"", format!("review = \"{rule}\""))];
        let site = Site::edited(engine, &[(edit[0].0, &edit[0].1)]).await;
        let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
        let id = api.begin().await["id"].as_str().unwrap().to_owned();
        let paper = site.paper(&id).await;
        api.save(&id, 1, 1, &paper.right(1)).await.expect(200);
        let handed = api.submit(&id, None).await.expect(200);
        assert_eq!(shown(&paper, &handed.body), after_submit, "{rule}: at once");
        let path = format!("/api/v1/attempts/{id}/result");
        // The round closes on the 27th at 22:00; whoever starts last with extra time ends 15 minutes later.
        site.travel("2026-11-27T22:14");
        assert_eq!(shown(&paper, &api.get(&path).await.expect(200).body), after_submit, "{rule}: others sit");
        site.advance(2 * MINUTE);
        let told = api.get(&path).await.expect(200);
        assert_eq!(shown(&paper, &told.body), after_round, "{rule}: after the round");
        site.travel("2026-12-08T23:00");
        let told = api.get(&path).await.expect(200);
        assert_eq!(shown(&paper, &told.body), after_contest, "{rule}: after the contest");
        let from = &told.json()["review_from"];
        assert_eq!(from.is_null(), rule == "never");
        if after_contest > 0 {
            let right = &told.json()["review"][0];
            assert_eq!(right["points"], 1.0, "the one that was answered");
        }
    }
}
