//! The binary's commands. Exit 0 done, 1 refused or failed with one clear line, 2 usage.

pub mod backup;
pub mod bank_files;
pub mod check_bank;
pub mod create_room;
pub mod create_staff;
pub mod create_token;
pub mod demo;
pub mod disable_staff;
pub mod export_bank;
pub mod export_indicators;
pub mod export_results;
pub mod extend_attempts;
pub mod import_bank;
pub mod import_contest;
pub mod import_localities;
pub mod item_stats;
pub mod list_links;
pub mod password;
pub mod resolve_prediction;
pub mod review_bank;
pub mod revoke_token;
pub mod serve;
pub mod set_password;
pub mod unlink_person;

use crate::clock::{Clock, wall_ms};
use crate::config::LogFormat;
use crate::contests::catalogue::Catalogue;
use crate::secret::Secrets;
use crate::store::{Store, attempts};
use clap::{CommandFactory as _, Parser, Subcommand};
use domain::locality::Registry;
use std::path::PathBuf;
use std::process::ExitCode;

/// Contests of the province's Digital Festivals.
#[derive(Debug, Parser)]
#[command(name = "ngayhoiso", version, about = "Nền tảng cuộc thi của Ngày hội số", propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Serve,
}

/// What every command knows.
#[derive(Clone, Debug, clap::Args)]
pub struct Common {
    /// Database: sqlite://FILE or postgres://…
    #[arg(long, env = "DATABASE_URL", global = true)]
    database_url: Option<String>,
    /// Folder for the embedded database and the deployment's key
    #[arg(long, env = "NGAYHOISO_DATA_DIR", global = true)]
    data_dir: Option<PathBuf>,
    /// TOML file with the same names as the flags
    #[arg(long, env = "NGAYHOISO_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// Log lines for people (text) or machines (json)
    #[arg(long, env = "NGAYHOISO_LOG_FORMAT", global = true, value_enum)]
    log_format: Option<LogFormat>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve (the default)
    Serve(serve::Serve),
    /// Bring the database up to this release and exit
    Migrate,
    /// Create the demonstration festival, or remove it
    Demo(demo::Demo),
    /// Check question files without touching the database
    CheckBank(check_bank::CheckBank),
    /// Load questions
    ImportBank(import_bank::ImportBank),
    /// Write questions in a format that other programs read
    ExportBank(export_bank::ExportBank),
    /// Bring questions to review, approve them, send them back, retire them
    ReviewBank(review_bank::ReviewBank),
    /// Load another list of localities
    ImportLocalities(import_localities::ImportLocalities),
    /// Load denominators (adults, pupils…) by locality
    ImportDenominators(import_localities::ImportDenominators),
    /// Load a contest file
    ImportContest(import_contest::ImportContest),
    /// Create an account for somebody who runs contests
    CreateStaff(create_staff::CreateStaff),
    /// Keep an account from signing in
    DisableStaff(disable_staff::DisableStaff),
    /// Give an account another password
    SetPassword(set_password::SetPassword),
    /// Create an API token, printed once
    CreateToken(create_token::CreateToken),
    /// Withdraw the API tokens of a name
    RevokeToken(revoke_token::RevokeToken),
    /// Make a live room from its file
    CreateRoom(create_room::CreateRoom),
    /// Resolve the prediction questions of a contest whose rounds are over
    ResolvePrediction(resolve_prediction::ResolvePrediction),
    /// Give time back after an outage
    ExtendAttempts(extend_attempts::ExtendAttempts),
    /// Export the indicator report
    ExportIndicators(export_indicators::ExportIndicators),
    /// Export every ended attempt of a contest, ranked
    ExportResults(export_results::ExportResults),
    /// How questions do in real attempts: difficulty, discrimination, distractors, exposure
    ItemStats(item_stats::ItemStats),
    /// List the registrations that count as one person
    ListLinks,
    /// Count two linked registrations as two persons again
    UnlinkPerson(unlink_person::UnlinkPerson),
    /// Copy the embedded database while it is in use
    Backup(backup::Backup),
    /// Put a copy of the embedded database back
    Restore(backup::Restore),
    /// Print a completion script
    Completions {
        /// Shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

/// The configuration file: the same names as the flags.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct FileConfig {
    listen: Option<std::net::SocketAddr>,
    database_url: Option<String>,
    public_url: Option<String>,
    data_dir: Option<PathBuf>,
    log_format: Option<LogFormat>,
    new_participants_per_network: Option<u32>,
    behind_proxy: Option<bool>,
    public_metrics: Option<bool>,
}

/// Where things are, after flag, environment, file and default.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Database.
    pub database_url: String,
    /// Data folder.
    pub data_dir: PathBuf,
    /// The file.
    pub file: FileConfig,
}

/// What a command works with.
#[derive(Debug)]
pub struct Env {
    /// Storage.
    pub store: Store,
    /// Places.
    pub registry: Registry,
    /// Keys.
    pub secrets: Secrets,
    /// Contests.
    pub catalogue: Catalogue,
    /// Time of the command.
    pub now: i64,
}

