//! Who is let into a room: the order of R3, and offers of all kinds.

use ilive_protocol::wire::{self, Login, RoleType, client_frame::Request};

use ilive_server::config::Config;

use crate::common::app::unix_s;
use crate::common::chat::of_room;
use crate::common::entry::{create, join, named, room};
use crate::common::{Client, Draft, Fault, Running, Shape};

async fn offer() -> wire::Offer {
    Draft::new(&Shape::page(1)).await.offer()
}

/// Who gives an entry up tells so at once, and does not wait for its answer.
#[tokio::test]
async fn an_exit_counts_for_an_entry_that_is_not_answered_yet() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    let offer = offer().await;

    for inside in [false, true] {
        let enter = wire::RoomEnter { switch_from: room(9).filter(|_| inside), ..create(1, offer.clone()) };
        let entry = ann.send(Request::RoomEnter(enter)).await;
        ann.done(Request::RoomExit(wire::RoomExit {})).await;
        let entered = ann.answer(entry).await;
        assert_eq!(entered.err(), Some(Fault::new(10_006, "not_in_room")), "in another room: {inside}");
        ann.enter(create(9, offer.clone())).await.expect("she is in no room");
    }

    let exit = ann.send(Request::RoomExit(wire::RoomExit {})).await;
    let entry = ann.send(Request::RoomEnter(create(10, offer))).await;
    assert_eq!(
        (ann.answer(exit).await.err(), ann.answer(entry).await.err()),
        (None, None),
        "one after the other"
    );
}

#[tokio::test]
async fn whoever_may_not_enter_hears_the_first_check_that_failed() {
    let server = Running::start().await;
    let offer = offer().await;
    let (app, now) = (&server.open, unix_s());
    let mut host = server.user("ann").await;
    host.enter(create(1001, offer.clone())).await.expect("a room");
    let join = |number| join(number, offer.clone());
    let create = |number| create(number, offer.clone());
    let with = |enter: wire::RoomEnter, private_map_key: String| wire::RoomEnter { private_map_key, ..enter };
    let in_room = |enter: wire::RoomEnter, room| wire::RoomEnter { room, ..enter };
    let mut bob = server.user("bob").await;
    for (case, enter, code, sub_reason) in [
        ("no room is named", in_room(join(1), None), 10_002, "bad_id"),
        ("room 0", join(0), 10_002, "bad_id"),
        ("room 2^32 - 1", join(u32::MAX), 10_002, "bad_id"),
        ("a room with a name", in_room(create(1), named("lounge")), 10_007, "named_room"),
        ("a name of 65 bytes", in_room(create(1), named(&"r".repeat(65))), 10_002, "bad_id"),
        ("a name with a space", in_room(create(1), named("a b")), 10_002, "bad_id"),
        ("no offer", wire::RoomEnter { offer: None, ..join(1001) }, 10_002, "no_offer"),
        ("a userSig for a key", with(join(1001), app.sig("bob")), 10_003, "userbuf_missing"),
        (
            "a key of another app",
            with(join(1001), server.ask.key("bob", 1001, 0xFF)),
            10_003,
            "bad_signature",
        ),
        (
            "an expired key",
            with(join(1001), app.key_until("bob", 1001, 0xFF, now - 9)),
            10_003,
            "key_expired",
        ),
        ("a key of another user", with(join(1001), app.key("eve", 1001, 0xFF)), 10_003, "wrong_user"),
        ("a key of another room", with(join(1001), app.key("bob", 1002, 0xFF)), 10_003, "wrong_room"),
        ("a key of no room that is there", with(join(7), app.key("bob", 1001, 0xFF)), 10_003, "wrong_room"),
        ("a key without ENTER", with(join(1001), app.key("bob", 1001, 0xFD)), 10_003, "lack_join"),
        ("… of a room that is not there", with(join(7), app.key("bob", 7, 0xFD)), 10_003, "lack_join"),
        (
            "rights asked without ENTER",
            wire::RoomEnter { rights_asked: 0xFC, ..join(1001) },
            10_003,
            "lack_join",
        ),
        ("a room that is not there", join(7), 10_009, "room_not_exist"),
        ("a key without CREATE", with(create(7), app.key("bob", 7, 0xFE)), 10_003, "lack_create"),
        ("another's room", wire::RoomEnter { exclusive: true, ..create(1001) }, 10_003, "room_taken"),
        (
            "a title of 81",
            wire::RoomEnter { info: Some(wire::RoomInfo { title: "t".repeat(81) }), ..create(8) },
            10_002,
            "bad_title",
        ),
        (
            "a title that turns the text around",
            wire::RoomEnter { info: Some(wire::RoomInfo { title: "\u{202E}nimda".into() }), ..create(8) },
            10_002,
            "bad_title",
        ),
        (
            "a role's name of 65 bytes",
            wire::RoomEnter { role: "r".repeat(65), role_type: RoleType::Cohost.into(), ..join(1001) },
            10_002,
            "bad_role",
        ),
        (
            "a role's name of two lines",
            wire::RoomEnter { role: "a\nb".into(), ..join(1001) },
            10_002,
            "bad_role",
        ),
        (
            "a switch from nowhere",
            wire::RoomEnter { switch_from: room(9), ..join(1001) },
            10_006,
            "not_in_room",
        ),
    ] {
        let refused = bob.enter(enter).await.expect_err(case);
        assert_eq!(refused, Fault::new(code, sub_reason), "{case}");
    }
    assert_eq!(host.state().await.people, 1, "nobody came in");
    bob.enter(join(1001)).await.expect("a good entry after all these");
}

