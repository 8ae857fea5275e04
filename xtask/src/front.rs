//! The phone's bundles: WASM, its JavaScript, the style sheets; hashed folder, brotli and gzip beside each file.
//!
//! Invariants: the folder's name is a hash of its contents, so the server may let browsers keep it for ever; each of the
//! [`BUNDLES`] stays within its budget, because every kilobyte is paid for by the citizen; unchanged sources cost no work.

use crate::{css, tools};
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What one kind of page wakes with: its scripts from one feature of `app`.
struct Bundle {
    /// Name of its files.
    name: &'static str,
    /// Feature of the crate `app`.
    feature: &'static str,
    /// Most bytes of its JavaScript and WASM and of the shared style sheet together, brotli-compressed, that a first visit
    /// may download.
    budget: u64,
}

/// A citizen's pages; phones in a live contest, where a hall loads it ten thousand times in a few minutes; projectors and
/// hosts.
const BUNDLES: [Bundle; 3] = [
    Bundle { name: "app", feature: "hydrate", budget: 112_000 },
    Bundle { name: "live", feature: "live", budget: 68_000 },
    Bundle { name: "stage", feature: "stage", budget: 68_000 },
];

/// The shared style sheet.
const MAIN: &str = "main.css";

/// Its parts in cascade order.
const STYLES: [&str; 6] = ["tokens", "base", "ui", "pages", "attempt", "live"];

/// Sheets that only a projector, a host's device or the organiser's console asks for, as files of their own: no phone of a
/// participant downloads them.
const ASIDE: [&str; 3] = ["console", "host", "screen"];

/// What rustc emits and wasm-opt must be told to accept. Never `--all-features`: browsers refuse its output.
const WASM_OPT: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// One file of the bundle and what it costs to send.
struct Sized {
    name: String,
    raw: u64,
    brotli: u64,
    gzip: u64,
}

/// Builds `target/site` (or finds it current), prints the sizes, and fails above the budget.
pub(crate) fn build() -> Result<()> {
    tools::ensure_wasm_target()?;
    let site = tools::root().join("target/site");
    let stamp_file = tools::root().join("target/front/stamp");
    let stamp = stamp()?;
    if fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp)
        && let Some(files) = current(&site)
    {
        println!("phone bundle: unchanged");
        return report(&files);
    }

    let files = collect()?;
    tools::heading("phone bundle: compress");
    let sized = publish(&site, &files)?;
    fs::write(&stamp_file, stamp).context("cannot write target/front/stamp")?;
    report(&sized)
}

/// Runs clippy over the phone's half, once for each bundle.
pub(crate) fn clippy() -> Result<()> {
    for bundle in &BUNDLES {
        tools::run(&mut tools::cargo(wasm_args("clippy", bundle, &["--", "-D", "warnings"])))?;
    }
    Ok(())
}

/// Arguments for a cargo command on the phone's half, in its own target folder: features never mix with the server's.
fn wasm_args(command: &str, bundle: &Bundle, extra: &[&str]) -> Vec<String> {
    let mut args: Vec<String> = [command, "-p", "app", "--lib", "--target", tools::WASM]
        .iter()
        .chain(&["--no-default-features", "--features", bundle.feature, "--target-dir", "target/front"])
        .map(ToString::to_string)
        .collect();
    args.extend(extra.iter().map(ToString::to_string));
    args
}

/// The bundles' files, uncompressed.
fn collect() -> Result<Vec<(String, Vec<u8>)>> {
    let root = tools::root();
    let work = root.join("target/front/bindgen");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    for bundle in &BUNDLES {
        compile(bundle, &work)?;
    }

    let mut files = vec![(MAIN.to_owned(), css::minify(&sheets(&STYLES)?).into_bytes())];
    for name in ASIDE {
        files.push((format!("{name}.css"), css::minify(&sheets(&[name])?).into_bytes()));
    }
    for dir in [work, root.join("app/public")] {
        for file in walk(&dir)? {
            files.push((relative(&dir, &file), fs::read(&file)?));
        }
    }
    files.sort();
    Ok(files)
}

