//! Configuration: each value by flag, environment or file, one documented name each.

use std::net::SocketAddr;
use std::path::PathBuf;

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// What `serve` needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen (`--listen`, `NGAYHOISO_LISTEN`).
    pub listen: SocketAddr,
    /// Which database (`--database-url`, `DATABASE_URL`).
    pub database_url: String,
    /// The address people type (`--public-url`, `NGAYHOISO_PUBLIC_URL`), without a trailing slash.
    pub public_url: String,
    /// Folder for the embedded database and the deployment's key (`--data-dir`, `NGAYHOISO_DATA_DIR`).
    pub data_dir: PathBuf,
    /// New participants per network in ten minutes before they wait a little; 0 = no limit
    /// (`--new-participants-per-network`, `NGAYHOISO_NEW_PARTICIPANTS_PER_NETWORK`).
    pub new_participants_per_network: u32,
    /// Take the client's address from `X-Forwarded-For` (`--behind-proxy`, `NGAYHOISO_BEHIND_PROXY`).
    pub behind_proxy: bool,
    /// Whether `/metrics` answers others than this machine (`--public-metrics`, `NGAYHOISO_PUBLIC_METRICS`).
    pub public_metrics: bool,
}

impl Config {
    /// Whether people reach us over TLS; decides cookie names, `Secure` and HSTS.
    #[must_use]
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
