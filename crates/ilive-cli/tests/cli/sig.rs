//! `ilive sig`: what it prints is what the server's own check accepts.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::harness::{Folder, Ran};
use ilive_protocol::{AppId, Rights, RoomId};
use ilive_server::Secrets;
use ilive_ticket::{Secret, Unverified, Verifier};

const APP: &str = "1400000002=a-secret";

fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

fn verifier(app: u32, secret: &str) -> Verifier {
    Verifier::v2(AppId::new(app).expect("an app"), Secret::new(secret).expect("a secret"))
}

/// The one line that a ticket is.
fn line(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let text = ran.out.strip_suffix('\n').expect("a newline at the end");
    assert!(!text.contains(char::is_whitespace), "{text:?}");
    text
}

#[test]
fn a_user_sig_is_checked_by_the_named_app() {
    let before = now_s();
    let ran = Folder::new().run(&["sig", "ann", "--app", APP, "--expire", "600"]);

    let ticket = Unverified::parse(line(&ran)).expect("a ticket");
    let who = ticket.verify_user_sig(&verifier(1_400_000_002, "a-secret"), now_s()).expect("a good one");
    assert_eq!(who.user.as_str(), "ann");
    assert_eq!(who.expires_at - who.issued_at, 600);
    assert!((before..=now_s()).contains(&who.issued_at), "{}", who.issued_at);
}

#[test]
fn a_room_key_says_where_and_what() {
    for (room, id, rights, bits) in [
        ("1001", RoomId::number(1001), "host", Rights::ALL),
        ("s:1001", RoomId::name("1001"), "cohost", Rights::COHOST),
        ("stage", RoomId::name("stage"), "0x2a", Rights(0x2A)),
    ] {
        let ran = Folder::new().run(&["sig", "ann", "--app", APP, "--room", room, "--rights", rights]);

        let ticket = Unverified::parse(line(&ran)).expect("a ticket");
        let key = ticket.verify_room_key(&verifier(1_400_000_002, "a-secret"), now_s()).expect("a good one");
        assert_eq!((Ok(key.room), key.rights), (id, bits), "{room} {rights}");
        assert_eq!(key.key_expires_at, key.issued_at + 86_400);
    }
}

#[test]
fn a_link_key_says_who_may_link_what_with_whom() {
    let words = ["sig", "ann", "--app", APP, "--room", "7", "--link-room", "stage", "--link-user", "bob"];
    let ran = Folder::new().run(&words);

    let ticket = Unverified::parse(line(&ran)).expect("a ticket");
    let key = ticket.verify_link_key(&verifier(1_400_000_002, "a-secret"), now_s()).expect("a good one");
    let end = |(room, user): (RoomId, ilive_protocol::UserId)| (room.to_string(), user.to_string());
    assert_eq!(end(key.from), ("7".to_owned(), "ann".to_owned()));
    assert_eq!(end(key.to), ("stage".to_owned(), "bob".to_owned()));
}

#[test]
fn half_a_key_is_a_usage_error_that_names_the_other_half() {
    for (words, named) in [
        (&["--room", "7"][..], "--rights"),
        (&["--room", "7"], "--link-room"),
        (&["--rights", "host"], "--room"),
        (&["--link-room", "8", "--link-user", "bob"], "--room"),
        (&["--room", "7", "--link-room", "8"], "--link-user"),
    ] {
        let ran = Folder::new().run(&[&["sig", "ann", "--app", APP], words].concat());
        assert_eq!(ran.code, Some(2), "{words:?}");
        assert!(ran.err.contains(named), "{words:?}: {}", ran.err);
    }
}

#[test]
fn the_app_of_the_data_folder_signs_when_no_other_is_named() {
    let folder = Folder::new();
    let secrets = Secrets::load_or_make(&folder.path().join("data"), &Default::default()).expect("secrets");

    let ran = folder.run(&["sig", "ann", "--json"]);

    let made = ran.json();
    assert_eq!(made["sdk_app_id"], secrets.app_id);
    assert_eq!(made["user_id"], "ann");
    let ticket = Unverified::parse(made["user_sig"].as_str().expect("a ticket")).expect("a ticket");
    let who =
        ticket.verify_user_sig(&verifier(secrets.app_id, &secrets.app_secret), now_s()).expect("a good one");
    assert_eq!(made["expires_at"], who.expires_at);
}

#[test]
fn the_configured_app_signs_where_the_generated_one_is_not_served() {
    let folder = Folder::new();
    Secrets::load_or_make(&folder.path().join("data"), &Default::default()).expect("of an earlier start");
    let one = "[server]\ngenerated_app = false\n[apps.1400000002]\nsecret = 'a-secret'\n";
    std::fs::write(folder.path().join("ilive.toml"), one).expect("a configuration");

    let made = folder.run(&["sig", "ann", "--json"]).json();

    assert_eq!(made["sdk_app_id"], 1_400_000_002);
    let two = one.to_owned() + "[apps.1400000003]\nsecret = 'another'\n";
    std::fs::write(folder.path().join("ilive.toml"), two).expect("a configuration");
    let ran = folder.run(&["sig", "ann"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(ran.err.contains("several apps are configured"), "{}", ran.err);
}

#[test]
fn what_cannot_be_made_is_told_with_the_way_out() {
    let folder = Folder::new();
    for (args, code, says) in [
        (
            &["sig", "ann"][..],
            1,
            "no secrets in data: run `ilive serve` there once, or name an app with --app ID=SECRET",
        ),
        (&["sig", "ann b", "--app", APP], 2, "has a character outside A-Z a-z 0-9 _ . @ -"),
        (&["sig", "ann", "--app", "hush"], 2, "--app takes ID=SECRET"),
        (&["sig", "ann", "--app", APP, "--room", "1001"], 2, "--rights"),
        (&["sig", "ann", "--app", APP, "--room", "0", "--rights", "host"], 2, "is not in 1 to 4294967294"),
        (&["sig", "ann", "--app", APP, "--room", "1", "--rights", "all"], 2, "give host, cohost, audience"),
        (&["sig", "ann", "--app", APP, "--expire", "0"], 2, "0 is not in 1.."),
        (&["sig", "ann", "--app", APP, "--expire", "4294967295"], 2, "cannot outlive the year 2106"),
    ] {
        let ran = folder.run(args);

        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
        assert!(!ran.err.contains("hush"), "{}", ran.err);
    }
    assert!(!folder.path().join("data").exists(), "a ticket makes no folder");
}
