//! Who may call: the thread that made the client, and for frames and data any.

use std::ptr::null_mut;

use super::ears::{client, client_with, last, release, user};
use super::every;
use crate::facade::login::ilive_logout;
use ilive_testing::blocking::Running;

const FROM_ANY_THREAD: [&str; 3] = ["ilive_fill_frame", "ilive_av_fill_frame", "ilive_av_fill_custom_data"];

#[test]
fn every_function_but_those_that_fill_is_the_owners() {
    let server = Running::start();
    let ears = client(&server);
    let client = ears.client.get();

    std::thread::scope(|threads| {
        threads.spawn(|| {
            for (name, _, call) in every::all() {
                let wanted = if FROM_ANY_THREAD.contains(name) { 8005 } else { 1007 };
                // The AV layer says first that its context does not run.
                let wanted = if name.starts_with("ilive_av_fill") { 1101 } else { wanted };
                assert_eq!((call(client), last().0), (wanted, wanted), "{name}");
            }
        });
    });
    release(&ears);
}

#[test]
fn with_any_thread_nobody_owns_it() {
    let server = Running::start();
    let ears = client_with(&server, |config| config.any_thread = true);
    let client = ears.client.get();

    let code = std::thread::spawn(move || ilive_logout(client, None, null_mut(), None)).join();

    assert_eq!(code.expect("no panic"), 8009);
    release(&ears);
}

#[test]
fn clients_of_one_process_have_an_owner_each() {
    let server = Running::start();
    let ann = user(&server, "ann");
    let anns = ann.client.get();

    std::thread::scope(|threads| {
        threads.spawn(|| {
            let bob = user(&server, "bob");
            assert_eq!(ilive_logout(anns, None, null_mut(), None), 1007);
            assert_eq!(ilive_logout(bob.client.get(), None, null_mut(), None), 0);
            release(&bob);
        });
    });

    assert_eq!(ilive_logout(anns, None, null_mut(), None), 0);
    release(&ann);
}
