//! Frame facts: read once at ingress, so that nothing behind looks into a payload.
//!
//! They come from the dependency descriptor where the sender gives one, else from the clear bytes of the payload. Of an
//! end-to-end encrypted payload nothing is read: without a descriptor such a track has the marker bit alone.

mod av1;
mod descriptor;
mod h264;
mod vp8;
mod vp9;

pub use vp8::{PictureId, Vp8Picture};

/// How the payload of a track is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Codec {
    /// RFC 7587, and any other audio: each packet is a frame of its own.
    Opus,
    /// RFC 7741.
    Vp8,
    /// RFC 6184.
    H264,
    /// RFC 9628.
    Vp9,
    /// The RTP payload format of AOMedia.
    Av1,
}

/// What one packet says about the frame that it is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FrameFacts {
    /// The packet opens a frame.
    pub start: bool,
    /// The packet ends a frame.
    pub end: bool,
    /// A decoder may begin here: the packet opens a keyframe. The keyframe's later packets do not have it.
    pub keyframe: bool,
    /// Temporal layer, where the packet says one.
    pub temporal: Option<u8>,
    /// Width and height in pixels, where a keyframe says them in plain bytes (VP8).
    pub size: Option<(u16, u16)>,
    /// Where VP8's running numbers lie, to be patched for each viewer.
    pub vp8: Option<Vp8Picture>,
}

/// What ingress knows of a packet when it asks for its facts.
#[derive(Debug, Clone, Copy)]
pub struct Clues<'a> {
    /// How the payload is packed.
    pub codec: Codec,
    /// The payload is end-to-end encrypted: it is not looked into.
    pub encrypted: bool,
    /// The marker bit.
    pub marker: bool,
    /// The payload without padding.
    pub payload: &'a [u8],
    /// The dependency descriptor extension, where the sender gave one.
    pub descriptor: Option<&'a [u8]>,
}

impl FrameFacts {
    /// Reads the facts. Whatever the bytes are there is an answer; damaged ones open no frame.
    #[must_use]
    pub fn read(clues: &Clues<'_>) -> Self {
        let of_payload = match clues.codec {
            Codec::Opus => return Self { start: true, end: true, keyframe: true, ..Self::default() },
            _ if clues.encrypted => Self::default(),
            Codec::Vp8 => vp8::read(clues.payload),
            Codec::H264 => h264::read(clues.payload),
            Codec::Vp9 => vp9::read(clues.payload),
            Codec::Av1 => av1::read(clues.payload),
        };
        match clues.descriptor.and_then(descriptor::read) {
            Some(said) => Self {
                start: said.start,
                end: said.end,
                keyframe: said.start && said.structure,
                ..of_payload
            },
            None => Self { end: of_payload.end || clues.marker, ..of_payload },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VP8_KEYFRAME: [u8; 4] = [0x90, 0x80, 0x05, 0x00];

    fn clues(codec: Codec) -> Clues<'static> {
        Clues { codec, encrypted: false, marker: false, payload: &VP8_KEYFRAME, descriptor: None }
    }

    #[test]
    fn sound_may_begin_anywhere() {
        let facts = FrameFacts::read(&Clues { payload: &[], encrypted: true, ..clues(Codec::Opus) });

        assert!(facts.start && facts.end && facts.keyframe);
    }

    #[test]
    fn the_descriptor_goes_before_the_payload() {
        let said = FrameFacts::read(&Clues { descriptor: Some(&[0x40, 0, 9]), ..clues(Codec::Vp8) });
        let damaged = FrameFacts::read(&Clues { descriptor: Some(&[0x40]), ..clues(Codec::Vp8) });

        assert!(!said.start && said.end && !said.keyframe);
        assert!(said.vp8.is_some(), "the numbers are patched all the same");
        assert!(damaged.start && damaged.keyframe, "a damaged one is as none");
    }

    #[test]
    fn an_encrypted_payload_is_not_looked_into() {
        let encrypted = Clues { encrypted: true, marker: true, ..clues(Codec::Vp8) };
        let with_descriptor = Clues { descriptor: Some(&[0x80, 0, 9, 0x80]), ..encrypted };

        assert_eq!(FrameFacts::read(&encrypted), FrameFacts { end: true, ..FrameFacts::default() });
        assert!(FrameFacts::read(&with_descriptor).keyframe);
        assert_eq!(FrameFacts::read(&with_descriptor).vp8, None);
    }
}
