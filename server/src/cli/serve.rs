//! `serve`: listen, print where to go with a QR code, and go down on a signal without losing anything.

use super::{BadFlag, Settings, said, say};
use crate::config::Config;
use crate::serve;
use crate::staff::first;
use qrcode::QrCode;
use qrcode::render::unicode;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Flags of `serve`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Serve {
    /// Address to listen on [default: 127.0.0.1:3000]
    #[arg(long, env = "NGAYHOISO_LISTEN")]
    listen: Option<SocketAddr>,
    /// Address people type, scheme included [default: from --listen]
    #[arg(long, env = "NGAYHOISO_PUBLIC_URL")]
    public_url: Option<String>,
    /// New participants per network in ten minutes before they wait a little; 0 = no limit [default: 600]
    #[arg(long, env = "NGAYHOISO_NEW_PARTICIPANTS_PER_NETWORK")]
    new_participants_per_network: Option<u32>,
    /// Take the client's address from X-Forwarded-For
    #[arg(long, env = "NGAYHOISO_BEHIND_PROXY", num_args = 0..=1, default_missing_value = "true")]
    behind_proxy: Option<bool>,
    /// Let others than this machine read /metrics
    #[arg(long, env = "NGAYHOISO_PUBLIC_METRICS", num_args = 0..=1, default_missing_value = "true")]
    public_metrics: Option<bool>,
    /// Create the demonstration festival when the database holds no contest
    #[arg(long)]
    demo: bool,
}

/// Runs until a signal.
///
/// # Errors
/// One clear line.
pub async fn run(args: Serve, settings: Settings) -> anyhow::Result<()> {
    let file = settings.file;
    let listen = args.listen.or(file.listen).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 3000)));
    let public_url = args.public_url.or(file.public_url);
    if let Some(url) = &public_url
        && !(url.starts_with("http://") || url.starts_with("https://"))
    {
        anyhow::bail!(BadFlag("--public-url must begin with http:// or https://".into()));
    }
    let lan = lan_address();
    let shown =
        public_url.clone().map_or_else(|| default_url(listen, lan), |u| u.trim_end_matches('/').to_owned());
    raise_descriptors();
    small_pages();
    let config = Config {
        listen,
        database_url: settings.database_url,
        public_url: shown.clone(),
        data_dir: settings.data_dir,
        new_participants_per_network: args
            .new_participants_per_network
            .or(file.new_participants_per_network)
            .unwrap_or(600),
        behind_proxy: args.behind_proxy.or(file.behind_proxy).unwrap_or(false),
        public_metrics: args.public_metrics.or(file.public_metrics).unwrap_or(false),
    };
    let app = serve::open(config, None).await?;
    if let Err(e) = app.store.lengthen_log().await {
        tracing::warn!(error = %e, "the database's log keeps its length: commits are slower");
    }
    crate::demo::ensure_practice(&app.store, &app.secrets, &app.catalogue, app.now()).await.map_err(said)?;
    if args.demo {
        let bar = indicatif::ProgressBar::hidden();
        let (store, places) = (&app.store, &app.places.registry);
        crate::demo::ensure_when_empty(store, places, &app.secrets, &app.catalogue, app.now(), &bar)
            .await
            .map_err(said)?;
        crate::demo::ensure_lobby(store, places, &app.catalogue, app.now()).await.map_err(said)?;
    }
    app.catalogue.refresh(&app.store).await?;
    let running = serve::start(app).await?;
    let setup = first::code(&running.app).await.map_err(said)?;
    let pin = crate::demo::waiting_pin(&running.app.store).await.map_err(said)?;
    let stop = signal();
    announce(running.address, &shown, public_url.is_some(), pin.as_deref(), setup);
    stop.await;
    say("Đang dừng: chờ các yêu cầu đang chạy và ghi nốt dữ liệu…");
    running.stop().await?;
    say("Đã dừng, không mất dữ liệu nào.");
    Ok(())
}

