//! `GET /api/v1/live/{pin}/results?format=`: the books of a show, for its host.

use crate::error::{Failure, Outcome};
use crate::http::staff::Staff;
use crate::live::export::{self, Format};
use crate::live::hub;
use crate::state::App;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::staff::Role;
use http::header;
use serde::Deserialize;

/// Which file.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ask {
    /// `xlsx`, `questions`, `players`, `groups`, `values`, `answers` (all but the first are CSV).
    #[serde(default)]
    format: String,
}

/// The file.
///
/// # Errors
/// `signed_out`, `no_role`, `live_not_found`, `bad_form`.
#[utoipa::path(get, path = "/api/v1/live/{pin}/results",
    params(("pin" = String, Path), ("format" = String, Query, description = "xlsx, or as CSV questions, players, groups, values or answers")),
    responses((status = 200, description = "the file"), (status = 403, description = "no_role")))]
pub async fn get(
    State(app): State<App>,
    Path(pin): Path<String>,
    Query(ask): Query<Ask>,
    staff: Staff,
) -> Outcome<Response> {
    staff.require(Role::Host)?;
    let format = Format::from_code(&ask.format)
        .ok_or_else(|| Failure::bad_form("format: xlsx, questions, players, groups, values or answers"))?;
    let handle = hub::room(&app, &pin).await?;
    let bytes = export::file(&app, &handle, format).await?;
    let name = format!("attachment; filename=\"live-{pin}-{}.{}\"", format.code(), format.extension());
    Ok(([(header::CONTENT_TYPE, format.mime().to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}
