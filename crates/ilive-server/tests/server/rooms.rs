//! Life in a room: who is told what, who leaves how, and what outlives a server.

use ilive_protocol::wire::{self, Login, Resume, RoleType, client_frame::Request, event::Event, reply};
use ilive_sfu::Source;

use crate::common::app::unix_s;
use crate::common::chat::{group_join, of_room, send};
use crate::common::client::Speaks;
use crate::common::entry::{create, join, room, uplink, user};
use crate::common::{Client, Draft, Fault, Running, Shape, heard};

const EXIT: Request = Request::RoomExit(wire::RoomExit {});

async fn offer() -> wire::Offer {
    Draft::new(&Shape::page(1)).await.offer()
}

/// The first that is told of a member in a state that `good` takes.
async fn member(client: &mut Client, what: &str, good: impl Fn(&wire::Member) -> bool) -> wire::Member {
    client
        .event(what, |event| match event {
            Event::MemberChanged(wire::MemberChanged { member: Some(member), .. }) if good(member) => {
                Some(member.clone())
            }
            _ => None,
        })
        .await
}

fn say(number: u32, client_id: &str, text: &str) -> Request {
    send(of_room(number), client_id, text)
}

#[tokio::test]
async fn members_hear_of_who_comes_sends_and_goes() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    let info = Some(wire::RoomInfo { title: "First live".to_owned() });
    let made = ann.enter(wire::RoomEnter { info, ..create(1001, offer().await) }).await.expect("a room");
    ann.done(uplink(Source::Main, true)).await;

    let joined = bob.enter(join(1001, offer().await)).await.expect("an entry");

    let state = joined.state.expect("a state");
    assert_eq!((state.people, state.host_tiny_id, state.host_present), (2, made.tiny_id, true));
    assert_eq!(state.info.expect("info").title, "First live");
    assert_eq!(state.members.len(), 1, "viewers are a number: {:?}", state.members);
    assert_eq!(state.members[0].uplinks[0].source, i32::from(wire::Source::Main));
    assert!(!made.room_token.is_empty() && joined.room_token.is_empty(), "the cover is the host's");
    while heard!(ann, PeopleChanged).people != 2 {}

    let role_type = RoleType::Cohost.into();
    let change = wire::ChangeRole { role_type, ..Default::default() };
    let changed = bob.ask(Request::ChangeRole(change)).await;
    assert_eq!(changed, Ok(reply::Result::ChangeRole(wire::ChangeRoleReply { rights: 0xFE })));
    bob.done(uplink(Source::Audio, true)).await;
    let told = member(&mut ann, "bob's voice", |member| {
        !member.uplinks.is_empty() && member.tiny_id == joined.tiny_id
    })
    .await;
    assert_eq!((told.role_type(), told.uplinks.len()), (RoleType::Cohost, 1));

    bob.done(EXIT).await;
    assert_eq!(heard!(ann, MemberGone).tiny_id, joined.tiny_id);
    assert_eq!(ann.state().await.people, 1);
}

#[tokio::test]
async fn a_user_opens_so_many_rooms_and_leaves_the_rest_to_others() {
    let server = Running::with(|config| config.limits.rooms_per_user = 2).await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    for number in [1, 2] {
        ann.enter(create(number, offer().await)).await.expect("a room");
        ann.done(EXIT).await;
    }

    let third = ann.enter(create(3, offer().await)).await;
    let back = ann.enter(join(1, offer().await)).await;
    let another = bob.enter(create(3, offer().await)).await;

    assert_eq!(third.map(|_| ()), Err(Fault::new(10_005, "too_many_rooms")));
    assert!(back.is_ok() && another.is_ok(), "{back:?} {another:?}");
}

#[tokio::test]
async fn a_session_is_in_one_room_and_may_switch() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    bob.enter(create(2, offer().await)).await.expect("a room");
    ann.enter(create(1, offer().await)).await.expect("a room");

    let elsewhere = ann.enter(join(2, offer().await)).await;
    let failed = ann.enter(wire::RoomEnter { switch_from: room(1), ..join(7, offer().await) }).await;
    let kept = ann.state().await;
    let switched = ann.enter(wire::RoomEnter { switch_from: room(1), ..join(2, offer().await) }).await;

    assert_eq!(elsewhere, Err(Fault::new(10_008, "in_another_room")));
    assert_eq!(failed, Err(Fault::new(10_009, "room_not_exist")));
    assert_eq!(kept.room, room(1), "the old room is kept when the switch fails");
    assert_eq!(switched.expect("switched").state.expect("a state").people, 2);
    assert_eq!(ann.state().await.room, room(2));
}

