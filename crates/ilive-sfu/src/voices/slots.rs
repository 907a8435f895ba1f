//! The audio slots of one viewer.

use crate::packet::TrackId;

use super::VOICES_MAX;

/// Which voice each slot carries. A voice keeps its slot for as long as it is heard.
#[derive(Debug)]
pub struct VoiceSlots {
    slots: Vec<Option<TrackId>>,
    own: Option<TrackId>,
}

/// A slot carries somebody else now, or nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotChange {
    /// Index of the slot.
    pub slot: usize,
    /// Whom.
    pub track: Option<TrackId>,
}

impl VoiceSlots {
    /// `slots` empty ones, of which six are used at most, for a viewer whose own voice is `own`.
    #[must_use]
    pub fn new(slots: usize, own: Option<TrackId>) -> Self {
        Self { slots: vec![None; slots.min(VOICES_MAX)], own }
    }

    /// The viewer has begun or ceased to speak itself; [`VoiceSlots::update`] is due.
    pub fn set_own(&mut self, own: Option<TrackId>) {
        self.own = own;
    }

    /// More slots were negotiated; [`VoiceSlots::update`] is due.
    pub fn grow(&mut self, slots: usize) {
        let slots = slots.min(VOICES_MAX).max(self.slots.len());
        self.slots.resize(slots, None);
    }

    /// The slot that carries `track`.
    #[must_use]
    pub fn slot_of(&self, track: TrackId) -> Option<usize> {
        self.slots.iter().position(|slot| *slot == Some(track))
    }

    /// Follows [`super::Voices::order`]; gives the slots that changed.
    pub fn update(&mut self, order: impl Iterator<Item = TrackId>) -> Vec<SlotChange> {
        let own = self.own;
        let heard: Vec<TrackId> = order.filter(|track| Some(*track) != own).take(self.slots.len()).collect();
        let before = self.slots.clone();
        for slot in &mut self.slots {
            *slot = slot.filter(|track| heard.contains(track));
        }
        for track in heard {
            if self.slot_of(track).is_none() {
                let free = self.slots.iter().position(Option::is_none).expect("no more are heard than slots");
                self.slots[free] = Some(track);
            }
        }
        let changed =
            before.iter().zip(&self.slots).enumerate().filter(|(_, (before, after))| before != after);
        changed.map(|(slot, (_, track))| SlotChange { slot, track: *track }).collect()
    }
}
