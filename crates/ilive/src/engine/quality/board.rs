//! Where network and worker write what they measure.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ilive_devices::video::Size;
use ilive_protocol::TinyId;
use ilive_protocol::wire::Source;
use str0m::stats::{MediaEgressStats, MediaIngressStats};

use super::super::peer::StreamId;
use super::{Quality, ReceivedQuality, SentQuality};

/// Something that is counted, by the second.
#[derive(Debug, Clone, Copy, Default)]
struct Rate {
    since: Option<(Instant, u64)>,
    total: u64,
    per_s: Option<f32>,
}

impl Rate {
    fn add(&mut self, count: u64) {
        self.total += count;
    }

    /// The end of an interval.
    fn measure(&mut self, now: Instant, total: u64) {
        if let Some((at, before)) = self.since {
            let s = now.saturating_duration_since(at).as_secs_f32();
            self.per_s = (s > 0.0).then(|| total.saturating_sub(before) as f32 / s);
        }
        (self.since, self.total) = (Some((now, total)), total);
    }
}

#[derive(Debug, Default)]
struct Out {
    packets: u64,
    bytes: Rate,
    loss: Option<f32>,
    pictures: Rate,
    size: Option<Size>,
    keyframes_asked: u64,
}

#[derive(Debug, Default)]
struct In {
    shows: Option<(TinyId, Source)>,
    packets: u64,
    bytes: Rate,
    loss: Option<f32>,
    jitter: Option<Duration>,
    pictures: Rate,
    size: Option<Size>,
    voice: Option<VoiceQuality>,
}

/// What a voice knows of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct VoiceQuality {
    pub(in super::super) delay: Duration,
    pub(in super::super) filled: u64,
    pub(in super::super) underruns: u64,
}

/// All that is measured.
#[derive(Debug, Default)]
pub(in super::super) struct Board(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    rtt: Option<Duration>,
    sent: BTreeMap<Source, Out>,
    received: BTreeMap<StreamId, In>,
    dropped: u64,
    lost: bool,
}

impl Board {
    /// The newest connection is up, or is not any more.
    pub(in super::super) fn path(&self, lost: bool) {
        self.lock().lost = lost;
    }

    /// A packet was not sent for want of room.
    pub(in super::super) fn dropped(&self) {
        self.lock().dropped += 1;
    }

    pub(in super::super) fn rtt(&self, rtt: Option<Duration>) {
        self.lock().rtt = rtt;
    }

    /// A picture was encoded.
    pub(in super::super) fn encoded(&self, source: Source, size: Size) {
        let mut entries = self.lock();
        let out = entries.sent.entry(source).or_default();
        out.size = Some(size);
        out.pictures.add(1);
    }

    /// 20 ms of the voice were sent.
    pub(in super::super) fn spoken(&self) {
        self.lock().sent.entry(Source::Audio).or_default();
    }

    /// A source is not sent any more.
    pub(in super::super) fn stopped(&self, source: Source) {
        self.lock().sent.remove(&source);
    }

    /// A picture was decoded, or came in a codec that is not decoded here.
    pub(in super::super) fn shown(&self, stream: StreamId, size: Option<Size>) {
        let mut entries = self.lock();
        let entry = entries.received.entry(stream).or_default();
        entry.size = size.or(entry.size);
        entry.pictures.add(1);
    }

    pub(in super::super) fn heard(&self, stream: StreamId, voice: VoiceQuality) {
        self.lock().received.entry(stream).or_default().voice = Some(voice);
    }

    /// What a slot carries; what was measured of another does not count for it.
    pub(in super::super) fn slot(&self, stream: StreamId, shows: Option<(TinyId, Source)>) {
        let mut entries = self.lock();
        match shows {
            Some(_) if entries.received.get(&stream).is_some_and(|entry| entry.shows == shows) => {}
            Some(_) => drop(entries.received.insert(stream, In { shows, ..In::default() })),
            None => drop(entries.received.remove(&stream)),
        }
    }

    /// A connection is gone.
    pub(in super::super) fn peer_gone(&self, of: impl Fn(&StreamId) -> bool) {
        let mut entries = self.lock();
        entries.received.retain(|stream, _| !of(stream));
        entries.rtt = None;
    }

    pub(in super::super) fn egress(&self, source: Source, stats: &MediaEgressStats) {
        let mut entries = self.lock();
        let Some(out) = entries.sent.get_mut(&source) else { return };
        (out.packets, out.keyframes_asked) = (stats.packets, stats.plis + stats.firs);
        out.loss = stats.loss.or(out.loss);
        out.bytes.measure(stats.timestamp, stats.bytes);
        let pictures = out.pictures.total;
        out.pictures.measure(stats.timestamp, pictures);
    }

    pub(in super::super) fn ingress(&self, stream: StreamId, clock_hz: u32, stats: &MediaIngressStats) {
        let mut entries = self.lock();
        let Some(entry) = entries.received.get_mut(&stream) else { return };
        entry.packets = stats.packets;
        entry.loss = stats.loss.or(entry.loss);
        // Both are of the last report; before the first one a zero is none.
        let jitter = || Duration::from_secs_f64(f64::from(stats.jitter) / f64::from(clock_hz));
        entry.jitter = entry.loss.map(|_| jitter());
        entry.bytes.measure(stats.timestamp, stats.bytes);
        let pictures = entry.pictures.total;
        entry.pictures.measure(stats.timestamp, pictures);
    }

    /// All of it; `dropped` are packets that came in and were not looked at.
    pub(in super::super) fn read(&self, dropped: u64) -> Quality {
        let entries = self.lock();
        let sent = entries.sent.iter().map(|(source, out)| out.read(*source));
        let received = entries.received.values().filter_map(In::read);
        Quality {
            rtt: entries.rtt,
            sent: sent.collect(),
            received: received.collect(),
            dropped: entries.dropped + dropped,
            lost: entries.lost,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Out {
    fn read(&self, source: Source) -> SentQuality {
        SentQuality {
            source,
            packets: self.packets,
            bitrate_bps: self.bytes.per_s.map(bits),
            loss: self.loss,
            fps: self.pictures.per_s.filter(|_| self.size.is_some()),
            size: self.size,
            keyframes_asked: self.keyframes_asked,
        }
    }
}

impl In {
    fn read(&self) -> Option<ReceivedQuality> {
        let (tiny_id, source) = self.shows?;
        Some(ReceivedQuality {
            tiny_id,
            source,
            packets: self.packets,
            bitrate_bps: self.bytes.per_s.map(bits),
            loss: self.loss,
            jitter: self.jitter,
            fps: self.pictures.per_s.filter(|_| source != Source::Audio),
            size: self.size,
            delay: self.voice.map(|voice| voice.delay),
            filled: self.voice.map(|voice| voice.filled),
            underruns: self.voice.map(|voice| voice.underruns),
        })
    }
}

fn bits(bytes_per_s: f32) -> u64 {
    (bytes_per_s * 8.0) as u64
}
