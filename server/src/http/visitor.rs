//! Who is asking: language, device, the person chosen on it, and from which network.

use crate::clock::Clock;
use crate::error::{Failure, Outcome};
use crate::http::listen::Waited;
use crate::limits::network_of;
use crate::people::session::{self, Device};
use crate::state::App;
use crate::store::people::Participant;
use ::app::model::{Chrome, Lang, Who};
use axum::extract::{ConnectInfo, FromRequestParts};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// A visitor of a page.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Language.
    pub lang: Lang,
    /// Known device.
    pub device: Option<Arc<Device>>,
    /// The person taking part on it now.
    pub person: Option<Participant>,
    /// Another device came by the person's code and nobody has acknowledged it.
    pub new_device: bool,
    /// Shared-device mode.
    pub kiosk: bool,
    /// Path and query.
    pub path: String,
    /// Network, for limits.
    pub network: String,
    /// Rough description of the browser.
    pub label: &'static str,
}

/// A caller of the API: the device alone, so that the path of an answer reads no further row.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Known device.
    pub device: Option<Arc<Device>>,
    /// The person chosen by cookie, or the only one on the device, by place there: most calls do not ask for them.
    person: Option<usize>,
    /// A browser in shared-device mode.
    pub kiosk: bool,
    /// Came with a cookie (a browser) rather than a bearer token.
    pub browser: bool,
    /// Where the call comes from.
    ip: IpAddr,
    /// English wanted.
    pub english: bool,
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let [value] = cookies(headers, [name]);
    value
}

/// The values of several cookies, read in one go.
fn cookies<'h, const N: usize>(headers: &'h HeaderMap, names: [&str; N]) -> [Option<&'h str>; N] {
    let mut values = [None; N];
    let pairs = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    for (name, value) in pairs {
        if let Some(place) = names.iter().position(|n| *n == name) {
            // Of two of one name the first counts.
            values[place].get_or_insert(value);
        }
    }
    values
}

/// The language of a request: the remembered switch, else Vietnamese. What a browser prefers is not asked: phones sold
/// here are often set to English by people who do not read it.
#[must_use]
pub fn lang_of(headers: &HeaderMap) -> Lang {
    lang_named(cookie(headers, LANG))
}

fn lang_named(value: Option<&str>) -> Lang {
    if value == Some("en") { Lang::En } else { Lang::Vi }
}

/// Name of the device cookie: `__Host-` where the browser keeps it, plain on a LAN address.
#[must_use]
pub fn device_cookie(app: &App) -> &'static str {
    if app.config.https() { "__Host-nhs" } else { "nhs" }
}

/// A `Set-Cookie` value. `days` 0 deletes; `None` lasts until the browser closes.
#[must_use]
pub fn set_cookie(app: &App, name: &str, value: &str, days: Option<u32>) -> HeaderValue {
    let secure = if app.config.https() { "; Secure" } else { "" };
    let age = days.map(|d| format!("; Max-Age={}", u64::from(d) * 86_400)).unwrap_or_default();
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// Cookies that put a person on this browser.
#[must_use]
pub fn remember(app: &App, token: Option<&str>, person: &str, kiosk: bool) -> Vec<HeaderValue> {
    let days = (!kiosk).then_some(400);
    let mut cookies = Vec::with_capacity(2);
    if let Some(token) = token {
        cookies.push(set_cookie(app, device_cookie(app), token, days));
    }
    cookies.push(set_cookie(app, WHO, person, days));
    cookies
}

/// The address a request comes from.
pub(super) fn address(parts: &Parts, app: &App) -> IpAddr {
    if app.config.behind_proxy {
        // The last entry is the one our own proxy wrote.
        let forwarded = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(','))
            .filter_map(|ip| ip.trim().parse().ok())
            .next_back();
        if let Some(ip) = forwarded {
            return ip;
        }
    }
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::from([127, 0, 0, 1]), |ConnectInfo(socket)| socket.ip())
}

/// A rough description of the browser, for the list of devices: no version, nothing that identifies.
#[must_use]
pub fn label_of(headers: &HeaderMap) -> &'static str {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let has = |s: &str| agent.contains(s);
    match () {
        () if has("Zalo") && has("Android") => "Zalo, Android",
        () if has("Zalo") => "Zalo, iPhone",
        () if has("FBAN") || has("FBAV") => "Facebook",
        () if has("SamsungBrowser") => "Samsung Internet, Android",
        () if has("coc_coc_browser") => "Cốc Cốc",
        () if has("Firefox") && has("Android") => "Firefox, Android",
        () if has("Firefox") => "Firefox",
        () if has("Edg/") => "Edge",
        () if has("Android") => "Chrome, Android",
        () if has("iPhone") || has("iPad") => "Safari, iPhone/iPad",
        () if has("Chrome") => "Chrome",
        () if has("Safari") => "Safari",
        () => "…",
    }
}

/// The frame of a page that shows nobody.
pub(super) fn chrome_of(app: &App, lang: Lang, path: String, kiosk: bool) -> Chrome {
    Chrome {
        lang,
        nonce: hex::encode(crate::random::bytes::<16>()),
        pkg: app.assets.pkg.clone(),
        style: app.assets.style(),
        path,
        who: None,
        kiosk,
        now: app.now(),
    }
}

