//! What goes on as before, and what the app is told that does not.

use ilive_protocol::wire::conversation_ref::Id as Conversation;
use ilive_protocol::wire::{self, Source, client_frame::Request as R, event::Event as Told};
use ilive_session::av::RoomState;
use ilive_session::call::{RoomArg, Secret, Shown};
use ilive_session::device::DeviceCall;
use ilive_session::{Call, DeviceKind, Event, im};

use super::{asked, count, open, peers, restart, restart_but, room, uplinks, views};
use crate::world::{World, asks, option, sender, text};

#[test]
fn a_room_is_entered_again_and_what_was_sent_is_sent_again() {
    let mut world = World::in_room();
    world.done(open(DeviceKind::Camera));
    world.done(open(DeviceKind::Microphone));
    world.done(Call::Device(DeviceCall::Mute(DeviceKind::Microphone, true)));
    let before = uplinks(&world).len();

    restart(&mut world);

    assert_eq!(world.client.room_state(), RoomState::Entered);
    assert_eq!((count(&world, asks!(RoomEnter)), count(&world, asks!(GroupJoin))), (2, 2));
    assert_eq!(uplinks(&world)[before..], [(Source::Main, true, false), (Source::Audio, true, true)]);
    assert_eq!(peers(&world), [world.peer()]);
    assert!(
        !world.has_event(|event| matches!(event, Event::RoomDisconnected { .. } | Event::DeviceClosed(..)))
    );
}

#[test]
fn it_is_entered_as_the_role_in_force_with_the_key_that_gave_it() {
    let mut world = World::in_room();
    let (role, room_key) = ("LiveGuest".to_owned(), Secret("key".into()));
    world.done(Call::ChangeRole { role: role.clone(), room_key });
    world.tell(Told::RightsChanged(wire::RightsChanged { role, ..Default::default() }));

    restart(&mut world);

    let entered = asked(&world, |request| match request {
        R::RoomEnter(enter) => Some((enter.role.clone(), enter.private_map_key.clone())),
        _ => None,
    });
    assert_eq!(entered, [(String::new(), String::new()), ("LiveGuest".into(), "key".into())]);
}

#[test]
fn members_are_told_where_they_differ() {
    let mut world = World::in_room();
    for id in [5, 6] {
        let member = Some(sender(id, &[Source::Main]));
        world.tell(Told::MemberChanged(wire::MemberChanged { member, version: id }));
    }
    world.serve();
    world.events.clear();

    world.members = vec![sender(6, &[Source::Main]), sender(7, &[Source::Main])];
    restart(&mut world);

    let told = world.events.iter().filter_map(|event| match event {
        Event::Member { user, on, .. } => Some((user.as_str(), *on)),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [("u5", false), ("u7", true)]);
}

#[test]
fn who_was_seen_is_seen_again_once_it_sends() {
    let mut world = World::in_room();
    let both = vec![sender(5, &[Source::Main]), sender(6, &[Source::Main])];
    for (version, member) in (2..).zip(both.clone()) {
        world.tell(Told::MemberChanged(wire::MemberChanged { member: Some(member), version }));
    }
    world.serve();
    let shown = |id| Shown { user_id: format!("u{id}"), source: Source::Main, height: 360 };
    world.done(Call::Show(vec![shown(5), shown(6)]));

    world.members = both[..1].to_vec();
    restart(&mut world);
    assert_eq!(views(&world), [2, 1], "the other one has not come yet");

    for (version, member, asked) in [
        (9, sender(7, &[Source::Main]), vec![2, 1]),
        (10, both[1].clone(), vec![2, 1, 2]),
        (11, both[1].clone(), vec![2, 1, 2]),
    ] {
        world.tell(Told::MemberChanged(wire::MemberChanged { member: Some(member), version }));
        world.serve();
        assert_eq!(views(&world), asked, "version {version}");
    }
}

#[test]
fn what_is_asked_in_the_room_meanwhile_waits_for_it() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(RoomEnter));
    assert_eq!(world.client.room_state(), RoomState::Entered);

    let ops = [
        world.op(Call::SendGroup(text("hi"))),
        world.op(Call::ChangeRole { role: "LiveGuest".into(), room_key: Secret::default() }),
        world.op(open(DeviceKind::Camera)),
    ];
    world.serve_but(asks!(RoomEnter));
    let of_room = |request: &R| matches!(request, R::SendMessage(_) | R::ChangeRole(_) | R::SetUplink(_));
    assert_eq!(count(&world, of_room), 0);
    world.serve();

    assert_eq!(count(&world, of_room), 3);
    assert!(ops.iter().all(|op| world.result(*op) == ("ilive", 0)));
}

#[test]
fn a_room_that_takes_less_is_told_and_what_it_refuses_is_closed() {
    let mut world = World::in_room();
    world.done(open(DeviceKind::Camera));
    world.rights = 0x1;

    restart_but(&mut world, asks!(SetUplink));
    world.fail(asks!(SetUplink), "av", 10003, "lack_send_main");

    assert!(world.has_event(|event| matches!(event, Event::Rights(rights) if rights.rights == 0x1)));
    let closed = |event: &Event| matches!(event, Event::DeviceClosed(DeviceKind::Camera, Some(error)) if error.code == 10003);
    assert!(world.has_event(closed));
    world.done(open(DeviceKind::Camera));
}

