//! The fuzz corpora, replayed without libFuzzer.

use std::path::Path;

use ilive_ticket::fuzzing::{fuzz_inflate, fuzz_room_key_userbuf, fuzz_ticket};

#[test]
fn every_file_of_the_corpora_holds() {
    for (name, target) in [
        ("ticket", fuzz_ticket as fn(&[u8])),
        ("room_key_userbuf", fuzz_room_key_userbuf),
        ("inflate", fuzz_inflate),
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
        let files = std::fs::read_dir(&folder).expect("a corpus for each target");
        let replayed = files.map(|file| file.and_then(|file| std::fs::read(file.path()))).map(|data| {
            target(&data.expect("a file that can be read"));
        });
        assert!(replayed.count() >= 5, "{name} has too few seeds");
    }
}
