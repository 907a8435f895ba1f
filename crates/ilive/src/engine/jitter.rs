//! Sound between the network, where it comes unevenly, and the player, which wants some each 20 ms.
//!
//! What was heard of a voice's packets decides how much of it waits: the unevenness of the last ten seconds, and a frame on
//! top. A voice that has run out waits again for that much: one longer hole instead of many short ones.

mod lateness;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ilive_devices::audio::{FRAME_SAMPLES, RATE_HZ};

use self::lateness::Lateness;
use super::sequence::Sequence;

/// More waits than is wanted by this: the oldest is left out when the voice starts again, and else in a quiet moment.
const EXCESS: Duration = Duration::from_millis(40);
/// More waits than is wanted by this: it is left out even where it can be heard.
const EXCESS_MAX: Duration = Duration::from_millis(300);
/// How long too much must have been waiting before some of it is left out.
const PATIENCE_FRAMES: u32 = 100;
/// Two and a half seconds: whoever sends faster than time is not listened to.
const WAITING_MAX: usize = 128;
/// What Opus packets are long, in samples: 2.5 to 120 ms.
const STEPS: std::ops::RangeInclusive<u32> = 120..=5_760;
/// Further ahead or behind, in packets, is another stream.
const JUMP_MAX: i64 = 512;

/// A packet of sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packet {
    pub(super) sequence: u16,
    pub(super) timestamp: u32,
    pub(super) payload: Arc<[u8]>,
}

/// What is to be played next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Due {
    /// This one, and what is missing before it. `fresh`: nothing of the stream before it is of use.
    Packet { packet: Packet, fresh: bool },
    /// Silence: nothing has come, or not enough yet.
    Nothing,
}

/// The packets of one voice that wait.
#[derive(Debug, Default)]
pub(super) struct JitterBuffer {
    sequence: Sequence,
    waiting: BTreeMap<i64, Packet>,
    /// Samples of a packet.
    step: Step,
    state: State,
    lateness: Lateness,
    /// Frames for which too much was waiting, without a break.
    patience: u32,
    breaks: u64,
}

/// Samples of a packet: the shortest way from one to the next. A longer one is a pause of the sender.
#[derive(Debug, Clone, Copy)]
struct Step {
    samples: u32,
    last: Option<(i64, u32)>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// Nothing of this stream was played.
    #[default]
    New,
    /// It ran out; `next` is what was to come.
    Dry {
        next: Next,
    },
    Playing {
        next: Next,
    },
}

/// Number and time stamp of the packet that should follow the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Next {
    number: i64,
    timestamp: u32,
}

impl JitterBuffer {
    /// A packet has come.
    pub(super) fn insert(&mut self, now: Instant, packet: Packet) {
        let number = self.sequence.extend(packet.sequence);
        if let State::Playing { next } | State::Dry { next } = self.state {
            if (number - next.number).abs() > JUMP_MAX {
                self.begin_anew();
            } else if number < next.number {
                // Too late to be played; but so late do packets come.
                self.lateness.add(now, packet.timestamp);
                return;
            }
        }
        self.lateness.add(now, packet.timestamp);
        self.step.see(number, packet.timestamp);
        self.waiting.insert(number, packet);
        while self.waiting.len() > WAITING_MAX {
            self.waiting.pop_first();
        }
    }

    /// What to play now; asked once for each 20 ms that nothing else is there for.
    pub(super) fn pull(&mut self) -> Due {
        let before = match self.state {
            State::Playing { next } => Some(next),
            State::New | State::Dry { .. } if self.depth() < self.target() => return Due::Nothing,
            State::New => {
                self.catch_up();
                None
            }
            State::Dry { next } => {
                self.catch_up();
                self.count_underrun(next);
                Some(next)
            }
        };
        match self.waiting.pop_first() {
            Some((number, packet)) => {
                let timestamp = packet.timestamp.wrapping_add(self.step.samples);
                self.state = State::Playing { next: Next { number: number + 1, timestamp } };
                Due::Packet { packet, fresh: before.is_none() }
            }
            None => {
                self.state = before.map_or(State::New, |next| State::Dry { next });
                Due::Nothing
            }
        }
    }

    /// Whether a frame is to be left out, given whether it is too quiet to be missed. Asked once for each that is played.
    pub(super) fn skips(&mut self, quiet: bool) -> bool {
        let excess = self.depth().saturating_sub(self.target());
        self.patience = if excess >= EXCESS { self.patience + 1 } else { 0 };
        let skips = excess >= EXCESS_MAX || quiet && self.patience > PATIENCE_FRAMES;
        if skips {
            self.patience = 0;
            self.breaks += u64::from(!quiet);
        }
        skips
    }

    /// How much sound waits, what is missing between it as well.
    pub(super) fn depth(&self) -> Duration {
        let first = self.waiting.first_key_value().map(|(number, _)| *number);
        let last = self.waiting.last_key_value().map(|(number, _)| *number);
        let packets = first.zip(last).map_or(0, |(first, last)| last - first + 1);
        let samples = packets * i64::from(self.step.samples);
        Duration::from_secs_f64(samples as f64 / f64::from(RATE_HZ))
    }

    /// How much should wait.
    pub(super) fn target(&self) -> Duration {
        self.lateness.target()
    }

    /// Times that it ran out although its sender went on, or was cut short where it could be heard.
    pub(super) fn breaks(&self) -> u64 {
        self.breaks
    }

    fn begin_anew(&mut self) {
        self.waiting.clear();
        (self.state, self.lateness, self.step) = (State::New, Lateness::default(), Step::default());
    }

    /// After a break all may come at once; what has become old is left out.
    fn catch_up(&mut self) {
        while self.depth() > self.target() + EXCESS_MAX {
            self.waiting.pop_first();
        }
    }

    /// A sender that goes on where it was has made no pause: the break was on the way.
    fn count_underrun(&mut self, next: Next) {
        let goes_on = |(number, packet): (&i64, &Packet)| {
            let packets = u32::try_from(number - next.number).unwrap_or(0);
            packet.timestamp == next.timestamp.wrapping_add(packets.wrapping_mul(self.step.samples))
        };
        self.breaks += u64::from(self.waiting.first_key_value().is_some_and(goes_on));
    }
}

/// 20 ms: nobody sends longer ones but to save bytes, and shorter ones are seen.
impl Default for Step {
    fn default() -> Self {
        Self { samples: FRAME_SAMPLES as u32, last: None }
    }
}

impl Step {
    fn see(&mut self, number: i64, timestamp: u32) {
        if let Some((before, at)) = self.last
            && number == before + 1
            && STEPS.contains(&timestamp.wrapping_sub(at))
        {
            self.samples = self.samples.min(timestamp.wrapping_sub(at));
        }
        self.last = Some((number, timestamp));
    }
}

#[cfg(test)]
mod tests;
