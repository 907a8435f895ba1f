#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ilive_server::fuzzing::fuzz_speed_datagram(data));
