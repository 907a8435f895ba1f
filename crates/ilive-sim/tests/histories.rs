//! Whatever happens to a room, its laws hold.

use std::collections::BTreeSet;

use ilive_sim::History;

/// `ILIVE_SIM_SEEDS=5000` plays more of them.
fn seeds() -> u64 {
    std::env::var("ILIVE_SIM_SEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(200)
}

#[test]
fn no_history_breaks_a_law() {
    let (mut entered, mut lines) = (0, 0);
    let mut refusals = BTreeSet::new();

    for seed in 0..seeds() {
        match History::new(seed, 100).run() {
            Ok(seen) => {
                entered += seen.entered;
                lines += seen.lines;
                refusals.extend(seen.refusals);
            }
            Err(breach) => panic!("seed {seed}: {breach}"),
        }
    }

    // A law that nothing strains is kept by doing nothing.
    assert!(entered > 3000 && lines > 40_000, "{entered} entries, {lines} lines");
    for word in [
        "lack_join",
        "lack_create",
        "room_full",
        "kicked",
        "video_slots_full",
        "aux_taken",
        "member_gone",
        "linked",
    ] {
        assert!(refusals.contains(word), "{word} never happened: {refusals:?}");
    }
}
