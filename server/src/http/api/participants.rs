//! `POST /api/v1/participants`: registers a person; a cookie for browsers, a token in the body for others.

use crate::error::{Failure, Outcome};
use crate::http::forms::Body;
use crate::http::pages::join::admit;
use crate::http::visitor::{Caller, label_of, remember};
use crate::people::burst;
use crate::people::register::{self, On, TEXT_VERSION, Told};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::locality::LocalityChoice;
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};

/// What a person tells about themselves.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// 2–20 characters; everybody may see it if consented.
    pub nickname: String,
    /// `{scheme, code}`, `"outside"` or `"unknown"`.
    #[schema(value_type = Object)]
    pub locality: LocalityChoice,
    /// `civil_servant`, `pupil`, `student`, `worker`, `citizen`.
    pub audience: String,
    /// Birth year; `null` = rather not say.
    #[serde(default)]
    pub birth_year: Option<i32>,
    /// Unit id of the contest named in `contest`.
    #[serde(default)]
    pub unit: Option<String>,
    /// Group or roster code of that contest.
    #[serde(default)]
    pub group_code: Option<String>,
    /// Memberships: `women_union`, `youth_union`, `digital_team`.
    #[serde(default)]
    pub flags: Vec<String>,
    /// Consents; `take_part` is necessary.
    pub consents: Vec<GivenConsent>,
    /// Contest slug that `unit`, `group_code` and `extra_time` belong to; necessary with any of them.
    #[serde(default)]
    pub contest: Option<String>,
    /// Extra-time profile of that contest.
    #[serde(default)]
    pub extra_time: Option<String>,
}

/// A consent to a purpose, with the version of the text that was shown.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenConsent {
    /// `take_part` or `publish_nickname`.
    pub purpose: String,
    /// Version of the text, as text or as a number.
    #[serde(deserialize_with = "text_or_number")]
    pub text_version: String,
}

fn text_or_number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    match serde_json::Value::deserialize(from)? {
        serde_json::Value::String(text) if text.len() <= 40 => Ok(text),
        serde_json::Value::Number(number) => Ok(number.to_string()),
        _ => Err(serde::de::Error::custom("text_version must be a short text or a number")),
    }
}

/// A registered person.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Registered {
    /// Participant id.
    pub id: String,
    /// Bearer token of the device; keep it secret.
    pub token: String,
    /// Personal code, to carry on elsewhere.
    pub personal_code: String,
}

/// Registers.
///
/// # Errors
/// `bad_form` naming every field; `too_many` after many wrong group codes; `waiting`; storage errors.
#[utoipa::path(post, path = "/api/v1/participants", request_body = Register,
    responses((status = 201, body = Registered), (status = 422, description = "bad_form"),
        (status = 429, description = "too_many"), (status = 503, description = "waiting")))]
pub async fn post(
    State(app): State<App>,
    headers: HeaderMap,
    caller: Caller,
    Body(body): Body<Register>,
) -> Outcome<Response> {
    let contest = match &body.contest {
        Some(slug) => {
            Some(app.catalogue.by_slug(slug).ok_or_else(|| Failure::bad_form("contest: no such contest"))?)
        }
        None => {
            // Without the contest nobody knows what these stand for; nothing that somebody told is dropped in silence.
            let told =
                [("unit", &body.unit), ("group_code", &body.group_code), ("extra_time", &body.extra_time)];
            let given = told.iter().find(|(_, value)| value.as_deref().is_some_and(|v| !v.trim().is_empty()));
            if let Some((field, _)) = given {
                return Err(Failure::bad_form(format!(
                    "{field}: belongs to a contest; give its slug as `contest`, or leave `{field}` out"
                )));
            }
            None
        }
    };
    let told = Told {
        nickname: body.nickname,
        locality: body.locality.to_string(),
        audience: body.audience,
        birth_year: body.birth_year,
        birth_year_bad: false,
        unit: body.unit,
        group_code: body.group_code,
        extra_time: body.extra_time,
        flags: body.flags,
        consents: body.consents.into_iter().map(|c| (c.purpose, c.text_version)).collect(),
    };
    let network = caller.network();
    let checked = match &contest {
        Some(c) => register::check_new(&app, &told, (&c.id, &c.doc), &network).await?,
        None => register::check(&app, &told, None, true),
    }
    .map_err(mistakes)?;
    admit(&app, &network).await?;
    // A token of its own even where a cookie exists: the body's token must not be the browser's HttpOnly one.
    let made = register::register(&app, checked, On::New { label: label_of(&headers) }, "api")
        .await?
        .map_err(mistakes)?;
    burst::came(&app, &network).await;
    let token = made.token.unwrap_or_default();
    let cookies = remember(&app, Some(&token), &made.id, caller.kiosk);
    let body = Registered { id: made.id, token, personal_code: made.code };
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    if caller.browser && caller.device.is_none() {
        for cookie in cookies {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

fn mistakes(list: register::Mistakes) -> Failure {
    let told: Vec<String> = list.iter().map(|(field, code)| format!("{field}: {code}")).collect();
    Failure::bad_form(format!("{} (consent text version now: {TEXT_VERSION})", told.join("; ")))
}
