//! The edge: a request id for everything, one mapping of failures to HTTP, security headers, measures, one log line.
//!
//! A handler returns [`Failure`]; it travels as an extension of an empty response and becomes a problem document (API)
//! or a page in the person's language here. Log lines name the route, never the path, the query or a body.

use crate::clock::monotonic;
use crate::error::Failure;
use crate::state::App;
use ::app::model::{Chrome, ErrorPage, Lang};
use ::app::pages;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use parking_lot::RwLock;
use pin_project_lite::pin_project;
use std::cell::LazyCell;
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, ready};
use std::time::Instant;
use tower::{Layer, Service};

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.extensions_mut().insert(self);
        response
    }
}

/// Wraps every request: a layer of its own kind, because a boxed function costs each request two boxes more.
#[derive(Clone, Debug)]
pub struct Edge(pub App);

impl<S> Layer<S> for Edge {
    type Service = Edged<S>;

    fn layer(&self, inner: S) -> Edged<S> {
        Edged { app: self.0.clone(), inner }
    }
}

/// What [`Edge`] makes of a service.
#[derive(Clone, Debug)]
pub struct Edged<S> {
    app: App,
    inner: S,
}

impl<S> Service<Request> for Edged<S>
where
    S: Service<Request>,
    S::Response: IntoResponse,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Edging<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Edging<S::Future> {
        let asked = Asked::by(&request);
        Edging { app: self.app.clone(), asked: Some(asked), answer: self.inner.call(request) }
    }
}

pin_project! {
    /// A request on its way through.
    pub struct Edging<F> {
        app: App,
        asked: Option<Asked>,
        #[pin]
        answer: F,
    }
}

impl<F, R: IntoResponse, E> Future for Edging<F>
where
    F: Future<Output = Result<R, E>>,
{
    type Output = Result<Response, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let response = ready!(this.answer.poll(cx))?.into_response();
        Poll::Ready(Ok(match this.asked.take() {
            Some(asked) => finish(this.app, asked, response),
            None => response,
        }))
    }
}

/// What of a request is needed when it is answered.
struct Asked {
    began: Instant,
    method: http::Method,
    route: Option<MatchedPath>,
    /// What a page about a failure needs: language, and the way back. A problem document needs neither.
    human: Option<(Lang, String)>,
}

impl Asked {
    fn by(request: &Request) -> Self {
        let human = (!request.uri().path().starts_with("/api/")).then(|| {
            let back = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
            (crate::http::visitor::lang_of(request.headers()), back)
        });
        let route = request.extensions().get::<MatchedPath>().cloned();
        Self { began: monotonic(), method: request.method().clone(), route, human }
    }
}

fn finish(app: &App, asked: Asked, mut response: Response) -> Response {
    let Asked { began, method, route, human } = asked;
    // Drawn where somebody is told it.
    let id = LazyCell::new(|| hex::encode(crate::random::bytes::<8>()));
    let document = human.is_some();
    let call = !document && matches!(method, http::Method::POST | http::Method::PUT);
    let failure = response.extensions_mut().remove::<Failure>();
    if let Some(failure) = &failure {
        let told = match human {
            None => problem(failure, &id),
            Some((lang, back)) => page(app, failure, &id, lang, &method, back),
        };
        let headers = std::mem::take(response.headers_mut());
        response = told;
        response.headers_mut().extend(headers);
    }
    let quiet = call && response.status().is_success();
    secure(app, response.headers_mut(), document, (!quiet).then(|| id.as_str()));
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    let status = response.status().as_u16();
    let took = began.elapsed();
    meters(route, |m| {
        m.seconds.record(took.as_secs_f64());
        m.total[class(status)].increment(1);
    });
    let code = failure.as_ref().map_or("", |f| f.code);
    if status >= 500 {
        let cause = failure.as_ref().and_then(|f| f.cause.as_deref()).unwrap_or_default();
        tracing::warn!(request = %*id, %method, route, status, code, cause, ms = took.as_millis(), "request failed");
    } else {
        tracing::debug!(request = %*id, %method, route, status, code, ms = took.as_millis(), "request");
    }
    response
}

/// The measures of one route, looked up once: naming them anew for every request costs more than counting.
struct Meters {
    seconds: metrics::Histogram,
    total: [metrics::Counter; 4],
}

const CLASSES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];

const fn class(status: u16) -> usize {
    match status {
        0..=299 => 0,
        300..=399 => 1,
        400..=499 => 2,
        _ => 3,
    }
}

fn meters(route: &str, with: impl FnOnce(&Meters)) {
    static ALL: LazyLock<RwLock<HashMap<String, Meters>>> = LazyLock::new(RwLock::default);
    if let Some(m) = ALL.read().get(route) {
        return with(m);
    }
    let m = Meters {
        seconds: metrics::histogram!("http_request_seconds", "route" => route.to_owned()),
        total: CLASSES.map(
            |class| metrics::counter!("http_requests_total", "route" => route.to_owned(), "status" => class),
        ),
    };
    with(ALL.write().entry(route.to_owned()).or_insert(m));
}

/// RFC 9457.
fn problem(failure: &Failure, id: &str) -> Response {
    let body = serde_json::json!({
        "type": format!("urn:ngayhoiso:problem:{}", failure.code),
        "title": failure.code.replace('_', " "),
        "status": failure.status,
        "code": failure.code,
        "detail": failure.detail,
        "request_id": id,
        "retry_after": failure.retry_after,
    });
    let mut response = (status(failure), body.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    retry_after(failure, headers);
    response
}

fn page(app: &App, failure: &Failure, id: &str, lang: Lang, method: &http::Method, back: String) -> Response {
    let chrome =
        Chrome { lang, style: app.assets.style(), path: back.clone(), now: app.now(), ..Chrome::default() };
    // A page that failed may be asked for again by itself; a form may not.
    let get = method == http::Method::GET;
    let error = ErrorPage {
        status: failure.status,
        code: failure.code,
        request_id: id.to_owned(),
        next: failure.next.clone().or_else(|| (get && failure.retry_after.is_some()).then_some(back)),
        retry: failure.retry_after.filter(|_| get),
    };
    let html = pages::error(&chrome, error);
    let mut response = (status(failure), axum::response::Html(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, csp(""));
    retry_after(failure, headers);
    response
}

fn status(failure: &Failure) -> StatusCode {
    StatusCode::from_u16(failure.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn retry_after(failure: &Failure, headers: &mut HeaderMap) {
    if let Some(seconds) = failure.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}

/// The content security policy of a page; without a nonce no script runs at all.
#[must_use]
pub fn csp(nonce: &str) -> HeaderValue {
    let scripts = if nonce.is_empty() {
        "script-src 'self'".to_owned()
    } else {
        format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'")
    };
    let text = format!(
        "default-src 'self'; {scripts}; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Headers of every response. `document`: a page, or something a page asks for. Without an id: a call that went well; no
/// page shows it, no browser guesses what it is, nobody looks for it in the log.
fn secure(app: &App, headers: &mut HeaderMap, document: bool, id: Option<&str>) {
    const DOCUMENT: [(HeaderName, &str); 2] = [
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), interest-cohort=()",
        ),
    ];
    if id.is_some() {
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    }
    // Both speak of pages. On the answer to a call they say nothing, ten thousand times at once.
    for (name, value) in DOCUMENT.into_iter().filter(|_| document) {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.config.https() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
        // Only over TLS: on a plain LAN address browsers ignore it with a console warning.
        headers.insert(
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        );
    }
    if let Some(Ok(id)) = id.map(HeaderValue::from_str) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}
