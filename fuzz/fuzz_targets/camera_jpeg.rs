#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ilive_devices::fuzzing::fuzz_camera_jpeg(data));