#[tokio::test]
async fn who_has_left_may_enter_another_room_and_the_same_again() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    for number in [1, 2, 1] {
        ann.enter(create(number, offer().await)).await.expect("a room");
        ann.done(EXIT).await;
        assert_eq!(
            ann.ask(Request::RoomRead(wire::RoomRead {})).await,
            Err(Fault::new(10_006, "not_in_room"))
        );
    }
    ann.done(EXIT).await;
}

#[tokio::test]
async fn an_entry_into_the_own_room_takes_the_place_of_the_older_one() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    ann.enter(create(1, offer().await)).await.expect("a room");
    bob.enter(join(1, offer().await)).await.expect("an entry");

    let again = bob.enter(join(1, offer().await)).await.expect("the same room again");

    assert!(again.answer_sdp.starts_with("v=0"));
    assert_eq!(bob.state().await.people, 2);
    assert!(!ann.events.iter().any(|event| matches!(event.event, Some(Event::MemberGone(_)))));
}

#[tokio::test]
async fn a_hand_is_raised_accepted_and_taken_off_stage() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.asking("ann").await, server.asking("bob").await);
    ann.enter(create(1001, offer().await)).await.expect("a room");
    let role_type = RoleType::Cohost.into();
    let joined =
        bob.enter(wire::RoomEnter { role_type, ..join(1001, offer().await) }).await.expect("an entry");
    assert_eq!(joined.rights, 0xAA, "above audience only by the host's word");
    let change = Request::ChangeRole(wire::ChangeRole { role_type, ..Default::default() });
    assert_eq!(bob.ask(change).await, Err(Fault::new(10_003, "stage_closed")));
    bob.done(uplink(Source::Main, true)).await;
    assert_eq!(heard!(bob, PrivilegeDiff).source(), wire::Source::Main);

    let raise = Request::StageRequest(wire::StageRequest { note: "me, please".to_owned() });
    bob.done(raise.clone()).await;
    assert_eq!(bob.ask(raise).await, Err(Fault::new(10_008, "already_queued")));
    let queue = heard!(ann, StageQueueChanged).entries;
    assert_eq!((queue[0].tiny_id, queue[0].place, queue[0].note.as_str()), (joined.tiny_id, 1, "me, please"));
    let answer = wire::StageAnswer { member: user("bob"), accept: true, reason: String::new() };
    assert_eq!(bob.ask(Request::StageAnswer(answer.clone())).await, Err(Fault::new(10_003, "host_only")));
    ann.done(Request::StageAnswer(answer.clone())).await;

    assert!(heard!(bob, StageAnswered).accepted);
    let rights = heard!(bob, RightsChanged);
    assert_eq!((rights.role_type(), rights.rights), (RoleType::Cohost, 0xFE));
    assert!(heard!(ann, StageQueueChanged).entries.is_empty());
    assert_eq!(ann.ask(Request::StageAnswer(answer)).await, Err(Fault::new(10_008, "on_stage")));
    bob.done(uplink(Source::Main, true)).await;
    member(&mut ann, "bob's picture", |member| {
        member.tiny_id == joined.tiny_id && !member.uplinks.is_empty()
    })
    .await;

    ann.done(Request::StageLeave(wire::StageLeave { member: user("bob") })).await;
    let rights = heard!(bob, RightsChanged);
    assert_eq!((rights.role_type(), rights.rights), (RoleType::Audience, 0xAA));
    assert_eq!(heard!(ann, MemberGone).tiny_id, joined.tiny_id, "a viewer again");
}

