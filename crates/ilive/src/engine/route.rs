//! The socket of a peer connection, and which of the own addresses reaches which of the server's.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::UdpSocket;

/// One socket on all addresses. A browser would have one for each; here the system says which address of its own it
/// sends from, and that is the candidate.
#[derive(Debug)]
pub(super) struct Route {
    socket: UdpSocket,
    port: u16,
    /// The own address by the server's.
    own: BTreeMap<IpAddr, IpAddr>,
}

impl Route {
    /// A socket that reaches at least one of the server's addresses.
    ///
    /// # Errors
    /// None of them can be reached from here, or there are no sockets left.
    pub(super) fn open(to: &[SocketAddr]) -> io::Result<Self> {
        let own = ways(to);
        let any: IpAddr = match own.keys().any(IpAddr::is_ipv4) {
            true => Ipv4Addr::UNSPECIFIED.into(),
            false if own.is_empty() => return Err(io::ErrorKind::NetworkUnreachable.into()),
            false => Ipv6Addr::UNSPECIFIED.into(),
        };
        let socket = std::net::UdpSocket::bind((any, 0))?;
        socket.set_nonblocking(true)?;
        let port = socket.local_addr()?.port();
        let own = own.into_iter().filter(|(theirs, _)| theirs.is_ipv4() == any.is_ipv4()).collect();
        Ok(Self { socket: UdpSocket::from_std(socket)?, port, own })
    }

    /// Asks the system again: the network may have changed.
    pub(super) fn renew(&mut self, to: &[SocketAddr]) {
        let is_ipv4 = self.own.keys().all(IpAddr::is_ipv4);
        self.own = ways(to).into_iter().filter(|(theirs, _)| theirs.is_ipv4() == is_ipv4).collect();
    }

    /// The own addresses, each once.
    pub(super) fn addresses(&self) -> Vec<SocketAddr> {
        let mut own: Vec<IpAddr> = self.own.values().copied().collect();
        own.sort_unstable();
        own.dedup();
        own.into_iter().map(|ip| SocketAddr::new(ip, self.port)).collect()
    }

    /// The own address that this one of the server's is reached from.
    pub(super) fn own(&self, theirs: SocketAddr) -> Option<SocketAddr> {
        self.own.get(&theirs.ip()).map(|ip| SocketAddr::new(*ip, self.port))
    }

    /// The next datagram, with its length and sender.
    pub(super) async fn receive(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        self.socket.recv_from(buffer).await
    }

    /// As [`Route::receive`], where one is there already.
    pub(super) fn try_receive(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        self.socket.try_recv_from(buffer)
    }

    /// Sends a datagram, or loses it as a network does.
    pub(super) fn send(&self, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        // The system chooses the address it sends from: a pair with another one is no pair.
        if self.own(to) == Some(from)
            && let Err(error) = self.socket.try_send_to(bytes, to)
        {
            tracing::trace!(%error, "a datagram was not sent");
        }
    }
}

/// Which own address the system would send from. Connecting a UDP socket sends nothing.
fn ways(to: &[SocketAddr]) -> BTreeMap<IpAddr, IpAddr> {
    let way = |to: &SocketAddr| {
        let any: IpAddr =
            if to.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        let probe = std::net::UdpSocket::bind((any, 0)).ok()?;
        probe.connect(to).ok()?;
        Some((to.ip(), probe.local_addr().ok()?.ip()))
    };
    to.iter().filter_map(way).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn loopback_is_reached_from_loopback() {
        let server = SocketAddr::from((Ipv4Addr::LOCALHOST, 9));

        let route = Route::open(&[server]).expect("a way");

        assert_eq!(route.own(server).map(|own| own.ip()), Some(Ipv4Addr::LOCALHOST.into()));
        assert_eq!(route.addresses().len(), 1);
    }

    #[tokio::test]
    async fn no_address_is_no_way() {
        assert!(Route::open(&[]).is_err());
    }
}
