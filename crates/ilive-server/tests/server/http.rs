//! HTTP for operators, home pages and pages that know nothing yet.

use serde_json::{Value, json};

use ilive_protocol::wire::{self, Login, client_frame::Request};
use ilive_sfu::Source;

use crate::common::app::unix_s;
use crate::common::entry::{create, uplink};
use crate::common::raw::Raw;
use crate::common::{Client, Draft, Fault, Running, Shape, heard, within};

/// The beginning of a JPEG, filled up to a size.
fn jpeg(bytes: usize) -> Vec<u8> {
    let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE0];
    jpeg.resize(bytes, 0x55);
    jpeg
}

#[tokio::test]
async fn health_and_readiness_are_said_in_a_word() {
    let server = Running::start().await;
    for path in ["/healthz", "/readyz"] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, "ok"), "{path}");
        assert!(answer.header("content-type").starts_with("text/plain"), "{path}");
    }
}

#[tokio::test]
async fn the_version_can_be_read_from_every_page() {
    let server = Running::start().await;
    let own = format!("http://{}", server.address);
    for (origin, allowed) in [(own.as_str(), true), ("https://evil.example", false)] {
        let answer = server.call("GET", "/version", &[("origin", origin)], Vec::new()).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin").as_str()), (200, "*"));
        let version = answer.json();
        assert_eq!(version["name"], "iLive");
        assert_eq!(
            (&version["origin_allowed"], &version["protocols"]),
            (&json!(allowed), &json!([1])),
            "{origin}"
        );
        assert_eq!(version["guests"], true);
    }
}

#[tokio::test]
async fn no_answer_forbids_its_own_page_the_camera() {
    let server = Running::start().await;
    for path in ["/", "/healthz", "/version", "/api/v1/rooms", "/api/v1/nothing", "/room/1001"] {
        let answer = server.get(path).await;
        let policy = answer.header("permissions-policy");
        assert!(!policy.contains("camera=()") && !policy.contains("microphone=()"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'self'"), "{path}");
    }
}

#[tokio::test]
async fn a_guest_gets_a_fresh_id_that_logs_in() {
    let server = Running::start().await;
    let make = |body: Value| {
        let server = &server;
        async move {
            let headers = [("content-type", "application/json")];
            server.call("POST", "/api/v1/guest", &headers, body.to_string().into_bytes()).await
        }
    };

    let (first, second) = (make(json!({"nick": "Zoë"})).await, make(json!({})).await);

    assert_eq!((first.status, second.status), (200, 200));
    let guest = first.json();
    let id = guest["user_id"].as_str().expect("an id");
    assert!(id.len() == 11 && id.starts_with('g'), "{id}");
    assert!(id[1..].bytes().all(|byte| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte)), "{id}");
    assert_ne!(guest["user_id"], second.json()["user_id"]);
    let login = Login {
        sdk_app_id: guest["sdk_app_id"].as_u64().expect("a number") as u32,
        user_sig: guest["user_sig"].as_str().expect("a ticket").to_owned(),
        ..server.ask.login("replaced")
    };
    let mut client = Client::connect(&server, crate::common::client::Speaks::Json).await;
    let reply = client.log_in(login).await.expect("a login");
    assert_eq!((reply.user_id.as_str(), reply.nick.as_str()), (id, "Zoë"));
    assert_eq!(guest["expires_at"].as_u64(), Some(reply.ticket_expires_at_ms));

    for (case, body) in [
        ("a nick of 33", json!({"nick": "n".repeat(33)})),
        ("a nick with a bell", json!({"nick": "a\u{7}"})),
        ("an id of one's own", json!({"nick": "x", "user_id": "admin"})),
        ("a number", json!({"nick": 7})),
        ("no object", json!([1])),
    ] {
        let refused = make(body).await;
        assert!((400..500).contains(&refused.status), "{case}: {}", refused.status);
        assert_eq!(refused.fault().code, 10_002, "{case}");
    }
    let no_json = server.call("POST", "/api/v1/guest", &[], b"nick=x".to_vec()).await;
    assert_eq!((no_json.status, no_json.fault().code), (415, 10_002));
}

#[tokio::test]
async fn a_ticket_is_checked_without_a_login() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    let (app, other, sig) = (server.ask.id, server.open.id, server.ask.sig("ann"));
    let check = async |body: Value| {
        let headers = [("content-type", "application/json")];
        server.call("POST", "/api/v1/ticket", &headers, body.to_string().into_bytes()).await
    };

    let good = check(json!({"sdk_app_id": app, "user_sig": sig})).await;

    let said = good.json();
    assert_eq!((good.status, &said["user_id"]), (200, &json!("ann")));
    assert!(said["expires_at"].as_u64().is_some_and(|at| at > unix_s() * 1000), "{said}");
    let offer = Draft::new(&Shape::page(1)).await.offer();
    let still_in = ann.enter(create(1, offer)).await;
    assert!(still_in.is_ok(), "nobody is logged out by it: {still_in:?}");
    for (case, app, sig, reason) in [
        ("cut off", app, &sig[..sig.len() / 8 * 4], "bad_deflate"),
        ("another app's", other, sig.as_str(), "bad_signature"),
        ("no app's", 0, sig.as_str(), "app_unknown"),
        ("none", app, "", "empty"),
    ] {
        let refused = check(json!({"sdk_app_id": app, "user_sig": sig})).await;
        assert_eq!((refused.status, refused.fault()), (401, Fault::new(10_003, reason)), "{case}");
    }
    let nothing = check(json!({"user_sig": sig})).await;
    assert_eq!((nothing.status, nothing.fault()), (400, Fault::new(10_002, "bad_json")));
}

