//! Payloads to pictures: what is whole comes out, what is not asks for a keyframe.

use std::collections::VecDeque;

use super::{Malformed, Part, RtpClock, RtpPacket, VIDEO_RATE_HZ, h264, vp8};
use crate::codec::{EncodedVideo, VideoCodec};

/// No picture of these sizes is longer; a sender that never ends one costs no more.
const PICTURE_MAX_BYTES: usize = 2 << 20;

/// Puts the pictures of one stream together. Packets come in order; what comes late or twice is left out, a gap is a
/// loss. After one nothing comes out until the next whole keyframe.
#[derive(Debug)]
pub struct Depacketiser {
    codec: VideoCodec,
    clock: RtpClock,
    /// The number that should come next; none before the first.
    next: Option<u16>,
    stream: Stream,
    picture: Picture,
    outputs: VecDeque<Depacketised>,
}

/// What comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Depacketised {
    /// A whole picture, which can be decoded if all before it were.
    Video(EncodedVideo),
    /// Something is missing: ask the sender for a keyframe. Told at each loss, also while one is waited for already,
    /// since it may have been the keyframe that was lost.
    NeedsKeyframe,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stream {
    /// Nothing has come that can be decoded, and nobody was told.
    New,
    /// A loss was told.
    Broken,
    Whole,
}

/// The picture that is being put together.
#[derive(Debug)]
enum Picture {
    /// Between two; the packet that comes begins one.
    None,
    /// Between two, but who knows: packets before the next one are missing.
    Unknown,
    Growing {
        timestamp: u32,
        data: Vec<u8>,
        keyframe: bool,
        open: bool,
    },
    /// Something of it is missing.
    Damaged {
        timestamp: u32,
    },
}

impl Depacketiser {
    /// One that waits for its first keyframe.
    #[must_use]
    pub fn new(codec: VideoCodec) -> Self {
        let (clock, picture) = (RtpClock::new(VIDEO_RATE_HZ), Picture::Unknown);
        Self { codec, clock, next: None, stream: Stream::New, picture, outputs: VecDeque::new() }
    }

    /// Whether nothing comes out before the next keyframe.
    #[must_use]
    pub fn needs_keyframe(&self) -> bool {
        self.stream != Stream::Whole
    }

    /// What is ready, oldest first.
    pub fn poll(&mut self) -> Option<Depacketised> {
        self.outputs.pop_front()
    }

    /// Takes the next packet.
    pub fn push(&mut self, packet: &RtpPacket<'_>) {
        match self.next.map_or(0, |next| packet.sequence.wrapping_sub(next)) {
            0 => {}
            ahead if ahead <= u16::MAX / 2 => self.gap(),
            _ => return,
        }
        self.next = Some(packet.sequence.wrapping_add(1));
        // A picture without a mark ends where the next one begins.
        if self.picture.timestamp().is_some_and(|timestamp| timestamp != packet.timestamp) {
            self.end();
        }
        self.grow(packet);
        if packet.marker {
            self.end();
        }
    }

    fn gap(&mut self) {
        self.lose();
        self.picture = Picture::Unknown;
    }

    fn lose(&mut self) {
        self.stream = Stream::Broken;
        self.outputs.push_back(Depacketised::NeedsKeyframe);
    }

    fn grow(&mut self, packet: &RtpPacket<'_>) {
        let (known, (mut data, mut keyframe, mut open)) =
            match std::mem::replace(&mut self.picture, Picture::None) {
                Picture::None => (true, (Vec::new(), false, false)),
                Picture::Unknown => (false, (Vec::new(), false, false)),
                Picture::Growing { data, keyframe, open, .. } => (true, (data, keyframe, open)),
                damaged @ Picture::Damaged { .. } => {
                    self.picture = damaged;
                    return;
                }
            };
        let timestamp = packet.timestamp;
        self.picture = match self.append(packet.payload, &mut data, &mut open) {
            Ok(part) if (known || part.starts) && data.len() <= PICTURE_MAX_BYTES => {
                keyframe |= part.keyframe;
                Picture::Growing { timestamp, data, keyframe, open }
            }
            // Its beginning went with the packets before: that was told.
            Ok(_) | Err(Malformed) if !known && self.stream == Stream::Broken => {
                Picture::Damaged { timestamp }
            }
            Ok(_) | Err(Malformed) => {
                self.lose();
                Picture::Damaged { timestamp }
            }
        };
    }

    fn append(&self, payload: &[u8], data: &mut Vec<u8>, open: &mut bool) -> Result<Part, Malformed> {
        match self.codec {
            VideoCodec::H264 => h264::append(payload, data, open),
            VideoCodec::Vp8 => vp8::append(payload, data),
        }
    }

    fn end(&mut self) {
        match std::mem::replace(&mut self.picture, Picture::None) {
            Picture::Growing { open: true, .. } => self.lose(),
            Picture::Growing { timestamp, data, keyframe, .. } => self.give(timestamp, data, keyframe),
            Picture::None | Picture::Unknown | Picture::Damaged { .. } => {}
        }
    }

