//! Coming into a room: once per device, under a name that can stand on a projector, from a place where the room asks.

use crate::harness::live::COMMUNE;
use crate::harness::{Engine, Phone, Site, Someone, show};
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_device_has_one_seat_however_often_it_joins(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let view = site.api().get(&room.path("")).await.expect(200).json();
    assert_eq!((&view["title"], &view["phase"]), (&json!("Đêm hội số"), &json!("lobby")));
    assert_eq!((&view["takes_players"], &view["players"]), (&json!(true), &json!(0)));

    let lan = site.phone("Lan", &room).await;
    assert_eq!(lan.number, 1);
    assert_eq!(lan.snapshot["me"]["nickname"], "Lan");
    assert_eq!(
        (lan.snapshot["phase"]["name"].as_str(), lan.snapshot["players"].as_u64()),
        (Some("lobby"), Some(1))
    );
    // Another name on the same device is still the same player.
    let again =
        lan.api.post(&room.path("/players"), &json!({ "nickname": "Người khác" })).await.expect(200).json();
    assert_eq!((&again["token"], &again["snapshot"]["me"]["nickname"]), (&json!(lan.token), &json!("Lan")));
    lan.again().await;
    // Twice in the same instant.
    let token = "ab".repeat(32);
    let (api, path, wish) =
        (site.api().with(&token), room.path("/players"), json!({ "nickname": "Hai lần" }));
    let twice = futures::future::join_all((0..8).map(|_| api.post(&path, &wish))).await;
    let created = twice.iter().filter(|r| r.status == 201).count();
    assert_eq!((created, twice.iter().filter(|r| r.status == 200).count()), (1, 7));
    assert!(
        twice.iter().all(|r| r.json()["snapshot"]["me"]["number"] == 2 && r.json()["token"] == json!(token))
    );
    assert_eq!(
        twice[0].json()["snapshot"]["me"]["nickname"],
        "Hai lần",
        "nobody took the name from themselves"
    );
    assert_eq!(site.number("SELECT count(*) FROM live_player").await, 2);
    let next = site.phone("Ba", &room).await;
    assert_eq!(next.number, 3, "what came twice leaves no gap");

    // A browser keeps its seat by cookie.
    let browser = site.browser();
    let first = browser.post_json(&path, &json!({ "nickname": "Trình duyệt" })).await.expect(201);
    let cookie = first.cookies().concat();
    assert!(
        cookie.starts_with("nhs_live=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax")
    );
    let second = browser.post_json(&path, &json!({})).await.expect(200);
    assert_eq!(second.json()["snapshot"]["me"]["number"], 4);
    assert!(second.cookies().is_empty());
    // Tokens are stored as hashes only.
    assert!(!site.texts("SELECT token_hash FROM live_player").await.contains(&token));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_same_name_gets_a_number(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let name = |phone: &Phone| phone.snapshot["me"]["nickname"].as_str().unwrap().to_owned();
    assert_eq!(name(&site.phone("Hà", &room).await), "Hà");
    assert_eq!(name(&site.phone("hà", &room).await), "hà 2");
    // Decomposed as some phones type it.
    assert_eq!(name(&site.phone("Ha\u{300}", &room).await), "Hà 3");
    let many = futures::future::join_all((0..30).map(|_| site.phone("Tú", &room))).await;
    let mut names: Vec<String> = many.iter().map(name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 30, "{names:?}");
    let mut numbers: Vec<u32> = many.iter().map(|p| p.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (4..34).collect::<Vec<_>>());
    // After a restart the names are still taken.
    let site = site.restart(1_000).await;
    assert_eq!(name(&site.phone("Hà", &room).await), "Hà 4");
}

#[tokio::test]
async fn hostile_names_are_cleaned_or_refused() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("", &["T91-001"])).await;
    let host = site.host("mc", &room).await;
    let mut screen = host.screen(&site).await.1;
    screen.wait("stage").await;
    let join = async |nickname: &str| {
        site.api().post(&room.path("/players"), &json!({ "nickname": nickname })).await
    };
    for (typed, shown) in [
        ("  Sao   Mai ", "Sao Mai"),
        ("\u{202e}Mai\u{202c}", "Mai"),
        ("A\u{200b}n\u{200d}h\u{feff}", "Anh"),
        ("\u{2067}Đức\u{2069}\u{61c}", "Đức"),
        ("Tú\u{0}\u{7}", "Tú"),
        ("<b>Nam</b>", "<b>Nam</b>"),
        ("\"><img src=x>", "\"><img src=x>"),
        ("🌻🌻🌻", "🌻🌻🌻"),
    ] {
        let reply = join(typed).await.expect(201).json();
        assert_eq!(reply["snapshot"]["me"]["nickname"], shown);
    }
    let family = "👨‍👩‍👧‍👦".repeat(40);
    let zalgo = format!("T{}u", "\u{301}\u{302}\u{303}".repeat(30));
    let long = "dài ".repeat(20_000 / 4);
    for (typed, code) in [
        ("", "nickname_short"),
        ("x", "nickname_short"),
        ("\u{200b}\u{200b}\u{200b}", "nickname_short"),
        ("…!?", "nickname_short"),
        ("\u{3164}\u{3164}", "nickname_short"),
        ("Một cái tên dài quá hai mươi chữ", "nickname_long"),
        (long.as_str(), "nickname_long"),
        ("🔥🔥🔥🔥", "nickname_flood"),
        (family.as_str(), "nickname_long"),
        (zalgo.as_str(), "nickname_flood"),
        ("địt mẹ", "nickname_foul"),
        ("đ\u{200b}m", "nickname_foul"),
        ("ĐỊT MẸ 2", "nickname_foul"),
    ] {
        let refused = join(typed).await;
        assert_eq!(refused.problem(), (422, "bad_form".into()), "{typed:.40}");
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(
            matches!(code, "nickname_long" | "nickname_flood") && detail.starts_with("nickname: ")
                || detail == format!("nickname: {code}"),
            "{typed:.40}: {detail}"
        );
    }
    assert_eq!(join(&"x".repeat(70_000)).await.status, 413);
    assert_eq!(site.number("SELECT count(*) FROM live_player").await, 8);
    // What stands on the projector is what was accepted, and nothing hidden in it.
    let lobby = screen.until("all names", |e| e.name == "lobby" && e.data["players"] == 8).await;
    let newest: Vec<&str> =
        lobby.data["newest"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
    assert!(newest.contains(&"<b>Nam</b>") && newest.contains(&"Anh"));
    for hidden in ['\u{202e}', '\u{200b}', '\u{200d}', '\u{feff}', '\u{2067}', '\u{61c}', '\u{0}', '\u{7}'] {
        assert!(newest.iter().all(|name| !name.contains(hidden)));
    }
    // The host's word stands above the filter, and is tidied all the same.
    host.carried(&json!({ "command": "rename", "player": 1, "nickname": "\u{202e}Óc chó" })).await;
    assert_eq!(site.api().get(&room.path("")).await.expect(200).json()["players"], 8);
    assert_eq!(host.now().await["lobby"]["newest"][7], "Óc chó");
    // A name that somebody has is numbered, as it is when joining; one's own is nobody else's.
    for (player, wanted, given) in
        [(2_usize, "óc chó", "óc chó 2"), (2, "Óc Chó 2", "Óc Chó 2"), (1, "ÓC CHÓ", "ÓC CHÓ")]
    {
        host.carried(&json!({ "command": "rename", "player": player, "nickname": wanted })).await;
        assert_eq!(host.now().await["lobby"]["newest"][8 - player], given);
    }
    host.refused(&json!({ "command": "rename", "player": 1, "nickname": "\u{200b}" }), "live_bad_nickname")
        .await;
    host.refused(&json!({ "command": "rename", "player": 99, "nickname": "Ai đó" }), "live_unknown_player")
        .await;
}

