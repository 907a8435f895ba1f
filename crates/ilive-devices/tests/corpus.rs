//! The fuzz corpora, replayed without libFuzzer.

#[path = "../../../fuzz/replay.rs"]
mod replay;

use std::path::Path;
use std::time::Duration;

use ilive_devices::device::{DeviceKind, VideoSource};
use ilive_devices::file::Film;
use ilive_devices::fuzzing::{fuzz_film, fuzz_h264_payload, fuzz_wav, fuzz_y4m};
use replay::replay;

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 3] = [("y4m", fuzz_y4m), ("wav", fuzz_wav), ("h264_payload", fuzz_h264_payload)];

#[test]
fn every_file_of_the_corpora_holds() {
    for (name, target) in TARGETS.into_iter().chain([("film", fuzz_film as fn(&[u8]))]) {
        replay(name, target);
    }
}

#[cfg(all(feature = "system-camera", target_os = "linux"))]
#[test]
fn every_picture_of_a_camera_holds_whole_or_spoilt() {
    use ilive_devices::fuzzing::fuzz_camera_jpeg;

    replay("camera_jpeg", fuzz_camera_jpeg);
    let mut next = numbers();
    let seeds = seeds("camera_jpeg");
    for round in 0..4_000 {
        let mut data = seeds[round % seeds.len()].clone();
        for _ in 0..=next() % 4 {
            let at = next() % data.len();
            data[at] = next() as u8;
        }
        fuzz_camera_jpeg(&data);
    }
}

/// Bytes that are refused at once try no decoder.
#[test]
fn good_films_of_the_corpus_are_played() {
    for name in ["h264_aac", "fragments_opus", "avc3"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/film").join(name);
        let mut film = Film::open(DeviceKind::MediaFile, &path, false).expect(name);
        let mut polled = (0..100).map(|n| film.poll(Duration::from_millis(5 * n)));
        assert!(polled.any(|frame| matches!(frame, Ok(Some(_)))), "{name}");
    }
}

#[test]
fn films_that_are_cut_off_or_spoilt_anywhere_hold() {
    let mut next = numbers();
    for film in seeds("film") {
        for cut in (0..film.len()).step_by(film.len() / 60 + 1) {
            fuzz_film(&film[..cut]);
        }
        for _ in 0..150 {
            let mut spoilt = film.clone();
            for _ in 0..=next() % 3 {
                let at = next() % spoilt.len();
                spoilt[at] = next() as u8;
            }
            fuzz_film(&spoilt);
        }
    }
}

#[test]
fn spoilt_files_of_the_corpora_hold() {
    let mut next = numbers();
    for (name, target) in TARGETS {
        let seeds = seeds(name);
        for round in 0..4_000 {
            let mut data = seeds[round % seeds.len()].clone();
            for _ in 0..next() % 4 {
                // Most of what decides is at the beginning.
                let within = data.len().clamp(1, 64);
                let at = next() % within;
                if let Some(byte) = data.get_mut(at) {
                    *byte = next() as u8;
                }
            }
            data.truncate(if next().is_multiple_of(8) { next() % (data.len() + 1) } else { data.len() });
            target(&data);
        }
    }
}

/// A xorshift generator: numbers that differ, the same in each run.
fn numbers() -> impl FnMut() -> usize {
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    }
}

/// The files of a corpus.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a corpus").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a file that can be read")).collect()
}
