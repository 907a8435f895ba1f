//! What voice processing makes of rooms that are computed, and what it costs:
//! `cargo run --release -p ilive-devices --example echo`.

#[path = "../tests/voice/room.rs"]
mod room;

use std::time::Instant;

use ilive_devices::audio::{Channels, VoiceProcessing};

use room::{RATE, between, echo, left_of, level_db, noise, samples, sent, voice};

const SECONDS: usize = 20;
/// When somebody begins to speak in the room.
const NEAR_FROM: usize = 12;

fn main() {
    for (case, does) in [
        ("echo", VoiceProcessing { echo_cancellation: true, ..VoiceProcessing::OFF }),
        ("noise", VoiceProcessing { noise_suppression: true, ..VoiceProcessing::OFF }),
        ("gain", VoiceProcessing { gain_control: true, ..VoiceProcessing::OFF }),
        ("all", VoiceProcessing::default()),
    ] {
        println!("{case}");
        if does.echo_cancellation {
            [(30, -6.0), (60, -9.0), (120, -12.0), (480, -6.0)]
                .into_iter()
                .for_each(|way| of_echo(does, way));
        }
        of_noise(does);
        [Channels::Mono, Channels::Stereo].into_iter().for_each(|channels| cost(does, channels));
    }
}

fn of_echo(does: VoiceProcessing, (delay_ms, gain_db): (usize, f64)) {
    let (far, mut near) = (voice(1, 120.0, SECONDS), voice(2, 210.0, SECONDS));
    near[..NEAR_FROM * RATE].fill(0.0);
    let (played, heard) = (samples(&[&far]), samples(&[&echo(&far, delay_ms, gain_db), &near]));
    let sent = sent(does, Channels::Mono, &played, &heard);
    let gone = |from, to| level_db(between(&heard, from, to)) - level_db(between(&sent, from, to));
    let (from, to) = (NEAR_FROM as f64, SECONDS as f64);
    println!(
        "  back after {delay_ms} ms at {gain_db} dB: {:.1} dB of it are gone at 2 s, {:.1} at 10 s; of a voice {:.1} dB are left",
        gone(2.0, 4.0),
        gone(10.0, 12.0),
        left_of(between(&samples(&[&near]), from, to), between(&sent, from, to)),
    );
}

fn of_noise(does: VoiceProcessing) {
    let heard = samples(&[&noise(3, -50.0, SECONDS)]);
    let sent = sent(does, Channels::Mono, &vec![0; heard.len()], &heard);
    println!("  noise at {:.1} dB is at {:.1}", level_db(&heard), level_db(between(&sent, 5.0, 20.0)));
}

#[expect(clippy::disallowed_methods, reason = "it measures the machine")]
fn cost(does: VoiceProcessing, channels: Channels) {
    let wide = |one: Vec<f64>| -> Vec<i16> {
        samples(&[&one]).iter().flat_map(|sample| std::iter::repeat_n(*sample, channels.count())).collect()
    };
    let far = voice(1, 120.0, SECONDS);
    let (played, heard) = (wide(far.clone()), wide(echo(&far, 60, -9.0)));
    let before = Instant::now();
    sent(does, channels, &played, &heard);
    let each = before.elapsed().as_secs_f64() * 1e3 / (SECONDS * 50) as f64;
    println!("  {channels:?}: {each:.3} ms for 20 ms, {:.1} % of a core", each * 5.0);
}
