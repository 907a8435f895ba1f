//! What voice processing makes of a room's sound, in simulated time.

#[path = "voice/room.rs"]
mod room;

use ilive_devices::audio::{Channels, VoiceProcessing, VoiceProcessor};

use room::{RATE, between, echo, frames, left_of, level_db, noise, samples, sent, voice};

/// How long people speak here, in seconds.
const SECONDS: usize = 10;
const ECHO_ONLY: VoiceProcessing = VoiceProcessing { echo_cancellation: true, ..VoiceProcessing::OFF };
const NOISE_ONLY: VoiceProcessing = VoiceProcessing { noise_suppression: true, ..VoiceProcessing::OFF };
const GAIN_ONLY: VoiceProcessing = VoiceProcessing { gain_control: true, ..VoiceProcessing::OFF };
/// Distance from loudspeaker to microphone with all that queues between, and how loud it comes back.
const ROOMS: [(usize, f64); 3] = [(30, -6.0), (60, -9.0), (120, -12.0)];

fn far() -> Vec<f64> {
    voice(1, 120.0, SECONDS)
}

fn near() -> Vec<f64> {
    voice(2, 210.0, SECONDS)
}

/// How much quieter one is than the other, in decibels, from one second on to another.
fn quieter(sent: &[i16], heard: &[i16], from_s: f64, to_s: f64) -> f64 {
    level_db(between(heard, from_s, to_s)) - level_db(between(sent, from_s, to_s))
}

fn silence() -> Vec<i16> {
    vec![0; SECONDS * RATE]
}

#[test]
fn an_echo_is_gone_after_two_seconds() {
    let far = far();
    for (delay_ms, gain_db) in ROOMS {
        let (played, heard) = (samples(&[&far]), samples(&[&echo(&far, delay_ms, gain_db)]));

        let sent = sent(ECHO_ONLY, Channels::Mono, &played, &heard);

        let (soon, late) = (quieter(&sent, &heard, 2.0, 4.0), quieter(&sent, &heard, 8.0, 10.0));
        assert!(soon > 28.0 && late > 40.0, "{delay_ms} ms, {gain_db} dB: {soon:.1} dB, then {late:.1}");
    }
}

#[test]
fn turns_may_be_late_as_long_as_what_is_played_is_told_first() {
    let far = far();
    let (played, heard) = (samples(&[&far]), samples(&[&echo(&far, 60, -6.0)]));
    let (played, mut heard_parts): (Vec<_>, Vec<_>) =
        frames(&played, Channels::Mono).zip(frames(&heard, Channels::Mono)).unzip();
    let mut processor = VoiceProcessor::new(ECHO_ONLY);

    // A second in time, then a turn that is 200 ms late.
    let (mut from, mut turns) = (0, [1; 50].into_iter().chain([10]).cycle());
    while from < played.len() {
        let to = played.len().min(from + turns.next().expect("it has no end"));
        played[from..to].iter().for_each(|frame| processor.render(frame));
        heard_parts[from..to].iter_mut().for_each(|frame| processor.capture(frame));
        from = to;
    }

    let sent: Vec<i16> = heard_parts.iter().flat_map(|frame| frame.samples().to_vec()).collect();
    let gone = quieter(&sent, &heard, 7.0, 10.0);
    assert!(gone > 35.0, "{gone:.1} dB");
}

#[test]
fn who_speaks_while_others_do_is_heard() {
    let does = VoiceProcessing { gain_control: false, ..VoiceProcessing::default() };
    let (far, mut near) = (far(), near());
    near[..5 * RATE].fill(0.0);
    for (delay_ms, gain_db) in ROOMS {
        let (played, heard) = (samples(&[&far]), samples(&[&echo(&far, delay_ms, gain_db), &near]));

        let sent = sent(does, Channels::Mono, &played, &heard);

        let left = left_of(between(&samples(&[&near]), 5.0, 10.0), between(&sent, 5.0, 10.0));
        assert!((-4.0..1.0).contains(&left), "{delay_ms} ms, {gain_db} dB: {left:.1} dB are left");
    }
}

