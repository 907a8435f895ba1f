//! What an operator's graphs show; OpenMetrics with the prefix `ilive_`, no user in a label.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ilive_core::room::Listing;
use ilive_sfu::Stats;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::refusal;
use crate::shared::Shared;

/// A join is good below 0.1 s and bad above 1 s.
const JOIN_BUCKETS_S: [f64; 8] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// Counts that the server keeps as it goes.
pub(crate) struct Metrics {
    links: Arc<AtomicUsize>,
    joins: Histogram,
}

/// An open connection; it is counted until it is dropped.
pub(crate) struct CountedLink(Arc<AtomicUsize>);

impl Drop for CountedLink {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    pub(crate) fn new() -> Self {
        Self { links: Arc::default(), joins: Histogram::new(JOIN_BUCKETS_S) }
    }

    pub(crate) fn link(&self) -> CountedLink {
        self.links.fetch_add(1, Ordering::Relaxed);
        CountedLink(self.links.clone())
    }

    /// An entry was answered after this long.
    pub(crate) fn joined(&self, took: Duration) {
        self.joins.observe(took.as_secs_f64());
    }

    /// Open WebSockets.
    pub(crate) fn links(&self) -> usize {
        self.links.load(Ordering::Relaxed)
    }
}

/// The page of `/metrics`.
pub(crate) async fn page(shared: &Shared) -> String {
    let mut registry = Registry::with_prefix("ilive");
    let gauge = |count: usize| ConstGauge::new(i64::try_from(count).unwrap_or(i64::MAX));
    registry.register("websockets", "Open WebSocket connections", gauge(shared.metrics.links()));
    registry.register("sessions", "Logins, with or without a link", gauge(shared.hub.session_count()));
    let open: Vec<Listing> = shared.hub.all_rooms().iter().filter_map(|room| room.listing()).collect();
    registry.register("rooms", "Open rooms", gauge(open.len()));
    let people = open.iter().map(|room| room.people as usize).sum();
    registry.register("room_people", "People in all rooms", gauge(people));
    let joins = shared.metrics.joins.clone();
    registry.register("join_duration_seconds", "From RoomEnter to its answer, entries that succeeded", joins);
    refusals(&mut registry);
    media(&mut registry, &shared.media.stats().await);
    let mut text = String::new();
    encode(&mut text, &registry).expect("a String takes every write");
    text
}

fn refusals(registry: &mut Registry) {
    let family = Family::<Vec<(String, String)>, Counter>::default();
    for ((module, code), count) in refusal::counts() {
        let labels = vec![("module".to_owned(), module), ("code".to_owned(), code.to_string())];
        family.get_or_create(&labels).inc_by(count);
    }
    registry.register("refusals", "Errors that went out, by module and code", family);
}

fn media(registry: &mut Registry, threads: &[Stats]) {
    let sum = |of: fn(&Stats) -> u64| threads.iter().map(of).sum::<u64>();
    let mut gauge = |name: &str, help: &str, value: u64| {
        registry.register(name, help, ConstGauge::new(value.cast_signed()));
    };
    gauge("media_peers", "Media connections", sum(|stats| stats.peers));
    gauge("media_tracks", "Published tracks", sum(|stats| stats.tracks));
    let mut counter = |name: &str, help: &str, value: u64| {
        registry.register(name, help, ConstCounter::new(value));
    };
    counter("media_datagrams_received", "Datagrams of the media port", sum(|stats| stats.datagrams_in));
    counter("media_received_bytes", "Bytes of those datagrams", sum(|stats| stats.bytes_in));
    counter("media_datagrams_sent", "Datagrams sent", sum(|stats| stats.datagrams_out));
    counter("media_sent_bytes", "Bytes of those datagrams", sum(|stats| stats.bytes_out));
    counter("media_packets_received", "Media packets taken from publishers", sum(|stats| stats.packets_in));
    counter("media_packets_forwarded", "Media packets for viewers", sum(|stats| stats.packets_out));
    counter("media_packets_resent", "Packets sent again on a NACK", sum(|stats| stats.resends));
    counter("media_packets_nacked", "Packets that viewers asked for again", sum(|stats| stats.nacked));
    counter("media_keyframes_asked", "Keyframes that viewers asked for", sum(|stats| stats.keyframes_asked));
    counter(
        "media_keyframes_requested",
        "Keyframes asked of publishers",
        sum(|stats| stats.keyframes_requested),
    );
    counter(
        "media_panics",
        "Connections given up over a fault of the media engine",
        sum(|stats| stats.panics),
    );
    counter("media_dropped_garbage", "Datagrams that are nothing known", sum(|stats| stats.drops.garbage));
    counter("media_dropped_stun", "STUN without valid integrity", sum(|stats| stats.drops.stun));
    counter("media_dropped_unproved", "Media from unproved addresses", sum(|stats| stats.drops.unproved));
    counter("media_dropped_no_right", "Media without the right to send", sum(|stats| stats.drops.no_right));
    counter("media_dropped_muted", "Media that the host has muted", sum(|stats| stats.drops.muted));
}
