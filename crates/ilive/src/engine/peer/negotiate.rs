//! Offers after the first, answers, and the way that an answer opens.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use ilive_protocol::limits::SLOTS_MAX;
use ilive_session::io::{EngineEvent, Path};
use str0m::change::SdpAnswer;
use str0m::media::Mid;

use super::super::offer::Offered;
use super::super::route::Route;
use super::{Negotiation, PathState, Peer, turn};

/// Slots that are added at a time where all are in use.
const MORE_PICTURES: usize = 3;
/// An offer without an answer for this long is not answered any more (E.11: one try of a request).
const ANSWER: Duration = Duration::from_secs(10);

impl Peer {
    /// Where all slots show somebody, there may be more to be seen: nobody but the server knows.
    pub(super) fn look_for_room(&mut self, slots: Vec<(Mid, bool)>) {
        note(&mut self.shown, slots);
        if !self.sections.lack(self.shown.len() + 1) {
            return;
        }
        self.pictures = self.pictures.max(self.shown.len() + MORE_PICTURES);
    }

    /// Offers what has been asked for since the last offer, once that one is answered.
    pub(super) fn offer_again(&mut self, now: Instant) {
        let awaited = match self.negotiation {
            Negotiation::Offered { since, .. } => now.saturating_duration_since(since) < ANSWER,
            Negotiation::Settled => false,
        };
        if awaited || !(self.restart || self.sections.lack(self.pictures)) {
            return;
        }
        let restart = std::mem::take(&mut self.restart);
        let Some(Offered { offer, pending }) = self.sections.again(&mut self.rtc, self.pictures, restart)
        else {
            return;
        };
        self.negotiation = Negotiation::Offered { pending, since: now };
        self.tell(EngineEvent::Offer(self.no, Ok(offer)));
    }

    pub(super) fn take_answer(&mut self, now: Instant, sdp: &str) {
        let Negotiation::Offered { pending, .. } =
            std::mem::replace(&mut self.negotiation, Negotiation::Settled)
        else {
            return;
        };
        let taken = SdpAnswer::from_sdp_string(sdp).map_err(|error| error.to_string()).and_then(|answer| {
            self.rtc.sdp_api().accept_answer(pending, answer).map_err(|error| error.to_string())
        });
        if let Err(why) = taken {
            tracing::warn!(peer = self.no.0, %why, "the answer cannot be taken");
            return self.tell(EngineEvent::BadAnswer(self.no));
        }
        let _ = self.rtc.handle_input(str0m::Input::Timeout(now));
        self.find_way(sdp);
    }

    /// A socket that reaches the server's addresses; they stand in the answer.
    fn find_way(&mut self, sdp: &str) {
        let theirs = turn::addresses(sdp);
        match &mut self.route {
            Some(route) => route.renew(&theirs),
            None => match Route::open(&theirs) {
                Ok(route) => self.route = Some(route),
                Err(error) => {
                    tracing::warn!(peer = self.no.0, %error, "no way to the server's addresses");
                    return self.tell_path(PathState::Failed, Path::IceFailed);
                }
            },
        }
        for address in self.route.iter().flat_map(Route::addresses) {
            if let Ok(candidate) = str0m::Candidate::host(address, "udp") {
                self.rtc.add_local_candidate(candidate);
            }
        }
    }
}

/// Notes which slots show somebody. More than a connection has are not believed.
fn note(shown: &mut BTreeSet<Mid>, slots: Vec<(Mid, bool)>) {
    for (mid, shows) in slots {
        if !shows {
            shown.remove(&mid);
        } else if shown.len() < SLOTS_MAX {
            shown.insert(mid);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_slots_than_a_connection_has_are_not_believed() {
        let slots = |numbers: std::ops::Range<usize>, shows| {
            numbers.map(|number| (Mid::from(number.to_string().as_str()), shows)).collect::<Vec<_>>()
        };
        let mut shown = BTreeSet::new();

        note(&mut shown, slots(0..SLOTS_MAX + 9, true));
        assert_eq!(shown.len(), SLOTS_MAX);
        note(&mut shown, [slots(0..SLOTS_MAX, true), slots(0..5, false), slots(100..103, true)].concat());

        assert_eq!(shown.len(), SLOTS_MAX - 2, "what shows nothing any more makes room");
    }
}
