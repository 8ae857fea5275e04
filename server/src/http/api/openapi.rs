//! `GET /api/v1/openapi.json`: the document generated from the handlers.

use super::{
    attempts, contests, indicators, live, participants, save_answer, standings, start_attempt, submit_attempt,
};
use axum::Json;
use utoipa::OpenApi;

/// The document.
#[derive(OpenApi, Debug)]
#[openapi(
    info(
        title = "Ngày Hội Số",
        description = "Contests of a province's Digital Festivals. Errors are RFC 9457 problem documents with a stable `code`. Times are unix milliseconds.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        participants::post,
        contests::list,
        contests::get,
        start_attempt::post,
        attempts::get,
        save_answer::put,
        submit_attempt::post,
        submit_attempt::get,
        standings::get,
        indicators::get,
        live::room::get,
        live::players::post,
        live::players::get,
        live::probe::post,
        live::events::get,
        live::answers::post,
        live::commands::post,
        live::screens::post,
        live::results::get,
    )
)]
pub struct Document;

/// The document as JSON.
pub async fn get() -> Json<utoipa::openapi::OpenApi> {
    Json(Document::openapi())
}
