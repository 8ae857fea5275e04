//! The organiser's pages around live rooms: the list, and the two steps to a new one, as plain forms.

use crate::harness::live::COMMUNE;
use crate::harness::{Browser, Engine, MINUTE, Reply, SLUG, Site};
use domain::live::RoomSpec;
use domain::staff::Role;
use rstest::rstest;

const NEW: &str = "/organiser/live/new";
const ARRANGE: &str = "/organiser/live/new/arrange";

type Fields = Vec<(String, String)>;

/// The first step's form as it comes, with some fields filled in differently.
fn room(edits: &[(&str, &str)]) -> Fields {
    let usual = [
        ("source", "bank"),
        ("contest", ""),
        ("audience", ""),
        ("rule", "knowledge_first"),
        ("streak_step", "50"),
        ("streak_cap", "200"),
        ("seconds", "20"),
        ("points", "1000"),
        ("groups", "locality"),
        ("names", ""),
        ("top_k", "5"),
        ("freeze_last", "0"),
        ("ceremony_places", "10"),
        ("seats", "100"),
        ("rescues", "1"),
        ("rescue_count", "10"),
        ("pace", "manual"),
        ("pace_reveal", "8"),
        ("pace_standings", "8"),
        ("ready_seconds", "3"),
        ("capacity", "10000"),
    ];
    let mut fields: Fields = usual.map(|(n, v)| (n.to_owned(), v.to_owned())).into();
    for (name, value) in [("title", "Đố vui"), ("count", "3")].iter().chain(edits) {
        fields.retain(|(n, _)| n != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

async fn send(desk: &Browser, path: &str, fields: &Fields, act: &str) -> Reply {
    let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    pairs.push(("act", act));
    desk.post(path, &pairs).await
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// What the page's form would post: its inputs, ticked boxes only. The second step has no others.
fn posted(page: &Reply) -> Fields {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(unescape(rest.split('"').next()?))
    };
    page.body
        .split("<input")
        .skip(1)
        .filter_map(|rest| {
            let tag = rest.split('>').next()?;
            let boxed = tag.contains("type=\"checkbox\"");
            if boxed && !tag.contains(" checked") {
                return None;
            }
            Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))
        })
        .collect()
}

fn listed(page: &Reply) -> Vec<String> {
    posted(page).into_iter().filter(|(name, _)| name == "revision").map(|(_, id)| id).collect()
}

fn set(fields: &mut Fields, name: &str, place: usize, value: &str) {
    fields.iter_mut().filter(|(n, _)| n == name).nth(place).unwrap().1 = value.to_owned();
}

async fn spec(site: &Site) -> RoomSpec {
    let stored = site.texts("SELECT spec FROM live_room ORDER BY created_at DESC, id DESC").await;
    serde_json::from_str(&stored[0]).unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_room_from_the_bank_is_arranged_and_made(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let desk = site.desk("mc", Role::Host).await;
    let teaching = desk.get("/organiser/live").await.expect(200);
    assert!(teaching.has("Chưa có phòng nào") && teaching.has("href=\"/organiser/live/new\""));
    let form = desk.get(NEW).await.expect(200);
    assert!(form.has("name=\"topics\"") && form.has("Ưu tiên hiểu biết") && form.has(SLUG));

    let first = send(&desk, NEW, &room(&[("freeze_last", "2"), ("count", "4")]), "draw").await.expect(200);
    let drawn = listed(&first);
    assert_eq!(drawn.len(), 4, "freezing fewer questions than there are is no mistake");
    assert!(first.has("Đáp án:"));

    // Up, out, another in its place, one more: the list is the form's.
    let up = send(&desk, ARRANGE, &posted(&first), "up:2").await.expect(200);
    assert_eq!(listed(&up)[..2], [drawn[1].clone(), drawn[0].clone()]);
    let out = send(&desk, ARRANGE, &posted(&up), "remove:1").await.expect(200);
    assert_eq!(listed(&out), [&drawn[..1], &drawn[2..]].concat());
    let other = send(&desk, ARRANGE, &posted(&out), "replace:1").await.expect(200);
    assert!(!listed(&out).contains(&listed(&other)[0]) && listed(&other)[1..] == drawn[2..]);
    let more = send(&desk, ARRANGE, &posted(&other), "add").await.expect(200);
    assert_eq!(listed(&more).len(), 4);
    // Enter in a field presses the first button, which changes nothing.
    assert_eq!(listed(&send(&desk, ARRANGE, &posted(&more), "check").await.expect(200)), listed(&more));

    let mut fields = posted(&more);
    set(&mut fields, "q_seconds", 0, "45");
    set(&mut fields, "q_points", 1, "chẳng có gì");
    fields.push(("q_survey".to_owned(), listed(&more)[1].clone()));
    let host = send(&desk, ARRANGE, &fields, "create").await.leads();
    let made = spec(&site).await;
    let asked: Vec<_> = made.questions.iter().map(|q| q.item.revision.clone()).collect();
    assert_eq!(asked, listed(&more));
    assert_eq!((made.questions[0].seconds, made.questions[1].points, made.freeze_last), (45, 0, 2));
    assert!(made.questions[1].survey && !made.questions[0].survey);

    let pin = host.rsplit('/').next().unwrap();
    let list = desk.get("/organiser/live").await.expect(200);
    assert!(list.has("Đố vui") && list.has(&format!("href=\"/live/{pin}/screen\"")) && list.has("mc tạo"));
    assert!(!list.has("/results?format="), "nothing to download before it began");
    desk.get(&host).await.expect(200);
}

#[tokio::test]
async fn a_contest_gives_its_blueprint_and_its_name() {
    let site = Site::start(Engine::Sqlite).await;
    let desk = site.desk("mc", Role::Host).await;
    // Boxes of the bank that stayed ticked are of no matter to a contest.
    let fields = room(&[("source", "contest"), ("contest", SLUG), ("kinds", "numeric")]);
    let page = send(&desk, NEW, &fields, "draw").await.expect(200);
    assert_eq!(listed(&page).len(), 7);
    assert!(page.has("Sắp thứ tự") && page.has("Ghép cặp") && page.has("Đúng – Sai"));
    send(&desk, ARRANGE, &posted(&page), "create").await.expect(303);
    assert_eq!(site.texts("SELECT contest_id FROM live_room").await, [site.contest().id.clone()]);
    assert_eq!(site.texts("SELECT locality_code FROM live_room").await, ["52"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_room_takes_place_where_its_host_says(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let desk = site.desk("mc", Role::Host).await;
    let form = desk.get(NEW).await.expect(200);
    assert!(form.has("name=\"place\"") && form.has("Phường Quy Nhơn") && form.has("post-2025-07:52\""));
    let made = async |edits: &[(&str, &str)]| {
        let page = send(&desk, NEW, &room(edits), "draw").await.expect(200);
        send(&desk, ARRANGE, &posted(&page), "create").await.expect(303);
        // The newest is the one that was just made.
        site.advance(1_000);
        let rows =
            "SELECT locality_scheme || ':' || locality_code FROM live_room ORDER BY created_at DESC, id DESC";
        site.texts(rows).await[0].clone()
    };
    assert_eq!(made(&[("place", COMMUNE)]).await, COMMUNE);
    assert_eq!(made(&[("place", "post-2025-07:52")]).await, "post-2025-07:52", "the whole province");
    assert_eq!(made(&[]).await, "special:unknown", "nothing is guessed");
    // A contest has a place; the host knows better.
    let of_contest = [("source", "contest"), ("contest", SLUG)];
    assert_eq!(made(&of_contest).await, "post-2025-07:52");
    assert_eq!(made(&[of_contest[0], of_contest[1], ("place", COMMUNE)]).await, COMMUNE);
    // Back to the first step and forth again: the choice stays.
    let page = send(&desk, NEW, &room(&[("place", COMMUNE)]), "draw").await.expect(200);
    let back = send(&desk, ARRANGE, &posted(&page), "settings").await.expect(200);
    assert!(back.has(&format!("<option value=\"{COMMUNE}\" selected>")));
    for bad in ["unknown", "outside", "post-2025-07:99999", "post-2025-07:01", "x", "\"><script>"] {
        let page = send(&desk, NEW, &room(&[("place", bad)]), "draw").await.expect(422);
        assert!(
            page.has("Không có nơi này") && page.has("href=\"#place\"") && !page.has("<script>"),
            "{bad}"
        );
    }
    let mut fields = posted(&page);
    set(&mut fields, "place", 0, "post-2025-07:99999");
    let page = send(&desk, ARRANGE, &fields, "create").await.expect(422);
    assert!(page.has("Không có nơi này"));
}

#[tokio::test]
async fn every_mistake_of_the_first_step_stands_beside_its_field() {
    let site = Site::start(Engine::Sqlite).await;
    let desk = site.desk("mc", Role::Host).await;
    let page = send(
        &desk,
        NEW,
        &room(&[
            ("title", "  "),
            ("count", "101"),
            ("seconds", "4"),
            ("points", "nhiều"),
            ("streak", "on"),
            ("groups", "team"),
            ("names", "Sóng Biển\nsóng biển"),
            ("top_k", "0"),
            ("pace", "auto"),
            ("pace_reveal", "121"),
            ("knockout", "on"),
            ("seats", "x"),
        ]),
        "draw",
    )
    .await
    .expect(422);
    for field in ["title", "count", "seconds", "points", "rule", "names", "top_k", "pace_reveal", "seats"] {
        assert!(
            page.has(&format!("id=\"{field}-error\"")) && page.has(&format!("href=\"#{field}\"")),
            "{field}"
        );
    }
    assert!(page.has("còn 9 chỗ cần sửa"), "each field is named once");
    assert!(page.has("value=\"nhiều\"") && page.has("Sóng Biển\nsóng biển"), "what was typed stays");
    assert!(!page.has("Chỗ này chưa đúng."), "every code has its own words");

    for (edits, field, words) in [
        (vec![("freeze_last", "3")], "freeze_last", "Phải ít hơn số câu hỏi"),
        (vec![("freeze_last", "1"), ("knockout", "on")], "freeze_last", "Rung chuông vàng luôn cho thấy"),
        (vec![("source", "contest")], "contest", "Chỗ này chưa điền"),
        (vec![("source", "contest"), ("contest", "khong-co")], "contest", "Không tìm thấy cuộc thi"),
        (vec![("topics", "T00")], "count", "không có câu nào hợp"),
        (vec![("groups", "class"), ("names", "12A1")], "names", "ít nhất hai đội hoặc lớp"),
        (vec![("title", "a\u{200b}b")], "title", "ký tự ẩn"),
    ] {
        let page = send(&desk, NEW, &room(&edits), "draw").await.expect(422);
        assert!(page.has(&format!("id=\"{field}-error\"")) && page.has(words), "{edits:?}");
    }
    assert_eq!(site.texts("SELECT id FROM live_room").await.len(), 0);
    // Marks that a keyboard sent apart from their letters are no mistake.
    let page = send(&desk, NEW, &room(&[("title", "Đo\u{302}\u{301} vui")]), "draw").await.expect(200);
    send(&desk, ARRANGE, &posted(&page), "create").await.expect(303);
    assert_eq!(spec(&site).await.title, "Đố vui");
}

#[tokio::test]
async fn mistakes_in_the_list_stand_in_their_rows_and_nothing_is_lost() {
    let site = Site::start(Engine::Sqlite).await;
    let desk = site.desk("mc", Role::Host).await;
    let page = send(&desk, NEW, &room(&[]), "draw").await.expect(200);
    let ids = listed(&page);
    let mut fields = posted(&page);
    set(&mut fields, "q_seconds", 0, "601");
    set(&mut fields, "q_points", 1, "");
    let wrong = send(&desk, ARRANGE, &fields, "create").await.expect(422);
    assert!(wrong.has("id=\"q2-error\"") && wrong.has("Giây và điểm là số nguyên"));
    set(&mut fields, "q_points", 1, "10");
    let wrong = send(&desk, ARRANGE, &fields, "create").await.expect(422);
    assert!(wrong.has("id=\"q1-error\"") && wrong.has("từ 5 đến 600 giây") && wrong.has("value=\"601\""));
    set(&mut fields, "q_seconds", 0, "20");
    set(&mut fields, "q_points", 1, "2");
    let wrong = send(&desk, ARRANGE, &fields, "create").await.expect(422);
    assert!(wrong.has("Cách tính điểm: Điểm mỗi câu ít quá"));
    let none: Fields = room(&[]);
    assert!(send(&desk, ARRANGE, &none, "create").await.expect(422).has("chưa có câu nào"));

    // Back to the settings and on again: the same list, unless new questions are asked for.
    set(&mut fields, "q_points", 1, "70");
    let settings = send(&desk, ARRANGE, &fields, "settings").await.expect(200);
    assert!(settings.has("Trở lại danh sách 3 câu") && settings.has("value=\"Đố vui\""));
    let mut travelling = room(&[("freeze_last", "2")]);
    let carried = ["revision", "q_seconds", "q_points", "q_survey"];
    travelling.extend(posted(&settings).into_iter().filter(|(name, _)| carried.contains(&name.as_str())));
    let again = send(&desk, NEW, &travelling, "keep").await.expect(200);
    assert_eq!(listed(&again), ids);
    assert!(again.has("value=\"70\""));

    // Questions that leave the bank meanwhile leave lines that say so.
    site.change("UPDATE question SET status = 'retired'").await;
    for act in ["up:2", "create"] {
        let gone = send(&desk, ARRANGE, &posted(&again), act).await.expect(422);
        assert_eq!((listed(&gone).len(), gone.body.matches("rút khỏi ngân hàng").count()), (3, 3));
    }
    let none = send(&desk, ARRANGE, &posted(&again), "add").await.expect(422);
    assert!(none.has("Không còn câu nào khác") && listed(&none) == ids);
    assert!(desk.get(NEW).await.expect(200).has("chưa có câu nào đã duyệt"));
    site.change("UPDATE question SET status = 'approved'").await;
    send(&desk, ARRANGE, &posted(&again), "create").await.expect(303);
}

#[tokio::test]
async fn past_rooms_are_paged_and_a_pin_leads_to_the_newest() {
    let site = Site::start(Engine::Sqlite).await;
    let desk = site.desk("mc", Role::Host).await;
    let page = send(&desk, NEW, &room(&[]), "draw").await.expect(200);
    for n in 0..32 {
        let mut fields = posted(&page);
        fields.retain(|(name, _)| name != "title");
        fields.push(("title".to_owned(), format!("Buổi số {n:02}.")));
        send(&desk, ARRANGE, &fields, "create").await.expect(303);
    }
    // All in one millisecond but the newest, which runs.
    site.change("UPDATE live_room SET finished_at = created_at, started_at = created_at, phase = 'finished'")
        .await;
    site.advance(MINUTE);
    send(&desk, ARRANGE, &posted(&page), "create").await.expect(303);
    site.change("UPDATE live_room SET pin = (SELECT pin FROM live_room WHERE finished_at IS NULL) WHERE title = 'Buổi số 31.'")
        .await;

    let first = desk.get("/organiser/live").await.expect(200);
    assert!(first.has("Đang mở") && first.has("Đố vui"));
    let next = first.body.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let second = desk.get(&next).await.expect(200);
    assert!(!second.has("Đang mở") && !second.has("rel=\"next\"") && second.has("Về các phòng mới nhất"));
    for n in 0..32 {
        let title = format!("<h3>Buổi số {n:02}.");
        assert_eq!(usize::from(first.has(&title)) + usize::from(second.has(&title)), 1, "{title}");
    }
    let both = format!("{}{}", first.body, second.body);
    assert_eq!(both.matches("results?format=xlsx").count(), 31, "not of the one whose PIN is another’s");
    assert!(both.contains("Mã PIN này nay là của phòng khác"));
    desk.get("/organiser/live?before=nonsense").await.expect(200);
}

#[tokio::test]
async fn rooms_are_the_hosts_business() {
    let site = Site::start(Engine::Sqlite).await;
    let desk = site.desk("mc", Role::Host).await;
    assert_eq!(desk.get("/organiser").await.leads(), "/organiser/live");
    assert!(desk.get("/organiser/account").await.expect(200).has("href=\"/organiser/live\""));
    site.change("DELETE FROM role_grant").await;
    assert_eq!(desk.get("/organiser").await.leads(), "/organiser/account");
    assert!(!desk.get("/organiser/account").await.expect(200).has("href=\"/organiser/live\""));
    for path in ["/organiser/live", NEW] {
        desk.get(path).await.expect(403);
    }
    for path in [NEW, ARRANGE] {
        send(&desk, path, &room(&[]), "create").await.expect(403);
        send(&site.browser(), path, &room(&[]), "create").await.expect(401);
    }
}
