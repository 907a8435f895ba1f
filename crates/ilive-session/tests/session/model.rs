//! Random histories against a small model: calls, answers in any order, losses, silence, time.
//!
//! Laws: a refused call changes nothing and is what the model says, by the state alone; an accepted one has exactly one
//! completion; a class has one operation at a time and is free when all deadlines have passed; nothing is told after a login
//! has ended; time asked for lies ahead; and after all of it one can log in and enter a room.
//!
//! `PROPTEST_CASES=10000 cargo test -p ilive-session --release --test session model` runs a million steps.

mod happen;
mod play;
mod reference;
mod steps;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::Config as Runs;

use play::Play;
use steps::Step;

/// Steps of one history.
const STEPS: usize = 100;

/// Histories where nothing else is said: 51,200 steps.
const CASES: u32 = 512;

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES)
}

proptest! {
    #![proptest_config(Runs { cases: cases(), failure_persistence: None, ..Runs::default() })]

    #[test]
    fn laws_hold_in_every_history(
        beginning in 0_usize..6,
        raw_codes in proptest::bool::weighted(0.2),
        steps in proptest::collection::vec(steps::any_step(), STEPS),
    ) {
        let mut play = Play::new(raw_codes);
        play.begin(beginning);
        for step in steps {
            play.step(step);
        }
        play.end();
    }
}

#[test]
fn there_are_steps_of_more_than_forty_kinds() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = steps::any_step();
    let mut kinds = std::collections::BTreeSet::new();
    for _ in 0..4_000 {
        let step: Step = strategy.new_tree(&mut runner).expect("a step").current();
        kinds.insert(step.kind());
    }
    assert!(kinds.len() >= 70, "{}: {kinds:?}", kinds.len());
}

/// A model that never gets anywhere proves nothing.
#[test]
fn histories_come_by_every_state_and_most_codes() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let history = proptest::collection::vec(steps::any_step(), STEPS);
    let mut reach = play::Reach::default();
    for count in 0..200 {
        let mut play = Play::new(count % 5 == 0);
        play.begin(count % 6);
        for step in history.new_tree(&mut runner).expect("a history").current() {
            play.step(step);
        }
        reach.join(play.end());
    }

    assert_eq!(reach.states.len(), 5 + 5 + 4, "{:?}", reach.states);
    assert!(reach.codes.len() >= 40, "{}: {:?}", reach.codes.len(), reach.codes);
    assert!(reach.accepted * 5 > reach.calls && reach.foretold * 2 > reach.calls, "{reach:?}");
}
