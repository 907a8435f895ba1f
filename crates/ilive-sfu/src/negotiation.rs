//! Answering an offer: done on the control side, before the peer is moved to its media thread, and again on that thread
//! for a new offer of a peer that lives there.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use ilive_protocol::{Code, TinyId};
use str0m::change::SdpOffer;
use str0m::rtp::{Extension, ExtensionMap};
use str0m::{Candidate, Rtc};

use crate::Mid;
use crate::keys::{self, Identity, Tap};
use crate::sdp::{CodecTable, Direction, Offer};
use crate::source::{Kind, PeerId, RoomHandle, Source, Sources};

/// What the server knows of a peer when its offer comes.
#[derive(Debug, Clone)]
pub struct PeerConfig {
    /// Its number.
    pub peer: PeerId,
    /// Whose media it carries.
    pub tiny: TinyId,
    /// Where.
    pub room: RoomHandle,
    /// The process's certificate.
    pub identity: Identity,
    /// The addresses that the answer names; one at least.
    pub candidates: Vec<SocketAddr>,
    /// What it may send now.
    pub send: Sources,
    /// What it may receive now.
    pub receive: Sources,
    /// What becomes of sections whose right is lacking.
    pub lacking: Lacking,
    /// Who says what its audio slots carry.
    pub audio_by: AudioBy,
}

/// What becomes of sections whose right is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// They are answered as the others: a right may come later, and packets are judged one by one. For members.
    Kept,
    /// They are answered `inactive`, and an offer with nothing left is refused. For WHIP and WHEP.
    Inactive,
}

/// Who says what the audio slots of a peer carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AudioBy {
    /// The loudest voices of the room. For members.
    Loudest,
    /// [`crate::Command::SetSlot`], as for video. For WHEP.
    Command,
}

/// Which source each sending section carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Senders {
    /// As the client says. A sending section that is not named sends nothing.
    Named(Vec<(Mid, Source)>),
    /// The first audio is voice, the first video main, the second aux. For WHIP.
    Inferred,
}

/// What goes back to the client, and what its sections are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The SDP.
    pub sdp: String,
    /// Sections that can show something, in order.
    pub slots: Vec<(Mid, Kind)>,
    /// Sections that send, with their sources.
    pub senders: Vec<(Mid, Source)>,
    /// Our ICE credentials, for an answer that is only them (WHIP's restart by PATCH).
    pub ice: IceLogin,
}

/// ICE credentials (RFC 8839 section 5.4).
#[derive(Clone, PartialEq, Eq)]
pub struct IceLogin {
    /// `a=ice-ufrag`.
    pub ufrag: String,
    /// `a=ice-pwd`.
    pub pwd: String,
}

impl std::fmt::Debug for IceLogin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IceLogin").field("ufrag", &self.ufrag).finish_non_exhaustive()
    }
}

/// Why an offer was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OfferError {
    /// Over [`crate::sdp::MAX_BYTES`].
    #[error("the offer has {bytes} bytes, 262144 are taken")]
    TooLarge {
        /// How many.
        bytes: usize,
    },
    /// Over [`crate::sdp::MAX_LINE_BYTES`].
    #[error("a line of the offer has {bytes} bytes, 4096 are taken")]
    LongLine {
        /// How many.
        bytes: usize,
    },
    /// Over [`crate::sdp::MAX_SECTIONS`].
    #[error("the offer has {sections} media sections, 64 are taken")]
    TooManySections {
        /// How many.
        sections: usize,
    },
    /// Over [`crate::sdp::MAX_CANDIDATES`].
    #[error("the offer has {candidates} candidates, 64 are taken")]
    TooManyCandidates {
        /// How many.
        candidates: usize,
    },
    /// Over [`crate::sdp::MAX_RIDS`], or one has a name that is not 1 to 8 printable characters.
    #[error("a section has {layers} simulcast layers; 3 with short names are taken")]
    Layers {
        /// How many.
        layers: usize,
    },
    /// Not SDP, or not of a kind that WebRTC uses.
    #[error("the offer cannot be read: {what}")]
    Syntax {
        /// What is wrong with it.
        what: &'static str,
    },
    /// It reads well and does not hold together.
    #[error("the offer does not hold together: {what}")]
    Inconsistent {
        /// What is wrong with it.
        what: String,
    },
    /// There is no `m=` line.
    #[error("the offer has no media section")]
    NoSections,
    /// Over 127, no number, or one that means two things.
    #[error("payload type {value:?} is over 127, no number, or used for two codecs")]
    PayloadType {
        /// As it stands in the offer.
        value: String,
    },
    /// A mid that cannot be used.
    #[error("mid {mid:?} {why}")]
    Mid {
        /// Which.
        mid: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Several sections that do not share one transport.
    #[error("the sections are not in one BUNDLE group")]
    NoBundle,
    /// None with SHA-256 or better.
    #[error("there is no certificate fingerprint with SHA-256, SHA-384 or SHA-512")]
    Fingerprint,
    /// `senders` does not fit the sections.
    #[error("the sender {mid:?} {why}")]
    Sender {
        /// Which.
        mid: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Neither Opus nor VP8, H264, VP9 or AV1.
    #[error("there is no codec that both sides know: Opus, VP8, H264, VP9 and AV1 are forwarded")]
    NoCodec,
    /// With [`Lacking::Inactive`]: the rights allow none of the sections.
    #[error("the rights allow none of the sections")]
    NoRight {
        /// The first right that is lacking, as the contract's sub-reason.
        lack: &'static str,
    },
}

impl OfferError {
    /// The contract's number.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::NoRight { .. } => Code::ServerNoPermission,
            _ => Code::ServerInvalidArgument,
        }
    }

    /// The contract's stable word.
    #[must_use]
    pub fn sub_reason(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "sdp_too_large",
            Self::LongLine { .. } => "sdp_long_line",
            Self::TooManySections { .. } => "sdp_sections",
            Self::TooManyCandidates { .. } => "sdp_candidates",
            Self::Layers { .. } => "sdp_layers",
            Self::Syntax { .. } => "sdp_syntax",
            Self::Inconsistent { .. } => "sdp_inconsistent",
            Self::NoSections => "sdp_no_media",
            Self::PayloadType { .. } => "sdp_payload_type",
            Self::Mid { .. } => "sdp_mid",
            Self::NoBundle => "sdp_bundle",
            Self::Fingerprint => "sdp_fingerprint",
            Self::Sender { .. } => "sdp_sender",
            Self::NoCodec => "no_codec",
            Self::NoRight { lack } => lack,
        }
    }
}