#[tokio::test]
async fn an_app_may_ask_for_keys_and_for_roles_of_its_list() {
    let server = Running::with(|config| {
        let app = config.apps.values_mut().next().expect("the open app");
        (app.require_room_key, app.strict_roles) = (true, true);
    })
    .await;
    let offer = offer().await;
    let mut ann = server.user("ann").await;
    let key = || server.open.key("ann", 1001, 0xFF);
    let enter = |role: &str, private_map_key: String| {
        let role = role.to_owned();
        wire::RoomEnter { role, private_map_key, ..create(1001, offer.clone()) }
    };

    let unknown = ann.enter(enter("Emperor", String::new())).await;
    let keyless = ann.enter(enter("LiveMaster", String::new())).await;
    let good = ann.enter(enter("LiveMaster", key())).await.expect("a room");

    assert_eq!(unknown, Err(Fault::new(10_002, "unknown_role")));
    assert_eq!(keyless, Err(Fault::new(10_003, "key_required")));
    assert_eq!(good.rights, 0xFF);
}

#[tokio::test]
async fn where_keys_open_rooms_they_open_the_chat_too_and_nothing_else_tells_of_it() {
    let server = Running::with(|config| {
        config.apps.values_mut().next().expect("the open app").require_room_key = true;
    })
    .await;
    let mut ann = server.user("ann").await;
    let private_map_key = server.open.key("ann", 1001, 0xFF);
    ann.enter(wire::RoomEnter { private_map_key, ..create(1001, offer().await) }).await.expect("a room");
    let mut bob = server.user("bob").await;
    let join = |private_map_key: String| {
        Request::GroupJoin(wire::GroupJoin { room: room(1001), private_map_key, ..Default::default() })
    };

    for (case, key, sub_reason) in [
        ("no key", String::new(), "key_required"),
        ("a key of another room", server.open.key("bob", 7, 0xFF), "wrong_room"),
        ("a key without ENTER", server.open.key("bob", 1001, 0xFD), "lack_join"),
    ] {
        assert_eq!(bob.ask(join(key)).await, Err(Fault::new(10_003, sub_reason)), "{case}");
    }
    assert!(bob.read_log(of_room(1001), 0, 0, 10).await.is_err(), "nothing is read");
    let rooms = format!("/api/v1/rooms?sdk_app_id={}", server.open.id);
    assert_eq!(server.get(&rooms).await.json(), serde_json::json!({"rooms": []}));
    let one = format!("/api/v1/rooms/1001?sdk_app_id={}", server.open.id);
    assert_eq!(server.get(&one).await.status, 404);
    bob.ask(join(server.open.key("bob", 1001, 0xAA))).await.expect("a good key opens it");
}

