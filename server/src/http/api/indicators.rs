//! `GET /api/v1/indicators`: the report of a period, for a department's own systems. The token travels in
//! `Authorization` alone; what it is confined to confines every row, totals included.

use crate::error::{Failure, Outcome};
use crate::indicators::{self, Report, access};
use crate::state::App;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use http::{HeaderMap, header};
use serde::Deserialize;

/// What is asked; every text is checked by [`indicators::Query`], which names the field and the rule.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// First day, `YYYY-MM-DD`, Vietnam's time.
    #[param(required = true, example = "2026-10-01")]
    pub from: String,
    /// Last day, inclusive.
    #[param(required = true, example = "2026-10-31")]
    pub to: String,
    /// Scheme of the localities.
    #[param(required = true, example = "post-2025-07")]
    pub scheme: String,
    /// Breakdowns between commas: total, locality, locality_audience, audience, age_band, mode, grade, flag; all when absent.
    #[param(required = false)]
    pub by: String,
    /// `true` hides cells of 1–4, for publication.
    #[param(required = false)]
    pub public: String,
    /// `true` counts demonstration data too; every row is marked.
    #[param(required = false)]
    pub demo: String,
}

/// The rows.
///
/// # Errors
/// `signed_out`, `no_scope`, `malformed`, `bad_form` (names the parameter and its rule), `too_many`, `busy`.
#[utoipa::path(get, path = "/api/v1/indicators", params(Params),
    responses((status = 200, body = Report), (status = 401, description = "signed_out"), (status = 403, description = "no_scope"),
        (status = 422, description = "bad_form"), (status = 429, description = "too_many"), (status = 503, description = "busy")))]
pub async fn get(
    State(app): State<App>,
    headers: HeaderMap,
    params: Result<Query<Params>, QueryRejection>,
) -> Outcome<Json<Report>> {
    let access = access::of_bearer(&app.store, bearer(&headers)).await?;
    let Query(params) = params.map_err(|e| Failure::malformed(e.body_text()))?;
    let registry = &app.places.registry;
    let mut query = indicators::Query::parse(registry, &params.from, &params.to, &params.scheme, &params.by)
        .map_err(|e| Failure::bad_form(e.to_string()))?;
    query.suppress = truth("public", &params.public)?;
    query.include_demo = truth("demo", &params.demo)?;
    access.allows(registry, query.scheme())?;
    query.only = access.only;
    // Questions that do not fit cost nothing; only reports are counted.
    if let Some(wait) = app.limits.indicators(&access.token) {
        return Err(Failure::too_many(wait));
    }
    Ok(Json(indicators::report(&app.store, registry, &query, app.now(), |_| {}).await?))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn truth(field: &str, text: &str) -> Outcome<bool> {
    match text {
        "" | "false" | "0" => Ok(false),
        "true" | "1" => Ok(true),
        other => Err(Failure::bad_form(format!("{field}: “{other}” không phải là true hoặc false"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_bearer_token_only() {
        let with = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, http::HeaderValue::from_static(value));
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(with("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(with("bearer  abc ").as_deref(), Some("abc"));
        assert_eq!(with("Basic abc"), None);
        assert_eq!(with("abc"), None);
        assert_eq!(bearer(&HeaderMap::new()), None);
        assert_eq!(truth("demo", "1"), Ok(true));
        assert!(truth("demo", "có").unwrap_err().detail.is_some_and(|d| d.starts_with("demo: ")));
    }
}
