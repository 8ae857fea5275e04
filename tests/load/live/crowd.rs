//! All phones of a run, as the leading process sees them: a few processes that do what they are told.

use super::wire::{Order, Report, Setup};
use anyhow::{Context as _, Result, bail};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// Phones of one process: each has two connections.
const EACH: usize = 5_000;

struct Process {
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
    // Ends with its value.
    _child: Child,
}

/// The phones.
pub(super) struct Crowd {
    processes: Vec<Process>,
}

impl Crowd {
    /// Starts as many processes as it takes.
    pub(super) async fn start(whole: Setup) -> Result<Self> {
        let count = whole.to.div_ceil(EACH).max(1);
        let mut processes = Vec::with_capacity(count);
        for nth in 0..count {
            let mut child = Command::new(std::env::current_exe()?)
                .arg("phones")
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .kill_on_drop(true)
                .spawn()
                .context("cannot start a process of phones")?;
            let to = child.stdin.take().context("no way in")?;
            let from = child.stdout.take().context("no way out")?;
            let mut process = Process { to, from: BufReader::new(from).lines(), _child: child };
            let (from, to) = (whole.to * nth / count, whole.to * (nth + 1) / count);
            process.write(&serde_json::to_string(&Setup { from, to, ..whole.clone() })?).await?;
            processes.push(process);
        }
        Ok(Self { processes })
    }

    pub(super) fn processes(&self) -> usize {
        self.processes.len()
    }

    /// Tells all, then hears all.
    pub(super) async fn tell(&mut self, order: &Order) -> Result<Vec<Report>> {
        let line = serde_json::to_string(order)?;
        for process in &mut self.processes {
            process.write(&line).await?;
        }
        let mut reports = Vec::with_capacity(self.processes.len());
        for process in &mut self.processes {
            let line = process.from.next_line().await?.context("a process of phones ended")?;
            reports.push(serde_json::from_str(&line)?);
        }
        Ok(reports)
    }

    /// By phone, when the watched event came (unix µs, 0 for never), and its length.
    pub(super) async fn arrived(&mut self) -> Result<(Vec<u64>, usize)> {
        let (mut all, mut long) = (Vec::new(), 0);
        for report in self.tell(&Order::Arrived).await? {
            let Report::Arrived { at, bytes } = report else { bail!("not what was asked") };
            all.extend(at);
            long = long.max(bytes);
        }
        Ok((all, long))
    }

    /// Bytes since this was asked last: of all phones together, and most of one.
    pub(super) async fn bytes(&mut self) -> Result<(u64, u64)> {
        let (mut all, mut largest) = (0, 0);
        for report in self.tell(&Order::Bytes).await? {
            let Report::Bytes { sum, most } = report else { bail!("not what was asked") };
            all += sum;
            largest = most.max(largest);
        }
        Ok((all, largest))
    }

    /// By phone, since when its stream is open; and how many streams had ended so far.
    pub(super) async fn streams(&mut self) -> Result<(Vec<u64>, u64)> {
        let (mut all, mut ended) = (Vec::new(), 0);
        for report in self.tell(&Order::Streams).await? {
            let Report::Streams { up, lost } = report else { bail!("not what was asked") };
            all.extend(up);
            ended += lost;
        }
        Ok((all, ended))
    }
}

impl Process {
    async fn write(&mut self, line: &str) -> Result<()> {
        self.to.write_all(line.as_bytes()).await?;
        Ok(self.to.write_all(b"\n").await?)
    }
}
