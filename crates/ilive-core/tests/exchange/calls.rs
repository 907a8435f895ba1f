//! One-to-one calls: both ends always end alike.

use std::time::Duration;

use ilive_core::call::Request;
use ilive_protocol::wire::{self, CallType};

use crate::desk::{Case, Desk, SECOND};

/// Ann rings at Bob, who has this many logins.
fn ringing(logins: &[&str]) -> Desk {
    let mut desk = Desk::with(&[&["ann"], logins].concat());
    desk.call("ann", "bob");
    desk.said();
    desk
}

fn standing() -> Desk {
    let mut desk = ringing(&["bob"]);
    desk.accept("bob", 1);
    desk.said();
    desk
}

#[test]
fn a_call_rings_is_accepted_and_hung_up() {
    let mut desk = Desk::with(&["ann", "bob"]);

    desk.call("ann", "bob");
    assert_eq!(desk.said(), ["ann < call 1", "bob * call 1 from ann"]);
    desk.accept("bob", 1);
    assert_eq!(desk.said(), ["bob < done", "ann * call 1 established"]);
    desk.end("ann", 1);
    assert_eq!(desk.said(), ["ann < done", "bob * call 1 ended HUNG_UP"]);

    assert_eq!(desk.exchange.calls(), 0);
    desk.pass(60 * SECOND);
    assert!(desk.said().is_empty() && desk.exchange.poll_timeout().is_none());
}

#[test]
fn who_calls_the_one_that_rings_here_is_in_that_call() {
    let mut desk = ringing(&["bob/phone", "bob/desk"]);

    desk.call("bob/desk", "ann");

    let said = [
        "bob/desk < call 1",
        "bob/phone * call 1 ended CANCELLED",
        "ann * call 1 established",
        "bob/desk * call 1 established",
    ];
    assert_eq!(desk.said(), said);
    // What a client that is making a call says of one that comes in then changes nothing.
    desk.reject("bob/desk", 1, true);
    assert_eq!(desk.said(), ["bob/desk < call 100 not_exist"]);
    desk.end("bob/desk", 1);
    assert_eq!(desk.said(), ["bob/desk < done", "ann * call 1 ended HUNG_UP"]);
}

