//! What is said of a room, and which texts are accepted for it.

use ilive_protocol::{limits, text, wire};

use super::open::Open;
use super::{Listing, Refusal};
use crate::Now;

/// # Errors
/// Not 1 to [`limits::TITLE_MAX_CHARS`] characters, or one that cannot be shown.
pub(super) fn checked_title(title: &str) -> Result<String, Refusal> {
    match title.chars().count() {
        1..=limits::TITLE_MAX_CHARS if text::is_plain(title) => Ok(title.to_owned()),
        chars => Err(Refusal::BadText { what: "bad_title", max: limits::TITLE_MAX_CHARS, chars }),
    }
}

/// # Errors
/// More than [`limits::NOTE_MAX_CHARS`] characters, or one that cannot be shown.
pub(super) fn checked_note(note: &str) -> Result<(), Refusal> {
    match note.chars().count() {
        0..=limits::NOTE_MAX_CHARS if text::is_plain(note) => Ok(()),
        chars => Err(Refusal::BadText { what: "bad_note", max: limits::NOTE_MAX_CHARS, chars }),
    }
}

impl Open {
    pub(super) fn info(&self) -> wire::RoomInfo {
        wire::RoomInfo { title: self.about.title.clone() }
    }

    pub(super) fn listing(&self) -> Listing {
        let (people, host_present) = self.people();
        Listing {
            title: self.about.title.clone(),
            host: self.about.owner.clone(),
            host_present,
            people,
            created_at_ms: self.about.created_at_ms,
            live: self.has_uplink(),
        }
    }

    pub(super) fn summary(&self, now: Now) -> wire::RoomSummary {
        let tally = self.about.tally;
        wire::RoomSummary {
            duration_ms: now.unix_ms.saturating_sub(self.about.created_at_ms),
            peak_people: tally.peak_people,
            total_people: tally.total_people,
            messages: tally.messages,
        }
    }

    pub(super) fn has_uplink(&self) -> bool {
        self.seats.values().any(|seat| !seat.uplinks.is_empty())
    }
}
