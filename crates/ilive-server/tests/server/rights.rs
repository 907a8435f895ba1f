//! Rights, judged by the packets that arrive and not by replies: a sample of tickets through the whole server.

use ilive_protocol::wire::{self, RoleType, client_frame::Request};
use ilive_sfu::Source;
use str0m::media::MediaKind;

use crate::common::entry::{all_views, create, join, uplink, user};
use crate::common::{App, Call, Client, Draft, Running, Shape, heard};

const ANN: u8 = 1;
const BOB: u8 = 2;
const EVE: u8 = 3;
const SEND: [(Source, u8); 3] = [(Source::Audio, 0x04), (Source::Main, 0x10), (Source::Aux, 0x40)];
const RECEIVE: [(Source, u8); 3] = [(Source::Audio, 0x08), (Source::Main, 0x20), (Source::Aux, 0x80)];

/// Enters with a key of these bits, connects, and wishes to see everybody.
async fn enter(server: &Running, app: &App, name: &str, tag: u8, bits: u8) -> (Client, Call, u32) {
    let mut client = Client::logged_in(server, app.login(name)).await;
    let draft = Draft::new(&Shape::page(tag)).await;
    let private_map_key = app.key(name, 1001, bits);
    let role_type = RoleType::Default.into();
    let entry = wire::RoomEnter {
        role: "user".to_owned(),
        role_type,
        private_map_key,
        ..create(1001, draft.offer())
    };
    let reply = client.enter(entry).await.expect("an entry");
    let mut call = draft.connect(&reply.answer_sdp);
    call.connected().await;
    client.done(all_views()).await;
    (client, call, reply.rights)
}

#[tokio::test]
async fn what_a_ticket_may_not_send_never_arrives() {
    for bits in [0xFF, 0x06, 0x12, 0x52, 0x42, 0x02, 0xAA, 0x56] {
        let server = Running::start().await;
        let (mut ann, mut watching, _) = enter(&server, &server.open, "ann", ANN, 0xFF).await;
        let (mut bob, sending, rights) = enter(&server, &server.open, "bob", BOB, bits).await;
        assert_eq!(rights, u32::from(bits));
        for (source, _) in SEND {
            // Refused or not, the client sends all the same.
            let _ = bob.ask(uplink(source, true)).await;
            sending.send(source, true).await;
        }
        let may: Vec<Source> = SEND
            .into_iter()
            .filter(|(source, bit)| bits & bit != 0 && (*source != Source::Aux || bits & 0x10 != 0))
            .map(|(source, _)| source)
            .collect();

        for source in &may {
            watching.has(BOB, *source, 20).await;
        }
        for (source, _) in SEND.into_iter().filter(|(source, _)| !may.contains(source)) {
            // Its packets were sent all the while; the server says that it dropped them.
            if source != Source::Aux || bits & 0x40 == 0 {
                while heard!(bob, PrivilegeDiff).source() != wire::Source::from(source) {}
            }
            assert_eq!(watching.seen(|seen| seen.count(BOB, source)), 0, "{bits:#x} {source:?}");
        }
        drop(ann.state().await);
    }
}

#[tokio::test]
async fn what_a_ticket_may_not_receive_never_comes() {
    for bits in [0xFF, 0x0A, 0x22, 0x82, 0x2A, 0x02, 0xA2] {
        let server = Running::start().await;
        let (mut ann, sending, _) = enter(&server, &server.open, "ann", ANN, 0xFF).await;
        for (source, _) in SEND {
            ann.publish(&sending, source).await;
        }
        let (mut all, mut control, _) = enter(&server, &server.open, "eve", EVE, 0xFF).await;
        let (mut bob, mut watching, _) = enter(&server, &server.open, "bob", BOB, bits).await;

        for (source, _) in RECEIVE {
            control.has(ANN, source, 20).await;
        }
        for (source, bit) in RECEIVE {
            if bits & bit != 0 {
                watching.has(ANN, source, 20).await;
            } else {
                assert_eq!(watching.seen(|seen| seen.count(ANN, source)), 0, "{bits:#x} {source:?}");
            }
        }
        drop((all.state().await, bob.state().await));
    }
}

