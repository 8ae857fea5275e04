//! The English switch: remembered, and complete. Vietnamese may stand only where it is a name or contest content.

use super::CONTEST;
use super::hands;
use super::harness::{Browser, PHONE, Server};
use anyhow::{Result, ensure};

/// Takes away what is rightly Vietnamese, then returns lines that still carry Vietnamese letters.
const LEFTOVERS: &str = "(() => {
    const page = document.documentElement.cloneNode(true);
    const content = 'script, style, .brand, .lang, [lang=vi], .stem, .opt span, .rank span, .pair, .explained, h3, \
        select, .picker-list, .who, table.board tbody, .sheet-field span, .with-unit span, .clamp, .facts dd, .person, input, .verbatim, .order-row, .pair-row';
    page.querySelectorAll(content).forEach(e => e.remove());
    const text = [...page.querySelectorAll('*')].flatMap(e =>
        [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data)
            .concat(['aria-label', 'title', 'placeholder', 'alt'].map(a => e.getAttribute(a) ?? '')));
    const names = /Ngày Hội Số|Phường Quy Nhơn( \\(mới\\))?|Chú Mười|Ban tổ chức|Vòng \\d|Thử mọi dạng câu hỏi|Bảy câu, mỗi dạng một câu\\./g;
    const moves = /^(Move up|Move down): .*/;
    return text.map(t => t.replace(names, '').replace(moves, '')).filter(t => /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i.test(t));
})()";

async fn is_english(b: &Browser) -> Result<()> {
    let path = b.path().await?;
    ensure!(b.text_of("document.documentElement.lang").await? == "en", "{path} says it is English");
    let left = b.eval(LEFTOVERS).await?;
    ensure!(left.as_array().is_some_and(Vec::is_empty), "{path} still says {left}");
    Ok(())
}

#[tokio::test]
async fn every_page_is_whole_in_english() -> Result<()> {
    let server = Server::start().await?;
    let mut b = Browser::open(&server, PHONE).await?;
    b.goto("/").await?;
    b.follow("English").await?;
    let fixed = ["/", "/practice", "/privacy", "/who", "/continue"];
    for path in fixed {
        b.goto(path).await?;
        is_english(&b).await?;
    }
    for path in
        [format!("/contests/{CONTEST}"), format!("/contests/{CONTEST}/standings"), "/khong-co".to_owned()]
    {
        b.expect("404 (Not Found)");
        b.goto(&path).await?;
        is_english(&b).await?;
    }
    b.goto(&format!("/contests/{CONTEST}/join")).await?;
    b.expect("422 (Unprocessable");
    b.eval("(document.querySelector('main form').noValidate = true)").await?;
    b.follow("Continue").await?;
    b.sees("things need fixing").await?;
    is_english(&b).await?;
    let name = b.find("#nickname").await?;
    name.send_keys("Chú Mười").await?;
    hands::pick_place(&b, "quy nhon", "Phường Quy Nhơn (mới)").await?;
    b.tap("label:has(#audience-worker)").await?;
    hands::choose(&b, "select[name=birth_year]", "1990").await?;
    b.tap("label:has(#consent-take_part)").await?;
    b.follow("Continue").await?;
    hands::awake(&b).await?;
    for position in 1..=7 {
        b.wait("the question", &format!("document.querySelector('#q{position}:not([hidden])')")).await?;
        is_english(&b).await?;
        // Every kind of question is here, whatever the draw: none may be wider than the phone.
        hands::bears_any_word(&b).await?;
        if position < 7 {
            hands::answer(&b, true).await?;
            hands::saved(&b).await?;
            b.tap(".sheet-foot [value=next]").await?;
        }
    }
    b.follow("Submit").await?;
    b.sees("Not answered yet: question 7.").await?;
    is_english(&b).await?;
    b.follow("Submit anyway").await?;
    b.sees("Right, wrong and why").await?;
    is_english(&b).await?;
    for path in ["/me", "/who"] {
        b.goto(path).await?;
        is_english(&b).await?;
    }
    b.goto("/practice").await?;
    b.tap("main a[href^='/practice/']").await?;
    b.arrives("/practice/").await?;
    is_english(&b).await?;
    // Remembered, and back.
    b.goto("/").await?;
    is_english(&b).await?;
    b.follow("Tiếng Việt").await?;
    b.sees("Trang chủ").await?;
    b.close().await
}
