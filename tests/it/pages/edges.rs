//! The edges every request passes: other sites, headers, cookies, bodies, languages, addresses that do not exist.

use crate::harness::{Engine, Reply, Site, Someone};
use rstest::rstest;
use std::collections::HashSet;

#[tokio::test]
async fn other_sites_cannot_send_forms() {
    let site = Site::start(Engine::Sqlite).await;
    let phone = site.browser();
    phone.join(&Someone::named("Sao Mai")).await;
    let evil = [("origin", "https://evil.example")];
    let page = phone.post_with("/me/seen", &[], &evil).await.expect(403);
    assert!(page.header("content-type").starts_with("text/html") && page.has("lang=\"vi\""));
    for headers in [evil, [("sec-fetch-site", "cross-site")], [("origin", "null")]] {
        let reply = phone.post_with("/api/v1/participants", &[], &headers).await;
        assert_eq!(reply.problem(), (403, "csrf".into()), "{headers:?}");
    }
    let own = [("origin", site.base.as_str())];
    phone.post_with("/me/seen", &[], &own).await.expect(303);
    phone.post_with("/me/seen", &[], &[("sec-fetch-site", "same-origin")]).await.expect(303);
    // Links from elsewhere may open pages.
    phone.get_with("/", &[("sec-fetch-site", "cross-site")]).await.expect(200);
}

fn nonce(page: &Reply) -> Option<String> {
    let csp = page.header("content-security-policy");
    for part in [
        "default-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(csp.contains(part), "{part} is missing in {csp}");
    }
    assert!(!csp.contains("unsafe-inline") && !csp.contains("'unsafe-eval'"), "{csp}");
    csp.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).map(|(n, _)| n.to_owned())
}

#[tokio::test]
async fn pages_carry_a_strict_policy_with_a_fresh_nonce() {
    let site = Site::start(Engine::Sqlite).await;
    let phone = site.browser();
    let attempt = phone.join(&Someone::named("Sao Mai")).await;
    let mut nonces = HashSet::new();
    let paths = ["/", "/contests/thi-thu", "/contests/thi-thu/join", "/me", "/who", "/privacy", "/continue"];
    let attempt = format!("/attempts/{attempt}");
    for path in paths.into_iter().chain([attempt.as_str(), attempt.as_str()]) {
        let page = phone.get(path).await.expect(200);
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert!(page.header("strict-transport-security").is_empty(), "no HSTS over plain http");
        assert!(!page.header("x-request-id").is_empty());
        assert!(!page.has(" style=\"") && !page.has(" onclick="), "{path} has what the policy forbids");
        let nonce = nonce(&page).unwrap_or_else(|| panic!("{path} has no nonce"));
        for script in page.body.match_indices("<script").map(|(at, _)| &page.body[at..]) {
            let tag = &script[..script.find('>').unwrap()];
            assert!(tag.contains(&nonce), "{path}: {tag}");
        }
        assert!(nonces.insert(nonce), "a nonce was used twice");
    }
    for path in ["/", "/khong-co"] {
        assert_eq!(nonce(&site.browser().get(path).await), None, "what is shared has no nonce and no script");
    }
}

#[tokio::test]
async fn cookies_fit_the_public_address() {
    let plain = Site::start(Engine::Sqlite).await;
    let who = Someone::named("Sao Mai");
    let cookies = plain.browser().post("/contests/thi-thu/join", &who.fields()).await.expect(303).cookies();
    assert!(cookies.iter().any(|c| c.starts_with("nhs=")));
    for cookie in &cookies {
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
            "{cookie}"
        );
        assert!(!cookie.contains("Secure") && !cookie.contains("__Host-"), "{cookie}");
    }
    let tls = Site::with(Engine::Sqlite, &[], |c| c.public_url = "https://thi.example.vn".into()).await;
    let joined = tls.browser().post("/contests/thi-thu/join", &who.fields()).await.expect(303);
    let device =
        joined.cookies().into_iter().find(|c| c.starts_with("__Host-nhs=")).expect("a __Host- cookie");
    assert!(
        device.contains("; Secure") && device.contains("Path=/") && !device.contains("Domain"),
        "{device}"
    );
    assert!(joined.header("strict-transport-security").contains("max-age="));
}

