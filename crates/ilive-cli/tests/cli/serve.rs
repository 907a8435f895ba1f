//! `ilive serve` from start to stop, as a script drives it.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;

use crate::harness::Folder;
use crate::serving::Serving;
use rustix::process::Signal;
use serde_json::Value;

#[test]
fn a_server_says_when_it_is_ready_and_stops_when_it_is_told() {
    for signal in [Signal::TERM, Signal::INT] {
        let folder = Folder::new();
        let serving = Serving::start(&folder, &[]);

        assert!(serving.url().starts_with("http://localhost:"), "{}", serving.url());
        assert_eq!(serving.get("/healthz"), "ok");
        for said in ["iLive 0.", "/whip/ROOM", "/whep/ROOM", "guests  on, in app 1400000001", "/data\n"] {
            assert!(serving.banner.contains(said), "{said}: {}", serving.banner);
        }
        assert!(!serving.banner.contains('\x1b'), "no colours without a terminal");
        assert!(folder.path().join("data/secrets.toml").is_file());

        let (code, log) = serving.stop(signal);
        assert_eq!(code, Some(0), "{log}");
    }
}

#[test]
fn a_second_signal_does_not_wait_for_goodbyes() {
    let folder = Folder::new();
    folder.write("ilive.toml", "[server]\ndrain_ms = 3600000\n");
    let mut serving = Serving::start(&folder, &[]);
    let mut log = BufReader::new(serving.process.err());
    let _unfinished = serving.begin_a_request();

    serving.signal(Signal::TERM);
    let mut line = String::new();
    while !line.contains("a second signal stops at once") {
        line.clear();
        assert!(log.read_line(&mut line).expect("UTF-8") > 0, "it ended at the first signal");
    }
    serving.signal(Signal::INT);

    assert_eq!(serving.process.end().status.code(), Some(1));
    let mut rest = String::new();
    log.read_to_string(&mut rest).expect("UTF-8");
    assert!(rest.contains("stopped by a second signal (SIGINT)"), "{rest}");
}

#[test]
fn json_logs_are_one_object_a_line() {
    let serving = Serving::start(&Folder::new(), &["--log-format", "json"]);

    let (code, log) = serving.stop(Signal::TERM);

    assert_eq!(code, Some(0), "{log}");
    assert!(log.lines().count() > 0);
    for line in log.lines() {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(entry["level"].is_string() && entry["timestamp"].is_string(), "{line}");
    }
}

#[test]
fn an_app_of_the_command_line_is_served() {
    let serving = Serving::start(&Folder::new(), &["--app", "1400000002=a=b", "--app", "1400000003=c"]);

    assert!(serving.banner.contains("apps    3\n"), "{}", serving.banner);
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn the_generated_app_makes_way_for_one_of_its_number() {
    let folder = Folder::new();
    let serving = Serving::start(&folder, &["--app", "1400000001=mine"]);

    assert!(serving.banner.contains("apps    2\n"), "{}", serving.banner);
    assert!(serving.banner.contains("guests  on, in app 1400000002"), "{}", serving.banner);
    let made = folder.run(&["sig", "ann", "--data", "data", "--json"]).json();
    assert_eq!(made["sdk_app_id"], 1_400_000_002);
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[tokio::test]
async fn the_local_network_is_served_with_a_certificate_of_its_own() {
    let folder = Folder::new();
    let serving = Serving::start(&folder, &["--lan"]);
    _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_danger_accept_invalid_certs(true)
        .build()
        .expect("a client");

    let url = format!("https://{}/version", serving.address());
    let version: Value = client.get(url).send().await.expect("an answer").json().await.expect("JSON");

    assert_eq!((&version["name"], &version["guests"]), (&"iLive".into(), &true.into()));
    assert!(serving.url().starts_with("https://"), "{}", serving.url());
    assert!(serving.banner.contains("self-signed") && serving.banner.contains('▀'), "{}", serving.banner);
    let wrong = client.get(format!("http://{}/version", serving.address())).send().await;
    assert!(wrong.is_err(), "nothing is said in the clear");
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn a_taken_port_ends_with_its_own_code_and_a_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();

    let ran = Folder::new().run(&["serve", "--listen", &address]);

    assert_eq!((ran.code, ran.out.as_str()), (Some(4), ""), "{}", ran.err);
    assert!(ran.err.contains(&address) && ran.err.contains("--listen"), "{}", ran.err);
}

#[test]
fn doctor_knows_a_running_server_and_the_folder_that_it_made() {
    let folder = Folder::new();
    let serving = Serving::start(&folder, &[]);
    let address = serving.url().replace("http://localhost", "127.0.0.1");

    let findings = folder.run(&["doctor", "--json", "--listen", &address]).json();

    let find = |check: &str| {
        findings
            .as_array()
            .expect("an array")
            .iter()
            .find(|row| row["check"] == check)
            .expect("the check")
            .clone()
    };
    assert_eq!(find("port")["verdict"], "ok");
    assert!(find("port")["said"].as_str().is_some_and(|said| said.contains("iLive 0.")), "{findings}");
    assert!(find("secrets")["said"].as_str().is_some_and(|said| said.contains("1400000001")), "{findings}");
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}
