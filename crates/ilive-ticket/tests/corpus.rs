//! The fuzz corpora, replayed without libFuzzer.

#[path = "../../../fuzz/replay.rs"]
mod replay;

use ilive_ticket::fuzzing::{fuzz_inflate, fuzz_link_key_userbuf, fuzz_room_key_userbuf, fuzz_ticket};
use replay::replay;

#[test]
fn every_file_of_the_corpora_holds() {
    replay("ticket", fuzz_ticket);
    replay("room_key_userbuf", fuzz_room_key_userbuf);
    replay("link_key_userbuf", fuzz_link_key_userbuf);
    replay("inflate", fuzz_inflate);
}
