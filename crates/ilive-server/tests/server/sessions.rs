//! Logins: who gets in, who is told to go, and what a lost link does not lose.

use ilive_protocol::wire::{self, Login, Platform, Resume, client_frame::Request, event::Event, reply};
use tokio_tungstenite::tungstenite::Message;

use crate::common::app::unix_s;
use crate::common::chat::{send, text, with_user};
use crate::common::client::Speaks;
use crate::common::entry::create;
use crate::common::{Client, Draft, Fault, Running, Shape, heard};

fn to(user: &str, client_id: &str, text: &str) -> Request {
    send(with_user(user), client_id, text)
}

fn resume(login: Login, of: &wire::LoginReply, last_seq: u64) -> Login {
    let (session_id, resume_token) = (of.session_id.clone(), of.resume_token.clone());
    Login { resume: Some(Resume { session_id, resume_token, last_seq }), ..login }
}

#[tokio::test]
async fn a_good_login_is_answered_in_both_sub_protocols() {
    let server = Running::start().await;
    for speaks in [Speaks::Protobuf, Speaks::Json] {
        let mut ann = Client::connect(&server, speaks).await;

        let nick = "Ann 安".to_owned();
        let reply = ann.log_in(Login { nick, ..server.open.login("ann") }).await.expect("a login");

        assert_eq!((reply.user_id.as_str(), reply.nick.as_str()), ("ann", "Ann 安"), "{speaks:?}");
        assert!(!reply.recovered && reply.room.is_none());
        let timers = reply.timers.expect("timers");
        assert_eq!((timers.resume_window, timers.link_lost, timers.ice), (30_000, 15_000, 15_000));
        let day_ms = 86_400_000;
        assert!(reply.ticket_expires_at_ms.abs_diff(reply.server_time_ms + day_ms) < 10_000);
    }
}

#[tokio::test]
async fn a_ticket_of_another_than_is_named_logs_nobody_in_and_nobody_out() {
    let server = Running::start().await;
    let mut bob = server.user("bob").await;

    let login = |named: &str| Login { user_id: named.to_owned(), ..server.open.login("bob") };
    let refused = Client::connect(&server, Speaks::Protobuf).await.log_in(login("ann")).await;

    assert_eq!(refused.map(|_| ()), Err(Fault::new(10_003, "identifier_mismatch")));
    let still_in = bob.ask(Request::Ping(wire::Ping::default())).await;
    assert!(still_in.is_ok(), "{still_in:?}");
    let named = Client::connect(&server, Speaks::Protobuf).await.log_in(login("bob")).await;
    assert!(named.is_ok(), "{named:?}");
}

#[tokio::test]
async fn a_bad_login_is_refused_with_the_check_that_failed_and_the_connection_ends() {
    let server = Running::start().await;
    let (open, now) = (&server.open, unix_s());
    let good = open.login("ann");
    let with = |user_sig: String| Login { user_sig, ..open.login("ann") };
    let damaged = |at: usize| {
        let mut sig = good.user_sig.clone().into_bytes();
        sig[at] = if sig[at] == b'A' { b'B' } else { b'A' };
        String::from_utf8(sig).expect("ASCII")
    };
    for (case, login, code, sub_reason) in [
        ("no ticket", with(String::new()), 10_003, "empty"),
        ("a word", with("ticket!".to_owned()), 10_003, "bad_base64"),
        ("5 kB", with("A".repeat(5_000)), 10_003, "too_long"),
        ("base64 of nothing", with("QUJD".to_owned()), 10_003, "bad_deflate"),
        ("another app's secret", with(server.ask.sig("ann")), 10_003, "bad_signature"),
        ("a changed byte", with(damaged(good.user_sig.len() / 2)), 10_003, ""),
        ("a room key", with(open.key("ann", 1, 0xFF)), 10_003, "userbuf_unexpected"),
        ("expired", with(open.sig_at("ann", now - 100, 99)), 8051, "sig_expired"),
        ("from the future", with(open.sig_at("ann", now + 1_000, 99)), 10_003, "not_yet_valid"),
        ("unknown app", Login { sdk_app_id: 77, ..good.clone() }, 10_003, "app_unknown"),
        ("no app", Login { sdk_app_id: 0, ..good.clone() }, 10_003, "app_unknown"),
        ("protocol 2", Login { protocol: 2, ..good.clone() }, 10_002, "protocol"),
        ("no platform", Login { platform: 0, ..good.clone() }, 10_002, "platform"),
        ("unknown platform", Login { platform: 99, ..good.clone() }, 10_002, "platform"),
        ("long nick", Login { nick: "n".repeat(33), ..good.clone() }, 10_002, "nick"),
        ("nick with a bell", Login { nick: "a\u{7}".to_owned(), ..good.clone() }, 10_002, "nick"),
    ] {
        let mut client = Client::connect(&server, Speaks::Protobuf).await;
        let refused = client.log_in(login).await.expect_err(case);

        assert_eq!(refused.code, code, "{case}: {refused:?}");
        assert!(sub_reason.is_empty() || refused.sub_reason == sub_reason, "{case}: {refused:?}");
        assert_eq!(client.close().await, 1008, "{case}");
    }
}