/// Builds one bundle's WASM and JavaScript into a folder.
fn compile(bundle: &Bundle, work: &Path) -> Result<()> {
    tools::heading(&format!("phone bundle {}: compile to WASM", bundle.name));
    tools::run(&mut tools::cargo(wasm_args("build", bundle, &["--profile", "front"])))?;
    tools::heading(&format!("phone bundle {}: wasm-bindgen", bundle.name));
    let wasm = tools::root().join("target/front").join(tools::WASM).join("front/app.wasm");
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&wasm)
        .out_name(bundle.name)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(false)
                .remove_name_section(true)
                .remove_producers_section(true)
                .omit_default_module_path(false)
                .generate(work)
        })
        .map_err(|error| anyhow::anyhow!("wasm-bindgen: {error:#}"))?;
    optimise(&work.join(format!("{}_bg.wasm", bundle.name)))
}

/// Parts of a style sheet, one after the other.
fn sheets(names: &[&str]) -> Result<String> {
    let mut sheet = String::new();
    for name in names {
        let file = tools::root().join("app/style").join(format!("{name}.css"));
        sheet
            .push_str(&fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?);
        sheet.push('\n');
    }
    Ok(sheet)
}

fn optimise(wasm: &Path) -> Result<()> {
    let Some(tool) = tools::which("wasm-opt") else {
        println!("wasm-opt not found (Debian: binaryen): the WASM stays larger than it need be");
        return Ok(());
    };
    tools::heading("phone bundle: wasm-opt -Oz");
    let before = fs::read(wasm)?;
    tools::run(Command::new(tool).args(WASM_OPT).arg(wasm).arg("-o").arg(wasm))?;
    let mut after = fs::read(wasm)?;
    keep_externref_table(&before, &mut after)?;
    Ok(fs::write(wasm, after)?)
}

/// Binaryen 108 (Debian 12) writes every exported table as table 0; wasm-bindgen's start code then fails in every
/// browser because table 0 holds functions. The index that rustc and wasm-bindgen gave is put back.
fn keep_externref_table(before: &[u8], after: &mut [u8]) -> Result<()> {
    let Some(index) = table_export(before).map(|at| before[at]) else { return Ok(()) };
    let at = table_export(after).context("wasm-opt dropped the export __wbindgen_externrefs")?;
    anyhow::ensure!(index < 0x80, "more tables than one byte can number: teach xtask to read LEB128");
    after[at] = index;
    Ok(())
}

/// Where the table index of the export `__wbindgen_externrefs` stands: after its length, name and kind (1 = table).
fn table_export(wasm: &[u8]) -> Option<usize> {
    const EXPORT: &[u8] = b"\x15__wbindgen_externrefs\x01";
    wasm.windows(EXPORT.len()).position(|w| w == EXPORT).map(|at| at + EXPORT.len())
}

/// Writes the hashed folder and the manifest, then removes older folders.
fn publish(site: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<Sized>> {
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        hash.update(name);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    let mut hash = hex::encode(hash.finalize());
    hash.truncate(12);

    let folder = site.join("pkg").join(&hash);
    let mut sized = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        let (small, zipped) = (brotli(bytes)?, gzip(bytes)?);
        fs::write(&path, bytes)?;
        fs::write(folder.join(format!("{name}.br")), &small)?;
        fs::write(folder.join(format!("{name}.gz")), &zipped)?;
        sized.push(Sized {
            name: name.clone(),
            raw: bytes.len() as u64,
            brotli: small.len() as u64,
            gzip: zipped.len() as u64,
        });
    }
    let listed: Vec<Value> = sized
        .iter()
        .map(|file| json!({ "name": file.name, "bytes": file.raw, "brotli": file.brotli, "gzip": file.gzip }))
        .collect();
    // Last, and in one step: the server's build watches this file, and a half-written bundle must not be seen.
    let manifest = site.join("manifest.json");
    let fresh = site.join("manifest.json.new");
    fs::write(&fresh, serde_json::to_vec_pretty(&json!({ "pkg": format!("pkg/{hash}"), "files": listed }))?)?;
    fs::rename(&fresh, &manifest)?;

    for entry in fs::read_dir(site.join("pkg"))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy() != hash.as_str() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(sized)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut std::io::Cursor::new(bytes), &mut out, &params)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// The published files, when the manifest and everything it names are there.
