//! `create-token`: a key for another system, shown once. Standard output holds the token alone, so that a script can
//! keep it; everything else goes to standard error.

use super::{Env, say};
use crate::indicators::access::{NewToken, SCOPE, create};
use std::io::Write as _;

/// Flags of `create-token`.
#[derive(Clone, Debug, clap::Args)]
pub struct CreateToken {
    /// Who gets it, e.g. "Sở KH&CN"
    name: String,
    /// What it opens
    #[arg(long, value_parser = [SCOPE])]
    scope: String,
    /// Confine it to these localities: a code of today, or scheme:code (several, or between commas)
    #[arg(long, value_delimiter = ',', num_args = 1..)]
    locality: Vec<String>,
}

/// Makes the token and prints it.
///
/// # Errors
/// One clear line; nothing is stored then.
pub async fn run(args: CreateToken, env: &Env) -> anyhow::Result<()> {
    let new = NewToken { name: args.name, scope: args.scope, localities: args.locality };
    let token = create(&env.store, &env.registry, new, env.now).await?;
    drop(writeln!(std::io::stderr(), "Mã truy cập chỉ hiện một lần; hãy cất ngay vào nơi an toàn:"));
    say(token);
    Ok(())
}
