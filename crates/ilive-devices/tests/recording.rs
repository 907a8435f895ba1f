//! Recordings, as the library that wrote their boxes and as FFmpeg read them.

#[path = "recording/ffmpeg.rs"]
mod ffmpeg;
#[path = "recording/hearing.rs"]
mod hearing;
#[path = "recording/made.rs"]
mod made;

use std::time::Duration;

use ilive_devices::audio::Channels;
use ilive_devices::codec::{
    EncodedVideo, H264Encoder, OpusEncoder, OpusSettings, Sound, VideoCodec, VideoSettings,
};
use ilive_devices::file::{Mp4Recorder, OpusPacket};
use ilive_devices::pace::FrameRate;
use ilive_devices::pattern::{TestPattern, read_counter};
use ilive_devices::tone::{TONE_HZ, Tone, measure};
use ilive_devices::video::{Size, VideoFrame};
use shiguredo_mp4::boxes::SampleEntry;
use shiguredo_mp4::demux::{Fmp4FileDemuxer, Input};

const SIZE: Size = Size::new(320, 240);
const RATE: u64 = 15;
const FRAME: Duration = Duration::from_millis(20);

/// What is recorded, in the order in which it comes.
enum Media {
    Picture(EncodedVideo),
    Sound(OpusPacket),
}

impl Media {
    fn at(&self) -> Duration {
        match self {
            Self::Picture(video) => video.at,
            Self::Sound(packet) => packet.at,
        }
    }
}

/// Pictures of these numbers, each with its number in it, and a keyframe every second.
fn pictures(size: Size, numbers: std::ops::Range<u64>) -> Vec<Media> {
    let rate = FrameRate::whole(RATE as u32).expect("a rate");
    let pattern = TestPattern::new(size, rate).expect("a size");
    let mut encoder = H264Encoder::new(VideoSettings { rate, bitrate_bps: 800_000 }).expect("an encoder");
    let mut encode = |number: u64| {
        if number.is_multiple_of(RATE) {
            encoder.request_keyframe();
        }
        let at = Duration::from_secs(number) / RATE as u32;
        encoder.encode(&VideoFrame { picture: pattern.picture(number), at }).expect("it can be encoded")
    };
    numbers.filter_map(|number| encode(number).map(Media::Picture)).collect()
}

/// Seconds of the tone.
fn tone(seconds: std::ops::Range<u64>) -> Vec<Media> {
    let settings =
        OpusSettings { channels: Channels::Mono, bitrate_bps: 32_000, sound: Sound::Music, loss_percent: 0 };
    let mut encoder = OpusEncoder::new(settings).expect("an encoder");
    let tone = Tone::default();
    let packets = (seconds.start * 50..seconds.end * 50).map(|number| {
        let at = FRAME * number as u32;
        let data = encoder.encode(&tone.frame(number, at)).expect("it can be encoded");
        Media::Sound(OpusPacket { data, at })
    });
    packets.collect()
}

/// The file, and where each of its pieces ends.
fn record(mut media: Vec<Media>) -> (Vec<u8>, Vec<usize>) {
    media.sort_by_key(Media::at);
    let mut recorder = Mp4Recorder::new(Channels::Mono, Duration::from_secs(1_800_000_000));
    let (mut file, mut ends) = (Vec::new(), Vec::new());
    let mut append = |bytes: Vec<u8>| {
        file.extend_from_slice(&bytes);
        if !bytes.is_empty() {
            ends.push(file.len());
        }
    };
    for media in media {
        append(match media {
            Media::Picture(video) => recorder.picture(&video).expect("a picture"),
            Media::Sound(packet) => recorder.sound(packet).expect("sound"),
        });
    }
    append(recorder.finish().expect("an end"));
    (file, ends)
}

/// A sample as it is read back.
struct Sample {
    track: u32,
    ms: u64,
    keyframe: bool,
    /// How it is coded, where that is new.
    entry: Option<SampleEntry>,
}

