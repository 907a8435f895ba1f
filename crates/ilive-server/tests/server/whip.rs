//! WHIP publishes and WHEP plays: encoders and players that know nothing of us (RFC 9725).

use ilive_protocol::wire::{self, client_frame::Request};
use ilive_sfu::Source;
use str0m::media::MediaKind;

use crate::common::app::unix_s;
use crate::common::entry::{create, user};
use crate::common::whip::{FRAGMENT, SDP};
use crate::common::{Draft, Fault, Running, Shape, heard, offer};

/// What the encoder's payloads are marked with.
const ENCODER: u8 = 7;

fn player() -> Shape {
    Shape::plays(1, 1)
}

#[tokio::test]
async fn what_is_published_is_played_without_a_gap() {
    for (threads, gso) in [(1, true), (1, false), (3, true), (3, false)] {
        let server = Running::with(|config| (config.media.threads, config.media.gso) = (threads, gso)).await;
        let ticket = server.open.sig("obs");
        let source = server.resource("/whip/1001", &ticket, &Shape::sends(ENCODER)).await;
        let mut viewers = Vec::new();
        for _ in 0..3 {
            viewers.push(server.resource("/whep/1001", &ticket, &player()).await.call);
        }
        source.call.send(Source::Audio, true).await;
        source.call.send(Source::Main, true).await;

        for viewer in &mut viewers {
            viewer.has(ENCODER, Source::Main, 60).await;
            viewer.has(ENCODER, Source::Audio, 20).await;
            let case = format!("{threads} threads, gso {gso}");
            assert!(viewer.seen(|seen| seen.has_key(ENCODER)), "{case}");
            for kind in [MediaKind::Audio, MediaKind::Video] {
                let slot = viewer.slot(kind, 0);
                viewer.seen(|seen| seen.assert_continuous(slot, 4));
            }
        }
    }
}

#[tokio::test]
async fn who_joins_later_begins_with_a_keyframe() {
    let server = Running::start().await;
    let ticket = server.open.sig("obs");
    let source = server.resource("/whip/1001", &ticket, &Shape::sends(ENCODER)).await;
    source.call.send(Source::Main, true).await;
    let mut first = server.resource("/whep/1001", &ticket, &player()).await.call;
    first.more(ENCODER, Source::Main, 40).await;

    let mut late = server.resource("/whep/1001", &ticket, &player()).await.call;
    late.more(ENCODER, Source::Main, 20).await;

    let begins_with_key = |seen: &crate::common::seen::Seen| {
        let lowest = seen.of(ENCODER, Source::Main).min_by_key(|got| got.seq);
        lowest.is_some_and(|got| got.mark.key && got.mark.part == 0)
    };
    assert!(late.seen(begins_with_key), "the first packet is a keyframe's");
}

#[tokio::test]
async fn a_player_that_asks_for_a_keyframe_or_loses_packets_gets_them() {
    let server = Running::start().await;
    let ticket = server.open.sig("obs");
    let mut source = server.resource("/whip/1001", &ticket, &Shape::sends(ENCODER)).await;
    source.call.send(Source::Main, true).await;
    let mut viewer = server.resource("/whep/1001", &ticket, &player()).await.call;
    viewer.more(ENCODER, Source::Main, 10).await;

    let asked = source.call.seen(|seen| seen.keys_asked[Source::Main as usize]);
    viewer.ask_key(viewer.slot(MediaKind::Video, 0)).await;
    source.call.until("the keyframe asked for", |seen| seen.keys_asked[Source::Main as usize] > asked).await;

    viewer.lose(10).await;
    viewer.more(ENCODER, Source::Main, 100).await;
    viewer.lose(0).await;
    viewer.more(ENCODER, Source::Main, 60).await;
    let slot = viewer.slot(MediaKind::Video, 0);
    viewer.seen(|seen| seen.assert_continuous(slot, 50));
}

