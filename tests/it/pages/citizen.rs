//! The whole path as plain forms: home, contest, join, each question, review, submit, result.

use crate::harness::{Engine, MINUTE, Site, Someone};
use rstest::rstest;

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_citizen_takes_a_contest_without_script(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let mut seen = Vec::new();

    let home = phone.get("/").await.expect(200);
    assert!(home.has("Cuộc thi thử") && home.has("/contests/thi-thu"));
    let contest = phone.get("/contests/thi-thu").await.expect(200);
    assert!(contest.has("/contests/thi-thu/join") && contest.has("Một chiếc nón lá."));
    let form = phone.get("/contests/thi-thu/join").await.expect(200);
    assert!(form.has("name=\"nickname\"") && form.has("Tôi cần thêm thời gian"));
    seen.extend([home, contest, form]);

    let attempt = phone.join(&Someone::named("Sao Mai")).await;
    let paper = site.paper(&attempt).await;
    let last = paper.positions().last().unwrap();
    assert_eq!(last, 7);

    // An address without a number lands on the first question that is open.
    let page = phone.get(&format!("/attempts/{attempt}")).await.expect(200);
    assert!(page.has(&paper.items[0].1.stem));
    seen.push(page);
    for position in paper.positions() {
        let page = phone.get(&format!("/attempts/{attempt}?q={position}")).await.expect(200);
        assert!(page.has(&paper.items[position as usize - 1].1.stem));
        let action = format!("/attempts/{attempt}/answers/{position}");
        assert!(page.has(&action), "the question is a form");
        seen.push(page);
        if position == 3 {
            continue; // left blank
        }
        let fields = paper.form(position, true);
        let to = phone.post(&action, &pairs(&fields)).await.leads();
        let next = if position == last { "/review".to_owned() } else { format!("?q={}", position + 1) };
        assert!(to.ends_with(&next), "{to}");
    }

    let review = phone.get(&format!("/attempts/{attempt}/review")).await.expect(200);
    assert!(review.has("Còn chưa trả lời: câu 3."), "blanks are named");
    assert!(review.has("name=\"prediction\""));
    seen.push(review);

    let submit = format!("/attempts/{attempt}/submit");
    let asked = phone.post(&submit, &[("prediction", "1.200")]).await.expect(422);
    assert!(asked.has("1.200"), "what was typed is kept");
    let wrong = phone.post(&submit, &[("prediction", "nhiều"), ("confirm_blanks", "1")]).await.expect(422);
    assert!(wrong.has("nhiều"));
    seen.extend([asked, wrong]);
    site.advance(2 * MINUTE);
    let to = phone.post(&submit, &[("prediction", "1.200"), ("confirm_blanks", "1")]).await.leads();
    assert_eq!(to, format!("/attempts/{attempt}/result"));

    let result = phone.get(&to).await.expect(200);
    assert!(result.has("Đúng 6/7 câu") && result.has("Đạt"), "{}", result.body);
    assert!(result.has("1.200"), "the prediction is shown back");
    // The rules release explanations after the round: no key anywhere until then.
    seen.push(result);
    seen.push(phone.get("/me").await.expect(200));
    seen.push(phone.get("/contests/thi-thu/standings?board=people").await.expect(200));
    for secret in paper.secrets() {
        for page in &seen {
            // What the person typed themselves may stand in their own form.
            let own = secret == "4321" || secret == "mật khẩu bí ẩn";
            assert!(own || !page.has(&secret), "{secret} was shown");
        }
    }
    // Handing in again shows the same result; an answer afterwards leads there too.
    assert_eq!(phone.post(&submit, &[("confirm_blanks", "1")]).await.leads(), to);
    assert_eq!(phone.get(&format!("/attempts/{attempt}")).await.leads(), to);
    let fields = paper.form(3, true);
    let late = phone.post(&format!("/attempts/{attempt}/answers/3"), &pairs(&fields)).await.leads();
    assert_eq!(late, to);
    assert!(phone.get(&to).await.has("Đúng 6/7 câu"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn half_filled_answers_stay_on_their_question(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let attempt = phone.join(&Someone::named("Sao Mai")).await;
    let paper = site.paper(&attempt).await;
    let post = async |kind: &str, fields: &[(&str, &str)]| {
        let at = paper.of_kind(kind);
        (at, phone.post(&format!("/attempts/{attempt}/answers/{at}"), fields).await.leads())
    };
    for (kind, fields) in [
        ("ordering", vec![("order.a", "1"), ("order.b", "1"), ("order.c", "2"), ("order.d", "3")]),
        ("ordering", vec![("order.a", "1"), ("order.b", "2")]),
        ("matching", vec![("pairs.a", "9")]),
        ("numeric", vec![("number", "bốn nghìn")]),
        ("single_choice", vec![("option", "z")]),
    ] {
        let (at, to) = post(kind, &fields).await;
        assert!(to.ends_with(&format!("?q={at}&notice=incomplete")), "{kind}: {to}");
        assert!(phone.get(&to).await.expect(200).has("role=\"status\""));
    }
    // Nothing touched: goes on and saves nothing.
    let (at, to) = post("single_choice", &[("go", "stay")]).await;
    assert!(to.ends_with(&format!("?q={at}&notice=saved")));
    assert_eq!(site.number("SELECT count(*) FROM answer").await, 0);
    // Numbers as people write them.
    let (at, _) = post("numeric", &[("number", "4.321,5"), ("go", "prev")]).await;
    let stored = site.texts(&format!("SELECT choice FROM answer WHERE position = {at}")).await;
    assert_eq!(stored, [r#"{"number":4321.5}"#]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_emptied_field_clears_what_stood_there(#[case] engine: Engine) {
    let site = Site::start(engine).await;
    let phone = site.browser();
    let attempt = phone.join(&Someone::named("Sao Mai")).await;
    let paper = site.paper(&attempt).await;
    for (kind, field, typed) in [("numeric", "number", "12"), ("short_text", "text", "mật khẩu")] {
        let at = paper.of_kind(kind);
        let action = format!("/attempts/{attempt}/answers/{at}");
        let rows = format!("SELECT coalesce(choice, '-') FROM answer WHERE position = {at}");
        let sends = async |typed: &str| {
            let to = phone.post(&action, &[(field, typed), ("go", "stay")]).await.leads();
            assert!(to.ends_with(&format!("?q={at}&notice=saved")), "{to}");
            site.texts(&rows).await
        };
        assert!(sends("").await.is_empty(), "{kind}: nothing stood there, nothing is saved");
        assert!(sends(typed).await[0].contains(typed));
        // A form without the field says nothing about it.
        phone.post(&action, &[("go", "stay")]).await.expect(303);
        assert!(site.texts(&rows).await[0].contains(typed));
        assert_eq!(sends(" ").await, ["-"], "{kind}");
        assert_eq!(sends("").await, ["-"], "{kind}");
        let page = phone.get(&format!("/attempts/{attempt}/review")).await.expect(200);
        assert!(page.has("Còn chưa trả lời"));
        assert!(sends(typed).await[0].contains(typed), "and it can be answered again");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_result_says_why_it_does_not_count_and_why_there_is_no_rank(#[case] engine: Engine) {
    let freeze = [("review = \"after_round\"", "review = \"after_round\"\nfreeze_hours = 24")];
    let site = Site::edited(engine, &freeze).await;
    let phone = site.browser();
    let (another, few) = ("Bạn có lượt khác được tính", "chưa đủ 5 người");
    let hands_in = async |attempt: &str, answered: u32| {
        let paper = site.paper(attempt).await;
        for position in 1..=answered {
            let fields = paper.form(position, true);
            phone.post(&format!("/attempts/{attempt}/answers/{position}"), &pairs(&fields)).await.expect(303);
        }
        let submit = format!("/attempts/{attempt}/submit");
        let to = phone.post(&submit, &[("prediction", ""), ("confirm_blanks", "1")]).await.leads();
        site.advance(MINUTE);
        to
    };
    let starts = async || {
        let to = phone.post("/contests/thi-thu/attempts", &[]).await.leads();
        to.strip_prefix("/attempts/").unwrap().to_owned()
    };
    // The only attempt, handed in without an answer.
    let blank = phone.join(&Someone::named("Sao Mai")).await;
    let blank = hands_in(&blank, 0).await;
    let page = phone.get(&blank).await.expect(200);
    assert!(page.has("Lượt này không có câu trả lời nào nên không được tính") && !page.has(another));
    assert!(page.has("Bạn chưa có lượt nào được tính trong vòng này") && !page.has(few));
    // One that counts; four neighbours are missing.
    let good = hands_in(&starts().await, 4).await;
    let page = phone.get(&good).await.expect(200);
    assert!(page.has("Lượt này được tính") && page.has(few) && !page.has("Bạn chưa có lượt nào"));
    assert!(phone.get(&blank).await.expect(200).has("Lượt này không có câu trả lời nào"));
    // A worse one on the next day.
    site.travel("2026-11-23T09:00");
    let worse = hands_in(&starts().await, 1).await;
    assert!(phone.get(&worse).await.expect(200).has(another));

    // Somebody else begins when the standing is frozen.
    site.travel("2026-11-27T09:00");
    let late = site.browser();
    let attempt = late.join(&Someone::named("Sao Hôm")).await;
    let paper = site.paper(&attempt).await;
    let fields = paper.form(1, true);
    late.post(&format!("/attempts/{attempt}/answers/1"), &pairs(&fields)).await.expect(303);
    let submit = format!("/attempts/{attempt}/submit");
    let to = late.post(&submit, &[("prediction", ""), ("confirm_blanks", "1")]).await.leads();
    let page = late.get(&to).await.expect(200);
    assert!(page.has("Lượt này được tính") && page.has("Thứ hạng của bạn hiện khi vòng thi kết thúc"));
    assert!(!page.has(few));

    // Voided by the organiser: nothing else counts instead.
    site.change("UPDATE attempt SET voided_at = 1 WHERE answered > 0").await;
    let site = site.restart(MINUTE).await;
    let page = phone.moved_to(&site.base).get(&good).await.expect(200);
    assert!(page.has("Ban tổ chức đã hủy lượt này") && !page.has(another), "{}", page.body);
    assert!(page.has("Bạn chưa có lượt nào được tính trong vòng này") && !page.has(few));
}
