//! The processes of a benchmark: floors, the server on an empty database, the generator.
//!
//! Invariant: whatever was started ends with its value, and its files go with the benchmark's folder.

use crate::postgres::free_port;
use crate::tools;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::cell::Cell;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How often a starting server is asked, every 50 ms, before it counts as dead.
const READY_TRIES: u32 = 400;

/// Where a run keeps its files, and what it measures.
pub(crate) struct Place {
    folder: PathBuf,
    target: Option<String>,
    servers: Cell<u32>,
}

impl Place {
    /// A fresh folder below `target/bench`: on the disk the machine really has, not in memory.
    pub(crate) fn new(target: Option<String>) -> Result<Self> {
        let bench = tools::root().join("target/bench");
        fs::create_dir_all(&bench)?;
        // A run that was interrupted left its databases behind.
        for entry in fs::read_dir(&bench)? {
            let path = entry?.path();
            let owner = path.file_name().and_then(|name| name.to_str()?.strip_prefix("tmp-"));
            if owner.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
                fs::remove_dir_all(&path)?;
            }
        }
        let folder = bench.join(format!("tmp-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, target, servers: Cell::new(0) })
    }

    pub(crate) fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// Starts a floor; it says itself where it listens.
    pub(crate) fn floor(&self, args: &[&str]) -> Result<Server> {
        let mut command = Command::new(tools::binary("release", "load"));
        let mut child = command.args(args).stdout(Stdio::piped()).spawn().context("cannot start a floor")?;
        let stdout = child.stdout.take();
        let running = Running(child);
        let mut line = String::new();
        BufReader::new(stdout.context("the floor has no output")?).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening ").context("the floor does not listen")?;
        Ok(Server { url: format!("http://{address}"), pid: None, pid_text: None, _running: Some(running) })
    }

    /// Seconds that `import-bank` takes with a file of ours, into a database that holds the shipped bank already.
    pub(crate) fn import_bank(&self, file: &str) -> Result<f64> {
        let data = self.folder.join("import");
        fs::create_dir_all(&data)?;
        let database = format!("sqlite://{}", data.join("bench.db").display());
        let command = |args: &[&str]| {
            let mut command = Command::new(tools::binary("release", "ngayhoiso"));
            command.env("DATABASE_URL", &database).env("NGAYHOISO_DATA_DIR", &data).args(args);
            command
        };
        tools::output(&mut command(&["migrate"]))?;
        let began = wall_clock();
        tools::output(&mut command(&["import-bank", file, "--format", "toml", "--approved-by", "bench"]))?;
        Ok(began.elapsed().as_secs_f64())
    }

    /// The server to measure: the one named by `--target`, or a new one on an empty database with the bench contest.
    pub(crate) fn server(&self) -> Result<Server> {
        if let Some(url) = &self.target {
            return Ok(Server { url: url.clone(), pid: None, pid_text: None, _running: None });
        }
        let nth = self.servers.get();
        self.servers.set(nth + 1);
        let data = self.folder.join(format!("server-{nth}"));
        fs::create_dir_all(&data)?;
        let database = format!("sqlite://{}", data.join("bench.db").display());
        let log = fs::File::create(data.join("log"))?;
        let command = || -> Result<Command> {
            let mut command = Command::new(tools::binary("release", "ngayhoiso"));
            command
                .current_dir(tools::root())
                .env("DATABASE_URL", &database)
                .env("NGAYHOISO_DATA_DIR", &data)
                .stdin(Stdio::null())
                .stdout(log.try_clone()?)
                .stderr(log.try_clone()?);
            Ok(command)
        };
        let said = || fs::read_to_string(data.join("log")).unwrap_or_default();
        // A database without people would be given the demo: the bench brings its own contest.
        for setup in
            [["import-bank", "question-bank", "--format", "toml"].as_slice(), &["import-contest", CONTEST]]
        {
            if !command()?.args(setup).status()?.success() {
                bail!("ngayhoiso {}: {}", setup.join(" "), said());
            }
        }
        let listen = format!("127.0.0.1:{}", free_port()?);
        let mut serve = command()?;
        serve.args(["serve", "--listen", &listen, "--new-participants-per-network", "0"]);
        serve.env("NGAYHOISO_LOG", "warn");
        let mut running = Running(serve.spawn().context("cannot start the server")?);
        for _ in 0..READY_TRIES {
            if ready(&listen) {
                let pid = running.0.id();
                let url = format!("http://{listen}");
                return Ok(Server {
                    url,
                    pid: Some(pid),
                    pid_text: Some(pid.to_string()),
                    _running: Some(running),
                });
            }
            if running.0.try_wait()?.is_some() {
                bail!("the server ended at once: {}", said());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("the server does not become ready: {}", said())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Left-over files cost disk, not correctness.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn wall_clock() -> std::time::Instant {
    std::time::Instant::now()
}

/// The contest that is measured.
const CONTEST: &str = "tests/load/bench-contest.toml";

/// Something that listens.
pub(crate) struct Server {
    pub(crate) url: String,
    /// Set when the server is ours.
    pub(crate) pid: Option<u32>,
    pub(crate) pid_text: Option<String>,
    _running: Option<Running>,
}

/// A process that ends with its value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs the generator to its end; its report is the last line of its output.
pub(crate) fn generator(args: &[&str]) -> Result<Value> {
    println!("load {}", args.join(" "));
    let text = tools::output(Command::new(tools::binary("release", "load")).args(args))?;
    let line = text.lines().last().context("the generator said nothing")?;
    serde_json::from_str(line).context("the generator's report cannot be read")
}

fn ready(listen: &str) -> bool {
    let asked = || -> Result<bool> {
        let mut stream = TcpStream::connect(listen)?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(
            format!("GET /readyz HTTP/1.1\r\nhost: {listen}\r\nconnection: close\r\n\r\n").as_bytes(),
        )?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(&head[9..] == b"200")
    };
    asked().unwrap_or(false)
}
