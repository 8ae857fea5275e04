//! `import-localities FILE` and `import-denominators FILE`: another province's units, and how many people live there.

use super::{Env, say};
use crate::store::{meta, standings};
use domain::locality::Registry;
use std::path::PathBuf;

/// Flags of `import-localities`.
#[derive(Clone, Debug, clap::Args)]
pub struct ImportLocalities {
    /// CSV with the columns of domain/data/localities.csv
    file: PathBuf,
}

/// Imports; a running server uses the new list after its next start.
///
/// # Errors
/// Mistakes with their line; nothing is changed then.
pub async fn run(args: ImportLocalities, env: &Env) -> anyhow::Result<()> {
    let name = args.file.display().to_string();
    let csv = std::fs::read_to_string(&args.file).map_err(|e| anyhow::anyhow!("cannot read {name}: {e}"))?;
    let csv = csv.strip_prefix('\u{feff}').unwrap_or(&csv).to_owned();
    let registry = match Registry::from_file(&name, &csv, crate::setup::PROVINCES) {
        Ok(registry) => registry,
        Err(problems) => {
            for problem in &problems {
                say(problem);
            }
            anyhow::bail!("nothing was imported: {} problems in {name}", problems.len());
        }
    };
    let units = registry.all().count();
    env.store
        .write(move |link| Box::pin(async move { Ok(meta::set(link, "localities.csv", &csv).await?) }))
        .await?;
    crate::setup::write_localities(&env.store, &registry).await?;
    say(format!("Đã nạp {units} đơn vị. Khởi động lại máy chủ để dùng danh sách mới."));
    Ok(())
}

/// Flags of `import-denominators`.
#[derive(Clone, Debug, clap::Args)]
pub struct ImportDenominators {
    /// CSV: scheme,code,kind,as_of,value,source,entered_by
    file: PathBuf,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    scheme: String,
    code: String,
    kind: String,
    as_of: String,
    value: i64,
    source: String,
    entered_by: String,
}

/// Imports all or nothing.
///
/// # Errors
/// Mistakes with their line; nothing is changed then.
pub async fn denominators(args: ImportDenominators, env: &Env) -> anyhow::Result<()> {
    let name = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).map_err(|e| anyhow::anyhow!("cannot read {name}: {e}"))?;
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut rows = Vec::new();
    for record in reader.deserialize::<Row>() {
        let row = record.map_err(|e| anyhow::anyhow!("nothing was imported: {name}: {e}"))?;
        let line = rows.len() + 2;
        if env.registry.find(&row.scheme, &row.code).is_none() {
            anyhow::bail!(
                "nothing was imported: {name}:{line}: no such locality {}:{}",
                row.scheme,
                row.code
            );
        }
        if row.value <= 0 || row.as_of.parse::<jiff::civil::Date>().is_err() || row.source.trim().is_empty() {
            anyhow::bail!(
                "nothing was imported: {name}:{line}: needs a value above 0, a date YYYY-MM-DD and a source"
            );
        }
        rows.push(row);
    }
    let count = rows.len();
    env.store
        .write(move |link| {
            Box::pin(async move {
                for r in rows {
                    standings::set_denominator(
                        link,
                        &r.scheme,
                        &r.code,
                        &r.kind,
                        &r.as_of,
                        r.value,
                        &r.source,
                        &r.entered_by,
                    )
                    .await?;
                }
                Ok(())
            })
        })
        .await?;
    say(format!("Đã nạp {count} mẫu số."));
    Ok(())
}