#[tokio::test]
async fn a_network_that_is_gone_for_a_moment_comes_back_to_now() {
    let server = Running::start().await;
    let ticket = server.open.sig("obs");
    let source = server.resource("/whip/1001", &ticket, &Shape::sends(ENCODER)).await;
    source.call.send(Source::Main, true).await;
    let mut viewer = server.resource("/whep/1001", &ticket, &player()).await.call;
    let mut witness = server.resource("/whep/1001", &ticket, &player()).await.call;
    viewer.more(ENCODER, Source::Main, 20).await;

    viewer.freeze(true).await;
    witness.more(ENCODER, Source::Main, 100).await;
    let now =
        witness.seen(|seen| seen.of(ENCODER, Source::Main).map(|got| got.mark.frame).max()).expect("a frame");
    viewer.freeze(false).await;

    let catches_up =
        |seen: &crate::common::seen::Seen| seen.of(ENCODER, Source::Main).any(|got| got.mark.frame > now);
    viewer.until("frames of now", catches_up).await;
}

#[tokio::test]
async fn clients_of_all_kinds_are_served() {
    let voice = || Shape { sources: vec![Source::Audio], ..Shape::sends(ENCODER) };
    let picture = || Shape { sources: vec![Source::Main], ..Shape::sends(ENCODER) };
    let altered = |alter| Shape { alter, ..Shape::sends(ENCODER) };
    let plays = |alter| Shape { alter, ..player() };
    for (case, publisher, player) in [
        ("audio only", voice(), Shape::plays(1, 0)),
        ("video only", picture(), Shape::plays(0, 1)),
        ("audio of both", Shape::sends(ENCODER), Shape::plays(1, 0)),
        ("no RTX", altered(offer::without_rtx), plays(offer::without_rtx)),
        ("no header extensions", altered(offer::without_extensions), plays(offer::without_extensions)),
        ("neither", altered(offer::bare), plays(offer::bare)),
        (
            "one section, no group",
            Shape { alter: offer::without_group, ..picture() },
            Shape { alter: offer::without_group, ..Shape::plays(0, 1) },
        ),
        ("three fingerprints", altered(offer::three_fingerprints), plays(offer::three_fingerprints)),
        ("another order of lines", altered(offer::other_order), plays(offer::other_order)),
        ("no candidates", altered(offer::without_candidates), plays(offer::without_candidates)),
        ("candidates of elsewhere", altered(offer::other_address), plays(offer::other_address)),
        ("setup:active", altered(offer::active), plays(offer::active)),
        ("simulcast", Shape { simulcast: true, ..Shape::sends(ENCODER) }, Shape::plays(1, 1)),
    ] {
        let server = Running::start().await;
        let ticket = server.open.sig("obs");
        let source = server.resource("/whip/1001", &ticket, &publisher).await;
        let mut viewer = server.resource("/whep/1001", &ticket, &player).await.call;
        for sent in publisher.sources {
            source.call.send(sent, true).await;
            let shown = if sent == Source::Audio { player.audio_slots } else { player.video_slots };
            if shown > 0 {
                viewer.until(&format!("{case}: {sent:?}"), |seen| seen.count(ENCODER, sent) > 10).await;
            }
        }
    }
}

#[tokio::test]
async fn a_player_may_come_before_anybody_publishes_but_not_before_the_room() {
    let server = Running::start().await;
    let (ticket, plays) = (server.open.sig("viewer"), Draft::new(&player()).await.sdp);
    let no_room = server.offer("/whep/1001", &ticket, &plays).await;
    assert_eq!((no_room.status, no_room.fault()), (404, Fault::new(10_009, "room_not_exist")));
    let mut host = server.user("host").await;
    host.enter(create(1001, Draft::new(&Shape::page(1)).await.offer())).await.expect("a room");

    let mut viewer = server.resource("/whep/1001", &ticket, &player()).await.call;
    let source = server.resource("/whip/1001", &server.open.sig("obs"), &Shape::sends(ENCODER)).await;
    source.call.send(Source::Main, true).await;

    viewer.more(ENCODER, Source::Main, 20).await;
}