impl Visitor {
    /// The frame of a page for this visitor.
    #[must_use]
    pub fn chrome(&self, app: &App) -> Chrome {
        let mut chrome = self.anonymous_chrome(app);
        if let Some(person) = &self.person {
            chrome.who = Some(Who {
                nickname: person.nickname.clone(),
                locality: app.places.name(&person.locality_scheme, &person.locality_code),
                new_device: self.new_device,
            });
        }
        chrome
    }

    /// The frame without a person.
    #[must_use]
    pub fn anonymous_chrome(&self, app: &App) -> Chrome {
        chrome_of(app, self.lang, self.path.clone(), self.kiosk)
    }

    /// The person, who must be there.
    ///
    /// # Errors
    /// `signed_out`.
    pub fn known(&self) -> Outcome<&Participant> {
        self.person.as_ref().ok_or_else(Failure::signed_out)
    }

    /// The device, which must be known.
    ///
    /// # Errors
    /// `signed_out`.
    pub fn known_device(&self) -> Outcome<&Arc<Device>> {
        self.device.as_ref().ok_or_else(Failure::signed_out)
    }

    /// Whether English is shown.
    #[must_use]
    pub fn english(&self) -> bool {
        self.lang == Lang::En
    }
}

/// The cookie of a device that strangers share.
pub const KIOSK: &str = "nhs_kiosk";
/// The cookie of the person taking part.
pub const WHO: &str = "nhs_who";
/// The cookie of the language.
pub const LANG: &str = "nhs_lang";

/// The device as it may be used now, and the person taking part on it. On a shared device that is the person the cookie
/// names or nobody, and whoever else was left there is as good as gone.
fn present(device: Arc<Device>, who: Option<&str>, shared: bool) -> (Arc<Device>, Option<usize>) {
    let named = who.and_then(|who| device.people.iter().position(|p| p == who));
    if shared {
        let alone = device.alone(named.map(|i| device.people[i].as_str()));
        return (alone, named.map(|_| 0));
    }
    let person = named.or((device.people.len() == 1).then_some(0));
    (device, person)
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let asked =
            parts.uri.query().is_some_and(|q| q.split('&').any(|p| p == "kiosk" || p.starts_with("kiosk=")));
        let [token, who, kiosk, lang] = cookies(&parts.headers, [device_cookie(app), WHO, KIOSK, LANG]);
        let kiosk = asked || kiosk == Some("1");
        let device = match token {
            Some(token) => session::device(app, token).await?,
            None => None,
        };
        let (device, person) = match device.map(|d| present(d, who, kiosk)) {
            Some((device, Some(place))) => {
                let mut link = app.store.read().await?;
                let person =
                    crate::store::devices::visitor(&mut link, &device.people[place], &device.id).await?;
                (Some(device), person)
            }
            Some((device, None)) => (Some(device), None),
            None => (None, None),
        };
        let (person, new_device) = person.map_or((None, false), |(p, new)| (Some(p), new));
        Ok(Self {
            lang: lang_named(lang),
            device,
            person,
            new_device,
            kiosk,
            path: parts.uri.path_and_query().map_or_else(|| "/".into(), ToString::to_string),
            network: network_of(address(parts, app)),
            label: label_of(&parts.headers),
        })
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let bearer = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer ").map(str::trim));
        let [token, who, kiosk, lang] = cookies(&parts.headers, [device_cookie(app), WHO, KIOSK, LANG]);
        let device = match bearer.or(token) {
            Some(token) => session::device(app, token).await?,
            None => None,
        };
        // A token stands for the program that holds it; only a browser can be a shared one.
        let kiosk = bearer.is_none() && kiosk == Some("1");
        let (device, person) =
            device.map(|d| present(d, who, kiosk)).map_or((None, None), |(d, p)| (Some(d), p));
        Ok(Self {
            device,
            person,
            kiosk,
            browser: bearer.is_none(),
            ip: address(parts, app),
            english: lang_named(lang) == Lang::En,
        })
    }
}

/// Where a request comes from, when it came, and nothing else, for calls that know their caller otherwise.
#[derive(Clone, Copy, Debug)]
pub struct From {
    ip: IpAddr,
    waited: Waited,
}

impl From {
    /// Network, for limits.
    #[must_use]
    pub fn network(self) -> String {
        network_of(self.ip)
    }

    /// When it came (unix ms): before now, when it had to wait for its turn.
    #[must_use]
    pub fn came_at(self, clock: &Clock) -> i64 {
        clock.ago(self.waited.0)
    }
}

impl FromRequestParts<App> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let waited = parts.extensions.get().copied().unwrap_or_default();
        Ok(Self { ip: address(parts, app), waited })
    }
}

impl Caller {
    /// Network, for limits.
    #[must_use]
    pub fn network(&self) -> String {
        network_of(self.ip)
    }

    /// The device, which must be known.
    ///
    /// # Errors
    /// `signed_out`.
    pub fn known_device(&self) -> Outcome<&Arc<Device>> {
        self.device.as_ref().ok_or_else(Failure::signed_out)
    }

    /// The person chosen by cookie, or the only one on the device.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        let device = self.device.as_ref()?;
        device.people.get(self.person?).map(String::as_str)
    }

    /// The person, who must be chosen.
    ///
    /// # Errors
    /// `signed_out`.
    pub fn known(&self) -> Outcome<&str> {
        self.person().ok_or_else(Failure::signed_out)
    }
}
