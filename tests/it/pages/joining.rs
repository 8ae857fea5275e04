//! The join form: nothing ticked beforehand, every mistake beside its field, nothing typed is lost.

use crate::harness::{Engine, Site, Someone};
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
    assert_eq!(consents, ["publish_nickname 1 2026-11 web", "take_part 1 2026-11 web"]);
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
