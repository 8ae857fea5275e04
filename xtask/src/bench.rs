//! `cargo xtask bench [name…] [--target URL] [--no-build]`: each benchmark beside its floor in the same run, so that figures are ratios.
//!
//! It never fails for being slow, only for what could not be measured or came out wrong: it prints `ok` or `over` beside
//! each limit and writes `target/bench/{name}.json`. Every run is bounded; floors, server and generator are processes of
//! their own on the loopback interface.

use crate::bench_run::{Place, Show, generator};
use crate::{bench_crowd, bench_live, front, run, tools};
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

/// A benchmark: its name and how it is run.
type Bench = (&'static str, fn(&Place) -> Result<Table>);

const ALL: [Bench; 9] = [
    ("answers", answers),
    ("attempts", attempts),
    ("starts", starts),
    ("opening", opening),
    ("live", bench_live::live),
    ("rooms", bench_live::rooms),
    ("standings", standings),
    ("reports", bench_crowd::reports),
    ("bank", bank),
];

/// How a figure is judged.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    AtLeast(f64),
    AtMost(f64),
    None,
}

/// One line of a table: a figure, its floor, and the limit on the ratio (or on the figure where there is no floor).
struct Line {
    what: String,
    measured: f64,
    unit: &'static str,
    floor: Option<f64>,
    limit: Limit,
}

/// A benchmark's lines and everything the generator said.
#[derive(Default)]
pub(crate) struct Table {
    lines: Vec<Line>,
    raw: serde_json::Map<String, Value>,
}

impl Table {
    /// A figure judged by itself.
    pub(crate) fn figure(&mut self, what: &str, measured: f64, unit: &'static str, limit: Limit) {
        self.lines.push(Line { what: what.to_owned(), measured, unit, floor: None, limit });
    }

    /// A figure judged by its ratio to a floor.
    pub(crate) fn ratio(
        &mut self,
        what: &str,
        measured: f64,
        unit: &'static str,
        floor: Option<f64>,
        limit: Limit,
    ) {
        let limit = if floor.is_some() { limit } else { Limit::None };
        self.lines.push(Line { what: what.to_owned(), measured, unit, floor, limit });
    }

    /// Keeps a report whole.
    pub(crate) fn raw(&mut self, what: &str, report: Value) {
        self.raw.insert(what.to_owned(), report);
    }

    /// Keeps a report whole and adds the line that every report has: how many requests went wrong.
    pub(crate) fn keep(&mut self, what: &str, report: Value) -> Value {
        let failed = number(&report, "failed");
        if failed > 0.0 {
            println!("{what}: {}", report["failures"]);
        }
        self.figure(&format!("{what}: refused or failed"), failed, "", Limit::AtMost(0.0));
        self.raw(what, report.clone());
        report
    }
}

/// Runs the named benchmarks, or all.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut names = Vec::new();
    let (mut target, mut build) = (None, true);
    let (mut pin, mut staff_token, mut phones) = (None, None, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let (flag, joined) =
            arg.split_once('=').map_or((arg.as_str(), None), |(flag, value)| (flag, Some(value)));
        let place = match flag {
            "--no-build" => {
                build = false;
                continue;
            }
            "--target" => &mut target,
            "--pin" => &mut pin,
            "--staff-token" => &mut staff_token,
            "--phones" => &mut phones,
            _ => {
                names.push(arg.as_str());
                continue;
            }
        };
        let value = joined.or_else(|| args.next().map(String::as_str));
        *place = Some(value.with_context(|| format!("{flag} needs a value"))?.to_owned());
    }
    let phones = phones.as_deref().map_or(Ok(Vec::new()), sizes)?;
    let room = match (pin, staff_token) {
        (Some(pin), Some(staff_token)) => Some((pin, staff_token)),
        (None, None) => None,
        _ => bail!("--pin and --staff-token go together"),
    };
    if let Some(unknown) = names.iter().find(|name| !ALL.iter().any(|(known, _)| known == *name)) {
        let known: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
        bail!("no benchmark {unknown}; there are: {}", known.join(" "));
    }
    if build {
        front::build()?;
        run::release(&["-p", "server", "-p", "tests", "--bins"])?;
    }
    let place = Place::new(target, Show { room, phones })?;
    let mut unmeasured = Vec::new();
    for (name, bench) in ALL {
        if !names.is_empty() && !names.contains(&name) {
            continue;
        }
        tools::heading(&format!("bench {name}"));
        match bench(&place) {
            Ok(table) => show(name, &table)?,
            Err(error) => {
                println!("{name} could not be measured: {error:#}");
                unmeasured.push(name);
            }
        }
    }
    // Slow is no failure; wrong or broken is.
    if !unmeasured.is_empty() {
        bail!("not measured: {}", unmeasured.join(" "));
    }
    Ok(())
}

