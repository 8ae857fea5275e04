//! The phone's bundle, inside the binary: files named by content hash, stored compressed, cached for a year.

use crate::error::Failure;
use crate::state::App;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};

#[derive(rust_embed::Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
struct Site;

/// Where the bundle is.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// Folder of the bundle, e.g. `pkg/3f2a…`; `None` when the build has none.
    pub pkg: Option<String>,
}

impl Assets {
    /// Reads the manifest of the embedded bundle.
    #[must_use]
    pub fn load() -> Self {
        #[derive(serde::Deserialize)]
        struct Manifest {
            pkg: String,
        }
        let pkg = Site::get("manifest.json")
            .and_then(|file| serde_json::from_slice::<Manifest>(&file.data).ok())
            .map(|m| m.pkg)
            .filter(|pkg| !pkg.is_empty());
        Self { pkg }
    }

    /// Address of the style sheet.
    #[must_use]
    pub fn style(&self) -> String {
        self.address("main.css")
    }

    /// Address of what the console adds to it.
    #[must_use]
    pub fn console_style(&self) -> String {
        self.address("console.css")
    }

    fn address(&self, file: &str) -> String {
        format!("/{}/{file}", self.pkg.as_deref().unwrap_or("pkg/none"))
    }
}

/// `GET /pkg/{hash}/{file}`
///
/// # Errors
/// `not_found`.
pub async fn get(
    State(_): State<App>,
    Path((folder, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let kind = match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => return Err(Failure::not_found()),
    };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let offered = |name: &str| accepts.split(',').any(|part| part.trim().split(';').next() == Some(name));
    let path = format!("pkg/{folder}/{file}");
    let (data, encoding) = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(name, _)| offered(name))
        .find_map(|(name, ending)| Site::get(&format!("{path}{ending}")).map(|f| (f, Some(name))))
        .or_else(|| Site::get(&path).map(|f| (f, None)))
        .ok_or_else(Failure::not_found)?;
    let mut response = data.data.into_owned().into_response();
    let h = response.headers_mut();
    h.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    h.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    h.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        h.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Ok(response)
}
