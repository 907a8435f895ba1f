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
    /// The kernel cuts `bytes` into datagrams of this size, the last may be shorter; `None` for one datagram.
    pub segment_size: Option<usize>,
    /// What to send.
    pub bytes: Bytes,
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

    /// Seals all that waits in `queue` and lines it up for `to`, in order. Draining [`Runs::poll_transmit`] after each
    /// peer keeps the buffer small and warm.
    pub fn seal(&mut self, queue: &mut Queue, to: SocketAddr, keys: &Outbound) {
        let tag_len = keys.profile().tag_len();
        let mut steps = std::mem::take(&mut self.steps);
        plan::plan(queue.sealed_lens(tag_len), self.sending, &mut steps);
        self.buffer.reserve(queue.sealed_lens(tag_len).sum::<usize>() + 2 * steps.len());
        let mut transport_sequence = queue.transport_sequence;
        for (out, step) in queue.drain().zip(&steps) {
            let start = self.buffer.len();
            let header_len = out.write(step.padding, &mut transport_sequence, &mut self.buffer);
            self.buffer.resize(self.buffer.len() + tag_len, 0);
            keys.seal_rtp(out.number, &mut self.buffer[start..], header_len)
                .expect("header and tag are there");
            if let Some(segment_size) = step.ends_run {
                let bytes = self.buffer.split().freeze();
                let segment_size = Some(segment_size).filter(|size| *size < bytes.len());
                self.waiting.push_back(Transmit { to, segment_size, bytes });
            }
        }
        queue.transport_sequence = transport_sequence;
        self.steps = steps;
    }

    /// Lines up a datagram that is sealed already: RTCP, or what the ICE agent sends.
    pub fn datagram(&mut self, to: SocketAddr, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
        self.waiting.push_back(Transmit { to, segment_size: None, bytes: self.buffer.split().freeze() });
    }

    /// The next call to make, oldest first.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.waiting.pop_front()
    }
}