fn sizes(text: &str) -> Result<Vec<u64>> {
    text.split(',').map(|n| n.trim().parse().context("--phones needs numbers")).collect()
}

/// How often floor and server are measured in turn; the round in the middle counts. A machine that others share is half as
/// fast again from one minute to the next.
const ROUNDS: usize = 3;

fn answers(place: &Place) -> Result<Table> {
    let mut table = Table::default();
    for connections in ["64", "512"] {
        let load = |target: &str, more: &[&str]| {
            let mut args =
                vec!["answers", "--target", target, "--connections", connections, "--seconds", "5"];
            args.extend(more);
            generator(&args)
        };
        let commit = {
            let database = place.file(&format!("floor-{connections}.db"));
            let floor = place.floor(&["floor-commit", "--database", &database])?;
            table.keep(&format!("group-commit floor, {connections}"), load(&floor.url, &["--floor"])?)
        };
        let (floor, server) = (place.floor(&["floor-bare"])?, place.server()?);
        let mut rounds = Vec::with_capacity(ROUNDS);
        for round in 1..=ROUNDS {
            let bare = table
                .keep(&format!("bare floor, {connections}, round {round}"), load(&floor.url, &["--floor"])?);
            let report = table.keep(
                &format!("server, {connections}, round {round}"),
                load(&server.url, &server.pid_args())?,
            );
            let ratio = number(&report, "per_second") / number(&bare, "per_second").max(1.0);
            rounds.push((ratio, bare, report));
        }
        rounds.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (lowest, highest) = (rounds[0].0, rounds[ROUNDS - 1].0);
        let (_, bare, report) = rounds.swap_remove(ROUNDS / 2);
        let rate = number(&report, "per_second");
        let of = |what: &str| format!("{connections} connections: {what}");
        table.ratio(
            &of("saves/s to the bare floor"),
            rate,
            "/s",
            Some(number(&bare, "per_second")),
            Limit::AtLeast(0.5),
        );
        table.figure(&of("that ratio in the lowest round"), lowest, "", Limit::None);
        table.figure(&of("that ratio in the highest round"), highest, "", Limit::None);
        table.ratio(
            &of("saves/s to group commit"),
            rate,
            "/s",
            Some(number(&commit, "per_second")),
            Limit::None,
        );
        table.figure(&of("p50"), number(&report, "p50_ms"), "ms", Limit::None);
        table.ratio(
            &of("p99 to group commit"),
            number(&report, "p99_ms"),
            "ms",
            Some(number(&commit, "p99_ms")),
            Limit::AtMost(1.5),
        );
    }
    Ok(table)
}

