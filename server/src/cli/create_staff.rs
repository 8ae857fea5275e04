//! `create-staff NAME --role ROLE [--password-stdin]`: an account for somebody who runs contests.

use super::password::PasswordFrom;
use super::{Env, say};
use crate::staff::accounts::{NewAccount, create, free};
use domain::staff::Role;

/// Flags of `create-staff`.
#[derive(Clone, Debug, clap::Args)]
pub struct CreateStaff {
    /// Name to sign in with: 2 to 40 letters, digits, spaces and . - _ @
    name: String,
    /// What the account may do (several, or between commas)
    #[arg(long = "role", required = true, value_delimiter = ',', value_parser = roles())]
    roles: Vec<String>,
    #[command(flatten)]
    password: PasswordFrom,
}

fn roles() -> clap::builder::PossibleValuesParser {
    Role::ALL.map(Role::code).into()
}

/// Makes the account.
///
/// # Errors
/// One clear line; nothing is stored then.
pub async fn run(args: CreateStaff, env: &Env) -> anyhow::Result<()> {
    // Before anybody types a password for nothing.
    let name = free(&env.store, &args.name).await?;
    let password = args.password.read(&name).await?;
    let mut roles: Vec<Role> = args.roles.iter().filter_map(|code| Role::from_code(code)).collect();
    roles.sort_unstable();
    roles.dedup();
    let named = roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(", ");
    let new = NewAccount { name: name.clone(), password, roles, by: "cli".into() };
    create(&env.store, new, env.now).await?;
    say(format!("Đã tạo tài khoản “{name}” với quyền {named}. Đăng nhập ở /organiser/login."));
    Ok(())
}
