//! What a person's hands do on our pages, spelled once: joining, answering whatever kind stands there, moving on.

use super::harness::Browser;
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

/// The question in sight.
pub(super) const HERE: &str = "form.sheet-q:not([hidden])";

/// How a question is answered, read off its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Radio buttons.
    One,
    /// Boxes.
    Many,
    /// Lines to put in order.
    Order,
    /// Lines to pair.
    Pairs,
    /// A number.
    Number,
    /// A short text.
    Text,
}

/// Fills in the join form by hand and sends it. `typed` goes into the picker where scripts run.
pub(super) async fn join(b: &Browser, nickname: &str, typed: &str, place: &str) -> Result<()> {
    fill_join(b, nickname, typed, place).await?;
    b.follow("Tiếp tục").await
}

/// Fills in the join form without sending it.
pub(super) async fn fill_join(b: &Browser, nickname: &str, typed: &str, place: &str) -> Result<()> {
    let name = b.find("#nickname").await?;
    name.clear().await?;
    name.send_keys(nickname).await?;
    if typed.is_empty() {
        choose(b, "select[name=locality]", place).await?;
    } else {
        pick_place(b, typed, place).await?;
    }
    b.tap("label:has(#audience-citizen)").await?;
    choose(b, "select[name=birth_year]", "1960").await?;
    b.tap("label:has(#consent-take_part)").await?;
    b.tap("label:has(#consent-publish_nickname)").await
}

/// Finds a place with the living picker.
pub(super) async fn pick_place(b: &Browser, typed: &str, place: &str) -> Result<()> {
    b.awake(".picker-input:not([hidden])").await?;
    let field = b.find(".picker-input").await?;
    field.scroll_into_view().await?;
    field.click().await?;
    field.send_keys(typed).await?;
    let row = format!(
        "[...document.querySelectorAll('.picker-list li')].findIndex(l => l.textContent === {})",
        json!(place)
    );
    b.wait(&format!("{place} in the picker"), &format!("{row} >= 0")).await?;
    let n = b.eval(&row).await?.as_u64().context("a row")?;
    b.tap(&format!(".picker-list li:nth-child({})", n + 1)).await?;
    b.wait(
        &format!("{place} chosen"),
        &format!("document.querySelector('.picker-input').value === {}", json!(place)),
    )
    .await
}

/// Chooses an option of a select by its words.
pub(super) async fn choose(b: &Browser, select: &str, words: &str) -> Result<()> {
    let list = b.find(select).await?;
    for option in list.find_all(By::Css("option")).await? {
        if option.prop("text").await?.as_deref() == Some(words) {
            option.click().await?;
            return Ok(());
        }
    }
    bail!("{select} offers no “{words}”")
}

/// The kind of the question in sight.
pub(super) async fn kind(b: &Browser) -> Result<Kind> {
    let first = b
        .text_of(&format!(
            "(form => form.querySelector('.ranks') ? 'order' : form.querySelector('.pairs') ? 'pairs' \
             : form.querySelector('input').getAttribute('type') + form.querySelector('input').name)\
             (document.querySelector('{HERE}'))"
        ))
        .await?;
    Ok(match first.as_str() {
        "order" => Kind::Order,
        "pairs" => Kind::Pairs,
        "radiooption" => Kind::One,
        "checkboxoptions" => Kind::Many,
        "textnumber" => Kind::Number,
        "texttext" => Kind::Text,
        other => bail!("a question of no known kind: {other}"),
    })
}

/// Answers the question in sight, somehow.
pub(super) async fn answer(b: &Browser, alive: bool) -> Result<Kind> {
    let kind = kind(b).await?;
    match kind {
        Kind::One => b.tap(&format!("{HERE} .opt:nth-child(2)")).await?,
        Kind::Many => {
            b.tap(&format!("{HERE} .opt:nth-child(1)")).await?;
            b.tap(&format!("{HERE} .opt:nth-child(3)")).await?;
        }
        Kind::Order if alive => b.tap(&format!("{HERE} .rank:nth-child(1) .move[data-move=down]")).await?,
        Kind::Order => {
            let lines = b.find(HERE).await?.find_all(By::Css(".rank select")).await?;
            for (i, line) in lines.iter().enumerate() {
                line.find(By::Css(format!("option[value='{}']", lines.len() - i))).await?.click().await?;
            }
        }
        Kind::Pairs => {
            let lines = b.find(HERE).await?.find_all(By::Css(".pair select")).await?;
            for (i, line) in lines.iter().enumerate() {
                // The right side may be shorter than the left: then partners repeat.
                let partners = line.find_all(By::Css("option")).await?.len().saturating_sub(1).max(1);
                let nth = i % partners + 2;
                line.find(By::Css(format!("option:nth-child({nth})"))).await?.click().await?;
            }
        }
        Kind::Number => b.find(&format!("{HERE} input")).await?.send_keys("3,5").await?,
        Kind::Text => b.find(&format!("{HERE} input[name=text]")).await?.send_keys("chữ ký số").await?,
    }
    Ok(kind)
}

/// Puts words too long for any line into the question in sight: it stays as wide as the phone. A wider page is shrunk by
/// phones, and then fingers miss.
pub(super) async fn bears_any_word(b: &Browser) -> Result<()> {
    let words = "'.stem, .opt .face > span:not(.badge, .tick), .rank > span, .pair > span'";
    let wide = b
        .eval(&format!(
            "(document.querySelector('{HERE}').querySelectorAll({words})\
             .forEach(e => e.children.length || (e.textContent = 'hoadondientu'.repeat(6))),\
             document.documentElement.scrollWidth - document.documentElement.clientWidth)"
        ))
        .await?;
    ensure!(wide == 0, "a long word makes the page {wide} px too wide: {:?}", kind(b).await?);
    Ok(())
}

/// Waits until the answer in sight is on the server's disk.
pub(super) async fn saved(b: &Browser) -> Result<()> {
    b.wait(
        "“Đã lưu”",
        "document.querySelector('.sheet .saved:not(.not-yet)')?.textContent.match(/Đã lưu|Saved/) \
         && Object.keys(localStorage).every(k => !/^nhs:[0-9a-f-]{36}$/.test(k))",
    )
    .await
}

/// Waits until the sheet lives.
pub(super) async fn awake(b: &Browser) -> Result<()> {
    b.wait(
        "a living sheet",
        "/^\\d+:\\d\\d$/.test(document.querySelector('.sheet-clock')?.textContent ?? '')",
    )
    .await
}

/// What the question in sight shows as chosen, as one text to compare.
pub(super) async fn chosen(b: &Browser) -> Result<String> {
    b.text_of(&format!(
        "JSON.stringify([...document.querySelectorAll('{HERE} input, {HERE} .pair select, {HERE} .rank')]\
         .map(e => e.matches('.rank') ? e.dataset.id : e.type === 'radio' || e.type === 'checkbox' ? e.checked : e.value))"
    ))
    .await
}
