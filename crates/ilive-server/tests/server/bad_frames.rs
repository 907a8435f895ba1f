//! What nobody should send over a WebSocket: a code or the right close status, and nobody else notices.

use ilive_protocol::wire::{self, client_frame::Request, reply};
use prost::Message as _;

use crate::common::chat::with_user;
use crate::common::raw::{Got, Raw, frame};
use crate::common::{Client, Fault, Running, heard};

const TEXT: u8 = 0x81;
const BINARY: u8 = 0x82;
/// Over every limit of a frame.
const HUGE: usize = 400 * 1024;

/// What a connection is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// A refusal with this code; the connection goes on.
    Code(u32),
    /// The connection is closed with this status.
    Close(u16),
    /// Nothing: it is taken, and the connection goes on.
    Nothing,
}

/// A bystander who must not notice anything, and a victim connection for each case.
struct Scene {
    server: Running,
    bystander: Client,
}

impl Scene {
    async fn new() -> Self {
        let server = Running::start().await;
        let bystander = server.user("bystander").await;
        Self { server, bystander }
    }

    /// Logged in over raw bytes.
    async fn logged_in(&self, json: bool) -> Raw {
        let raw = Raw::open(&self.server, if json { "ilive.v1.json" } else { "ilive.v1.pb" }).await;
        self.log_in(raw, json).await
    }

    async fn log_in(&self, mut raw: Raw, json: bool) -> Raw {
        let login = Request::Login(self.server.open.login("mallory"));
        let login = wire::ClientFrame { request_id: 1, request: Some(login), ..Default::default() };
        let bytes = if json {
            frame(TEXT, serde_json::to_string(&login).expect("JSON").as_bytes())
        } else {
            frame(BINARY, &login.encode_to_vec())
        };
        raw.write(&bytes).await;
        assert!(matches!(raw.read().await, Got::Message(_)));
        raw
    }

    async fn check(&mut self, case: &str, json: bool, bytes: &[u8], wanted: &Wanted) {
        let mut raw = self.logged_in(json).await;
        raw.write(bytes).await;
        match wanted {
            Wanted::Close(status) => assert_eq!(last(&mut raw).await, Got::Close(*status), "{case}"),
            Wanted::Code(code) => assert_eq!(refusal(case, json, raw.read().await), *code, "{case}"),
            Wanted::Nothing => {}
        }
        if !matches!(wanted, Wanted::Close(_)) {
            raw.write(&frame(0x89, b"alive?")).await;
            assert_eq!(raw.read().await, Got::Pong(b"alive?".to_vec()), "{case}: the connection goes on");
        }
        self.assert_untouched(case).await;
    }

    async fn assert_untouched(&mut self, case: &str) {
        let pong = self.bystander.ask(Request::Ping(wire::Ping {})).await;
        assert_eq!(pong, Ok(reply::Result::Done(wire::Done {})), "{case}");
        assert!(self.bystander.events.is_empty(), "{case}: {:?}", self.bystander.events);
    }
}

/// What a connection ends with: refusals and ticks before that are read over.
async fn last(raw: &mut Raw) -> Got {
    loop {
        if let end @ (Got::Close(_) | Got::End) = raw.read().await {
            return end;
        }
    }
}

fn refusal(case: &str, json: bool, got: Got) -> u32 {
    let Got::Message(bytes) = got else { panic!("{case}: {got:?}") };
    let frame: wire::ServerFrame = match json {
        true => serde_json::from_slice(&bytes).expect("JSON"),
        false => wire::ServerFrame::decode(bytes.as_slice()).expect("protobuf"),
    };
    match frame.body {
        Some(wire::server_frame::Body::Reply(wire::Reply {
            result: Some(reply::Result::Error(error)),
            ..
        })) => error.code,
        other => panic!("{case}: {other:?}"),
    }
}

