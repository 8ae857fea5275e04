//! `resolve-prediction CONTEST`: the true numbers, once nobody can still be taking a round.

use super::{Env, say};
use crate::contests::prediction::{Resolved, resolve};

/// Flags of `resolve-prediction`.
#[derive(Clone, Debug, clap::Args)]
pub struct ResolvePrediction {
    /// Contest slug
    contest: String,
}

/// Resolves what is ready and says what is not.
///
/// # Errors
/// Unknown contest; a round that is not ready.
pub async fn run(args: ResolvePrediction, env: &Env) -> anyhow::Result<()> {
    let contest = env
        .catalogue
        .by_slug(&args.contest)
        .ok_or_else(|| anyhow::anyhow!("no contest {:?}", args.contest))?;
    let rounds = resolve(&env.store, &contest, env.now).await?;
    if rounds.is_empty() {
        anyhow::bail!("no round of {} asks a prediction", args.contest);
    }
    let mut resolved = 0;
    for round in rounds {
        match round {
            Resolved::Now { round, actual } => {
                resolved += 1;
                say(format!("{round}: {actual} (đã ghi)"));
            }
            Resolved::Before { round, actual } => {
                resolved += 1;
                say(format!("{round}: {actual} (đã ghi từ trước)"));
            }
            Resolved::TooEarly { round, from } => {
                let when = domain::calendar::local_minute(from);
                say(format!("{round}: chưa được, còn người có thể đang thi đến {when}"));
            }
            Resolved::Running { round, attempts } => {
                say(format!(
                    "{round}: còn {attempts} lượt quá giờ chưa đóng; hãy để máy chủ chạy rồi thử lại"
                ));
            }
        }
    }
    anyhow::ensure!(resolved > 0, "no round could be resolved yet");
    Ok(())
}
