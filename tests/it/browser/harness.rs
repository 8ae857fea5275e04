//! A world for one test: the built server on its own data, and Chromium as a phone, a tablet or a desk.
//!
//! Invariants: nothing here sleeps for a fixed time, every wait is for something that is named when it does not come; a
//! line in the browser's console that a test did not expect fails it; what a test started dies with it.

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use thirtyfour::LoggingPrefsLogLevel;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities as _;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Longest wait for anything; slow machines need it, passing tests do not.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(40);

/// What every server holds: a contest with each kind of question, and one that ranks by class.
pub(super) const FILES: [(&str, &str); 3] = [
    ("contest.toml", include_str!("contest.toml")),
    ("group.toml", include_str!("group.toml")),
    ("units.csv", include_str!("units.csv")),
];

/// Two browsers and their servers at a time: the machines that run this have few cores.
static ROOM: Semaphore = Semaphore::const_new(2);
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A folder that goes away with its owner.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// A fresh one.
    pub(super) fn new() -> Result<Self> {
        let name =
            format!("ngayhoiso-browser-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Looks until `look` finds something; names what did not come.
pub(super) async fn until<T, F: Future<Output = Option<T>>>(
    what: &str,
    look: impl FnMut() -> F,
) -> Result<T> {
    until_within(PATIENCE, what, look).await
}

/// Like [`until`], for what takes its time by design.
pub(super) async fn until_within<T, F: Future<Output = Option<T>>>(
    patience: Duration,
    what: &str,
    mut look: impl FnMut() -> F,
) -> Result<T> {
    let found = tokio::time::timeout(patience, async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(LOOK).await;
        }
    });
    found.await.with_context(|| format!("waited in vain for {what}"))
}

/// A port on which nobody listens yet.
pub(super) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// The built server, or the one beside this test binary.
fn binary() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("NGAYHOISO_BIN") {
        return Ok(path.into());
    }
    let here = std::env::current_exe()?;
    let beside = here.ancestors().nth(2).context("no target folder")?.join("ngayhoiso");
    ensure!(beside.is_file(), "set NGAYHOISO_BIN to the built server; {} is not there", beside.display());
    Ok(beside)
}

/// First address of this machine that is not loopback, as phones on the same Wi-Fi would use.
pub(super) fn lan_address() -> Result<Ipv4Addr> {
    let out = std::process::Command::new("hostname").arg("-I").output()?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let found = text.split_whitespace().filter_map(|a| a.parse::<Ipv4Addr>().ok()).find(|a| !a.is_loopback());
    found.context("this machine has no address but loopback")
}

/// A running server with its data.
pub(super) struct Server {
    listen: SocketAddr,
    host: Ipv4Addr,
    data: Folder,
    child: Option<Child>,
    _room: SemaphorePermit<'static>,
}

impl Server {
    /// The test contests, on loopback.
    pub(super) async fn start() -> Result<Self> {
        Self::on(Ipv4Addr::LOCALHOST, false).await
    }

    /// As people see it after `serve --demo`.
    pub(super) async fn demo() -> Result<Self> {
        Self::on(Ipv4Addr::LOCALHOST, true).await
    }

    /// The test contests and more, on loopback.
    pub(super) async fn with(more: &[(String, &str)]) -> Result<Self> {
        Self::holding(Ipv4Addr::LOCALHOST, false, more).await
    }

    /// The test contests, reached at `host`.
    pub(super) async fn on(host: Ipv4Addr, demo: bool) -> Result<Self> {
        Self::holding(host, demo, &[]).await
    }

    async fn holding(host: Ipv4Addr, demo: bool, more: &[(String, &str)]) -> Result<Self> {
        let room = ROOM.acquire().await?;
        let any = if host.is_loopback() { host } else { Ipv4Addr::UNSPECIFIED };
        let listen = SocketAddr::from((any, free_port()?));
        let mut server = Self { listen, host, data: Folder::new()?, child: None, _room: room };
        if demo {
            // Before anything else: the demonstration is for a database without contests.
            server.done(&["demo"]).await?;
        }
        for (name, text) in FILES {
            std::fs::write(server.data.0.join(name), text)?;
        }
        for file in ["contest.toml", "group.toml"] {
            server.done(&["import-contest", file]).await?;
        }
        for (name, text) in more {
            std::fs::write(server.data.0.join(name), text)?;
            server.done(&["import-contest", name]).await?;
        }
        server.again().await?;
        Ok(server)
    }

