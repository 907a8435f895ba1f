//! Codes 1801 to 1803, calls, the speed test, and what a server may not have.

use ilive_protocol::Code;
use ilive_protocol::wire::{self, CallResult, event::Event as Told};
use ilive_session::call::{PhoneCall, RoomArg};
use ilive_session::{Call, Error, Input, InviteCall, av};

use super::Case;
use super::facade::{make_call, ringing};
use crate::world::{Coded, SECOND, World, asks};

fn invite(call: InviteCall) -> Call {
    Call::Av(av::Call::Invite(call))
}

fn bob() -> InviteCall {
    InviteCall::Invite("bob".into(), RoomArg::Number(1))
}

fn fails(call: Call, module: &str, code: u32) -> Coded {
    let mut world = World::logged_in();
    let op = world.op(call);
    world.fail(|_| true, module, code, "");
    world.result(op)
}

fn silence(call: Call) -> Coded {
    let mut world = World::logged_in();
    let op = world.op(call);
    world.pass(30 * SECOND);
    world.result(op)
}

pub(crate) const CASES: &[Case] = &[
    ("invite one who is offline", ("av", 1801), || fails(invite(bob()), "av", 10010)),
    ("invite, and nobody answers", ("av", 1801), || silence(invite(bob()))),
    ("invite where the server has no invitations", ("av", 1801), || fails(invite(bob()), "av", 10007)),
    ("invite", ("ilive", 0), || World::logged_in().code(invite(bob()))),
    ("invite while one's own invitation stands", ("av", 1801), || {
        let mut world = World::logged_in();
        world.done(invite(bob()));
        world.code(invite(bob()))
    }),
    ("invite once it was taken", ("ilive", 0), || {
        let mut world = World::logged_in();
        world.done(invite(bob()));
        world.tell(Told::InviteAccepted(wire::InviteAccepted { invite_id: 7 }));
        world.code(invite(bob()))
    }),
    ("invite once it has timed out", ("ilive", 0), || {
        let mut world = World::logged_in();
        world.done(invite(bob()));
        world.pass(40 * SECOND);
        world.serve();
        world.code(invite(bob()))
    }),
    ("invite oneself", ("av", 1004), || {
        World::logged_in().refused(invite(InviteCall::Invite("ann".into(), RoomArg::Number(1))))
    }),
    ("invite before start", ("av", 1101), || World::new().refused(invite(bob()))),
    ("accept after cancel", ("av", 1802), || fails(invite(InviteCall::Accept(3)), "av", 10010)),
    ("refuse an unknown one", ("av", 1803), || fails(invite(InviteCall::Refuse(3)), "av", 10010)),
    ("accept while refusing", ("av", 1002), || {
        let mut world = World::logged_in();
        world.op(invite(InviteCall::Refuse(3)));
        world.refused(invite(InviteCall::Accept(3)))
    }),
    ("a call that nobody answers for", ("call", 101), || silence(make_call("bob"))),
    ("push, which the server does not have", ("av", 10007), || {
        let mut world = World::in_room();
        let op = world.op(Call::Push(true));
        world.fail(asks!(Push), "av", 10007, "unknown_command");
        world.result(op)
    }),
    ("a call that ends while it is accepted", ("call", 1), || {
        let mut world = ringing(&[1]);
        let op = world.op(Call::Phone(PhoneCall::Accept(1)));
        let result = CallResult::Cancelled.into();
        world.tell(Told::CallEnded(wire::CallEnded { call_id: 1, result }));
        world.result(op)
    }),
    ("make a call, and end the present one", ("ilive", 0), || {
        let mut world = World::logged_in();
        world.done(make_call("bob"));
        world.code(Call::Phone(PhoneCall::Make { user_id: "cem".into(), video: false, end_current: true }))
    }),
    ("the old one's pending request", ("ilive", 8007), || {
        let mut world = World::logged_in();
        let op = world.op(make_call("bob"));
        world.op(Call::Phone(PhoneCall::Make { user_id: "cem".into(), video: false, end_current: true }));
        world.result(op)
    }),
    ("a speed test while one is under way", ("ilive", 8011), || {
        let mut world = World::logged_in();
        world.op(Call::SpeedTest);
        world.refused(Call::SpeedTest)
    }),
    ("the same 2 s later", ("av", 1001), || {
        let mut world = World::logged_in();
        world.op(Call::SpeedTest);
        world.pass_alive(2);
        world.refused(Call::SpeedTest)
    }),
    ("a speed test once one has ended", ("ilive", 0), || {
        let mut world = World::logged_in();
        world.done(Call::SpeedTest);
        world.code(Call::SpeedTest)
    }),
    ("a speed test too many", ("av", 10005), || fails(Call::SpeedTest, "av", 10005)),
    ("a speed test that is answered by another than the server", ("ilive", 8052), || {
        let mut world = World::logged_in();
        let op = world.op(Call::SpeedTest);
        world.answer(asks!(SpeedTest));
        let foreign = Error::of(Code::ParseFail, "foreign_answer");
        world.handle(Input::Measured(op, Err(foreign)));
        world.result(op)
    }),
    ("a speed test that does not end", ("av", 1005), || {
        let mut world = World::logged_in();
        let op = world.op(Call::SpeedTest);
        world.answer(asks!(SpeedTest));
        world.pass_alive(30);
        world.result(op)
    }),
    ("call oneself", ("ilive", 8021), || World::logged_in().refused(make_call("ann"))),
    ("end a call that rings here", ("ilive", 8008), || ringing(&[1]).refused(Call::Phone(PhoneCall::End(1)))),
    ("reject it", ("ilive", 0), || ringing(&[1]).code(Call::Phone(PhoneCall::Reject(1)))),
    ("reject it twice", ("ilive", 8003), || {
        let mut world = ringing(&[1]);
        world.op(Call::Phone(PhoneCall::Reject(1)));
        world.refused(Call::Phone(PhoneCall::Reject(1)))
    }),
];
