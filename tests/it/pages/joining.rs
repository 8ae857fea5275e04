//! The join form: nothing ticked beforehand, every mistake beside its field, nothing typed is lost.

use crate::harness::{Engine, MINUTE, Site, Someone};
use rstest::rstest;

/// The tag around a place in the page, from `<` to `>`.
fn tag<'p>(page: &'p str, holds: &str) -> &'p str {
    let at = page.find(holds).unwrap_or_else(|| panic!("no {holds}"));
    let from = page[..at].rfind('<').unwrap();
    &page[from..at + page[at..].find('>').unwrap()]
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn mistakes_stand_beside_their_fields_and_nothing_is_lost(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let path = "/contests/thi-thu/join";

    let fresh = phone.get(path).await.expect(200);
    assert!(!fresh.body.contains(" checked"), "nothing is ticked beforehand");
    for select in ["locality", "birth_year", "unit", "extra_time"] {
        let from = fresh.body.find(&format!("name=\"{select}\"")).unwrap();
        let list = &fresh.body[from..from + fresh.body[from..].find("</select>").unwrap()];
        let chosen = list.find(" selected").map(|at| tag(list, &list[at..at + 9]));
        assert!(chosen.is_none_or(|t| t.contains("value=\"\"")), "{select}: {chosen:?}");
    }

    let empty = phone.post(path, &[]).await.expect(422);
    for field in ["nickname", "locality", "birth_year", "consents"] {
        assert!(empty.has(&format!("id=\"{field}-error\"")), "{field} says nothing");
    }
    assert!(tag(&empty.body, "name=\"nickname\"").contains("aria-invalid=\"true\""));

    let typed = [
        ("nickname", "Mai <b>"),
        ("locality", "post-2025-07:21583"),
        ("audience", "pupil"),
        ("birth_year", "1850"),
        ("unit", "co-quan-b"),
        ("group_code", "SAI-MA"),
        ("flags", "youth_union"),
        ("consents", "publish_nickname"),
    ];
    let again = phone.post(path, &typed).await.expect(422);
    for error in ["birth_year-error", "group_code-error", "consents-error"] {
        assert!(again.has(&format!("id=\"{error}\"")), "{error}");
    }
    assert!(!again.has("id=\"nickname-error\"") && !again.has("id=\"locality-error\""));
    assert!(again.has("value=\"Mai &lt;b&gt;\"") && !again.has("Mai <b>"));
    assert!(again.has("value=\"SAI-MA\""));
    assert!(tag(&again.body, "value=\"post-2025-07:21583\"").contains("selected"));
    assert!(tag(&again.body, "value=\"co-quan-b\"").contains("selected"));
    assert!(tag(&again.body, "id=\"audience-pupil\"").contains("checked"));
    assert!(tag(&again.body, "value=\"youth_union\"").contains("checked"));
    assert!(tag(&again.body, "id=\"consent-publish_nickname\"").contains("checked"));
    assert!(!tag(&again.body, "id=\"consent-take_part\"").contains("checked"));
    assert_eq!(site.number("SELECT count(*) FROM participant").await, 0, "nobody was registered");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn consents_and_membership_are_recorded(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let who =
        Someone::named("Hoa").born(2011).audience("pupil").group("thua 10a1").flag("youth_union").public();
    phone.join(&who).await;
    let consents = site
        .texts("SELECT purpose || ' ' || given || ' ' || text_version || ' ' || channel FROM consent ORDER BY purpose")
        .await;
    assert_eq!(consents, ["publish_nickname 1 2026-12 web", "take_part 1 2026-12 web"]);
    assert_eq!(site.number("SELECT min(at) FROM consent").await, site.now());
    assert_eq!(site.texts("SELECT unit_id || '/' || group_id FROM membership").await, ["truong-a/10a1"]);
    assert_eq!(site.texts("SELECT unit_id FROM attempt").await, ["truong-a"]);
    assert_eq!(site.number("SELECT child FROM participant").await, 1);
    assert_eq!(site.texts("SELECT grade || ' ' || age_band FROM participant").await, ["declared <16"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn outside_and_unknown_are_choices_and_old_codes_are_none(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    for place in ["outside", "unknown"] {
        site.browser().join(&Someone::named("Người xa").at(place).ageless()).await;
    }
    let stored = site.texts("SELECT locality_scheme || ':' || locality_code FROM attempt ORDER BY 1").await;
    assert_eq!(stored, ["special:outside", "special:unknown"]);
    for bad in ["pre-2025-07:540", "post-2025-07:99999", "post-2025-07:52", "21583"] {
        let who = Someone::named("Ai đó");
        let mut fields = who.fields();
        fields[1].1 = bad;
        let page = site.browser().post("/contests/thi-thu/join", &fields).await.expect(422);
        assert!(page.has("id=\"locality-error\""), "{bad}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn guessing_group_codes_ends_after_a_hundred(#[case] engine: Engine) {
    let need = [("identity = \"open\"", "identity = \"group_code\"")];
    let site = Site::with(engine, &need, |c| c.behind_proxy = true).await;
    let (here, there) = ([("x-forwarded-for", "10.0.0.1")], [("x-forwarded-for", "10.0.0.2")]);
    let (join, group) = ("/contests/thi-thu/join", "/contests/thi-thu/group");
    let pupil = site.browser();
    let attempt = pupil.join(&Someone::named("Học trò").born(2012)).await;
    let result = format!("/attempts/{attempt}/result");
    pupil.post(&format!("/attempts/{attempt}/submit"), &[("confirm_blanks", "1")]).await.expect(303);
    let code = |typed: &'static str| [("back", result.clone()), ("group_code", typed.to_owned())];
    let types = async |typed: &'static str, network: &[(&'static str, &str)]| {
        let fields = code(typed);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        pupil.post_with(group, &fields, network).await
    };
    let wrong = Someone::named("Người đoán").group("THUA-9Z9");
    for _ in 0..50 {
        site.browser().post_with(join, &wrong.fields(), &here).await.expect(422);
        assert!(types("THUA-8Z8", &here).await.expect(422).has("Không tìm thấy mã này"));
    }
    // A right one is judged no more from there, whichever way it comes.
    let right = Someone::named("Bạn cùng lớp").group("THUA-10A1");
    let slow = site.browser().post_with(join, &right.fields(), &here).await.expect(429);
    assert!(slow.has("id=\"group_code-error\"") && slow.has("nhiều nhất là 10 phút"));
    assert!(slow.has("value=\"Bạn cùng lớp\"") && !slow.header("retry-after").is_empty());
    let slow = types("THUA-10A1", &here).await.expect(429);
    assert!(slow.has("nhiều nhất là 10 phút") && !slow.header("retry-after").is_empty());
    assert_eq!(site.number("SELECT count(*) FROM membership WHERE group_id IS NOT NULL").await, 0);
    // Who leaves the field empty takes part; personal codes are another matter; other networks never notice.
    site.browser().post_with(join, &Someone::named("Không mã").fields(), &here).await.expect(303);
    site.browser().post_with("/continue", &[("code", "AAAAA-00000")], &here).await.expect(422);
    site.browser().post_with(join, &right.fields(), &there).await.expect(303);
    site.advance(10 * MINUTE);
    types("THUA-10A1", &here).await.expect(303);
    assert_eq!(site.number("SELECT count(*) FROM membership WHERE group_id IS NOT NULL").await, 2);
}
