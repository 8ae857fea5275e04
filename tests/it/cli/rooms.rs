//! `create-room`: a room out of a file, or every mistake at its place and no room at all.

use super::workshop::Workshop;
use crate::harness::binary::Server;
use crate::harness::{Api, show};
use serde_json::json;

#[tokio::test]
async fn a_good_file_makes_a_room_that_can_be_joined_at_once() {
    let shop = Workshop::new().await;
    let text = show(
        "scoring = \"speed\"\ngroups = { kind = \"team\", names = [\"Sen\", \"Mai\"] }",
        &["T91-001"],
    ) + "[[question]]\ndraw = 2\ntopics = [\"T90\"]\nkinds = [\"true_false\", \"numeric\"]\nsurvey = true\n";
    shop.write("room.toml", &text);
    // The server runs already: a room that is made beside it is there when somebody asks.
    let server = Server::start(&shop.database.dir, &[]).await;
    let out = shop.run(&["create-room", "room.toml", "--locality", "post-2025-07:21583"]).await.done();
    assert!(out.contains("Đã tạo phòng “Đêm hội số” với 3 câu hỏi"), "{out}");
    let pin = out.split("PIN: ").nth(1).unwrap()[..6].to_owned();
    assert!(out.contains(&format!("/organiser/live/{pin}")) && out.contains(&format!("/live/{pin}/screen")));
    let api = Api::new(&server.base, None);
    let view = api.get(&format!("/api/v1/live/{pin}")).await.expect(200).json();
    assert_eq!((&view["title"], &view["names"]), (&json!("Đêm hội số"), &json!(["Sen", "Mai"])));
    api.post(&format!("/api/v1/live/{pin}/players"), &json!({ "nickname": "Lan", "team": "Mai" }))
        .await
        .expect(201);
    assert_eq!(
        shop.number("SELECT count(*) FROM live_room WHERE locality_code = '21583' AND demo = 0").await,
        1
    );
    assert_eq!(
        shop.number("SELECT count(*) FROM audit WHERE action = 'create-room' AND actor = 'cli'").await,
        1
    );
    // Each run is another room.
    let again = shop.run(&["create-room", "room.toml"]).await.done();
    assert!(!again.contains(&pin));
    assert_eq!(shop.number("SELECT count(*) FROM live_room WHERE locality_code = 'unknown'").await, 1);
    assert!(server.terminate().await.success());
}

#[tokio::test]
async fn every_mistake_is_told_at_its_place_and_no_room_is_made() {
    let shop = Workshop::new().await;
    let text = "format = 1\n\
                title = \"Đêm hội số\"\n\
                scoring = \"fastest\"\n\
                seconds = 3\n\
                colour = \"red\"\n\
                capacity = 50000\n\
                [knockout]\n\
                seats = \"many\"\n\
                [[question]]\n\
                id = \"T91-001\"\n\
                points = 0\n\
                [[question]]\n\
                draw = 0\n\
                [[question]]\n\
                difficulty = 9\n";
    shop.write("room.toml", text);
    let out = shop.run(&["create-room", "room.toml"]).await.refused("no room was made");
    // What is wrong with one question is told at that question.
    for line in [3, 5, 6, 8, 9, 13, 14] {
        assert!(
            out.lines().any(|told| told.contains(&format!("room.toml:{line}:"))),
            "line {line} is not named: {out}"
        );
    }
    // Places are whole: file, line and column, what is wrong and what to do.
    assert!(out.contains("room.toml:3:11"), "{out}");
    // A question that the bank does not have, at the line that asks for it; and more than there are.
    shop.write("room.toml", &show("", &["T91-001", "T99-404", "T99-405"]));
    let out = shop.run(&["create-room", "room.toml"]).await.refused("2 problems");
    assert!(out.contains("room.toml:7:1: ") && out.contains("T99-404"), "{out}");
    assert!(out.contains("room.toml:9:1: ") && out.contains("T99-405"), "{out}");
    shop.write("room.toml", &(show("", &["T91-001"]) + "[[question]]\ndraw = 50\ntopics = [\"T90\"]\n"));
    let out = shop.run(&["create-room", "room.toml"]).await.refused("1 problems");
    assert!(out.contains("room.toml:7:1: ") && out.contains("50"), "{out}");
    // Broken as a text.
    for (text, why) in [
        ("format = 1\ntitle = \"x", "room.toml:2:"),
        ("", "room.toml:1:1"),
        ("format = 2\ntitle = \"x\"\n[[question]]\ndraw = 1\n", "room.toml:1:10"),
    ] {
        shop.write("room.toml", text);
        let out = shop.run(&["create-room", "room.toml"]).await.refused("no room was made");
        assert!(out.contains(why), "{text}: {out}");
    }
    std::fs::write(shop.database.dir.join("room.toml"), [0x66, 0xff, 0xfe]).unwrap();
    shop.run(&["create-room", "room.toml"]).await.refused("cannot read room.toml");
    shop.run(&["create-room", "nowhere.toml"]).await.refused("cannot read nowhere.toml");
    shop.write("room.toml", &show("", &["T91-001"]));
    for bad in ["post-2025-07:99999", "21583", "", "nowhere:1"] {
        shop.run(&["create-room", "room.toml", "--locality", bad]).await.refused("no such locality");
    }
    assert_eq!(shop.run(&["create-room"]).await.code, 2);
    assert_eq!(shop.number("SELECT count(*) FROM live_room").await, 0);
    assert_eq!(shop.number("SELECT count(*) FROM audit WHERE action = 'create-room'").await, 0);
}