#[tokio::test]
async fn broken_frames_are_closed_with_the_status_of_the_standard() {
    let mut scene = Scene::new().await;
    let unmasked = |head: u8, payload: &[u8]| [&[head, payload.len() as u8], payload].concat();
    let pieces = |parts: &[&[u8]]| parts.concat();
    for (case, json, bytes, wanted) in [
        ("a frame over the limit", false, frame(BINARY, &vec![0; HUGE]), Wanted::Close(1009)),
        ("a text over the limit", true, frame(TEXT, &vec![b' '; HUGE]), Wanted::Close(1009)),
        ("a length of 2^62", false, [&[BINARY, 0xFF, 0x40][..], &[0; 11]].concat(), Wanted::Close(1009)),
        (
            "fragments over the limit",
            false,
            pieces(&[&frame(0x02, &vec![0; HUGE / 2]), &frame(0x00, &vec![0; HUGE / 2]), &frame(0x80, &[0])]),
            Wanted::Close(1009),
        ),
        ("text that is not UTF-8", true, frame(TEXT, b"{\"clientKey\":\"\xff\xfe\"}"), Wanted::Close(1007)),
        ("half a character at the end", true, frame(TEXT, b"{\"clientKey\":\"\xe5\xae"), Wanted::Close(1007)),
        ("an overlong character", true, frame(TEXT, b"\xc0\xaf"), Wanted::Close(1007)),
        ("a surrogate", true, frame(TEXT, b"\xed\xa0\x80"), Wanted::Close(1007)),
        ("reserved bit 1", false, frame(0xC2, b""), Wanted::Close(1002)),
        ("reserved bit 2", false, frame(0xA2, b""), Wanted::Close(1002)),
        ("reserved bit 3", false, frame(0x92, b""), Wanted::Close(1002)),
        ("opcode 3", false, frame(0x83, b""), Wanted::Close(1002)),
        ("opcode 7", false, frame(0x87, b""), Wanted::Close(1002)),
        ("opcode 11", false, frame(0x8B, b""), Wanted::Close(1002)),
        ("opcode 15", false, frame(0x8F, b""), Wanted::Close(1002)),
        ("no mask", false, unmasked(BINARY, b"\x08\x01"), Wanted::Close(1002)),
        ("a ping of 126 bytes", false, frame(0x89, &[0; 126]), Wanted::Close(1002)),
        ("a ping in fragments", false, frame(0x09, b"x"), Wanted::Close(1002)),
        ("a continuation of nothing", false, frame(0x80, b"x"), Wanted::Close(1002)),
        (
            "a second beginning before the end",
            false,
            pieces(&[&frame(0x02, b"\x08"), &frame(BINARY, b"\x01")]),
            Wanted::Close(1002),
        ),
        ("a close of one byte", false, frame(0x88, &[3]), Wanted::Close(1002)),
    ] {
        scene.check(case, json, &bytes, &wanted).await;
    }
}