fn current(site: &Path) -> Option<Vec<Sized>> {
    let manifest: Value = serde_json::from_slice(&fs::read(site.join("manifest.json")).ok()?).ok()?;
    let folder = site.join(manifest["pkg"].as_str().filter(|pkg| !pkg.is_empty())?);
    let files = manifest["files"].as_array()?.iter().map(|file| {
        let name = file["name"].as_str()?;
        let there = ["", ".br", ".gz"].iter().all(|end| folder.join(format!("{name}{end}")).is_file());
        there.then_some(Sized {
            name: name.to_owned(),
            raw: file["bytes"].as_u64()?,
            brotli: file["brotli"].as_u64()?,
            gzip: file["gzip"].as_u64()?,
        })
    });
    files.collect::<Option<Vec<_>>>().filter(|files| !files.is_empty())
}

fn report(files: &[Sized]) -> Result<()> {
    println!("{:<28}{:>12}{:>12}{:>12}", "file", "raw", "brotli", "gzip");
    for file in files {
        println!("{:<28}{:>12}{:>12}{:>12}", file.name, file.raw, file.brotli, file.gzip);
    }
    for Bundle { name, budget, .. } in BUNDLES {
        let scripts = [format!("{name}.js"), format!("{name}_bg.wasm")];
        let first = files.iter().filter(|file| file.name == MAIN || scripts.contains(&file.name));
        let (brotli, gzip) =
            first.fold((0, 0), |(brotli, gzip), file| (brotli + file.brotli, gzip + file.gzip));
        println!(
            "{name}: js + wasm + css: {} brotli, {} gzip; budget {} brotli",
            tools::kilobytes(brotli),
            tools::kilobytes(gzip),
            tools::kilobytes(budget)
        );
        ensure!(
            brotli <= budget,
            "the bundle {name} is {} bytes above its budget of {budget}",
            brotli - budget
        );
    }
    Ok(())
}

/// A hash of everything the bundle is made from, the tools included.
fn stamp() -> Result<String> {
    let root = tools::root();
    let mut files: Vec<PathBuf> =
        ["Cargo.lock", "Cargo.toml", "rust-toolchain.toml"].iter().map(|name| root.join(name)).collect();
    for dir in ["app", "domain", "xtask/src"] {
        files.extend(walk(&root.join(dir))?);
    }
    let mut hash = Sha256::new();
    for file in files {
        let name = relative(root, &file);
        if name.starts_with("xtask/") && !name.ends_with("/front.rs") && !name.ends_with("/css.rs") {
            continue;
        }
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        hash.update(&name);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
    }
    if let Some(tool) = tools::which("wasm-opt") {
        hash.update(tools::output(Command::new(tool).arg("--version"))?);
    }
    Ok(hex::encode(hash.finalize()))
}

/// All files below a folder, sorted; none when there is no such folder.
fn walk(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(next) = open.pop() {
        if !next.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    if found.len() > 10_000 {
        bail!("{} holds {} files: is something else in there?", dir.display(), found.len());
    }
    Ok(found)
}

fn relative(base: &Path, file: &Path) -> String {
    file.strip_prefix(base).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_exported_table_keeps_its_number() {
        let before = b"...\x15__wbindgen_externrefs\x01\x01...".to_vec();
        let mut after = b".\x15__wbindgen_externrefs\x01\x00..".to_vec();
        super::keep_externref_table(&before, &mut after).unwrap();
        assert_eq!(after, b".\x15__wbindgen_externrefs\x01\x01..".to_vec());
        assert!(super::keep_externref_table(&before, &mut b"no export".to_vec()).is_err());
    }
}
