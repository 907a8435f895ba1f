//! One UDP socket of the shared port: batches in, runs out.

use std::io::{self, IoSliceMut};
use std::net::{IpAddr, SocketAddr};

use quinn_udp::{BATCH_SIZE, RecvMeta, Transmit, UdpSocketState};
use socket2::{Domain, Protocol, SockRef, Socket, Type};
use tokio::io::Interest;
use tokio::net::UdpSocket;

/// Kernel buffers, in bytes: a keyframe to a thousand viewers is about this much.
pub const BUFFER: usize = 8 * 1024 * 1024;
/// Largest datagram, or run of them joined by GRO.
const RECEIVE: usize = 64 * 1024;

/// A socket of one media thread.
pub(super) struct MediaSocket {
    socket: UdpSocket,
    state: UdpSocketState,
    local: SocketAddr,
    buffers: Box<[u8]>,
    metas: [RecvMeta; BATCH_SIZE],
}

/// One received datagram.
pub(super) struct Received<'a> {
    pub(super) from: SocketAddr,
    pub(super) to: SocketAddr,
    pub(super) bytes: &'a [u8],
}

/// Sockets bound to one address, one for each media thread; the kernel spreads the senders over them.
///
/// # Errors
/// The port is taken, be it by another server that would share it: its clients' packets and ours would be mixed.
pub(super) fn bind(address: SocketAddr, count: usize) -> io::Result<Vec<std::net::UdpSocket>> {
    drop(std::net::UdpSocket::bind(address)?);
    let first = bind_one(address)?;
    warn_of_small_buffers(&first)?;
    let address = first.local_addr()?;
    let rest = (1..count).map(|_| bind_one(address));
    std::iter::once(Ok(first)).chain(rest).collect()
}

fn bind_one(address: SocketAddr) -> io::Result<std::net::UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_port(true)?;
    socket.set_nonblocking(true)?;
    socket.set_recv_buffer_size(BUFFER)?;
    socket.set_send_buffer_size(BUFFER)?;
    if address.is_ipv6() {
        socket.set_only_v6(false)?;
    }
    socket.bind(&address.into())?;
    Ok(socket.into())
}

/// Linux gives what it allows, without a word.
fn warn_of_small_buffers(socket: &std::net::UdpSocket) -> io::Result<()> {
    let given = buffers(&SockRef::from(socket))?;
    if given < BUFFER {
        tracing::warn!(
            given,
            wanted = BUFFER,
            "the system allows small UDP buffers only: keyframes to many viewers may be dropped; \
             `ilive doctor` says what to set"
        );
    }
    Ok(())
}

/// The smaller of both buffers in bytes. Linux counts its own overhead too, and says twice what was asked for.
fn buffers(socket: &Socket) -> io::Result<usize> {
    Ok(socket.recv_buffer_size()?.min(socket.send_buffer_size()?) / 2)
}

/// The buffers in bytes that a media socket gets on this machine; [`BUFFER`] or more is enough.
///
/// # Errors
/// The system gives no socket.
pub fn buffers_here() -> io::Result<usize> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_recv_buffer_size(BUFFER)?;
    socket.set_send_buffer_size(BUFFER)?;
    buffers(&socket)
}

impl MediaSocket {
    /// Takes a bound socket into the runtime of the calling thread.
    pub(super) fn new(socket: std::net::UdpSocket) -> io::Result<Self> {
        let local = socket.local_addr()?;
        let socket = UdpSocket::from_std(socket)?;
        let state = UdpSocketState::new((&socket).into())?;
        let buffers = vec![0; RECEIVE * BATCH_SIZE].into_boxed_slice();
        Ok(Self { socket, state, local, buffers, metas: [RecvMeta::default(); BATCH_SIZE] })
    }

    /// How many segments one run may have; 1: no offload.
    pub(super) fn run_segments(&self) -> usize {
        self.state.max_gso_segments()
    }

    /// Waits until something can be received.
    pub(super) async fn readable(&self) -> io::Result<()> {
        self.socket.readable().await
    }

    /// Receives what is there, up to one batch; the number of datagrams handed to `each`, 0 when there was nothing.
    pub(super) fn receive(&mut self, mut each: impl FnMut(Received<'_>)) -> io::Result<usize> {
        let Self { socket, state, local, buffers, metas } = self;
        let mut slices: Vec<IoSliceMut<'_>> = buffers.chunks_mut(RECEIVE).map(IoSliceMut::new).collect();
        let received =
            socket.try_io(Interest::READABLE, || state.recv((&*socket).into(), &mut slices, metas));
        let filled = match received {
            Ok(filled) => filled,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(0),
            Err(error) => return Err(error),
        };
        let mut count = 0;
        for (meta, buffer) in metas.iter().zip(slices.iter()).take(filled) {
            let to = meta.dst_ip.map_or(*local, |ip| SocketAddr::new(ip.to_canonical(), local.port()));
            let from = SocketAddr::new(meta.addr.ip().to_canonical(), meta.addr.port());
            for bytes in buffer[..meta.len].chunks(meta.stride.max(1)) {
                each(Received { from, to, bytes });
                count += 1;
            }
        }
        Ok(count)
    }

    /// Sends one datagram, or a run of equal ones. What the kernel does not take now is lost, as on any network.
    pub(super) fn send(
        &self,
        to: SocketAddr,
        contents: &[u8],
        segment_size: Option<usize>,
    ) -> io::Result<()> {
        let destination = self.mapped(to);
        let transmit = Transmit { destination, ecn: None, contents, segment_size, src_ip: None };
        self.socket.try_io(Interest::WRITABLE, || self.state.try_send((&self.socket).into(), &transmit))
    }

    /// An IPv6 socket speaks to IPv4 by mapped addresses.
    fn mapped(&self, to: SocketAddr) -> SocketAddr {
        match (self.local, to.ip()) {
            (SocketAddr::V6(_), IpAddr::V4(ip)) => SocketAddr::new(ip.to_ipv6_mapped().into(), to.port()),
            _ => to,
        }
    }
}
