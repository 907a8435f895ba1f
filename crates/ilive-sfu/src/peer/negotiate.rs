//! Carrying out an offer: str0m answers it, and what it would send with becomes ours.

use std::time::Instant;

use str0m::Rtc;

use super::{Link, Peer};
use crate::Mid;
use crate::engine::Panicked;
use crate::leg::{Leg, Terms};
use crate::negotiation::{self, Answer, AudioBy, Broken, IceLogin, Plan, Rules, Senders};
use crate::offer_error::OfferError;
use crate::rtp::ExtensionIds;
use crate::sdp::{CodecTable, MAX_SECTIONS, Offer, Payload};
use crate::source::Kind;

/// Most outgoing streams in a peer's life. A leg stays when its section is replaced, since its SSRC is used under the key;
/// a client that replaces sections without end would have legs without end.
const LEGS_MAX: usize = 2 * MAX_SECTIONS;

impl Peer {
    /// Answers a later offer on the same connection. With [`Broken::Panicked`] the peer must be given up.
    pub(crate) fn renegotiate(
        &mut self,
        offer: &str,
        senders: Senders,
        now: Instant,
    ) -> Result<Answer, Broken> {
        let plan = Plan::new(offer, &senders, &self.rules()).map_err(Broken::Refused)?;
        plan.offer.follows(&self.offer).map_err(Broken::Refused)?;
        self.has_room(&plan).map_err(Broken::Refused)?;
        let answer = self.carry_out(plan, now)?;
        self.asked = senders;
        Ok(answer)
    }

    /// Restarts ICE under new credentials of the client, all else as it was offered last.
    pub(crate) fn restart_ice(&mut self, login: &IceLogin, now: Instant) -> Result<Answer, Broken> {
        if !login.is_sound() {
            return Err(Broken::Refused(OfferError::Syntax {
                what: "the ICE credentials are too short or too long",
            }));
        }
        let mut offer = self.offer.clone();
        offer.set_ice(&login.ufrag, &login.pwd);
        let plan = Plan::of(offer, &self.asked, &self.rules()).map_err(Broken::Refused)?;
        self.carry_out(plan, now)
    }

    fn has_room(&self, plan: &Plan) -> Result<(), OfferError> {
        let known = |mid: &Mid| self.legs.iter().any(|leg| leg.mid == *mid);
        let more = plan.slots().iter().filter(|(mid, _)| !known(mid)).count();
        if self.legs.len() + more > LEGS_MAX {
            return Err(OfferError::Inconsistent { what: "too many sections were replaced by others" });
        }
        Ok(())
    }

    fn rules(&self) -> Rules {
        let (send, receive) = self.gate.rights();
        Rules { send, receive, lacking: self.lacking }
    }

    pub(super) fn carry_out(&mut self, plan: Plan, now: Instant) -> Result<Answer, Broken> {
        self.lend_legs()?;
        let answered = self.rtc.run(|rtc| negotiation::answer(rtc, &plan))?;
        let slots = plan.slots();
        for (mid, kind) in &slots {
            self.open_leg(*mid, *kind, &plan, now)?;
        }
        self.take_legs()?;
        let sdp = answered.map_err(Broken::Refused)?;
        let creds = self.rtc.run(|rtc| rtc.direct_api().local_ice_credentials())?;
        self.ice = IceLogin { ufrag: creds.ufrag, pwd: creds.pass };
        let loudest = if self.audio_by == AudioBy::Loudest { self.audio_legs().count() } else { 0 };
        self.voices.grow(loudest);
        self.formats = plan.codecs.payloads.iter().cloned().map(Into::into).collect();
        (self.offer, self.senders) = (plan.offer, plan.senders);
        self.streams_negotiated()?;
        Ok(Answer { sdp, slots, senders: self.senders.clone(), ice: self.ice.clone() })
    }