#[tokio::test]
async fn a_source_asks_for_so_many_tickets_and_checks_so_many() {
    let server = Running::with(|config| {
        config.server.trusted_proxies = vec!["127.0.0.1".parse().expect("an address")];
        (config.limits.connects_per_minute, config.limits.guests_per_minute) = (2, 2);
    })
    .await;
    let ticket = json!({"sdk_app_id": server.ask.id, "user_sig": server.ask.sig("ann")});
    for (path, body) in [("/api/v1/ticket", ticket), ("/api/v1/guest", json!({"nick": "Ann"}))] {
        let ask = async |from: &str| {
            let headers = [("content-type", "application/json"), ("x-forwarded-for", from)];
            server.call("POST", path, &headers, body.to_string().into_bytes()).await
        };

        let answers = [ask("203.0.113.7").await, ask("203.0.113.7").await, ask("203.0.113.7").await];
        let other = ask("203.0.113.8").await;

        assert_eq!(answers.each_ref().map(|answer| answer.status), [200, 200, 429], "{path}");
        assert_eq!(answers[2].fault(), Fault::new(10_005, "throttled"), "{path}");
        assert_eq!(other.status, 200, "{path}");
    }
}

#[tokio::test]
async fn guests_are_of_the_app_that_has_them() {
    let guest = |server: &Running| {
        let (http, url) = (server.http.clone(), format!("http://{}/api/v1/guest", server.address));
        async move {
            let answer = http.post(url).json(&json!({})).send().await.expect("an answer");
            (answer.status().as_u16(), answer.json::<Value>().await.expect("JSON"))
        }
    };
    let off = Running::with(|config| config.server.generated_app = false).await;
    let own = Running::with(|config| config.apps.values_mut().for_each(|app| app.guests = true)).await;

    let (refused, made) = (guest(&off).await, guest(&own).await);

    assert_eq!(
        (refused.0, &refused.1["code"], &refused.1["sub_reason"]),
        (403, &json!(10_003), &json!("guests_off"))
    );
    assert_eq!((made.0, &made.1["sdk_app_id"]), (200, &json!(own.open.id)));
}