#[tokio::test]
async fn rights_that_change_in_a_call_change_what_arrives() {
    for threads in [1, 3] {
        let server = Running::with(|config| config.media.threads = threads).await;
        let (mut ann, mut bob) = (server.asking("ann").await, server.asking("bob").await);
        let (_, mut watching) = ann.host(1001, &Shape::page(ANN)).await;
        ann.done(all_views()).await;
        let (joined, sending) = bob.visit(1001, &Shape::page(BOB)).await;
        for (source, _) in SEND {
            bob.done(uplink(source, true)).await;
            sending.send(source, true).await;
        }
        assert_eq!(joined.rights, 0xAA);
        let (mut eve, of_eve, _) = enter(&server, &server.ask, "eve", EVE, 0xFE).await;
        eve.publish(&of_eve, Source::Audio).await;
        watching.more(EVE, Source::Audio, 20).await;

        bob.done(Request::StageRequest(wire::StageRequest::default())).await;
        let answer = wire::StageAnswer { member: user("bob"), accept: true, reason: String::new() };
        ann.done(Request::StageAnswer(answer)).await;
        heard!(bob, RightsChanged);
        assert_eq!(watching.seen(|seen| seen.got.iter().filter(|got| got.mark.tiny == BOB).count()), 0);
        for (source, _) in SEND {
            bob.done(uplink(source, true)).await;
            watching.more(BOB, source, 20).await;
        }

        let mute = |muted| {
            let source = wire::Source::Audio.into();
            Request::MuteMember(wire::MuteMember { member: user("bob"), source, muted })
        };
        ann.done(mute(true)).await;
        watching.assert_stops((BOB, Source::Audio), (BOB, Source::Main)).await;
        ann.done(mute(false)).await;
        watching.more(BOB, Source::Audio, 20).await;

        ann.done(Request::StageLeave(wire::StageLeave { member: user("bob") })).await;
        for (source, _) in SEND {
            watching.assert_stops((BOB, source), (EVE, Source::Audio)).await;
        }
    }
}

#[tokio::test]
async fn a_kick_ends_all_that_comes_and_goes() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    let (_, sending) = ann.host(1001, &Shape::page(ANN)).await;
    ann.publish(&sending, Source::Main).await;
    let (_, mut watching) = bob.visit(1001, &Shape::page(BOB)).await;
    bob.done(all_views()).await;
    watching.more(ANN, Source::Main, 20).await;

    ann.done(Request::KickMember(wire::KickMember { member: user("bob"), ..Default::default() })).await;

    watching.until("a goodbye on the media path", |seen| seen.over).await;
}

#[tokio::test]
async fn a_slot_shows_whom_the_viewer_names() {
    let server = Running::start().await;
    let (mut ann, from_ann, _) = enter(&server, &server.open, "ann", ANN, 0xFF).await;
    let (mut bob, from_bob, _) = enter(&server, &server.open, "bob", BOB, 0xFF).await;
    ann.publish(&from_ann, Source::Main).await;
    bob.publish(&from_bob, Source::Main).await;
    let mut eve = server.user("eve").await;
    let draft = Draft::new(&Shape::plays(1, 1)).await;
    let reply = eve.enter(join(1001, draft.offer())).await.expect("an entry");
    let mut watching = draft.connect(&reply.answer_sdp);
    let slot = watching.slot(MediaKind::Video, 0);
    let view = |name: &str| {
        let source = wire::Source::Main.into();
        Request::SetViews(wire::SetViews {
            auto: false,
            views: vec![wire::View { member: user(name), source, height: 0 }],
        })
    };

    eve.done(view("bob")).await;
    let told = heard!(eve, SlotsChanged);
    assert_eq!(told.slots[0].mid, slot.to_string());
    watching.more(BOB, Source::Main, 20).await;
    eve.done(view("ann")).await;
    watching.more(ANN, Source::Main, 20).await;

    watching.seen(|seen| seen.assert_continuous(slot, 4));
}
