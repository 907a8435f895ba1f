//! One media connection: str0m for ICE, DTLS and what the client sends; our own legs for what it receives.
//!
//! # Who sends SRTCP under the key
//!
//! str0m and we seal under the same key, and a nonce is (SSRC, index). str0m sends RTP and sender reports only for its
//! send streams, and takes the SSRC of one of them for its receiver reports, NACKs and PLIs, else a random one of its
//! own. So its send streams, which it makes when it answers, are taken from it at once: their SSRCs are in the answer
//! and are ours alone. They are lent back for the moment of a later answer, so that it repeats them. Our SRTCP index
//! counts from the middle of its range besides ([`crate::srtp`]), so that even an SSRC that it drew twice would not do.

mod negotiate;
mod streams;

use std::fmt;
use std::time::Instant;

use ilive_protocol::TinyId;
use str0m::format::Codec as RtcCodec;

use crate::Mid;
use crate::engine::Engine;
use crate::frame::Codec;
use crate::keys::Tap;
use crate::leg::Leg;
use crate::negotiation::{
    self, Answer, AudioBy, Broken, IceLogin, Lacking, PeerConfig, Plan, Rules, Senders,
};
use crate::offer_error::OfferError;
use crate::pace::Pace;
use crate::path::Paths;
use crate::rights::Gate;
use crate::run::Queue;
use crate::sdp::{Offer, Payload};
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
    pub(crate) pace: Pace,
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
            pace: Pace::default(),
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