#[tokio::test]
async fn rooms_are_listed_live_ones_first() {
    let server = Running::start().await;
    let offer = Draft::new(&Shape::page(1)).await.offer();
    assert_eq!(server.get("/api/v1/rooms").await.json(), json!({"rooms": []}));
    let (mut ann, mut bob) = (server.asking("ann").await, {
        let nick = "Bob B.".to_owned();
        Client::logged_in(&server, Login { nick, ..server.ask.login("bob") }).await
    });
    let titled = |title: &str| Some(wire::RoomInfo { title: title.to_owned() });
    ann.enter(wire::RoomEnter { info: titled("quiet"), ..create(1, offer.clone()) }).await.expect("a room");
    bob.enter(wire::RoomEnter { info: titled("<b>live</b>"), ..create(2, offer.clone()) })
        .await
        .expect("a room");
    bob.done(uplink(Source::Main, true)).await;
    let _ = bob.state().await;

    let list = server.get("/api/v1/rooms").await.json();

    let rooms: Vec<(&Value, &Value)> =
        list["rooms"].as_array().expect("a list").iter().map(|r| (&r["room"], &r["live"])).collect();
    assert_eq!(rooms, [(&json!("2"), &json!(true)), (&json!("1"), &json!(false))]);
    let one = server.get("/api/v1/rooms/2").await.json();
    assert_eq!(
        (&one["title"], &one["people"], &one["cover_url"]),
        (&json!("<b>live</b>"), &json!(1), &Value::Null)
    );
    assert_eq!(one["host"], json!({"user_id": "bob", "nick": "Bob B.", "present": true}));
    let other_app = format!("/api/v1/rooms?sdk_app_id={}", server.open.id);
    assert_eq!(server.get(&other_app).await.json(), json!({"rooms": []}), "each app has its own");
}

#[tokio::test]
async fn what_is_not_there_says_so_with_a_code() {
    let server = Running::start().await;
    for (method, path, status, code) in [
        ("GET", "/api/v1/nothing", 404, 10_002),
        ("GET", "/api/v1/rooms/7", 404, 10_009),
        ("GET", "/api/v1/rooms/0", 400, 10_002),
        ("GET", "/api/v1/rooms/lounge", 501, 10_007),
        ("GET", "/api/v1/rooms/%ff", 400, 10_002),
        ("GET", "/api/v1/rooms/7/cover", 404, 10_009),
        ("GET", "/api/v1/rooms?sdk_app_id=x", 400, 10_002),
        ("GET", "/api/v1/rooms?sdk_app_id=77", 401, 10_003),
        ("DELETE", "/api/v1/rooms", 405, 10_002),
        ("POST", "/healthz", 405, 10_002),
        ("GET", "/api/v1/guest", 405, 10_002),
        ("PUT", "/api/v1/rooms/7/cover", 401, 10_003),
        ("POST", "/", 405, 10_002),
        ("DELETE", "/r/1001", 405, 10_002),
        ("POST", "/nope", 405, 10_002),
        ("PUT", "/docs/codes/8051", 405, 10_002),
        ("GET", "/docs/nope", 404, 10_002),
        ("GET", "/docs/en/nope", 404, 10_002),
        ("GET", "/docs/codes/9", 404, 10_002),
        ("GET", "/docs/codes/<script>", 404, 10_002),
        ("GET", "/docs/codes/%ff", 404, 10_002),
        ("GET", "/docs/%ff", 404, 10_002),
        ("POST", "/docs/", 405, 10_002),
        ("POST", "/docs/en/", 405, 10_002),
        ("GET", "/ws/v2", 404, 10_002),
    ] {
        let answer = server.call(method, path, &[], Vec::new()).await;
        assert_eq!((answer.status, answer.fault().code), (status, code), "{method} {path}");
    }
}

