//! Recordings: MP4 in fragments, each of which is whole by itself. What was written is playable wherever it was cut off.
//!
//! H264 is an `avc1` track, VP8 a `vp08` one, both as they came; sound is Opus. Both tracks count from the same moment,
//! by the times of the media: where nothing came there is a gap, and what comes after it is where it belongs. A picture
//! of another size needs no other file: its parameters are in its stream, before each keyframe. Another codec does, and
//! so does a picture that appears in a recording of sound ([`Mp4Recorder::takes`]): what tracks there are is said once,
//! at the beginning.

mod fragment;
mod header;
mod timeline;
mod track;

use std::time::Duration;

use bytes::Bytes;

pub use timeline::Timeline;

use crate::DeviceError;
use crate::audio::{Channels, FRAME};
use crate::codec::{EncodedVideo, VideoCodec};
use crate::rtp::VIDEO_RATE_HZ;
use track::Track;

/// The most that is lost where a recording is cut off; short enough for that, long enough that headers do not matter.
const FRAGMENT: Duration = Duration::from_secs(1);
/// A fragment ends here too: memory is bounded whatever times are given.
const FRAGMENT_MAX_BYTES: usize = 4 << 20;
/// Sound waits so long for a picture: two requests for a keyframe and its way here. Then it is recorded alone.
const WAIT: Duration = Duration::from_secs(3);
/// … in packets, whatever times are given.
const WAIT_MAX_PACKETS: usize = 512;
/// A last picture stands as long as the one before it; a single one this long.
const PICTURE: Duration = Duration::from_millis(40);

/// 20 ms of coded sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpusPacket {
    /// The packet.
    pub data: Bytes,
    /// When the sound was, on the clock of the pictures.
    pub at: Duration,
}

/// Makes the bytes of one recording. What it gives is appended to the file.
#[derive(Debug)]
pub struct Mp4Recorder {
    channels: Channels,
    /// Since 1970.
    created: Duration,
    state: State,
}

#[derive(Debug)]
enum State {
    /// What tracks there are is not known yet.
    Waiting(Vec<OpusPacket>),
    Running(Box<Running>),
}

#[derive(Debug)]
struct Running {
    picture: Option<(VideoCodec, Track)>,
    sound: Track,
    /// The time of the media that is 0 in the file.
    origin: Duration,
    fragments: u32,
}

impl Mp4Recorder {
    /// A recording with sound in `channels`; `created` is the time of day, since 1970.
    #[must_use]
    pub const fn new(channels: Channels, created: Duration) -> Self {
        Self { channels, created, state: State::Waiting(Vec::new()) }
    }

    /// Whether pictures that are coded so can be in this file. Where they cannot, another file is needed.
    #[must_use]
    pub const fn takes(&self, codec: VideoCodec) -> bool {
        match &self.state {
            State::Waiting(_) => true,
            State::Running(running) => match &running.picture {
                Some((is, _)) => *is as u8 == codec as u8,
                None => false,
            },
        }
    }

    /// Takes a picture. The file begins with the first keyframe, or with sound; pictures before it are left out.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1) for a first keyframe that does not say how it is to be read, and for what this file
    /// does not take.
    pub fn picture(&mut self, video: &EncodedVideo) -> Result<Vec<u8>, DeviceError> {
        if !self.takes(video.codec) {
            return Err(failed("recording", "this file has no track for such pictures"));
        }
        match &mut self.state {
            State::Waiting(_) if !video.keyframe => Ok(Vec::new()),
            State::Waiting(_) => self.begin(Some(video)),
            State::Running(running) => {
                running.add_picture(video);
                running.cut()
            }
        }
    }

    /// Takes 20 ms of sound.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1).
    pub fn sound(&mut self, packet: OpusPacket) -> Result<Vec<u8>, DeviceError> {
        match &mut self.state {
            State::Waiting(sound) => {
                sound.push(packet);
                let waited = sound[sound.len() - 1].at.saturating_sub(sound[0].at);
                if waited < WAIT && sound.len() < WAIT_MAX_PACKETS {
                    return Ok(Vec::new());
                }
                self.begin(None)
            }
            State::Running(running) => {
                running.sound.push(running.since_origin(packet.at), packet.data, true);
                running.cut()
            }
        }
    }

    /// What is still to be written; nothing where nothing was recorded.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1).
    pub fn finish(mut self) -> Result<Vec<u8>, DeviceError> {
        let mut bytes = match &self.state {
            State::Waiting(sound) if sound.is_empty() => return Ok(Vec::new()),
            State::Waiting(_) => self.begin(None)?,
            State::Running(_) => Vec::new(),
        };
        if let State::Running(running) = &mut self.state {
            running.sound.end(FRAME);
            if let Some((_, picture)) = &mut running.picture {
                picture.end(PICTURE);
            }
            bytes.extend(running.write()?);
        }
        Ok(bytes)
    }

    /// Writes which tracks there are, and goes on with what has come.
    fn begin(&mut self, first: Option<&EncodedVideo>) -> Result<Vec<u8>, DeviceError> {
        let mut bytes = header::write(first, self.channels, self.created)?;
        let State::Waiting(sound) = std::mem::replace(&mut self.state, State::Waiting(Vec::new())) else {
            unreachable!("a recording begins once")
        };
        let times = sound.iter().map(|packet| packet.at).chain(first.map(|video| video.at));
        let origin = times.min().unwrap_or_default();
        let picture = first.map(|video| (video.codec, Track::new(header::PICTURE, VIDEO_RATE_HZ)));
        let sound_id = if picture.is_some() { header::SOUND } else { header::SOUND_ALONE };
        let track = Track::new(sound_id, crate::audio::RATE_HZ);
        let mut running = Box::new(Running { picture, sound: track, origin, fragments: 0 });
        if let Some(video) = first {
            running.add_picture(video);
        }
        for packet in sound {
            running.sound.push(running.since_origin(packet.at), packet.data, true);
        }
        bytes.extend(running.cut()?);
        self.state = State::Running(running);
        Ok(bytes)
    }
}

impl Running {
    fn since_origin(&self, at: Duration) -> Duration {
        at.saturating_sub(self.origin)
    }

    fn add_picture(&mut self, video: &EncodedVideo) {
        let at = self.since_origin(video.at);
        if let Some((_, track)) = &mut self.picture {
            track.push(at, header::sample(video), video.keyframe);
        }
    }

    /// A fragment, once there is enough for one.
    fn cut(&mut self) -> Result<Vec<u8>, DeviceError> {
        let tracks = self.picture.iter().map(|(_, track)| track).chain([&self.sound]);
        let (mut span, mut bytes) = (Duration::ZERO, 0);
        for track in tracks {
            (span, bytes) = (span.max(track.span()), bytes + track.bytes());
        }
        if span < FRAGMENT && bytes < FRAGMENT_MAX_BYTES { Ok(Vec::new()) } else { self.write() }
    }

    fn write(&mut self) -> Result<Vec<u8>, DeviceError> {
        let tracks = self.picture.iter_mut().map(|(_, track)| track).chain([&mut self.sound]);
        let parts: Vec<_> = tracks.filter_map(Track::take).collect();
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        self.fragments = self.fragments.wrapping_add(1);
        fragment::write(self.fragments, &parts)
    }
}

/// What the library said of a step.
fn failed(what: &'static str, why: impl ToString) -> DeviceError {
    DeviceError::Codec { codec: "MP4", what, why: why.to_string() }
}