#[tokio::test]
async fn nothing_is_done_before_a_login() {
    let server = Running::start().await;
    for request in [
        Request::Ping(wire::Ping {}),
        Request::Logout(wire::Logout {}),
        Request::RoomExit(wire::RoomExit {}),
        to("bob", "1", "hello"),
    ] {
        let mut nobody = Client::connect(&server, Speaks::Protobuf).await;

        let refused = nobody.ask(request).await;

        assert_eq!(refused, Err(Fault::new(10_003, "not_logged_in")));
        assert_eq!(nobody.close().await, 1008);
    }
}

#[tokio::test]
async fn a_websocket_ping_before_the_login_is_answered_and_harmless() {
    let server = Running::start().await;
    let mut ann = Client::connect(&server, Speaks::Protobuf).await;

    ann.message(Message::Ping(b"there?".as_slice().into())).await;
    ann.message(Message::Pong(Default::default())).await;

    ann.log_in(server.open.login("ann")).await.expect("a login");
}

#[tokio::test]
async fn who_does_not_log_in_in_time_is_shown_out() {
    let server = Running::with(|config| config.timers.login = 50).await;
    let mut nobody = Client::connect(&server, Speaks::Protobuf).await;

    assert_eq!(nobody.close().await, 1008);
}

#[tokio::test]
async fn a_second_login_of_a_class_takes_the_place_of_the_first_and_other_classes_live() {
    let server = Running::start().await;
    let login = |platform: Platform| Login { platform: platform.into(), ..server.open.login("ann") };
    let mut first = Client::logged_in(&server, login(Platform::Web)).await;
    let mut desktop = Client::logged_in(&server, login(Platform::Desktop)).await;
    let mut other = server.user("bob").await;

    let mut second = Client::logged_in(&server, login(Platform::Web)).await;

    let ended = heard!(first, SessionEnded).error.expect("why");
    assert_eq!((ended.code, ended.module.as_str()), (8050, "ilive"));
    assert_eq!(first.close().await, 1000);
    for client in [&mut desktop, &mut other, &mut second] {
        let pong = client.ask(Request::Ping(wire::Ping {})).await;
        assert_eq!(pong, Ok(reply::Result::Done(wire::Done {})));
        assert!(client.events.is_empty(), "{:?}", client.events);
    }
}

#[tokio::test]
async fn a_session_that_was_replaced_is_not_resumed() {
    let server = Running::start().await;
    let mut first = Client::connect(&server, Speaks::Protobuf).await;
    let reply = first.log_in(server.open.login("ann")).await.expect("a login");
    let _second = server.user("ann").await;
    heard!(first, SessionEnded);

    let mut again = Client::connect(&server, Speaks::Protobuf).await;
    let resumed = again.log_in(resume(server.open.login("ann"), &reply, 0)).await.expect("a login");

    assert!(!resumed.recovered);
    assert_ne!(resumed.session_id, reply.session_id);
}

