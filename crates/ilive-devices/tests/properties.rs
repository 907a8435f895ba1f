//! What holds whatever is given: any loss, any order, any size, any sound.

use std::time::Duration;

use bytes::Bytes;
use ilive_devices::audio::{AudioFrame, Boost, Channels, mix};
use ilive_devices::codec::{EncodedVideo, VideoCodec, nals};
use ilive_devices::rtp::{Depacketised, Depacketiser, RtpPacket, packetise};
use ilive_devices::video::{Picture, Size, fit};
use proptest::collection::vec;
use proptest::prelude::*;

/// A picture of some units whose bytes mean nothing; none is zero, so none looks like a start code.
fn picture(keyframe: bool, lengths: &[usize], number: usize) -> EncodedVideo {
    let mut data = Vec::new();
    let kinds: &[u8] = if keyframe { &[0x67, 0x68, 0x65] } else { &[0x41] };
    for (kind, length) in kinds.iter().zip(lengths.iter().cycle()) {
        data.extend_from_slice(&[0, 0, 0, 1, *kind]);
        data.extend(std::iter::repeat_n(number as u8 | 1, *length));
    }
    let at = Duration::from_millis(40) * number as u32;
    EncodedVideo { codec: VideoCodec::H264, data: Bytes::from(data), keyframe, at }
}

proptest! {
    #[test]
    fn what_comes_out_was_sent_and_nothing_between_it_and_a_keyframe_is_missing(
        sent in vec((any::<bool>(), vec(1usize..300, 3)), 1..30),
        fates in vec(0u8..20, 1..200),
        most in 64usize..400,
    ) {
        let pictures: Vec<EncodedVideo> =
            sent.iter().enumerate().map(|(n, (key, lengths))| picture(*key || n == 0, lengths, n)).collect();
        let mut depacketiser = Depacketiser::new(VideoCodec::H264);
        let (mut sequence, mut fate, mut last) = (65_500u16, fates.iter().cycle(), None);
        for (number, picture) in pictures.iter().enumerate() {
            for payload in packetise(picture, most) {
                // One in twenty is lost, one comes twice.
                let copies = match fate.next() { Some(0) => 0, Some(1) => 2, _ => 1 };
                let (timestamp, marker) = (payload.timestamp, payload.marker);
                for _ in 0..copies {
                    depacketiser.push(&RtpPacket { sequence, timestamp, marker, payload: &payload.data });
                }
                sequence = sequence.wrapping_add(1);
            }
            while let Some(output) = depacketiser.poll() {
                let Depacketised::Video(video) = output else { continue };
                // Without its mark a picture is known to be whole only when the next one begins, and that is a gap.
                prop_assert_eq!(nals(&video.data).collect::<Vec<_>>(), nals(&picture.data).collect::<Vec<_>>());
                prop_assert_eq!(video.keyframe, picture.keyframe);
                prop_assert!(video.keyframe || last == number.checked_sub(1), "{number} after {last:?}");
                last = Some(number);
            }
        }
    }

    #[test]
    fn a_fitted_picture_is_never_larger_than_its_role_nor_than_itself(
        (width, height) in (8u32..400, 8u32..400),
        (role_width, role_height) in (8u32..400, 8u32..400),
    ) {
        let from = Size::new(width * 2, height * 2);
        let role = Size::new(role_width * 2, role_height * 2);
        let fitted = fit(Picture::black(from).expect("possible"), role);

        let to = fitted.size();
        let role = if role.is_portrait() == from.is_portrait() { role } else { role.turned() };
        prop_assert!(to == from || to.width <= role.width && to.height <= role.height, "{from} to {to} for {role}");
        prop_assert!(to.width <= from.width && to.height <= from.height);
        prop_assert_eq!(&fitted, &Picture::black(to).expect("possible"));
    }

    #[test]
    fn no_volume_and_no_mix_turns_loud_into_soft(sample in any::<i16>(), boost in 10u32..=100, voices in 1usize..10) {
        let samples = vec![sample; 960];
        let mut frame = AudioFrame::new(Channels::Mono, samples, Duration::ZERO).expect("a frame");
        let mixed = mix(&vec![&frame; voices], Channels::Mono, Duration::ZERO).samples()[0];
        Boost::new(boost).expect("in range").apply(&mut frame);

        for louder in [mixed, frame.samples()[0]] {
            prop_assert!(louder.signum() == sample.signum() && louder.unsigned_abs() >= sample.unsigned_abs());
        }
    }
}
