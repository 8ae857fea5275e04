//! Who talks to the site: a browser with cookies that follows nothing by itself, and a program with a bearer token.

use super::people::Someone;
use super::site::SLUG;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

/// How long a client keeps a connection: the server closes it after five seconds, and what is sent in that very moment is lost.
/// Browsers send it again.
const KEPT: std::time::Duration = std::time::Duration::from_secs(3);

/// A reply, read to its end.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// Status.
    pub(crate) status: u16,
    /// Headers.
    pub(crate) headers: HeaderMap,
    /// Body as text.
    pub(crate) body: String,
}

impl Reply {
    pub(crate) async fn read(response: reqwest::Response) -> Self {
        Self::try_read(response).await.unwrap()
    }

    async fn try_read(response: reqwest::Response) -> Result<Self, reqwest::Error> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Self { status, headers, body: response.text().await? })
    }

    /// The reply, which must have this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body.chars().take(600).collect::<String>());
        self
    }

    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    /// The stable code of a problem document, with its status.
    #[track_caller]
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.body);
        (self.status, self.json()["code"].as_str().unwrap().to_owned())
    }

    /// A header's value, empty when absent.
    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// All cookies set, as sent.
    pub(crate) fn cookies(&self) -> Vec<String> {
        let all = self.headers.get_all("set-cookie").iter();
        all.map(|v| v.to_str().unwrap().to_owned()).collect()
    }

    /// Where a 303 leads.
    #[track_caller]
    pub(crate) fn leads(self) -> String {
        self.expect(303).header("location")
    }

    /// Whether the body holds a text.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

/// A browser: cookies, forms, no script.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    http: reqwest::Client,
    base: String,
}

impl Browser {
    pub(crate) fn new(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .pool_idle_timeout(KEPT)
            .user_agent("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile")
            .build()
            .unwrap();
        Self { http, base: base.to_owned() }
    }

    /// Opens a page.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        Reply::read(self.http.get(format!("{}{path}", self.base)).send().await.unwrap()).await
    }

    /// Opens a page with extra headers.
    pub(crate) async fn get_with(&self, path: &str, headers: &[(&'static str, &str)]) -> Reply {
        let mut request = self.http.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Reply::read(request.send().await.unwrap()).await
    }

    /// Sends a form as the site's own page would.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.post_with(path, fields, &[]).await
    }

    /// Sends a form with extra headers.
    pub(crate) async fn post_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&'static str, &str)],
    ) -> Reply {
        let mut request = self.http.post(format!("{}{path}", self.base)).form(fields);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Reply::read(request.send().await.unwrap()).await
    }

    /// An API call of a page's island: JSON with the browser's cookies.
    pub(crate) async fn put_json(&self, path: &str, body: &Value) -> Reply {
        Reply::read(self.http.put(format!("{}{path}", self.base)).json(body).send().await.unwrap()).await
    }

    /// An API call of a page's island: JSON with the browser's cookies.
    pub(crate) async fn post_json(&self, path: &str, body: &Value) -> Reply {
        Reply::read(self.http.post(format!("{}{path}", self.base)).json(body).send().await.unwrap()).await
    }

    /// The same browser after the site moved to another port: cookies know no ports.
    pub(crate) fn moved_to(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// A response whose body is read piece by piece.
    pub(crate) async fn open(&self, path: &str) -> reqwest::Response {
        self.http.get(format!("{}{path}", self.base)).send().await.unwrap()
    }

    /// Joins the usual contest and returns the attempt's id.
    #[track_caller]
    pub(crate) fn join<'a>(&'a self, who: &'a Someone) -> impl Future<Output = String> + 'a {
        let path = format!("/contests/{SLUG}/join");
        async move {
            let to = self.post(&path, &who.fields()).await.leads();
            to.strip_prefix("/attempts/").unwrap_or_else(|| panic!("joining led to {to}")).to_owned()
        }
    }

    /// The personal code on `/me`.
    pub(crate) async fn code(&self) -> String {
        let page = self.get("/me").await.expect(200);
        code_in(&page.body).expect("no personal code on /me")
    }
}

/// The personal code shown on a page: two groups of five symbols.
pub(crate) fn code_in(html: &str) -> Option<String> {
    let symbol = |c: char| c.is_ascii_digit() || (c.is_ascii_uppercase() && !"ILOU".contains(c));
    let texts = html.split('>').filter_map(|part| part.split_once('<').map(|(text, _)| text.trim()));
    texts
        .filter(|text| {
            let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')).collect();
            plain.len() == 10 && plain.chars().all(symbol) && text.len() > 10
        })
        .map(str::to_owned)
        .next()
}

/// A program.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Api {
    pub(crate) fn new(base: &str, token: Option<String>) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .pool_idle_timeout(KEPT)
            .build()
            .unwrap();
        Self { http, base: base.to_owned(), token }
    }

    /// The same program with a token.
    pub(crate) fn with(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same program after the site moved to another port.
    pub(crate) fn moved_to(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    fn ask(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// GET.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        Reply::read(self.ask(reqwest::Method::GET, path).send().await.unwrap()).await
    }

    /// POST with JSON.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::read(self.ask(reqwest::Method::POST, path).json(body).send().await.unwrap()).await
    }

    /// PUT with JSON.
    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        Reply::read(self.ask(reqwest::Method::PUT, path).json(body).send().await.unwrap()).await
    }

    /// PUT with JSON to a server that may be gone.
    pub(crate) async fn try_put(&self, path: &str, body: &Value) -> Option<Reply> {
        let response = self.ask(reqwest::Method::PUT, path).json(body).send().await.ok()?;
        Reply::try_read(response).await.ok()
    }

    /// POST with JSON to a server that may be gone.
    pub(crate) async fn try_post(&self, path: &str, body: &Value) -> Option<Reply> {
        let response = self.ask(reqwest::Method::POST, path).json(body).send().await.ok()?;
        Reply::try_read(response).await.ok()
    }

    /// A response whose body is read piece by piece.
    pub(crate) async fn open(&self, path: &str, headers: &[(&'static str, &str)]) -> reqwest::Response {
        let mut request = self.ask(reqwest::Method::GET, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    /// Any body, as text.
    pub(crate) async fn raw(&self, method: reqwest::Method, path: &str, kind: &str, body: String) -> Reply {
        let request = self.ask(method, path).header("content-type", kind).body(body);
        Reply::read(request.send().await.unwrap()).await
    }

    /// Registers somebody; returns the program acting for them, and the reply's body.
    pub(crate) async fn register(&self, who: &Someone) -> (Self, Value) {
        let made = self.post("/api/v1/participants", &who.body()).await.expect(201).json();
        (self.with(made["token"].as_str().unwrap()), made)
    }

    /// Starts (or resumes) in the usual contest.
    pub(crate) async fn begin(&self) -> Value {
        let reply = self.post(&format!("/api/v1/contests/{SLUG}/attempts"), &json!({})).await;
        assert!(matches!(reply.status, 200 | 201), "{}", reply.body);
        reply.json()
    }

    /// Saves an answer.
    pub(crate) async fn save(&self, attempt: &str, position: u32, seq: i64, choice: &Value) -> Reply {
        let body = json!({ "seq": seq, "occurred_at": 1, "choice": choice });
        self.put(&format!("/api/v1/attempts/{attempt}/answers/{position}"), &body).await
    }

    /// Submits.
    pub(crate) async fn submit(&self, attempt: &str, prediction: Option<i64>) -> Reply {
        self.post(&format!("/api/v1/attempts/{attempt}/submit"), &json!({ "prediction": prediction })).await
    }
}
