//! Rooms that outlive the session: the server was started anew.

use ilive_protocol::wire::conversation_ref::Id as Conversation;
use ilive_protocol::wire::{self, Source, client_frame::Request as R, event::Event as Told};
use ilive_session::av::RoomState;
use ilive_session::call::{RoomArg, Secret, Shown};
use ilive_session::device::{DeviceCall, Pick};
use ilive_session::io::{EngineCommand, EngineEvent, Path, PeerNo};
use ilive_session::{Call, DeviceKind, Event, Input, im};

use crate::world::{SECOND, World, asks, option, sender, text};

fn room(number: u32) -> wire::RoomRef {
    wire::RoomRef { id: Some(wire::room_ref::Id::Number(number)) }
}

/// The server is gone and comes back, and knows nobody.
fn restart(world: &mut World) {
    world.recovers = false;
    world.cut();
    world.back();
}

/// The same, and the room does not let in yet.
fn restart_but(world: &mut World, held: impl Fn(&R) -> bool) {
    world.recovers = false;
    world.cut();
    world.pass(8 * SECOND);
    world.handle(Input::Online);
    world.serve_but(held);
}

fn asked<T>(world: &World, which: impl Fn(&R) -> Option<T>) -> Vec<T> {
    world.frames.iter().filter_map(|frame| which(&frame.request)).collect()
}

fn count(world: &World, which: impl Fn(&R) -> bool) -> usize {
    asked(world, |request| which(request).then_some(())).len()
}

fn uplinks(world: &World) -> Vec<(Source, bool, bool)> {
    asked(world, |request| match request {
        R::SetUplink(uplink) => Some((uplink.source(), uplink.on, uplink.muted)),
        _ => None,
    })
}

/// How many pictures were asked for at a time.
fn views(world: &World) -> Vec<usize> {
    asked(world, |request| match request {
        R::SetViews(views) => Some(views.views.len()),
        _ => None,
    })
}

fn open(kind: DeviceKind) -> Call {
    Call::Device(DeviceCall::Open(kind, Pick::Default))
}

/// Peer connections that the engine has.
fn peers(world: &World) -> Vec<PeerNo> {
    let mut open = Vec::new();
    for command in &world.engine_log {
        match command {
            EngineCommand::NewPeer(peer) => open.push(*peer),
            EngineCommand::ClosePeer(peer) => open.retain(|one| one != peer),
            _ => {}
        }
    }
    open
}

fn left(world: &World) -> Vec<u32> {
    let out = world.events.iter().filter_map(|event| match event {
        Event::RoomDisconnected { error, .. } => Some(error.code),
        _ => None,
    });
    out.collect()
}

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

/// The old connection fails with its server; what was to repair it concerns nobody any more.
#[test]
fn a_repair_of_the_old_path_is_not_asked_for_in_the_new_session() {
    let mut world = World::in_room();
    let peer = world.peer();
    world.cut();
    world.handle(Input::Engine(EngineEvent::Path(peer, Path::IceFailed)));
    world.serve();

    world.recovers = false;
    world.back();
    world.pass_alive(20);

    assert_eq!(count(&world, asks!(Negotiate)), 0);
    assert_eq!((left(&world), world.client.room_state()), (vec![], RoomState::Entered));
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

    world.fail(asks!(SetViews), "av", 10_010, "member_gone");
    world.tell(Told::MemberGone(wire::MemberGone { tiny_id: 6, version: 9 }));
    world.serve();

    assert_eq!(views(&world), [2, 2, 1]);
}

/// The server waited for the media as long as the client did, and its word of it comes last.
#[test]
fn a_late_word_of_a_try_that_failed_does_not_lose_the_room() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(GroupJoin));
    let peer = world.peer();
    world.handle(Input::Engine(EngineEvent::Path(peer, Path::Connected)));

    world.tell(crate::contract_put_out(1, 10_005));
    world.tell(crate::contract_put_out(1, 10_005));
    world.pass_alive(2);
    world.serve();

    assert_eq!((left(&world), world.client.room_state()), (vec![], RoomState::Entered));
    assert_eq!(peers(&world), [world.peer()]);
}

