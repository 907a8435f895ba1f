//! A picture and a sound all the way: device, encoder, packets with losses, decoder.

use std::time::Duration;

use ilive_devices::audio::{AudioFrame, Channels, dynamic_level};
use ilive_devices::codec::{
    EncodedVideo, H264Decoder, H264Encoder, OpusDecoder, OpusEncoder, OpusReceiver, OpusSettings, Sound,
    VideoCodec, VideoSettings, nals, sps_size,
};
use ilive_devices::pace::FrameRate;
use ilive_devices::pattern::{TestPattern, read_counter};
use ilive_devices::rtp::{Depacketised, Depacketiser, RtpPacket, packetise};
use ilive_devices::tone::{TONE_HZ, Tone, measure};
use ilive_devices::video::{Size, VideoFrame, fit};
use ilive_protocol::device::EXTERNAL_SIZES;

const RATE: u32 = 15;
const PAYLOAD_MAX: usize = 1100;

/// One who sends the test pattern.
struct Sender {
    pattern: TestPattern,
    rate: FrameRate,
    encoder: H264Encoder,
    sequence: u16,
}

/// One who looks at it.
struct Viewer {
    depacketiser: Depacketiser,
    decoder: H264Decoder,
    /// Numbers of the pictures seen.
    seen: Vec<u16>,
    requests: usize,
}

impl Sender {
    fn new(size: Size, bitrate_bps: u32) -> Self {
        let rate = FrameRate::whole(RATE).expect("a rate");
        let encoder = H264Encoder::new(VideoSettings { rate, bitrate_bps }).expect("possible settings");
        let pattern = TestPattern::new(size, rate).expect("a possible size");
        Self { pattern, rate, encoder, sequence: 65_530 }
    }

    fn encode(&mut self, number: u64) -> EncodedVideo {
        let picture = self.pattern.picture(number);
        let frame = VideoFrame { picture, at: self.rate.time_of(number) };
        self.encoder.encode(&frame).expect("a picture is encoded").expect("there is room for it")
    }

    /// Sends a picture; `lost` says of each packet whether it is lost.
    fn send(&mut self, number: u64, viewer: &mut Viewer, mut lost: impl FnMut(usize) -> bool) {
        for (n, payload) in packetise(&self.encode(number), PAYLOAD_MAX).iter().enumerate() {
            assert!(payload.data.len() <= PAYLOAD_MAX);
            let packet = RtpPacket {
                sequence: self.sequence,
                timestamp: payload.timestamp,
                marker: payload.marker,
                payload: &payload.data,
            };
            self.sequence = self.sequence.wrapping_add(1);
            if !lost(n) {
                viewer.receive(&packet);
            }
        }
    }
}

impl Viewer {
    fn new() -> Self {
        let depacketiser = Depacketiser::new(VideoCodec::H264);
        Self { depacketiser, decoder: H264Decoder::new().expect("a decoder"), seen: Vec::new(), requests: 0 }
    }

    fn receive(&mut self, packet: &RtpPacket<'_>) {
        self.depacketiser.push(packet);
        while let Some(output) = self.depacketiser.poll() {
            match output {
                Depacketised::NeedsKeyframe => self.requests += 1,
                Depacketised::Video(video) => {
                    let decoded = self.decoder.decode(&video).expect("what is whole can be decoded");
                    let frame = decoded.expect("each packet is a picture");
                    self.seen.push(read_counter(&frame.picture).expect("the number is read"));
                }
            }
        }
    }
}

#[test]
fn every_picture_arrives_in_every_size() {
    for size in EXTERNAL_SIZES
        .into_iter()
        .flat_map(|(width, height)| [Size::new(width, height), Size::new(height, width)])
    {
        let (mut sender, mut viewer) = (Sender::new(size, 800_000), Viewer::new());

        (0..8).for_each(|number| sender.send(number, &mut viewer, |_| false));

        assert_eq!(viewer.seen, (0..8).collect::<Vec<u16>>(), "{size}");
        assert_eq!(viewer.requests, 0, "{size}");
    }
}

