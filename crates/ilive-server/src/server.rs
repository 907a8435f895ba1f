//! The server as a whole: what it is made of, how it starts, how it stops.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use ilive_core::session::Ended;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::apps::Apps;
use crate::config::{Config, TimersConfig, ms};
use crate::data_lock::DataLock;
use crate::door::Door;
use crate::media::{Bound, Media, interface_addresses};
use crate::room::RoomHandle;
use crate::secrets::{Secrets, make_private_folder};
use crate::shared::{Parts, Shared};
use crate::speed::SpeedTests;
use crate::store::Store;
use crate::{http, tls};

/// Tries to find a port that is free for TCP and UDP alike, when any will do.
const PORT_TRIES: usize = 16;
/// Longest list of header fields in bytes: a ticket that is too long still gets its answer.
const HEADERS: u32 = 128 * 1024;
/// Requests of one HTTP/2 connection at a time: a page asks for a few dozen files at once.
const HTTP2_STREAMS: u32 = 100;

/// A server that is ready to run.
pub struct Server {
    shared: Shared,
    router: Router,
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    about: About,
    data_lock: DataLock,
    store_stop: CancellationToken,
    store_tasks: TaskTracker,
}

/// What a banner says of a server.
#[derive(Debug, Clone)]
pub struct About {
    /// Where it listens, TCP and UDP.
    pub address: SocketAddr,
    /// Addresses to open in a browser; the best for others first.
    pub urls: Vec<String>,
    /// The app of the guests.
    pub guest_app: Option<u32>,
    /// How many apps are served.
    pub apps: usize,
    /// Media threads.
    pub threads: usize,
    /// The web application is in this program.
    pub web: bool,
}

impl Server {
    /// Binds, opens the store, starts the media threads, brings the rooms back.
    ///
    /// # Errors
    /// A port that is taken, a data folder that cannot be used, a key that cannot be read: each says what to do.
    pub async fn load(config: Config) -> anyhow::Result<Self> {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let address = listen_address(&config);
        let generated = generated_secrets(&config)?;
        let apps = Apps::new(&config.apps, generated.as_ref())?;
        make_private_folder(&config.server.data)?;
        let (listener, bound) = bind(&config, address)?;
        let data_lock = DataLock::take(&config.server.data)?;
        let address = bound.address;
        let tls = match config.server.lan {
            true => {
                Some(tls::self_signed(&config.server.data, &interface_addresses(address.is_ipv6())?).await?)
            }
            false => None,
        };
        let (store_stop, store_tasks) = (CancellationToken::new(), TaskTracker::new());
        let store = Store::open(&config.server.data, &store_tasks, store_stop.clone())
            .await
            .with_context(|| format!("opening the store in {}", config.server.data.display()))?;
        let speed = Arc::new(SpeedTests::new(config.limits.speed, &config.timers));
        let media = Media::start(&config, bound, &speed)?;
        let about = about(&config, &apps, address, media.thread_count())?;
        let (stopping, tasks) = (CancellationToken::new(), TaskTracker::new());
        let shared = Shared::new(Parts { config, apps, store, media, speed, stopping, tasks });
        bring_rooms_back(&shared).await?;
        let router = http::router(shared.clone());
        Ok(Self { shared, router, listener, tls, about, data_lock, store_stop, store_tasks })
    }

    /// What a banner says.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Serves until `stop`, then says goodbye to everybody.
    ///
    /// # Errors
    /// The listener fails.
    pub async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        let Self { shared, router, listener, tls, data_lock: _data_lock, store_stop, store_tasks, .. } = self;
        let handle = Handle::new();
        shared.start_clocks();
        let serving = tokio::spawn({
            let (shared, handle) = (shared.clone(), handle.clone());
            async move { serve(listener, tls, handle, &shared.config, router).await }
        });
        tokio::pin!(serving);
        tokio::select! {
            () = stop.cancelled() => {}
            ended = &mut serving => return ended.context("the listener ended by a panic")?,
        }
        goodbye(&shared, &handle).await;
        serving.await.context("the listener ended by a panic")??;
        shared.media.stop().await;
        store_stop.cancel();
        store_tasks.close();
        store_tasks.wait().await;
        Ok(())
    }
}

async fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
    config: &Config,
    router: Router,
) -> anyhow::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = patient(axum_server::from_tcp(listener)?.handle(handle), &config.timers);
    let door = Door::new(config);
    match tls {
        Some(tls) => {
            let handshake = ms(config.timers.request_head);
            let acceptor = RustlsAcceptor::new(tls).handshake_timeout(handshake).acceptor(door);
            server.acceptor(acceptor).serve(service).await?;
        }
        None => server.acceptor(door).serve(service).await?,
    }
    Ok(())
}