fn samples(file: &[u8]) -> Vec<Sample> {
    let mut demuxer = Fmp4FileDemuxer::new();
    let mut samples = Vec::new();
    loop {
        while let Some(wanted) = demuxer.required_input() {
            let from = (wanted.position as usize).min(file.len());
            let to = wanted.size.map_or(file.len(), |size| (from + size).min(file.len()));
            demuxer.handle_input(Input { position: wanted.position, data: &file[from..to] });
        }
        let Some(sample) = demuxer.next_sample().expect("it can be read") else { return samples };
        samples.push(Sample {
            track: sample.track.track_id,
            ms: sample.timestamp * 1000 / u64::from(sample.track.timescale.get()),
            keyframe: sample.keyframe,
            entry: sample.sample_entry.cloned(),
        });
    }
}

#[test]
fn picture_and_sound_are_as_they_were_made() {
    let media = pictures(SIZE, 0..45).into_iter().chain(tone(0..3)).collect();

    let (file, _) = record(media);

    let file = made::file("whole", &file);
    assert_eq!(ffmpeg::streams(&file), ["h264,video,320,240", "opus,audio,48000,1"]);
    assert!((hearing::duration(&file) - 3.0).abs() < 0.05, "{}", hearing::duration(&file));
    let counters: Vec<_> = ffmpeg::pictures(&file, SIZE).iter().map(read_counter).collect();
    assert_eq!(counters, (0..45).map(Some).collect::<Vec<_>>());
    let report = measure(&hearing::sound(&file), TONE_HZ);
    assert!(report.missing == 0 && report.frames >= 149, "{report:?}");
}

#[test]
fn tracks_share_one_clock_and_gaps_stay() {
    // Sound begins 200 ms before the first picture and is silent for two seconds; pictures pause for one.
    let later = |media: Media, by: Duration| match media {
        Media::Picture(video) => Media::Picture(EncodedVideo { at: video.at + by, ..video }),
        Media::Sound(packet) => Media::Sound(OpusPacket { at: packet.at + by, ..packet }),
    };
    let seen = pictures(SIZE, 0..15).into_iter().chain(pictures(SIZE, 30..45));
    let seen = seen.map(|media| later(media, Duration::from_millis(10_200)));
    let heard = tone(0..1).into_iter().chain(tone(3..4));
    let heard = heard.map(|media| later(media, Duration::from_millis(10_000)));

    let (file, _) = record(seen.chain(heard).collect());

    let samples = samples(&file);
    let of = |track| samples.iter().filter(move |sample| sample.track == track);
    let sound: Vec<u64> = of(2).map(|sample| sample.ms).collect();
    assert_eq!(sound, (0..50).chain(150..200).map(|n| n * 20).collect::<Vec<_>>());
    let picture: Vec<u64> = of(1).map(|sample| sample.ms).collect();
    assert_eq!(picture, (0..15).chain(30..45).map(|n| 200 + n * 1000 / 15).collect::<Vec<_>>());
    let keyframes: Vec<u64> = of(1).filter_map(|sample| sample.keyframe.then_some(sample.ms)).collect();
    assert_eq!(keyframes, [200, 2200], "one may begin at keyframes, and nowhere else");
}

#[test]
fn what_was_written_is_playable_wherever_it_is_cut() {
    let media = pictures(SIZE, 0..60).into_iter().chain(tone(0..4)).collect();
    let (file, ends) = record(media);
    assert!(ends.len() >= 4, "a piece a second: {ends:?}");

    // The first piece only says what will come.
    let mut before = 0;
    for (seconds, pair) in ends[1..].windows(2).enumerate() {
        for cut in [pair[0], pair[0] + 7, pair[0].midpoint(pair[1]), pair[1] - 1] {
            let file = made::file(&format!("cut at {cut}"), &file[..cut]);
            let counters: Vec<_> = ffmpeg::pictures(&file, SIZE).iter().map(read_counter).collect();
            let expected: Vec<_> = (0..counters.len()).map(|n| Some(n as u16)).collect();
            assert_eq!(counters, expected, "cut at {cut}");
            assert!(counters.len() >= before, "cut at {cut}: {} pictures", counters.len());
            before = counters.len();
        }
        assert!(before >= 15 * seconds, "{before} pictures of {seconds} s");
    }
}

