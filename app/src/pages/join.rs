//! `/contests/{slug}/join`: one screen, nothing chosen or ticked beforehand, nothing lost when something is wrong.

use super::shell::{Frame, document};
use crate::i18n::t;
use crate::islands::LocalityPicker;
use crate::model::{Chrome, FieldErrors, JoinForm, JoinPage, Lang, PickGroup};
use crate::ui::{self, form};
use leptos::prelude::*;

/// The join form.
#[must_use]
pub fn join(chrome: &Chrome, page: JoinPage) -> String {
    let lang = chrome.lang;
    let j = t(lang).join;
    let frame = Frame { title: j.title, islands: true, ..Frame::default() };
    document(chrome, frame, || {
        let action = format!("/contests/{}/join{}", page.slug, if page.kiosk { "?kiosk" } else { "" });
        let options = form::locality_options(
            lang,
            &page.form.locality,
            page.locality_text.as_deref(),
            &page.localities_html,
        );
        view! {
            <form id="form" class="stack loose" method="post" action=action novalidate=!page.errors.is_empty()>
                <div class="stack tight">
                    {page.demo.then(|| view! { <div class="tags">{ui::demo_tag(lang, true)}</div> })}
                    <h1>{j.title}</h1>
                    <p class="quiet">{(j.lead)(&page.title)}</p>
                    {page.kiosk.then(|| view! { <p class="note warn">{j.kiosk}</p> })}
                    {(page.others > 0).then(|| view! {
                        <p class="quiet">
                            {(j.others)(page.others as u64)} " "
                            <a class="link" href=format!("/who?back={}", ui::query_value(&chrome.path))>{j.others_link}</a>
                        </p>
                    })}
                </div>
                {form::error_summary(lang, &page.errors)}
                {form::nickname(lang, page.form.nickname.clone(), &page.errors)}
                {locality(lang, &page.errors, options)}
                {form::audience(lang, &page.form.audience, &page.errors)}
                {form::birth_year(lang, &page.form.birth_year, page.years, &page.errors)}
                {belonging(lang, &page)}
                {form::flags(lang, &page.form)}
                {extra_time(lang, &page)}
                {consents(lang, &page)}
                <p><a class="link quiet" href="/continue">{j.have_code}</a></p>
                <div class="bottom"><button class="btn">{j.submit}</button></div>
            </form>
        }
    })
}

/// The locality with its picker; also on "my data".
pub(super) fn locality(lang: Lang, errors: &FieldErrors, options: String) -> impl IntoView + use<> {
    let j = t(lang).join;
    let select = form::locality_select(errors, options);
    view! {
        <div class="field">
            <label for="locality">{j.locality}</label>
            {form::error_line(lang, errors, "locality")}
            <LocalityPicker>{select}</LocalityPicker>
            <span class="hint" id="locality-hint">{j.locality_hint}</span>
        </div>
    }
}

/// School or office, and the code of a class or team.
fn belonging(lang: Lang, page: &JoinPage) -> impl IntoView + use<> {
    let units = (!page.units.is_empty()).then(|| units(lang, &page.units, &page.form, &page.errors));
    let code = page.group_code.map(|needed| group_code(lang, needed, &page.form, &page.errors));
    (units, code)
}

fn units(lang: Lang, groups: &[PickGroup], form_: &JoinForm, errors: &FieldErrors) -> impl IntoView + use<> {
    let j = t(lang).join;
    let groups = groups
        .iter()
        .map(|group| {
            let options = group
                .picks
                .iter()
                .map(|pick| {
                    view! {
                        <option value=pick.value.clone() selected=pick.value == form_.unit>{pick.text.clone()}</option>
                    }
                })
                .collect::<Vec<_>>();
            if group.title.is_empty() {
                options.into_any()
            } else {
                view! { <optgroup label=group.title.clone()>{options}</optgroup> }.into_any()
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label for="unit">{j.unit} " " <span class="optional">{j.optional}</span></label>
            {form::error_line(lang, errors, "unit")}
            <select id="unit" name="unit">
                <option value="" selected=form_.unit.is_empty()>{j.unit_none}</option>
                {groups}
            </select>
        </div>
    }
}

fn group_code(lang: Lang, needed: bool, form_: &JoinForm, errors: &FieldErrors) -> impl IntoView + use<> {
    let j = t(lang).join;
    let wrong = form::error_of(errors, "group_code").is_some();
    view! {
        <div class="field">
            <label for="group_code">{j.group_code} " " <span class="optional">{j.optional}</span></label>
            {form::error_line(lang, errors, "group_code")}
            <input
                id="group_code" name="group_code" type="text" class="code-input" autocomplete="off"
                autocapitalize="characters" spellcheck="false" maxlength="40" value=form_.group_code.clone()
                aria-invalid=wrong.then_some("true")
                aria-describedby=if wrong { "group_code-error group_code-hint" } else { "group_code-hint" }
            />
            <span class="hint" id="group_code-hint">
                {if needed { j.group_hint_needed } else { j.group_hint_optional }}
            </span>
        </div>
    }
}

fn extra_time(lang: Lang, page: &JoinPage) -> impl IntoView + use<> {
    let j = t(lang).join;
    (!page.extra_time.is_empty()).then(|| {
        let options = page
            .extra_time
            .iter()
            .map(|(id, title, percent)| {
                let text = format!("{title} – {}", (j.extra)(&percent.to_string()));
                view! { <option value=id.clone() selected=*id == page.form.extra_time>{text}</option> }
            })
            .collect::<Vec<_>>();
        view! {
            <div class="field">
                <label for="extra_time">{j.extra_time}</label>
                {form::error_line(lang, &page.errors, "extra_time")}
                <select id="extra_time" name="extra_time">
                    <option value="" selected=page.form.extra_time.is_empty()>{j.extra_none}</option>
                    {options}
                </select>
            </div>
        }
    })
}

fn consents(lang: Lang, page: &JoinPage) -> impl IntoView + use<> {
    let j = t(lang).join;
    let given = |purpose: &str| page.form.consents.iter().any(|c| c == purpose);
    let code = form::error_of(&page.errors, "consents").or_else(|| form::error_of(&page.errors, "consent"));
    view! {
        <fieldset class="field">
            <legend>{j.consent_title}</legend>
            <label class="check">
                <input
                    type="checkbox" name="consents" value="take_part" id="consent-take_part" required
                    checked=given("take_part") aria-invalid=code.map(|_| "true")
                    aria-describedby=code.map(|_| "consents-error")
                />
                <span>
                    {j.consent_take_part} " " <span class="optional">{j.needed}</span>
                    {code.map(|code| view! { <span class="error" id="consents-error">{(j.error)(code)}</span> })}
                </span>
            </label>
            <label class="check">
                <input
                    type="checkbox" name="consents" value="publish_nickname" id="consent-publish_nickname"
                    checked=given("publish_nickname")
                />
                <span>{j.consent_publish} " " <span class="optional">{j.optional}</span></span>
            </label>
            <p class="hint">
                <a class="link" href="/privacy" target="_blank" rel="noopener">{j.consent_read}</a> " · "
                {(j.text_version)(&page.text_version)}
            </p>
        </fieldset>
    }
}
