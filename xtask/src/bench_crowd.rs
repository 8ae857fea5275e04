//! Benches on a database in which a million people have taken part: reports of a period, and boards rebuilt at start.
//!
//! Invariant: every figure belongs to a result that was held against what the generator put in; a wrong total is an error,
//! not a line in a table.

use crate::bench::{Limit, Table, number, resident_mb, status_kb};
use crate::bench_run::{Place, generator, wall_clock};
use crate::crowd::Crowd;
use crate::postgres::free_port;
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long one export or one start may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(300);
/// Between two looks at a running process.
const LOOK: Duration = Duration::from_millis(5);

/// What a process used.
#[derive(Default)]
struct Used {
    wall: Duration,
    cpu_ms: f64,
    peak_kb: f64,
}

/// Runs a command to its end and watches it: `/proc` keeps the peak while the process lives and its CPU until it is
/// waited for.
fn watch(command: &mut Command, what: &str) -> Result<Used> {
    let began = wall_clock();
    let mut child = command.stdout(Stdio::null()).spawn().with_context(|| format!("cannot start {what}"))?;
    let pid = child.id();
    let mut used = Used::default();
    loop {
        used.peak_kb = status_kb(pid, "VmHWM:").max(used.peak_kb);
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // Fields are counted behind the name, which may itself hold spaces and brackets.
        let fields: Vec<&str> =
            stat.rsplit_once(')').map_or(Vec::new(), |(_, rest)| rest.split_whitespace().collect());
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
        // Linux shows ticks of 1/100 s to programs, whatever its own timer does.
        used.cpu_ms = ((ticks(11) + ticks(12)) * 10.0).max(used.cpu_ms);
        used.wall = began.elapsed();
        if fields.first().is_none_or(|state| *state == "Z") {
            break;
        }
        if used.wall > PATIENCE {
            child.kill()?;
            child.wait()?;
            bail!("{what} takes longer than {} s", PATIENCE.as_secs());
        }
        std::thread::sleep(LOOK);
    }
    let ended = child.wait()?;
    ensure!(ended.success(), "{what} failed ({ended})");
    Ok(used)
}

/// The indicator report of the period, in each format.
pub(crate) fn reports(place: &Place) -> Result<Table> {
    let crowd = Crowd::ready()?;
    let mut table = Table::default();
    for format in ["csv", "json", "xlsx"] {
        let file = place.file(&format!("report.{format}"));
        let mut export = crowd.command();
        export.args(["export-indicators", "--from", crowd.told("from")?, "--to", crowd.told("to")?]);
        export.args(["--format", format, "-o", &file]);
        // The engine's warning of slow statements says nothing new here.
        export.env("NGAYHOISO_LOG", "warn,sqlx=error");
        let used = watch(&mut export, &format!("export-indicators --format {format}"))?;
        let report = generator(&["report-read", "--format", format, "--file", &file])?;
        for key in ["people", "took_part", "attempts", "voided"] {
            crowd.hold(&format!("report in {format}"), key, &report[key])?;
        }
        table.figure(&format!("{format}: time"), used.wall.as_secs_f64(), "s", Limit::None);
        table.figure(&format!("{format}: CPU"), used.cpu_ms / 1000.0, "s", Limit::None);
        table.figure(&format!("{format}: peak memory"), used.peak_kb / 1000.0, "MB", Limit::None);
        table.raw(format, report);
    }
    table.figure("people", number(&crowd.told, "people"), "", Limit::None);
    table.figure("valid attempts", number(&crowd.told, "attempts"), "", Limit::None);
    table.raw("crowd", crowd.told);
    Ok(table)
}