#[test]
fn who_calls_back_with_sound_alone_is_in_no_video_call() {
    let mut desk = ringing(&["bob"]);
    let make = wire::MakeCall { user_id: "ann".into(), r#type: CallType::Audio.into(), ring_ms: 0 };

    desk.ask("bob", Request::MakeCall(make));

    assert_eq!(desk.said(), ["bob < call 2", "ann * call 2 from bob"]);
}

#[test]
fn each_end_of_a_ringing_call_has_its_result() {
    let cases: [Case; 6] = [
        ("cancel", |desk| desk.end("ann", 1), &["ann < done", "bob * call 1 ended CANCELLED"]),
        ("refuse", |desk| desk.reject("bob", 1, false), &["bob < done", "ann * call 1 ended REFUSED"]),
        ("busy", |desk| desk.reject("bob", 1, true), &["bob < done", "ann * call 1 ended BUSY"]),
        ("accepting is given up", |desk| desk.end("bob", 1), &["bob < done", "ann * call 1 ended REFUSED"]),
        ("timeout", |desk| desk.pass(30 * SECOND), &["ann, bob * call 1 ended TIMED_OUT"]),
        ("the caller logs out", |desk| desk.log_out("ann"), &["ann, bob * call 1 ended DISCONNECTED"]),
    ];
    for (case, what, said) in cases {
        let mut desk = ringing(&["bob"]);
        what(&mut desk);
        assert_eq!(desk.said(), said, "{case}");
        assert_eq!(desk.exchange.calls(), 0, "{case}");
    }
}

#[test]
fn a_call_rings_as_long_as_its_caller_wants_and_never_longer_than_the_server() {
    for (ring_ms, seconds) in [(0, 30), (10_000, 10), (600_000, 30)] {
        let mut desk = Desk::with(&["ann", "bob"]);
        let make = wire::MakeCall { user_id: "bob".into(), r#type: CallType::Audio.into(), ring_ms };
        desk.ask("ann", Request::MakeCall(make));
        desk.said();

        desk.pass(seconds * SECOND - Duration::from_millis(1));
        assert!(desk.said().is_empty(), "{ring_ms} ms");
        desk.pass(SECOND);
        assert_eq!(desk.said(), ["ann, bob * call 1 ended TIMED_OUT"], "{ring_ms} ms");
    }
}

#[test]
fn a_call_rings_at_every_login_and_the_first_to_accept_has_it() {
    let mut desk = ringing(&["bob/phone", "bob/desk"]);

    desk.accept("bob/desk", 1);
    assert_eq!(
        desk.said(),
        ["bob/desk < done", "bob/phone * call 1 ended CANCELLED", "ann * call 1 established"]
    );
    desk.accept("bob/phone", 1);
    assert_eq!(desk.said(), ["bob/phone < call 100 not_exist"]);
    desk.log_out("bob/phone");
    assert!(desk.said().is_empty(), "it has no part in the call");
}

#[test]
fn a_busy_login_drops_out_and_a_refusal_is_the_users() {
    let mut desk = ringing(&["bob/phone", "bob/desk"]);
    desk.reject("bob/phone", 1, true);
    assert_eq!(desk.said(), ["bob/phone < done"]);
    desk.reject("bob/desk", 1, true);
    assert_eq!(desk.said(), ["bob/desk < done", "ann * call 1 ended BUSY"]);

    let mut desk = ringing(&["bob/phone", "bob/desk"]);
    desk.reject("bob/phone", 1, false);
    assert_eq!(desk.said(), ["bob/phone < done", "ann, bob/desk * call 1 ended REFUSED"]);
}

#[test]
fn a_call_that_stands_ends_with_either_end_and_outlives_a_short_loss_of_a_link() {
    for gone in ["ann", "bob"] {
        let mut desk = standing();
        desk.log_out(gone);
        assert_eq!(desk.said(), ["ann, bob * call 1 ended DISCONNECTED"], "{gone}");

        let mut desk = standing();
        desk.lose_link(gone);
        desk.pass(19 * SECOND);
        desk.link_back(gone);
        desk.pass(60 * SECOND);
        assert!(desk.said().is_empty(), "{gone}: back in time");

        desk.lose_link(gone);
        desk.pass(20 * SECOND);
        assert_eq!(desk.said(), ["ann, bob * call 1 ended DISCONNECTED"], "{gone}");
        assert_eq!(desk.seconds(), 99);
    }
}

#[test]
fn one_of_several_logins_that_goes_ends_only_its_own_ringing() {
    let mut desk = ringing(&["bob/phone", "bob/desk"]);

    desk.log_out("bob/phone");
    assert_eq!(desk.said(), ["bob/phone * call 1 ended DISCONNECTED"]);
    desk.log_out("bob/desk");
    assert_eq!(desk.said(), ["ann, bob/desk * call 1 ended DISCONNECTED"]);
}

#[test]
fn nobody_is_called_who_is_not_there() {
    let mut desk = Desk::with(&["ann", "bob"]);

    desk.call("ann", "cem");
    assert_eq!(desk.said(), ["ann < call 101 offline"], "unknown, or known and logged out");
    desk.lose_link("bob");
    desk.call("ann", "bob");
    assert_eq!(desk.said(), ["ann < call 101 offline"], "a call that arrives late is worse than none");
    desk.link_back("bob");
    desk.pass(60 * SECOND);
    assert!(desk.said().is_empty());
    desk.call("ann", "bob");
    assert_eq!(desk.said(), ["ann < call 1", "bob * call 1 from ann"]);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let mut desk = standing();
    desk.log_in("cem");
    let bad = wire::MakeCall { user_id: "cem".into(), ..Default::default() };

    for (login, what, said) in [
        ("ann", Request::MakeCall(bad), "ann < av 10002 bad_call_type"),
        ("bob", Request::AcceptCall(wire::AcceptCall { call_id: 1 }), "bob < call 100 not_exist"),
        ("ann", Request::AcceptCall(wire::AcceptCall { call_id: 1 }), "ann < call 100 not_exist"),
        (
            "bob",
            Request::RejectCall(wire::RejectCall { call_id: 1, busy: false }),
            "bob < call 100 not_exist",
        ),
        ("cem", Request::EndCall(wire::EndCall { call_id: 1 }), "cem < call 100 not_exist"),
        ("cem", Request::EndCall(wire::EndCall { call_id: 9 }), "cem < call 100 not_exist"),
    ] {
        desk.ask(login, what.clone());
        assert_eq!(desk.said(), [said], "{what:?}");
    }
    for (login, user, said) in [
        ("ann", "cem", "ann < call 101 in_call"),
        ("bob", "cem", "bob < call 101 in_call"),
        ("cem", "cem", "cem < av 10002 to_self"),
        ("cem", "no such id", "cem < av 10002 bad_id"),
    ] {
        desk.call(login, user);
        assert_eq!(desk.said(), [said], "{login} calls {user}");
    }
    desk.call("cem", "bob");
    desk.said();
    desk.accept("bob", 2);
    assert_eq!(desk.said(), ["bob < call 101 in_call"]);
    assert_eq!(desk.exchange.calls(), 2);
}

#[test]
fn a_crowd_of_callers_is_held_back() {
    let callers: Vec<String> = (0..17).map(|nth| format!("u{nth}")).collect();
    let mut desk = Desk::with(&["bob"]);
    for caller in &callers {
        desk.log_in(caller);
        desk.call(caller, "bob");
    }

    let said = desk.said();
    assert_eq!(said[31], "bob * call 16 from u15");
    assert_eq!(said[32..], ["u16 < av 10005 too_many_ring"]);
    desk.end("u3", 4);
    desk.said();
    desk.call("u16", "bob");
    assert_eq!(desk.said()[0], "u16 < call 17");
}
