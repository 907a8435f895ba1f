//! Media through the relay: a socket towards the server for each address that a client sends from.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Faults;

/// Larger than any datagram of media.
const DATAGRAM_MAX_BYTES: usize = 65_536;

/// A socket that media can come to.
pub(super) async fn bind() -> std::io::Result<UdpSocket> {
    UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await
}

/// Passes datagrams on, both ways, except while they are dropped.
pub(super) async fn relay(clients: UdpSocket, server: SocketAddr, faults: watch::Receiver<Faults>) {
    let clients = Arc::new(clients);
    let mut ways: BTreeMap<SocketAddr, Arc<UdpSocket>> = BTreeMap::new();
    let mut back = JoinSet::new();
    let mut datagram = vec![0; DATAGRAM_MAX_BYTES];
    loop {
        // A port that was closed is reported on the socket that sent to it; the next datagram may fare better.
        let Ok((length, client)) = clients.recv_from(&mut datagram).await else { continue };
        if faults.borrow().drop_udp {
            continue;
        }
        let way = match ways.get(&client) {
            Some(way) => Arc::clone(way),
            None => {
                let Ok(way) = towards(server).await.map(Arc::new) else { continue };
                back.spawn(pass_back(Arc::clone(&way), Arc::clone(&clients), client, faults.clone()));
                ways.insert(client, Arc::clone(&way));
                way
            }
        };
        // Media get lost, here as everywhere.
        _ = way.send(&datagram[..length]).await;
    }
}

async fn towards(server: SocketAddr) -> std::io::Result<UdpSocket> {
    let socket = bind().await?;
    socket.connect(server).await?;
    Ok(socket)
}

async fn pass_back(
    way: Arc<UdpSocket>,
    clients: Arc<UdpSocket>,
    client: SocketAddr,
    faults: watch::Receiver<Faults>,
) {
    let mut datagram = vec![0; DATAGRAM_MAX_BYTES];
    loop {
        let Ok(length) = way.recv(&mut datagram).await else { continue };
        if !faults.borrow().drop_udp {
            _ = clients.send_to(&datagram[..length], client).await;
        }
    }
}