impl Env {
    /// Opens the database and brings it up to this release.
    ///
    /// # Errors
    /// One clear line.
    pub async fn open(settings: &Settings) -> anyhow::Result<Self> {
        let store = Store::open(&settings.database_url).await?;
        let mut link = store.read().await?;
        let now = Clock::system(attempts::latest_moment(&mut link).await?.min(wall_ms() + 5_000)).now();
        drop(link);
        let secrets = Secrets::load(&settings.data_dir)?;
        let ready = crate::setup::ensure(&store, now).await.map_err(said)?;
        let catalogue = Catalogue::default();
        catalogue.refresh(&store).await?;
        Ok(Self { store, registry: ready.registry, secrets, catalogue, now })
    }
}

/// A failure as one line.
#[must_use]
pub fn said(failure: crate::error::Failure) -> anyhow::Error {
    match failure.cause.or(failure.detail) {
        Some(detail) => anyhow::anyhow!("{}: {detail}", failure.code),
        None => anyhow::anyhow!("{}", failure.code),
    }
}

/// Writes a line to standard output, ignoring a closed pipe.
pub fn say(line: impl std::fmt::Display) {
    use std::io::Write as _;
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// Parses, runs, and turns an error into one line and exit 1, or 2 when a flag is to blame.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(e) => return fail(&anyhow::anyhow!("cannot start: {e}")),
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(e) => fail(&e),
    }
}

/// A flag whose value cannot be meant: a usage error, found out after parsing.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadFlag(pub String);

fn fail(e: &anyhow::Error) -> ExitCode {
    use std::io::Write as _;
    // One line, whatever the causes: scripts and people read the same.
    let line = format!("{e:#}").replace('\n', " ");
    drop(writeln!(std::io::stderr(), "ngayhoiso: {line}"));
    ExitCode::from(if e.is::<BadFlag>() { 2 } else { 1 })
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let file = read_file(cli.common.config.as_deref())?;
    log(cli.common.log_format.or(file.log_format).unwrap_or_default());
    let data_dir = cli.common.data_dir.or_else(|| file.data_dir.clone()).unwrap_or_else(|| "data".into());
    let database_url = cli
        .common
        .database_url
        .or_else(|| file.database_url.clone())
        .unwrap_or_else(|| format!("sqlite://{}/ngayhoiso.db", data_dir.display()));
    let settings = Settings { database_url, data_dir, file };
    match cli.command {
        None => serve::run(cli.serve, settings).await?,
        Some(Command::Serve(args)) => serve::run(args, settings).await?,
        Some(Command::CheckBank(args)) => return check_bank::run(args),
        Some(Command::Completions { shell }) => {
            clap_complete::generate(shell, &mut Cli::command(), "ngayhoiso", &mut std::io::stdout());
        }
        Some(Command::Restore(args)) => backup::restore(args, &settings).await?,
        Some(command) => {
            let env = Env::open(&settings).await?;
            let done = work(command, &env).await;
            env.store.close().await;
            done?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn work(command: Command, env: &Env) -> anyhow::Result<()> {
    match command {
        Command::Migrate => {
            say("Cơ sở dữ liệu đã theo đúng bản phát hành này.");
            Ok(())
        }
        Command::Demo(args) => demo::run(args, env).await,
        Command::ImportBank(args) => import_bank::run(args, env).await,
        Command::ExportBank(args) => export_bank::run(args, env).await,
        Command::ReviewBank(args) => review_bank::run(args, env).await,
        Command::ImportLocalities(args) => import_localities::run(args, env).await,
        Command::ImportDenominators(args) => import_localities::denominators(args, env).await,
        Command::ImportContest(args) => import_contest::run(args, env).await,
        Command::CreateStaff(args) => create_staff::run(args, env).await,
        Command::DisableStaff(args) => disable_staff::run(args, env).await,
        Command::SetPassword(args) => set_password::run(args, env).await,
        Command::CreateToken(args) => create_token::run(args, env).await,
        Command::RevokeToken(args) => revoke_token::run(args, env).await,
        Command::CreateRoom(args) => create_room::run(args, env).await,
        Command::ResolvePrediction(args) => resolve_prediction::run(args, env).await,
        Command::ExtendAttempts(args) => extend_attempts::run(args, env).await,
        Command::ExportIndicators(args) => export_indicators::run(args, env).await,
        Command::ExportResults(args) => export_results::run(args, env).await,
        Command::ItemStats(args) => item_stats::run(args, env).await,
        Command::ListLinks => list_links::run(env).await,
        Command::UnlinkPerson(args) => unlink_person::run(args, env).await,
        Command::Backup(args) => backup::run(args, env).await,
        Command::Serve(_) | Command::CheckBank(_) | Command::Restore(_) | Command::Completions { .. } => {
            Ok(())
        }
    }
}

fn read_file(path: Option<&std::path::Path>) -> anyhow::Result<FileConfig> {
    let Some(path) = path else { return Ok(FileConfig::default()) };
    let text =
        std::fs::read_to_string(path).map_err(|e| anyhow::anyhow!("cannot read {}: {e}", path.display()))?;
    toml::from_str(&text).map_err(|e| {
        let (line, column) = domain::bank::place(&text, e.span().map_or(0, |span| span.start));
        anyhow::anyhow!("{}:{line}:{column}: {}", path.display(), e.message())
    })
}

fn log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("NGAYHOISO_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first.
    drop(match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    });
}
