//! `GET /api/v1/contests/{slug}/standings`: the same boards as the page, under the same publication rules.

use crate::error::Outcome;
use crate::http::pages::contest::find;
use crate::http::pages::standings::{Params, ask};
use crate::http::visitor::Caller;
use crate::standings::public::{self, PersonRow, PlaceLine};
use crate::state::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Serialize;

/// A board.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct BoardView {
    /// When it was computed, unix ms.
    pub computed_at: i64,
    /// Since when it stands still, if it does.
    pub frozen_since: Option<i64>,
    /// People ranked in this scope; absent below 5.
    pub of: Option<u64>,
    /// Fewer than 5 participants: no people board.
    pub small: bool,
    /// People: the first 100 who passed, or the neighbours of the caller with `around=me`.
    #[schema(value_type = Vec<Object>)]
    pub people: Vec<PersonRow>,
    /// Localities or units; a missing number means "fewer than 5".
    #[schema(value_type = Vec<Object>)]
    pub places: Vec<PlaceLine>,
}

/// A board.
///
/// # Errors
/// `not_found`; `signed_out` for `around=me` without a person; `bad_form` for a locality and a division at once.
#[utoipa::path(get, path = "/api/v1/contests/{slug}/standings",
    params(("slug" = String, Path), ("board" = Option<String>, Query), ("round" = Option<String>, Query),
        ("locality" = Option<String>, Query), ("division" = Option<String>, Query), ("order" = Option<String>, Query),
        ("around" = Option<String>, Query)),
    responses((status = 200, body = BoardView)))]
pub async fn get(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(params): Query<Params>,
    caller: Caller,
) -> Outcome<Json<BoardView>> {
    let contest = find(&app, &slug)?;
    let ask = ask(&app, &contest, &params)?;
    let board = public::board(&app, &contest, ask.clone()).await?;
    let people = if params.around.as_deref() == Some("me") {
        public::around(&app, &contest, &ask, caller.known()?).await?
    } else {
        board.people.clone()
    };
    Ok(Json(BoardView {
        computed_at: board.computed_at,
        frozen_since: board.frozen_since,
        of: board.of,
        small: board.small,
        people,
        places: board.places.clone(),
    }))
}
