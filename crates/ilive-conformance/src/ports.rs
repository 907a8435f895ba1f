//! Ports that stay free while what listens on them is started anew.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::Context;

/// Below those that the system gives to whoever asks for any (Linux: from 32768 on), so that nobody else gets it meanwhile.
const RANGE: std::ops::Range<u16> = 20_000..32_000;

/// One on loopback that is free for TCP and UDP, and that nobody in this process was given.
///
/// # Errors
/// All of them are in use.
pub(crate) fn free() -> anyhow::Result<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = std::process::id() as u16;
    let candidate = |_: u16| {
        let at = first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        RANGE.start + at % (RANGE.end - RANGE.start)
    };
    RANGE.map(candidate).find(|port| is_free(*port)).context("no port is free")
}

fn is_free(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).is_ok() && UdpSocket::bind(address).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_is_given_while_it_is_in_use_or_soon_again() {
        let mut given: Vec<u16> = (0..100).map(|_| free().expect("a port")).collect();
        let used = UdpSocket::bind((Ipv4Addr::LOCALHOST, given[0])).expect("it is free");

        let all: Vec<u16> = (0..RANGE.len()).map(|_| free().expect("a port")).collect();

        assert!(all.iter().all(|port| RANGE.contains(port) && *port != given[0]), "{used:?}");
        given.sort_unstable();
        given.dedup();
        assert_eq!(given.len(), 100);
    }
}
