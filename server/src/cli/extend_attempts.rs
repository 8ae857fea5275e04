//! `extend-attempts CONTEST --minutes N --active-between A B --reason TEXT`: time back after an outage.

use super::{BadFlag, Env, say};
use crate::attempts::extend::{Ask, extend};

/// Flags of `extend-attempts`.
#[derive(Clone, Debug, clap::Args)]
pub struct ExtendAttempts {
    /// Contest slug
    contest: String,
    /// Minutes to add (1–180)
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=180))]
    minutes: u32,
    /// Attempts active between these two moments, Vietnamese time, e.g. 2026-10-10T19:00 2026-10-10T19:20
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"])]
    active_between: Vec<String>,
    /// Reason, shown to people
    #[arg(long)]
    reason: String,
}

/// Extends.
///
/// # Errors
/// Unknown contest, unreadable moments.
pub async fn run(args: ExtendAttempts, env: &Env) -> anyhow::Result<()> {
    let contest = env
        .catalogue
        .by_slug(&args.contest)
        .ok_or_else(|| anyhow::anyhow!("no contest {:?}", args.contest))?;
    let [from, to] = args.active_between.as_slice() else {
        anyhow::bail!(BadFlag("--active-between needs two moments".into()))
    };
    let moment = |text: &str| {
        domain::calendar::parse_local(text).map_err(|e| BadFlag(format!("--active-between: {e}")))
    };
    let between = (moment(from)?, moment(to)?);
    if between.0 > between.1 {
        anyhow::bail!(BadFlag("--active-between: the first moment must not be later than the second".into()));
    }
    let reason = args.reason.trim().to_owned();
    if !(3..=200).contains(&reason.chars().count()) {
        anyhow::bail!(BadFlag("--reason needs 3 to 200 characters".into()));
    }
    let ask = Ask { contest: contest.id.clone(), minutes: args.minutes, between, reason };
    let done = extend(&env.store, ask, env.now).await?;
    say(format!(
        "Đã cộng {} phút cho {} lượt thi, mở lại {} lượt.",
        args.minutes, done.attempts, done.reopened
    ));
    Ok(())
}