#[tokio::test]
async fn a_room_that_plays_by_locality_asks_where_from() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("groups = { kind = \"locality\" }", &["T91-001"])).await;
    assert_eq!(site.api().get(&room.path("")).await.json()["groups"], "locality");
    let join = async |locality: Value| {
        let mut wish = json!({ "nickname": "Sao Mai" });
        wish["locality"] = locality;
        site.api().post(&room.path("/players"), &wish).await
    };
    for bad in [
        json!(null),
        json!(""),
        json!("post-2025-07:99999"),
        json!("21583"),
        json!("post-2025-07:52"),
        json!("x:y:z"),
    ] {
        let refused = join(bad.clone()).await;
        assert_eq!(refused.problem(), (422, "bad_form".into()), "{bad}");
        assert_eq!(refused.json()["detail"], "locality: locality");
    }
    assert_eq!(join(json!(7)).await.status, 422);
    // Everything that is wrong is named at once.
    let both = site.api().post(&room.path("/players"), &json!({ "nickname": "x" })).await;
    assert_eq!(both.json()["detail"], "nickname: nickname_short; locality: locality");
    let here = join(json!(COMMUNE)).await.expect(201).json();
    let group = here["snapshot"]["me"]["group"].as_str().unwrap();
    assert!(!group.is_empty());
    assert_eq!(here["snapshot"]["mine"], 1);
    let second = join(json!(COMMUNE)).await.expect(201).json();
    assert_eq!((&second["snapshot"]["mine"], &second["snapshot"]["players"]), (&json!(2), &json!(2)));
    for elsewhere in ["outside", "unknown"] {
        join(json!(elsewhere)).await.expect(201);
    }
    let host = site.host("mc", &room).await;
    let lobby = host.now().await["lobby"].clone();
    assert_eq!(lobby["groups"][0], json!({ "name": group, "players": 2 }));
    assert_eq!(lobby["groups"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_room_of_teams_asks_for_one_of_them() {
    let site = Site::start(Engine::Sqlite).await;
    let head = "groups = { kind = \"team\", names = [\"Đội Sen\", \"Đội Mai\"], top_k = 2 }";
    let room = site.room(&show(head, &["T91-001"])).await;
    let view = site.api().get(&room.path("")).await.json();
    assert_eq!((&view["groups"], &view["names"]), (&json!("team"), &json!(["Đội Sen", "Đội Mai"])));
    for bad in [json!({ "nickname": "Lan" }), json!({ "nickname": "Lan", "team": "Đội Cúc" })] {
        let refused = site.api().post(&room.path("/players"), &bad).await;
        assert_eq!(refused.problem(), (422, "bad_form".into()));
        assert_eq!(refused.json()["detail"], "team: team");
    }
    let wish = json!({ "nickname": "Lan", "team": " Đội Mai " });
    let lan = Phone::join(&site.api(), &room.pin, &wish).await;
    assert_eq!(lan.snapshot["me"]["group"], "Đội Mai");
    assert_eq!(site.number("SELECT team FROM live_player").await, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_full_room_keeps_others_out_and_lets_its_own_back(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("capacity = 5", &["T91-001"])).await;
    let wishes: Vec<_> = (0..12).map(|n| json!({ "nickname": format!("Người {n}") })).collect();
    let (api, path) = (site.api(), room.path("/players"));
    let all = futures::future::join_all(wishes.iter().map(|wish| api.post(&path, wish))).await;
    let inside: Vec<_> = all.iter().filter(|r| r.status == 201).collect();
    assert_eq!(inside.len(), 5);
    for refused in all.iter().filter(|r| r.status != 201) {
        assert_eq!(refused.problem(), (409, "live_full".into()));
    }
    for reply in inside {
        api.with(reply.json()["token"].as_str().unwrap()).post(&path, &json!({})).await.expect(200);
    }
    assert_eq!(site.number("SELECT count(*) FROM live_player").await, 5);
    // The name of who was kept out is free.
    let other = site.room(&show("capacity = 1", &["T91-001"])).await;
    site.phone("Lan", &other).await;
    assert_eq!(
        api.post(&other.path("/players"), &json!({ "nickname": "Mai" })).await.problem().1,
        "live_full"
    );
}

#[tokio::test]
async fn who_was_taken_out_stays_out_until_let_back_in() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let (lan, mai, ha) =
        (site.phone("Lan", &room).await, site.phone("Mai", &room).await, site.phone("Hà", &room).await);
    let mut stream = lan.events().await;
    stream.wait("snapshot").await;
    let mut others = ha.events().await;
    others.wait("snapshot").await;

    host.refused(&json!({ "command": "remove", "player": 77 }), "live_unknown_player").await;
    host.carried(&json!({ "command": "remove", "player": lan.number })).await;
    host.carried(&json!({ "command": "remove", "player": mai.number, "ban": true })).await;
    host.refused(&json!({ "command": "remove", "player": mai.number }), "live_already_removed").await;
    assert_eq!(stream.wait("removed").await.data, json!({}));
    assert_eq!(stream.end().await.len(), 2, "nothing more of the show comes to who was taken out");
    for out in [&lan, &mai] {
        let back = out.api.post(&room.path("/players"), &json!({ "nickname": "Tên mới" })).await;
        assert_eq!(back.problem(), (403, "live_removed".into()));
        assert_eq!(out.stream_reply().await.problem(), (403, "live_removed".into()));
        assert_eq!(out.api.post(&room.path("/probe"), &json!({ "n": 0 })).await.problem().1, "live_removed");
    }
    assert_eq!(site.api().get(&room.path("")).await.json()["players"], 1);
    host.presses(&["start", "open"]).await;
    others.wait("question").await;
    assert!(!others.names().contains(&"removed"), "it is told to nobody else");
    let right = room.asked.right(1);
    assert_eq!(lan.answer(1, &right).await.problem(), (403, "live_removed".into()));
    ha.answer(1, &right).await.expect(200);
    let told = host.events().await.answered(1).await.data;
    assert_eq!(if told["of"].is_null() { &told["tally"]["of"] } else { &told["of"] }, &json!(1));

    // Over a restart, too; and back in with what they had.
    let site = site.restart(0).await;
    let (lan, mai, host) = (lan.moved_to(&site.base), mai.moved_to(&site.base), host.moved_to(&site.base));
    assert_eq!(mai.stream_reply().await.problem(), (403, "live_removed".into()));
    host.carried(&json!({ "command": "readmit", "player": lan.number })).await;
    host.refused(&json!({ "command": "readmit", "player": lan.number }), "live_not_removed").await;
    let back = lan.again().await;
    assert_eq!(back.snapshot["phase"]["name"], "open");
    lan.answer(1, &right).await.expect(200);
    host.carried(&json!({ "command": "readmit", "player": mai.number })).await;
    mai.again().await;
    host.presses(&["close", "reveal"]).await;
    let rows = host.now().await["players"].clone();
    assert_eq!(rows, 3);
}

#[tokio::test]
async fn late_ones_come_in_until_the_last_results() {
    let site = Site::start(Engine::Sqlite).await;
    let room = site.room(&show("freeze_last = 1\nscoring = \"accuracy\"", &["T91-001", "T91-002"])).await;
    let host = site.host("mc", &room).await;
    let first = site.phone("Đúng giờ", &room).await;
    host.presses(&["start", "open"]).await;
    let late = site.phone("Muộn", &room).await;
    assert_eq!(late.snapshot["phase"]["name"], "open");
    assert_eq!(late.snapshot["card"]["question"], 1);
    for phone in [&first, &late] {
        phone.answer(1, &room.asked.right(1)).await.expect(200);
    }
    host.presses(&["close", "reveal"]).await;
    // Who was there when the question was open has its points; who came after is ranked from the next one on.
    let later = site.phone("Muộn hơn", &room).await;
    assert_eq!(later.snapshot["phase"]["name"], "reveal");
    assert_eq!(later.snapshot["standing"]["rank"], Value::Null);
    assert_eq!(late.again().await.snapshot["standing"]["total"], 1000);
    host.presses(&["standings", "next", "open", "close", "reveal", "next"]).await;
    assert_eq!(host.now().await["phase"]["name"], "ceremony");
    let closing = site.api().post(&room.path("/players"), &json!({ "nickname": "Quá muộn" })).await;
    assert_eq!(closing.problem(), (409, "live_closing".into()));
    assert_eq!(site.api().get(&room.path("")).await.json()["takes_players"], false);
    assert_eq!(later.again().await.snapshot["phase"]["name"], "ceremony", "who is in may come back");
    host.press("finish").await;
    let finished = site.api().post(&room.path("/players"), &json!({ "nickname": "Quá muộn" })).await;
    assert_eq!(finished.problem(), (409, "live_finished".into()));
    assert_eq!(first.again().await.snapshot["phase"]["name"], "finished");
    for command in ["advance", "start", "finish", "next"] {
        host.refused(&json!({ "command": command }), "live_finished").await;
    }
    // And after a restart, when nothing of the room is at hand any more.
    let site = site.restart(60_000).await;
    let gone = site.api().post(&room.path("/players"), &json!({ "nickname": "Quá muộn" })).await;
    assert_eq!(gone.problem(), (409, "live_finished".into()));
    assert_eq!(late.moved_to(&site.base).again().await.snapshot["standing"]["total"], 1000);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_registered_participant_may_link_the_play_to_their_person(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let room = site.room(&show("groups = { kind = \"locality\" }", &["T91-001"])).await;
    let (path, browser) = (room.path("/players"), site.browser());
    let who = Someone::named("Sao Mai").flag("youth_union");
    let attempt = browser.join(&who).await;
    // Recognised by the device's own cookie, linked because they said so; name and place need not be typed again.
    let linked = browser.post_json(&path, &json!({ "link": true })).await.expect(201).json();
    assert_eq!(linked["snapshot"]["me"]["nickname"], "Sao Mai");
    let row = site
        .texts("SELECT p.grade || '|' || p.audience || '|' || p.flags || '|' || p.age_band || '|' || p.locality_code FROM live_player p")
        .await;
    let person = site
        .texts("SELECT grade || '|' || audience || '|' || flags || '|' || locality_code FROM participant")
        .await;
    let parts: Vec<&str> = row[0].split('|').collect();
    assert_eq!([parts[0], parts[1], parts[2], parts[4]].join("|"), person[0]);
    assert_ne!(parts[0], "anonymous");
    let same = "SELECT count(*) FROM live_player p JOIN attempt a ON a.participant_id = p.participant_id";
    assert_eq!(site.number(same).await, 1, "{attempt}");

    // The same person without the wish, and somebody unknown with it, are anonymous.
    let other = site.browser();
    other.join(&Someone::named("Gió Biển")).await;
    let wish = json!({ "nickname": "Ẩn danh", "locality": COMMUNE });
    other.post_json(&path, &wish).await.expect(201);
    let unknown = json!({ "nickname": "Không quen", "locality": COMMUNE, "link": true });
    site.api().post(&path, &unknown).await.expect(201);
    let anonymous = "SELECT count(*) FROM live_player WHERE grade = 'anonymous' AND participant_id IS NULL
                     AND audience IS NULL AND age_band IS NULL";
    assert_eq!(site.number(anonymous).await, 2);
    // Another nickname for tonight is theirs to choose, and another place to play for.
    let third = site.browser();
    third.join(&Someone::named("Mưa Rào")).await;
    let wish = json!({ "nickname": "Đội trưởng", "locality": "outside", "link": true });
    let reply = third.post_json(&path, &wish).await.expect(201).json();
    assert_eq!(reply["snapshot"]["me"]["nickname"], "Đội trưởng");
    assert_eq!(site.number("SELECT count(*) FROM live_player WHERE participant_id IS NOT NULL").await, 2);
    // A place that is none is a mistake also for who is known: nothing is put in its stead.
    let wrong = json!({ "locality": "post-2025-07:99999", "link": true });
    let fourth = site.browser();
    fourth.join(&Someone::named("Nắng Hạ")).await;
    assert_eq!(fourth.post_json(&path, &wrong).await.problem(), (422, "bad_form".into()));
}
