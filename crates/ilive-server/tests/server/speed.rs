//! The speed test: nothing without a login, nothing longer than what was sent, and what is told was counted.

use std::net::{Ipv4Addr, SocketAddr};

use ilive_protocol::wire::{self, SpeedTestReply, client_frame::Request, reply};
use ilive_server::config::Config;
use tokio::net::UdpSocket;

use crate::common::{Client, Fault, Running, within};

impl Client {
    async fn speed_test(&mut self) -> Result<SpeedTestReply, Fault> {
        match self.ask(Request::SpeedTest(wire::SpeedTest {})).await? {
            reply::Result::SpeedTest(terms) => Ok(terms),
            other => panic!("a speed test was answered {other:?}"),
        }
    }
}

async fn with_terms(change: impl FnOnce(&mut Config)) -> (Running, SpeedTestReply) {
    let server = Running::with(change).await;
    let terms = server.user("ann").await.speed_test().await.expect("terms");
    (server, terms)
}

fn bearer(terms: &SpeedTestReply) -> String {
    format!("Bearer {}", terms.token)
}

impl Running {
    async fn speed(
        &self,
        method: &str,
        path: &str,
        bearer: &str,
        body: Vec<u8>,
    ) -> crate::common::http::Answer {
        let path = format!("/api/v1/speed{path}");
        self.call(method, &path, &[("authorization", bearer)], body).await
    }
}

async fn socket() -> UdpSocket {
    UdpSocket::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.expect("a socket")
}

fn datagram(terms: &SpeedTestReply, number: u32, length: usize) -> Vec<u8> {
    let mut bytes = [&[5], terms.datagram_token.as_ref(), &number.to_be_bytes()].concat();
    bytes.resize(length, 7);
    bytes
}

#[tokio::test]
async fn datagrams_come_back_as_long_as_they_went_and_are_counted_whichever_thread_hears_them() {
    for threads in [1, 3] {
        let (server, terms) = with_terms(|config| config.media.threads = threads).await;
        assert_eq!(terms.datagram_addresses, [server.address.to_string()]);
        let socket = socket().await;

        for number in 0..5_u32 {
            let length = 37 + number as usize * 200;
            let question = datagram(&terms, number, length);
            socket.send_to(&question, &terms.datagram_addresses[0]).await.expect("sent");
            let mut echo = [0; 2_000];
            let (got, _) = within("an echo", socket.recv_from(&mut echo)).await.expect("an echo");
            assert_eq!(got, length, "{threads} threads");
            assert_eq!(echo[..29], question[..29]);
            assert_eq!(echo[29..33], (number + 1).to_be_bytes(), "how many have arrived");
        }

        let arrived = server.speed("GET", "", &bearer(&terms), Vec::new()).await;
        assert_eq!(arrived.json(), serde_json::json!({ "datagrams": 5 }), "{threads} threads");
    }
}

#[tokio::test]
async fn a_datagram_of_no_test_is_noise() {
    let (server, terms) = with_terms(|config| config.limits.speed.datagrams = 1).await;
    let (ours, other) = (socket().await, socket().await);
    let mut strange = terms.clone();
    strange.datagram_token = vec![9; 16].into();

    let (good, bad) = (datagram(&terms, 1, 100), datagram(&strange, 1, 100));
    other.send_to(&bad, server.address).await.expect("sent");
    ours.send_to(&good, server.address).await.expect("sent");
    within("an echo", ours.recv_from(&mut [0; 200])).await.expect("an echo");
    ours.send_to(&good, server.address).await.expect("sent");

    let dropped = |metrics: &str| {
        let line = metrics.lines().find_map(|line| line.strip_prefix("ilive_media_dropped_garbage_total "));
        line.and_then(|count| count.parse::<u64>().ok()).expect("a count")
    };
    within("both are dropped", async { while dropped(&server.get("/metrics").await.text()) < 2 {} }).await;
    for socket in [ours, other] {
        assert!(socket.try_recv_from(&mut [0; 200]).is_err());
    }
}