/// An offer with its sections' parts settled: what [`crate::Peer`] is made or changed with.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) offer: Offer,
    pub(crate) codecs: CodecTable,
    pub(crate) senders: Vec<(Mid, Source)>,
}

impl Plan {
    /// Reads and vets an offer and settles who sends what.
    pub(crate) fn new(text: &str, senders: &Senders, rules: &Rules) -> Result<Self, OfferError> {
        Self::of(Offer::parse(text)?, senders, rules)
    }

    pub(crate) fn of(mut offer: Offer, senders: &Senders, rules: &Rules) -> Result<Self, OfferError> {
        let codecs = offer.codecs()?;
        for section in &mut offer.sections {
            section.rejected |= section.kind().is_some() && codecs.of(section).next().is_none();
        }
        let senders = match senders {
            Senders::Named(named) => check_named(&offer, named)?,
            Senders::Inferred => infer(&offer),
        };
        let had_any = offer.sections.iter().any(|s| !s.rejected && s.kind().is_some());
        let mut plan = Self { offer, codecs, senders };
        let lack = plan.settle_directions(rules);
        let left = plan.offer.sections.iter().any(|s| !s.rejected && s.direction != Direction::Inactive);
        match lack {
            Some(lack) if had_any && !left => Err(OfferError::NoRight { lack }),
            _ => Ok(plan),
        }
    }

    /// Takes from each section what it may not, or cannot, do; says which right was missing first.
    fn settle_directions(&mut self, rules: &Rules) -> Option<&'static str> {
        let mut lack = None;
        for section in &mut self.offer.sections {
            let Some(kind) = section.kind() else { continue };
            let source =
                self.senders.iter().find(|(mid, _)| *mid == section.mid.as_str().into()).map(|(_, s)| *s);
            let mut sends = section.direction.sends() && source.is_some();
            // str0m does not send where layers are received.
            let mut receives = section.direction.receives() && (!sends || section.rids.is_empty());
            if rules.lacking == Lacking::Inactive {
                if let Some(source) = source.filter(|source| sends && !rules.send.has(*source)) {
                    sends = false;
                    lack.get_or_insert(lack_send(source));
                }
                if receives && !can_receive(kind, rules.receive) {
                    receives = false;
                    lack.get_or_insert(lack_receive(kind));
                }
            }
            section.direction = Direction::new(sends, receives);
        }
        let offer = &self.offer;
        self.senders.retain(|(mid, _)| {
            offer
                .sections
                .iter()
                .any(|s| mid == &Mid::from(s.mid.as_str()) && s.direction.sends() && !s.rejected)
        });
        lack
    }

    /// The sections that can show something.
    pub(crate) fn slots(&self) -> Vec<(Mid, Kind)> {
        let open = self.offer.sections.iter().filter(|s| !s.rejected && s.direction.receives());
        open.filter_map(|s| s.kind().map(|kind| (s.mid.as_str().into(), kind))).collect()
    }
}

/// The rights that a plan is made under.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) send: Sources,
    pub(crate) receive: Sources,
    pub(crate) lacking: Lacking,
}

