//! `disable-staff NAME [--undo]`: an account that may no longer sign in. It is never removed: the audit log names it.

use super::{Env, say};
use crate::staff::accounts::{disable, named};

/// Flags of `disable-staff`.
#[derive(Clone, Debug, clap::Args)]
pub struct DisableStaff {
    /// Name of the account
    name: String,
    /// Let it sign in again
    #[arg(long)]
    undo: bool,
}

/// Disables or enables, and ends every session of the account.
///
/// # Errors
/// One clear line; nothing is changed then.
pub async fn run(args: DisableStaff, env: &Env) -> anyhow::Result<()> {
    let name = named(&env.store, &args.name).await?.name;
    disable(&env.store, &name, args.undo, env.now).await?;
    say(if args.undo {
        format!("Tài khoản “{name}” đăng nhập lại được.")
    } else {
        format!("Đã khóa tài khoản “{name}”; mọi phiên của nó đã kết thúc.")
    });
    Ok(())
}
