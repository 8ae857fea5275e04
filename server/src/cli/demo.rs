//! `demo [--remove]`: the demonstration festival, made or taken away in one command.

use super::{Env, said, say};
use crate::demo;
use indicatif::{ProgressBar, ProgressStyle};

/// Flags of `demo`.
#[derive(Clone, Debug, clap::Args)]
pub struct Demo {
    /// Remove everything that is demonstration data
    #[arg(long)]
    remove: bool,
}

/// Makes or removes the festival and says what was done.
///
/// # Errors
/// A real contest that holds one of the addresses; storage errors.
pub async fn run(args: Demo, env: &Env) -> anyhow::Result<()> {
    if args.remove {
        let removed = demo::remove(&env.store, &env.catalogue, env.now).await.map_err(said)?;
        if removed.is_nothing() {
            say("Không có dữ liệu minh họa nào.");
        } else {
            say(format!(
                "Đã xóa dữ liệu minh họa: {} cuộc thi, {} người dự thi, {} lượt thi, {} phòng thi trực tiếp.",
                removed.contests, removed.people, removed.attempts, removed.rooms
            ));
        }
        return Ok(());
    }
    demo::ensure_practice(&env.store, &env.secrets, &env.catalogue, env.now).await.map_err(said)?;
    let made = demo::ensure_showing(&env.store, &env.registry, &env.secrets, &env.catalogue, env.now, &bar())
        .await
        .map_err(said)?;
    if made {
        say(format!(
            "Đã tạo dữ liệu minh họa: 2 cuộc thi, {} người dự thi, 1 buổi thi trực tiếp. Xóa bằng: ngayhoiso demo --remove",
            demo::PEOPLE
        ));
    } else {
        say("Dữ liệu minh họa đã có sẵn, không thay đổi gì.");
    }
    Ok(())
}

/// A bar on standard error; it hides itself where that is no terminal.
#[must_use]
pub fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("Dữ liệu minh họa {wide_bar} {pos}/{len} người");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
