//! Who is heard: the loudest six of a room, by RFC 6464 levels, with hysteresis.
//!
//! [`Voices`] keeps one order of a room's voices; a viewer hears the first ones of it that are not its own, in slots that
//! do not move ([`VoiceSlots`]). Levels only move voices within the order, so with no more voices than slots everybody
//! is heard at once, silent or not, with levels or without.

mod loudness;
mod slots;
#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use crate::packet::TrackId;
use loudness::Loudness;
pub use slots::{SlotChange, VoiceSlots};

/// Voices that are forwarded.
pub const VOICES_MAX: usize = 6;
/// Places that are fought for: one more than are heard, since a speaker does not hear itself.
const PLACES: usize = VOICES_MAX + 1;
/// How much louder a voice must be, in dB, and for how long, to take the place before it. A syllable is shorter, a
/// sentence longer.
const MARGIN_DB: u8 = 6;
const HOLD: Duration = Duration::from_millis(300);
/// A voice that sends nothing for this long counts as silent. Opus with DTX sends every 400 ms.
const ABSENT: Duration = Duration::from_millis(500);

/// The voices of one room, in the order in which they are heard.
#[derive(Debug, Default)]
pub struct Voices {
    order: Vec<Voice>,
    /// Who has been louder than the last of the first n+1, for each n, and since when.
    challenges: [Option<Challenge>; PLACES],
}

#[derive(Debug)]
struct Voice {
    track: TrackId,
    loudness: Loudness,
    heard: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Challenge {
    by: TrackId,
    since: Instant,
}

impl Voices {
    /// A room without voices.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A packet came. `level` is the byte of RFC 6464 without its top bit: −dBov, 0 loudest, 127 silent. `true` when the
    /// order changed: [`VoiceSlots::update`] of the room's viewers is due then.
    pub fn packet(&mut self, track: TrackId, level: Option<u8>, now: Instant) -> bool {
        let joined = match self.order.iter_mut().find(|voice| voice.track == track) {
            Some(voice) => {
                voice.loudness.hear(level);
                voice.heard = now;
                false
            }
            None => {
                self.order.push(Voice { track, loudness: Loudness::new(level), heard: now });
                true
            }
        };
        self.contend(now) || joined
    }

    /// The track is muted, has ended, or lost its right: its place is free. `true` when it had one.
    pub fn remove(&mut self, track: TrackId) -> bool {
        let before = self.order.len();
        self.order.retain(|voice| voice.track != track);
        self.order.len() != before
    }

    /// The order in which voices are heard.
    pub fn order(&self) -> impl Iterator<Item = TrackId> {
        self.order.iter().map(|voice| voice.track)
    }

    /// For each number of places: the loudest outside may take the place of the quietest inside.
    fn contend(&mut self, now: Instant) -> bool {
        if self.order.len() <= 1 {
            return false;
        }
        let mut moved = false;
        for places in 1..=PLACES.min(self.order.len() - 1) {
            let loudness = |at: &usize| self.order[*at].loudness_at(now);
            let quietest = (0..places).min_by_key(loudness).expect("there is a place");
            let loudest = (places..self.order.len()).max_by_key(loudness).expect("somebody is outside");
            let by = self.order[loudest].track;
            let louder = loudness(&loudest) >= loudness(&quietest).saturating_add(MARGIN_DB);
            let challenge = &mut self.challenges[places - 1];
            match challenge.filter(|challenge| louder && challenge.by == by) {
                None => *challenge = louder.then_some(Challenge { by, since: now }),
                Some(Challenge { since, .. }) if now.saturating_duration_since(since) >= HOLD => {
                    *challenge = None;
                    self.order.swap(quietest, loudest);
                    moved = true;
                }
                Some(_) => {}
            }
        }
        moved
    }
}

impl Voice {
    fn loudness_at(&self, now: Instant) -> u8 {
        if now.saturating_duration_since(self.heard) > ABSENT { 0 } else { self.loudness.db() }
    }
}
