//! A database in which a million people have taken part, for benches: made once and kept in `target/bench/crowd`.
//!
//! Invariant: it carries a stamp of everything it was made by (migrations, generator, contest, localities), written when it
//! is complete; when any of that changes, or making it was interrupted, it is made anew.

use crate::bench_run::generator;
use crate::tools;
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// People in the database.
const PEOPLE: u64 = 1_000_000;
/// Room on the disk that making it takes, with its log, in KB.
const ROOM_KB: u64 = 8_000_000;
/// What the database is made by.
const MADE_BY: [&str; 4] =
    ["migrations", "tests/load/crowd", "tests/load/million-contest.toml", "domain/data"];

/// The database and what went into it.
pub(crate) struct Crowd {
    /// Where it lies, with the key and the log of whoever runs on it.
    pub(crate) folder: PathBuf,
    /// What the generator counted while it wrote.
    pub(crate) told: Value,
}

impl Crowd {
    /// The kept database, or a new one.
    pub(crate) fn ready() -> Result<Self> {
        let folder = tools::root().join("target/bench/crowd");
        let (stamp, file) = (stamp()?, folder.join("stamp.json"));
        let kept = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        if let Some(kept) = kept.filter(|kept| kept["stamp"] == stamp.as_str()) {
            println!("a database of {PEOPLE} people is there (target/bench/crowd)");
            return Ok(Self { folder, told: kept["told"].clone() });
        }
        println!("filling a database with {PEOPLE} people in target/bench/crowd: some minutes, once");
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        fs::create_dir_all(&folder)?;
        room(&folder)?;
        let mut crowd = Self { folder, told: Value::Null };
        let shown = crowd.folder.display().to_string();
        let contest = generator(&["crowd-contest", "--folder", &shown])?;
        let contest = contest["contest"].as_str().context("crowd-contest named no file")?;
        for setup in
            [["import-bank", "question-bank", "--format", "toml"].as_slice(), &["import-contest", contest]]
        {
            tools::output(crowd.command().args(setup))?;
        }
        let (database, people) = (crowd.file("crowd.db"), PEOPLE.to_string());
        crowd.told =
            generator(&["crowd-fill", "--database", &database, "--data", &shown, "--people", &people])?;
        ensure!(crowd.told["people"] == PEOPLE, "crowd-fill says {}", crowd.told);
        // Written last: a database without it was interrupted, and is made anew.
        fs::write(file, serde_json::to_vec_pretty(&json!({ "stamp": stamp, "told": crowd.told }))?)?;
        Ok(crowd)
    }

    pub(crate) fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(tools::binary("release", "ngayhoiso"));
        command
            .current_dir(tools::root())
            .env("DATABASE_URL", format!("sqlite://{}", self.file("crowd.db")))
            .env("NGAYHOISO_DATA_DIR", &self.folder)
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn told(&self, key: &str) -> Result<&str> {
        self.told[key].as_str().with_context(|| format!("crowd-fill did not tell {key}"))
    }

    /// That a total is what went in.
    pub(crate) fn hold(&self, what: &str, key: &str, found: &Value) -> Result<()> {
        let put = &self.told[key];
        ensure!(found == put, "{what}: {key} is {found}, but {put} went into the database");
        Ok(())
    }
}

/// Of the contents of everything that decides what is in the database.
fn stamp() -> Result<String> {
    let mut files = Vec::new();
    for place in MADE_BY {
        let path = tools::root().join(place);
        if path.is_dir() {
            for entry in fs::read_dir(&path).with_context(|| format!("cannot read {place}"))? {
                files.push(entry?.path());
            }
        } else {
            files.push(path);
        }
    }
    files.sort();
    let mut hash = Sha256::new();
    hash.update(PEOPLE.to_le_bytes());
    for file in files {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    Ok(hex::encode(hash.finalize()))
}

/// A full disk in the middle would take other programs along.
fn room(folder: &Path) -> Result<()> {
    let Some(df) = tools::which("df") else { return Ok(()) };
    let said = tools::output(Command::new(df).arg("-Pk").arg(folder))?;
    let free = said.lines().nth(1).and_then(|line| line.split_whitespace().nth(3)?.parse::<u64>().ok());
    match free {
        Some(kb) if kb < ROOM_KB => bail!(
            "{} has {} MB left; a database of {PEOPLE} people and its log need {} MB",
            folder.display(),
            kb / 1000,
            ROOM_KB / 1000
        ),
        _ => Ok(()),
    }
}