#[test]
fn a_picture_of_another_size_goes_on_in_the_same_file() {
    let small = pictures(SIZE, 0..15);
    let large = pictures(Size::new(640, 480), 15..30);

    let (file, _) = record(small.into_iter().chain(large).collect());

    let file = made::file("two sizes", &file);
    assert_eq!(made::sizes(&file), [(320, 240, 15), (640, 480, 15)]);
    let counters: Vec<_> = ffmpeg::pictures(&file, SIZE).iter().map(read_counter).collect();
    assert_eq!(counters, (0..30).map(Some).collect::<Vec<_>>());
}

#[test]
fn vp8_passes_through() {
    let frames = made::vp8_frames(SIZE, 30);
    let video = frames.into_iter().enumerate().map(|(n, data)| {
        let keyframe = data[0] & 1 == 0;
        let at = Duration::from_secs(n as u64) / RATE as u32;
        Media::Picture(EncodedVideo { codec: VideoCodec::Vp8, data: data.into(), keyframe, at })
    });

    let (file, _) = record(video.chain(tone(0..2)).collect());

    let file = made::file("vp8", &file);
    assert_eq!(ffmpeg::streams(&file), ["vp8,video,320,240", "opus,audio,48000,1"]);
    assert_eq!(ffmpeg::pictures(&file, SIZE).len(), 30);
}

#[test]
fn sound_alone_is_recorded_and_a_picture_then_needs_another_file() {
    let mut recorder = Mp4Recorder::new(Channels::Mono, Duration::ZERO);
    let mut file = Vec::new();
    for media in tone(0..4) {
        let Media::Sound(packet) = media else { unreachable!("a tone") };
        file.extend(recorder.sound(packet).expect("sound"));
    }
    let Some(Media::Picture(video)) = pictures(SIZE, 0..1).pop() else { unreachable!("a picture") };

    assert!(!recorder.takes(VideoCodec::H264));
    assert_eq!(recorder.picture(&video).expect_err("no track for it").code().number(), 1);
    file.extend(recorder.finish().expect("an end"));

    let file = made::file("sound", &file);
    assert_eq!(ffmpeg::streams(&file), ["opus,audio,48000,1"]);
    let report = measure(&hearing::sound(&file), TONE_HZ);
    assert!(report.missing == 0 && report.frames >= 199, "{report:?}");
}

#[test]
fn a_recording_begins_with_a_keyframe_that_says_how_it_is_read() {
    let mut media = pictures(SIZE, 0..2);
    let (Some(Media::Picture(delta)), Some(Media::Picture(keyframe))) = (media.pop(), media.pop()) else {
        unreachable!("two pictures")
    };
    let bare = EncodedVideo { data: vec![0, 0, 0, 1, 0x65, 1, 2, 3].into(), ..keyframe.clone() };
    let mut recorder = Mp4Recorder::new(Channels::Mono, Duration::ZERO);

    assert_eq!(recorder.picture(&delta).expect("it waits"), []);
    assert_eq!(recorder.picture(&bare).expect_err("no parameters").sub_reason(), "codec_failed");
    assert!(!recorder.picture(&keyframe).expect("it begins").is_empty());
    assert!(recorder.takes(VideoCodec::H264) && !recorder.takes(VideoCodec::Vp8));
}

#[test]
fn nothing_makes_no_file() {
    let recorder = Mp4Recorder::new(Channels::Stereo, Duration::ZERO);
    assert_eq!(recorder.finish().expect("an end"), []);
}

#[test]
fn the_tracks_are_avc1_and_opus() {
    let (file, _) = record(pictures(SIZE, 0..2).into_iter().chain(tone(0..1)).collect());
    let entries: Vec<SampleEntry> = samples(&file).into_iter().filter_map(|sample| sample.entry).collect();
    let [SampleEntry::Avc1(picture), SampleEntry::Opus(sound)] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!((picture.visual.width, picture.visual.height), (320, 240));
    assert_eq!((sound.dops_box.output_channel_count, sound.dops_box.pre_skip), (1, 312));
}