#[tokio::test]
async fn a_player_sees_the_host_or_whom_it_names() {
    let server = Running::start().await;
    let (host, guest) = (server.open.sig("host"), server.open.sig("guest"));
    let first = server.resource("/whip/1001", &host, &Shape::sends(1)).await;
    let second = server.resource("/whip/1001", &guest, &Shape::sends(2)).await;
    for source in [&first, &second] {
        source.call.send(Source::Main, true).await;
        source.call.send(Source::Audio, true).await;
    }

    let mut of_host = server.resource("/whep/1001", &host, &player()).await.call;
    let mut of_guest = server.resource("/whep/1001?user=guest", &host, &player()).await.call;
    of_host.more(1, Source::Main, 20).await;
    of_guest.more(2, Source::Main, 20).await;
    of_guest.more(2, Source::Audio, 10).await;

    assert_eq!(of_host.seen(|seen| seen.count(2, Source::Main)), 0);
    assert_eq!(of_guest.seen(|seen| seen.count(1, Source::Main) + seen.count(1, Source::Audio)), 0);
    let nobody = server.offer("/whep/1001?user=nobody", &host, &Draft::new(&player()).await.sdp).await;
    assert_eq!((nobody.status, nobody.fault()), (404, Fault::new(10_010, "member_gone")));

    assert_eq!(server.delete(&first.location, &host).await.status, 200);
    of_host.more(2, Source::Main, 20).await;
}

#[tokio::test]
async fn an_encoder_is_a_member_that_others_see_until_it_goes() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    let (_, mut watching) = ann.host(1001, &Shape::plays(3, 3)).await;
    ann.done(crate::common::entry::all_views()).await;
    let obs = server.open.sig("obs");

    let source = server.resource("/whip/1001", &obs, &Shape::sends(ENCODER)).await;
    source.call.send(Source::Main, true).await;
    let member = heard!(ann, MemberChanged).member.expect("a member");
    assert_eq!((member.kind(), member.role_type()), (wire::MemberKind::Whip, wire::RoleType::Cohost));
    watching.more(ENCODER, Source::Main, 20).await;
    let gone = server.delete(&source.location, &obs).await;

    assert_eq!(gone.status, 200);
    assert_eq!(heard!(ann, MemberGone).tiny_id, member.tiny_id);
    let again = server.delete(&source.location, &obs).await;
    assert_eq!((again.status, again.fault()), (404, Fault::new(10_006, "session_gone")));
}

#[tokio::test]
async fn a_second_source_of_a_user_takes_the_place_of_the_first() {
    let server = Running::start().await;
    let obs = server.open.sig("obs");
    let first = server.resource("/whip/1001", &obs, &Shape::sends(1)).await;
    let mut viewer = server.resource("/whep/1001", &obs, &player()).await.call;
    first.call.send(Source::Main, true).await;
    viewer.more(1, Source::Main, 20).await;

    let second = server.resource("/whip/1001", &obs, &Shape::sends(2)).await;
    second.call.send(Source::Main, true).await;

    viewer.more(2, Source::Main, 20).await;
    assert_eq!(server.delete(&first.location, &obs).await.status, 404, "it is over");
    assert_eq!(server.delete(&second.location, &obs).await.status, 200);
}

#[tokio::test]
async fn what_another_source_of_the_user_sends_is_refused() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    let (_, call) = ann.host(1001, &Shape::page(1)).await;
    ann.publish(&call, Source::Main).await;

    let refused =
        server.offer("/whip/1001", &server.open.sig("ann"), &Draft::new(&Shape::sends(2)).await.sdp).await;

    assert_eq!((refused.status, refused.fault()), (409, Fault::new(1002, "other_source")));
}

