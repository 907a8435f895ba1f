//! Offers of all kinds: of clients that are not browsers, later ones, and monsters.

use ilive_protocol::Code;
use ilive_sfu::sdp;
use ilive_sfu::{Event, Lacking, OfferError, Peer, Senders, Sending, Source, Sources};
use str0m::format::Codec;
use str0m::media::MediaKind;

use crate::common::{Join, MS, Rng, SECOND, Sends, World};

/// What becomes of an offer on its way.
type Alter = fn(&str) -> String;

fn without(offer: &str, unwanted: &[&str]) -> String {
    offer.split_inclusive("\r\n").filter(|line| !unwanted.iter().any(|word| line.contains(word))).collect()
}

/// Drops the payload types of RTX from lists and descriptions.
fn without_rtx(offer: &str) -> String {
    let rtx: Vec<&str> = offer
        .lines()
        .filter(|line| line.contains(" rtx/90000"))
        .filter_map(|line| line.strip_prefix("a=rtpmap:")?.split(' ').next())
        .collect();
    let keep = |line: &&str| {
        !rtx.iter().any(|pt| {
            line.starts_with(&format!("a=rtpmap:{pt} ")) || line.starts_with(&format!("a=fmtp:{pt} "))
        }) && !line.starts_with("a=ssrc-group:")
    };
    let lines = offer.lines().filter(keep).map(|line| match line.strip_prefix("m=") {
        Some(_) => line.split(' ').filter(|word| !rtx.contains(word)).collect::<Vec<_>>().join(" "),
        None => line.to_owned(),
    });
    lines.map(|line| line + "\r\n").collect()
}

fn other_order(offer: &str) -> String {
    let (session, media) = offer.split_once("m=").expect("a section");
    let sections = format!("m={media}");
    let turned = sections.split("m=").skip(1).map(|section| {
        let mut lines: Vec<&str> = section.lines().collect();
        lines[1..].sort_unstable();
        format!("m={}\r\n", lines.join("\r\n"))
    });
    format!("{session}{}", turned.collect::<String>())
}

fn three_fingerprints(offer: &str) -> String {
    let sha1 = format!("a=fingerprint:sha-1 {}\r\n", ["AB"; 20].join(":"));
    let wrong = format!("a=fingerprint:sha-256 {}\r\n", ["CD"; 32].join(":"));
    let good = offer.lines().find(|line| line.starts_with("a=fingerprint:")).expect("a fingerprint");
    offer.replacen(&format!("{good}\r\n"), &format!("{sha1}{wrong}{good}\r\n"), 1)
}

#[test]
fn clients_that_are_not_browsers_publish_and_play() {
    let shapes: [(&str, Alter, &[Source]); 9] = [
        ("as a browser", str::to_owned, &[Source::Audio, Source::Main]),
        ("no header extensions", |o| without(o, &["a=extmap"]), &[Source::Audio, Source::Main]),
        ("no RTX", without_rtx, &[Source::Audio, Source::Main]),
        ("neither", |o| without(&without_rtx(o), &["a=extmap"]), &[Source::Audio, Source::Main]),
        ("one section without a bundle", |o| without(o, &["a=group:BUNDLE"]), &[Source::Main]),
        ("audio only", str::to_owned, &[Source::Audio]),
        ("another order of lines", other_order, &[Source::Audio, Source::Main]),
        ("three fingerprints", three_fingerprints, &[Source::Audio, Source::Main]),
        (
            "a=setup:active",
            |o| o.replace("a=setup:actpass", "a=setup:active"),
            &[Source::Audio, Source::Main],
        ),
    ];
    for (case, alter, sources) in shapes {
        let mut world = World::new(1);
        let ann = world.join(&Join { alter, inferred: true, ..Join::new(1).sending(sources) });
        let bob = world.join(&Join { alter, ..Join::new(2).slots(usize::from(sources.len() > 1), 1) });
        let eve = world.join(&Join::new(3).slots(1, 1));
        world.until(case, |world| world.clients.iter().all(|client| client.connected));
        for source in sources {
            let now = world.now;
            world.clients[ann].send(*source, true, now);
        }
        for viewer in [bob, eve] {
            if let Some((slot, _)) =
                world.clients[viewer].slots.iter().find(|(_, kind)| *kind == MediaKind::Video)
            {
                let slot = *slot;
                world.show(viewer, slot, Some((1, Source::Main)), 0);
            }
        }
        world.pass(SECOND);

        for source in sources {
            assert!(world.clients[eve].count(1, *source) > 40, "{case}: {source:?} of it");
            if sources.len() > 1 {
                assert!(world.clients[bob].count(1, *source) > 40, "{case}: {source:?} to it");
            }
        }
    }
}

