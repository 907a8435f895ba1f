//! Rooms that speak, in packets of 20 ms.

use std::time::{Duration, Instant};

use super::*;
use crate::testing::start;

const PACKET: Duration = Duration::from_millis(20);
const SPEECH: Option<u8> = Some(30);
const MURMUR: Option<u8> = Some(50);
const SILENCE: Option<u8> = Some(127);

/// A room and one viewer of it, who does not speak.
struct Room {
    now: Instant,
    voices: Voices,
    slots: VoiceSlots,
    changes: Vec<SlotChange>,
}

impl Room {
    fn new() -> Self {
        let (now, voices, slots) = (start(), Voices::new(), VoiceSlots::new(8, None));
        Self { now, voices, slots, changes: Vec::new() }
    }

    /// All of them send for a while, each at a level.
    fn speak(&mut self, time: Duration, levels: &[Option<u8>]) {
        for _ in 0..time.as_millis() / PACKET.as_millis() {
            for (track, level) in (1..).zip(levels) {
                self.packet(track, *level);
            }
            self.now += PACKET;
        }
    }

    fn packet(&mut self, track: u64, level: Option<u8>) {
        if self.voices.packet(TrackId(track), level, self.now) {
            self.changes.extend(self.slots.update(self.voices.order()));
        }
    }

    fn heard(&self) -> Vec<u64> {
        let mut heard: Vec<u64> =
            (1..100).filter(|track| self.slots.slot_of(TrackId(*track)).is_some()).collect();
        heard.sort_unstable();
        heard
    }
}

#[test]
fn a_voice_takes_a_free_slot_with_its_first_packet() {
    for (case, level) in [("loud", SPEECH), ("silent", SILENCE), ("without levels", None)] {
        let mut room = Room::new();

        room.packet(1, level);

        assert_eq!(room.changes, [SlotChange { slot: 0, track: Some(TrackId(1)) }], "{case}");
    }
}

#[test]
fn six_voices_are_heard_whatever_their_levels() {
    let mut room = Room::new();

    room.speak(Duration::from_secs(60), &[SPEECH, SILENCE, None, MURMUR, SILENCE, SPEECH]);

    assert_eq!(room.heard(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(room.changes.len(), 6, "each took its slot once");
}

#[test]
fn the_seventh_is_heard_when_it_is_clearly_louder() {
    for (case, seventh, heard) in [
        ("silent", SILENCE, [1, 2, 3, 4, 5, 6]),
        ("a little louder than the quietest", Some(46), [1, 2, 3, 4, 5, 6]),
        ("clearly louder", SPEECH, [1, 2, 3, 4, 5, 7]),
        ("without levels, taken for soft speech", None, [1, 2, 3, 4, 5, 6]),
    ] {
        let mut room = Room::new();
        let six = [SPEECH, SPEECH, SPEECH, SPEECH, SPEECH, MURMUR];

        room.speak(Duration::from_secs(2), &[&six[..], &[seventh]].concat());

        assert_eq!(room.heard(), heard, "{case}");
    }
}

#[test]
fn a_change_touches_one_slot() {
    let mut room = Room::new();
    let six = [SPEECH, MURMUR, SPEECH, SPEECH, SPEECH, SPEECH];
    room.speak(Duration::from_secs(2), &[&six[..], &[SILENCE]].concat());
    room.changes.clear();

    room.speak(Duration::from_secs(2), &[&six[..], &[SPEECH]].concat());

    assert_eq!(room.changes, [SlotChange { slot: 1, track: Some(TrackId(7)) }]);
}

#[test]
fn voices_that_are_nearly_equal_do_not_flap() {
    let mut room = Room::new();
    room.speak(PACKET, &[SPEECH; 12]);
    room.changes.clear();

    for turn in 0..600u64 {
        let levels: Vec<_> = (0..12).map(|voice| Some(28 + ((turn * 7 + voice * 5) % 5) as u8)).collect();
        room.speak(Duration::from_millis(100), &levels);
    }

    assert_eq!(room.changes, [], "in a minute");
}

#[test]
fn a_cough_takes_no_slot() {
    let mut room = Room::new();
    room.speak(Duration::from_secs(1), &[MURMUR, MURMUR, MURMUR, MURMUR, MURMUR, MURMUR, SILENCE]);
    room.changes.clear();

    room.speak(Duration::from_millis(100), &[MURMUR, MURMUR, MURMUR, MURMUR, MURMUR, MURMUR, Some(0)]);
    room.speak(Duration::from_secs(1), &[MURMUR, MURMUR, MURMUR, MURMUR, MURMUR, MURMUR, SILENCE]);

    assert_eq!(room.changes, []);
}

#[test]
fn who_stops_sending_gives_way_to_who_speaks() {
    let mut room = Room::new();
    room.speak(Duration::from_secs(1), &[SPEECH; 7]);
    assert_eq!(room.heard(), [1, 2, 3, 4, 5, 6]);

    for _ in 0..100 {
        for track in 2..=7 {
            room.packet(track, SPEECH);
        }
        room.now += PACKET;
    }

    assert_eq!(room.heard(), [2, 3, 4, 5, 6, 7]);
}

#[test]
fn a_slot_that_is_free_again_goes_to_the_next_at_once() {
    let mut room = Room::new();
    room.speak(Duration::from_secs(1), &[SPEECH; 7]);

    assert!(room.voices.remove(TrackId(3)));
    let changes = room.slots.update(room.voices.order());

    assert_eq!(changes, [SlotChange { slot: 2, track: Some(TrackId(7)) }]);
    assert!(!room.voices.remove(TrackId(3)), "it is gone");
}

#[test]
fn nobody_hears_itself() {
    let mut room = Room::new();
    room.speak(Duration::from_secs(1), &[SPEECH; 7]);
    let mut speaker = VoiceSlots::new(6, Some(TrackId(2)));
    speaker.update(room.voices.order());

    let heard: Vec<u64> = (1..=7).filter(|track| speaker.slot_of(TrackId(*track)).is_some()).collect();
    assert_eq!(heard, [1, 3, 4, 5, 6, 7], "six others");

    speaker.set_own(None);
    assert_eq!(speaker.update(room.voices.order()), [SlotChange { slot: 5, track: Some(TrackId(2)) }]);
}

#[test]
fn a_viewer_with_few_slots_hears_the_loudest() {
    let mut room = Room::new();
    room.slots = VoiceSlots::new(2, None);

    room.speak(Duration::from_secs(2), &[MURMUR, SILENCE, SPEECH, SILENCE, Some(20)]);
    assert_eq!(room.heard(), [3, 5]);

    room.slots.grow(4);
    room.slots.update(room.voices.order());
    assert_eq!(room.heard().len(), 4);
}
