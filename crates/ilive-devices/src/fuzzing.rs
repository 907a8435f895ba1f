//! The bodies of the fuzz targets in `fuzz/`: the same functions replay their corpora in the ordinary tests.

use std::io::Cursor;
use std::time::Duration;

use crate::audio::Channels;
use crate::codec::{EncodedVideo, IDR, VideoCodec, kind_of, nals, sps_size, user_data};
use crate::file::{BadFile, Found, Mp4Pictures, Mp4Recorder, Mp4Sound, Wav, Y4m};
use crate::rtp::{Depacketised, Depacketiser, Payload, RtpPacket, packetise};

/// Anything as a Y4M file: what opens has as many bytes as its pictures, and each of them is read or damaged.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_y4m(data: &[u8]) {
    let Ok(mut film) = Y4m::open(Box::new(Cursor::new(data.to_vec()))) else { return };
    let size = film.size();
    assert!(size.is_possible() && film.pictures() > 0);
    assert!(film.pictures() * size.i420_len() as u64 <= data.len() as u64);
    for number in 0..film.pictures() {
        match film.read(number) {
            Ok(picture) => assert_eq!(picture.size(), size),
            Err(why) => assert_eq!(why, BadFile::BadHeader("picture's line")),
        }
    }
    assert_eq!(film.read(film.pictures()), Err(BadFile::Truncated));
}

/// Anything as a WAV file: what opens has sound, all of which can be read, and silence behind it.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_wav(data: &[u8]) {
    let Ok(mut wav) = Wav::open(Box::new(Cursor::new(data.to_vec()))) else { return };
    let (samples, each) = (wav.samples(), wav.channels().count());
    // Six samples at most are made of one, which has two bytes.
    assert!(samples > 0 && samples <= data.len() as u64 * 3);
    let mut out = Vec::new();
    for first in [0, samples / 2, samples - 1, samples, u64::MAX] {
        out.clear();
        wav.read(first, 960, &mut out).expect("what was there at opening is there");
        assert_eq!(out.len(), 960 * each);
        let there = usize::try_from(samples.saturating_sub(first)).unwrap_or(usize::MAX).min(960);
        assert!(out[there * each..].iter().all(|sample| *sample == 0));
    }
}

/// Anything as a film: what opens has pictures of a possible size, or sound, and is read or damaged at its beginning, in
/// its middle and at its end.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_film(data: &[u8]) {
    let source = || Box::new(Cursor::new(data.to_vec()));
    if let Ok(mut film) = Mp4Pictures::open(source()) {
        let count = film.pictures();
        assert!(film.size().is_possible() && count > 0 && count <= data.len() as u64);
        assert!(film.picture_at(film.length()).is_none_or(|last| last < count));
        for number in [0, count / 2, count - 1, 0] {
            // A picture is decoded in each turn at least; the last ones come when there are no more.
            let mut turns = (0..=count).map(|_| film.read(number));
            assert!(turns.any(|turn| !matches!(turn, Ok(Found::OnTheWay(_)))));
        }
    }
    if let Ok(mut film) = Mp4Sound::open(source()) {
        let (samples, each, mut out) = (film.samples(), film.channels().count(), Vec::new());
        for first in [0, samples / 2, samples.saturating_sub(960), samples, u64::MAX] {
            out.clear();
            let read = film.read(first, 960, &mut out);
            assert!(read.is_err() || out.len() == 960 * each);
        }
    }
}

/// Anything as what a camera calls a JPEG: what is a picture has a possible size and all its bytes.
///
/// # Panics
/// When that does not hold.
#[cfg(all(feature = "system-camera", target_os = "linux"))]
pub fn fuzz_camera_jpeg(data: &[u8]) {
    let Some(picture) = crate::system::decode_jpeg(data) else { return };
    assert!(picture.size().is_possible() && picture.data().len() == picture.size().i420_len());
}

/// Anything as packets of a video. The first byte chooses the codec; then each packet has a byte that says how far its
/// number (bits 0 and 1) and its picture (bit 2) are ahead and whether it has the mark (bit 3), a byte for
/// its length, and its payload. What comes out is made of what went in, goes through packets once more unchanged, and is
/// recorded or refused.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_h264_payload(data: &[u8]) {
    let Some((how, mut rest)) = data.split_first() else { return };
    let codec = if how & 1 == 0 { VideoCodec::H264 } else { VideoCodec::Vp8 };
    let mut depacketiser = Depacketiser::new(codec);
    let mut recorder = Mp4Recorder::new(Channels::Mono, Duration::ZERO);
    let (mut sequence, mut timestamp) = (u16::MAX, u32::MAX);
    while let [flags, length, behind @ ..] = rest {
        let (payload, behind) = behind.split_at_checked(usize::from(*length)).unwrap_or((behind, &[]));
        rest = behind;
        sequence = sequence.wrapping_add(u16::from(flags & 3));
        timestamp = timestamp.wrapping_add(u32::from(flags >> 2 & 1) * 3000);
        depacketiser.push(&RtpPacket { sequence, timestamp, marker: flags & 8 != 0, payload });
        while let Some(output) = depacketiser.poll() {
            let Depacketised::Video(video) = output else { continue };
            assert!(!video.data.is_empty());
            // A unit of one byte in a STAP-A takes three of a packet and five of a picture.
            assert!(video.data.len() <= data.len() * 2 + 4);
            assert!(user_data(&video.data).map(|one| one.len()).sum::<usize>() <= video.data.len());
            let _refused_without_parameters = recorder.picture(&video);
            if codec == VideoCodec::H264 {
                goes_through_again(&video);
            }
        }
    }
    recorder.finish().expect("what was taken can be written");
}

fn goes_through_again(video: &EncodedVideo) {
    let units: Vec<&[u8]> = nals(&video.data).collect();
    let kinds: Vec<u8> = units.iter().map(|unit| kind_of(unit[0])).collect();
    for unit in &units {
        let size = sps_size(unit);
        assert!(size.is_none_or(|size| size.width <= 1 << 16 && size.height <= 1 << 17));
    }
    // A start code within a unit makes two of it, and the second may be no unit that is sent.
    if !kinds.iter().all(|kind| (1..=23).contains(kind))
        || !kinds.first().is_some_and(|kind| [7, 9].contains(kind))
    {
        return;
    }
    let mut again = Depacketiser::new(VideoCodec::H264);
    for (payload, sequence) in packetise(video, 64).iter().zip(0..) {
        let Payload { timestamp, marker, .. } = *payload;
        again.push(&RtpPacket { sequence, timestamp, marker, payload: &payload.data });
    }
    let keyframe = kinds.contains(&IDR);
    match again.poll() {
        Some(Depacketised::Video(video)) => assert_eq!(nals(&video.data).collect::<Vec<_>>(), units),
        other => assert!(!keyframe, "{other:?} of a keyframe"),
    }
}
