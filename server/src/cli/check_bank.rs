//! `check-bank PATH…`: reads question files and says what is wrong where; touches no database.

use super::say;
use domain::bank::{Parsed, check, parse_files};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Flags of `check-bank`.
#[derive(Clone, Debug, clap::Args)]
pub struct CheckBank {
    /// Files or folders (their *.toml)
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Day for "overdue" [default: today in Vietnam]
    #[arg(long)]
    as_of: Option<Date>,
    /// Output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Checks; exit 1 when a question cannot be used.
///
/// # Errors
/// Files that cannot be read.
pub fn run(args: CheckBank) -> anyhow::Result<ExitCode> {
    let parsed = read(&args.paths)?;
    let day = args.as_of.unwrap_or_else(|| crate::contests::pool::date_of(crate::clock::wall_ms()));
    let report = check(&parsed.revisions, day);
    match args.format {
        Format::Json => {
            let body = serde_json::json!({ "problems": parsed.problems, "report": report });
            say(serde_json::to_string_pretty(&body)?);
        }
        Format::Text => {
            for problem in &parsed.problems {
                say(problem);
            }
            say(report);
        }
    }
    Ok(if parsed.has_errors() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Largest question file read.
const LARGEST: u64 = 20 * 1024 * 1024;

/// Reads files and folders of TOML questions.
///
/// # Errors
/// What cannot be read, by name.
pub fn read(paths: &[PathBuf]) -> anyhow::Result<Parsed> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
                .map_err(|e| anyhow::anyhow!("cannot read {}: {e}", path.display()))?
                .filter_map(|entry| entry.ok().map(|e| e.path()))
                .filter(|p| p.extension().is_some_and(|e| e == "toml"))
                .collect();
            inside.sort();
            files.extend(inside);
        } else {
            files.push(path.clone());
        }
    }
    if files.is_empty() {
        anyhow::bail!("no *.toml question files there");
    }
    let texts: Vec<(String, String)> = files.iter().map(|f| text(f)).collect::<anyhow::Result<_>>()?;
    Ok(parse_files(texts.iter().map(|(n, t)| (n.as_str(), t.as_str()))))
}

fn text(path: &Path) -> anyhow::Result<(String, String)> {
    let name = path.display().to_string();
    let size = std::fs::metadata(path).map_err(|e| anyhow::anyhow!("cannot read {name}: {e}"))?.len();
    if size > LARGEST {
        anyhow::bail!("{name}: larger than 20 MB; split it by topic");
    }
    let bytes = std::fs::read(path).map_err(|e| anyhow::anyhow!("cannot read {name}: {e}"))?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let line = e.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
        anyhow::anyhow!("{name}:{line}: not UTF-8; save the file as UTF-8")
    })?;
    Ok((name, text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
}
