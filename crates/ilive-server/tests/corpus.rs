//! The fuzz corpora, replayed without libFuzzer.

#[path = "../../../fuzz/replay.rs"]
mod replay;

use ilive_server::fuzzing::{fuzz_client_frame, fuzz_ice_fragment, fuzz_speed_datagram};
use replay::replay;

#[test]
fn every_file_of_the_corpora_holds() {
    replay("client_frame", fuzz_client_frame);
    replay("ice_fragment", fuzz_ice_fragment);
    replay("speed_datagram", fuzz_speed_datagram);
}