#[tokio::test]
async fn an_invitation_is_the_members_to_take() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.asking("ann").await, server.asking("bob").await);
    ann.enter(create(1001, offer().await)).await.expect("a room");
    let joined = bob.enter(join(1001, offer().await)).await.expect("an entry");
    let answer = |accept| Request::StageInviteAnswer(wire::StageInviteAnswer { accept });
    let invite = |name: &str| Request::StageInvite(wire::StageInvite { member: user(name) });

    assert_eq!(bob.ask(answer(true)).await, Err(Fault::new(10_010, "no_invitation")));
    assert_eq!(ann.ask(invite("nobody")).await, Err(Fault::new(10_010, "member_gone")));
    ann.done(invite("bob")).await;
    heard!(bob, StageInvited);
    bob.done(answer(true)).await;

    assert_eq!(heard!(bob, RightsChanged).rights, 0xFE);
    let told = heard!(ann, StageInviteAnswered);
    assert_eq!((told.tiny_id, told.accepted), (joined.tiny_id, true));
}

#[tokio::test]
async fn what_is_the_hosts_is_refused_to_others() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    ann.enter(create(1001, offer().await)).await.expect("a room");
    let role_type = RoleType::Host.into();
    bob.enter(wire::RoomEnter { role_type, ..join(1001, offer().await) }).await.expect("an entry");
    let source = wire::Source::Audio.into();
    for request in [
        Request::MuteMember(wire::MuteMember { member: user("ann"), source, muted: true }),
        Request::KickMember(wire::KickMember { member: user("ann"), ..Default::default() }),
        Request::SetRoomInfo(wire::SetRoomInfo { info: Some(wire::RoomInfo { title: "mine".to_owned() }) }),
        Request::EndRoom(wire::EndRoom {}),
        Request::StageInvite(wire::StageInvite { member: user("bob") }),
        Request::StageLeave(wire::StageLeave { member: user("ann") }),
    ] {
        let case = format!("{request:?}");
        assert_eq!(bob.ask(request).await, Err(Fault::new(10_003, "host_only")), "{case}");
    }
    assert_eq!(ann.state().await.people, 2);
}

#[tokio::test]
async fn who_is_kicked_does_not_come_back_with_an_old_ticket() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    ann.enter(create(1001, offer().await)).await.expect("a room");
    ann.ask(group_join(1001)).await.expect("in the group");
    bob.enter(join(1001, offer().await)).await.expect("an entry");
    bob.ask(group_join(1001)).await.expect("in the group");
    let (old_login, old_key) = (server.open.login("bob"), server.open.key("bob", 1001, 0xFF));

    ann.done(Request::KickMember(wire::KickMember { member: user("bob"), ..Default::default() })).await;

    let out = heard!(bob, RoomDisconnected);
    let error = out.error.expect("why");
    assert_eq!((out.room, error.code, error.sub_reason.as_str()), (room(1001), 10_003, "kicked"));
    assert_eq!(heard!(bob, GroupTip).kind(), wire::group_tip::Kind::Kicked);
    assert_eq!(bob.enter(join(1001, offer().await)).await, Err(Fault::new(10_003, "kicked")));
    assert_eq!(bob.ask(group_join(1001)).await, Err(Fault::new(10_007, "kicked")));
    assert_eq!(bob.ask(say(1001, "1", "still here")).await, Err(Fault::new(10_007, "not_in_group")));
    let mut again = Client::logged_in(&server, old_login).await;
    assert_eq!(
        again.enter(join(1001, offer().await)).await,
        Err(Fault::new(10_003, "kicked")),
        "another login"
    );
    let old_key = wire::RoomEnter { private_map_key: old_key, ..join(1001, offer().await) };
    assert_eq!(again.enter(old_key).await, Err(Fault::new(10_003, "kicked")), "a key of before");

    let user_sig = server.open.sig_at("bob", unix_s() + 5, 3600);
    let mut pardoned = Client::logged_in(&server, Login { user_sig, ..server.open.login("bob") }).await;
    pardoned.enter(join(1001, offer().await)).await.expect("a ticket of after the kick");
}