/// With the manual in the program or without it.
#[tokio::test]
async fn the_address_in_an_error_leads_to_its_page() {
    let server = Running::start().await;
    let refused = server.get("/api/v1/rooms/7").await.json();
    let address = refused["type"].as_str().expect("an address").to_owned();
    for (language, said) in [("zh-CN,zh;q=0.9", "房间不存在"), ("en-GB", "There is no such room")] {
        let page = server.call("GET", &address, &[("accept-language", language)], Vec::new()).await;

        assert_eq!(
            (page.status, page.header("content-type").contains("text/html")),
            (200, true),
            "{address}"
        );
        assert!(page.text().contains(said), "{language}");
        assert!(page.header("content-security-policy").contains("default-src 'self'"));
    }
}

#[tokio::test]
async fn the_hosts_page_puts_the_cover() {
    let server = Running::start().await;
    let mut ann = server.asking("ann").await;
    let made = ann.enter(create(1001, Draft::new(&Shape::page(1)).await.offer())).await.expect("a room");
    let token = format!("Bearer {}", made.room_token);
    let (wrong, sig) = ("Bearer nonsense".to_owned(), format!("Bearer {}", server.ask.sig("ann")));
    let (path, kind) = ("/api/v1/rooms/1001/cover", "image/jpeg");
    for (case, token, kind, body, status, sub_reason) in [
        ("a wrong token", Some(&wrong), kind, jpeg(100), 403, "not_host"),
        ("a userSig", Some(&sig), kind, jpeg(100), 403, "not_host"),
        ("no token", None, kind, jpeg(100), 401, "no_ticket"),
        ("a PNG", Some(&token), "image/png", jpeg(100), 415, "cover_type"),
        ("no JPEG inside", Some(&token), kind, b"<svg onload=x>".to_vec(), 400, "cover_type"),
        ("nothing inside", Some(&token), kind, Vec::new(), 400, "cover_type"),
        ("a byte too much", Some(&token), kind, jpeg(64 * 1024 + 1), 413, "cover_size"),
        ("a megabyte", Some(&token), kind, jpeg(1 << 20), 413, "cover_size"),
    ] {
        let mut headers = vec![("content-type", kind)];
        headers.extend(token.map(|token| ("authorization", token.as_str())));
        let refused = server.call("PUT", path, &headers, body).await;
        assert_eq!((refused.status, refused.fault().sub_reason.as_str()), (status, sub_reason), "{case}");
        assert_eq!(server.get(path).await.status, 404, "{case}");
    }
    let headers = [("content-type", kind), ("authorization", token.as_str())];
    assert_eq!(server.call("PUT", path, &headers, jpeg(64 * 1024)).await.status, 204);

    let cover = server.get(path).await;
    assert_eq!((cover.status, cover.header("content-type").as_str()), (200, "image/jpeg"));
    assert_eq!((cover.body.len(), cover.header("x-content-type-options").as_str()), (64 * 1024, "nosniff"));
    let url = server.get("/api/v1/rooms/1001").await.json()["cover_url"].as_str().expect("a URL").to_owned();
    assert_eq!(server.get(&url).await.body.len(), 64 * 1024);
}

#[tokio::test]
async fn who_makes_a_room_of_the_same_name_later_inherits_neither_cover_nor_token() {
    let server = Running::start().await;
    let offer = Draft::new(&Shape::page(1)).await.offer();
    let (mut ann, mut bob) = (server.asking("ann").await, server.asking("bob").await);
    let before = ann.enter(create(1001, offer.clone())).await.expect("a room");
    let put = |token: &str| {
        let (server, token) = (&server, format!("Bearer {token}"));
        async move {
            let headers = [("content-type", "image/jpeg"), ("authorization", token.as_str())];
            server.call("PUT", "/api/v1/rooms/1001/cover", &headers, jpeg(100)).await.status
        }
    };
    assert_eq!(put(&before.room_token).await, 204);

    ann.ask(Request::EndRoom(wire::EndRoom {})).await.expect("the end");
    let after = bob.enter(create(1001, offer)).await.expect("a room of his own");

    assert_eq!(server.get("/api/v1/rooms/1001/cover").await.status, 404);
    assert_eq!((put(&before.room_token).await, put(&after.room_token).await), (403, 204));
}

