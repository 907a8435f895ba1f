//! How well sound and pictures travel (E.13): what was measured, and nothing that was not.

mod board;
mod level;

use std::time::Duration;

use ilive_devices::video::Size;
use ilive_protocol::TinyId;
use ilive_protocol::wire::Source;

pub(super) use board::{Board, VoiceQuality};

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
    /// The connection was up, and nothing comes on it any more.
    pub lost: bool,
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
    /// Times that sound was broken here: it ran out although its sender went on, or 20 ms were left out where they could be
    /// heard, since too much had piled up.
    pub underruns: Option<u64>,
}