/// Memory in pages of 4 KB. Where the system offers pages of 2 MB of its own accord, what ten thousand connections leave
/// behind here and there would keep whole ones of them: twice the memory, and time to clear it.
fn small_pages() {
    #[cfg(target_os = "linux")]
    if let Err(e) = rustix::thread::disable_transparent_huge_pages(true) {
        tracing::debug!(error = %e, "the system chooses the size of pages");
    }
}

fn default_url(listen: SocketAddr, lan: Option<Ipv4Addr>) -> String {
    let host = match (listen.ip().is_unspecified(), lan) {
        (true, Some(lan)) => IpAddr::V4(lan),
        (true, None) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        (false, _) => listen.ip(),
    };
    format!("http://{}", SocketAddr::new(host, listen.port()))
}

/// Where to go, on standard output alone: the setup link opens a door, so it stands in no log line.
fn announce(address: SocketAddr, shown: &str, given: bool, pin: Option<&str>, setup: Option<first::Code>) {
    let port = address.port();
    let here = format!("http://127.0.0.1:{port}");
    say("");
    say(format!("  Trên máy này:  {here}/"));
    let lan = address.ip().is_unspecified() || given;
    if lan {
        say(format!("  Điện thoại:    {shown}/   (cùng mạng Wi-Fi)"));
        if let Ok(code) = QrCode::new(format!("{shown}/")) {
            let picture = code
                .render::<unicode::Dense1x2>()
                .dark_color(unicode::Dense1x2::Light)
                .light_color(unicode::Dense1x2::Dark)
                .quiet_zone(true)
                .build();
            say("");
            for line in picture.lines() {
                say(format!("  {line}"));
            }
        }
    }
    let way_in = if lan { shown } else { &here };
    if let Some(pin) = pin {
        say("");
        say(format!("  Phòng chơi trực tiếp thử: mã PIN {pin}, {way_in}/live/{pin}"));
    }
    if let Some(code) = setup {
        let until = app::i18n::format::moment(app::model::Lang::Vi, code.until);
        say("");
        say("  Chưa có tài khoản ban tổ chức. Tạo người quản trị đầu tiên bằng liên kết này");
        say(format!("  (dùng một lần, đến {until}; ai có liên kết cũng dùng được):"));
        say(format!("  {way_in}/setup#{}", code.text));
    }
    say("");
    say("  Dừng bằng Ctrl-C.");
}

/// The first private IPv4 address of this machine, by asking which one a packet would leave from; nothing is sent.
fn lan_address() -> Option<Ipv4Addr> {
    let socket = std::net::UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    for target in [[10, 255, 255, 255], [192, 168, 255, 255], [172, 31, 255, 255], [198, 51, 100, 1]] {
        if socket.connect((Ipv4Addr::from(target), 9)).is_ok()
            && let Ok(SocketAddr::V4(own)) = socket.local_addr()
            && !own.ip().is_loopback()
            && !own.ip().is_unspecified()
        {
            return Some(*own.ip());
        }
    }
    None
}

/// As many connections as the system allows.
fn raise_descriptors() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(limit) if limit < 20_000 => {
            tracing::warn!(
                limit,
                "the system allows few open files; raise the hard limit for large contests"
            );
        }
        Ok(limit) => tracing::debug!(limit, "open files"),
        Err(e) => tracing::warn!(error = %e, "the limit of open files could not be raised"),
    }
}

/// Waits for a signal to stop. It is listened for from the call on, not from the first wait: whoever reads that we serve
/// may stop us at once, in order.
#[cfg(unix)]
fn signal() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen =
        |kind| signal(kind).inspect_err(|e| tracing::warn!(error = %e, "a signal is not heard")).ok();
    let (interrupt, terminate) = (listen(SignalKind::interrupt()), listen(SignalKind::terminate()));
    async fn heard(signal: Option<tokio::signal::unix::Signal>) {
        match signal {
            Some(mut signal) => drop(signal.recv().await),
            None => std::future::pending().await,
        }
    }
    async move {
        tokio::select! {
            () = heard(interrupt) => {}
            () = heard(terminate) => {}
        }
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
async fn signal() {
    drop(tokio::signal::ctrl_c().await);
}
