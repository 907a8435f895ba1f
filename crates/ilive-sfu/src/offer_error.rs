//! Why an offer is refused, and the contract's word for it.

use std::time::Duration;

use ilive_protocol::Code;

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
    /// Over [`crate::sdp::MAX_ATTRIBUTES`].
    #[error("a section of the offer has {attributes} attributes, 512 are taken")]
    TooManyAttributes {
        /// How many.
        attributes: usize,
    },
    /// Over [`crate::sdp::MAX_FORMATS`].
    #[error("a section of the offer has {formats} payload types, 64 are taken")]
    TooManyFormats {
        /// How many.
        formats: usize,
    },
    /// Over [`crate::sdp::MAX_SSRCS`].
    #[error("the offer announces more than the 64 SSRCs that are taken")]
    TooManyStreams,
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
        what: &'static str,
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
    /// More offers of a peer than its thread answers.
    #[error("offers come too often: four are taken at once and then four a second; wait {} ms", wait.as_millis())]
    TooOften {
        /// Until the next is taken.
        wait: Duration,
    },
    /// With [`crate::Lacking::Inactive`]: the rights allow none of the sections.
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
            Self::TooOften { .. } => Code::ServerAllocResourceFailed,
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
            Self::TooManyAttributes { .. } => "sdp_attributes",
            Self::TooManyFormats { .. } => "sdp_formats",
            Self::TooManyStreams => "sdp_ssrcs",
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
            Self::TooOften { .. } => "throttled",
            Self::NoRight { lack } => lack,
        }
    }
}
