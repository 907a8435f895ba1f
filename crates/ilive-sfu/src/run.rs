//! Egress: what waits for a peer, sealed into runs that the kernel cuts into datagrams (UDP GSO).
//!
//! The kernel's send path is what forwarding costs, so packets of one peer go out together: as long as they are of
//! equal size, the last may be shorter. One or two bytes of RTP padding make near-equal ones equal.

mod plan;
mod queue;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::net::SocketAddr;

use bytes::{Bytes, BytesMut};

use crate::srtp::Outbound;
use plan::Step;
pub use queue::{HOLD_MAX, Outgoing, Queue};

/// A buffer's length: the longest run fits, and so do some of the usual ones while others wait for the socket.
const BUFFER_LEN: usize = 64 * 1024;

/// Whether runs are sent as such. The shell probes the socket at start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// A run is one call with a segment size.
    Segments,
    /// Each packet is a call of its own.
    Plain,
}

/// One call to the socket. Drop it when it is sent: its bytes lie in a buffer that is used again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transmit {
    /// Where to.
    pub to: SocketAddr,
    /// Which of our addresses it goes out from, where that matters: a client takes nothing from another than it asked.
    pub from: Option<SocketAddr>,
    /// The kernel cuts `bytes` into datagrams of this size, the last may be shorter; `None` for one datagram.
    pub segment_size: Option<usize>,
    /// What to send.
    pub bytes: Bytes,
}

/// Both ends of what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// Where to.
    pub to: SocketAddr,
    /// From which of our addresses; `None` lets the kernel choose.
    pub from: Option<SocketAddr>,
}

impl From<SocketAddr> for Route {
    fn from(to: SocketAddr) -> Self {
        Self { to, from: None }
    }
}

/// Sealed datagrams on their way to the socket. One a worker.
#[derive(Debug)]
pub struct Runs {
    sending: Sending,
    /// Grows to what one turn needs, and is reclaimed when all of the turn's datagrams are dropped.
    buffer: BytesMut,
    waiting: VecDeque<Transmit>,
    steps: Vec<Step>,
}

impl Runs {
    /// Nothing to send yet.
    #[must_use]
    pub fn new(sending: Sending) -> Self {
        Self { sending, buffer: BytesMut::new(), waiting: VecDeque::new(), steps: Vec::new() }
    }

    /// Seals all that waits in `queue` and lines it up for the route's end, in order. Draining [`Runs::poll_transmit`] after each
    /// peer keeps the buffer small and warm.
    pub fn seal(&mut self, queue: &mut Queue, route: impl Into<Route>, keys: &Outbound) {
        let Route { to, from } = route.into();
        let tag_len = keys.profile().tag_len();
        let mut steps = std::mem::take(&mut self.steps);
        plan::plan(queue.sealed_lens(tag_len), self.sending, &mut steps);
        self.make_room(steps.iter().map(|step| step.sealed_len).sum());
        let mut transport_sequence = queue.transport_sequence;
        for (out, step) in queue.drain().zip(&steps) {
            let start = self.buffer.len();
            let header_len = out.write(step.padding, &mut transport_sequence, &mut self.buffer);
            self.buffer.resize(self.buffer.len() + tag_len, 0);
            debug_assert_eq!(self.buffer.len() - start, step.sealed_len, "what was planned");
            keys.seal_rtp(out.number, &mut self.buffer[start..], header_len)
                .expect("header and tag are there");
            if let Some(segment_size) = step.ends_run {
                let bytes = self.buffer.split().freeze();
                let segment_size = Some(segment_size).filter(|size| *size < bytes.len());
                self.waiting.push_back(Transmit { to, from, segment_size, bytes });
            }
        }
        queue.transport_sequence = transport_sequence;
        self.steps = steps;
    }

    /// Lines up a datagram that is sealed already: RTCP, or what the ICE agent sends.
    pub fn datagram(&mut self, route: impl Into<Route>, bytes: &[u8]) {
        let Route { to, from } = route.into();
        self.make_room(bytes.len());
        self.buffer.extend_from_slice(bytes);
        let bytes = self.buffer.split().freeze();
        self.waiting.push_back(Transmit { to, from, segment_size: None, bytes });
    }

    /// Takes back what was sent, else begins a new buffer: one for many runs.
    fn make_room(&mut self, bytes: usize) {
        if self.buffer.capacity() < bytes {
            self.buffer.reserve(bytes.max(BUFFER_LEN));
        }
    }

    /// The next call to make, oldest first.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.waiting.pop_front()
    }
}
