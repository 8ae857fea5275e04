//! Asking for a password: twice at a terminal without showing it, or one line of standard input when told so.
//!
//! Invariant: a password is never an argument, where other users of the machine and the shell's history would see it.

use crate::error::Outcome;
use crate::staff::password::{Hashed, hash};
use domain::staff::password::check;
use std::io::{BufRead as _, IsTerminal as _};

/// How the password comes.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct PasswordFrom {
    /// Read the password from the first line of standard input instead of asking
    #[arg(long)]
    password_stdin: bool,
}

impl PasswordFrom {
    /// A password within the rules for an account of this name, hashed.
    ///
    /// # Errors
    /// One clear line.
    pub async fn read(self, name: &str) -> anyhow::Result<Hashed> {
        let name = name.to_owned();
        // Reading and hashing both hold the thread.
        tokio::task::spawn_blocking(move || {
            let typed = if self.password_stdin { line()? } else { asked()? };
            check(&typed, &name)?;
            done(hash(&typed))
        })
        .await?
    }
}

fn done(hashed: Outcome<Hashed>) -> anyhow::Result<Hashed> {
    hashed.map_err(super::said)
}

fn line() -> anyhow::Result<String> {
    let mut typed = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut typed)
        .map_err(|e| anyhow::anyhow!("không đọc được mật khẩu từ standard input: {e}"))?;
    // The end of the line is not part of it; spaces are.
    Ok(typed.trim_end_matches(['\r', '\n']).to_owned())
}

fn asked() -> anyhow::Result<String> {
    anyhow::ensure!(
        std::io::stdin().is_terminal(),
        "mật khẩu chỉ hỏi được ở cửa sổ dòng lệnh; trong kịch bản hãy dùng --password-stdin"
    );
    let ask = |prompt| {
        rpassword::prompt_password(prompt).map_err(|e| anyhow::anyhow!("không đọc được mật khẩu: {e}"))
    };
    let typed = ask("Mật khẩu (ít nhất 10 ký tự, không hiện khi gõ): ")?;
    anyhow::ensure!(ask("Gõ lại mật khẩu: ")? == typed, "hai lần gõ không giống nhau; chưa đổi gì");
    Ok(typed)
}