#[tokio::test]
async fn a_link_that_is_lost_loses_no_event() {
    let server = Running::start().await;
    let mut bob = server.user("bob").await;
    let mut ann = Client::connect(&server, Speaks::Json).await;
    let reply = ann.log_in(server.open.login("ann")).await.expect("a login");
    bob.ask(to("ann", "1", "seen")).await.expect("kept");
    assert_eq!(text(&ann.hears().await), "seen");
    let last_seq = ann.last_seq;

    ann.cut();
    for number in 2..=9 {
        bob.ask(to("ann", &number.to_string(), &format!("missed {number}"))).await.expect("kept");
    }
    let mut ann = Client::connect(&server, Speaks::Protobuf).await;
    ann.last_seq = last_seq;
    let resumed = ann.log_in(resume(server.open.login("ann"), &reply, last_seq)).await.expect("a login");

    assert!(resumed.recovered);
    assert_eq!(resumed.session_id, reply.session_id);
    for number in 2..=9 {
        assert_eq!(text(&ann.hears().await), format!("missed {number}"));
    }
    bob.ask(to("ann", "10", "after")).await.expect("kept");
    assert_eq!(text(&ann.hears().await), "after");
}

#[tokio::test]
async fn a_link_is_taken_over_by_a_resume_while_it_stands() {
    let server = Running::start().await;
    let mut ann = Client::connect(&server, Speaks::Protobuf).await;
    let reply = ann.log_in(server.open.login("ann")).await.expect("a login");

    let mut again = Client::connect(&server, Speaks::Protobuf).await;
    let resumed = again.log_in(resume(server.open.login("ann"), &reply, 0)).await.expect("a login");

    assert!(resumed.recovered);
    assert_eq!(ann.close().await, 4001);
    assert!(ann.events.is_empty(), "the session lives: {:?}", ann.events);
    again.ask(Request::Ping(wire::Ping {})).await.expect("alive");
}

#[tokio::test]
async fn what_cannot_be_recovered_is_not_said_to_be() {
    let server = Running::start().await;
    let (mut ann, mut eve) =
        (Client::connect(&server, Speaks::Protobuf).await, Client::connect(&server, Speaks::Protobuf).await);
    let reply = ann.log_in(server.open.login("ann")).await.expect("a login");
    let of_eve = eve.log_in(server.open.login("eve")).await.expect("a login");
    ann.cut();
    let wrong = |change: fn(&mut Resume)| {
        let mut login = resume(server.open.login("ann"), &reply, 0);
        change(login.resume.as_mut().expect("a resume"));
        login
    };
    let of_another = resume(server.open.login("ann"), &of_eve, 0);
    for (case, login, same) in [
        ("events that never were", wrong(|resume| resume.last_seq = 99), true),
        ("wrong token", wrong(|resume| resume.resume_token = "A".repeat(22)), false),
        ("no token", wrong(|resume| resume.resume_token.clear()), false),
        ("unknown session", wrong(|resume| resume.session_id = "nobody".to_owned()), false),
        ("another's session", of_another, false),
    ] {
        let mut again = Client::connect(&server, Speaks::Protobuf).await;
        let resumed = again.log_in(login).await.expect(case);

        assert!(!resumed.recovered, "{case}");
        assert_eq!(resumed.session_id == reply.session_id, same, "{case}");
        assert_eq!(resumed.user_id, "ann", "{case}");
    }
    eve.ask(Request::Ping(wire::Ping {})).await.expect("untouched");
}

#[tokio::test]
async fn after_the_resume_window_a_session_is_a_new_one() {
    let server = Running::with(|config| config.timers.resume_window = 100).await;
    let mut bob = server.user("bob").await;
    let mut ann = Client::connect(&server, Speaks::Protobuf).await;
    let reply = ann.log_in(server.open.login("ann")).await.expect("a login");

    ann.cut();
    // The page of the metrics tells when the session is gone.
    while server.get("/metrics").await.text().contains("ilive_sessions 2") {
        bob.ask(Request::Ping(wire::Ping {})).await.expect("alive");
    }
    let mut again = Client::connect(&server, Speaks::Protobuf).await;
    let resumed = again.log_in(resume(server.open.login("ann"), &reply, 0)).await.expect("a login");

    assert!(!resumed.recovered);
    assert_ne!(resumed.session_id, reply.session_id);
}