fn can_receive(kind: Kind, receive: Sources) -> bool {
    Source::ALL.into_iter().any(|source| source.kind() == kind && receive.has(source))
}

fn lack_send(source: Source) -> &'static str {
    match source {
        Source::Audio => "lack_send_audio",
        Source::Main => "lack_send_video",
        Source::Aux => "lack_send_aux",
    }
}

fn lack_receive(kind: Kind) -> &'static str {
    match kind {
        Kind::Audio => "lack_recv_audio",
        Kind::Video => "lack_recv_video",
    }
}

fn check_named(offer: &Offer, named: &[(Mid, Source)]) -> Result<Vec<(Mid, Source)>, OfferError> {
    let mut taken = Sources::NONE;
    for (mid, source) in named {
        let refused = |why| OfferError::Sender { mid: mid.to_string(), why };
        let section = offer.sections.iter().find(|section| Mid::from(section.mid.as_str()) == *mid);
        let section = section.ok_or_else(|| refused("is no section of the offer"))?;
        if section.kind() != Some(source.kind()) {
            return Err(refused("is not of its source's kind"));
        }
        if taken.has(*source) || named.iter().filter(|(other, _)| other == mid).count() > 1 {
            return Err(refused("is named twice, or its source is"));
        }
        taken = taken.with(*source, true);
    }
    Ok(named.to_vec())
}

fn infer(offer: &Offer) -> Vec<(Mid, Source)> {
    let mut free = vec![Source::Audio, Source::Main, Source::Aux];
    let sending = offer.sections.iter().filter(|s| !s.rejected && s.direction.sends());
    sending
        .filter_map(|section| {
            let at = free.iter().position(|source| Some(source.kind()) == section.kind())?;
            Some((section.mid.as_str().into(), free.remove(at)))
        })
        .collect()
}

/// Makes the connection that will answer `plan`.
pub(crate) fn build_rtc(plan: &Plan, config: &PeerConfig, now: Instant) -> (Rtc, Tap) {
    let expected = plan.offer.fingerprints.clone();
    let (mut rtc, tap) = config.identity.tapped(expected, || {
        let mut builder = Rtc::builder()
            .set_rtp_mode(true)
            .set_ice_lite(true)
            .set_crypto_provider(keys::provider())
            .set_dtls_cert(config.identity.cert())
            // The tap verifies, against all fingerprints of the offer.
            .set_fingerprint_verification(false)
            .set_stats_interval(None)
            .set_extension_map(extensions())
            .clear_codecs();
        let codecs = builder.codec_config();
        for p in &plan.codecs.payloads {
            codecs.add_config(p.pt.into(), p.rtx.map(Into::into), p.codec, p.clock(), p.channels(), p.format);
        }
        builder.build(now)
    });
    for address in &config.candidates {
        if let Ok(candidate) = Candidate::host(*address, "udp") {
            rtc.add_local_candidate(candidate);
        }
    }
    (rtc, tap)
}

/// What is read from publishers and what is sent to viewers, under ids that each offer may change.
fn extensions() -> ExtensionMap {
    let mut map = ExtensionMap::empty();
    for (id, extension) in [
        (1, Extension::AudioLevel),
        (3, Extension::TransportSequenceNumber),
        (4, Extension::RtpMid),
        (10, Extension::RtpStreamId),
        (11, Extension::RepairedRtpStreamId),
        (13, Extension::VideoOrientation),
    ] {
        map.set(id, extension);
    }
    map
}

/// Has str0m answer. What it is given was written by [`Offer::to_text`]; should it panic all the same, the offer is
/// refused and the connection must be given up.
pub(crate) fn answer(rtc: &mut Rtc, plan: &Plan) -> Result<String, Broken> {
    let text = plan.offer.to_text(&plan.codecs);
    let answered = catch_unwind(AssertUnwindSafe(|| {
        let offer = SdpOffer::from_sdp_string(&text).map_err(|error| error.to_string())?;
        rtc.sdp_api()
            .accept_offer(offer)
            .map(|answer| answer.to_sdp_string())
            .map_err(|error| error.to_string())
    }));
    let sdp = match answered {
        Ok(Ok(sdp)) => sdp,
        Ok(Err(what)) => return Err(Broken::Refused(OfferError::Inconsistent { what: short(&what) })),
        Err(_) => return Err(Broken::Panicked),
    };
    if plan.offer.bundled {
        return Ok(sdp);
    }
    // A client that offered no group is not answered with one.
    Ok(sdp.split_inclusive("\r\n").filter(|line| !line.starts_with("a=group:")).collect())
}

/// Why str0m gave no answer.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It said why; what it had before may go on.
    Refused(OfferError),
    /// Its state can no longer be trusted.
    Panicked,
}

impl From<Broken> for OfferError {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Refused(error) => error,
            Broken::Panicked => Self::Inconsistent { what: "it cannot be answered".to_owned() },
        }
    }
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(160).collect()
}
