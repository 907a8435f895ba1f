#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ilive_ticket::fuzzing::fuzz_link_key_userbuf(data));
