//! Replays a corpus without libFuzzer: a module of each crate's `tests/corpus.rs`.

use std::path::Path;

/// Gives every file of `corpus/NAME` to `target`, which panics when something does not hold.
pub(crate) fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let mut count = 0;
    for file in std::fs::read_dir(&folder).expect("a corpus for each target") {
        let path = file.expect("an entry of the corpus").path();
        println!("{}", path.display());
        target(&std::fs::read(path).expect("a file that can be read"));
        count += 1;
    }
    assert!(count >= 5, "{name} has too few seeds");
}
