//! Calls and invitations between logins of the real server.

use ilive_protocol::wire::{self, CallResult, CallType, InviteEnd, Platform, client_frame::Request, reply};

use crate::common::entry::room;
use crate::common::{Client, Fault, Running, heard};

fn ring(user: &str) -> Request {
    let kind = CallType::Video.into();
    Request::MakeCall(wire::MakeCall { user_id: user.to_owned(), r#type: kind, ring_ms: 0 })
}

fn accept(call_id: u64) -> Request {
    Request::AcceptCall(wire::AcceptCall { call_id })
}

fn end(call_id: u64) -> Request {
    Request::EndCall(wire::EndCall { call_id })
}

fn invite(user: &str) -> Request {
    Request::Invite(wire::Invite { user_id: user.to_owned(), room: room(7), ring_ms: 0 })
}

impl Client {
    async fn calls(&mut self, user: &str) -> u64 {
        match self.ask(ring(user)).await {
            Ok(reply::Result::MakeCall(made)) => made.call_id,
            other => panic!("a call was answered {other:?}"),
        }
    }

    async fn ended(&mut self) -> (u64, CallResult) {
        let ended = heard!(self, CallEnded);
        (ended.call_id, ended.result())
    }
}

#[tokio::test]
async fn a_call_goes_from_its_ring_to_its_end() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);

    let call = ann.calls("bob").await;
    let incoming = heard!(bob, CallIncoming);
    assert_eq!((incoming.call_id, incoming.user_id.as_str()), (call, "ann"));
    assert_eq!(incoming.r#type(), CallType::Video);
    bob.done(accept(call)).await;
    assert_eq!(heard!(ann, CallEstablished).call_id, call);
    ann.done(end(call)).await;
    assert_eq!(bob.ended().await, (call, CallResult::HungUp));

    assert_eq!(bob.ask(end(call)).await, Err(Fault::new(100, "not_exist")));
}

#[tokio::test]
async fn a_call_rings_at_each_login_of_the_user_and_in_its_own_app_only() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    let mut web = server.user("bob").await;
    let desktop = wire::Login { platform: Platform::Desktop.into(), ..server.open.login("bob") };
    let mut desktop = Client::logged_in(&server, desktop).await;
    let mut stranger = server.asking("bob").await;

    let call = ann.calls("bob").await;
    assert_eq!(heard!(web, CallIncoming).call_id, call);
    assert_eq!(heard!(desktop, CallIncoming).call_id, call);
    desktop.done(accept(call)).await;
    assert_eq!(web.ended().await, (call, CallResult::Cancelled));

    assert_eq!(stranger.ask(accept(call)).await, Err(Fault::new(100, "not_exist")));
    assert!(stranger.events.is_empty());
}

#[tokio::test]
async fn nobody_is_rung_at_who_is_not_there() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);

    assert_eq!(ann.ask(ring("never_seen")).await, Err(Fault::new(101, "offline")));
    bob.done(Request::Logout(wire::Logout {})).await;
    bob.close().await;
    assert_eq!(ann.ask(ring("bob")).await, Err(Fault::new(101, "offline")));
    assert_eq!(ann.ask(invite("bob")).await, Err(Fault::new(10_010, "offline")));
}

#[tokio::test]
async fn a_call_that_nobody_answers_ends_for_both() {
    let server = Running::with(|config| config.timers.ring = 20).await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);

    let call = ann.calls("bob").await;

    assert_eq!(ann.ended().await, (call, CallResult::TimedOut));
    assert_eq!(bob.ended().await, (call, CallResult::TimedOut));
}

#[tokio::test]
async fn a_call_ends_with_a_lost_link_a_logout_and_a_login_elsewhere() {
    let server = Running::with(|config| config.timers.call_away = 20).await;
    let mut ann = server.user("ann").await;
    for how in ["cut", "logout", "elsewhere"] {
        let mut bob = server.user("bob").await;
        let call = ann.calls("bob").await;
        heard!(bob, CallIncoming);
        bob.done(accept(call)).await;
        match how {
            "cut" => bob.cut(),
            "logout" => bob.done(Request::Logout(wire::Logout {})).await,
            _ => drop(server.user("bob").await),
        }
        assert_eq!(ann.ended().await, (call, CallResult::Disconnected), "{how}");
    }
}

#[tokio::test]
async fn a_repeated_request_rings_once() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);

    let first = ann.send_keyed(ring("bob"), "key").await;
    let again = ann.send_keyed(ring("bob"), "key").await;

    assert_eq!(ann.answer(first).await, ann.answer(again).await);
    heard!(bob, CallIncoming);
    bob.done(Request::Ping(wire::Ping {})).await;
    assert!(bob.events.is_empty());
}

#[tokio::test]
async fn an_invitation_arrives_and_its_answer_comes_back() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);

    let Ok(reply::Result::Invite(made)) = ann.ask(invite("bob")).await else { panic!("no id") };
    let invite_id = made.invite_id;
    let arrived = heard!(bob, InviteArrived);
    assert_eq!((arrived.invite_id, arrived.user_id.as_str(), arrived.room), (invite_id, "ann", room(7)));
    bob.done(Request::AcceptInvite(wire::AcceptInvite { invite_id })).await;
    assert_eq!(heard!(ann, InviteAccepted).invite_id, invite_id);

    let Ok(reply::Result::Invite(made)) = ann.ask(invite("bob")).await else { panic!("no id") };
    let invite_id = made.invite_id;
    ann.done(Request::CancelInvite(wire::CancelInvite { invite_id })).await;
    assert_eq!(heard!(bob, InviteEnded).how(), InviteEnd::Cancelled);
    let late = bob.ask(Request::AcceptInvite(wire::AcceptInvite { invite_id })).await;
    assert_eq!(late, Err(Fault::new(10_010, "no_invitation")));
    let unknown = bob.ask(Request::RefuseInvite(wire::RefuseInvite { invite_id: 999 })).await;
    assert_eq!(unknown, Err(Fault::new(10_010, "no_invitation")));
}

#[tokio::test]
async fn a_feature_that_is_off_is_10007() {
    let server = Running::with(|config| {
        for app in config.apps.values_mut() {
            (app.features.call, app.features.invite, app.features.record) = (false, false, false);
        }
    })
    .await;
    let mut ann = server.user("ann").await;

    for request in [ring("bob"), accept(1), invite("bob"), Request::Record(wire::Record { on: true })] {
        assert_eq!(ann.ask(request.clone()).await, Err(Fault::new(10_007, "feature_off")), "{request:?}");
    }
}
