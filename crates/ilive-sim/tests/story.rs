//! An evening in a room, as everybody in it is told.

use std::time::Duration;

use ilive_core::room::{Config, Request};
use ilive_protocol::wire::{self, Source, UplinkKind};
use ilive_sim::{Guest, World};

fn send(source: Source) -> Request {
    let (source, kind) = (source.into(), UplinkKind::Camera.into());
    Request::SetUplink(wire::SetUplink { source, on: true, muted: false, kind })
}

#[test]
fn an_evening_in_a_room() {
    let second = Duration::from_secs(1);
    let mut world = World::new(Config::default());

    let ann = world.join("ann", &Guest::host());
    world.ask(ann, send(Source::Main));
    world.pass(second);
    let bob = world.join("bob", &Guest::viewer());
    world.ask(bob, Request::SetViews(wire::SetViews { auto: true, views: Vec::new() }));
    world.pass(second);
    world.ask(bob, Request::StageRequest(wire::StageRequest { note: "hello".to_owned() }));
    let accept = wire::StageAnswer { member: world.member("bob"), accept: true, reason: String::new() };
    world.ask(ann, Request::StageAnswer(accept));
    world.ask(bob, send(Source::Audio));
    let mute = wire::MuteMember { member: world.member("bob"), source: Source::Audio.into(), muted: true };
    world.ask(ann, Request::Mute(mute));
    world.lose_link(bob);
    world.pass(5 * second);
    world.resume(bob);
    let off = wire::StageLeave { member: world.member("bob") };
    world.ask(ann, Request::StageLeave(off));
    world.lose_link(bob);
    world.pass(31 * second);
    world.ask(ann, Request::End);

    assert_eq!(world.check(true), Ok(()));
    insta::assert_snapshot!(world.transcript());
}
