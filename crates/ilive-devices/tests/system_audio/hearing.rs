//! A tone that is played, and what becomes of it.

use std::time::Instant;

use ilive_devices::audio::{Channels, FRAME, FRAME_SAMPLES};
use ilive_devices::device::{AudioSink, AudioSource};
use ilive_devices::tone::{TONE_HZ, Tone, measure};

/// Of the tone's 16383: quieter than this it is for a sample or two at a time.
const QUIET: i16 = 100;
/// Of the tone, rounded up.
const PERIOD_SAMPLES: usize = 49;
/// After a gap the tone goes on at another place of its period, which is measured as up to 15 frames that were left out,
/// and takes up to three to settle, and one on each side of the gap may be damaged.
const TURN_FRAMES: usize = 20;

/// Plays the tone as the engine does, a frame each 20 ms, until each ear has heard it for three seconds.
pub(crate) fn heard(player: &mut dyn AudioSink, ears: &mut [Box<dyn AudioSource>]) -> Vec<Vec<i16>> {
    let (tone, begin) = (Tone::default(), Instant::now());
    let mut heard = vec![Vec::<i16>::new(); ears.len()];
    for number in 0..500 {
        let now = begin.elapsed();
        player.play(&tone.frame(number, now)).expect("it plays");
        for (ear, heard) in ears.iter_mut().zip(&mut heard) {
            while let Some(frame) = ear.poll(now).expect("it hears") {
                heard.extend(frame.in_channels(Channels::Mono).samples());
            }
        }
        let loud = |heard: &Vec<i16>| heard.iter().filter(|sample| sample.abs() > 1000).count() > 3 * 44_000;
        if heard.iter().all(loud) {
            break;
        }
        // This waits for nothing: it is the clock that the engine plays by. A player takes sound at the pace of its device,
        // and what is faster than that is left out.
        std::thread::sleep((FRAME * (number as u32 + 1)).saturating_sub(begin.elapsed()));
    }
    heard
}

/// The tone is there from its beginning to its end. Its frequency may be stretched by two in a thousand. A machine that has
/// more to do than it can leaves gaps in real time: each of them was counted, and nothing is missing but by them.
pub(crate) fn assert_whole(heard: &[i16], underruns: u64) {
    let report = measure(heard, TONE_HZ);
    assert!(report.frames > 140, "{report:?}");
    assert!((report.frequency_hz - f64::from(TONE_HZ)).abs() < 2.5, "{report:?}");
    let gaps = gaps(heard);
    let silent = gaps.iter().sum::<usize>().div_ceil(FRAME_SAMPLES);
    assert!(gaps.len() as u64 <= underruns, "{} gaps, {underruns} of them counted", gaps.len());
    let explained = silent + TURN_FRAMES * underruns as usize;
    assert!(
        report.missing <= explained,
        "{report:?}: {underruns} gaps of {silent} frames explain {explained}"
    );
}

/// The silences within the tone, in samples; those of the tone itself are shorter than a period.
fn gaps(heard: &[i16]) -> Vec<usize> {
    let loud = heard.iter().enumerate().filter(|(_, sample)| sample.abs() > QUIET).map(|(at, _)| at);
    let loud: Vec<usize> = loud.collect();
    loud.windows(2).map(|pair| pair[1] - pair[0] - 1).filter(|silent| *silent > PERIOD_SAMPLES).collect()
}
