//! Somebody who takes part: what they type, as a form and as JSON.

use super::site::SLUG;
use serde_json::{Value, json};

/// What a person tells.
#[derive(Clone, Debug)]
pub(crate) struct Someone {
    nickname: String,
    locality: String,
    audience: String,
    born: Option<i32>,
    unit: String,
    group_code: String,
    extra_time: String,
    flags: Vec<String>,
    public: bool,
    year: String,
}

impl Someone {
    /// A citizen of one commune, born in 1990, who does not want to be named.
    pub(crate) fn named(nickname: &str) -> Self {
        Self {
            nickname: nickname.into(),
            locality: "post-2025-07:21583".into(),
            audience: "citizen".into(),
            born: Some(1990),
            unit: String::new(),
            group_code: String::new(),
            extra_time: String::new(),
            flags: Vec::new(),
            public: false,
            year: "1990".into(),
        }
    }

    pub(crate) fn at(mut self, code: &str) -> Self {
        self.locality =
            if matches!(code, "outside" | "unknown") { code.into() } else { format!("post-2025-07:{code}") };
        self
    }

    pub(crate) fn born(mut self, year: i32) -> Self {
        self.born = Some(year);
        self.year = year.to_string();
        self
    }

    pub(crate) fn ageless(mut self) -> Self {
        self.born = None;
        self.year = "none".into();
        self
    }

    pub(crate) fn audience(mut self, code: &str) -> Self {
        self.audience = code.into();
        self
    }

    pub(crate) fn unit(mut self, id: &str) -> Self {
        self.unit = id.into();
        self
    }

    pub(crate) fn group(mut self, code: &str) -> Self {
        self.group_code = code.into();
        self
    }

    pub(crate) fn slow(mut self) -> Self {
        self.extra_time = "them-50".into();
        self
    }

    pub(crate) fn flag(mut self, code: &str) -> Self {
        self.flags.push(code.into());
        self
    }

    /// Consents to being named.
    pub(crate) fn public(mut self) -> Self {
        self.public = true;
        self
    }

    /// The join form.
    pub(crate) fn fields(&self) -> Vec<(&str, &str)> {
        let mut fields = vec![
            ("nickname", self.nickname.as_str()),
            ("locality", &self.locality),
            ("audience", &self.audience),
            ("birth_year", &self.year),
            ("unit", &self.unit),
            ("group_code", &self.group_code),
            ("extra_time", &self.extra_time),
            ("consents", "take_part"),
        ];
        fields.extend(self.flags.iter().map(|f| ("flags", f.as_str())));
        if self.public {
            fields.push(("consents", "publish_nickname"));
        }
        fields
    }

    /// The body of `POST /api/v1/participants`.
    pub(crate) fn body(&self) -> Value {
        let locality = match self.locality.split_once(':') {
            Some((scheme, code)) => json!({ "scheme": scheme, "code": code }),
            None => json!(self.locality),
        };
        let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let mut consents = vec![json!({ "purpose": "take_part", "text_version": "2026-12" })];
        if self.public {
            consents.push(json!({ "purpose": "publish_nickname", "text_version": "2026-12" }));
        }
        json!({
            "nickname": self.nickname, "locality": locality, "audience": self.audience, "birth_year": self.born,
            "unit": optional(&self.unit), "group_code": optional(&self.group_code),
            "extra_time": optional(&self.extra_time), "flags": self.flags, "consents": consents, "contest": SLUG,
        })
    }
}
