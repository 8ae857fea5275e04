//! A private PostgreSQL cluster for one test run, from Debian's own packages: loopback only, trust, no fsync.
//!
//! Invariant: it is gone afterwards, however we end. A small shell holds the reading end of a pipe whose writing end only
//! this process has; when that closes (normal end, error, Ctrl-C, even a kill) the shell stops the cluster and removes
//! its folder.

use crate::tools;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The oldest PostgreSQL that is supported.
pub(crate) const OLDEST: u32 = 15;

/// A running cluster.
pub(crate) struct Cluster {
    /// Where tests connect; they create their own databases.
    pub(crate) url: String,
    keeper: Child,
}

impl Cluster {
    /// Creates and starts one.
    pub(crate) fn start() -> Result<Self> {
        let bin = programs().context("no PostgreSQL 15 or newer under /usr/lib/postgresql")?;
        let dir = std::env::temp_dir().join(format!("ngayhoiso-postgres-{}", std::process::id()));
        if dir.exists() {
            fs::remove_dir_all(&dir)?;
        }
        fs::create_dir(&dir)?;
        let keeper = keeper(&bin, &dir)?;
        // From here on dropping the cluster cleans up, so every early return below does.
        let mut cluster = Self { url: String::new(), keeper };
        if tools::is_root() {
            tools::run(Command::new("chown").arg("postgres:").arg(&dir))?;
        }
        let data = dir.join("data");
        let mut init = as_postgres(&bin.join("initdb"));
        init.arg("-D").arg(&data).args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        tools::output(&mut init)?;

        // A port found free may be taken a moment later: try again with another.
        for _ in 0..5 {
            let port = free_port()?;
            let options = format!(
                "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c fsync=off \
                 -c synchronous_commit=off -c full_page_writes=off -c max_connections=300",
                dir.display()
            );
            let mut start = as_postgres(&bin.join("pg_ctl"));
            start.arg("-D").arg(&data).args(["-w", "-t", "60", "-s", "-l"]).arg(dir.join("log"));
            start.arg("-o").arg(options).arg("start").stdin(Stdio::null()).stdout(Stdio::null());
            if start.status().context("cannot start pg_ctl")?.success() {
                cluster.url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
                return Ok(cluster);
            }
        }
        let log = fs::read_to_string(dir.join("log")).unwrap_or_default();
        bail!("the private PostgreSQL does not start:\n{log}")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("the private PostgreSQL may still be running: {error}");
        }
    }
}

/// The newest installed PostgreSQL's programs.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(|entry| {
        let path = entry.ok()?.path();
        let version: u32 = path.file_name()?.to_str()?.parse().ok()?;
        let bin = path.join("bin");
        (version >= OLDEST && bin.join("initdb").is_file()).then_some((version, bin))
    });
    versions.max().map(|(_, bin)| bin)
}

fn keeper(bin: &Path, dir: &Path) -> Result<Child> {
    let (program, before) = unprivileged(&bin.join("pg_ctl"));
    let mut shell = Command::new("sh");
    shell
        .args(["-c", KEEPER, "keeper"])
        .arg(dir)
        .arg(program)
        .args(before)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    shell.spawn().context("cannot start sh")
}

/// Ignores the signals a terminal sends to the whole group, waits for the pipe to close, then clears up.
const KEEPER: &str = r#"trap "" INT TERM HUP
cat >/dev/null
dir=$1; shift
"$@" -D "$dir/data" -m immediate -t 30 stop
rm -rf "$dir""#;

/// PostgreSQL refuses to run as root; Debian's user `postgres` exists for it.
fn as_postgres(program: &Path) -> Command {
    let (program, before) = unprivileged(program);
    let mut command = Command::new(program);
    // Not the caller's folder: user `postgres` may not be allowed to enter it.
    command.args(before).current_dir("/");
    command
}

fn unprivileged(program: &Path) -> (PathBuf, Vec<String>) {
    if !tools::is_root() {
        return (program.to_owned(), Vec::new());
    }
    let runuser = tools::which("runuser").unwrap_or_else(|| "/usr/sbin/runuser".into());
    let before = ["-u", "postgres", "--"].iter().map(ToString::to_string);
    (runuser, before.chain([program.display().to_string()]).collect())
}

/// A port of the loopback interface that is free right now.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::{Cluster, programs};

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        if programs().is_none() {
            // Only a machine that brings its own server may lack the programs.
            assert!(std::env::var("TEST_POSTGRES_URL").is_ok_and(|url| !url.is_empty()));
            return;
        }
        let dir = std::env::temp_dir().join(format!("ngayhoiso-postgres-{}", std::process::id()));
        let cluster = Cluster::start().unwrap();
        let address =
            cluster.url.split(['@', '/']).find(|part| part.starts_with("127.0.0.1:")).unwrap().to_owned();
        assert!(std::net::TcpStream::connect(&address).is_ok() && dir.exists());
        drop(cluster);
        assert!(std::net::TcpStream::connect(&address).is_err() && !dir.exists());
    }
}
