//! Fields of a person: nickname, locality, audience, birth year, flags; shared by joining and by correcting.
//!
//! Nothing is ticked or chosen beforehand. Each field names its error and hint by `aria-describedby`, and the summary
//! on top links to the fields, so a screen reader and a thumb find the same places.

use crate::i18n::frame::{AUDIENCES, FLAGS};
use crate::i18n::t;
use crate::model::{FieldErrors, JoinForm, Lang};
use crate::ui::escape;
use leptos::prelude::*;

/// The error code of a field.
#[must_use]
pub fn error_of(errors: &FieldErrors, field: &str) -> Option<&'static str> {
    errors.iter().find(|(name, _)| *name == field).map(|(_, code)| *code)
}

/// The message beside a field.
pub fn error_line(lang: Lang, errors: &FieldErrors, field: &'static str) -> impl IntoView + use<> {
    error_of(errors, field).map(
        |code| view! { <span class="error" id=format!("{field}-error")>{(t(lang).join.error)(code)}</span> },
    )
}

/// Which texts describe a field: its error, then its hint.
fn described(errors: &FieldErrors, field: &str, hint: bool) -> Option<String> {
    match (error_of(errors, field).is_some(), hint) {
        (true, true) => Some(format!("{field}-error {field}-hint")),
        (true, false) => Some(format!("{field}-error")),
        (false, true) => Some(format!("{field}-hint")),
        (false, false) => None,
    }
}

fn invalid(errors: &FieldErrors, field: &str) -> Option<&'static str> {
    error_of(errors, field).map(|_| "true")
}

/// What is wrong, on top of the form, with links to the fields.
pub fn error_summary(lang: Lang, errors: &FieldErrors) -> impl IntoView + use<> {
    (!errors.is_empty()).then(|| {
        let links = errors
            .iter()
            .map(|(field, code)| {
                let target = match *field {
                    "audience" => "#audience-civil_servant".to_owned(),
                    "consents" | "consent" => "#consent-take_part".to_owned(),
                    field => format!("#{field}"),
                };
                view! { <li><a href=target>{(t(lang).join.error)(code)}</a></li> }
            })
            .collect::<Vec<_>>();
        view! {
            <div class="note bad" role="alert" id="errors" tabindex="-1">
                <h2>{(t(lang).frame.errors_title)(errors.len() as u64)}</h2>
                <ul>{links}</ul>
            </div>
        }
    })
}

/// Nickname.
pub fn nickname(lang: Lang, value: String, errors: &FieldErrors) -> impl IntoView + use<> {
    let j = t(lang).join;
    view! {
        <div class="field">
            <label for="nickname">{j.nickname}</label>
            {error_line(lang, errors, "nickname")}
            <input
                id="nickname" name="nickname" type="text" required minlength="2" maxlength="40"
                autocomplete="nickname" value=value
                aria-invalid=invalid(errors, "nickname") aria-describedby=described(errors, "nickname", true)
            />
            <span class="hint" id="nickname-hint">{j.nickname_hint}</span>
        </div>
    }
}

/// The options of the locality select as ready HTML: the choice first, then outside and unknown, then the server's list.
#[must_use]
pub fn locality_options(lang: Lang, chosen: &str, chosen_text: Option<&str>, list: &str) -> String {
    let j = t(lang).join;
    let mut html = String::with_capacity(list.len() + 400);
    let mut option = |value: &str, text: &str, on: bool| {
        html.push_str("<option value=\"");
        html.push_str(&escape(value));
        html.push_str(if on { "\" selected>" } else { "\">" });
        html.push_str(&escape(text));
        html.push_str("</option>");
    };
    let special = matches!(chosen, "outside" | "unknown");
    if !chosen.is_empty() && !special {
        option(chosen, chosen_text.unwrap_or(chosen), true);
    }
    option("", j.locality_choose, chosen.is_empty());
    option("outside", j.outside, chosen == "outside");
    option("unknown", j.unknown, chosen == "unknown");
    html.push_str(list);
    html
}

