//! What a picture and a frame of sound cost on this machine: `cargo run --release -p ilive-devices --example cost`.

use std::time::{Duration, Instant};

use ilive_devices::audio::Channels;
use ilive_devices::codec::{
    EncodedVideo, H264Decoder, H264Encoder, OpusEncoder, OpusReceiver, OpusSettings, Sound, VideoSettings,
};
use ilive_devices::pace::FrameRate;
use ilive_devices::pattern::TestPattern;
use ilive_devices::rtp::{RtpPacket, packetise};
use ilive_devices::tone::Tone;
use ilive_devices::video::{Size, VideoFrame};

const SECONDS: u32 = 20;

fn main() -> Result<(), ilive_devices::DeviceError> {
    for (width, height, frames, bitrate_bps) in [(640, 480, 15, 400_000), (1280, 720, 30, 2_000_000)] {
        for grain in [false, true] {
            video(Size::new(width, height), frames, bitrate_bps, grain)?;
        }
    }
    sound()
}

fn video(size: Size, frames: u32, bitrate_bps: u32, grain: bool) -> Result<(), ilive_devices::DeviceError> {
    let rate = FrameRate::whole(frames).expect("between one a minute and 120 a second");
    let pattern = TestPattern::new(size, rate)?;
    let pattern = if grain { pattern.with_grain() } else { pattern };
    let mut encoder = H264Encoder::new(VideoSettings { rate, bitrate_bps })?;
    let mut decoder = H264Decoder::new()?;
    let count = u64::from(frames * SECONDS);

    let (made, making) = timed(|| (0..count).map(|n| pattern.picture(n)).collect::<Vec<_>>());
    let shown = made.into_iter().zip(0..).map(|(picture, n)| VideoFrame { picture, at: rate.time_of(n) });
    let shown: Vec<VideoFrame> = shown.collect();
    let (coded, coding) =
        timed(|| shown.iter().map(|frame| encoder.encode(frame)).collect::<Result<Vec<_>, _>>());
    let coded: Vec<EncodedVideo> = coded?.into_iter().flatten().collect();
    let (payloads, cutting) = timed(|| coded.iter().map(|video| packetise(video, 1100).len()).sum::<usize>());
    let (decoded, decoding) =
        timed(|| coded.iter().map(|video| decoder.decode(video)).collect::<Result<Vec<_>, _>>());

    let bytes: usize = coded.iter().map(|video| video.data.len()).sum();
    println!(
        "{size}@{frames}{}: {} of {count} pictures in {payloads} payloads, {} kbit/s",
        if grain { " with grain" } else { "" },
        decoded?.len(),
        bytes as u32 / 125 / SECONDS
    );
    for (step, took) in [("make", making), ("encode", coding), ("packetise", cutting), ("decode", decoding)] {
        tell(step, took, count);
    }
    Ok(())
}

fn sound() -> Result<(), ilive_devices::DeviceError> {
    let settings =
        OpusSettings { channels: Channels::Mono, bitrate_bps: 24_000, sound: Sound::Voice, loss_percent: 5 };
    let (tone, mut encoder) = (Tone::default(), OpusEncoder::new(settings)?);
    let mut receiver = OpusReceiver::new(Channels::Mono)?;
    let count = u64::from(50 * SECONDS);
    let (coded, coding) = timed(|| {
        (0..count).map(|n| encoder.encode(&tone.frame(n, Duration::ZERO))).collect::<Result<Vec<_>, _>>()
    });
    let (coded, zeros) = (coded?, 0u16..);
    let packets = coded.iter().zip(zeros).map(|(payload, n)| RtpPacket {
        sequence: n,
        timestamp: u32::from(n) * 960,
        marker: false,
        payload,
    });
    let packets: Vec<RtpPacket<'_>> = packets.collect();
    let (heard, decoding) =
        timed(|| packets.iter().map(|packet| receiver.push(packet)).collect::<Result<Vec<_>, _>>());
    println!("Opus, 24 kbit/s: {} frames", heard?.len());
    tell("encode", coding, count);
    tell("decode", decoding, count);
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "it measures the machine")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let before = Instant::now();
    let done = work();
    (done, before.elapsed())
}

fn tell(step: &str, took: Duration, count: u64) {
    let each = took.as_secs_f64() * 1e3 / count as f64;
    let share = took.as_secs_f64() * 100.0 / f64::from(SECONDS);
    println!("  {step:<9} {each:>7.3} ms each, {share:>5.1} % of a core in real time");
}
