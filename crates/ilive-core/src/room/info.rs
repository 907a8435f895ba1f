//! What is said of a room, and which texts are accepted for it.

use ilive_protocol::{limits, wire};

use super::open::Open;
use super::{Listing, Refusal};
use crate::Now;

/// # Errors
/// Not 1 to 80 characters.
pub(super) fn checked_title(title: &str) -> Result<String, Refusal> {
    match title.chars().count() {
        1..=limits::TITLE_MAX_CHARS => Ok(title.to_owned()),
        _ => Err(Refusal::BadValue { what: "bad_title", why: "a title has 1 to 80 characters" }),
    }
}

/// # Errors
/// More than 160 characters.
pub(super) fn checked_note(note: &str) -> Result<(), Refusal> {
    if note.chars().count() <= limits::NOTE_MAX_CHARS {
        return Ok(());
    }
    Err(Refusal::BadValue { what: "bad_note", why: "a note or a reason has at most 160 characters" })
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
