//! The network: a delay, and loss by a seed.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// A datagram on its way.
#[derive(Debug, Clone)]
pub(crate) struct Flight {
    pub(crate) from: SocketAddr,
    pub(crate) to: SocketAddr,
    pub(crate) bytes: Vec<u8>,
}

/// A small seeded generator (xorshift64*): the same decisions in each run.
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub(crate) fn chance(&mut self, per_cent: u64) -> bool {
        self.below(100) < per_cent
    }
}

/// All flights, by the moment of their arrival.
#[derive(Debug)]
pub(crate) struct Net {
    pub(crate) delay: Duration,
    /// Loss of what goes to clients and carries media, in per cent.
    pub(crate) loss_down: u64,
    /// Loss of what comes from clients and carries media, in per cent.
    pub(crate) loss_up: u64,
    /// Clients that are cut off.
    pub(crate) cut: Vec<SocketAddr>,
    flights: BTreeMap<(Instant, u64), Flight>,
    sent: u64,
    rng: Rng,
}

impl Net {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            delay: Duration::from_millis(10),
            loss_down: 0,
            loss_up: 0,
            cut: Vec::new(),
            flights: BTreeMap::new(),
            sent: 0,
            rng: Rng::new(seed),
        }
    }

    pub(crate) fn send(&mut self, now: Instant, flight: Flight, down: bool) {
        let media = flight.bytes.first().is_some_and(|first| *first >= 128);
        let loss = if down { self.loss_down } else { self.loss_up };
        let cut = self.cut.contains(&flight.from) || self.cut.contains(&flight.to);
        if cut || (media && self.rng.chance(loss)) {
            return;
        }
        self.sent += 1;
        self.flights.insert((now + self.delay, self.sent), flight);
    }

    pub(crate) fn next_arrival(&self) -> Option<Instant> {
        self.flights.first_key_value().map(|((at, _), _)| *at)
    }

    pub(crate) fn arrive(&mut self, now: Instant) -> Option<Flight> {
        let ((at, _), _) = self.flights.first_key_value()?;
        if *at > now {
            return None;
        }
        self.flights.pop_first().map(|(_, flight)| flight)
    }
}