fn attempts(place: &Place) -> Result<Table> {
    let mut table = Table::default();
    let floor = {
        let database = place.file("floor-attempts.db");
        let floor = place.floor(&["floor-commit", "--database", &database])?;
        let args = ["answers", "--target", &floor.url, "--seconds", "5", "--floor"];
        table.keep("group-commit floor", generator(&args)?)
    };
    let server = place.server()?;
    // As in a contest: many phones at once, and each person comes once or twice.
    let mut args = vec!["attempts", "--target", &server.url, "--seconds", "10"];
    args.extend(["--connections", "256", "--people", "12000"]);
    args.extend(server.pid_args());
    let report = table.keep("server", generator(&args)?);
    let rate = number(&report, "per_second");
    table.figure("whole attempts", rate, "/s", Limit::AtLeast(2_000.0));
    // Thirteen requests each, as if every one were a bare save.
    table.ratio("attempts to floor/13", rate, "/s", Some(number(&floor, "per_second") / 13.0), Limit::None);
    table.figure("p99 of a whole attempt", number(&report, "p99_ms"), "ms", Limit::None);
    if server.pid.is_some() {
        table.figure("server CPU each", number(&report, "server_cpu_ms_each"), "ms", Limit::AtMost(0.8));
        table.figure("server memory after", number(&report, "server_rss_kb") / 1000.0, "MB", Limit::None);
    }
    Ok(table)
}

fn starts(place: &Place) -> Result<Table> {
    let mut table = Table::default();
    for (count, p99) in [("1000", 150.0), ("10000", 2_000.0)] {
        let server = place.server()?;
        let mut args = vec!["starts", "--target", &server.url, "--count", count];
        args.extend(server.pid_args());
        let report = table.keep(&format!("{count} in a second"), generator(&args)?);
        table.figure(&format!("{count} in a second: p50"), number(&report, "p50_ms"), "ms", Limit::None);
        table.figure(
            &format!("{count} in a second: p99"),
            number(&report, "p99_ms"),
            "ms",
            Limit::AtMost(p99),
        );
    }
    Ok(table)
}

fn opening(place: &Place) -> Result<Table> {
    let mut table = Table::default();
    let server = place.server()?;
    if let Some(pid) = server.pid {
        table.figure("server idle memory", resident_mb(pid), "MB", Limit::AtMost(60.0));
    }
    let mut args = vec!["opening", "--target", &server.url, "--count", "10000", "--seconds", "10"];
    args.extend(server.pid_args());
    let report = table.keep("10,000 people in 10 s", generator(&args)?);
    table.figure("whole walk: p50", number(&report, "p50_ms"), "ms", Limit::None);
    table.figure("whole walk: p99", number(&report, "p99_ms"), "ms", Limit::AtMost(3_000.0));
    for step in ["contest_page", "join", "attempt_page"] {
        table.figure(&format!("{step}: p99"), number(&report[step], "p99_ms"), "ms", Limit::None);
    }
    for (what, extra, limit) in
        [("home page", None, Limit::AtLeast(0.5)), ("home page, gzip", Some("--gzip"), Limit::None)]
    {
        let mut args = vec!["home", "--target", &server.url];
        args.extend(extra);
        let home = table.keep(what, generator(&args)?);
        let bytes = home["bytes"].to_string();
        let floor = place.floor(&["floor-static", "--bytes", &bytes])?;
        let same_size = table
            .keep(&format!("static floor of {bytes} bytes"), generator(&["home", "--target", &floor.url])?);
        table.ratio(what, number(&home, "per_second"), "/s", Some(number(&same_size, "per_second")), limit);
    }
    Ok(table)
}

fn standings(_place: &Place) -> Result<Table> {
    let mut table = Table::default();
    for people in ["10000", "100000", "1000000"] {
        let report = generator(&["standings", "--people", people])?;
        // The limits are set for a million.
        let at_most = |limit: f64| if people == "1000000" { Limit::AtMost(limit) } else { Limit::None };
        for (key, unit, limit) in [
            ("set_and_rank_us", "µs", at_most(5.0)),
            ("rank_us", "µs", Limit::None),
            ("rank_in_locality_us", "µs", Limit::None),
            ("around_me_us", "µs", at_most(50.0)),
            ("top_100_us", "µs", at_most(50.0)),
            ("top_100_of_locality_us", "µs", at_most(50.0)),
        ] {
            table.figure(&format!("{people}: {key}"), number(&report, key), unit, limit);
        }
        table.figure(&format!("{people}: rebuild"), number(&report, "rebuild_ms"), "ms", at_most(5_000.0));
        table.figure(
            &format!("{people}: memory"),
            number(&report, "memory_kb") / 1000.0,
            "MB",
            at_most(100.0),
        );
        table.raw(people, report);
    }
    bench_crowd::restart(&mut table)?;
    Ok(table)
}

