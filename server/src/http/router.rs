//! Every route on one page, grouped by who asks.

use super::pages::organiser;
use super::{api, assets, edge, ops, pages};
use crate::error::Failure;
use crate::state::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

/// Largest body of a form or an API call.
const BODY: usize = 64 * 1024;

/// The whole way in.
pub fn router(app: &App) -> Router {
    let people = Router::new()
        .route("/", get(pages::home::get))
        .route("/contests/{slug}", get(pages::contest::get))
        .route("/contests/{slug}/join", get(pages::join::get).post(pages::join::post))
        .route("/contests/{slug}/attempts", post(pages::start::post))
        .route("/contests/{slug}/contact", post(pages::contact::post))
        .route("/contests/{slug}/group", post(pages::group::post))
        .route("/contests/{slug}/standings", get(pages::standings::get))
        .route("/attempts/{id}", get(pages::attempt::get))
        .route("/attempts/{id}/answers/{position}", post(pages::answer::post))
        .route("/attempts/{id}/review", get(pages::review::get))
        .route("/attempts/{id}/submit", post(pages::submit::post))
        .route("/attempts/{id}/result", get(pages::result::get))
        .route("/practice", get(pages::practice::list))
        .route("/practice/{slug}", get(pages::practice::get).post(pages::practice::post))
        .route("/me", get(pages::me::get))
        .route("/me/code.svg", get(pages::my_code::get))
        .route("/me/correct", post(pages::me::correct))
        .route("/me/devices/{id}/sign-out", post(pages::me::sign_out))
        .route("/me/download", post(pages::me_rights::download))
        .route("/me/erase", post(pages::me_rights::erase))
        .route("/me/code/renew", post(pages::me_rights::renew))
        .route("/me/consent", post(pages::me_rights::consent))
        .route("/me/contact/remove", post(pages::me_rights::remove_contact))
        .route("/me/seen", post(pages::me_rights::seen))
        .route("/who", get(pages::who::get).post(pages::who::post))
        .route("/continue", get(pages::continue_::get).post(pages::continue_::post))
        .route("/done", post(pages::done::post))
        .route("/lang", get(pages::lang::get))
        .route("/privacy", get(pages::privacy::get))
        .route("/organiser/live", get(pages::organiser::live::rooms::get))
        .route(
            "/organiser/live/new",
            get(pages::organiser::live::new::get).post(pages::organiser::live::new::post),
        )
        .route("/organiser/live/new/arrange", post(pages::organiser::live::arrange::post))
        .route("/organiser/live/{pin}", get(pages::organiser::live::host::get))
        .route("/organiser/live/{pin}/command", post(pages::organiser::live::command::post))
        .route("/organiser/live/{pin}/screens", post(pages::organiser::live::screens::post))
        .route("/live", get(pages::live::pin::get))
        .route("/live/{pin}", get(pages::live::room::get).post(pages::live::room::post))
        .route("/live/{pin}/answers", post(pages::live::answers::post))
        .route("/live/{pin}/screen", get(pages::live::screen::get))
        // Who runs contests.
        .route("/setup", get(pages::setup::get).post(pages::setup::post))
        .route("/organiser", get(organiser::home::get))
        .route("/organiser/account", get(organiser::account::get))
        .route("/organiser/login", get(organiser::login::get).post(organiser::login::post))
        .route("/organiser/logout", post(organiser::logout::post))
        .route("/organiser/password", post(organiser::password::post))
        .route("/organiser/sessions/sign-out-others", post(organiser::sessions::sign_out_others))
        .route("/organiser/sessions/{id}/sign-out", post(organiser::sessions::sign_out))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    let machines = Router::new()
        .route("/api/v1/participants", post(api::participants::post))
        .route("/api/v1/contests", get(api::contests::list))
        .route("/api/v1/contests/{slug}", get(api::contests::get))
        .route("/api/v1/contests/{slug}/attempts", post(api::start_attempt::post))
        .route("/api/v1/contests/{slug}/standings", get(api::standings::get))
        .route("/api/v1/attempts/{id}", get(api::attempts::get))
        .route("/api/v1/attempts/{id}/answers/{position}", put(api::save_answer::put))
        .route("/api/v1/attempts/{id}/submit", post(api::submit_attempt::post))
        .route("/api/v1/attempts/{id}/result", get(api::submit_attempt::get))
        .route("/api/v1/indicators", get(api::indicators::get))
        .route("/api/v1/live/{pin}", get(api::live::room::get))
        .route("/api/v1/live/{pin}/players", get(api::live::players::get).post(api::live::players::post))
        .route("/api/v1/live/{pin}/probe", post(api::live::probe::post))
        .route("/api/v1/live/{pin}/events", get(api::live::events::get))
        .route("/api/v1/live/{pin}/answers", post(api::live::answers::post))
        .route("/api/v1/live/{pin}/commands", post(api::live::commands::post))
        .route("/api/v1/live/{pin}/screens", post(api::live::screens::post))
        .route("/api/v1/live/{pin}/results", get(api::live::results::get))
        .route("/api/v1/openapi.json", get(api::openapi::get));
    let operators = Router::new()
        .route("/media/{name}", get(pages::media::get))
        .route("/pkg/{folder}/{file}", get(assets::get))
        .route("/healthz", get(ops::healthz))
        .route("/readyz", get(ops::readyz))
        .route("/metrics", get(ops::metrics));
    let refused = {
        use axum::response::IntoResponse as _;
        |_: tower_http::csrf::ProtectionError| Failure::csrf().into_response()
    };
    people
        .merge(machines)
        .merge(operators)
        .fallback(async || Failure::not_found())
        .method_not_allowed_fallback(async || Failure::method_not_allowed())
        // One stack, outermost first: every `layer` call of its own would cost each request a boxed service.
        .layer((
            edge::Edge(app.clone()),
            CatchPanicLayer::custom(panicked),
            DefaultBodyLimit::max(BODY),
            CsrfLayer::new().with_rejection_response(refused),
        ))
        .with_state(app.clone())
}

fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> axum::response::Response {
    use axum::response::IntoResponse as _;
    Failure::internal(&"a handler panicked").into_response()
}
