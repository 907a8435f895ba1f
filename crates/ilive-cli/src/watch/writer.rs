//! What of a room goes into a recording, and when it was.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use ilive::TinyId;
use ilive_devices::audio::{AudioFrame, Channels};
use ilive_devices::codec::{EncodedVideo, OpusEncoder, OpusSettings, Sound};
use ilive_devices::file::{OpusPacket, Timeline};
use ilive_protocol::wire::Source;

use super::part::Part;
use super::recording::{Media, RecordedFile};

const CHANNELS: Channels = Channels::Stereo;
/// Voices were encoded once already: this is far more than they had, so that the second time is not heard.
const BITRATE_BPS: u32 = 96_000;
/// A member whose picture is missing for so long makes way for another.
const AWAY: Duration = Duration::from_secs(3);

/// Writes files of one recording, one after another.
pub(super) struct Writer {
    path: PathBuf,
    begun: Instant,
    part: Part,
    whole: Vec<RecordedFile>,
    encoder: OpusEncoder,
    shown: Option<Shown>,
    sound: Timeline,
}

/// Whose picture is recorded.
struct Shown {
    of: (TinyId, Source),
    times: Timeline,
    seen: Instant,
    /// A keyframe has come: all after it can be decoded.
    whole: bool,
}

impl Writer {
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        let settings = OpusSettings {
            channels: CHANNELS,
            bitrate_bps: BITRATE_BPS,
            sound: Sound::Music,
            loss_percent: 0,
        };
        Ok(Self {
            path: path.to_owned(),
            begun: Instant::now(),
            part: Part::create(path, CHANNELS)?,
            whole: Vec::new(),
            encoder: OpusEncoder::new(settings).context("an encoder for the recording's sound")?,
            shown: None,
            sound: Timeline::default(),
        })
    }

    pub(super) fn take(&mut self, media: Media) -> anyhow::Result<()> {
        match media {
            Media::Picture { of, video, arrived } => self.picture(of, video, arrived),
            Media::Sound { frame, arrived } => self.hear(&frame, arrived),
        }
    }

    pub(super) fn finish(mut self) -> anyhow::Result<Vec<RecordedFile>> {
        self.whole.extend(self.part.finish()?);
        Ok(self.whole)
    }

    fn picture(&mut self, of: (TinyId, Source), video: EncodedVideo, arrived: Instant) -> anyhow::Result<()> {
        let away = |shown: &Shown| arrived.saturating_duration_since(shown.seen) >= AWAY;
        if self.shown.as_ref().is_none_or(|shown| shown.of != of && away(shown)) {
            self.shown = Some(Shown { of, times: Timeline::default(), seen: arrived, whole: false });
        }
        let Some(shown) = self.shown.as_mut().filter(|shown| shown.of == of) else { return Ok(()) };
        (shown.seen, shown.whole) = (arrived, shown.whole || video.keyframe);
        let at = shown.times.place(arrived.saturating_duration_since(self.begun), video.at);
        if !shown.whole {
            return Ok(());
        }
        if !self.part.takes(video.codec) {
            if !video.keyframe {
                // Another file begins with one; until then the one that there is goes on without a picture.
                shown.whole = false;
                return Ok(());
            }
            self.next_part()?;
        }
        self.part.picture(&EncodedVideo { at, ..video })
    }

    fn hear(&mut self, frame: &AudioFrame, arrived: Instant) -> anyhow::Result<()> {
        let at = self.sound.place(arrived.saturating_duration_since(self.begun), frame.at);
        let data = self.encoder.encode(&frame.in_channels(CHANNELS))?;
        self.part.sound(OpusPacket { data, at })
    }

    /// `film.mp4` goes on as `film-2.mp4`.
    fn next_part(&mut self) -> anyhow::Result<()> {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let extension = self.path.extension().unwrap_or_default().to_string_lossy();
        let name = format!("{stem}-{}.{extension}", self.whole.len() + 2);
        let next = Part::create(&self.path.with_file_name(name), CHANNELS)?;
        self.whole.extend(std::mem::replace(&mut self.part, next).finish()?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ilive_devices::codec::{H264Encoder, VideoCodec, VideoSettings};
    use ilive_devices::pace::FrameRate;
    use ilive_devices::pattern::TestPattern;
    use ilive_devices::video::{Size, VideoFrame};

    use super::*;

    const ANN: (TinyId, Source) = (TinyId(1), Source::Main);
    const BOB: (TinyId, Source) = (TinyId(2), Source::Main);

    /// A folder of the test's own, and a recording into it.
    struct Desk {
        folder: PathBuf,
        writer: Option<Writer>,
        begun: Instant,
    }

    impl Desk {
        fn new(test: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("ilive-writer-{test}-{}", std::process::id()));
            std::fs::create_dir_all(&folder).expect("a folder");
            let writer = Writer::create(&folder.join("film.mp4")).expect("a file");
            Self { folder, begun: writer.begun, writer: Some(writer) }
        }

        fn see(&mut self, of: (TinyId, Source), ms: u64, video: EncodedVideo) {
            let arrived = self.begun + Duration::from_millis(ms);
            let writer = self.writer.as_mut().expect("it goes on");
            writer.take(Media::Picture { of, video, arrived }).expect("written");
        }

        /// Name and pictures of each file.
        fn files(&mut self) -> Vec<(String, u64)> {
            let files = self.writer.take().expect("it goes on").finish().expect("whole");
            let name =
                |file: &RecordedFile| file.path.file_name().expect("a name").to_string_lossy().into_owned();
            files.iter().map(|file| (name(file), file.pictures)).collect()
        }
    }

    impl Drop for Desk {
        fn drop(&mut self) {
            _ = std::fs::remove_dir_all(&self.folder);
        }
    }

    /// A keyframe, and a picture that needs it.
    fn h264() -> [EncodedVideo; 2] {
        let rate = FrameRate::whole(15).expect("a rate");
        let pattern = TestPattern::new(Size::new(64, 48), rate).expect("a size");
        let mut encoder = H264Encoder::new(VideoSettings { rate, bitrate_bps: 500_000 }).expect("an encoder");
        [0, 1].map(|number| {
            let frame = VideoFrame { picture: pattern.picture(number), at: rate.time_of(number) };
            encoder.encode(&frame).expect("encoded").expect("a picture")
        })
    }

    /// A keyframe as far as a recording reads it.
    fn vp8() -> EncodedVideo {
        let data = vec![0x10, 0, 0, 0x9D, 0x01, 0x2A, 64, 0, 48, 0].into();
        EncodedVideo { codec: VideoCodec::Vp8, data, keyframe: true, at: Duration::ZERO }
    }

    #[test]
    fn another_codec_goes_into_another_file_from_its_keyframe_on() {
        let mut desk = Desk::new("codec");
        let [keyframe, delta] = h264();

        desk.see(ANN, 0, keyframe);
        desk.see(ANN, 66, delta);
        desk.see(ANN, 132, EncodedVideo { keyframe: false, ..vp8() });
        desk.see(ANN, 198, vp8());

        assert_eq!(desk.files(), [("film.mp4".to_owned(), 2), ("film-2.mp4".to_owned(), 1)]);
    }

    #[test]
    fn who_is_away_makes_way_for_another() {
        let mut desk = Desk::new("away");
        let [keyframe, delta] = h264();

        desk.see(ANN, 0, delta.clone());
        desk.see(ANN, 66, keyframe.clone());
        desk.see(BOB, 1_000, keyframe.clone());
        desk.see(BOB, 4_000, delta);
        desk.see(BOB, 4_066, keyframe);

        assert_eq!(desk.files(), [("film.mp4".to_owned(), 2)], "of each the pictures from a keyframe on");
    }

    #[test]
    fn where_nothing_came_there_is_no_file() {
        let mut desk = Desk::new("nothing");

        assert_eq!(desk.files(), []);

        assert!(!desk.folder.join("film.mp4").exists());
    }

    #[test]
    fn what_is_there_is_not_written_over() {
        let desk = Desk::new("there");

        let again = Writer::create(&desk.folder.join("film.mp4"));

        assert!(again.err().is_some_and(|error| error.to_string().contains("is there already")));
    }
}
