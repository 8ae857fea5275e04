//! `/healthz`, `/readyz`, `/metrics`: for machines that watch.

use crate::error::{Failure, Outcome};
use crate::state::App;
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// Installs the recorder once per process.
pub fn install_metrics() {
    if METRICS.get().is_none()
        && let Ok(handle) = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder()
    {
        drop(METRICS.set(handle));
    }
}

/// Lets histograms fold what they collected; called by the background task.
pub fn upkeep() {
    if let Some(handle) = METRICS.get() {
        handle.run_upkeep();
    }
}

/// `GET /healthz`: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: storage answers, background tasks run, the clock is sane, not going down.
pub async fn readyz(State(app): State<App>) -> Response {
    let now = app.now();
    let store = app.store.read().await.is_ok();
    let drift = app.clock.drift();
    let behind = now - app.heartbeat.load(Ordering::Relaxed);
    let tasks = behind < 30_000;
    let stopping = app.is_stopping();
    let ready = store && tasks && !stopping;
    let body = json!({
        "ready": ready, "store": store, "tasks": tasks, "stopping": stopping,
        "clock_drift_ms": drift.ms, "clock_jumped_back": drift.jumped_back(), "queued_writes": app.store.queued(),
    });
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(body)).into_response()
}

/// `GET /metrics`: Prometheus text; this machine only unless configured.
///
/// # Errors
/// `not_found` for others.
pub async fn metrics(State(app): State<App>, from: ConnectInfo<SocketAddr>) -> Outcome<String> {
    // Behind a proxy on this machine every request comes from loopback: then nobody may, unless configured.
    let local = from.ip().to_canonical().is_loopback() && !app.config.behind_proxy;
    if !app.config.public_metrics && !local {
        return Err(Failure::not_found());
    }
    #[expect(clippy::cast_precision_loss, reason = "a gauge")]
    metrics::gauge!("store_queued_writes").set(app.store.queued() as f64);
    Ok(METRICS.get().map(PrometheusHandle::render).unwrap_or_default())
}