#[tokio::test]
async fn an_end_by_the_host_is_for_all_and_has_a_summary() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    ann.enter(create(1001, offer().await)).await.expect("a room");
    for client in [&mut ann, &mut bob] {
        client.ask(group_join(1001)).await.expect("in the group");
    }
    bob.enter(join(1001, offer().await)).await.expect("an entry");
    bob.ask(say(1001, "1", "hello")).await.expect("kept");

    let ended = ann.ask(Request::EndRoom(wire::EndRoom {})).await;

    let Ok(reply::Result::EndRoom(summary)) = ended else { panic!("{ended:?}") };
    assert_eq!((summary.peak_people, summary.total_people, summary.messages), (2, 2, 1));
    let out = heard!(bob, RoomDisconnected);
    let error = out.error.expect("why");
    assert_eq!((error.code, error.sub_reason.as_str(), out.summary), (10_009, "ended", Some(summary)));
    while heard!(bob, GroupTip).kind() != wire::group_tip::Kind::Deleted {}
    assert_eq!(bob.enter(join(1001, offer().await)).await, Err(Fault::new(10_009, "room_not_exist")));
    bob.enter(create(1001, offer().await)).await.expect("the name is free again");
    ann.enter(create(1002, offer().await)).await.expect("the host is in no room");
}

#[tokio::test]
async fn a_link_that_is_back_in_time_was_never_a_leave() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    let mut bob = Client::connect(&server, Speaks::Protobuf).await;
    let login = bob.log_in(server.open.login("bob")).await.expect("a login");
    ann.enter(create(1001, offer().await)).await.expect("a room");
    ann.ask(group_join(1001)).await.expect("in the group");
    let role_type = RoleType::Cohost.into();
    let joined =
        bob.enter(wire::RoomEnter { role_type, ..join(1001, offer().await) }).await.expect("an entry");
    bob.ask(group_join(1001)).await.expect("in the group");
    heard!(ann, GroupTip);
    let last_seq = bob.last_seq;

    bob.cut();
    member(&mut ann, "bob away", |member| member.tiny_id == joined.tiny_id && member.away).await;
    ann.ask(say(1001, "1", "are you there?")).await.expect("kept");
    let mut bob = Client::connect(&server, Speaks::Protobuf).await;
    bob.last_seq = last_seq;
    let (session_id, resume_token) = (login.session_id, login.resume_token);
    let resume = Some(Resume { session_id, resume_token, last_seq });
    let back = bob.log_in(Login { resume, ..server.open.login("bob") }).await.expect("a login");

    assert!(back.recovered);
    assert_eq!(back.room, room(1001), "the seat is kept");
    heard!(bob, MessageArrived);
    member(&mut ann, "bob back", |member| member.tiny_id == joined.tiny_id && !member.away).await;
    assert_eq!(ann.state().await.people, 2);
    let leaves = ann
        .events
        .iter()
        .filter(|event| matches!(event.event, Some(Event::MemberGone(_) | Event::GroupTip(_))));
    assert_eq!(leaves.count(), 0, "{:?}", ann.events);
}

#[tokio::test]
async fn a_link_that_does_not_come_back_costs_the_seat() {
    let server = Running::with(|config| config.timers.resume_window = 200).await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    ann.enter(create(1001, offer().await)).await.expect("a room");
    ann.ask(group_join(1001)).await.expect("in the group");
    let role_type = RoleType::Cohost.into();
    let joined =
        bob.enter(wire::RoomEnter { role_type, ..join(1001, offer().await) }).await.expect("an entry");
    bob.ask(group_join(1001)).await.expect("in the group");
    heard!(ann, GroupTip);

    bob.cut();

    assert_eq!(heard!(ann, MemberGone).tiny_id, joined.tiny_id);
    assert_eq!(heard!(ann, GroupTip).kind(), wire::group_tip::Kind::Left);
    assert_eq!(ann.state().await.people, 1);
}