#[tokio::test]
async fn candidates_that_come_later_change_nothing_and_a_restart_gives_new_credentials() {
    let server = Running::start().await;
    let obs = server.open.sig("obs");
    let source = server.resource("/whip/1001", &obs, &Shape::sends(ENCODER)).await;
    source.call.send(Source::Main, true).await;
    let mut viewer = server.resource("/whep/1001", &obs, &player()).await;
    viewer.call.more(ENCODER, Source::Main, 20).await;
    let (at, etag) = (viewer.location.clone(), viewer.etag.clone());

    let candidate = "a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host\r\n";
    assert_eq!(server.patch(&at, &obs, &etag, candidate).await.status, 204);
    assert_eq!(server.patch(&at, &obs, "", candidate).await.status, 204);
    let stale = server.patch(&at, &obs, "\"another\"", candidate).await;
    assert_eq!((stale.status, stale.fault()), (412, Fault::new(10_002, "if_match")));

    let (ufrag, pwd) = viewer.call.begin_restart().await;
    let fragment = format!("a=ice-ufrag:{ufrag}\r\na=ice-pwd:{pwd}\r\n");
    let without = server.patch(&at, &obs, "", &fragment).await;
    assert_eq!((without.status, without.fault()), (428, Fault::new(10_002, "if_match")));
    let wrong = server.patch(&at, &obs, "\"another\"", &fragment).await;
    assert_eq!(wrong.status, 412);
    let restarted = server.patch(&at, &obs, "*", &fragment).await;
    assert_eq!((restarted.status, restarted.header("content-type").as_str()), (200, FRAGMENT));
    assert_ne!(restarted.header("etag"), etag);
    let of_answer = |name: &str| {
        let text = restarted.text();
        text.lines().find_map(|line| line.strip_prefix(name)).expect("a line").to_owned()
    };
    viewer.call.finish_restart(&of_answer("a=ice-ufrag:"), &of_answer("a=ice-pwd:")).await;

    viewer.call.more(ENCODER, Source::Main, 60).await;
    let slot = viewer.call.slot(MediaKind::Video, 0);
    viewer.call.seen(|seen| seen.assert_continuous(slot, 4));
    assert_eq!(server.patch(&at, &obs, &etag, candidate).await.status, 412, "the old name is stale");
    assert_eq!(server.patch(&at, &obs, &restarted.header("etag"), candidate).await.status, 204);
}

#[tokio::test]
async fn a_session_is_its_users_alone_and_outlives_its_ticket() {
    let server = Running::start().await;
    let obs = server.open.sig("obs");
    let source = server.resource("/whip/1001", &obs, &Shape::sends(ENCODER)).await;
    let at = source.location.as_str();

    let of_another = server.delete(at, &server.open.sig("eve")).await;
    assert_eq!((of_another.status, of_another.fault()), (403, Fault::new(10_003, "wrong_user")));
    let of_another_app = server.delete(at, &server.ask.sig("obs")).await;
    assert_eq!((of_another_app.status, of_another_app.fault().code), (403, 10_003));
    let nobody = server.call("DELETE", at, &[], Vec::new()).await;
    assert_eq!((nobody.status, nobody.fault()), (401, Fault::new(10_003, "no_ticket")));
    let expired = server.open.sig_at("obs", unix_s() - 100, 50);
    assert_eq!(
        server.patch(at, &expired, "*", "a=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\n").await.status,
        204
    );
    assert_eq!(server.delete(at, &expired).await.status, 200);
}