    /// Runs a command of the binary on this server's data.
    async fn done(&self, args: &[&str]) -> Result<()> {
        let done = self.command()?.args(args).output().await?;
        ensure!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        Ok(())
    }

    /// Runs a command of the binary on this server's data with something on its standard input; what it said.
    pub(super) async fn tell(&self, args: &[&str], input: &str) -> Result<String> {
        let mut command = self.command()?;
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let mut stdin = child.stdin.take().context("no standard input")?;
        stdin.write_all(format!("{input}\n").as_bytes()).await?;
        drop(stdin);
        let done = child.wait_with_output().await?;
        ensure!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    }

    /// Makes a live room; its PIN.
    pub(super) async fn room(&self, text: &str) -> Result<String> {
        std::fs::write(self.data.0.join("room.toml"), text)?;
        let said = self.tell(&["create-room", "room.toml"], "").await?;
        let pin = said.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6);
        pin.map(str::to_owned).with_context(|| format!("no PIN in {said}"))
    }

    fn command(&self) -> Result<Command> {
        let mut command = Command::new(binary()?);
        command.current_dir(&self.data.0).arg("--data-dir").arg(self.data.0.join("data"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("NGAYHOISO_") || name == "DATABASE_URL" {
                command.env_remove(name);
            }
        }
        command.kill_on_drop(true).stdin(Stdio::null());
        Ok(command)
    }

    /// Starts it (again) on the same address and data, and waits until it answers.
    pub(super) async fn again(&mut self) -> Result<()> {
        let log = std::fs::File::create(self.data.0.join("server.log"))?;
        let mut command = self.command()?;
        command.args(["serve", "--new-participants-per-network", "0", "--listen", &self.listen.to_string()]);
        let said = std::fs::File::create(self.data.0.join("server.out"))?;
        self.child = Some(command.stdout(said).stderr(log).spawn()?);
        let ready = self.url("/readyz");
        until("the server to be ready", || async {
            reqwest::get(&ready).await.is_ok_and(|r| r.status().is_success()).then_some(())
        })
        .await
    }

    /// The code of the one-time link that it prints while nobody has an account.
    pub(super) async fn setup_code(&self) -> Result<String> {
        let said = self.data.0.join("server.out");
        until("the setup link", || async {
            let text = std::fs::read_to_string(&said).ok()?;
            // The whole line is there once the next one has begun.
            let (code, _) = text.split_once("/setup#")?.1.split_once('\n')?;
            Some(code.to_owned())
        })
        .await
    }

    /// Ends it the hard way, as a power cut would.
    pub(super) async fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    /// Where it listens, for those who come to it.
    pub(super) fn address(&self) -> SocketAddr {
        SocketAddr::from((self.host, self.listen.port()))
    }

    /// A full address.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }
}

/// What the browser pretends to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// CSS pixels across.
    pub(super) width: u32,
    /// CSS pixels down.
    pub(super) height: u32,
    /// Device pixels per CSS pixel.
    pub(super) density: f64,
    /// Whether scripts run.
    pub(super) scripts: bool,
}

/// A small phone.
pub(super) const PHONE: Shape = Shape { width: 360, height: 740, density: 1.0, scripts: true };
/// A small phone on which no script runs.
pub(super) const PLAIN: Shape = Shape { scripts: false, ..PHONE };

/// One browser with a fresh profile.
pub(super) struct Browser {
    /// The session; dropped before its chromedriver.
    pub(super) driver: WebDriver,
    /// Where its chromedriver listens, on loopback.
    port: u16,
    base: String,
    expected: Vec<String>,
    _chromedriver: Child,
    _profile: Folder,
}

impl Browser {
    /// Opens one that calls `server` its home.
    pub(super) async fn open(server: &Server, shape: Shape) -> Result<Self> {
        Self::at(&server.url(""), shape).await
    }

