//! How well sound and pictures travel (E.13): what was measured, and nothing that was not.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ilive_devices::video::Size;
use ilive_protocol::TinyId;
use ilive_protocol::wire::Source;
use str0m::stats::{MediaEgressStats, MediaIngressStats};

use super::peer::StreamId;

/// How often it is measured.
pub(super) const INTERVAL: Duration = Duration::from_secs(2);

/// The newest measures. What could not be measured yet, or does not exist, is none.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Quality {
    /// To the server and back.
    pub rtt: Option<Duration>,
    /// What is sent.
    pub sent: Vec<SentQuality>,
    /// What is received.
    pub received: Vec<ReceivedQuality>,
    /// Packets, in and out, for which this machine had no time.
    pub dropped: u64,
}

/// Of one source that is sent.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SentQuality {
    /// Which.
    pub source: Source,
    /// All of them, resends among them.
    pub packets: u64,
    /// Of the last interval.
    pub bitrate_bps: Option<u64>,
    /// Share that the server missed, 0.0 to 1.0.
    pub loss: Option<f32>,
    /// Pictures encoded a second.
    pub fps: Option<f32>,
    /// Of the last picture.
    pub size: Option<Size>,
    /// Keyframes asked for by who watches.
    pub keyframes_asked: u64,
}

/// Of one source of a member that is received.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReceivedQuality {
    /// Whose.
    pub tiny_id: TinyId,
    /// What.
    pub source: Source,
    /// All of them, resends among them.
    pub packets: u64,
    /// Of the last interval.
    pub bitrate_bps: Option<u64>,
    /// Share that is missing here, 0.0 to 1.0.
    pub loss: Option<f32>,
    /// How unevenly it comes (RFC 3550).
    pub jitter: Option<Duration>,
    /// Pictures decoded a second.
    pub fps: Option<f32>,
    /// Of the last picture.
    pub size: Option<Size>,
    /// Sound waits for so long, so that none is missing when it is played.
    pub delay: Option<Duration>,
    /// 20 ms of sound each that were lost and filled.
    pub filled: Option<u64>,
    /// Times that sound ran out although its sender went on.
    pub underruns: Option<u64>,
}

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
pub(super) struct VoiceQuality {
    pub(super) delay: Duration,
    pub(super) filled: u64,
    pub(super) underruns: u64,
}

/// Where network and worker write what they measure.
#[derive(Debug, Default)]
pub(super) struct Board(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    rtt: Option<Duration>,
    sent: BTreeMap<Source, Out>,
    received: BTreeMap<StreamId, In>,
    dropped: u64,
}

impl Board {
    /// A packet was not sent for want of room.
    pub(super) fn dropped(&self) {
        self.lock().dropped += 1;
    }

    pub(super) fn rtt(&self, rtt: Option<Duration>) {
        self.lock().rtt = rtt;
    }

    /// A picture was encoded.
    pub(super) fn encoded(&self, source: Source, size: Size) {
        let mut entries = self.lock();
        let out = entries.sent.entry(source).or_default();
        out.size = Some(size);
        out.pictures.add(1);
    }

    /// 20 ms of the voice were sent.
    pub(super) fn spoken(&self) {
        self.lock().sent.entry(Source::Audio).or_default();
    }

    /// A source is not sent any more.
    pub(super) fn stopped(&self, source: Source) {
        self.lock().sent.remove(&source);
    }

    /// A picture was decoded, or came in a codec that is not decoded here.
    pub(super) fn shown(&self, stream: StreamId, size: Option<Size>) {
        let mut entries = self.lock();
        let entry = entries.received.entry(stream).or_default();
        entry.size = size.or(entry.size);
        entry.pictures.add(1);
    }

    pub(super) fn heard(&self, stream: StreamId, voice: VoiceQuality) {
        self.lock().received.entry(stream).or_default().voice = Some(voice);
    }

    /// What a slot carries; what was measured of another does not count for it.
    pub(super) fn slot(&self, stream: StreamId, shows: Option<(TinyId, Source)>) {
        let mut entries = self.lock();
        match shows {
            Some(_) if entries.received.get(&stream).is_some_and(|entry| entry.shows == shows) => {}
            Some(_) => drop(entries.received.insert(stream, In { shows, ..In::default() })),
            None => drop(entries.received.remove(&stream)),
        }
    }

    /// A connection is gone.
    pub(super) fn peer_gone(&self, of: impl Fn(&StreamId) -> bool) {
        let mut entries = self.lock();
        entries.received.retain(|stream, _| !of(stream));
        entries.rtt = None;
    }

    pub(super) fn egress(&self, source: Source, stats: &MediaEgressStats) {
        let mut entries = self.lock();
        let Some(out) = entries.sent.get_mut(&source) else { return };
        (out.packets, out.keyframes_asked) = (stats.packets, stats.plis + stats.firs);
        out.loss = stats.loss.or(out.loss);
        out.bytes.measure(stats.timestamp, stats.bytes);
        let pictures = out.pictures.total;
        out.pictures.measure(stats.timestamp, pictures);
    }

    pub(super) fn ingress(&self, stream: StreamId, clock_hz: u32, stats: &MediaIngressStats) {
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
    pub(super) fn read(&self, dropped: u64) -> Quality {
        let entries = self.lock();
        let sent = entries.sent.iter().map(|(source, out)| out.read(*source));
        let received = entries.received.values().filter_map(In::read);
        Quality {
            rtt: entries.rtt,
            sent: sent.collect(),
            received: received.collect(),
            dropped: entries.dropped + dropped,
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