#[tokio::test]
async fn frames_that_are_no_message_of_ours_are_refused_and_the_session_goes_on() {
    let mut scene = Scene::new().await;
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let deep_inside = r#"{"login":"#.to_owned() + &r#"{"resume":"#.repeat(10_000) + &"}".repeat(10_001);
    let text = |text: &str| frame(TEXT, text.as_bytes());
    for (case, json, bytes, wanted) in [
        ("depth 10,000", true, text(&deep), Wanted::Code(10_002)),
        ("depth 10,000 inside", true, text(&deep_inside), Wanted::Code(10_002)),
        ("empty text", true, text(""), Wanted::Code(10_002)),
        ("no object", true, text("[]"), Wanted::Code(10_002)),
        ("a duplicate member", true, text(r#"{"requestId":1,"requestId":2}"#), Wanted::Code(10_002)),
        ("one member, two spellings", true, text(r#"{"requestId":1,"request_id":2}"#), Wanted::Code(10_002)),
        ("two requests", true, text(r#"{"requestId":2,"ping":{},"logout":{}}"#), Wanted::Code(10_002)),
        ("an unknown member", true, text(r#"{"requestId":2,"nonsense":{}}"#), Wanted::Code(10_002)),
        (
            "an unknown enum",
            true,
            text(r#"{"requestId":2,"setUplink":{"source":"SOURCE_SMELL","on":true}}"#),
            Wanted::Code(10_002),
        ),
        ("data behind the end", true, text(r#"{"requestId":2} {}"#), Wanted::Code(10_002)),
        ("a number over all numbers", true, text(r#"{"requestId":1e999}"#), Wanted::Code(10_002)),
        ("a lone surrogate", true, text(r#"{"clientKey":"\ud800"}"#), Wanted::Code(10_002)),
        ("a binary message in JSON", true, frame(BINARY, b"{}"), Wanted::Code(10_002)),
        ("a text message in protobuf", false, frame(TEXT, b"{}"), Wanted::Code(10_002)),
        ("a varint without end", false, frame(BINARY, &[0xFF; 20]), Wanted::Code(10_002)),
        ("a length beyond the end", false, frame(BINARY, b"\x12\xff\xff\xff\x7f"), Wanted::Code(10_002)),
        ("a string that is not UTF-8", false, frame(BINARY, b"\x12\x01\xff"), Wanted::Code(10_002)),
        ("a group", false, frame(BINARY, b"\x0b\x0c"), Wanted::Code(10_002)),
        ("a request of later days", false, frame(BINARY, b"\x08\x02\xa2\x06\x00"), Wanted::Code(10_007)),
        ("an empty message", false, frame(BINARY, b""), Wanted::Nothing),
    ] {
        scene.check(case, json, &bytes, &wanted).await;
    }
}

#[tokio::test]
async fn a_message_may_come_in_pieces_with_a_ping_between_them() {
    let scene = Scene::new().await;
    let mut raw = scene.logged_in(true).await;

    raw.write(&frame(0x01, br#"{"requestId":7,"#)).await;
    raw.write(&frame(0x89, b"between")).await;
    raw.write(&frame(0x00, br#""ping"#)).await;
    raw.write(&frame(0x80, br#"":{}}"#)).await;

    assert_eq!(raw.read().await, Got::Pong(b"between".to_vec()));
    let Got::Message(reply) = raw.read().await else { panic!("an answer") };
    let reply: wire::ServerFrame = serde_json::from_slice(&reply).expect("JSON");
    assert!(matches!(reply.body, Some(wire::server_frame::Body::Reply(wire::Reply { request_id: 7, .. }))));
}

#[tokio::test]
async fn what_is_no_login_at_the_start_ends_the_connection() {
    let mut scene = Scene::new().await;
    for (case, json, bytes, code, status) in [
        ("nonsense", true, frame(TEXT, b"hello"), Some(10_002), 1008),
        ("depth", true, frame(TEXT, "[".repeat(10_000).as_bytes()), Some(10_002), 1008),
        ("a wrong kind of message", false, frame(TEXT, b"{}"), Some(10_002), 1008),
        ("an empty message", false, frame(BINARY, b""), Some(10_003), 1008),
        ("an unknown platform", true, frame(TEXT, br#"{"login":{"platform":"X"}}"#), Some(10_002), 1008),
        ("too much", false, frame(BINARY, &vec![0; HUGE]), None, 1009),
        ("a reserved bit", false, frame(0xF2, b""), None, 1002),
        ("no UTF-8", true, frame(TEXT, b"\xff"), None, 1007),
    ] {
        let mut raw = Raw::open(&scene.server, if json { "ilive.v1.json" } else { "ilive.v1.pb" }).await;
        raw.write(&bytes).await;
        if let Some(code) = code {
            assert_eq!(refusal(case, json, raw.read().await), code, "{case}");
        }
        assert_eq!(last(&mut raw).await, Got::Close(status), "{case}");
        scene.assert_untouched(case).await;
    }
}

#[tokio::test]
async fn bytes_that_are_no_websocket_at_all_hurt_nobody() {
    let mut scene = Scene::new().await;
    let mut rng = crate::common::Rng::new(6455);
    for round in 0..40 {
        let mut raw = scene.logged_in(round % 2 == 0).await;
        let len = 1 + rng.below(3_000);
        raw.write(&rng.bytes(len)).await;
        drop(raw);
    }
    scene.assert_untouched("noise").await;
}

#[tokio::test]
async fn an_upgrade_needs_a_sub_protocol_of_ours() {
    let scene = Scene::new().await;
    for (case, protocol, wanted) in [
        ("both: ours first", "ilive.v1.json, ilive.v1.pb", Some("ilive.v1.pb")),
        ("one among others", "graphql-ws, ilive.v1.json", Some("ilive.v1.json")),
        ("another", "graphql-ws", None),
        ("a later version", "ilive.v2.pb", None),
        ("none", "", None),
    ] {
        let headers = [("Sec-WebSocket-Protocol", protocol)];
        let headers = if protocol.is_empty() { &headers[..0] } else { &headers[..] };
        let (_raw, head) = Raw::upgrade(&scene.server, headers).await;
        let head = head.to_ascii_lowercase();
        match wanted {
            Some(chosen) => {
                assert!(head.starts_with("http/1.1 101"), "{case}: {head}");
                assert!(head.contains(&format!("sec-websocket-protocol: {chosen}\r\n")), "{case}: {head}");
            }
            None => {
                assert!(head.starts_with("http/1.1 400"), "{case}: {head}");
                assert!(head.contains("content-type: application/problem+json"), "{case}: {head}");
            }
        }
    }
}

#[tokio::test]
async fn a_plain_request_to_the_websocket_is_told_what_to_do() {
    let server = Running::start().await;

    let answer = server.get("/ws/v1").await;

    assert_eq!((answer.status, answer.fault().code), (400, 10_002));
}

#[tokio::test]
async fn only_pages_of_allowed_origins_get_a_websocket() {
    let server = Running::with(|config| {
        config.server.allowed_origins =
            vec!["https://app.example".to_owned(), "http://dev.example:5173".to_owned()];
    })
    .await;
    let own = format!("http://{}", server.address);
    let port = server.address.port();
    let (tls, other_port) = (format!("https://{}", server.address), format!("http://127.0.0.1:{}", port ^ 1));
    let suffix = format!("{own}.evil.example");
    for (origins, allowed) in [
        (vec![], true),
        (vec![own.as_str()], true),
        (vec![tls.as_str()], true),
        (vec!["https://app.example"], true),
        (vec!["HTTPS://APP.EXAMPLE"], true),
        (vec!["http://dev.example:5173"], true),
        (vec!["null"], false),
        (vec!["http://127.0.0.1"], false),
        (vec!["http://localhost"], false),
        (vec![other_port.as_str()], false),
        (vec![suffix.as_str()], false),
        (vec!["http://app.example"], false),
        (vec!["https://app.example:8443"], false),
        (vec!["https://app.example.evil.example"], false),
        (vec!["https://evil.example/https://app.example"], false),
        (vec!["https://xapp.example"], false),
        (vec!["http://dev.example"], false),
        (vec!["file://"], false),
        (vec!["chrome-extension://abcdef"], false),
        (vec!["https://app.example https://evil.example"], false),
        (vec!["https://app.example", "https://evil.example"], false),
    ] {
        let mut headers = vec![("Sec-WebSocket-Protocol", "ilive.v1.pb")];
        headers.extend(origins.iter().map(|origin| ("Origin", *origin)));
        let (_raw, head) = Raw::upgrade(&server, &headers).await;
        let wanted = if allowed { "HTTP/1.1 101" } else { "HTTP/1.1 403" };
        assert!(head.starts_with(wanted), "{origins:?}: {head}");
    }
}

#[tokio::test]
async fn a_page_that_points_its_name_at_the_server_gets_neither_guest_nor_websocket() {
    let server = Running::with(|config| config.server.names = vec!["live.example".to_owned()]).await;
    for (host, allowed) in [("live.example:8800", true), ("evil.example:8800", false)] {
        let origin = format!("http://{host}");
        let headers = [("Sec-WebSocket-Protocol", "ilive.v1.pb"), ("Origin", origin.as_str())];

        let (_raw, head) = Raw::upgrade_as(&server, host, &headers).await;
        let headers = [("host", host), ("origin", origin.as_str()), ("content-type", "application/json")];
        let guest = server.call("POST", "/api/v1/guest", &headers, b"{}".to_vec()).await;

        let (upgraded, made) = if allowed { (101, 200) } else { (403, 403) };
        assert!(head.starts_with(&format!("HTTP/1.1 {upgraded}")), "{host}: {head}");
        assert_eq!(guest.status, made, "{host}");
        if !allowed {
            assert_eq!(guest.fault(), Fault::new(10_003, "origin_refused"));
        }
    }
}

#[tokio::test]
async fn what_one_sends_never_ends_the_session_of_another() {
    let mut scene = Scene::new().await;
    let mallory = scene.logged_in(true).await;
    let logout_as = br#"{"requestId":3,"logout":{},"userId":"bystander"}"#;

    let mut raw = mallory;
    raw.write(&frame(TEXT, logout_as)).await;
    assert_eq!(refusal("a user in a payload", true, raw.read().await), 10_002);

    scene.assert_untouched("a logout in another's name").await;
    let again = scene.server.user("bystander").await;
    heard!(scene.bystander, SessionEnded);
    drop(again);
}

#[tokio::test]
async fn past_the_limit_of_connections_the_answer_is_a_code() {
    let server = Running::with(|config| config.limits.connections = 2).await;
    let (_ann, _bob) = (server.user("ann").await, server.user("bob").await);

    let (_raw, head) = Raw::upgrade(&server, &[("Sec-WebSocket-Protocol", "ilive.v1.pb")]).await;

    assert!(head.starts_with("HTTP/1.1 503"), "{head}");
    assert!(head.to_ascii_lowercase().contains("retry-after: 5"), "{head}");
}

#[tokio::test]
async fn messages_that_are_no_frames_are_answered_a_few_times_and_then_the_connection_ends() {
    let mut scene = Scene::new().await;
    let mut raw = scene.logged_in(true).await;

    let mut answered = 0;
    let end = loop {
        raw.write(&frame(TEXT, b"{")).await;
        match raw.read().await {
            got @ Got::Message(_) => answered += usize::from(refusal("noise", true, got) == 10_002),
            end => break end,
        }
    };

    assert_eq!(end, Got::Close(1008));
    assert!(answered >= 8, "a client in error is told: {answered}");
    scene.assert_untouched("noise that never ends").await;
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_dropped_and_counts_until_then() {
    let mut scene = Scene::new().await;
    scene.server =
        Running::with(|config| (config.timers.send_stuck, config.timers.close_grace) = (50, 50)).await;
    let mut ann = scene.server.user("ann").await;
    let mut raw = scene.log_in(Raw::narrow(&scene.server, "ilive.v1.pb").await, false).await;
    for number in 0..20 {
        let long = "x".repeat(12_000);
        ann.say(with_user("mallory"), &number.to_string(), &long).await.expect("kept");
    }
    drop(ann);

    // Far more than the buffers of both kernels hold; then an end that the server wants to say something about.
    for request_id in 2..90 {
        let page =
            wire::ReadMessages { conversation: Some(with_user("ann")), after: 0, before: 0, limit: 100 };
        let request = Some(Request::ReadMessages(page));
        raw.write(&frame(
            BINARY,
            &wire::ClientFrame { request_id, request, ..Default::default() }.encode_to_vec(),
        ))
        .await;
    }
    // By the time that so many are read, more are on their way; or the server has had enough already.
    let mut pages = 0;
    while pages < 20
        && let Got::Message(message) = raw.read().await
    {
        pages += usize::from(message.len() > 200_000);
    }
    raw.write(&frame(0x83, b"")).await;
    raw.until_dropped().await;

    let metrics = scene.server.get("/metrics").await.text();
    assert!(metrics.contains("\nilive_websockets 0\n"), "{metrics}");
}
