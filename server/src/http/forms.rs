//! Reading forms and JSON bodies with errors that say what and where.

use crate::error::Failure;
use axum::body::Bytes;
use axum::extract::rejection::{FormRejection, JsonRejection};
use axum::extract::{Form, FromRequest, Request};
use serde::de::DeserializeOwned;

/// A plain form: pairs in the order sent; a name may repeat.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a name, trimmed; empty when absent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// The first value of a name exactly as sent: spaces belong to a password.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// All values of a name.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.trim().to_owned()).collect()
    }

    /// Values whose names begin with a prefix: (rest of the name, value).
    pub fn starting<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(n, v)| n.strip_prefix(prefix).map(|rest| (rest, v.trim())))
    }

    /// Whether a name was sent.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        // A button without fields sends an empty body without a content type in some browsers.
        if request.headers().get(http::header::CONTENT_TYPE).is_none() {
            return Ok(Self::default());
        }
        match Form::<Vec<(String, String)>>::from_request(request, state).await {
            Ok(Form(pairs)) => Ok(Self(pairs)),
            Err(FormRejection::BytesRejection(e)) => Err(body_failure(e.status())),
            Err(e) => Err(Failure::malformed(e.body_text())),
        }
    }
}

/// A JSON body; what is wrong is told with line and column.
#[derive(Clone, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let read = if is_plainly_json(&request) {
            let bytes = Bytes::from_request(request, state).await.map_err(|e| body_failure(e.status()))?;
            // Noting the way to what is wrong costs more than reading: only what is wrong is read that way.
            match serde_json::from_slice(&bytes) {
                Ok(value) => Ok(axum::Json(value)),
                Err(_) => axum::Json::<T>::from_bytes(&bytes),
            }
        } else {
            axum::Json::<T>::from_request(request, state).await
        };
        match read {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(JsonRejection::BytesRejection(e)) => Err(body_failure(e.status())),
            Err(JsonRejection::JsonDataError(e)) => Err(Failure::bad_form(e.body_text())),
            Err(e) => Err(Failure::malformed(e.body_text())),
        }
    }
}

fn is_plainly_json(request: &Request) -> bool {
    request
        .headers()
        .get(http::header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().eq_ignore_ascii_case(b"application/json"))
}

fn body_failure(status: http::StatusCode) -> Failure {
    if status == http::StatusCode::PAYLOAD_TOO_LARGE {
        Failure::too_large()
    } else {
        Failure::malformed("the body could not be read")
    }
}