#[test]
fn more_slots_come_by_one_more_offer_and_the_old_go_on() {
    let mut world = World::with(1, Sending::Segments, 1);
    let ann = world.join(&Join::new(1).sending(&[Source::Main, Source::Aux]));
    let bob = world.join(&Join::new(2).slots(1, 0));
    world.connect_all();
    for source in [Source::Main, Source::Aux] {
        let now = world.now;
        world.clients[ann].send(source, true, now);
    }
    let first = world.clients[bob].slot(MediaKind::Video, 0);
    world.show(bob, first, Some((1, Source::Main)), 0);
    world.pass(SECOND);

    let now = world.now;
    let more = Sends { sources: vec![], simulcast: false, video_slots: 6, audio_slots: 0, codec: Codec::Vp8 };
    let offer = world.clients[bob].offer(&more, now);
    let answer = world.renegotiate(bob, offer).expect("an answer");
    world.clients[bob].accept(&answer.sdp);
    let last = world.clients[bob].slot(MediaKind::Video, 6);
    world.show(bob, last, Some((1, Source::Aux)), 0);
    world.pass(SECOND);

    assert_eq!(answer.slots.len(), 7);
    assert!(world.clients[bob].count(1, Source::Aux) > 40);
    let seqs: Vec<u64> = world.clients[bob].in_slot(first).keys().copied().collect();
    assert!(seqs.len() > 90 && seqs.windows(2).all(|two| two[1] == two[0] + 1), "{}", seqs.len());
}

#[test]
fn ice_starts_again_without_a_new_handshake() {
    let mut world = World::new(3);
    let (bob, _) = world.one_watches();
    world.pass(SECOND);

    let offer = world.clients[bob].offer_restart();
    let answer = world.renegotiate(bob, offer).expect("an answer");
    world.clients[bob].accept(&answer.sdp);
    world.pass(2 * SECOND);
    world.clients[bob].got.clear();
    world.pass(20 * SECOND);

    assert!(world.clients[bob].count(1, Source::Main) > 900);
    assert_eq!(world.told(|event| matches!(event, Event::PeerConnected { .. })), 2, "no new handshake");
    assert_eq!(world.told(|event| matches!(event, Event::PeerLost { .. })), 0);
}

#[test]
fn offers_without_pause_are_refused_and_taken_again_in_time() {
    let mut world = World::new(1);
    let (bob, _) = world.one_watches();

    let answers: Vec<_> = (0..100)
        .map(|_| {
            let offer = world.clients[bob].offer_restart();
            world.renegotiate(bob, offer).map_err(|error| (error.code(), error.sub_reason()))
        })
        .collect();
    assert!(answers[..4].iter().all(Result::is_ok));
    let throttled = Err((Code::ServerAllocResourceFailed, "throttled"));
    assert!(answers[4..].iter().all(|answer| *answer == throttled));

    world.pass(250 * MS);
    let offer = world.clients[bob].offer_restart();
    let answer = world.renegotiate(bob, offer).expect("one more");
    world.clients[bob].accept(&answer.sdp);
    world.pass(2 * SECOND);
    world.clients[bob].got.clear();
    world.pass(SECOND);
    assert!(world.clients[bob].count(1, Source::Main) > 40);
}

