//! Calls that follow one another.

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::wire::{self, event::Event as Told};
use ilive_session::call::{PhoneCall, RoomArg};
use ilive_session::{Call, Event, InviteCall, PhoneState, av};

use crate::world::{SECOND, World, asks};

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

/// The server answers one's own call or invitation with the other's, which is then in both tables.
#[test]
fn of_what_crosses_nothing_is_left_but_the_call() {
    let mut world = World::logged_in();
    let calling = world.op(make("bob", false));
    world.tell(Told::CallIncoming(wire::CallIncoming { call_id: 9, ..Default::default() }));
    world.serve();
    world.tell(Told::CallEstablished(wire::CallEstablished { call_id: 9 }));
    assert_eq!(world.result(calling), ("ilive", 0));
    assert_eq!(world.client.phone_state(9), Some(PhoneState::Establish));

    let invite = || Call::Av(av::Call::Invite(InviteCall::Invite("bob".into(), RoomArg::Number(1))));
    world.tell(Told::InviteArrived(wire::InviteArrived { invite_id: 7, ..Default::default() }));
    world.done(invite());
    world.tell(Told::InviteAccepted(wire::InviteAccepted { invite_id: 7 }));
    world.pass(60 * SECOND);

    let over = |event: &Event| matches!(event, Event::Server(Told::InviteEnded(_)));
    assert!(!world.has_event(over), "neither side's stands any more");
    world.done(invite());
}
