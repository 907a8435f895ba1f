//! Many voices in one frame.

use std::time::Duration;

use crate::audio::level::dbov;
use crate::audio::volume::clip;
use crate::audio::{AudioFrame, Channels};

/// The most voices that are heard at once (E.10).
pub const VOICES_MAX: usize = 6;

/// Adds voices up to what a player takes, clipped without wrap. Of more than [`VOICES_MAX`] the loudest are taken, of
/// equally loud ones the first. The times of the voices do not matter: `at` is that of the mix.
#[must_use]
pub fn mix(voices: &[&AudioFrame], channels: Channels, at: Duration) -> AudioFrame {
    let mut sums = vec![0i32; channels.frame_len()];
    for voice in loudest(voices) {
        let voice = voice.in_channels(channels);
        for (sum, sample) in sums.iter_mut().zip(voice.samples()) {
            *sum += i32::from(*sample);
        }
    }
    let samples = sums.into_iter().map(clip).collect();
    AudioFrame::new(channels, samples, at).expect("as many sums as a frame has samples")
}

fn loudest<'a>(voices: &[&'a AudioFrame]) -> Vec<&'a AudioFrame> {
    let mut voices = voices.to_vec();
    if voices.len() > VOICES_MAX {
        voices.sort_by_key(|voice| dbov(voice.samples()));
        voices.truncate(VOICES_MAX);
    }
    voices
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(channels: Channels, sample: i16) -> AudioFrame {
        AudioFrame::new(channels, vec![sample; channels.frame_len()], Duration::ZERO).expect("a frame")
    }

    fn mixed(samples: &[i16]) -> i16 {
        let voices: Vec<AudioFrame> = samples.iter().map(|sample| voice(Channels::Mono, *sample)).collect();
        mix(&voices.iter().collect::<Vec<_>>(), Channels::Mono, Duration::ZERO).samples()[0]
    }

    #[test]
    fn voices_are_added_and_clipped_without_wrapping() {
        for (voices, sum) in [
            (vec![], 0),
            (vec![5], 5),
            (vec![100, -30, 7], 77),
            (vec![30_000, 30_000], i16::MAX),
            (vec![i16::MIN; 6], i16::MIN),
        ] {
            assert_eq!(mixed(&voices), sum, "{voices:?}");
        }
    }

    #[test]
    fn of_more_than_six_the_loudest_are_heard() {
        assert_eq!(mixed(&[1, 100, 2000, 2000, 2000, 2000, 2000]), 10_100);
    }

    #[test]
    fn mono_and_stereo_are_mixed() {
        let (left_and_right, one) = (voice(Channels::Stereo, 20), voice(Channels::Mono, 3));

        let stereo = mix(&[&left_and_right, &one], Channels::Stereo, Duration::from_secs(1));

        assert_eq!((stereo.samples(), stereo.at), ([23; 1920].as_slice(), Duration::from_secs(1)));
    }
}