#[tokio::test]
async fn a_ticket_that_runs_out_online_is_renewed_in_place() {
    let server = Running::start().await;
    let user_sig = server.open.sig_at("ann", unix_s() - 10, 14);
    let mut ann = Client::logged_in(&server, Login { user_sig, ..server.open.login("ann") }).await;

    assert_eq!(heard!(ann, TicketExpired).grace_ms, 60_000);
    let renew = |user_sig: String| Request::RenewTicket(wire::RenewTicket { user_sig });
    let of_another = ann.ask(renew(server.open.sig("bob"))).await;
    let expired = ann.ask(renew(server.open.sig_at("ann", unix_s() - 100, 9))).await;
    let renewed = ann.ask(renew(server.open.sig("ann"))).await;

    assert_eq!(of_another, Err(Fault::new(10_003, "wrong_user")));
    assert_eq!(expired, Err(Fault::new(8051, "sig_expired")));
    assert!(matches!(renewed, Ok(reply::Result::RenewTicket(_))), "{renewed:?}");
    ann.ask(to("ann-2", "1", "x")).await.expect_err("no such user, but a live session");
    assert_eq!(ann.closed, None);
}

#[tokio::test]
async fn a_ticket_that_is_not_renewed_ends_the_login() {
    let server = Running::with(|config| config.timers.renew_grace = 50).await;
    let user_sig = server.open.sig_at("ann", unix_s() - 10, 14);
    let mut ann = Client::logged_in(&server, Login { user_sig, ..server.open.login("ann") }).await;

    heard!(ann, TicketExpired);
    let ended = heard!(ann, SessionEnded).error.expect("why");

    assert_eq!((ended.code, ended.sub_reason.as_str()), (8051, "sig_expired"));
    assert_eq!(ann.close().await, 1000);
}

#[tokio::test]
async fn a_ping_is_answered_with_a_tick_and_silence_brings_one() {
    let server = Running::with(|config| config.timers.tick = 50).await;
    let mut ann = server.user("ann").await;

    ann.frame(wire::ClientFrame { request: Some(Request::Ping(wire::Ping {})), ..Default::default() }).await;
    ann.until("the tick of a ping", |ann| (ann.ticks > 0).then_some(())).await;
    ann.until("ticks of themselves", |ann| (ann.ticks > 3).then_some(())).await;
}

#[tokio::test]
async fn a_client_that_answers_pings_without_a_word_keeps_its_link() {
    let server = Running::with(|config| {
        (config.timers.tick, config.timers.link_lost) = (50, 1_000);
    })
    .await;
    let mut ann = server.user("ann").await;

    ann.until("ticks of a longer time", |ann| (ann.ticks > 25).then_some(())).await;

    ann.ask(Request::Ping(wire::Ping {})).await.expect("alive");
}

#[tokio::test]
async fn a_client_that_is_silent_loses_its_link() {
    let server = Running::with(|config| {
        (config.timers.tick, config.timers.link_lost) = (5_000, 50);
    })
    .await;
    let mut ann = server.user("ann").await;

    assert_eq!(ann.close().await, 4002);
}

#[tokio::test]
async fn a_repeated_client_key_gets_the_first_answer_also_after_a_resume() {
    let server = Running::start().await;
    let mut bob = server.user("bob").await;
    let mut ann = Client::connect(&server, Speaks::Protobuf).await;
    let login = ann.log_in(server.open.login("ann")).await.expect("a login");

    let first = ann.send_keyed(to("bob", "1", "one"), "key").await;
    let first = ann.answer(first).await.expect("kept");
    let again = ann.send_keyed(to("bob", "2", "two"), "key").await;
    let again = ann.answer(again).await.expect("the first answer");
    ann.cut();
    let mut ann = Client::connect(&server, Speaks::Protobuf).await;
    ann.log_in(resume(server.open.login("ann"), &login, 0)).await.expect("a login");
    let later = ann.send_keyed(to("bob", "3", "three"), "key").await;
    let later = ann.answer(later).await.expect("the first answer");
    ann.ask(to("bob", "4", "four")).await.expect("kept");

    assert_eq!((&again, &later), (&first, &first));
    assert_eq!(text(&bob.hears().await), "one");
    assert_eq!(text(&bob.hears().await), "four");
}

