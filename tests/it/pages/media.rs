//! Pictures of questions: shown with their question, kept for ever, and nothing else is served from there.

use crate::harness::{Engine, Site};
use domain::payload::Image;
use rstest::rstest;
use server::bank::import::{Provenance, import};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_question_shows_its_picture_and_its_marks(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let app = &site.app;
    let picture = domain::bank::exchange::keep(include_bytes!("../data/diem.png")).unwrap();
    let mut revisions =
        domain::bank::parse_toml("bank.toml", include_str!("../data/bank-kinds.toml")).unwrap();
    for r in &mut revisions {
        let (file, alt) = (picture.name.clone(), "Một điểm \"đỏ\"".to_owned());
        r.image = Some(Image { file, alt, width: picture.width, height: picture.height });
        r.stem = format!("Dòng một <b>\nDòng **hai** của {}", r.question);
        r.id = domain::bank::revision_id(r);
    }
    let by = Provenance::approved_by("kiểm thử");
    import(&app.store, revisions, vec![picture.clone()], by, site.now(), None).await.unwrap();
    server::demo::ensure_practice(&app.store, &app.secrets, &app.catalogue, site.now())
        .await
        .map_err(|e| e.code)
        .unwrap();
    let phone = site.browser();
    let page = phone.get("/practice/luyen-tap-t90?seed=abc&q=1&right=0").await.expect(200);
    assert!(page.has(&format!("src=\"/media/{}\"", picture.name)), "{}", page.body);
    assert!(page.has("alt=\"Một điểm &quot;đỏ&quot;\"") && page.has("width=\"1\""));
    assert!(page.has("Dòng một &lt;b&gt;\nDòng ") && page.has("<strong>hai</strong>"), "{}", page.body);
    let image = phone.get(&format!("/media/{}", picture.name)).await.expect(200);
    assert_eq!(image.header("content-type"), "image/png");
    assert!(image.header("cache-control").contains("immutable"));
    let other = picture.name.replace(['a', '1'], "0");
    for path in [format!("/media/{other}"), "/media/main.css".into(), "/media/..%2f..%2fsecret.png".into()] {
        phone.get(&path).await.expect(404);
    }
}
