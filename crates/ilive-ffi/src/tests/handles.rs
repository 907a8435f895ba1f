//! Clients that are none.

use super::ears::{client, last, release};
use super::every;
use crate::args::Level;
use ilive_testing::blocking::Running;

/// What each layer says of a client that is gone.
fn dead(level: Level) -> i32 {
    match level {
        Level::Facade => 8002,
        Level::Context => 1101,
        Level::Room => 1201,
    }
}

#[test]
fn a_client_that_is_0_is_missing_for_every_function() {
    for (name, _, call) in every::all() {
        assert_eq!((call(0), last().0), (8005, 8005), "{name}");
    }
}

#[test]
fn a_number_that_is_no_client_is_answered_by_the_layer_that_was_called() {
    for (name, level, call) in every::all() {
        for foreign in [1, 0xdead_beef, u64::MAX] {
            assert_eq!(call(foreign), dead(*level), "{name}({foreign:#x})");
        }
    }
}

#[test]
fn a_released_client_stays_dead_when_another_takes_its_place() {
    let server = Running::start();
    let old = client(&server);
    release(&old);
    let new = client(&server);

    for (name, level, call) in every::all() {
        assert_eq!(call(old.client.get()), dead(*level), "{name}");
    }
    release(&new);
}