#[tokio::test]
async fn a_logout_ends_the_session_without_a_word_of_failure() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;

    let done = ann.ask(Request::Logout(wire::Logout {})).await;

    assert_eq!(done, Ok(reply::Result::Done(wire::Done {})));
    assert_eq!(ann.close().await, 1000);
    assert!(ann.events.is_empty(), "{:?}", ann.events);
}

#[tokio::test]
async fn a_close_is_answered_with_a_close() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;

    ann.message(Message::Close(None)).await;

    assert_ne!(ann.close().await, 1006, "the handshake of RFC 6455 section 7.1.2");
}

#[tokio::test]
async fn a_server_that_stops_says_goodbye_to_everybody() {
    let server = Running::start().await;
    let mut people = Vec::new();
    for user in ["ann", "bob", "eve"] {
        let mut client = server.user(user).await;
        client.enter(create(1, Draft::new(&Shape::page(1)).await.offer())).await.expect("in the room");
        people.push(client);
    }

    server.begin_stop();

    for mut client in people {
        let ended = heard!(client, SessionEnded).error.expect("why");
        assert_eq!((ended.code, ended.sub_reason.as_str()), (10_004, "draining"));
        assert_eq!(client.close().await, 1000);
        // The room is there again with the server, and so is everybody's way into it.
        let out = |told: &wire::Event| matches!(told.event, Some(Event::RoomDisconnected(_)));
        assert!(!client.events.iter().any(out), "{:?}", client.events);
    }
    server.stopped().await;
}

#[tokio::test]
async fn requests_are_held_to_numbers_keys_and_rates() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    let frame = |request_id, client_key: &str| wire::ClientFrame {
        request_id,
        client_key: client_key.to_owned(),
        seen: 0,
        request: Some(Request::RoomExit(wire::RoomExit {})),
    };

    ann.frame(frame(0, "")).await;
    assert_eq!(ann.answer(0).await, Err(Fault::new(10_002, "bad_request_id")));
    ann.frame(frame(900, &"k".repeat(65))).await;
    assert_eq!(ann.answer(900).await, Err(Fault::new(10_002, "bad_client_key")));
    ann.frame(wire::ClientFrame { request_id: 901, ..Default::default() }).await;
    assert_eq!(ann.answer(901).await, Err(Fault::new(10_007, "unknown_command")));
    assert_eq!(ann.ask(Request::Login(server.open.login("ann"))).await, Err(Fault::new(10_008, "logged_in")));

    // Sent before the first is answered: however slow the machine is, they come at once.
    let mut asked = Vec::new();
    for _ in 0..200 {
        asked.push(ann.send(Request::RoomExit(wire::RoomExit {})).await);
    }
    let mut throttled = 0;
    for id in asked {
        if let Err(fault) = ann.answer(id).await {
            assert_eq!(fault, Fault::new(10_005, "throttled"));
            throttled += 1;
        }
    }
    assert!(throttled > 0, "the burst is 100");
}

#[tokio::test]
async fn what_is_on_the_wire_and_not_built_is_10007_in_a_room_and_out_of_one() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    let unknown = Err(Fault::new(10_007, "unknown_command"));

    assert_eq!(ann.ask(Request::Push(wire::Push { on: true })).await, unknown);
    assert_eq!(ann.ask(Request::Record(wire::Record { on: true })).await, unknown);

    ann.enter(create(1, Draft::new(&Shape::page(1)).await.offer())).await.expect("a room");
    assert_eq!(ann.ask(Request::Push(wire::Push { on: true })).await, unknown);
}
