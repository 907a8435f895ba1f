//! The media plane's control side: which thread has which peer, and how the threads are reached.

mod socket;
mod thread;

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use anyhow::Context;
use ilive_protocol::PeerId;
use ilive_sfu::{Command, Event, Failure, Identity, Peer, RoomHandle, Stats};
use tokio::sync::{mpsc, oneshot};

use crate::config::Config;
use crate::speed::SpeedTests;
use crate::sync::lock;
pub use socket::{BUFFER as MEDIA_BUFFER, buffers_here};
use thread::ToThread;

/// Commands that wait for a thread. A peer whose command finds the queue full is given up: a right that was taken must not
/// go on because nobody was told.
const QUEUE: usize = 65_536;

/// The media threads.
pub(crate) struct Media {
    threads: Vec<mpsc::Sender<ToThread>>,
    joins: Mutex<Vec<std::thread::JoinHandle<()>>>,
    routes: Routes,
    identity: Identity,
    candidates: Vec<SocketAddr>,
    next_room: AtomicU64,
    next_thread: AtomicUsize,
}

/// Where each peer lives, and who hears of it.
#[derive(Clone, Default)]
struct Routes(Arc<Mutex<HashMap<PeerId, Route>>>);

struct Route {
    thread: usize,
    listener: Listener,
}

/// Who hears of a peer; must not wait.
type Listener = Box<dyn Fn(PeerId, Event) + Send>;

/// Sockets that are bound, before the threads run.
pub(crate) struct Bound {
    sockets: Vec<std::net::UdpSocket>,
    pub(crate) address: SocketAddr,
}

impl Media {
    /// Binds the shared port.
    ///
    /// # Errors
    /// The port is taken, or the system gives no sockets.
    pub(crate) fn bind(config: &Config, address: SocketAddr) -> anyhow::Result<Bound> {
        let sockets = socket::bind(address, threads(config)).with_context(|| {
            format!(
                "binding UDP {address} for media: another program has the port; stop it, or take another port with \
                 --listen"
            )
        })?;
        let address = sockets[0].local_addr()?;
        Ok(Bound { sockets, address })
    }

    /// Starts a thread for each socket.
    ///
    /// # Errors
    /// The system gives no threads.
    pub(crate) fn start(config: &Config, bound: Bound, speed: &Arc<SpeedTests>) -> anyhow::Result<Self> {
        let Bound { sockets, address } = bound;
        let candidates = candidates(config, address)?;
        let routes = Routes::default();
        let (queues, inboxes): (Vec<_>, Vec<_>) = sockets.iter().map(|_| mpsc::channel(QUEUE)).unzip();
        let mut joins = Vec::new();
        for (index, (socket, inbox)) in sockets.into_iter().zip(inboxes).enumerate() {
            let setup = thread::Setup {
                index,
                socket,
                inbox,
                others: queues.clone(),
                routes: routes.clone(),
                gso: config.media.gso,
                limits: config.timers.media(),
                speed: speed.clone(),
            };
            let join = std::thread::Builder::new()
                .name(format!("media-{index}"))
                .spawn(move || thread::run(setup))
                .context("starting a media thread")?;
            joins.push(join);
        }
        Ok(Self {
            threads: queues,
            joins: Mutex::new(joins),
            routes,
            identity: Identity::generate(),
            candidates,
            next_room: AtomicU64::new(1),
            next_thread: AtomicUsize::new(0),
        })
    }

    pub(crate) fn thread_count(&self) -> usize {
        self.threads.len()
    }