#[tokio::test]
async fn a_room_key_is_a_bearer_and_is_held_to() {
    let server = Running::start().await;
    let publishes = Draft::new(&Shape::sends(ENCODER)).await.sdp;
    let plays = Draft::new(&player()).await.sdp;
    let key = |room, bits| server.open.key("obs", room, bits);
    let late = server.open.key_until("obs", 1001, 0xFF, unix_s() - 9);
    for (case, path, ticket, sdp, status, fault) in [
        ("another room's", "/whip/1001", key(1002, 0xFF), &publishes, 403, ("wrong_room", 10_003)),
        ("expired", "/whip/1001", late, &publishes, 403, ("key_expired", 10_003)),
        ("without ENTER", "/whip/1001", key(1001, 0xFD), &publishes, 403, ("lack_join", 10_003)),
        ("without CREATE", "/whip/1001", key(1001, 0xFE), &publishes, 403, ("lack_create", 10_003)),
        ("may send nothing", "/whip/1001", key(1001, 0xAB), &publishes, 403, ("lack_send_audio", 10_003)),
    ] {
        let refused = server.offer(path, &ticket, sdp).await;
        assert_eq!((refused.status, refused.fault()), (status, Fault::new(fault.1, fault.0)), "{case}");
    }

    let source = server.resource("/whip/1001", &key(1001, 0x13), &Shape::sends(ENCODER)).await;
    source.call.send(Source::Main, true).await;
    let deaf = server.offer("/whep/1001", &key(1001, 0x02), &plays).await;
    assert_eq!((deaf.status, deaf.fault()), (403, Fault::new(10_003, "lack_recv_audio")));
    let mut viewer = server.resource("/whep/1001", &key(1001, 0x22), &player()).await.call;
    viewer.more(ENCODER, Source::Main, 20).await;
    assert_eq!(viewer.seen(|seen| seen.count(ENCODER, Source::Audio)), 0);
}

#[tokio::test]
async fn under_ask_an_encoder_is_the_hosts_or_has_a_key() {
    let server = Running::start().await;
    let mut host = server.asking("host").await;
    host.enter(create(1001, Draft::new(&Shape::page(1)).await.offer())).await.expect("a room");
    let offer = Draft::new(&Shape::sends(ENCODER)).await.sdp;

    let stranger = server.offer("/whip/1001", &server.ask.sig("eve"), &offer).await;
    assert_eq!((stranger.status, stranger.fault()), (403, Fault::new(10_003, "stage_closed")));
    for ticket in [server.ask.sig("host"), server.ask.key("bob", 1001, 0x1E)] {
        let good = server.offer("/whip/1001", &ticket, &offer).await;
        assert_eq!(good.status, 201, "{}", good.text());
    }
}

#[tokio::test]
async fn a_kick_reaches_who_only_publishes() {
    let server = Running::start().await;
    let mut host = server.user("host").await;
    host.enter(create(1001, Draft::new(&Shape::page(1)).await.offer())).await.expect("a room");
    let obs = server.open.sig("obs");
    let mut source = server.resource("/whip/1001", &obs, &Shape::sends(ENCODER)).await;

    host.done(Request::KickMember(wire::KickMember { member: user("obs"), ..Default::default() })).await;

    source.call.until("a goodbye on the media path", |seen| seen.over).await;
    let again = server.offer("/whip/1001", &obs, &Draft::new(&Shape::sends(ENCODER)).await.sdp).await;
    assert_eq!((again.status, again.fault()), (403, Fault::new(10_003, "kicked")));
    assert_eq!(server.delete(&source.location, &obs).await.status, 404);
}

