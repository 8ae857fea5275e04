//! Writes every page with made-up data as files, to be looked at: `cargo run -p app --features ssr --example preview -- DIR`.

use app::model::Lang;
use std::path::{Path, PathBuf};

mod sample;

fn main() -> std::io::Result<()> {
    let Some(dir) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err(std::io::Error::other("usage: preview DIR"));
    };
    std::fs::create_dir_all(&dir)?;
    let styles = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let mut css = String::new();
    for part in ["tokens", "base", "ui", "pages", "attempt", "live"] {
        css.push_str(&std::fs::read_to_string(styles.join(part).with_extension("css")).unwrap_or_default());
    }
    std::fs::write(dir.join("main.css"), css)?;
    for aside in ["console.css", "host.css", "screen.css"] {
        std::fs::copy(styles.join(aside), dir.join(aside))?;
    }
    for (lang, plain) in [(Lang::Vi, false), (Lang::En, false)] {
        for (name, _, html) in sample::all(lang, plain) {
            std::fs::write(dir.join(format!("{}-{name}.html", lang.code())), html)?;
        }
    }
    Ok(())
}
