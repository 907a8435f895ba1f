//! What stands on the way between an actor and the server, and does to it what a scenario's `net:` steps say.
//!
//! Connections are passed on byte by byte, except for the media answers in them: those lead media through here as well.

mod answer;
mod connection;
mod frames;
mod head;
mod media;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::Context;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::ports;
use crate::scenario::NetStep;

/// What is wrong with the way now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Faults {
    delay_down: Duration,
    cut: bool,
    drop_udp: bool,
    rewrite_fingerprint: bool,
    portal: bool,
    damage_roles: bool,
}

/// Where connections go, and where media go instead.
#[derive(Debug, Clone, Copy)]
struct Ends {
    server: SocketAddr,
    media: SocketAddr,
}

/// A relay that runs until it is dropped.
#[derive(Debug)]
pub(crate) struct Relay {
    address: SocketAddr,
    faults: watch::Sender<Faults>,
    tasks: [JoinHandle<()>; 2],
}

impl Relay {
    /// A relay that passes everything on to this server.
    pub(crate) async fn start(server: SocketAddr) -> anyhow::Result<Self> {
        let listener = listen(SocketAddr::from((Ipv4Addr::LOCALHOST, ports::free()?)))?;
        let address = listener.local_addr()?;
        let (faults, seen) = watch::channel(Faults::default());
        let media = media::bind().await?;
        let ends = Ends { server, media: media.local_addr()? };
        let tasks = [
            tokio::spawn(accept(listener, ends, seen.clone())),
            tokio::spawn(media::relay(media, server, seen)),
        ];
        Ok(Self { address, faults, tasks })
    }

    /// Where actors connect to.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Does what a step says.
    pub(crate) fn apply(&self, step: NetStep) {
        self.faults.send_modify(|faults| match step {
            NetStep::Relay => {}
            NetStep::DropUdp => faults.drop_udp = true,
            NetStep::PassUdp => faults.drop_udp = false,
            NetStep::DelayDown(delay) => faults.delay_down = delay,
            NetStep::Cut => faults.cut = true,
            NetStep::Heal => faults.cut = false,
            NetStep::RewriteFingerprint => faults.rewrite_fingerprint = true,
            NetStep::Portal => faults.portal = true,
            NetStep::DamageRoles => faults.damage_roles = true,
        });
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// The port is taken again after a cut, whatever of it lingers.
fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(128).context("the relay listens")
}

/// While the way is cut nobody listens: a connect is refused.
async fn accept(listener: TcpListener, ends: Ends, mut faults: watch::Receiver<Faults>) {
    let Ok(address) = listener.local_addr() else { return };
    let mut listener = Some(listener);
    let mut connections = JoinSet::new();
    loop {
        let cut = faults.borrow_and_update().cut;
        match (&listener, cut) {
            (Some(open), false) => tokio::select! {
                accepted = open.accept() => if let Ok((client, _)) = accepted {
                    connections.spawn(connection::carry(client, ends, faults.clone()));
                },
                changed = faults.changed() => if changed.is_err() { return },
            },
            (None, false) => listener = listen(address).ok(),
            (_, true) => {
                listener = None;
                if faults.changed().await.is_err() {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