#[tokio::test]
async fn every_refusal_has_its_status_and_a_code() {
    let server = Running::with(|config| {
        (config.limits.whip_per_user, config.limits.whep_per_ticket) = (1, 1);
    })
    .await;
    let (good, now) = (server.open.sig("obs"), unix_s());
    let offer = Draft::new(&Shape::sends(ENCODER)).await.sdp.into_bytes();
    let expired = server.open.sig_at("obs", now - 100, 50);
    let bearer = |ticket: &str| format!("Bearer {ticket}");
    let (good, expired, forged) =
        (bearer(&good), bearer(&expired), bearer(&server.open.sig("obs").replace('e', "f")));
    let (empty, basic, long) = (bearer(""), "Basic b2JzOm9icw==".to_owned(), bearer(&"A".repeat(100_000)));
    let other_app = bearer(&{
        let app = crate::common::App { id: 77, secret: "x".to_owned() };
        app.sig("obs")
    });
    for (case, method, path, ticket, kind, body, status, code) in [
        ("no ticket", "POST", "/whip/1", None, SDP, offer.clone(), 401, 10_003),
        ("an empty ticket", "POST", "/whip/1", Some(&empty), SDP, offer.clone(), 401, 10_003),
        ("another scheme", "POST", "/whip/1", Some(&basic), SDP, offer.clone(), 401, 10_003),
        ("a forged ticket", "POST", "/whip/1", Some(&forged), SDP, offer.clone(), 401, 10_003),
        ("a ticket of 100 kB", "POST", "/whip/1", Some(&long), SDP, offer.clone(), 401, 10_003),
        ("an unknown app", "POST", "/whip/1", Some(&other_app), SDP, offer.clone(), 401, 10_003),
        ("an expired ticket", "POST", "/whip/1", Some(&expired), SDP, offer.clone(), 401, 8051),
        ("room 0, by a forged ticket", "POST", "/whip/0", Some(&forged), SDP, offer.clone(), 401, 10_003),
        ("room 0", "POST", "/whip/0", Some(&good), SDP, offer.clone(), 400, 10_002),
        ("a room over all numbers", "POST", "/whip/4294967296", Some(&good), SDP, offer.clone(), 400, 10_002),
        ("a room with a name", "POST", "/whip/lounge", Some(&good), SDP, offer.clone(), 501, 10_007),
        ("a name that is a number", "POST", "/whip/s:1", Some(&good), SDP, offer.clone(), 501, 10_007),
        ("a room that is no text", "POST", "/whip/%ff", Some(&good), SDP, offer.clone(), 400, 10_002),
        ("a name with a space", "POST", "/whip/a%20b", Some(&good), SDP, offer.clone(), 400, 10_002),
        ("JSON", "POST", "/whip/1", Some(&good), "application/json", b"{}".to_vec(), 415, 10_002),
        ("no content type", "POST", "/whip/1", Some(&good), "", offer.clone(), 415, 10_002),
        ("no SDP", "POST", "/whip/1", Some(&good), SDP, b"hello".to_vec(), 400, 10_002),
        ("no text", "POST", "/whip/1", Some(&good), SDP, vec![0xFF; 100], 400, 10_002),
        ("nothing", "POST", "/whip/1", Some(&good), SDP, vec![], 400, 10_002),
        ("1 MB", "POST", "/whip/1", Some(&good), SDP, vec![b'a'; 1 << 20], 413, 10_002),
        ("a player's way of writing", "POST", "/whep/7", Some(&good), SDP, offer.clone(), 404, 10_009),
        ("nobody in no room", "POST", "/whep/7?user=nobody", Some(&good), SDP, offer.clone(), 404, 10_009),
        ("a user that is none", "POST", "/whep/1?user=a%20b", Some(&good), SDP, offer.clone(), 400, 10_002),
        ("two users", "POST", "/whep/1?user=a&user=b", Some(&good), SDP, offer.clone(), 400, 10_002),
        ("GET", "GET", "/whip/1", Some(&good), SDP, vec![], 405, 10_002),
        ("PUT", "PUT", "/whep/1", Some(&good), SDP, vec![], 405, 10_002),
        ("GET of a session", "GET", "/whip/1/abc", Some(&good), SDP, vec![], 405, 10_002),
        ("DELETE of none", "DELETE", "/whip/1/abc", Some(&good), SDP, vec![], 404, 10_006),
        ("PATCH of none", "PATCH", "/whip/1/abc", Some(&good), FRAGMENT, vec![], 404, 10_006),
    ] {
        let mut headers: Vec<(&str, &str)> = Vec::new();
        headers.extend(ticket.map(|ticket| ("authorization", ticket.as_str())));
        headers.extend((!kind.is_empty()).then_some(("content-type", kind)));

        let answer = server.call(method, path, &headers, body).await;

        assert_eq!(answer.status, status, "{case}: {}", answer.text());
        assert_eq!(answer.fault().code, code, "{case}");
        assert_eq!(answer.header("www-authenticate"), if status == 401 { "Bearer" } else { "" }, "{case}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{case}");
    }
    let (ticket, text) = (server.open.sig("obs"), String::from_utf8(offer).expect("SDP"));
    assert_eq!(server.offer("/whip/1", &ticket, &text).await.status, 201);
    let plays = Draft::new(&player()).await.sdp;
    assert_eq!(server.offer("/whep/1", &ticket, &plays).await.status, 201);
    let one_more = server.offer("/whep/1", &ticket, &plays).await;
    assert_eq!((one_more.status, one_more.fault()), (503, Fault::new(10_005, "too_many_sessions")));
    let elsewhere = server.offer("/whip/2", &ticket, &text).await;
    assert_eq!((elsewhere.status, elsewhere.fault()), (503, Fault::new(10_005, "too_many_sessions")));
    assert_eq!(
        server.offer("/whip/1", &ticket, &text).await.status,
        201,
        "in its own place it is no further one"
    );
}