#[test]
fn sections_whose_right_is_lacking_are_inactive_and_none_left_is_a_refusal() {
    let none = Sources::NONE;
    let main = Sources::from_iter([Source::Main]);
    for (case, may_send, may_receive, lack) in [
        ("may send nothing", none, Sources::ALL, Some("lack_send_audio")),
        ("may send main", main, Sources::ALL, None),
    ] {
        let mut world = World::new(1);
        let join =
            Join { lacking: Lacking::Inactive, ..Join::new(1).sending(&[Source::Audio, Source::Main]) };
        let answered = world.try_join(&join.rights(may_send, may_receive));

        match (answered, lack) {
            (Err(error), Some(lack)) => {
                assert_eq!((error.code(), error.sub_reason()), (Code::ServerNoPermission, lack), "{case}")
            }
            (Ok((_, answer)), None) => {
                assert_eq!(answer.senders.len(), 1, "{case}");
                assert_eq!(answer.sdp.matches("a=inactive").count(), 1, "{case}: {}", answer.sdp);
            }
            (answered, _) => panic!("{case}: {:?}", answered.map(|(index, _)| index)),
        }
    }
}

#[test]
fn a_data_section_is_answered_not_refused() {
    let mut world = World::new(1);
    let with_data = |offer: &str| {
        let group =
            offer.lines().find(|line| line.starts_with("a=group:BUNDLE")).expect("a bundle").to_owned();
        let data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:data\r\na=setup:actpass\r\na=sctp-port:5000\r\na=sctp-init:AQAAHgAA\r\n";
        offer.replace(&group, &format!("{group} data")) + data
    };
    let (_, answer) = world
        .try_join(&Join { alter: with_data, ..Join::new(1).sending(&[Source::Audio]) })
        .expect("an answer");

    assert!(answer.sdp.contains("m=application 9 UDP/DTLS/SCTP"), "{}", answer.sdp);
    assert!(!answer.sdp.contains("sctp-init"), "its echo breaks browsers");
}

/// An offer as a browser writes it, to be spoilt.
fn sound() -> String {
    let mut kept = String::new();
    let world = World::new(1);
    let sends = Sends {
        sources: Source::ALL.to_vec(),
        simulcast: true,
        video_slots: 3,
        audio_slots: 3,
        codec: Codec::Vp8,
    };
    let address = std::net::SocketAddr::from(([198, 51, 100, 1], 5000));
    let (_, offer) = crate::common::client::Client::new(1, address, &sends, None, world.now);
    kept.push_str(&offer);
    kept
}

fn accept(offer: &str) -> Result<(), OfferError> {
    let world = World::new(1);
    let config = world.config(0, &Join::new(1));
    Peer::accept(offer, &Senders::Inferred, config, world.now).map(|_| ())
}