#[tokio::test]
async fn a_room_survives_its_server() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.asking("ann").await, server.asking("bob").await);
    let info = Some(wire::RoomInfo { title: "To be continued".to_owned() });
    let made = ann.enter(wire::RoomEnter { info, ..create(1001, offer().await) }).await.expect("a room");
    let joined = bob.enter(join(1001, offer().await)).await.expect("an entry");
    for client in [&mut ann, &mut bob] {
        client.ask(group_join(1001)).await.expect("in the group");
    }
    bob.done(Request::StageRequest(wire::StageRequest::default())).await;
    let answer = wire::StageAnswer { member: user("bob"), accept: true, reason: String::new() };
    ann.done(Request::StageAnswer(answer)).await;
    let source = wire::Source::Audio.into();
    ann.done(Request::MuteMember(wire::MuteMember { member: user("bob"), source, muted: true })).await;
    for number in 1..=30 {
        let from = if number % 2 == 0 { &mut ann } else { &mut bob };
        from.ask(say(1001, &format!("m{number}"), &format!("message {number}"))).await.expect("kept");
    }

    let folder = server.stopped().await;
    let server = Running::in_folder(folder, |_| {}).await;
    let mut bob = server.asking("bob").await;
    let back = bob.enter(join(1001, offer().await)).await.expect("the room is back");
    bob.ask(group_join(1001)).await.expect("the group is back");

    let state = back.state.expect("a state");
    assert_eq!((state.host_tiny_id, back.tiny_id), (made.tiny_id, joined.tiny_id));
    assert_eq!(state.info.expect("info").title, "To be continued");
    assert_eq!(back.rights, 0xFE, "still on stage");
    let own = state.members.iter().find(|member| member.tiny_id == joined.tiny_id).expect("a member");
    assert_eq!(own.muted_by_host, vec![i32::from(wire::Source::Audio)]);
    let log = bob.read_log(of_room(1001), 0, 0, 100).await.expect("a log");
    let seqs: Vec<u64> = log.messages.iter().map(|message| message.seq).collect();
    assert_eq!((seqs, log.last_seq), ((1..=30).collect(), 30), "the history is whole");
    let mut ann = server.asking("ann").await;
    let again = ann.enter(join(1001, offer().await)).await.expect("the host is back");
    assert_eq!(again.rights, 0xFF, "and still the host");
}

#[tokio::test]
async fn a_room_that_nobody_is_in_is_reclaimed_with_its_group() {
    let server = Running::with(|config| config.timers.room_empty = 100).await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    ann.enter(create(1001, offer().await)).await.expect("a room");
    bob.ask(group_join(1001)).await.expect("in the group only");

    ann.done(EXIT).await;

    assert_eq!(heard!(bob, GroupTip).kind(), wire::group_tip::Kind::Deleted);
    assert_eq!(bob.enter(join(1001, offer().await)).await, Err(Fault::new(10_009, "room_not_exist")));
    assert_eq!(server.get("/api/v1/rooms/1001").await.status, 404);
}

#[tokio::test]
async fn a_room_with_nothing_to_see_and_no_host_is_reclaimed() {
    let server = Running::with(|config| config.timers.room_idle = 700).await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    ann.enter(create(1001, offer().await)).await.expect("a room");
    bob.enter(join(1001, offer().await)).await.expect("an entry");

    ann.done(EXIT).await;

    let error = heard!(bob, RoomDisconnected).error.expect("why");
    assert_eq!((error.code, error.sub_reason.as_str()), (10_009, "reclaimed"));
}

#[tokio::test]
async fn who_never_connects_is_shown_out() {
    let server = Running::with(|config| config.timers.ice = 100).await;
    let mut ann = server.user("ann").await;
    ann.enter(create(1001, offer().await)).await.expect("a room");

    let error = heard!(ann, RoomDisconnected).error.expect("why");

    assert_eq!((error.code, error.sub_reason.as_str()), (10_005, "ice_failed"));
    ann.enter(create(1001, offer().await)).await.expect("another try");
}

#[tokio::test]
async fn ten_videos_and_one_share_are_the_most() {
    let server = Running::start().await;
    let offer = offer().await;
    let mut members = Vec::new();
    for number in 0..11 {
        let mut client = server.user(&format!("user{number}")).await;
        let role_type = RoleType::Cohost.into();
        let enter = wire::RoomEnter { role_type, ..create(1001, offer.clone()) };
        client.enter(enter).await.expect("an entry");
        members.push(client);
    }
    for client in &mut members[..10] {
        client.done(uplink(Source::Main, true)).await;
    }

    assert_eq!(
        members[10].ask(uplink(Source::Main, true)).await,
        Err(Fault::new(10_011, "video_slots_full"))
    );
    members[0].done(uplink(Source::Aux, true)).await;
    assert_eq!(members[1].ask(uplink(Source::Aux, true)).await, Err(Fault::new(1008, "aux_taken")));
    members[0].done(uplink(Source::Main, false)).await;
    members[0].done(uplink(Source::Aux, false)).await;
    members[10].done(uplink(Source::Main, true)).await;
    members[1].done(uplink(Source::Aux, true)).await;
}