#[test]
fn after_a_loss_nothing_is_seen_until_the_keyframe_that_is_asked_for() {
    let (mut sender, mut viewer) = (Sender::new(Size::new(640, 480), 400_000), Viewer::new());
    for number in 0..30 {
        // The last packet of picture 10 is lost; the request takes two pictures to arrive.
        let mut loses = number == 10;
        if number == 13 {
            assert_eq!(viewer.requests, 1);
            sender.encoder.request_keyframe();
        }
        sender.send(number, &mut viewer, |_| std::mem::take(&mut loses));
    }

    let expected: Vec<u16> = (0..10).chain(13..30).collect();
    assert_eq!(viewer.seen, expected);
}

#[test]
fn with_one_packet_in_fifty_lost_every_picture_that_is_shown_is_right() {
    let (mut sender, mut viewer) = (Sender::new(Size::new(640, 480), 1_000_000), Viewer::new());
    let mut packets = 0u32;
    for number in 0..90 {
        if viewer.depacketiser.needs_keyframe() {
            sender.encoder.request_keyframe();
        }
        sender.send(number, &mut viewer, |_| {
            packets += 1;
            packets % 50 == 49
        });
    }

    assert!(viewer.seen.is_sorted_by(|a, b| a < b), "{:?}", viewer.seen);
    assert!(viewer.seen.len() > 60 && viewer.requests > 0, "{} seen of {packets} packets", viewer.seen.len());
}

#[test]
fn the_stream_is_constrained_baseline_with_its_parameters_before_each_keyframe() {
    let mut sender = Sender::new(Size::new(640, 480), 400_000);
    let first = sender.encode(0);
    let second = sender.encode(1);
    sender.encoder.request_keyframe();
    let third = sender.encode(2);

    let kinds = |video: &EncodedVideo| nals(&video.data).map(|unit| unit[0] & 0x1F).collect::<Vec<u8>>();
    assert_eq!([kinds(&first), kinds(&second), kinds(&third)], [vec![7, 8, 5], vec![1], vec![7, 8, 5]]);
    assert_eq!([first.keyframe, second.keyframe, third.keyframe], [true, false, true]);
    let parameters = nals(&first.data).next().expect("they come first");
    assert_eq!((parameters[1], parameters[2] & 0xC0), (66, 0xC0), "profile and its constraints");
    assert_eq!(sps_size(parameters), Some(Size::new(640, 480)));
}

#[test]
fn the_bit_rate_is_that_of_the_role() {
    for bitrate_bps in [300_000, 800_000] {
        let mut sender = Sender::new(Size::new(640, 480), bitrate_bps);
        sender.pattern = sender.pattern.with_grain();
        let seconds = 6;
        let sizes = (0..u64::from(seconds * RATE)).map(|number| {
            let frame =
                VideoFrame { picture: sender.pattern.picture(number), at: sender.rate.time_of(number) };
            sender.encoder.encode(&frame).expect("encoded").map_or(0, |video| video.data.len())
        });
        let bytes: usize = sizes.sum();
        let measured = bytes as u32 * 8 / seconds;
        assert!(
            (bitrate_bps / 2..=bitrate_bps * 5 / 4).contains(&measured),
            "{measured} of {bitrate_bps} bit/s"
        );
    }
}

#[test]
fn another_size_or_a_much_different_rate_begins_with_a_keyframe() {
    let mut sender = Sender::new(Size::new(640, 480), 400_000);
    assert!(sender.encode(0).keyframe);

    sender.encoder.set_bitrate(420_000).expect("possible");
    assert!(!sender.encode(1).keyframe, "nearly the same");
    sender.encoder.set_bitrate(800_000).expect("possible");
    assert!(sender.encode(2).keyframe);
    let picture = fit(sender.pattern.picture(3), Size::new(320, 240));
    let small = VideoFrame { picture, at: Duration::from_millis(200) };
    assert!(sender.encoder.encode(&small).expect("encoded").is_some_and(|video| video.keyframe));

    for bitrate_bps in [0, 9_999, 20_000_001, u32::MAX] {
        assert_eq!(sender.encoder.set_bitrate(bitrate_bps).map_err(|error| error.code().number()), Err(1004));
    }
}