    fn give(&mut self, timestamp: u32, data: Vec<u8>, keyframe: bool) {
        let at = self.clock.at(timestamp);
        match (self.stream, keyframe) {
            (Stream::Whole, _) | (_, true) => {
                self.stream = Stream::Whole;
                let video = EncodedVideo { codec: self.codec, data: data.into(), keyframe, at };
                self.outputs.push_back(Depacketised::Video(video));
            }
            (Stream::New, false) => self.lose(),
            (Stream::Broken, false) => {}
        }
    }
}

impl Picture {
    const fn timestamp(&self) -> Option<u32> {
        match self {
            Self::None | Self::Unknown => None,
            Self::Growing { timestamp, .. } | Self::Damaged { timestamp } => Some(*timestamp),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = &[0x78, 0, 2, 0x67, 1, 0, 2, 0x65, 2];
    const DELTA: &[u8] = &[0x41, 3];

    /// What comes out of packets of (number, picture, mark, payload): `K` and `D` for whole pictures, `?` for a request.
    fn out(packets: &[(u16, u32, bool, &[u8])]) -> String {
        let mut depacketiser = Depacketiser::new(VideoCodec::H264);
        let mut said = String::new();
        for &(sequence, picture, marker, payload) in packets {
            depacketiser.push(&RtpPacket { sequence, timestamp: picture * 6000, marker, payload });
            while let Some(output) = depacketiser.poll() {
                said.push(match output {
                    Depacketised::Video(video) if video.keyframe => 'K',
                    Depacketised::Video(_) => 'D',
                    Depacketised::NeedsKeyframe => '?',
                });
            }
        }
        said
    }

    #[test]
    fn what_is_whole_comes_out_and_what_is_not_asks_for_a_keyframe() {
        let (first, middle, last): (&[u8], &[u8], &[u8]) =
            (&[0x7C, 0x81, 1], &[0x7C, 0x01, 2], &[0x7C, 0x41, 3]);
        for (case, packets, said) in [
            ("in order", vec![(9, 1, true, KEY), (10, 2, true, DELTA)], "KD"),
            ("numbers wrap", vec![(u16::MAX, 1, true, KEY), (0, 2, true, DELTA)], "KD"),
            (
                "twice and late",
                vec![(9, 1, true, KEY), (9, 1, true, KEY), (8, 0, true, DELTA), (10, 2, true, DELTA)],
                "KD",
            ),
            ("no mark", vec![(9, 1, false, KEY), (10, 2, true, DELTA)], "KD"),
            ("a picture is lost", vec![(9, 1, true, KEY), (11, 3, true, DELTA), (12, 4, true, DELTA)], "K?"),
            (
                "until a keyframe",
                vec![(9, 1, true, KEY), (11, 3, true, DELTA), (12, 4, true, KEY), (13, 5, true, DELTA)],
                "K?KD",
            ),
            ("a keyframe right after the gap", vec![(9, 1, true, KEY), (11, 3, true, KEY)], "K?K"),
            (
                "a keyframe without its beginning",
                vec![(9, 1, true, KEY), (11, 3, true, &[0x65, 1]), (12, 4, true, DELTA)],
                "K?",
            ),
            (
                "a stream begins in the middle",
                vec![(9, 1, true, DELTA), (10, 2, true, DELTA), (11, 3, true, KEY)],
                "?K",
            ),
            (
                "pieces",
                vec![(9, 1, true, KEY), (10, 2, false, first), (11, 2, false, middle), (12, 2, true, last)],
                "KD",
            ),
            (
                "a piece is lost",
                vec![(9, 1, true, KEY), (10, 2, false, first), (12, 2, true, last), (13, 3, true, KEY)],
                "K?K",
            ),
            (
                "the last piece never comes",
                vec![(9, 1, true, KEY), (10, 2, false, first), (11, 3, true, DELTA)],
                "K?",
            ),
            (
                "nonsense",
                vec![(9, 1, true, KEY), (10, 2, true, &[0xFF]), (11, 3, true, DELTA), (12, 4, true, KEY)],
                "K?K",
            ),
        ] {
            assert_eq!(out(&packets), said, "{case}");
        }
    }

    #[test]
    fn a_picture_that_never_ends_is_given_up() {
        let mut depacketiser = Depacketiser::new(VideoCodec::H264);
        let payload = [0x41; 60_000];
        for sequence in 0..100 {
            depacketiser.push(&RtpPacket { sequence, timestamp: 0, marker: false, payload: &payload });
        }
        assert!(matches!(depacketiser.picture, Picture::Damaged { .. }));
        assert_eq!(depacketiser.poll(), Some(Depacketised::NeedsKeyframe));
    }

    #[test]
    fn vp8_passes_through() {
        let mut depacketiser = Depacketiser::new(VideoCodec::Vp8);
        for (sequence, marker, payload) in [(1, false, [0x10, 0x00, 1]), (2, true, [0x00, 2, 3])] {
            depacketiser.push(&RtpPacket { sequence, timestamp: 0, marker, payload: &payload });
        }
        let Some(Depacketised::Video(video)) = depacketiser.poll() else { panic!("a picture") };
        assert_eq!(
            (video.codec, video.keyframe, video.data.as_ref()),
            (VideoCodec::Vp8, true, [0, 1, 2, 3].as_slice())
        );
    }
}
