//! `contract/scenarios/`: every code has its situations, and those beside them.

use std::path::Path;

use ilive_conformance::run::read;
use ilive_conformance::scenario::{Sdk, Situations};
use ilive_protocol::Code;

fn all() -> Vec<Situations> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../contract/scenarios");
    read(&folder, None).expect("every file can be played")
}

#[test]
fn every_code_has_its_situations_and_those_beside_them() {
    let all = all();

    let mut codes: Vec<u32> = Code::ALL.iter().map(|code| code.number()).collect();
    codes.sort_unstable();
    assert_eq!(all.iter().map(|one| one.code.number()).collect::<Vec<_>>(), codes);
    for situations in &all {
        assert!(situations.scenarios.iter().any(|one| one.near_miss), "{} has no near miss", situations.code);
    }
}

#[test]
fn only_threads_are_left_out_and_only_of_a_browser() {
    for situations in all() {
        for sdk in Sdk::ALL {
            let left_out = situations.left_out(sdk).is_some();
            let threads = situations.code == Code::AvNotInMainThread && sdk == Sdk::Ts;
            assert_eq!(left_out, threads, "{} {sdk}", situations.code);
        }
    }
}

#[test]
fn no_two_scenarios_of_a_code_are_called_the_same() {
    for situations in all() {
        let mut names: Vec<&str> = situations.scenarios.iter().map(|one| one.about.as_str()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{}", situations.code);
    }
}