/// What the app did to a source while the link was lost is what the room hears last of it.
#[test]
fn a_source_that_was_closed_without_a_link_is_not_sent_again() {
    let mut world = World::in_room();
    world.done(open(DeviceKind::Camera));
    world.cut();
    world.op(Call::Device(DeviceCall::Mute(DeviceKind::Camera, true)));
    world.op(Call::Device(DeviceCall::Close(DeviceKind::Camera)));

    world.recovers = false;
    world.back();

    assert_eq!(uplinks(&world).last(), Some(&(Source::Main, false, false)));
}

#[test]
fn a_source_that_was_closed_on_the_way_back_is_not_sent_again() {
    let mut world = World::in_room();
    world.done(open(DeviceKind::Camera));
    restart_but(&mut world, asks!(SetUplink));
    world.cut();
    world.op(Call::Device(DeviceCall::Close(DeviceKind::Camera)));

    world.back();

    assert_eq!(uplinks(&world).last(), Some(&(Source::Main, false, false)));
}

#[test]
fn a_source_whose_return_nobody_answers_is_closed_at_both_ends() {
    let mut world = World::in_room();
    world.done(open(DeviceKind::Camera));
    restart_but(&mut world, asks!(SetUplink));

    world.pass_alive(30);

    let closed = |event: &Event| matches!(event, Event::DeviceClosed(DeviceKind::Camera, Some(error)) if error.code == 1005);
    assert!(world.has_event(closed));
    assert_eq!(
        uplinks(&world).last(),
        Some(&(Source::Main, false, false)),
        "a silent server may have taken it"
    );
}

#[test]
fn messages_are_read_once_the_chat_group_is_joined_again() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(GroupJoin));
    let conversation = wire::ConversationRef { id: Some(Conversation::Room(room(1))) };
    let read = wire::ReadMessages { conversation: Some(conversation), limit: 10, ..Default::default() };
    let op = world.op(Call::Im(im::Call::Read(read)));
    world.serve_but(asks!(GroupJoin));
    assert_eq!(count(&world, asks!(ReadMessages)), 0);

    world.serve();

    assert_eq!((count(&world, asks!(ReadMessages)), world.result(op)), (1, ("ilive", 0)));
}

#[test]
fn a_mute_by_the_host_that_was_lifted_meanwhile_is_told() {
    let mut world = World::in_room();
    let muted = |sources: &[Source]| sources.iter().map(|source| (*source).into()).collect::<Vec<i32>>();
    let rights = wire::RightsChanged {
        role: "LiveGuest".into(),
        rights: 0xFF,
        muted_by_host: muted(&[Source::Main]),
        ..Default::default()
    };
    world.tell(Told::RightsChanged(rights));
    world.events.clear();

    world.members = vec![wire::Member { role: "LiveGuest".into(), ..sender(1, &[]) }];
    restart(&mut world);

    let lifted = |event: &Event| matches!(event, Event::Rights(rights) if rights.muted_by_host.is_empty());
    assert!(world.has_event(lifted), "{:?}", world.events);
}

#[test]
fn views_that_are_refused_because_one_has_gone_are_asked_for_again() {
    let mut world = World::in_room();
    world.members = vec![sender(5, &[Source::Main]), sender(6, &[Source::Main])];
    for (version, member) in (2..).zip(world.members.clone()) {
        world.tell(Told::MemberChanged(wire::MemberChanged { member: Some(member), version }));
    }
    world.serve();
    let shown = |id| Shown { user_id: format!("u{id}"), source: Source::Main, height: 360 };
    world.done(Call::Show(vec![shown(5), shown(6)]));
    restart_but(&mut world, asks!(SetViews));

    let mut not_allowed = world.clone();
    for (world, code, asked) in [(&mut world, 10_010, vec![2, 2, 1]), (&mut not_allowed, 10_003, vec![2, 2])]
    {
        world.fail(asks!(SetViews), "av", code, "");
        world.tell(Told::MemberGone(wire::MemberGone { tiny_id: 6, version: 9 }));
        world.serve();
        assert_eq!(views(world), asked, "{code}");
    }
}

#[test]
fn links_of_rooms_go_with_the_server_that_knew_them() {
    let mut world = World::logged_in();
    world.done(Call::CreateRoom(RoomArg::Number(1), option("")));
    let link =
        || Call::LinkRoom { room: RoomArg::Number(2), user_id: "bob".into(), link_key: Secret::default() };
    world.done(link());
    let there = wire::RoomLink { room: Some(room(2)), ..Default::default() };
    world.tell(Told::LinksChanged(wire::LinksChanged { links: vec![there], version: 2 }));

    restart(&mut world);

    let none = |event: &Event| matches!(event, Event::Server(Told::LinksChanged(changed)) if changed.links.is_empty());
    assert!(world.has_event(none));
    world.done(link());
}
