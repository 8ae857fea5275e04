//! `set-password NAME [--password-stdin]`: another password for somebody who lost theirs.

use super::password::PasswordFrom;
use super::{Env, say};
use crate::staff::accounts::{named, set_password};

/// Flags of `set-password`.
#[derive(Clone, Debug, clap::Args)]
pub struct SetPassword {
    /// Name of the account
    name: String,
    #[command(flatten)]
    password: PasswordFrom,
}

/// Sets it and ends every session of the account.
///
/// # Errors
/// One clear line; nothing is changed then.
pub async fn run(args: SetPassword, env: &Env) -> anyhow::Result<()> {
    let account = named(&env.store, &args.name).await?;
    let password = args.password.read(&account.name).await?;
    set_password(&env.store, &account.name, password, env.now).await?;
    say(format!("Đã đặt lại mật khẩu của “{}”; mọi phiên của tài khoản này đã kết thúc.", account.name));
    if account.disabled_at.is_some() {
        say("Tài khoản vẫn đang bị khóa; mở lại bằng disable-staff TÊN --undo.");
    }
    Ok(())
}
