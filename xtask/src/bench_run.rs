//! The processes of a benchmark: floors, the server on an empty database, the generator.
//!
//! Invariant: whatever was started ends with its value, and its files go with the benchmark's folder.

use crate::postgres::free_port;
use crate::tools;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::cell::{Cell, RefCell};
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
    pub(crate) show: Show,
}

/// What was asked for live shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Show {
    /// PIN and a host's token of a room on a server that is not ours.
    pub(crate) room: Option<(String, String)>,
    /// How many phones, instead of the usual numbers.
    pub(crate) phones: Vec<u64>,
}

impl Place {
    /// A fresh folder below `target/bench`: on the disk the machine really has, not in memory.
    pub(crate) fn new(target: Option<String>, show: Show) -> Result<Self> {
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
        Ok(Self { folder, target, servers: Cell::new(0), show })
    }

    /// Whether a server that is not ours is measured.
    pub(crate) fn elsewhere(&self) -> bool {
        self.target.is_some()
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
        Ok(Server {
            url: format!("http://{address}"),
            pid: None,
            pid_text: None,
            process: None,
            _floor: Some(running),
        })
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
            return Ok(Server { url: url.clone(), pid: None, pid_text: None, process: None, _floor: None });
        }
        self.home()?.serve()
    }

    /// A server with so many live rooms in their lobbies: the server, their PINs between commas, a host's token.
    pub(crate) fn live_server(&self, rooms: u32) -> Result<(Server, String, String)> {
        const NAME: &str = "bench";
        const PASSWORD: &str = "một mật khẩu chỉ để đo";
        let home = self.home()?;
        let mut account = home.command()?;
        account.args(["create-staff", NAME, "--role", "host", "--password-stdin"]).stdin(Stdio::piped());
        let mut running = account.spawn().context("cannot start create-staff")?;
        let mut stdin = running.stdin.take().context("create-staff has no input")?;
        stdin.write_all(format!("{PASSWORD}\n").as_bytes())?;
        drop(stdin);
        if !running.wait()?.success() {
            bail!("ngayhoiso create-staff: {}", home.said());
        }
        let mut pins = Vec::new();
        for _ in 0..rooms {
            let mut make = home.command()?;
            make.args(["create-room", ROOM]).stdout(Stdio::piped());
            let said = tools::output(&mut make)?;
            let pin =
                said.lines().find_map(|line| line.rsplit_once("PIN: ")).map(|(_, pin)| pin.trim().to_owned());
            pins.push(pin.context("create-room says no PIN")?);
        }
        let server = home.serve()?;
        let token = sign_in(&server.url, NAME, PASSWORD)?;
        Ok((server, pins.join(","), token))
    }

    /// A new database with the shipped bank and the bench contest.
    fn home(&self) -> Result<Home> {
        let nth = self.servers.get();
        self.servers.set(nth + 1);
        let data = self.folder.join(format!("server-{nth}"));
        fs::create_dir_all(&data)?;
        let listen = format!("127.0.0.1:{}", free_port()?);
        let home = Home { database: format!("sqlite://{}", data.join("bench.db").display()), data, listen };
        // A database without people would be given the demo: the bench brings its own contest.
        for setup in
            [["import-bank", "question-bank", "--format", "toml"].as_slice(), &["import-contest", CONTEST]]
        {
            if !home.command()?.args(setup).status()?.success() {
                bail!("ngayhoiso {}: {}", setup.join(" "), home.said());
            }
        }
        Ok(home)
    }
}

/// Where a server of ours lives: its database, its log, its address.
#[derive(Debug)]
struct Home {
    data: PathBuf,
    database: String,
    listen: String,
}

impl Home {
    fn command(&self) -> Result<Command> {
        let log = fs::File::options().create(true).append(true).open(self.data.join("log"))?;
        let mut command = Command::new(tools::binary("release", "ngayhoiso"));
        command
            .current_dir(tools::root())
            .env("DATABASE_URL", &self.database)
            .env("NGAYHOISO_DATA_DIR", &self.data)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        Ok(command)
    }

    fn said(&self) -> String {
        fs::read_to_string(self.data.join("log")).unwrap_or_default()
    }

