//! The fuzz corpora, replayed without libFuzzer.

#[path = "../../../fuzz/replay.rs"]
mod replay;

use ilive_sfu::fuzzing::{fuzz_datagram, fuzz_frame, fuzz_rtcp, fuzz_rtp, fuzz_sdp, fuzz_srtcp};
use replay::replay;

#[test]
fn every_file_of_the_corpora_holds() {
    replay("rtp", fuzz_rtp);
    replay("frame", fuzz_frame);
    replay("rtcp", fuzz_rtcp);
    replay("srtcp", fuzz_srtcp);
    replay("sdp", fuzz_sdp);
    replay("datagram", fuzz_datagram);
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