#[tokio::test]
async fn pages_of_other_origins_may_publish_and_play() {
    let server = Running::start().await;
    let origin = ("origin", "https://player.example");
    let wants = [
        origin,
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization,content-type,if-match"),
    ];
    for path in ["/whip/1001", "/whep/1001", "/whip/1001/abc"] {
        let preflight = server.call("OPTIONS", path, &wants, Vec::new()).await;
        assert!(matches!(preflight.status, 200 | 204), "{path}: {}", preflight.status);
        assert_eq!(preflight.header("access-control-allow-origin"), "*", "{path}");
        let (methods, headers) = (
            preflight.header("access-control-allow-methods"),
            preflight.header("access-control-allow-headers"),
        );
        assert!(
            ["POST", "PATCH", "DELETE"].iter().all(|method| methods.contains(method)),
            "{path}: {methods}"
        );
        assert!(["authorization", "if-match"].iter().all(|name| headers.contains(name)), "{path}: {headers}");
    }
    let asked = server.call("OPTIONS", "/whip/1001", &[], Vec::new()).await;
    assert_eq!(asked.header("accept-post"), SDP, "RFC 9725 section 4.1");

    let ticket = format!("Bearer {}", server.open.sig("obs"));
    let headers = [origin, ("authorization", ticket.as_str()), ("content-type", SDP)];
    let sdp = Draft::new(&Shape::sends(ENCODER)).await.sdp.into_bytes();
    let posted = server.call("POST", "/whip/1001", &headers, sdp).await;
    assert_eq!(posted.status, 201);
    let exposed = posted.header("access-control-expose-headers");
    assert!(["location", "etag"].iter().all(|name| exposed.contains(name)), "{exposed}");
}

#[tokio::test]
async fn posts_side_by_side_are_counted_one_after_another() {
    let server = Running::with(|config| config.limits.whip_per_user = 2).await;
    let (ticket, offer) = (server.open.sig("obs"), Draft::new(&Shape::sends(ENCODER)).await.sdp);
    let posts = (1..=12).map(|room| {
        let (server, ticket, offer) = (&server, &ticket, &offer);
        async move { server.offer(&format!("/whip/{room}"), ticket, offer).await }
    });

    let answers = futures_util::future::join_all(posts).await;

    let made: Vec<String> = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| answer.header("location"))
        .collect();
    assert_eq!(made.len(), 2, "of {}", answers.len());
    assert_eq!(server.delete(&made[0], &ticket).await.status, 200);
    assert_eq!(server.offer("/whip/20", &ticket, &offer).await.status, 201, "a place that was given back");
}
