//! The fuzz corpora, replayed without libFuzzer.

#[path = "../../../fuzz/replay.rs"]
mod replay;

use std::path::Path;

use ilive_devices::fuzzing::{fuzz_h264_payload, fuzz_wav, fuzz_y4m};
use replay::replay;

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 3] = [("y4m", fuzz_y4m), ("wav", fuzz_wav), ("h264_payload", fuzz_h264_payload)];

#[test]
fn every_file_of_the_corpora_holds() {
    for (name, target) in TARGETS {
        replay(name, target);
    }
}

#[test]
fn spoilt_files_of_the_corpora_hold() {
    // A xorshift generator: bytes that differ, the same in each run.
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .expect("a corpus")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        paths.sort();
        let seeds: Vec<Vec<u8>> =
            paths.iter().map(|path| std::fs::read(path).expect("a file that can be read")).collect();
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
            data.truncate(if next() % 8 == 0 { next() % (data.len() + 1) } else { data.len() });
            target(&data);
        }
    }
}