    /// Gives str0m the outgoing streams that there are, so that its answer repeats them.
    fn lend_legs(&mut self) -> Result<(), Panicked> {
        let legs = &self.legs;
        self.rtc.run(|rtc| {
            for leg in legs {
                if rtc.media(leg.mid).is_some() {
                    rtc.direct_api().declare_stream_tx(leg.ssrc, leg.rtx, leg.mid, None);
                }
            }
        })
    }

    /// Takes all outgoing streams from str0m.
    fn take_legs(&mut self) -> Result<(), Panicked> {
        let legs = &self.legs;
        self.rtc.run(|rtc| {
            for leg in legs {
                rtc.direct_api().remove_stream_tx(leg.ssrc);
            }
        })
    }

    /// Makes a leg of what str0m answered for a section, or changes the one that there is.
    fn open_leg(&mut self, mid: Mid, kind: Kind, plan: &Plan, now: Instant) -> Result<(), Panicked> {
        let Some(terms) = self.rtc.run(|rtc| terms(rtc, mid, &plan.offer, &plan.codecs))? else {
            return Ok(());
        };
        if let Some(leg) = self.legs.iter_mut().find(|leg| leg.mid == mid) {
            leg.renegotiate(terms);
            return Ok(());
        }
        let made = self.rtc.run(|rtc| {
            let mut api = rtc.direct_api();
            api.stream_tx_by_mid(mid, None).map(|stream| (stream.ssrc(), stream.rtx()))
        })?;
        let Some((ssrc, rtx)) = made else { return Ok(()) };
        let mut leg = Leg::new(mid, kind, ssrc, rtx, terms, now);
        if let Link::Up(crypt) | Link::Lost(crypt) = &mut self.link {
            leg.set_keys(&mut crypt.outbound);
        }
        self.legs.push(leg);
        Ok(())
    }
}

/// What was agreed for a section.
fn terms(rtc: &Rtc, mid: Mid, offer: &Offer, codecs: &CodecTable) -> Option<Terms> {
    let media = rtc.media(mid)?;
    let section = offer.sections.iter().find(|section| Mid::from(section.mid.as_str()) == mid)?;
    let agreed = |payload: &&Payload| media.remote_pts().contains(&payload.pt.into());
    let mut extensions =
        ExtensionIds::negotiated(media.remote_extmap().iter().map(|(id, ext)| (id, ext.as_uri())));
    // Numbered once somebody reads the feedback that it makes the client send: bandwidth estimation.
    extensions.transport_sequence = None;
    Some(Terms { payloads: codecs.of(section).filter(agreed).cloned().collect(), extensions })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An offer to receive a voice and a video; the section of the video has this mid, and is given up with port 0.
    fn offer(mid: &str, port: u8) -> String {
        let offer = include_str!("../../../../fuzz/corpus/sdp/whip").replace("a=sendonly", "a=recvonly");
        let offer = offer.replace("a=mid:1", &format!("a=mid:{mid}"));
        let offer = offer.replace("m=video 9", &format!("m=video {port}"));
        offer
            .replace("BUNDLE 0 1", &if port == 0 { "BUNDLE 0".to_owned() } else { format!("BUNDLE 0 {mid}") })
    }

    #[test]
    fn sections_are_not_replaced_without_end() {
        let now = crate::testing::start();
        let config = crate::fuzzing::anybody();
        let (mut peer, _) = Peer::accept(&offer("v", 9), &Senders::Inferred, config, now).expect("an answer");
        let mut last = "v".to_owned();

        let replaced = (0..1000).take_while(|n| {
            peer.renegotiate(&offer(&last, 0), Senders::Inferred, now).expect("one may be given up");
            last = format!("v{n}");
            peer.renegotiate(&offer(&last, 9), Senders::Inferred, now).is_ok()
        });

        assert_eq!(replaced.count(), LEGS_MAX - 2);
        assert_eq!(peer.legs.len(), LEGS_MAX);
    }
}