#[test]
fn each_kind_of_monster_is_refused_by_its_own_name() {
    let sound = sound();
    assert_eq!(accept(&sound), Ok(()));
    let section = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:x\r\n";
    let candidate = "a=candidate:1 1 udp 2130706431 10.0.0.1 9 typ host\r\n";
    let ssrc = |n: u32| format!("a=ssrc:{n} cname:x\r\n");
    let ssrcs: String = (1..=65).map(ssrc).collect();
    let pairs: String = (0..33).map(|n| format!("a=ssrc-group:FID {} {}\r\n", 2 * n, 2 * n + 1)).collect();
    let types: String = (0..65).map(|pt| format!(" {pt}")).collect();
    let with_type = |pt: u32| sound.replacen("SAVPF ", &format!("SAVPF {pt} "), 1);
    for (case, offer, reason) in [
        ("nothing", String::new(), "sdp_syntax"),
        ("no SDP", "hello".to_owned(), "sdp_syntax"),
        ("a session alone", "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n".to_owned(), "sdp_no_media"),
        ("10,000 sections", sound.clone() + &section.repeat(10_000), "sdp_too_large"),
        ("65 sections", sound.clone() + &section.repeat(65), "sdp_sections"),
        ("a line of 1 MB", sound.clone() + "a=x:" + &"x".repeat(1 << 20), "sdp_too_large"),
        ("a line of 5 kB", sound.clone() + "a=x:" + &"x".repeat(5000) + "\r\n", "sdp_long_line"),
        ("100,000 candidates", sound.clone() + &candidate.repeat(100_000), "sdp_too_large"),
        ("65 candidates", sound.clone() + &candidate.repeat(65), "sdp_candidates"),
        ("a million lines", sound.clone() + &"a=\r\n".repeat(1_000_000), "sdp_too_large"),
        ("50,000 attributes", sound.clone() + &"a=\r\n".repeat(50_000), "sdp_attributes"),
        (
            "513 attributes before the first section",
            sound.replacen("m=", &("a=x\r\n".repeat(513) + "m="), 1),
            "sdp_attributes",
        ),
        ("65 SSRCs", sound.clone() + &ssrcs, "sdp_ssrcs"),
        ("66 SSRCs in pairs", sound.clone() + &pairs, "sdp_ssrcs"),
        ("65 payload types", sound.replacen("SAVPF", &format!("SAVPF{types}"), 1), "sdp_formats"),
        ("payload type 128", with_type(128), "sdp_payload_type"),
        ("payload type 255", with_type(255), "sdp_payload_type"),
        ("a payload type over all numbers", with_type(u32::MAX), "sdp_payload_type"),
        (
            "one mid for all",
            sound
                .lines()
                .map(|l| if l.starts_with("a=mid:") { "a=mid:0" } else { l }.to_owned() + "\r\n")
                .collect(),
            "sdp_mid",
        ),
        ("two mids", sound.replacen("a=mid:", "a=mid:zz\r\na=mid:", 1), "sdp_mid"),
        ("a long mid", sound.replacen("a=mid:", "a=mid:0123456789abcdef", 1), "sdp_mid"),
        ("no bundle", without(&sound, &["a=group:"]), "sdp_bundle"),
        ("no fingerprint", without(&sound, &["a=fingerprint"]), "sdp_fingerprint"),
        (
            "a weak fingerprint",
            sound.replace("a=fingerprint:sha-256", "a=fingerprint:sha-1"),
            "sdp_fingerprint",
        ),
        ("no ICE", without(&sound, &["a=ice-"]), "sdp_inconsistent"),
        (
            "no codec of ours",
            sound.replace("VP8/", "VP7/").replace("opus/", "speex/").replace("OPUS/", "speex/"),
            "no_codec",
        ),
        ("nine layers", sound.replacen("send q;h;f", "send 1;2;3;4;5;6;7;8;9", 1), "sdp_layers"),
        ("a NUL", sound.replacen("a=mid", "a=\0mid", 1), "sdp_syntax"),
    ] {
        let refused = accept(&offer).map_err(|error| (error.code(), error.sub_reason()));
        assert_eq!(refused, Err((Code::ServerInvalidArgument, reason)), "{case}");
    }
}

/// The offer with its sections in the opposite order.
fn turned(offer: &str) -> String {
    let (session, media) = offer.split_once("m=").expect("a section");
    let mut sections: Vec<String> = media.split("m=").map(|section| format!("m={section}")).collect();
    sections.reverse();
    format!("{session}{}", sections.concat())
}

#[test]
fn what_str0m_refuses_is_told_in_words_of_ours() {
    let mut world = World::new(1);
    let ann = world.join(&Join::new(1).sending(&[Source::Audio, Source::Main]));
    world.connect_all();
    let again = world.clients[ann].offer_restart();

    for (case, offer, why) in [
        ("no ICE", without(&again, &["a=ice-"]), "there is no a=ice-ufrag or no a=ice-pwd"),
        ("both lite", again.replacen("t=0 0\r\n", "t=0 0\r\na=ice-lite\r\n", 1), "both ends are ICE-lite"),
        ("turned", turned(&again), "a section is not where it was before"),
    ] {
        let refused = world.renegotiate(ann, offer).expect_err(case);

        assert_eq!(refused.to_string(), format!("the offer does not hold together: {why}"), "{case}");
    }
}

#[test]
fn a_refused_offer_leaves_the_connection_as_it_was() {
    let mut world = World::new(1);
    let ann = world.join(&Join::new(1).sending(&[Source::Audio, Source::Main]));
    let bob = world.join(&Join::new(2).slots(1, 1));
    world.connect_all();
    let slot = world.clients[bob].slot(MediaKind::Video, 0);
    world.show(bob, slot, Some((1, Source::Main)), 0);
    let now = world.now;
    world.clients[ann].send(Source::Main, true, now);

    for client in [ann, bob] {
        let restart = world.clients[client].offer_restart();
        world.renegotiate(client, turned(&restart)).expect_err("sections at other places");
    }
    world.pass(20 * SECOND);
    world.clients[bob].got.clear();
    world.pass(20 * SECOND);

    assert!(world.clients[bob].count(1, Source::Main) > 900, "{}", world.clients[bob].count(1, Source::Main));
    assert!(world.clients.iter().all(|client| client.rtc.is_connected()), "clients are answered");
}

