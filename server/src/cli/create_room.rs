//! `create-room FILE`: a live room from its TOML file; see `docs/ROOM-FILE.md`.

use super::{Env, said, say};
use crate::live::create::{NewRoom, create};
use domain::live::room_file::parse;
use domain::locality::{LocalityChoice, LocalityKey};
use std::path::PathBuf;

/// Flags of `create-room`.
#[derive(Clone, Debug, clap::Args)]
pub struct CreateRoom {
    /// The room file
    file: PathBuf,
    /// Where the event takes place, SCHEME:CODE, for the indicators
    #[arg(long)]
    locality: Option<String>,
}

/// Makes the room.
///
/// # Errors
/// Mistakes in the file (each printed with its place); nothing is made then.
pub async fn run(args: CreateRoom, env: &Env) -> anyhow::Result<()> {
    let name = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).map_err(|e| anyhow::anyhow!("cannot read {name}: {e}"))?;
    let refuse = |problems: Vec<domain::bank::Problem>| {
        for problem in &problems {
            say(problem);
        }
        anyhow::anyhow!("no room was made: {} problems in {name}", problems.len())
    };
    let file = parse(&name, &text).map_err(refuse)?;
    for warning in &file.warnings {
        say(warning);
    }
    let locality = place(args.locality.as_deref(), env)?;
    let pool = env.catalogue.drawable(&env.store, env.now).await.map_err(said)?;
    let seed = u64::try_from(crate::random::seed()).unwrap_or(0);
    let spec = file.resolve(&pool, seed).map_err(refuse)?;
    let (title, questions) = (spec.title.clone(), spec.count());
    let new = NewRoom { spec, contest: None, host: None, locality, demo: false };
    let made = create(&env.store, new, env.now).await.map_err(said)?;
    say(format!("Đã tạo phòng “{title}” với {questions} câu hỏi. Mã PIN: {}", made.pin));
    say(format!("Điều khiển: /organiser/live/{} · Màn chiếu: /live/{}/screen", made.pin, made.pin));
    Ok(())
}

fn place(wanted: Option<&str>, env: &Env) -> anyhow::Result<LocalityKey> {
    let Some(text) = wanted else {
        return Ok(env
            .registry
            .by_index(env.registry.unknown())
            .map_or_else(|| LocalityChoice::Unknown.key(), |unit| unit.key.clone()));
    };
    let key = text.split_once(':').map(|(scheme, code)| LocalityKey::new(scheme, code));
    key.filter(|key| env.registry.index_of(key).is_some())
        .ok_or_else(|| anyhow::anyhow!("no room was made: no such locality: {text}"))
}