/// The locality select itself; the caller wraps it with its label and the picker.
pub fn locality_select(errors: &FieldErrors, options: String) -> impl IntoView + use<> {
    view! {
        <select
            id="locality" name="locality" required
            aria-invalid=invalid(errors, "locality") aria-describedby=described(errors, "locality", true)
            inner_html=options
        ></select>
    }
}

/// Audience: one tap.
pub fn audience(lang: Lang, value: &str, errors: &FieldErrors) -> impl IntoView + use<> {
    let label = t(lang).frame.audience;
    let pills = AUDIENCES
        .iter()
        .map(|code| {
            view! {
                <label>
                    <input
                        type="radio" name="audience" value=*code required id=format!("audience-{code}")
                        checked=value == *code
                    />
                    <span>{label(code)}</span>
                </label>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <fieldset class="field" aria-describedby=described(errors, "audience", false)>
            <legend>{t(lang).join.audience}</legend>
            {error_line(lang, errors, "audience")}
            <div class="seg">{pills}</div>
        </fieldset>
    }
}

/// Birth year, with "rather not say" as a choice of its own.
pub fn birth_year(lang: Lang, value: &str, years: (i32, i32), errors: &FieldErrors) -> impl IntoView + use<> {
    let j = t(lang).join;
    let years = (years.1..=years.0)
        .rev()
        .map(|year| {
            let year = year.to_string();
            view! { <option value=year.clone() selected=year == value>{year.clone()}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label for="birth_year">{j.birth_year}</label>
            {error_line(lang, errors, "birth_year")}
            <select
                id="birth_year" name="birth_year" required autocomplete="bday-year"
                aria-invalid=invalid(errors, "birth_year") aria-describedby=described(errors, "birth_year", true)
            >
                <option value="" selected=value.is_empty()>{j.birth_choose}</option>
                <option value="none" selected=value == "none">{j.birth_none}</option>
                {years}
            </select>
            <span class="hint" id="birth_year-hint">{j.birth_hint}</span>
        </div>
    }
}

/// Memberships, none ticked beforehand.
pub fn flags(lang: Lang, form: &JoinForm) -> impl IntoView + use<> {
    let label = t(lang).frame.flag;
    let boxes = FLAGS
        .iter()
        .map(|code| {
            view! {
                <label class="check">
                    <input type="checkbox" name="flags" value=*code checked=form.flags.iter().any(|f| f == code) />
                    <span>{label(code)}</span>
                </label>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <fieldset class="field">
            <legend>{t(lang).join.flags} " " <span class="optional">{t(lang).join.optional}</span></legend>
            <div>{boxes}</div>
        </fieldset>
    }
}

/// A field for the personal code, with its own id because a page may ask for it more than once.
pub fn code_field(lang: Lang, id: &'static str, error: Option<String>) -> impl IntoView {
    let f = t(lang).frame;
    let invalid = error.is_some().then_some("true");
    let describe = if error.is_some() { format!("{id}-error {id}-hint") } else { format!("{id}-hint") };
    view! {
        <div class="field">
            <label for=id>{f.code_field}</label>
            {error.map(|text| view! { <span class="error" id=format!("{id}-error")>{text}</span> })}
            <input
                id=id name="code" type="text" required class="code-input" maxlength="20" autocomplete="off"
                autocapitalize="characters" spellcheck="false" aria-describedby=describe
                aria-invalid=invalid
            />
            <span class="hint" id=format!("{id}-hint")>{f.code_hint}</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::locality_options;
    use crate::model::Lang;

    #[test]
    fn options_are_escaped_and_choose_once() {
        let html = locality_options(Lang::Vi, "post:\"1<", Some("<b>"), "<optgroup></optgroup>");
        assert!(html.starts_with("<option value=\"post:&quot;1&lt;\" selected>&lt;b&gt;</option>"));
        assert_eq!(html.matches(" selected").count(), 1);
        assert!(html.ends_with("<optgroup></optgroup>"));
        assert_eq!(locality_options(Lang::Vi, "", None, "").matches(" selected").count(), 1);
        assert_eq!(locality_options(Lang::En, "outside", None, "").matches(" selected").count(), 1);
    }
}
