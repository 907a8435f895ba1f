//! The contract's table: each code that a client raises, by its situation, and the situation just beside it.

use std::collections::BTreeSet;

use ilive_protocol::codes::{Delivery, Layer};
use ilive_protocol::{Code, Module};
use ilive_session::{Client, Config};

use crate::world::Coded;

mod av;
mod calls;
mod devices;
mod facade;
mod resources;
mod session_ends;

pub(crate) use av::{entry as contract_entry, put_out as contract_put_out};
pub(crate) use facade::make_call as contract_make_call;

/// What happens, the code that it gives, and how it is brought about.
pub(crate) type Case = (&'static str, Coded, fn() -> Coded);

fn all() -> Vec<Case> {
    [av::CASES, calls::CASES, devices::CASES, facade::CASES, resources::CASES, session_ends::CASES].concat()
}

#[test]
fn every_situation_gives_its_code() {
    let wrong: Vec<String> = all()
        .into_iter()
        .filter_map(|(case, expected, bring_about)| {
            let found = std::panic::catch_unwind(bring_about);
            (found.as_ref().ok() != Some(&expected)).then(|| format!("{case}: {expected:?}, not {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// 1007 is the shell's: it knows threads.
#[test]
fn every_code_of_a_client_has_a_situation() {
    let covered: BTreeSet<Coded> = all().into_iter().map(|(_, code, _)| code).collect();
    let missing: Vec<String> = Code::ALL
        .into_iter()
        .filter(|code| code.row().raised_by.iter().any(|layer| *layer != Layer::Server))
        .filter(|code| *code != Code::AvNotInMainThread)
        .filter(|code| !covered.contains(&(code.module().as_str(), code.number())))
        .map(|code| code.to_string())
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn a_call_on_a_foreign_thread_is_the_shells_to_refuse() {
    let mut client = Client::new(Config::new(1), 7).expect("an app");
    let error = client.foreign_thread();
    assert_eq!((error.module, error.code, error.delivery), (Module::Av, 1007, Delivery::Return));
    assert!(!error.trace_id.is_empty(), "it can be found in the log");
}
