//! A picture on its way out: fitted, marked, encoded, in packets.

use std::time::{Duration, Instant};

use ilive_devices::DeviceError;
use ilive_devices::codec::H264Encoder;
use ilive_devices::rtp::packetise;
use ilive_devices::video::{Size, VideoFrame, Watermark, fit};
use ilive_protocol::wire::Source;

use super::peer::RtpOut;
use super::setup::VideoEncoding;

/// Between two keyframes that somebody asks for (E.11), however many ask.
const KEYFRAMES: Duration = Duration::from_millis(500);
/// What fits into a datagram everywhere, with all headers.
const PAYLOAD_MAX: usize = 1100;

/// The encoder of one source.
pub(super) struct VideoSender {
    source: Source,
    encoding: VideoEncoding,
    /// None before the first picture.
    encoder: Option<H264Encoder>,
    /// Where the time stamps begin.
    base: u32,
    keyframe: Keyframe,
    /// The last picture, of a source that may stand still.
    last: Option<VideoFrame>,
}

#[derive(Debug, Clone, Copy)]
enum Keyframe {
    /// Nobody has asked since the last one.
    Unasked { last: Option<Instant> },
    /// Somebody has; it comes at `at` or with the next picture after it.
    Due { at: Instant },
}

/// A picture in packets.
pub(super) struct Sent {
    pub(super) packets: Vec<RtpOut>,
    pub(super) size: Size,
}

impl VideoSender {
    pub(super) fn new(source: Source, encoding: VideoEncoding, base: u32) -> Self {
        let keyframe = Keyframe::Unasked { last: None };
        Self { source, encoding, encoder: None, base, keyframe, last: None }
    }

    /// The role has changed: the next picture is encoded anew.
    pub(super) fn set_encoding(&mut self, encoding: VideoEncoding) {
        if self.encoding != encoding {
            (self.encoding, self.encoder) = (encoding, None);
        }
    }

    /// The device is closed: what comes next is another picture.
    pub(super) fn stop(&mut self) {
        (self.encoder, self.last) = (None, None);
        self.keyframe = Keyframe::Unasked { last: None };
    }

    /// Somebody needs a keyframe.
    pub(super) fn ask_for_keyframe(&mut self, now: Instant) {
        if let Keyframe::Unasked { last } = self.keyframe {
            let at = last.map_or(now, |last| (last + KEYFRAMES).max(now));
            self.keyframe = Keyframe::Due { at };
        }
    }

    /// Encodes a picture; `at` is its time. Nothing where the bit rate has no room for it.
    pub(super) fn send(
        &mut self,
        now: Instant,
        frame: VideoFrame,
        watermark: Option<&mut Watermark>,
        keep: bool,
    ) -> Result<Option<Sent>, DeviceError> {
        let mut picture = fit(frame.picture, self.encoding.size);
        if let Some(watermark) = watermark {
            watermark.draw(&mut picture);
        }
        let frame = VideoFrame { picture, at: frame.at };
        let sent = self.encode(now, &frame)?;
        self.last = keep.then_some(frame);
        Ok(sent)
    }

    /// The last picture once more, where it stands still and somebody needs a keyframe.
    pub(super) fn send_again(&mut self, now: Instant, at: Duration) -> Result<Option<Sent>, DeviceError> {
        if !matches!(self.keyframe, Keyframe::Due { at } if at <= now) {
            return Ok(None);
        }
        let Some(mut frame) = self.last.take() else { return Ok(None) };
        frame.at = at;
        let sent = self.encode(now, &frame)?;
        self.last = Some(frame);
        Ok(sent)
    }

    fn encode(&mut self, now: Instant, frame: &VideoFrame) -> Result<Option<Sent>, DeviceError> {
        let encoder = match &mut self.encoder {
            Some(encoder) => encoder,
            none => none.insert(H264Encoder::new(self.encoding.settings)?),
        };
        if matches!(self.keyframe, Keyframe::Due { at } if at <= now) {
            encoder.request_keyframe();
        }
        let Some(video) = encoder.encode(frame)? else { return Ok(None) };
        if video.keyframe {
            self.keyframe = Keyframe::Unasked { last: Some(now) };
        }
        let packet = |payload: ilive_devices::rtp::Payload| RtpOut {
            source: self.source,
            timestamp: payload.timestamp.wrapping_add(self.base),
            marker: payload.marker,
            payload: payload.data,
            level: None,
        };
        let packets = packetise(&video, PAYLOAD_MAX).into_iter().map(packet).collect();
        Ok(Some(Sent { packets, size: frame.picture.size() }))
    }
}