/// How long a connection may take for what it says, and how much of it at once.
fn patient(
    server: axum_server::Server<SocketAddr>,
    timers: &TimersConfig,
) -> axum_server::Server<SocketAddr> {
    let head = ms(timers.request_head);
    let mut server = server.first_request_timeout(head);
    // Runs between two requests of a connection too.
    server.http_builder().http1().header_read_timeout(head);
    server
        .http_builder()
        .http2()
        .max_header_list_size(HEADERS)
        .max_concurrent_streams(HTTP2_STREAMS)
        .keep_alive_interval(ms(timers.http2_ping))
        .keep_alive_timeout(head);
    server
}

/// Load balancers are turned away first; then rooms close, sessions tell their clients, and the connections have a moment to
/// take it in.
async fn goodbye(shared: &Shared, handle: &Handle<SocketAddr>) {
    let drain = Duration::from_millis(shared.config.server.drain_ms);
    tracing::info!(sessions = shared.hub.session_count(), rooms = shared.hub.room_count(), "stopping");
    shared.draining.cancel();
    tokio::time::sleep(Duration::from_millis(shared.config.server.notice_ms)).await;
    shared.stopping.cancel();
    for session in shared.hub.all_sessions() {
        session.end(Ended::Draining);
    }
    handle.graceful_shutdown(Some(drain));
    shared.tasks.close();
    if tokio::time::timeout(drain, shared.tasks.wait()).await.is_err() {
        tracing::warn!(tasks = shared.tasks.len(), "not everybody took the goodbye in time");
    }
}

fn listen_address(config: &Config) -> SocketAddr {
    match config.server.lan {
        true => SocketAddr::from((Ipv4Addr::UNSPECIFIED, config.server.listen.port())),
        false => config.server.listen,
    }
}

fn generated_secrets(config: &Config) -> anyhow::Result<Option<Secrets>> {
    if config.serves_generated_app() {
        let taken = config.apps.keys().filter_map(|id| id.parse().ok()).collect();
        return Secrets::load_or_make(&config.server.data, &taken).map(Some);
    }
    if config.apps.is_empty() {
        bail!(
            "no app is configured, and the generated one is served on loopback and with --lan only (and with \
             server.generated_app): add your own with --app ID=SECRET, or use --lan to try it out in your own network"
        );
    }
    Ok(None)
}

fn bind(config: &Config, address: SocketAddr) -> anyhow::Result<(TcpListener, Bound)> {
    let tries = if address.port() == 0 { PORT_TRIES } else { 1 };
    let mut last = None;
    for _ in 0..tries {
        let listener = TcpListener::bind(address).with_context(|| cannot_listen(address))?;
        listener.set_nonblocking(true)?;
        match Media::bind(config, listener.local_addr()?) {
            Ok(bound) => return Ok((listener, bound)),
            Err(error) => last = Some(error),
        }
    }
    Err(last.expect("one try at least was made"))
}

fn cannot_listen(address: SocketAddr) -> String {
    format!("cannot listen on {address} (`ilive doctor` looks who does; `--listen` takes another address)")
}

fn about(config: &Config, apps: &Apps, address: SocketAddr, threads: usize) -> anyhow::Result<About> {
    let scheme = if config.server.lan { "https" } else { "http" };
    let mut hosts = Vec::new();
    if address.ip().is_unspecified() {
        hosts.extend(interface_addresses(address.is_ipv6())?.into_iter().filter(|ip| !ip.is_loopback()).map(
            |ip| match ip {
                std::net::IpAddr::V4(ip) => ip.to_string(),
                std::net::IpAddr::V6(ip) => format!("[{ip}]"),
            },
        ));
        hosts.push("localhost".to_owned());
    } else if address.ip().is_loopback() {
        hosts.push("localhost".to_owned());
    } else {
        hosts.push(SocketAddr::new(address.ip(), 0).to_string().trim_end_matches(":0").to_owned());
    }
    Ok(About {
        address,
        urls: hosts.iter().map(|host| format!("{scheme}://{host}:{}", address.port())).collect(),
        guest_app: apps.guest_app().map(|app| app.id.get()),
        apps: apps.len(),
        threads,
        web: http::WEB_BUILT,
    })
}

async fn bring_rooms_back(shared: &Shared) -> anyhow::Result<()> {
    for (app, room, stored) in shared.store.rooms().await.context("reading the rooms")? {
        if RoomHandle::restore(shared, app, &room, stored).is_err() {
            tracing::warn!(%app, %room, "a room of an app that is not configured is left in the store");
        }
    }
    Ok(())
}