/// What Chromium 156 offers with ten sections: voice, layered main, aux, four slots for pictures, three for sound.
const CHROMIUM: &str = include_str!("../../../../fuzz/corpus/sdp/chromium_ten_sections");

#[test]
fn a_browser_s_offer_stays_far_below_the_limits() {
    let count = |start: &str| CHROMIUM.lines().filter(|line| line.starts_with(start)).count();
    let most = |of: fn(&str) -> usize| CHROMIUM.split("m=").map(of).max().expect("a section");
    let attributes = most(|section| section.lines().filter(|line| line.starts_with("a=")).count());
    let formats =
        most(|section| section.lines().next().map_or(0, |line| line.split(' ').count().saturating_sub(3)));

    for (limit, here, there) in [
        ("bytes", CHROMIUM.len(), sdp::MAX_BYTES),
        ("sections", count("m="), sdp::MAX_SECTIONS),
        ("attributes", attributes, sdp::MAX_ATTRIBUTES),
        ("formats", formats, sdp::MAX_FORMATS),
        ("SSRCs", count("a=ssrc:"), sdp::MAX_SSRCS),
    ] {
        assert!(here > 0 && here * 3 < there * 2, "{limit}: {here} of {there}");
    }
    assert_eq!(accept(CHROMIUM), Ok(()));
}

#[test]
fn a_payload_type_that_is_listed_twice_counts_once() {
    let repeated = sound().replacen("SAVPF", &("SAVPF".to_owned() + &" 96".repeat(1000)), 1);

    assert_eq!(accept(&repeated), Ok(()));
}

#[test]
fn spoilt_offers_are_refused_or_answered_and_nothing_breaks() {
    let sound = sound();
    let lines: Vec<&str> = sound.split_inclusive("\r\n").collect();
    let mut rng = Rng::new(11);
    let (mut refused, mut broken) = (0, Vec::new());

    for n in 0..300 {
        let mut spoilt: Vec<String> = lines.iter().map(ToString::to_string).collect();
        for _ in 0..=rng.below(6) {
            let at = rng.below(spoilt.len() as u64) as usize;
            let other = spoilt[rng.below(spoilt.len() as u64) as usize].clone();
            match rng.below(6) {
                0 => drop(spoilt.remove(at)),
                1 => spoilt.insert(at, other),
                2 => spoilt[at] = other,
                3 => {
                    let number = ["0", "127", "128", "65535", "4294967295", "-1", ""][rng.below(7) as usize];
                    spoilt[at] = spoilt[at].replace(char::is_numeric, number);
                }
                4 => {
                    let cut = rng.below(spoilt[at].len() as u64) as usize;
                    spoilt[at] = spoilt[at].chars().take(cut).collect::<String>() + "\r\n";
                }
                _ => {
                    let junk = ["é", " ", ":", ";", "=", "/", "~", "%00"][rng.below(8) as usize];
                    let middle = spoilt[at].len() / 2;
                    spoilt[at] = spoilt[at]
                        .chars()
                        .enumerate()
                        .map(|(i, c)| if i == middle { junk.to_owned() } else { c.to_string() })
                        .collect();
                }
            }
        }
        match accept(&spoilt.concat()) {
            Ok(()) => {}
            // str0m panicked on it, and was caught.
            Err(OfferError::Inconsistent { what: "it cannot be answered" }) => broken.push(n),
            Err(error) => {
                assert!(
                    matches!(error.code(), Code::ServerInvalidArgument | Code::ServerNoPermission),
                    "{error}"
                );
                refused += 1;
            }
        }
    }

    assert!(refused > 80, "{refused} of 300 refused");
    assert!(broken.is_empty(), "what str0m cannot take is refused before it sees it: {broken:?}");
}