#[test]
fn noise_becomes_quieter_and_a_voice_in_it_does_not() {
    let (street, near) = (noise(3, -45.0, SECONDS), near());

    let alone = sent(NOISE_ONLY, Channels::Mono, &silence(), &samples(&[&street]));
    let spoken = sent(NOISE_ONLY, Channels::Mono, &silence(), &samples(&[&street, &near]));

    let gone = quieter(&alone, &samples(&[&street]), 2.0, 10.0);
    let left = left_of(between(&samples(&[&near]), 2.0, 10.0), between(&spoken, 2.0, 10.0));
    assert!(gone > 14.0 && (-2.0..1.0).contains(&left), "{gone:.1} dB quieter, {left:.1} dB are left");
}

#[test]
fn voices_near_and_far_come_to_one_loudness_and_a_good_one_begins_with_it() {
    for quieter_by in [0.0, 10.0, 20.0] {
        let near: Vec<f64> = near().iter().map(|sample| sample * 10f64.powf(-quieter_by / 20.0)).collect();

        let sent = sent(GAIN_ONLY, Channels::Mono, &silence(), &samples(&[&near]));

        let level = level_db(between(&sent, 7.0, 10.0));
        assert!((-29.0..-22.0).contains(&level), "{quieter_by} dB quieter than usual: {level:.1} dB");
    }

    let heard = samples(&[&near()]);
    let gain = -quieter(&sent(GAIN_ONLY, Channels::Mono, &silence(), &heard), &heard, 0.0, 1.0);
    assert!(gain.abs() < 3.0, "who speaks as people do begins {gain:.1} dB louder");
}

/// A tone says nothing of how late it is heard, since each of its periods is like the others: what is known of a room is
/// learned from voices.
#[test]
fn a_tone_is_gone_once_a_voice_was_heard() {
    let tone = |n: usize| 0.3 * (std::f64::consts::TAU * 997.0 * n as f64 / RATE as f64).sin();
    let mut far = far();
    far[5 * RATE..].iter_mut().enumerate().for_each(|(n, sample)| *sample = tone(n));
    let (played, heard) = (samples(&[&far]), samples(&[&echo(&far, 60, -6.0)]));

    let sent = sent(ECHO_ONLY, Channels::Mono, &played, &heard);

    let gone = quieter(&sent, &heard, 6.0, 10.0);
    assert!(gone > 40.0, "{gone:.1} dB");
}

#[test]
fn silence_stays_silence() {
    assert_eq!(sent(VoiceProcessing::default(), Channels::Mono, &silence(), &silence()), silence());
}

#[test]
fn what_is_off_leaves_frames_as_they_are() {
    let far = samples(&[&far()]);
    let heard = samples(&[&near(), &noise(5, -50.0, SECONDS)]);

    assert_eq!(sent(VoiceProcessing::OFF, Channels::Mono, &far, &heard), heard);
}

#[test]
fn each_ear_has_its_own_echo() {
    let (left, right) = (far(), voice(6, 170.0, SECONDS));
    let both = |left: &[i16], right: &[i16]| -> Vec<i16> {
        left.iter().zip(right).flat_map(|(left, right)| [*left, *right]).collect()
    };
    let played = both(&samples(&[&left]), &samples(&[&right]));
    let first = samples(&[&echo(&left, 30, -6.0), &echo(&right, 45, -12.0)]);
    let second = samples(&[&echo(&left, 46, -12.0), &echo(&right, 31, -6.0)]);

    let sent = sent(ECHO_ONLY, Channels::Stereo, &played, &both(&first, &second));

    for (ear, heard) in [first, second].iter().enumerate() {
        let sent: Vec<i16> = sent.iter().skip(ear).step_by(2).copied().collect();
        let gone = quieter(&sent, heard, 7.0, 10.0);
        assert!(gone > 28.0, "ear {ear}: {gone:.1} dB");
    }
}

#[test]
fn a_room_that_is_known_stays_known_when_something_else_is_switched() {
    let far = far();
    let (played, heard) = (samples(&[&far]), samples(&[&echo(&far, 60, -6.0)]));
    let mut processor = VoiceProcessor::new(ECHO_ONLY);
    let mut sent = Vec::new();

    for (n, (far, mut near)) in
        frames(&played, Channels::Mono).zip(frames(&heard, Channels::Mono)).enumerate()
    {
        if n == 7 * 50 {
            processor.set(VoiceProcessing { noise_suppression: true, ..ECHO_ONLY });
        }
        processor.render(&far);
        processor.capture(&mut near);
        sent.extend_from_slice(near.samples());
    }

    let gone = quieter(&sent, &heard, 7.0, 8.0);
    assert!(gone > 30.0, "{gone:.1} dB");
}
