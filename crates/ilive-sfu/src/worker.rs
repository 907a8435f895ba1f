//! One media thread's state: its peers, the tracks that they publish and see, and what is to be sent.

mod commands;
mod datagrams;
mod feedback;
mod feeds;
mod link;
mod places;
mod spread;
mod threads;
mod tick;
mod views;
mod voices;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use crate::command::{Event, Input, Output};
use crate::crossing::{CrossMessage, Crossing};
use crate::demux::Directory;
use crate::layers::KeyframeRequests;
use crate::packet::TrackId;
use crate::peer::Link;
use crate::run::{Runs, Sending};
use crate::source::RoomHandle;
use crate::stats::Stats;
use crate::track::{Track, TrackKey};
use places::Places;
use voices::Room;

/// What a worker is made with.
#[derive(Debug, Clone, Copy)]
pub struct WorkerConfig {
    /// Its own number, from 0.
    pub thread: usize,
    /// How many there are.
    pub threads: usize,
    /// Whether the socket takes runs.
    pub sending: Sending,
    /// A moment in both clocks, for the wall-clock times in sender reports.
    pub started: (Instant, Duration),
    /// How long it waits for a client.
    pub limits: LinkLimits,
}

/// How long a connection is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkLimits {
    /// ICE and DTLS together, then [`Event::PeerFailed`].
    pub connect: Duration,
    /// How long the last proof of consent holds, then nothing is sent; RFC 7675 allows 30 s.
    pub consent: Duration,
}

impl Default for LinkLimits {
    /// 15 s each.
    fn default() -> Self {
        Self { connect: Duration::from_secs(15), consent: Duration::from_secs(15) }
    }
}

/// Forwards media between the peers of one thread, and to and from other threads.
///
/// Give it all input that is there, then drain [`Worker::poll_output`]: packets that come together go out together.
#[derive(Debug)]
pub struct Worker {
    config: WorkerConfig,
    now: Instant,
    peers: Places,
    directory: Directory,
    tracks: BTreeMap<TrackKey, Track>,
    by_id: BTreeMap<TrackId, TrackKey>,
    tracks_made: u64,
    rooms: BTreeMap<RoomHandle, Room>,
    keyframes: KeyframeRequests,
    deadlines: BTreeSet<(Instant, usize)>,
    next_tick: Option<Instant>,
    next_reports: Instant,
    /// Peers with packets that wait, and the soonest moment that one must go.
    dirty: Vec<usize>,
    held_until: Option<Instant>,
    /// Peers whose connection wants to be driven: something was asked of it.
    pokes: Vec<usize>,
    runs: Runs,
    outputs: VecDeque<Output>,
    stats: Stats,
}

impl Worker {
    /// A worker without peers.
    #[must_use]
    pub fn new(config: WorkerConfig) -> Self {
        Self {
            now: config.started.0,
            next_reports: config.started.0,
            runs: Runs::new(config.sending),
            config,
            peers: Places::default(),
            directory: Directory::default(),
            tracks: BTreeMap::new(),
            by_id: BTreeMap::new(),
            tracks_made: 0,
            rooms: BTreeMap::new(),
            keyframes: KeyframeRequests::new(),
            deadlines: BTreeSet::new(),
            next_tick: None,
            dirty: Vec::new(),
            held_until: None,
            pokes: Vec::new(),
            outputs: VecDeque::new(),
            stats: Stats::default(),
        }
    }

    /// Takes one input. Time does not go back: an earlier `now` counts as the latest one.
    pub fn handle(&mut self, now: Instant, input: Input<'_>) {
        self.now = self.now.max(now);
        match input {
            Input::Datagram(datagram) => self.datagram(datagram),
            Input::Command(command) => self.command(command),
            Input::FromThread(message) => self.take_crossing(message),
            Input::Timeout => self.timeout(),
        }
        while let Some(place) = self.pokes.pop() {
            self.poke(place);
        }
    }

    /// The next thing for the shell to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        if let Some(output) = self.outputs.pop_front() {
            return Some(output);
        }
        loop {
            if let Some(transmit) = self.runs.poll_transmit() {
                let bytes = transmit.bytes.len();
                self.stats.datagrams_out +=
                    transmit.segment_size.map_or(1, |size| bytes.div_ceil(size)) as u64;
                self.stats.bytes_out += bytes as u64;
                return Some(Output::Transmit(transmit));
            }
            if !self.seal_next() {
                return None;
            }
        }
    }

    /// When [`Input::Timeout`] is due; `None` while there is nobody.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let connection = self.deadlines.first().map(|(at, _)| *at);
        let soonest = [connection, self.next_tick, self.held_until, self.keyframes.poll_timeout()];
        soonest.into_iter().flatten().min()
    }

    /// The counters as they are now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let here = |track: &&Track| track.feed.as_ref().is_some_and(|feed| feed.is_here());
        let tracks = self.tracks.values().filter(here).count() as u64;
        Stats { peers: self.peers.len() as u64, tracks, ..self.stats }
    }

    fn tell(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    fn cross(&mut self, thread: usize, body: Crossing) {
        let message = CrossMessage { from: self.config.thread, body };
        self.outputs.push_back(Output::ToThread { thread, message });
    }

    fn cross_to_all(&mut self, body: impl Fn() -> Crossing) {
        for thread in (0..self.config.threads).filter(|thread| *thread != self.config.thread) {
            self.outputs.push_back(Output::ToThread {
                thread,
                message: CrossMessage { from: self.config.thread, body: body() },
            });
        }
    }

    /// Seals what waits for one peer whose time has come; `false` when there is none.
    fn seal_next(&mut self) -> bool {
        if self.held_until.is_none_or(|at| at > self.now) {
            return false;
        }
        let due = |place: &usize| self.peers.get(*place).and_then(|peer| peer.queue.due());
        if let Some(at) = self.dirty.iter().position(|place| due(place).is_some_and(|due| due <= self.now)) {
            let place = self.dirty.swap_remove(at);
            self.seal(place);
            return true;
        }
        self.held_until = self.dirty.iter().filter_map(due).min();
        self.dirty.retain(|place| self.peers.get(*place).is_some_and(|peer| peer.queue.due().is_some()));
        false
    }

    fn seal(&mut self, place: usize) {
        let Some(peer) = self.peers.get_mut(place) else { return };
        match (&peer.link, peer.paths.selected()) {
            (Link::Up(crypt), Some(pair)) => self.runs.seal(&mut peer.queue, pair, &crypt.outbound),
            _ => {
                peer.queue.clear();
                self.stats.drops.no_consent += 1;
            }
        }
    }

    /// A packet waits for the peer at `place`.
    fn mark(&mut self, place: usize, was_waiting: bool) {
        let Some(due) = self.peers.get(place).and_then(|peer| peer.queue.due()) else { return };
        if !was_waiting {
            self.dirty.push(place);
        }
        self.held_until = Some(self.held_until.map_or(due, |before| before.min(due)));
    }
}