    /// Opens one whose paths begin at `base`.
    pub(super) async fn at(base: &str, shape: Shape) -> Result<Self> {
        let port = free_port()?;
        let profile = Folder::new()?;
        let chromedriver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .kill_on_drop(true)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver does not start (Debian: chromium-driver)")?;
        let address = format!("http://127.0.0.1:{port}");
        until("chromedriver", || async { reqwest::get(format!("{address}/status")).await.ok().map(|_| ()) })
            .await?;
        let mut caps = DesiredCapabilities::chrome();
        for arg in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ] {
            caps.add_arg(arg)?;
        }
        caps.add_arg(&format!("--user-data-dir={}", profile.0.display()))?;
        caps.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        if !shape.scripts {
            let prefs = json!({ "profile.managed_default_content_settings.javascript": 2 });
            caps.add_experimental_option("prefs", prefs)?;
        }
        let driver = WebDriver::new(&address, caps).await?;
        // A page that never comes must not hold up everything behind it.
        driver.set_page_load_timeout(PATIENCE).await?;
        driver.set_script_timeout(PATIENCE / 2).await?;
        let browser = Self {
            driver,
            port,
            base: base.to_owned(),
            expected: Vec::new(),
            _chromedriver: chromedriver,
            _profile: profile,
        };
        browser.shape(shape).await?;
        Ok(browser)
    }

    /// Takes another shape.
    pub(super) async fn shape(&self, shape: Shape) -> Result<()> {
        let phone = shape.width < 600;
        let metrics = json!({
            "width": shape.width, "height": shape.height, "deviceScaleFactor": shape.density, "mobile": phone,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await?;
        self.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone })).await?;
        Ok(())
    }

    /// A command of the DevTools protocol.
    pub(super) async fn cdp(&self, method: &str, params: Value) -> Result<Value> {
        Ok(self.driver.cdp().send_raw(method, params).await?)
    }

    /// Cuts or mends the network, as far as the browser knows. Chromium goes on reading a stream that stands: a test that
    /// needs that cut as well puts the browser at the end of a `Line`.
    pub(super) async fn network(&self, there: bool) -> Result<()> {
        self.cdp("Network.enable", json!({})).await?;
        let conditions =
            json!({ "offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    /// Opens a page of the server.
    pub(super) async fn goto(&self, path: &str) -> Result<()> {
        self.driver.goto(format!("{}{path}", self.base)).await?;
        Ok(())
    }

    /// Path and query of the page in sight.
    pub(super) async fn path(&self) -> Result<String> {
        let url = self.driver.current_url().await?;
        Ok(url.query().map_or_else(|| url.path().to_owned(), |q| format!("{}?{q}", url.path())))
    }

    /// What an expression says on the page.
    pub(super) async fn eval(&self, expression: &str) -> Result<Value> {
        let done = self.driver.execute(format!("return ({expression});"), Vec::new()).await;
        Ok(done.with_context(|| format!("on the page: {expression}"))?.json().clone())
    }

    /// What an expression says on the page, as text.
    pub(super) async fn text_of(&self, expression: &str) -> Result<String> {
        Ok(self.eval(expression).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until an expression is true on the page.
    pub(super) async fn wait(&self, what: &str, expression: &str) -> Result<()> {
        self.wait_within(PATIENCE, what, expression).await
    }

    /// Like [`Self::wait`], for what takes its time by design.
    pub(super) async fn wait_within(&self, patience: Duration, what: &str, expression: &str) -> Result<()> {
        // A page that is just being replaced answers with an error; the next look asks its successor.
        let seen = until_within(patience, what, || async {
            let said = self.driver.execute(format!("return !!({expression});"), Vec::new()).await.ok()?;
            (said.json() == &Value::Bool(true)).then_some(())
        })
        .await;
        if seen.is_err() {
            let url = self.driver.current_url().await.map(|u| u.to_string()).unwrap_or_default();
            let text = self.text_of("document.body.innerText").await.unwrap_or_default();
            bail!("waited in vain for {what} ({expression})\nat {url}:\n{text}\n{:?}", self.console().await);
        }
        Ok(())
    }

    /// Waits until a text stands on the page, where people see it.
    pub(super) async fn sees(&self, text: &str) -> Result<()> {
        self.wait(&format!("“{text}”"), &format!("document.body.innerText.includes({})", json!(text))).await
    }

    /// Waits for a page whose path begins so.
    pub(super) async fn arrives(&self, path: &str) -> Result<()> {
        let here =
            format!("document.readyState === 'complete' && location.pathname.startsWith({})", json!(path));
        self.wait(&format!("the page {path}"), &here).await
    }

    /// The element, once it is there.
    pub(super) async fn find(&self, css: &str) -> Result<WebElement> {
        let found = until(css, || async { self.driver.find(By::Css(css)).await.ok() }).await;
        match found {
            Ok(element) => Ok(element),
            Err(e) => {
                let text = self.text_of("document.body.innerText").await.unwrap_or_default();
                Err(e.context(format!("at {}:\n{text}", self.path().await?)))
            }
        }
    }

    /// Scrolls to an element and taps it as a finger would: whatever lies over it gets the tap.
    pub(super) async fn tap(&self, css: &str) -> Result<()> {
        self.touch(css, None).await.with_context(|| format!("tapping {css}"))
    }

    /// Types into a field.
    pub(super) async fn types(&self, css: &str, text: &str) -> Result<()> {
        self.touch(css, Some(text)).await.with_context(|| format!("typing into {css}"))
    }

    /// A stage may be drawn anew between the look and the hand: then nothing was touched yet, and what stands there now is.
    async fn touch(&self, css: &str, keys: Option<&str>) -> Result<()> {
        self.find(css).await?;
        until(css, || async {
            let element = self.driver.find(By::Css(css)).await.ok()?;
            let done = async {
                element.scroll_into_view().await?;
                match keys {
                    Some(keys) => element.send_keys(keys).await,
                    None => element.click().await,
                }
            };
            match done.await {
                Err(e) if matches!(*e, WebDriverErrorInner::StaleElementReference(..)) => None,
                done => Some(done),
            }
        })
        .await??;
        Ok(())
    }

    /// Taps a button or link by its words and waits until its page is gone.
    pub(super) async fn follow(&self, words: &str) -> Result<()> {
        let body = self.find("body").await?;
        let xpath = format!(
            "//*[self::a or self::button or self::summary][contains(normalize-space(.), \"{words}\")]"
        );
        let link = until(words, || async {
            for element in self.driver.find_all(By::XPath(&xpath)).await.ok()? {
                if element.is_displayed().await.unwrap_or(false) {
                    return Some(element);
                }
            }
            None
        })
        .await
        .with_context(|| format!("no “{words}” to tap"))?;
        link.scroll_into_view().await?;
        link.click().await.with_context(|| format!("tapping “{words}”"))?;
        until("the next page", || async { body.tag_name().await.is_err().then_some(()) }).await?;
        self.wait("the next page whole", "document.readyState === 'complete'").await
    }

    /// Waits until islands live on this page.
    pub(super) async fn awake(&self, css: &str) -> Result<()> {
        self.wait(&format!("life in {css}"), &format!("document.querySelector({}) !== null", json!(css)))
            .await
    }

    /// From now on lines that hold this text may stand in the console: the test itself causes them.
    pub(super) fn expect(&mut self, text: &str) {
        self.expected.push(text.to_owned());
    }

    /// What the console holds since the last look.
    pub(super) async fn console(&self) -> Vec<String> {
        let lines = self.driver.browser_log().await.unwrap_or_default();
        lines.into_iter().map(|l| format!("{}: {}", l.level, l.message)).collect()
    }

    /// Fails when the console holds something that nobody expected.
    pub(super) async fn calm(&self) -> Result<()> {
        let lines: Vec<String> = self
            .console()
            .await
            .into_iter()
            .filter(|l| !self.expected.iter().any(|e| l.contains(e)))
            // A machine so busy that the bundle waits for its turn: late, and nothing wrong with it.
            .filter(|l| !l.contains("preloaded using link preload but not used within a few seconds"))
            .collect();
        ensure!(lines.is_empty(), "the console holds:\n{}", lines.join("\n"));
        Ok(())
    }

    /// The last look at the console, then the end.
    pub(super) async fn close(self) -> Result<()> {
        self.calm().await?;
        self.driver.clone().quit().await?;
        Ok(())
    }

    /// Asks chromedriver, without the runtime, to end the session and with it Chromium.
    fn end(&self) -> std::io::Result<()> {
        let mut line = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        line.set_read_timeout(Some(PATIENCE / 4))?;
        let session = self.driver.session_id();
        write!(line, "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        line.read_exact(&mut [0])
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A test that failed left its session open. The driver's own end would wait two minutes for a runtime that is
        // this very thread's.
        if self.driver.clone().leak().is_ok() {
            drop(self.end());
        }
    }
}