/// A start of the server on that database, until the contest's boards are there.
pub(crate) fn restart(table: &mut Table) -> Result<()> {
    let crowd = Crowd::ready()?;
    for file in ["file in memory", "file on disk only"] {
        if file == "file on disk only" && !forget(&crowd.file("crowd.db")) {
            println!("the system does not let go of a cached file: no start with a cold one");
            continue;
        }
        let start = Start::of(&crowd)?;
        let of = |what: &str| format!("start, {file}: {what}");
        table.figure(&of("boards rebuilt"), start.boards_ms, "ms", Limit::AtMost(5_000.0));
        table.figure(&of("process start to right page"), start.whole_ms, "ms", Limit::None);
        table.figure(&of("share of the boards"), start.boards_ms / start.whole_ms, "", Limit::None);
        table.figure(&of("memory after"), start.memory_mb, "MB", Limit::None);
        table.figure(&of("peak memory"), start.peak_mb, "MB", Limit::None);
    }
    table.raw("crowd", crowd.told);
    Ok(())
}

/// Lets the system forget what it holds of a file in memory (GNU dd); false where it cannot be asked to.
fn forget(file: &str) -> bool {
    let mut dd = Command::new("dd");
    dd.args([&format!("if={file}"), "iflag=nocache", "count=0"]);
    dd.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|ended| ended.success())
}

/// One start.
struct Start {
    boards_ms: f64,
    whole_ms: f64,
    memory_mb: f64,
    peak_mb: f64,
}

/// A process that ends with its value.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Start {
    fn of(crowd: &Crowd) -> Result<Self> {
        let listen = format!("127.0.0.1:{}", free_port()?);
        let slug = crowd.told("slug")?;
        let log = crowd.folder.join("log");
        let written = fs::File::create(&log)?;
        let mut serve = crowd.command();
        serve.args(["serve", "--listen", &listen, "--log-format", "json"]);
        serve.env("NGAYHOISO_LOG", "warn,sqlx=error,server::standings=info");
        serve.stdout(written.try_clone()?).stderr(written);
        let said = || fs::read_to_string(&log).unwrap_or_default();
        let began = wall_clock();
        let mut serving = Serving(serve.spawn().context("cannot start the server")?);
        let pid = serving.0.id();
        while !ask(&listen, "/readyz").is_ok_and(|(status, _)| status == "200") {
            if serving.0.try_wait()?.is_some() {
                bail!("the server ended at once: {}", said());
            }
            if began.elapsed() > PATIENCE {
                bail!("the server does not become ready: {}", said());
            }
            std::thread::sleep(LOOK);
        }
        // Ready means that the boards are there: the first answer must be the right one.
        let (status, body) = ask(&listen, &format!("/api/v1/contests/{slug}/standings?board=people"))?;
        let whole_ms = began.elapsed().as_secs_f64() * 1000.0;
        ensure!(status == "200", "standings of {slug}: status {status}");
        let board: Value = serde_json::from_str(&body).context("the standings cannot be read")?;
        crowd.hold("people on the overall board", "took_part", &board["of"])?;
        let lines = said();
        let events = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut built = events.filter_map(|event| {
            let fields = event.get("fields").unwrap_or(&event);
            (fields["message"] == "boards built" && fields["contest"] == slug).then(|| fields.clone())
        });
        let built = built.next().with_context(|| format!("the server did not log its rebuild: {lines}"))?;
        crowd.hold("people in the log", "took_part", &built["people"])?;
        let (memory_mb, peak_mb) = (resident_mb(pid), status_kb(pid, "VmHWM:") / 1000.0);
        Ok(Self { boards_ms: number(&built, "ms"), whole_ms, memory_mb, peak_mb })
    }
}

/// Status and body of a GET.
fn ask(listen: &str, path: &str) -> Result<(String, String)> {
    let mut stream = TcpStream::connect(listen)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {listen}\r\nconnection: close\r\n\r\n")?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply)?;
    let (head, body) = reply.split_once("\r\n\r\n").context("no HTTP reply")?;
    let status = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    ensure!(!head.to_ascii_lowercase().contains("transfer-encoding: chunked"), "{path} came in chunks");
    Ok((status, body.to_owned()))
}