/// Whether the server has the user in the room, or in its chat group, is not forgotten with the try that got there.
#[test]
fn what_an_earlier_try_had_reached_is_left_with_the_room() {
    let mut world = World::in_room();
    restart_but(&mut world, |_| false);
    let peer = world.peer();
    world.recovers = false;
    world.cut();
    world.pass(8 * SECOND);
    world.handle(Input::Online);
    // The way there: in the room and in its group, and no media.
    while world.find(asks!(RoomEnter)).is_none() {
        world.serve_but(|request| matches!(request, R::RoomEnter(_) | R::GroupJoin(_)));
    }
    world.answer(asks!(RoomEnter));
    world.answer(asks!(GroupJoin));
    world.engine.clear();
    let again = world.peer();
    assert_ne!(peer, again);
    world.handle(Input::Engine(EngineEvent::Path(again, Path::IceFailed)));
    world.pass_alive(2);

    let op = world.op(Call::SwitchRoom(RoomArg::Number(2), option("")));
    world.serve();

    assert_eq!(world.result(op), ("ilive", 0));
    assert_eq!((count(&world, asks!(RoomExit)), count(&world, asks!(GroupLeave))), (1, 1));
}

#[test]
fn a_no_for_good_loses_the_room_and_one_for_now_is_asked_again() {
    for (code, lost) in [(10_009, vec![10_009]), (10_004, vec![])] {
        let mut world = World::in_room();
        restart_but(&mut world, asks!(RoomEnter));
        assert_eq!(left(&world), []);

        world.fail(asks!(RoomEnter), "av", code, "");
        world.pass_alive(2);
        world.serve();

        assert_eq!(left(&world), lost);
        assert_eq!(world.client.room_state() == RoomState::Entered, lost.is_empty(), "{code}");
        assert_eq!(count(&world, asks!(RoomEnter)), if lost.is_empty() { 3 } else { 2 });
    }
}

#[test]
fn a_room_that_never_lets_in_is_lost_when_an_entry_would_have_failed() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(RoomEnter));

    for _ in 0..40 {
        if world.find(asks!(RoomEnter)).is_some() {
            world.fail(asks!(RoomEnter), "av", 10_004, "");
        }
        world.pass_alive(1);
        world.serve_but(asks!(RoomEnter));
    }

    assert_eq!(left(&world), [10_004]);
    assert_eq!(world.client.room_state(), RoomState::Exited);
}

/// All who are in a large room come at once, and the server takes so many joins a second.
#[test]
fn a_group_that_asks_for_a_pause_is_joined_after_it() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(GroupJoin));
    let id = world.find(asks!(GroupJoin)).expect("it was asked");
    world.asked.retain(|(asked, _)| *asked != id);
    let wait = wire::Error { module: "im".into(), code: 10_023, retry_after_ms: 700, ..Default::default() };

    world.reply(id, wire::reply::Result::Error(wait));
    world.pass_alive(2);
    world.serve();

    assert_eq!((left(&world), world.client.room_state()), (vec![], RoomState::Entered));
    assert_eq!(count(&world, asks!(GroupJoin)), 3);
}

#[test]
fn a_group_that_does_not_let_in_again_loses_the_room() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(GroupJoin));

    world.fail(asks!(GroupJoin), "im", 10010, "");

    assert_eq!(left(&world), [10010]);
    assert!(count(&world, asks!(RoomExit)) == 1, "the server had let us in");
}

#[test]
fn a_room_that_is_entered_again_can_be_left_and_switched_from() {
    for (call, entered) in [
        (Call::QuitRoom { cancel_pending: false }, None),
        (Call::SwitchRoom(RoomArg::Number(2), option("")), Some("2")),
    ] {
        let mut world = World::in_room();
        world.done(open(DeviceKind::Camera));
        restart_but(&mut world, asks!(RoomEnter));

        let op = world.op(call);
        world.serve();

        assert_eq!(world.result(op), ("ilive", 0));
        assert_eq!(world.client.current_room().map(ToString::to_string).as_deref(), entered);
        assert_eq!(peers(&world).len(), entered.iter().len());
        assert!(world.has_event(|event| matches!(event, Event::DeviceClosed(DeviceKind::Camera, None))));
        assert!(count(&world, asks!(RoomExit)) == 1, "the server may have let us in");
    }
}

#[test]
fn a_second_loss_on_the_way_back_costs_no_more_than_the_first() {
    for again in [true, false] {
        let mut world = World::in_room();
        restart_but(&mut world, asks!(RoomEnter));

        world.recovers = again;
        world.cut();
        world.back();

        assert_eq!(
            (left(&world), world.client.room_state()),
            (vec![], RoomState::Entered),
            "recovers {again}"
        );
        assert_eq!(peers(&world), [world.peer()]);
    }
}

#[test]
fn a_link_that_stays_away_on_the_way_back_loses_the_room() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(RoomEnter));

    world.cut();
    world.pass(30 * SECOND);

    assert_eq!((left(&world), world.client.room_state()), (vec![1005], RoomState::Exited));
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