#[tokio::test]
async fn metrics_count_and_name_nobody() {
    let server = Running::start().await;
    let mut ann = server.user("ann-the-secret-name").await;
    let (_, call) = ann.host(424_242, &Shape::page(1)).await;
    ann.publish(&call, Source::Main).await;
    let mut viewer =
        server.resource("/whep/424242", &server.open.sig("eve-unseen"), &Shape::plays(1, 1)).await.call;
    viewer.more(1, Source::Main, 20).await;

    let page = server.get("/metrics").await;

    assert!(page.header("content-type").starts_with("application/openmetrics-text"), "{:?}", page.headers);
    let text = page.text();
    assert!(text.ends_with("# EOF\n"), "OpenMetrics ends with EOF");
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            let known = ["HELP ilive_", "TYPE ilive_", "UNIT ilive_", "EOF"];
            assert!(known.iter().any(|start| comment.starts_with(start)), "{line}");
        } else {
            let (name, value) = line.rsplit_once(' ').expect("a name and a value");
            let labels = name.split_once('{').map_or("", |(_, labels)| labels.trim_end_matches('}'));
            let harmless =
                |label: &str| ["le=", "module=", "code="].iter().any(|name| label.starts_with(name));
            assert!(name.starts_with("ilive_"), "{line}");
            assert!(labels.is_empty() || labels.split(',').all(harmless), "{line}");
            assert!(value.parse::<f64>().is_ok(), "{line}");
        }
    }
    for secret in ["ann", "eve", "424242", "127.0.0.1"] {
        assert!(!text.contains(secret), "{secret} is nobody's business");
    }
    let value = |name: &str| -> f64 {
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name} ")));
        line.unwrap_or_else(|| panic!("{name}: {text}")).parse().expect("a number")
    };
    assert_eq!((value("ilive_websockets"), value("ilive_sessions"), value("ilive_rooms")), (1.0, 1.0, 1.0));
    assert_eq!((value("ilive_room_people"), value("ilive_media_peers")), (2.0, 2.0));
    assert!(value("ilive_media_packets_forwarded_total") >= 20.0);
}

#[tokio::test]
async fn a_server_that_stops_takes_nothing_new_and_says_so_while_it_can() {
    let server = Running::with(|config| config.server.notice_ms = 3_600_000).await;
    let mut ann = server.user("ann").await;

    server.begin_stop();
    within("the word for load balancers", async { while server.get("/readyz").await.status == 200 {} }).await;
    let ready = server.get("/readyz").await;
    let entry = ann.enter(create(1001, Draft::new(&Shape::page(1)).await.offer())).await;
    let (_, login) = Raw::upgrade(&server, &[("Sec-WebSocket-Protocol", "ilive.v1.pb")]).await;
    let ping = ann.ask(Request::Ping(wire::Ping {})).await;

    assert_eq!((ready.status, ready.text().as_str()), (503, "draining"));
    assert_eq!(entry, Err(Fault::new(10_004, "draining")));
    assert!(login.starts_with("HTTP/1.1 503"), "{login}");
    ping.expect("who is there goes on");
}

#[tokio::test]
async fn a_stop_says_goodbye_and_then_nobody_listens() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;

    server.begin_stop();
    heard!(ann, SessionEnded);
    let (address, folder) = (server.address, server.stopped().await);
    let refused = tokio::net::TcpStream::connect(address).await;

    assert!(refused.is_err(), "nobody listens any more");
    drop(folder);
}

#[tokio::test]
async fn no_page_of_another_origin_reads_a_guests_ticket() {
    let server = Running::start().await;
    let headers = [("content-type", "application/json"), ("origin", "https://evil.example")];

    let answer = server.call("POST", "/api/v1/guest", &headers, b"{}".to_vec()).await;

    assert_eq!(answer.header("access-control-allow-origin"), "");
}