#[test]
fn a_decoder_refuses_what_is_too_large_or_no_picture_and_goes_on_with_the_next_keyframe() {
    let mut sender = Sender::new(Size::new(320, 240), 400_000);
    let mut decoder = H264Decoder::new().expect("a decoder");
    let (good, delta) = (sender.encode(0), sender.encode(1));
    assert_eq!(decoder.decode(&delta).expect("left out"), None, "it waits for a keyframe");

    // 65536x65536 in baseline: 4096 macroblocks a side.
    let huge = [0, 0, 0, 1, 0x67, 0x42, 0xC0, 0x34, 0xDA, 0x00, 0x04, 0x00, 0x00, 0x02, 0x00, 0x19];
    for (case, code, codec, data) in [
        ("a huge one", 1004, VideoCodec::H264, huge.to_vec()),
        ("parameters without end", 1, VideoCodec::H264, vec![0, 0, 0, 1, 0x67, 66]),
        ("noise", 1, VideoCodec::H264, [&[0, 0, 0, 1, 0x65], [0x5A; 200].as_slice()].concat()),
        ("another codec", 1, VideoCodec::Vp8, good.data.to_vec()),
    ] {
        let video = EncodedVideo { codec, data: data.into(), keyframe: true, at: Duration::ZERO };
        assert_eq!(decoder.decode(&video).map_err(|error| error.code().number()), Err(code), "{case}");
    }

    assert!(decoder.decode(&good).expect("decoded").is_some());
    assert!(decoder.decode(&delta).expect("decoded").is_some());
}

/// Twelve seconds of the tone, encoded and decoded, without the packets that `lost` names.
fn heard(settings: OpusSettings, seconds: u64, lost: impl Fn(u64) -> bool) -> (Vec<i16>, u64) {
    let tone = Tone::default();
    let mut encoder = OpusEncoder::new(settings).expect("possible settings");
    let mut receiver = OpusReceiver::new(Channels::Mono).expect("a decoder");
    let mut samples = Vec::new();
    for number in 0..seconds * 50 {
        let packet = encoder.encode(&tone.frame(number, Duration::ZERO)).expect("encoded");
        if lost(number) {
            continue;
        }
        let (sequence, timestamp) = ((number as u16).wrapping_add(65_000), (number as u32).wrapping_mul(960));
        let packet = RtpPacket { sequence, timestamp, marker: false, payload: &packet };
        let frames: Vec<AudioFrame> = receiver.push(&packet).expect("decoded");
        samples.extend(frames.iter().flat_map(|frame| frame.samples().to_vec()));
    }
    (samples, receiver.filled())
}

const ROLES: [OpusSettings; 3] = [
    OpusSettings { channels: Channels::Mono, bitrate_bps: 24_000, sound: Sound::Voice, loss_percent: 5 },
    OpusSettings { channels: Channels::Stereo, bitrate_bps: 64_000, sound: Sound::Music, loss_percent: 0 },
    OpusSettings { channels: Channels::Mono, bitrate_bps: 48_000, sound: Sound::Music, loss_percent: 0 },
];

#[test]
fn a_minute_of_the_tone_has_at_most_one_missing_frame_in_a_thousand() {
    for settings in ROLES {
        let (samples, _) = heard(settings, 60, |_| false);
        let report = measure(&samples, TONE_HZ);
        assert!((report.frequency_hz - f64::from(TONE_HZ)).abs() < 1.0, "{settings:?}: {report:?}");
        assert!(report.frames >= 2_990 && report.missing * 1000 <= report.frames, "{settings:?}: {report:?}");
    }
}

#[test]
fn lost_packets_are_filled_and_a_long_gap_is_not() {
    let (samples, filled) = heard(ROLES[0], 10, |number| number % 50 == 49);
    assert_eq!((samples.len() / 960, filled), (499, 9), "all but the last one, which nothing came after");
    let quietest = samples.chunks_exact(960).map(dynamic_level).min();
    assert!(quietest.is_some_and(|level| level > 50), "a hole of level {quietest:?}");

    // Concealment fades away within some frames; the time is kept all the same.
    let (samples, filled) = heard(ROLES[0], 10, |number| (100..110).contains(&number));
    assert_eq!((samples.len() / 960, filled), (500, 10));

    let (samples, filled) = heard(ROLES[0], 10, |number| (100..201).contains(&number));
    assert_eq!((samples.len() / 960, filled), (399, 0));
    assert!(measure(&samples, TONE_HZ).missing > 0, "a gap of two seconds is heard");
}

