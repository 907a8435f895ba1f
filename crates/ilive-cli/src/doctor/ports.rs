//! The one port, by TCP and by UDP.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::time::Duration;

use ilive_server::config::Config;
use serde::Deserialize;

use super::finding::Finding;

/// How long the port's present owner may take to say what it is, and a datagram to come back.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the server could bind; a running iLive that has the port is good too.
pub(super) fn check(config: &Config) -> Vec<Finding> {
    let mut address = config.server.listen;
    if config.server.lan {
        address.set_ip(Ipv4Addr::UNSPECIFIED.into());
    }
    let tcp = TcpListener::bind(address).map(drop);
    let running = match &tcp {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => running(address, config.server.lan),
        _ => None,
    };
    if let Some(version) = running {
        return vec![Finding::ok("port", format!("{address}: iLive {version} is running there"))];
    }
    let udp = UdpSocket::bind(address).map(drop);
    vec![finding("port TCP", address, tcp), finding("port UDP", address, udp)]
}

fn finding(check: &'static str, address: SocketAddr, bound: io::Result<()>) -> Finding {
    let Err(error) = bound else { return Finding::ok(check, format!("{address} is free")) };
    let (why, fix) = match error.kind() {
        io::ErrorKind::AddrInUse => (
            "is in use by another program".to_owned(),
            "stop that program, or choose another port with --listen",
        ),
        io::ErrorKind::AddrNotAvailable => (
            "is not an address of this machine".to_owned(),
            "give one that `ip address` lists, or 0.0.0.0 for all",
        ),
        io::ErrorKind::PermissionDenied => (
            "may not be bound by this user".to_owned(),
            "take a port from 1024 on, or: sudo setcap cap_net_bind_service=+ep \"$(command -v ilive)\"",
        ),
        _ => (format!("cannot be bound: {error}"), "choose another address with --listen"),
    };
    Finding::problem(check, format!("{address} {why}"), fix)
}

/// What `/version` of an iLive says, as far as it matters here.
#[derive(Deserialize)]
struct Version {
    name: String,
    version: String,
}

/// The version of the iLive that has the port, when it is one.
fn running(mut address: SocketAddr, https: bool) -> Option<String> {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    let scheme = if https { "https" } else { "http" };
    let asked = ask(format!("{scheme}://{address}/version"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
    let version = runtime.block_on(asked).ok()?;
    (version.name == "iLive").then_some(version.version)
}

/// Nothing secret goes there, and the certificate is self-signed: any will do.
async fn ask(url: String) -> reqwest::Result<Version> {
    _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let client = reqwest::Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .no_proxy()
        .timeout(PATIENCE)
        .build()?;
    client.get(url).send().await?.error_for_status()?.json().await
}

/// Whether UDP works at all: a datagram of a media packet's size, to this machine and back.
pub(super) fn loopback() -> Finding {
    const CHECK: &str = "UDP";
    match round_trip() {
        Ok(()) => Finding::ok(CHECK, "a datagram of 1200 bytes went over loopback and back"),
        Err(error) => Finding::problem(
            CHECK,
            format!("no round trip over loopback: {error}"),
            "media goes by UDP: allow it in the firewall (nft list ruleset, iptables -L) or the container's settings",
        ),
    }
}

fn round_trip() -> io::Result<()> {
    let bind = || UdpSocket::bind((Ipv4Addr::LOCALHOST, 0));
    let (near, far) = (bind()?, bind()?);
    for socket in [&near, &far] {
        socket.set_read_timeout(Some(PATIENCE))?;
    }
    let (sent, mut heard) = ([0x5A; 1200], [0; 1500]);
    near.send_to(&sent, far.local_addr()?)?;
    let (length, from) = far.recv_from(&mut heard)?;
    far.send_to(&heard[..length], from)?;
    let (length, _) = near.recv_from(&mut heard)?;
    if heard[..length] == sent { Ok(()) } else { Err(io::Error::other("it came back changed")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::finding::Verdict;

    #[test]
    fn why_a_port_cannot_be_bound_is_told_with_its_fix() {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 80));
        for (kind, said, fixed_by) in [
            (io::ErrorKind::AddrInUse, "127.0.0.1:80 is in use by another program", "--listen"),
            (io::ErrorKind::AddrNotAvailable, "127.0.0.1:80 is not an address of this machine", "ip address"),
            (io::ErrorKind::PermissionDenied, "127.0.0.1:80 may not be bound by this user", "setcap"),
            (io::ErrorKind::OutOfMemory, "127.0.0.1:80 cannot be bound: out of memory", "--listen"),
        ] {
            let finding = finding("port TCP", address, Err(kind.into()));

            assert_eq!(finding.said, said);
            assert!(matches!(finding.verdict, Verdict::Problem { fix } if fix.contains(fixed_by)), "{kind}");
        }
    }
}