#[tokio::test]
async fn bytes_go_down_and_up_as_many_as_there_are() {
    let (server, terms) = with_terms(|config| {
        (config.limits.speed.down_bytes, config.limits.speed.up_bytes) = (300_000, 200_000);
    })
    .await;
    let bearer = bearer(&terms);
    assert_eq!((terms.down_bytes, terms.up_bytes), (300_000, 200_000));

    let down = server.speed("GET", "/down?bytes=200000", &bearer, Vec::new()).await;
    assert_eq!((down.status, down.body.len()), (200, 200_000));
    let pairs = down.body.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert!(pairs < 2_000, "noise, not {pairs} pairs of equal bytes");
    let more = server.speed("GET", "/down?bytes=200000", &bearer, Vec::new()).await;
    assert_eq!((more.status, more.fault()), (429, Fault::new(10_005, "throttled")));

    let up = server.speed("POST", "/up", &bearer, vec![1; 150_000]).await.json();
    assert!(up["bytes"].as_u64().expect("a number") < 150_000, "the first part is not timed: {up}");
    assert!(up["us"].as_u64().is_some());
    let more = server.speed("POST", "/up", &bearer, vec![1; 60_000]).await;
    assert_eq!((more.status, more.fault()), (413, Fault::new(10_002, "body_too_long")));
}

#[tokio::test]
async fn a_slow_download_ends_with_its_time() {
    let (server, terms) = with_terms(|config| config.timers.speed_down = 0).await;

    let down = server.speed("GET", "/down?bytes=1000000", &bearer(&terms), Vec::new()).await;

    assert_eq!((down.status, down.body.len()), (200, 0));
}

#[tokio::test]
async fn nothing_is_measured_without_a_test_that_runs() {
    let server = Running::start().await;
    for (method, path) in [("GET", ""), ("GET", "/down?bytes=1"), ("POST", "/up")] {
        let unknown = server.speed(method, path, "Bearer nobody", Vec::new()).await;
        assert_eq!((unknown.status, unknown.fault()), (401, Fault::new(10_003, "test_unknown")), "{path}");
        let none = server.call(method, &format!("/api/v1/speed{path}"), &[], Vec::new()).await;
        assert_eq!((none.status, none.fault()), (401, Fault::new(10_003, "no_ticket")), "{path}");
    }

    let mut ann = server.user("ann").await;
    let first = ann.speed_test().await.expect("terms");
    ann.speed_test().await.expect("terms");
    let replaced = server.speed("GET", "", &bearer(&first), Vec::new()).await;
    assert_eq!(replaced.fault(), Fault::new(10_003, "test_unknown"));
}

#[tokio::test]
async fn a_user_begins_so_many_a_minute_and_an_app_may_have_none() {
    let server = Running::with(|config| config.limits.speed.tests_per_minute = 1).await;
    let mut ann = server.user("ann").await;

    ann.speed_test().await.expect("terms");
    assert_eq!(ann.speed_test().await.err(), Some(Fault::new(10_005, "throttled")));
    server.user("bob").await.speed_test().await.expect("a budget of his own");

    let off = |config: &mut Config| config.apps.values_mut().for_each(|app| app.features.speed_test = false);
    let server = Running::with(off).await;
    let refused = server.user("ann").await.speed_test().await.err();
    assert_eq!(refused, Some(Fault::new(10_007, "feature_off")));
}

/// A proxy of this machine that tells of nobody is counted itself.
#[tokio::test]
async fn tests_from_one_address_leave_places_to_others() {
    let server = Running::with(|config| {
        config.server.trusted_proxies = vec![Ipv4Addr::LOCALHOST.into()];
        config.limits.speed.at_a_time_per_source = 1;
    })
    .await;
    server.user("ann").await.speed_test().await.expect("terms");

    let refused = server.user("bob").await.speed_test().await.err();

    assert_eq!(refused, Some(Fault::new(10_005, "server_full")));
}
