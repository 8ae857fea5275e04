//! `unlink-person LINK-ID --by NAME --reason TEXT`: two registrations are two persons after all.

use super::{BadFlag, Env, said, say};
use crate::store::meta::{self, Act};
use crate::store::person_links;

/// Flags of `unlink-person`.
#[derive(Clone, Debug, clap::Args)]
pub struct UnlinkPerson {
    /// Id of the link, see list-links
    link: String,
    /// Who decides
    #[arg(long)]
    by: String,
    /// Why
    #[arg(long)]
    reason: String,
}

/// Undoes the link.
///
/// # Errors
/// No link of that id is in force; a name or a reason that says nothing.
pub async fn run(args: UnlinkPerson, env: &Env) -> anyhow::Result<()> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (by, reason) = (plain(&args.by), plain(&args.reason));
    for (flag, text, most) in [("--by", &by, 100), ("--reason", &reason, 200)] {
        if !(2..=most).contains(&text.chars().count()) {
            anyhow::bail!(BadFlag(format!("{flag} needs 2 to {most} characters")));
        }
    }
    let (id, now) = (args.link.clone(), env.now);
    let undone = env
        .store
        .write(move |link| {
            Box::pin(async move {
                let undone = person_links::undo(link, &id, &by, &reason, now).await?;
                if undone {
                    // Name and reason stand in the link; the audit log holds ids only.
                    let act = Act { actor: "cli", action: "unlink-person", subject: &id, detail: "{}" };
                    meta::audit(link, act, now).await?;
                }
                Ok(undone)
            })
        })
        .await
        .map_err(|e| said(e.into()))?;
    anyhow::ensure!(undone, "no link {:?} is in force", args.link);
    say("Đã gỡ: hai lần đăng ký ấy lại là hai người trong các chỉ tiêu.");
    Ok(())
}