#[tokio::test]
async fn rights_in_force_are_the_tickets_bits_under_the_presets_roof() {
    let server = Running::start().await;
    let offer = offer().await;
    let mut ann = server.user("ann").await;
    ann.enter(create(1001, offer.clone())).await.expect("a room");
    for (case, role_type, key_bits, asked, rights) in [
        ("audience", RoleType::Audience, None, 0, 0xAA),
        ("co-host", RoleType::Cohost, None, 0, 0xFE),
        ("host of another's room is co-host", RoleType::Host, None, 0, 0xFE),
        ("co-host with a listener's key", RoleType::Cohost, Some(0x0A), 0, 0x0A),
        ("audience with all bits", RoleType::Audience, Some(0xFF), 0, 0xAA),
        ("less is asked for", RoleType::Cohost, None, 0x0E, 0x0E),
    ] {
        let mut bob = server.user("bob").await;
        let private_map_key = key_bits.map(|bits| server.open.key("bob", 1001, bits)).unwrap_or_default();
        let role_type = role_type.into();
        let enter =
            wire::RoomEnter { role_type, private_map_key, rights_asked: asked, ..join(1001, offer.clone()) };

        let entered = bob.enter(enter).await.expect(case);

        assert_eq!(entered.rights, rights, "{case}");
        bob.done(Request::RoomExit(wire::RoomExit {})).await;
    }
}

#[tokio::test]
async fn a_room_that_is_full_takes_nobody_but_its_host() {
    let server = Running::with(|config| config.limits.room_people = 2).await;
    let offer = offer().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    let (mut eve, mut ann_mobile) = (server.user("eve").await, {
        let platform = wire::Platform::Mobile.into();
        Client::logged_in(&server, Login { platform, ..server.open.login("ann") }).await
    });
    ann.enter(create(1001, offer.clone())).await.expect("a room");
    bob.enter(join(1001, offer.clone())).await.expect("the last place");

    let refused = eve.enter(join(1001, offer.clone())).await;
    ann_mobile.enter(join(1001, offer.clone())).await.expect("who is here takes no further place");
    bob.done(Request::RoomExit(wire::RoomExit {})).await;

    assert_eq!(refused, Err(Fault::new(10_005, "room_full")));
    eve.enter(join(1001, offer)).await.expect("a place is free again");
}

#[tokio::test]
async fn rooms_have_a_limit_too() {
    let server = Running::with(|config| config.limits.rooms = 1).await;
    let offer = offer().await;
    let mut ann = server.user("ann").await;
    ann.enter(create(1, offer.clone())).await.expect("a room");
    let mut bob = server.user("bob").await;

    assert_eq!(bob.enter(create(2, offer.clone())).await, Err(Fault::new(10_005, "server_full")));
    bob.enter(join(1, offer)).await.expect("the room that is there");
}

#[tokio::test]
async fn an_offer_that_is_none_is_refused_by_its_own_name() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    let good = Draft::new(&Shape { simulcast: true, ..Shape::page(1) }).await.offer();
    let sound = good.sdp.as_str();
    let without = |word: &str| -> String {
        sound.split_inclusive("\r\n").filter(|line| !line.contains(word)).collect()
    };
    let section = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:x\r\n";
    let candidate = "a=candidate:1 1 udp 2130706431 10.0.0.1 9 typ host\r\n";
    let one_mid = || -> String {
        let line = |line: &str| if line.starts_with("a=mid:") { "a=mid:0" } else { line }.to_owned() + "\r\n";
        sound.lines().map(line).collect()
    };
    let with_type = |pt: u32| sound.replacen("SAVPF ", &format!("SAVPF {pt} "), 1);
    let other_codecs = || {
        sound
            .replace("VP8/", "VP7/")
            .replace("opus/", "speex/")
            .replace("OPUS/", "speex/")
            .replace("rtx/", "rtz/")
    };
    for (case, sdp, sub_reason) in [
        ("nothing", String::new(), "sdp_syntax"),
        ("a word", "hello".to_owned(), "sdp_syntax"),
        ("JSON", "{\"type\":\"offer\"}".to_owned(), "sdp_syntax"),
        ("a session alone", "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n".to_owned(), "sdp_no_media"),
        ("300 kB", sound.to_owned() + &"a=x\r\n".repeat(60_000), "sdp_too_large"),
        ("2,000 sections", sound.to_owned() + &section.repeat(2_000), "sdp_sections"),
        ("65 sections", sound.to_owned() + &section.repeat(65), "sdp_sections"),
        ("a line of 200 kB", sound.to_owned() + "a=x:" + &"x".repeat(200_000), "sdp_long_line"),
        ("a line of 5 kB", sound.to_owned() + "a=x:" + &"x".repeat(5_000) + "\r\n", "sdp_long_line"),
        ("4,000 candidates", sound.to_owned() + &candidate.repeat(4_000), "sdp_candidates"),
        ("65 candidates", sound.to_owned() + &candidate.repeat(65), "sdp_candidates"),
        ("payload type 128", with_type(128), "sdp_payload_type"),
        ("payload type 255", with_type(255), "sdp_payload_type"),
        ("payload type 2^32 - 1", with_type(u32::MAX), "sdp_payload_type"),
        ("one mid for all", one_mid(), "sdp_mid"),
        ("two mids in one", sound.replacen("a=mid:", "a=mid:zz\r\na=mid:", 1), "sdp_mid"),
        ("a mid of 19", sound.replacen("a=mid:", "a=mid:0123456789abcdef", 1), "sdp_mid"),
        ("no group", without("a=group:"), "sdp_bundle"),
        ("no fingerprint", without("a=fingerprint"), "sdp_fingerprint"),
        (
            "a weak fingerprint",
            sound.replace("a=fingerprint:sha-256", "a=fingerprint:sha-1"),
            "sdp_fingerprint",
        ),
        ("no ICE", without("a=ice-"), "sdp_inconsistent"),
        ("codecs of others", other_codecs(), "no_codec"),
        ("nine layers", sound.replacen("send q;h;f", "send 1;2;3;4;5;6;7;8;9", 1), "sdp_layers"),
        ("a NUL", sound.replacen("a=mid", "a=\0mid", 1), "sdp_syntax"),
        ("half of it", sound[..sound.len() / 2].to_owned(), ""),
        ("everything twice", sound.to_owned() + sound, ""),
    ] {
        let offer = wire::Offer { sdp, senders: Vec::new() };
        match ann.enter(create(1001, offer)).await {
            Err(refused) => {
                assert_eq!(refused.code, 10_002, "{case}: {refused:?}");
                assert!(sub_reason.is_empty() || refused.sub_reason == sub_reason, "{case}: {refused:?}");
            }
            Ok(_) => panic!("{case}: was taken"),
        }
    }
    ann.enter(create(1001, good)).await.expect("a good offer after all these");
}