/// Questions in a large bank.
const QUESTIONS: &str = "10000";

fn bank(place: &Place) -> Result<Table> {
    let mut table = Table::default();
    for (format, ending) in [
        ("toml", "zip"),
        ("csv", "csv"),
        ("gift", "txt"),
        ("moodle-xml", "xml"),
        ("aiken", "txt"),
        ("xlsx", "xlsx"),
        ("qti3", "zip"),
    ] {
        let file = place.file(&format!("bank-{format}.{ending}"));
        generator(&["bank-file", "--format", format, "--count", QUESTIONS, "--out", &file])?;
        let report = generator(&["bank-read", "--format", format, "--file", &file])?;
        // The limits are set for the formats that are plain text.
        let text = !matches!(format, "xlsx" | "qti3");
        let at_most = |limit: f64| if text { Limit::AtMost(limit) } else { Limit::None };
        table.figure(
            &format!("{format}: read and check 10,000"),
            number(&report, "ms"),
            "ms",
            at_most(1_000.0),
        );
        table.figure(
            &format!("{format}: memory"),
            number(&report, "memory_kb") / 1000.0,
            "MB",
            at_most(100.0),
        );
        table.raw(format, report);
    }
    let took = place.import_bank(&place.file("bank-toml.zip"))?;
    table.figure("import of 10,000 into the store", took * 1000.0, "ms", Limit::AtMost(5_000.0));
    Ok(table)
}

fn show(name: &str, table: &Table) -> Result<()> {
    println!("{:<48}{:>14}{:>14}{:>9}{:>10}", "", "measured", "floor", "ratio", "limit");
    let mut rows = Vec::new();
    for line in &table.lines {
        let ratio = line.floor.map(|floor| if floor > 0.0 { line.measured / floor } else { 0.0 });
        let judged = ratio.unwrap_or(line.measured);
        let (limit, verdict) = match line.limit {
            Limit::AtLeast(least) => (format!("≥ {least}"), if judged >= least { "ok" } else { "over" }),
            Limit::AtMost(most) => (format!("≤ {most}"), if judged <= most { "ok" } else { "over" }),
            Limit::None => (String::new(), ""),
        };
        let measured = format!("{} {}", short(line.measured), line.unit);
        let floor = line.floor.map(short).unwrap_or_default();
        let shown = ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        println!("{:<48}{measured:>14}{floor:>14}{shown:>9}{limit:>10}  {verdict}", line.what);
        rows.push(json!({
            "what": line.what, "measured": line.measured, "unit": line.unit, "floor": line.floor, "ratio": ratio,
            "limit": limit, "verdict": verdict,
        }));
    }
    let folder = tools::root().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{name}.json"));
    let whole = json!({ "bench": name, "machine": machine(), "lines": rows, "reports": table.raw });
    std::fs::write(&file, serde_json::to_vec_pretty(&whole)?)?;
    println!("target/bench/{name}.json");
    Ok(())
}

fn short(figure: f64) -> String {
    if figure >= 100.0 || figure.fract() == 0.0 { format!("{figure:.0}") } else { format!("{figure:.2}") }
}

pub(crate) fn number(report: &Value, key: &str) -> f64 {
    report[key].as_f64().unwrap_or(0.0)
}

/// Figures without the machine say nothing.
fn machine() -> Value {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = memory.lines().find_map(|line| line.strip_prefix("MemTotal:")).map(str::trim);
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    json!({ "cpu": model, "cores": cores, "memory": total })
}

pub(crate) fn resident_mb(pid: u32) -> f64 {
    status_kb(pid, "VmRSS:") / 1000.0
}

/// A figure of `/proc/PID/status` in kB; 0 where it is not to be had.
pub(crate) fn status_kb(pid: u32, name: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let find = |line: &str| line.strip_prefix(name)?.trim().strip_suffix("kB")?.trim().parse().ok();
    status.lines().find_map(find).unwrap_or(0.0)
}