    fn serve(self) -> Result<Server> {
        let running = self.start()?;
        let (url, pid) = (format!("http://{}", self.listen), running.0.id());
        let process = Process { home: self, running: RefCell::new(running) };
        Ok(Server {
            url,
            pid: Some(pid),
            pid_text: Some(pid.to_string()),
            process: Some(process),
            _floor: None,
        })
    }

    fn start(&self) -> Result<Running> {
        let mut serve = self.command()?;
        serve.args(["serve", "--listen", &self.listen, "--new-participants-per-network", "0"]);
        serve.env("NGAYHOISO_LOG", "warn");
        let mut running = Running(serve.spawn().context("cannot start the server")?);
        for _ in 0..READY_TRIES {
            if ready(&self.listen) {
                return Ok(running);
            }
            if running.0.try_wait()?.is_some() {
                bail!("the server ended at once: {}", self.said());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("the server does not become ready: {}", self.said())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Left-over files cost disk, not correctness.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
pub(crate) fn wall_clock() -> std::time::Instant {
    std::time::Instant::now()
}

/// The contest that is measured.
const CONTEST: &str = "tests/load/bench-contest.toml";
/// The live room that is measured.
const ROOM: &str = "tests/load/bench-room.toml";

/// Something that listens.
pub(crate) struct Server {
    pub(crate) url: String,
    /// Set when the server is ours; of the first process when it was killed since.
    pub(crate) pid: Option<u32>,
    pid_text: Option<String>,
    process: Option<Process>,
    _floor: Option<Running>,
}

/// A server of ours.
struct Process {
    home: Home,
    running: RefCell<Running>,
}

impl Server {
    /// Lets the generator read the server's CPU and memory, when it is ours.
    pub(crate) fn pid_args(&self) -> Vec<&str> {
        match &self.pid_text {
            Some(pid) => vec!["--server-pid", pid],
            None => Vec::new(),
        }
    }

    /// Kills the server as a power cut would and starts it again on the same database and address; its new process.
    pub(crate) fn crash(&self) -> Result<String> {
        let process = self.process.as_ref().context("only a server of ours can be killed")?;
        let mut running = process.running.borrow_mut();
        running.0.kill()?;
        running.0.wait()?;
        *running = process.home.start()?;
        Ok(running.0.id().to_string())
    }
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
pub(crate) fn generator<S: AsRef<str>>(args: &[S]) -> Result<Value> {
    converse(args, |said| bail!("the generator said {said}"))
}

/// The same for one that asks for something on the way: a line that is no report is asked of `answer`, whose line it gets.
pub(crate) fn converse<S: AsRef<str>>(
    args: &[S],
    mut answer: impl FnMut(&str) -> Result<String>,
) -> Result<Value> {
    let args: Vec<&str> = args.iter().map(AsRef::as_ref).collect();
    let shown: Vec<&str> = args.iter().map(|arg| if arg.len() > 60 { "…" } else { arg }).collect();
    println!("load {}", shown.join(" "));
    let mut command = Command::new(tools::binary("release", "load"));
    command.args(&args).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = Running(command.spawn().context("cannot start the generator")?);
    let mut stdin = running.0.stdin.take().context("the generator has no input")?;
    let stdout = running.0.stdout.take().context("the generator has no output")?;
    let mut report = None;
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        if line.starts_with('{') {
            report = Some(serde_json::from_str(&line).context("the generator's report cannot be read")?);
        } else {
            writeln!(stdin, "{}", answer(&line)?)?;
        }
    }
    let ended = running.0.wait()?;
    if !ended.success() {
        bail!("load {} failed ({ended})", args.first().copied().unwrap_or_default());
    }
    report.context("the generator said nothing")
}

/// Signs a host in by the form that people use; the session's token.
fn sign_in(url: &str, name: &str, password: &str) -> Result<String> {
    let host = url.strip_prefix("http://").context("not an address")?;
    let mut form = String::new();
    for (field, value) in [("name=", name), ("&password=", password)] {
        form.push_str(field);
        value.bytes().for_each(|byte| form.push_str(&format!("%{byte:02X}")));
    }
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "POST /organiser/login HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    )?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply)?;
    let cookies = reply.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let token = cookies.filter_map(|cookie| cookie.split(';').next()?.strip_prefix("nhs_staff=")).next();
    Ok(token.with_context(|| format!("signing in: {}", reply.lines().next().unwrap_or_default()))?.to_owned())
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