#[tokio::test]
async fn senders_must_fit_their_sections() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    let draft = Draft::new(&Shape::page(1)).await;
    let good = draft.offer();
    let slot = draft.slots[0].0.to_string();
    let (audio, main) = (good.senders[0].mid.as_str(), good.senders[1].mid.as_str());
    let sender = |mid: &str, source: i32| wire::Sender { mid: mid.to_owned(), source };
    for (case, senders) in [
        ("no such section", vec![sender("nope", 2)]),
        ("voice in a picture's", vec![sender(main, 1)]),
        ("a picture in voice's", vec![sender(audio, 2)]),
        ("no source", vec![sender(main, 0)]),
        ("an unknown source", vec![sender(main, 9)]),
        ("one section twice", vec![sender(main, 2), sender(main, 3)]),
        ("a mid of 17", vec![sender("0123456789abcdefg", 2)]),
    ] {
        let offer = wire::Offer { senders, ..good.clone() };
        let refused = ann.enter(create(1001, offer)).await.expect_err(case);
        assert_eq!(refused, Fault::new(10_002, "sdp_sender"), "{case}");
    }
    let unused = wire::Offer { senders: vec![sender(&slot, 1)], ..good };
    ann.enter(create(1001, unused)).await.expect("a sender that only receives sends nothing");
}

#[tokio::test]
async fn an_answer_names_the_addresses_where_media_is_heard() {
    let unspecified = |config: &mut Config| config.server.listen = ([0, 0, 0, 0], 0).into();
    let public = |config: &mut Config| config.server.public_ip = vec![[203, 0, 113, 9].into()];
    for (case, server, named, others) in [
        ("loopback", Running::start().await, "127.0.0.1", false),
        ("every address", Running::with(unspecified).await, "127.0.0.1", true),
        ("what the operator says", Running::with(public).await, "203.0.113.9", false),
    ] {
        let mut ann = server.user("ann").await;
        let entered = ann.enter(create(1001, offer().await)).await.expect("a room");

        let candidates: Vec<&str> =
            entered.answer_sdp.lines().filter(|line| line.starts_with("a=candidate:")).collect();
        let port = format!(" {} typ host", server.address.port());
        assert!(
            candidates.iter().any(|line| line.contains(&format!(" {named}{port}"))),
            "{case}: {candidates:?}"
        );
        assert!(candidates.iter().all(|line| line.contains(&port)), "{case}: {candidates:?}");
        assert!(others || candidates.len() == 1, "{case}: {candidates:?}");
    }
}