#[tokio::test]
async fn bodies_are_bounded() {
    let site = Site::start(Engine::Sqlite).await;
    let (api, _) = site.api().register(&Someone::named("Sao Mai")).await;
    let id = api.begin().await["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/attempts/{id}/answers/1");
    let long =
        format!("{{\"seq\":1,\"occurred_at\":1,\"choice\":{{\"text\":\"{}\"}}}}", "x".repeat(65 * 1024));
    let told = api.raw(reqwest::Method::PUT, &path, "application/json", long).await;
    assert_eq!(told.problem(), (413, "too_large".into()));
    let long = "x".repeat(65 * 1024);
    let page = site.browser().post("/contests/thi-thu/join", &[("nickname", &long)]).await.expect(413);
    assert!(page.has("lang=\"vi\""));
}

#[tokio::test]
async fn what_does_not_exist_is_said_in_the_right_form() {
    let site = Site::start(Engine::Sqlite).await;
    let phone = site.browser();
    let page = phone.get("/khong-co-trang-nay").await.expect(404);
    assert!(page.header("content-type").starts_with("text/html") && page.has("lang=\"vi\""));
    assert!(page.has(&page.header("x-request-id")), "the page tells the request's id");
    for path in [
        "/contests/khong-co",
        "/practice/khong-co",
        "/contests/khong-co/join",
        "/contests/khong-co/standings",
    ] {
        phone.get(path).await.expect(404);
    }
    phone.get("/attempts/khong-co").await.expect(401);
    let problem = site.api().get("/api/v1/khong-co").await;
    assert_eq!(problem.problem(), (404, "not_found".into()));
    assert_eq!(problem.json()["request_id"], problem.header("x-request-id"));
    assert_eq!(problem.json()["status"], 404);
    assert_eq!(site.api().post("/api/v1/contests", &serde_json::json!({})).await.problem().0, 405);
    phone.post("/", &[]).await.expect(405);
    let ids: HashSet<String> = futures::future::join_all((0..20).map(|_| phone.get("/")))
        .await
        .iter()
        .map(|r| r.header("x-request-id"))
        .collect();
    assert_eq!(ids.len(), 20);
}

#[tokio::test]
async fn machines_that_watch_get_answers() {
    let site = Site::start(Engine::Sqlite).await;
    assert_eq!(site.api().get("/healthz").await.expect(200).body, "ok\n");
    let ready = site.api().get("/readyz").await.expect(200).json();
    assert_eq!((&ready["ready"], &ready["store"]), (&true.into(), &true.into()));
    let metrics = site.api().get("/metrics").await.expect(200);
    assert!(metrics.has("http_requests_total") && metrics.has("store_queued_writes"));
    assert!(!metrics.has("/contests/thi-thu"), "routes, never addresses");
    site.app.stopping.store(true, std::sync::atomic::Ordering::Relaxed);
    let stopping = site.api().get("/readyz").await.expect(503).json();
    assert_eq!(stopping["stopping"], true);
    let proxied = Site::with(Engine::Sqlite, &[], |c| c.behind_proxy = true).await;
    proxied.api().get("/metrics").await.expect(404);
}

