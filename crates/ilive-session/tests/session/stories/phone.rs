//! Calls that follow one another.

use ilive_protocol::wire::client_frame::Request as R;
use ilive_session::Call;
use ilive_session::call::PhoneCall;

use crate::world::{World, asks};

fn make(user: &str, end_current: bool) -> Call {
    Call::Phone(PhoneCall::Make { user_id: user.to_owned(), video: false, end_current })
}

fn asked(world: &World) -> Vec<&'static str> {
    let names = world.frames.iter().filter_map(|frame| match frame.request {
        R::MakeCall(_) => Some("make"),
        R::EndCall(_) => Some("end"),
        _ => None,
    });
    names.collect()
}

#[test]
fn a_call_that_ends_one_without_an_id_is_made_once_that_one_is_over() {
    let mut world = World::logged_in();
    world.op(make("u5", false));
    world.op(make("u6", true));
    assert_eq!(asked(&world), ["make"], "the server would find a call under way");

    world.answer(asks!(MakeCall));

    assert_eq!(asked(&world), ["make", "end", "make"]);
    world.serve();
    assert!(world.client.operations().is_empty(), "both have ended, the second with success");
}

#[test]
fn a_call_that_is_held_back_and_given_up_is_never_made() {
    let mut world = World::logged_in();
    world.op(make("u5", false));
    let held = world.op(make("u6", true));

    world.call(Call::Cancel(held)).expect("always possible");
    world.answer(asks!(MakeCall));

    assert_eq!(asked(&world), ["make", "end"]);
}