    /// A number for a room that has just opened.
    pub(crate) fn next_room(&self) -> RoomHandle {
        RoomHandle(self.next_room.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn identity(&self) -> Identity {
        self.identity.clone()
    }

    /// The addresses that answers name.
    pub(crate) fn candidates(&self) -> Vec<SocketAddr> {
        self.candidates.clone()
    }

    /// Moves a peer to a thread; its events go to `listener`.
    pub(crate) fn add(&self, peer: Box<Peer>, listener: impl Fn(PeerId, Event) + Send + 'static) {
        let id = peer.id();
        let thread = self.next_thread.fetch_add(1, Ordering::Relaxed) % self.threads.len();
        lock(&self.routes.0).insert(id, Route { thread, listener: Box::new(listener) });
        self.send(thread, id, Command::AddPeer(peer));
    }

    /// For a peer; of no effect when it is gone.
    pub(crate) fn command(&self, peer: PeerId, command: Command) {
        let thread = lock(&self.routes.0).get(&peer).map(|route| route.thread);
        if let Some(thread) = thread {
            self.send(thread, peer, command);
        }
    }

    pub(crate) fn remove(&self, peer: PeerId) {
        self.command(peer, Command::RemovePeer { peer });
        lock(&self.routes.0).remove(&peer);
    }

    fn send(&self, thread: usize, peer: PeerId, command: Command) {
        if self.threads[thread].try_send(ToThread::Command(command)).is_err() {
            tracing::error!(
                thread,
                "a media thread does not keep up, or has ended: a connection is given up"
            );
            self.routes.tell(peer, Event::PeerFailed { peer, why: Failure::Overloaded });
        }
    }

    /// Whether every thread runs.
    pub(crate) fn is_whole(&self) -> bool {
        self.threads.iter().all(|thread| !thread.is_closed())
    }

    /// What every thread has done since it started.
    pub(crate) async fn stats(&self) -> Vec<Stats> {
        let asked = self.threads.iter().map(|thread| {
            let (answer, answered) = oneshot::channel();
            let sent = thread.try_send(ToThread::Stats(answer)).is_ok();
            async move { if sent { answered.await.ok() } else { None } }
        });
        futures_util::future::join_all(asked).await.into_iter().flatten().map(|stats| *stats).collect()
    }

    /// Says goodbye to all peers and waits for the threads.
    pub(crate) async fn stop(&self) {
        for thread in &self.threads {
            // A thread that is gone needs no word.
            let _ = thread.send(ToThread::Stop).await;
        }
        let joins = std::mem::take(&mut *lock(&self.joins));
        let joined = tokio::task::spawn_blocking(|| joins.into_iter().try_for_each(|join| join.join()));
        if !matches!(joined.await, Ok(Ok(()))) {
            tracing::error!("a media thread ended by a panic");
        }
    }
}

impl Drop for Media {
    /// A server that was never stopped leaves no thread behind, and no socket that shares its port with a later one.
    fn drop(&mut self) {
        for thread in &self.threads {
            let _ = thread.try_send(ToThread::Stop);
        }
    }
}

impl Routes {
    /// Tells who hears of a peer.
    fn tell(&self, peer: PeerId, event: Event) {
        let mut routes = lock(&self.0);
        if let Event::PeerMoved { thread, .. } = event {
            if let Some(route) = routes.get_mut(&peer) {
                route.thread = thread;
            }
            return;
        }
        let over = matches!(event, Event::PeerFailed { .. } | Event::PeerClosed { .. });
        if let Some(route) = routes.get(&peer) {
            (route.listener)(peer, event);
        }
        if over {
            routes.remove(&peer);
        }
    }

    /// A thread has ended before its time: so have the connections of its peers.
    fn thread_ended(&self, thread: usize) {
        let mut of_thread: Vec<PeerId> =
            lock(&self.0).iter().filter(|(_, route)| route.thread == thread).map(|(peer, _)| *peer).collect();
        of_thread.sort_unstable();
        for peer in of_thread {
            self.tell(peer, Event::PeerFailed { peer, why: Failure::Overloaded });
        }
    }
}

fn threads(config: &Config) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    match config.media.threads {
        0 => cores.saturating_sub(1).max(1),
        wanted => wanted,
    }
}

/// The listen address; for an unspecified one every interface address that is up; or what the operator says.
fn candidates(config: &Config, bound: SocketAddr) -> anyhow::Result<Vec<SocketAddr>> {
    let addresses: Vec<IpAddr> = if !config.server.public_ip.is_empty() {
        config.server.public_ip.clone()
    } else if bound.ip().is_unspecified() {
        interface_addresses(bound.is_ipv6())?
    } else {
        vec![bound.ip()]
    };
    Ok(addresses.into_iter().map(|ip| SocketAddr::new(ip, bound.port())).collect())
}

/// Every address of an interface that is up, loopback included, that a socket of this family reaches. Link-local ones of
/// IPv6 need a scope that SDP has not; those of IPv4 are what a network without DHCP has.
pub(crate) fn interface_addresses(ipv6_too: bool) -> anyhow::Result<Vec<IpAddr>> {
    let interfaces = if_addrs::get_if_addrs().context("reading the addresses of this machine")?;
    let mut addresses: Vec<IpAddr> = interfaces
        .into_iter()
        .filter(|interface| interface.is_oper_up())
        .filter(|interface| interface.ip().is_ipv4() || !interface.is_link_local())
        .map(|interface| interface.ip())
        .filter(|ip| ip.is_ipv4() || ipv6_too)
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    Ok(addresses)
}
