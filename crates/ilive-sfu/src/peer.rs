//! One media connection: str0m for ICE, DTLS and what the client sends; our own legs for what it receives.
//!
//! # Who sends SRTCP under the key
//!
//! str0m and we seal under the same key, and a nonce is (SSRC, index). str0m sends RTP and sender reports only for its
//! send streams, and takes the SSRC of one of them for its receiver reports, NACKs and PLIs, else a random one of its
//! own. So its send streams, which it makes when it answers, are taken from it at once: their SSRCs are in the answer
//! and are ours alone. They are lent back for the moment of a later answer, so that it repeats them. Our SRTCP index
//! counts from the middle of its range besides ([`crate::srtp`]), so that even an SSRC that it drew twice would not do.

mod streams;

use std::fmt;
use std::time::Instant;

use ilive_protocol::TinyId;
use str0m::Rtc;
use str0m::format::Codec as RtcCodec;

use crate::Mid;
use crate::engine::{Engine, Panicked};
use crate::frame::Codec;
use crate::keys::Tap;
use crate::leg::{Leg, Terms};
use crate::negotiation::{
    self, Answer, AudioBy, Broken, IceLogin, Lacking, PeerConfig, Plan, Rules, Senders,
};
use crate::offer_error::OfferError;
use crate::path::Paths;
use crate::rights::Gate;
use crate::rtp::ExtensionIds;
use crate::run::Queue;
use crate::sdp::{CodecTable, MAX_SECTIONS, Offer, Payload};
use crate::source::{Kind, PeerId, RoomHandle, Source};
use crate::srtp::{Inbound, Outbound};
use crate::track::{Incoming, TrackKey};
use crate::voices::VoiceSlots;
use streams::Streams;

/// A media connection, made on the control side and then moved to its media thread.
pub struct Peer {
    pub(crate) id: PeerId,
    pub(crate) tiny: TinyId,
    pub(crate) room: RoomHandle,
    pub(crate) audio_by: AudioBy,
    pub(crate) rtc: Engine,
    pub(crate) tap: Tap,
    pub(crate) gate: Gate,
    pub(crate) paths: Paths,
    pub(crate) ice: IceLogin,
    pub(crate) legs: Vec<Leg>,
    pub(crate) queue: Queue,
    pub(crate) link: Link,
    pub(crate) voices: VoiceSlots,
    pub(crate) incoming: Vec<Incoming>,
    pub(crate) made: Instant,
    /// When it last went to another thread.
    pub(crate) moved: Option<Instant>,
    streams: Streams,
    formats: Vec<std::sync::Arc<Payload>>,
    senders: Vec<(Mid, Source)>,
    asked: Senders,
    lacking: Lacking,
    offer: Offer,
}

/// How far the connection is.
#[derive(Debug)]
pub(crate) enum Link {
    /// ICE or DTLS is under way.
    Opening,
    /// Media flows.
    Up(Box<Crypt>),
    /// Nothing has proved consent for a while: nothing is sent.
    Lost(Box<Crypt>),
}

/// Our own contexts under the keys of the handshake.
#[derive(Debug)]
pub(crate) struct Crypt {
    pub(crate) outbound: Outbound,
    pub(crate) inbound: Inbound,
}

/// Most outgoing streams in a peer's life. A leg stays when its section is replaced, since its SSRC is used under the key;
/// a client that replaces sections without end would have legs without end.
const LEGS_MAX: usize = 2 * MAX_SECTIONS;

impl Peer {
    /// Answers an offer. The peer is then given to a worker, before the answer goes to the client.
    ///
    /// # Errors
    /// [`OfferError`] says what is wrong with the offer and has the contract's code.
    pub fn accept(
        offer: &str,
        senders: &Senders,
        config: PeerConfig,
        now: Instant,
    ) -> Result<(Box<Self>, Answer), OfferError> {
        let rules = Rules { send: config.send, receive: config.receive, lacking: config.lacking };
        let plan = Plan::new(offer, senders, &rules)?;
        let (rtc, tap) =
            Engine::build(|| negotiation::build_rtc(&plan, &config, now)).map_err(Broken::from)?;
        let mut peer = Box::new(Self {
            id: config.peer,
            tiny: config.tiny,
            room: config.room,
            audio_by: config.audio_by,
            rtc,
            tap,
            gate: Gate::new(config.send, config.receive),
            paths: Paths::new(config.candidates),
            ice: IceLogin { ufrag: String::new(), pwd: String::new() },
            legs: Vec::new(),
            queue: Queue::default(),
            link: Link::Opening,
            voices: VoiceSlots::new(0, None),
            incoming: Vec::new(),
            made: now,
            moved: None,
            streams: Streams::default(),
            formats: Vec::new(),
            senders: Vec::new(),
            asked: senders.clone(),
            lacking: config.lacking,
            offer: plan.offer.clone(),
        });
        let answer = peer.carry_out(plan, now)?;
        Ok((peer, answer))
    }

    /// The peer's number.
    #[must_use]
    pub fn id(&self) -> PeerId {
        self.id
    }

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

    fn carry_out(&mut self, plan: Plan, now: Instant) -> Result<Answer, Broken> {
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

    /// The audio legs that the loudest voices share, by slot.
    pub(crate) fn audio_legs(&self) -> impl Iterator<Item = usize> {
        let legs = self.legs.iter().enumerate();
        legs.filter(|(_, leg)| leg.kind == Kind::Audio).map(|(index, _)| index)
    }

    /// The format of a payload type that the client sends.
    pub(crate) fn format(&self, payload_type: u8) -> Option<&std::sync::Arc<Payload>> {
        self.formats.iter().find(|payload| payload.pt == payload_type)
    }

    pub(crate) fn key(&self, source: Source) -> TrackKey {
        TrackKey { room: self.room, tiny: self.tiny, source }
    }

    /// Whether it may ever send. One that may not is a player, and hears its own user's voice like any other.
    pub(crate) fn has_senders(&self) -> bool {
        !self.senders.is_empty()
    }

    pub(crate) fn crypt(&mut self) -> Option<&mut Crypt> {
        match &mut self.link {
            Link::Opening => None,
            Link::Up(crypt) | Link::Lost(crypt) => Some(crypt),
        }
    }
}

impl IceLogin {
    /// RFC 8839 section 5.4: 4 to 256 and 22 to 256 characters of ALPHA, DIGIT, `+` and `/`.
    fn is_sound(&self) -> bool {
        let chars = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'));
        (4..=256).contains(&self.ufrag.len())
            && (22..=256).contains(&self.pwd.len())
            && chars(&self.ufrag)
            && chars(&self.pwd)
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

/// How the payload of a codec is packed.
pub(crate) fn packing(codec: RtcCodec) -> Codec {
    match codec {
        RtcCodec::Vp8 => Codec::Vp8,
        RtcCodec::H264 => Codec::H264,
        RtcCodec::Vp9 => Codec::Vp9,
        RtcCodec::Av1 => Codec::Av1,
        _ => Codec::Opus,
    }
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Peer").field("id", &self.id).field("link", &self.link).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An offer to receive a voice and a video; the section of the video has this mid, and is given up with port 0.
    fn offer(mid: &str, port: u8) -> String {
        let offer = include_str!("../../../fuzz/corpus/sdp/whip").replace("a=sendonly", "a=recvonly");
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
