//! A picture on its way out: fitted, marked, encoded, in packets.

use std::time::{Duration, Instant};

use ilive_devices::DeviceError;
use ilive_devices::codec::{H264Encoder, with_user_data};
use ilive_devices::rtp::packetise;
use ilive_devices::video::{Size, VideoFrame, Watermark, fit};
use ilive_protocol::limits::CUSTOM_DATA_MAX_BYTES;
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
    /// When the next picture is due.
    due: Duration,
    keyframe: Keyframe,
    /// Of a source that may stand still.
    still: Still,
    /// The app's bytes that go beside the next picture.
    custom: Vec<Vec<u8>>,
}

/// The last picture of a source after which none may come for long.
#[derive(Debug)]
enum Still {
    None,
    /// There was no room for it yet.
    Owed(VideoFrame),
    Sent(VideoFrame),
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
        Self {
            source,
            encoding,
            encoder: None,
            base,
            due: Duration::ZERO,
            keyframe,
            still: Still::None,
            custom: Vec::new(),
        }
    }

    /// The role has changed: the next picture is encoded anew.
    pub(super) fn set_encoding(&mut self, encoding: VideoEncoding) {
        if self.encoding != encoding {
            (self.encoding, self.encoder) = (encoding, None);
        }
    }

    /// The device is closed: what comes next is another picture.
    pub(super) fn stop(&mut self) {
        (self.encoder, self.still) = (None, Still::None);
        self.keyframe = Keyframe::Unasked { last: None };
    }

    /// Bytes of the app's, to go beside the next picture. Beyond what may wait they are dropped: they belong to a moment.
    pub(super) fn add_custom(&mut self, data: Vec<u8>) {
        let waiting: usize = self.custom.iter().map(Vec::len).sum();
        if waiting + data.len() <= CUSTOM_DATA_MAX_BYTES {
            self.custom.push(data);
        }
    }

    /// Somebody needs a keyframe.
    pub(super) fn ask_for_keyframe(&mut self, now: Instant) {
        if let Keyframe::Unasked { last } = self.keyframe {
            let at = last.map_or(now, |last| (last + KEYFRAMES).max(now));
            self.keyframe = Keyframe::Due { at };
        }
    }

    /// Encodes a picture. Nothing where the rate or the bit rate of the role has no room for it. One to `keep` is sent
    /// by [`VideoSender::send_again`] then, and whenever somebody needs a keyframe and no other picture has come.
    pub(super) fn send(
        &mut self,
        now: Instant,
        frame: VideoFrame,
        watermark: Option<&mut Watermark>,
        keep: bool,
    ) -> Result<Option<Sent>, DeviceError> {
        let due = self.is_due(frame.at);
        if !due && !keep {
            return Ok(None);
        }
        let mut picture = fit(frame.picture, self.encoding.size);
        if let Some(watermark) = watermark {
            watermark.draw(&mut picture);
        }
        let frame = VideoFrame { picture, at: frame.at };
        let sent = if due { self.encode(now, &frame)? } else { None };
        self.still = match (keep, &sent) {
            (false, _) => Still::None,
            (true, None) => Still::Owed(frame),
            (true, Some(_)) => Still::Sent(frame),
        };
        Ok(sent)
    }

    /// The last picture, where it stands still and was not sent, or is needed as a keyframe. `at` is the time.
    pub(super) fn send_again(&mut self, now: Instant, at: Duration) -> Result<Option<Sent>, DeviceError> {
        let asked = matches!(self.keyframe, Keyframe::Due { at } if at <= now);
        let frame = match std::mem::replace(&mut self.still, Still::None) {
            Still::Owed(frame) if self.is_due(at) => frame,
            Still::Sent(frame) if asked => frame,
            still => {
                self.still = still;
                return Ok(None);
            }
        };
        let frame = VideoFrame { at, ..frame };
        let sent = self.encode(now, &frame)?;
        self.still = if sent.is_some() { Still::Sent(frame) } else { Still::Owed(frame) };
        Ok(sent)
    }

    /// Leaves out what a device gives beyond the role's rate. A picture that comes a little early is none too many.
    fn is_due(&mut self, at: Duration) -> bool {
        let interval = self.encoding.settings.rate.time_of(1);
        if at + interval / 4 < self.due {
            return false;
        }
        self.due = if at > self.due + interval { at + interval } else { self.due + interval };
        true
    }

    fn encode(&mut self, now: Instant, frame: &VideoFrame) -> Result<Option<Sent>, DeviceError> {
        let encoder = match &mut self.encoder {
            Some(encoder) => encoder,
            none => none.insert(H264Encoder::new(self.encoding.settings)?),
        };
        if matches!(self.keyframe, Keyframe::Due { at } if at <= now) {
            encoder.request_keyframe();
        }
        let Some(mut video) = encoder.encode(frame)? else { return Ok(None) };
        let custom = std::mem::take(&mut self.custom);
        if !custom.is_empty() {
            video.data = with_user_data(&video.data, &custom);
        }
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
