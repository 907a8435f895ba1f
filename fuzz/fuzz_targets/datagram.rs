#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ilive_sfu::fuzzing::fuzz_datagram(data));
