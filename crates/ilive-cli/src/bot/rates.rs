//! The quality record (E.13) as it is printed: what is not known is not a number.

use ilive::{Quality, ReceivedQuality, SentQuality};
use ilive_protocol::wire::Source;
use serde::Serialize;

/// Of the table, which fits into 80 columns.
const HEADING: [&str; 8] = ["SOURCE", "PACKETS", "KBIT/S", "LOST %", "JITTER", "FPS", "SIZE", "DELAY"];

/// All that was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Rates {
    rtt_ms: Option<f64>,
    sent: Vec<Sent>,
    received: Vec<Received>,
    /// Packets for which this machine had no time.
    dropped: u64,
}

#[derive(Debug, Serialize)]
struct Sent {
    source: &'static str,
    packets: u64,
    kbps: Option<f64>,
    loss_percent: Option<f64>,
    fps: Option<f64>,
    size: Option<String>,
    keyframes_asked: u64,
}

#[derive(Debug, Serialize)]
struct Received {
    tiny_id: u64,
    source: &'static str,
    packets: u64,
    kbps: Option<f64>,
    loss_percent: Option<f64>,
    jitter_ms: Option<f64>,
    fps: Option<f64>,
    size: Option<String>,
    delay_ms: Option<f64>,
    filled: Option<u64>,
    underruns: Option<u64>,
}

impl Rates {
    pub(crate) fn of(quality: &Quality) -> Self {
        Self {
            rtt_ms: quality.rtt.map(|rtt| tenths(rtt.as_secs_f64() * 1e3)),
            sent: quality.sent.iter().map(Sent::of).collect(),
            received: quality.received.iter().map(Received::of).collect(),
            dropped: quality.dropped,
        }
    }

    /// Short enough for a line of progress.
    pub(super) fn line(&self) -> String {
        let sent = self.sent.iter().map(|sent| {
            format!("▲ {} {}{}", sent.source, kbps(sent.kbps), picture(sent.fps, sent.size.as_deref()))
        });
        let received = self.received.iter().map(|received| {
            let Received { source, fps, size, .. } = received;
            format!("▼ {source} {}{}", kbps(received.kbps), picture(*fps, size.as_deref()))
        });
        let rtt = self.rtt_ms.map(|rtt| format!("rtt {rtt} ms"));
        sent.chain(received).chain(rtt).collect::<Vec<_>>().join(" · ")
    }

    /// A row for each source, in each direction.
    pub(crate) fn table(&self) -> String {
        let rows = self.sent.iter().map(Sent::row).chain(self.received.iter().map(Received::row));
        let table = crate::output::table(HEADING, rows);
        let filled = known(&self.received.iter().filter_map(|received| received.filled).reduce(|a, b| a + b));
        let (rtt, dropped) = (known(&self.rtt_ms), self.dropped);
        format!(
            "{table}round trip {rtt} ms · {filled} frames of sound filled · {dropped} packets dropped here\n"
        )
    }
}

impl Sent {
    fn of(sent: &SentQuality) -> Self {
        Self {
            source: word(sent.source),
            packets: sent.packets,
            kbps: sent.bitrate_bps.map(|bps| tenths(bps as f64 / 1e3)),
            loss_percent: sent.loss.map(percent),
            fps: sent.fps.map(|fps| tenths(fps.into())),
            size: sent.size.map(|size| size.to_string()),
            keyframes_asked: sent.keyframes_asked,
        }
    }

    fn row(&self) -> [String; 8] {
        let Self { source, packets, kbps, loss_percent, fps, size, .. } = self;
        let [jitter, delay] = [const { String::new() }; 2];
        let (kbps, loss, fps, size) = (known(kbps), known(loss_percent), known(fps), known(size));
        [format!("▲ {source}"), packets.to_string(), kbps, loss, jitter, fps, size, delay]
    }
}

impl Received {
    fn of(received: &ReceivedQuality) -> Self {
        let ms = |time: std::time::Duration| tenths(time.as_secs_f64() * 1e3);
        Self {
            tiny_id: received.tiny_id.0,
            source: word(received.source),
            packets: received.packets,
            kbps: received.bitrate_bps.map(|bps| tenths(bps as f64 / 1e3)),
            loss_percent: received.loss.map(percent),
            jitter_ms: received.jitter.map(ms),
            fps: received.fps.map(|fps| tenths(fps.into())),
            size: received.size.map(|size| size.to_string()),
            delay_ms: received.delay.map(ms),
            filled: received.filled,
            underruns: received.underruns,
        }
    }

    fn row(&self) -> [String; 8] {
        let Self { tiny_id, source, packets, kbps, loss_percent, jitter_ms, fps, size, .. } = self;
        let (kbps, loss, jitter) = (known(kbps), known(loss_percent), known(jitter_ms));
        let (fps, size, delay) = (known(fps), known(size), known(&self.delay_ms));
        [format!("▼ {source} of {tiny_id}"), packets.to_string(), kbps, loss, jitter, fps, size, delay]
    }
}

/// A source, for scripts.
pub(super) fn word(source: Source) -> &'static str {
    match source {
        Source::Audio => "audio",
        Source::Main => "main",
        Source::Aux => "aux",
        Source::Unspecified => "unspecified",
    }
}

fn percent(share: f32) -> f64 {
    (f64::from(share) * 10_000.0).round() / 100.0
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A question mark stands for what is not known.
fn known(value: &Option<impl ToString>) -> String {
    value.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string)
}

fn kbps(kbps: Option<f64>) -> String {
    format!("{} kbit/s", known(&kbps))
}

fn picture(fps: Option<f64>, size: Option<&str>) -> String {
    let fps = fps.map(|fps| format!(" {fps} fps")).unwrap_or_default();
    let size = size.map(|size| format!(" {size}")).unwrap_or_default();
    fps + &size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_is_told_as_such_and_never_as_zero() {
        let rates = Rates::of(&Quality::default());
        assert_eq!(serde_json::to_value(&rates).expect("JSON")["rtt_ms"], serde_json::Value::Null);
        let last = "round trip ? ms · ? frames of sound filled · 0 packets dropped here\n";
        assert!(rates.table().ends_with(last), "{}", rates.table());
    }
}