#[tokio::test]
async fn the_language_is_remembered_and_back_stays_here() {
    let site = Site::start(Engine::Sqlite).await;
    let phone = site.browser();
    assert!(phone.get("/").await.has("lang=\"vi\""));
    assert_eq!(phone.get("/lang?to=en&back=/contests/thi-thu").await.leads(), "/contests/thi-thu");
    for path in ["/", "/contests/thi-thu", "/privacy", "/contests/thi-thu/join"] {
        let page = phone.get(path).await.expect(200);
        assert!(page.has("lang=\"en\""), "{path}");
    }
    assert!(phone.get("/contests/thi-thu").await.has("Test contest"));
    assert!(phone.get("/khong-co").await.has("lang=\"en\""));
    phone.get("/lang?to=vi&back=/").await.expect(303);
    assert!(phone.get("/").await.has("lang=\"vi\""));

    let attempt = phone.join(&Someone::named("Sao Mai")).await;
    assert!(!attempt.is_empty());
    let id = site.texts("SELECT id FROM participant").await.remove(0);
    for evil in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "%2F%2Fevil.example",
    ] {
        let ask: String = evil.bytes().map(|b| format!("%{b:02X}")).collect();
        assert_eq!(phone.get(&format!("/lang?to=vi&back={ask}")).await.leads(), "/", "{evil}");
        assert_eq!(phone.post("/who", &[("participant", &id), ("back", evil)]).await.leads(), "/", "{evil}");
        let page = phone.get(&format!("/who?back={ask}")).await.expect(200);
        assert!(!page.has(&format!("value=\"{evil}\"")) && !page.has(&format!("href=\"{evil}\"")), "{evil}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn many_new_people_from_one_network_wait_and_are_recorded(#[case] engine: Engine) {
    let site = Site::with(engine, &[], |c| {
        c.new_participants_per_network = 3;
        c.behind_proxy = true;
    })
    .await;
    let path = "/contests/thi-thu/join";
    let (school, home) = ([("x-forwarded-for", "10.0.0.1")], [("x-forwarded-for", "10.0.0.2")]);
    site.browser().post_with(path, &Someone::named("Ở nhà").fields(), &home).await.expect(303);
    for n in 0..3 {
        let who = Someone::named(&format!("Người {n}"));
        site.browser().post_with(path, &who.fields(), &school).await.expect(303);
    }
    assert_eq!(site.number("SELECT count(*) FROM burst").await, 0, "nobody had to wait");
    // Held for a few seconds, then shown a short waiting page with everything that was filled in and one button.
    let phone = site.browser();
    let who =
        Someone::named("Mai <b> \"5\"").unit("truong-a").flag("youth_union").flag("women_union").public();
    let page = phone.post_with(path, &who.fields(), &school).await.expect(503);
    assert!(!page.header("retry-after").is_empty() && page.header("cache-control") == "no-store");
    assert!(
        page.has("Rất nhiều người mới đang vào từ cùng một mạng")
            && page.has("<button class=\"btn\">Vào thi")
    );
    assert!(page.has("action=\"/contests/thi-thu/join\""));
    let kept = hidden(&page.body);
    let kept: Vec<(&str, &str)> = kept.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(kept, who.fields(), "nothing filled in is lost");
    assert!(!page.has("Mai <b>"));
    assert_eq!(site.number("SELECT count(*) FROM participant").await, 4);
    // Another network does not wait.
    site.api().register(&Someone::named("Máy")).await;
    assert_eq!(site.texts("SELECT CAST(people AS TEXT) FROM burst").await, ["3"], "those who really came");
    // The button sends the same form; from a network without a crowd it goes through.
    phone.post_with(path, &kept, &home).await.expect(303);
    assert_eq!(
        site.texts("SELECT flags FROM participant WHERE nickname LIKE 'Mai%'").await,
        ["women_union,youth_union"]
    );
    let all = site.everything().await;
    assert!(!all.contains("127.0.0.1") && !all.contains("10.0.0.1"), "no address is stored");
}

/// Names and values of a page's hidden fields.
fn hidden(page: &str) -> Vec<(String, String)> {
    let value = |tag: &str, name: &str| {
        let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        let text = &tag[from..from + tag[from..].find('"')?];
        Some(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
    };
    page.split("<input type=\"hidden\"")
        .skip(1)
        .map(|tag| (value(tag, "name").unwrap(), value(tag, "value").unwrap_or_default()))
        .collect()
}
