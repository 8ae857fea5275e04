//! The host finds anybody, however many joined after them, and may rename and take out whom they found.

use crate::harness::{Engine, Host, Site, show};
use rstest::rstest;
use serde_json::{Value, json};

async fn found(host: &Host, path: &str, query: &str) -> (Vec<(u64, String)>, bool) {
    let said = host.desk.get(&format!("{path}?q={query}")).await.expect(200).json();
    let line = |p: &Value| (p["number"].as_u64().unwrap(), p["nickname"].as_str().unwrap().to_owned());
    (said["players"].as_array().unwrap().iter().map(line).collect(), said["more"].as_bool().unwrap())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_player_who_joined_long_ago_is_found_by_name_and_by_number(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("scoring = \"accuracy\"", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let path = room.path("/players");
    let first = site.phone("Gió Biển", &room).await;
    // More than any list of the host shows.
    let names: Vec<String> = (2..=210).map(|n| format!("Người {n}")).collect();
    for some in names.chunks(30) {
        futures::future::join_all(some.iter().map(|name| site.phone(name, &room))).await;
    }
    let newest = host.now().await["newest"].to_string();
    assert!(!newest.contains("Gió Biển"), "the list of the newest does not reach so far");
    let wind = (u64::from(first.number), "Gió Biển".to_owned());
    for query in ["gio%20bien", "BI%E1%BB%82N", "giobien", "%20gi%C3%B3%20", "%231", "1"] {
        let (players, _) = found(&host, &path, query).await;
        assert_eq!(players.first(), Some(&wind), "{query}");
    }
    let (players, more) = found(&host, &path, "nguoi").await;
    assert_eq!((players.len(), more), (50, true));
    assert_eq!(found(&host, &path, "210").await.0[0].0, 210);
    for nobody in ["", "%20", "khong-co", "99999999999999"] {
        assert_eq!(found(&host, &path, nobody).await, (Vec::new(), false), "{nobody}");
    }
    // The page shows the same with the buttons, without scripts and for its script.
    let page = host.desk.get(&format!("/organiser/live/{}?find=gio+bien", room.pin)).await.expect(200);
    let html = host.desk.get(&format!("{path}?q=gio&view=html")).await.expect(200).json()["html"].clone();
    for shown in [page.body.as_str(), html.as_str().unwrap()] {
        for command in ["rename", "remove"] {
            let button = format!("{{&quot;command&quot;:&quot;{command}&quot;,&quot;player&quot;:1");
            assert!(shown.contains(&button), "{command}: {shown}");
        }
    }
    // What the buttons do.
    host.carried(&json!({ "command": "rename", "player": 1, "nickname": "Sóng" })).await;
    assert!(found(&host, &path, "gio").await.0.is_empty());
    assert_eq!(found(&host, &path, "song").await.0, [(1, "Sóng".to_owned())]);
    host.carried(&json!({ "command": "remove", "player": 1, "ban": true })).await;
    assert!(found(&host, &path, "song").await.0.is_empty(), "who was taken out stands in the list of those");
    // Nobody else is told who is in the room.
    assert_eq!(first.api.get(&format!("{path}?q=nguoi")).await.problem().0, 401);
    assert_eq!(
        site.browser().get(&format!("{path}?q=nguoi")).await.problem(),
        (401, "staff_signed_out".into())
    );
    let (screen, _) = host.screen(&site).await;
    assert_eq!(screen.get(&format!("{path}?q=nguoi")).await.problem().0, 401);
}
