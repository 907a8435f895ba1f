//! The fuzz corpora, replayed without libFuzzer.

use std::path::Path;

use ilive_sfu::fuzzing::{fuzz_frame, fuzz_rtcp, fuzz_rtp, fuzz_srtcp};

#[test]
fn every_file_of_the_corpora_holds() {
    for (name, target) in
        [("rtp", fuzz_rtp as fn(&[u8])), ("frame", fuzz_frame), ("rtcp", fuzz_rtcp), ("srtcp", fuzz_srtcp)]
    {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
        let files = std::fs::read_dir(&folder).expect("a corpus for each target");
        let replayed = files.map(|file| file.and_then(|file| std::fs::read(file.path()))).map(|data| {
            target(&data.expect("a file that can be read"));
        });
        assert!(replayed.count() >= 5, "{name} has too few seeds");
    }
}

#[test]
fn any_bytes_hold() {
    // A xorshift generator: bytes that differ, the same in each run.
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..20_000 {
        let mut data: Vec<u8> = (0..next() % 120).map(|_| next() as u8).collect();
        // Half of them look like what they are taken for.
        if let (true, Some(first)) = (round % 2 == 0, data.first_mut()) {
            *first = 0x80 | *first & 0x3F;
        }
        if let (true, Some(kind)) = (round % 4 == 0, data.get_mut(1)) {
            *kind = 200 + *kind % 8;
        }
        if let (true, Some(length)) = (round % 4 == 0, data.get_mut(2..4)) {
            length.copy_from_slice(&[0, length[1] % 16]);
        }
        fuzz_rtp(&data);
        fuzz_frame(&data);
        fuzz_rtcp(&data);
        if round % 100 == 0 {
            fuzz_srtcp(&data);
        }
    }
}
