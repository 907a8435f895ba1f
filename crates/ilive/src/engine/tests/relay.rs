//! A network between a client and the server that can be cut.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::net::UdpSocket;

/// Forwards datagrams both ways, for one client.
pub(super) struct Relay {
    server: SocketAddr,
    address: SocketAddr,
    cut: Arc<AtomicBool>,
}

impl Relay {
    pub(super) async fn start(server: SocketAddr) -> Self {
        let bind = || UdpSocket::bind((Ipv4Addr::LOCALHOST, 0));
        let (outer, inner) = (bind().await.expect("a socket"), bind().await.expect("a socket"));
        let address = outer.local_addr().expect("an address");
        let cut = Arc::new(AtomicBool::new(false));
        tokio::spawn(forward(outer, inner, server, Arc::clone(&cut)));
        Self { server, address, cut }
    }

    /// The server's answer, as if the server were here.
    pub(super) fn redirect(&self, answer: &str) -> String {
        let place = |address: SocketAddr| format!(" {} {} typ", address.ip(), address.port());
        answer.replace(&place(self.server), &place(self.address))
    }

    pub(super) fn cut(&self, cut: bool) {
        self.cut.store(cut, Ordering::Relaxed);
    }
}

/// Ends with the runtime. The client may come from another port later.
async fn forward(outer: UdpSocket, inner: UdpSocket, server: SocketAddr, cut: Arc<AtomicBool>) {
    let (mut there, mut back) = (vec![0; 2048], vec![0; 2048]);
    let mut client = None;
    loop {
        tokio::select! {
            Ok((length, from)) = outer.recv_from(&mut there) => {
                client = Some(from);
                if !cut.load(Ordering::Relaxed) {
                    inner.send_to(&there[..length], server).await.expect("loopback sends");
                }
            }
            Ok((length, _)) = inner.recv_from(&mut back) => {
                if let Some(client) = client.filter(|_| !cut.load(Ordering::Relaxed)) {
                    outer.send_to(&back[..length], client).await.expect("loopback sends");
                }
            }
        }
    }
}
