//! One picture of a member: its packets in order, put together, decoded.

use std::time::{Duration, Instant};

use ilive_devices::DeviceError;
use ilive_devices::codec::{EncodedVideo, H264Decoder, VideoCodec};
use ilive_devices::rtp::{Depacketised, Depacketiser, RtpPacket};
use ilive_devices::video::VideoFrame;

use super::peer::Received;
use super::reorder::Reorder;

/// Between two requests for a keyframe (E.11): the first may be on its way.
const REQUESTS: Duration = Duration::from_millis(500);

/// A picture that is received.
pub(super) struct Picture {
    codec: VideoCodec,
    reorder: Reorder<Received>,
    depacketiser: Depacketiser,
    /// None until somebody looks.
    decoder: Option<H264Decoder>,
    /// A keyframe is needed, and when it was last asked for.
    needs_keyframe: bool,
    asked: Option<Instant>,
}

/// What has become of packets.
pub(super) enum Seen {
    /// As it came.
    Encoded(EncodedVideo),
    Decoded(VideoFrame),
}

impl Picture {
    pub(super) fn new(codec: VideoCodec) -> Self {
        Self {
            codec,
            reorder: Reorder::default(),
            depacketiser: Depacketiser::new(codec),
            decoder: None,
            needs_keyframe: false,
            asked: None,
        }
    }

    /// How it is coded.
    pub(super) fn codec(&self) -> VideoCodec {
        self.codec
    }

    /// A packet has come.
    pub(super) fn receive(&mut self, received: Received) {
        self.reorder.insert(received.at, received.sequence, received);
    }

    /// When to look again although nothing comes.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let ask = self.asked.filter(|_| self.needs_keyframe).map(|asked| asked + REQUESTS);
        self.reorder.deadline().into_iter().chain(ask).min()
    }

    /// All that can be seen now, oldest first. Pictures are decoded where somebody looks.
    pub(super) fn look(&mut self, now: Instant, looked_at: bool, mut show: impl FnMut(Seen)) {
        if !looked_at {
            self.decoder = None;
        }
        while let Some(received) = self.reorder.poll(now) {
            let Received { sequence, timestamp, marker, payload, .. } = &received;
            let (sequence, timestamp, marker) = (*sequence, *timestamp, *marker);
            self.depacketiser.push(&RtpPacket { sequence, timestamp, marker, payload });
            while let Some(output) = self.depacketiser.poll() {
                match output {
                    Depacketised::NeedsKeyframe => self.needs_keyframe = true,
                    Depacketised::Video(video) => self.decode(video, looked_at, &mut show),
                }
            }
        }
    }

    /// Whether to ask for a keyframe now.
    pub(super) fn asks_for_keyframe(&mut self, now: Instant) -> bool {
        let waits = self.asked.is_some_and(|asked| now.saturating_duration_since(asked) < REQUESTS);
        if !self.needs_keyframe || waits {
            return false;
        }
        self.asked = Some(now);
        true
    }

    fn decode(&mut self, video: EncodedVideo, looked_at: bool, show: &mut impl FnMut(Seen)) {
        if video.keyframe {
            self.needs_keyframe = false;
        }
        if looked_at && self.codec == VideoCodec::H264 {
            match self.decoded(&video) {
                Ok(Some(frame)) => show(Seen::Decoded(frame)),
                Ok(None) => {
                    self.needs_keyframe |= self.decoder.as_ref().is_none_or(H264Decoder::needs_keyframe)
                }
                Err(error) => {
                    tracing::debug!(%error, "a picture was not decoded");
                    self.needs_keyframe = true;
                }
            }
        }
        show(Seen::Encoded(video));
    }

    fn decoded(&mut self, video: &EncodedVideo) -> Result<Option<VideoFrame>, DeviceError> {
        let decoder = match &mut self.decoder {
            Some(decoder) => decoder,
            none => none.insert(H264Decoder::new()?),
        };
        decoder.decode(video)
    }
}