#[test]
fn the_next_packet_says_what_a_lost_one_said() {
    let tone = Tone::default();
    let mut encoder =
        OpusEncoder::new(OpusSettings { loss_percent: 25, ..ROLES[0] }).expect("possible settings");
    // Silence, in which the tone begins with the packet that is lost.
    let frames = (0..30u64).map(|n| match n {
        0..25 => AudioFrame::silent(Channels::Mono, Duration::ZERO),
        n => tone.frame(n, Duration::ZERO),
    });
    let packets: Vec<_> = frames.map(|frame| encoder.encode(&frame).expect("encoded")).collect();
    let mut decoder = OpusDecoder::new(Channels::Mono).expect("a decoder");
    let mut receiver = OpusReceiver::new(Channels::Mono).expect("a decoder");
    let mut receive = |n: u16| {
        let payload = &packets[usize::from(n)];
        let timestamp = u32::from(n) * 960;
        receiver.push(&RtpPacket { sequence: n, timestamp, marker: false, payload }).expect("decoded")
    };
    for n in 0..25 {
        decoder.decode(&packets[usize::from(n)], Duration::ZERO).expect("decoded");
        receive(n);
    }
    let level = |frames: Vec<AudioFrame>| dynamic_level(frames[0].samples());

    let concealed = level(decoder.conceal(Duration::ZERO).expect("concealed"));
    let recovered = level(receive(26));

    assert!(concealed < 10 && recovered > 50, "concealed {concealed}, recovered {recovered}");
}

#[test]
fn a_damaged_packet_is_as_good_as_lost_and_a_late_one_is_left_out() {
    let mut receiver = OpusReceiver::new(Channels::Stereo).expect("a decoder");
    let mut encoder = OpusEncoder::new(ROLES[1]).expect("possible settings");
    let good = encoder.encode(&Tone::default().frame(0, Duration::ZERO)).expect("encoded");
    let mut push = |sequence: u16, payload: &[u8]| {
        let packet = RtpPacket { sequence, timestamp: u32::from(sequence) * 960, marker: false, payload };
        receiver.push(&packet).expect("concealed").len()
    };

    assert_eq!(push(10, &good), 1);
    assert_eq!(push(11, &[]), 1);
    assert_eq!(push(12, &[0xFF; 3]), 1);
    assert_eq!(push(12, &good), 0);
    assert_eq!(push(9, &good), 0);
    assert_eq!(push(15, &good), 3);

    assert_eq!((receiver.damaged(), receiver.filled()), (2, 2));
}

#[test]
fn a_bad_setting_of_sound_is_refused() {
    let good = ROLES[0];
    for (case, settings) in [
        ("no bits", OpusSettings { bitrate_bps: 0, ..good }),
        ("too few", OpusSettings { bitrate_bps: 5_999, ..good }),
        ("too many", OpusSettings { bitrate_bps: u32::MAX, ..good }),
        ("more lost than sent", OpusSettings { loss_percent: 101, ..good }),
    ] {
        let refused = OpusEncoder::new(settings).map(|_| ()).map_err(|error| error.code().number());
        assert_eq!(refused, Err(1004), "{case}");
    }
}

#[test]
fn a_spoilt_stream_is_an_error_or_a_picture_and_the_next_keyframe_is_a_picture() {
    let mut sender = Sender::new(Size::new(176, 144), 200_000);
    let pictures: Vec<EncodedVideo> = (0..10).map(|number| sender.encode(number)).collect();
    let mut decoder = H264Decoder::new().expect("a decoder");
    // A xorshift generator: bytes that differ, the same in each run.
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for round in 0..300 {
        for picture in &pictures {
            let mut data = picture.data.to_vec();
            for _ in 0..1 + next() % 3 {
                let at = next() % data.len();
                data[at] = next() as u8;
            }
            data.truncate(if next() % 8 == 0 { next() % data.len() } else { data.len() });
            let spoilt = EncodedVideo { data: data.into(), ..picture.clone() };
            if decoder.decode(&spoilt).is_err() {
                assert!(decoder.needs_keyframe(), "{round}");
            }
        }
        // Parameters of the spoilt stream may still be in force within a picture; after two good ones they are not.
        decoder.decode(&pictures[0]).ok();
        let frame = decoder.decode(&pictures[0]).expect("it is good").expect("a picture");
        assert_eq!(read_counter(&frame.picture), Some(0), "{round}");
    }
}
