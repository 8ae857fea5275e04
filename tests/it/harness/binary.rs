//! The built binary as a process of its own.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;

/// The binary under test: `NGAYHOISO_BIN`, or the one beside these tests.
pub(crate) fn path() -> PathBuf {
    let given = std::env::var_os("NGAYHOISO_BIN").map(PathBuf::from);
    let beside = || Some(std::env::current_exe().ok()?.parent()?.parent()?.join("ngayhoiso"));
    let path = given.or_else(beside).unwrap();
    assert!(
        path.is_file(),
        "{} does not exist: run `cargo xtask test`, or build it and set NGAYHOISO_BIN",
        path.display()
    );
    path
}

/// A command that sees nothing of the caller's settings and works in the folder.
pub(crate) fn command(dir: &Path) -> Command {
    plain(Command::new(path()), dir)
}

/// Another program that is to start the binary, with the same settings.
pub(crate) fn through(program: &str, dir: &Path) -> Command {
    plain(Command::new(program), dir)
}

fn plain(mut command: Command, dir: &Path) -> Command {
    for name in ["NGAYHOISO_LISTEN", "NGAYHOISO_PUBLIC_URL", "NGAYHOISO_CONFIG", "NGAYHOISO_LOG"] {
        command.env_remove(name);
    }
    let database = format!("sqlite://{}", dir.join("ngayhoiso.db").display());
    command
        .current_dir(dir)
        .env("DATABASE_URL", database)
        .env("NGAYHOISO_DATA_DIR", dir.join("data"))
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Runs a command of the binary to its end in a folder with its embedded database.
pub(crate) async fn run(dir: &Path, arguments: &[&str]) -> Output {
    command(dir).args(arguments).output().await.unwrap()
}

/// What a command wrote.
pub(crate) fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// A serving process.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    lines: watch::Receiver<Vec<String>>,
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: String,
}

impl Server {
    /// Starts `serve` in a folder and waits until it says where it listens.
    pub(crate) async fn start(dir: &Path, arguments: &[&str]) -> Self {
        let mut command = command(dir);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--new-participants-per-network", "0"])
            .args(arguments);
        Self::spawn(command).await
    }

    /// As [`Server::start`], through a shell line in which `$@` stands for the command. The line decides what becomes
    /// of standard error.
    pub(crate) async fn start_through(dir: &Path, line: &str) -> Self {
        let mut shell = plain(Command::new("sh"), dir);
        shell.args(["-c", line, "sh"]).arg(path());
        shell.args(["serve", "--listen", "127.0.0.1:0", "--new-participants-per-network", "0"]);
        Self::spawn(shell).await
    }

    async fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some(at) = line.find("http://127.0.0.1:") {
                let base = line[at..].split_whitespace().next().unwrap().trim_end_matches('/').to_owned();
                let (tell, told) = watch::channel(Vec::new());
                // What it says later must not fill the pipe.
                tokio::spawn(async move {
                    while let Ok(Some(line)) = lines.next_line().await {
                        tell.send_modify(|all| all.push(line));
                    }
                });
                return Self { child, lines: told, base };
            }
        }
        panic!("the server ended before it listened: {:?}", child.wait().await);
    }

    /// The first line on standard output, after the one that says where it listens, that holds a text; waits for it.
    pub(crate) async fn line(&self, text: &str) -> String {
        let mut lines = self.lines.clone();
        let found = lines.wait_for(|all| all.iter().any(|line| line.contains(text))).await;
        let all = found.unwrap_or_else(|_| panic!("the server ended without saying {text:?}"));
        all.iter().find(|line| line.contains(text)).unwrap().clone()
    }

    /// What it has said so far after saying where it listens.
    pub(crate) fn said(&self) -> Vec<String> {
        self.lines.borrow().clone()
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id().expect("the server has ended")
    }

    /// The end nobody can prepare for.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Asks it to end, and waits.
    pub(crate) async fn terminate(mut self) -> std::process::ExitStatus {
        let pid = self.pid().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        self.child.wait().await.unwrap()
    }
}
