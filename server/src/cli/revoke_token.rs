//! `revoke-token NAME`: withdraws the tokens of that name; whoever presents one is refused from then on, on every node.

use super::{Env, said, say};
use crate::store::meta::{self, Act};
use crate::store::tokens;

/// Flags of `revoke-token`.
#[derive(Clone, Debug, clap::Args)]
pub struct RevokeToken {
    /// The name it was made with
    name: String,
}

/// Withdraws them.
///
/// # Errors
/// No token of that name is in force.
pub async fn run(args: RevokeToken, env: &Env) -> anyhow::Result<()> {
    let (name, now) = (args.name.clone(), env.now);
    let revoked = env
        .store
        .write(move |link| {
            Box::pin(async move {
                let ids = tokens::in_force(link, &name).await?;
                for id in &ids {
                    tokens::revoke(link, id, now).await?;
                    let act = Act { actor: "cli", action: "revoke-token", subject: id, detail: "{}" };
                    meta::audit(link, act, now).await?;
                }
                Ok(ids.len())
            })
        })
        .await
        .map_err(|e| said(e.into()))?;
    if revoked == 0 {
        anyhow::bail!("no token named {:?} is in force", args.name);
    }
    say(format!("Đã thu hồi {revoked} mã truy cập tên “{}”.", args.name));
    Ok(())
}
