//! A server whose store can write no more, and can again.

use rustix::process::{Resource, Rlimit, Signal, prlimit};
use serde_json::{Value, json};

use crate::harness::Folder;
use crate::serving::Serving;
use crate::talk::Talk;

const OFFER: &str = include_str!("../../../../fuzz/corpus/sdp/browser");
const FULL: (u64, &str) = (10_001, "store_unavailable");
/// Nothing is sent on the media path: nobody is to be shown out for that meanwhile.
const SETTINGS: &str = "[timers]\nice = 600000\nnegotiate = 600000\nkeep_again = 20\n";

/// Lets no file of the server's become longer than this; none: as long as it likes.
fn limit_files(serving: &Serving, bytes: Option<u64>) {
    let pid = serving.process.pid();
    let limit = Rlimit { current: bytes, maximum: None };
    prlimit(Some(pid), Resource::Fsize, limit).expect("a limit that may be set");
}

fn message(client_id: &str) -> Value {
    let text = "x".repeat(1_000);
    json!({"clientId": client_id, "conversation": {"userId": "bob"}, "elements": [{"text": text}]})
}

fn enter(room: u32) -> Value {
    json!({"room": {"number": room}, "create": true, "offer": {"sdp": OFFER}})
}

#[tokio::test]
async fn a_store_that_is_full_is_said_so_and_nobody_loses_what_they_have() {
    let folder = Folder::new();
    folder.write("ilive.toml", SETTINGS);
    let serving = Serving::start(&folder, &[]);
    let ticket = |user: &str| folder.run(&["sig", user, "--json"]).json();
    let mut ann = Talk::new(serving.address(), &ticket("ann")).await;
    let mut bob = Talk::new(serving.address(), &ticket("bob")).await;
    ann.ask("roomEnter", enter(1001)).await.expect("a room");
    let log = std::fs::metadata(folder.path().join("data/ilive.db-wal")).expect("the store's log").len();

    // Full: messages and rooms are refused, and who is in goes on.
    limit_files(&serving, Some(log + 64 * 1024));
    let mut kept = Vec::new();
    let refused = loop {
        let id = format!("m{}", kept.len());
        match ann.ask("sendMessage", message(&id)).await {
            Ok(_) => kept.push(id),
            Err(refused) => break refused,
        }
    };
    // To the last byte, for what a room says of itself is small.
    limit_files(&serving, Some(0));
    let room = bob.ask("roomEnter", enter(1002)).await;
    let state = ann.ask("roomRead", json!({})).await.expect("she is in her room");
    let read = json!({"conversation": {"userId": "ann"}, "limit": 100});
    let readable = bob.ask("readMessages", read.clone()).await.expect("what is there can be read");

    // And again: the same message, under the same name, and another room.
    limit_files(&serving, None);
    let again = ann.ask("sendMessage", message(&format!("m{}", kept.len()))).await.expect("room again");
    bob.ask("roomEnter", enter(1002)).await.expect("a room");
    let all = bob.ask("readMessages", read.clone()).await.expect("a log");

    assert_eq!((refused.0, refused.1.as_str()), FULL);
    assert_eq!(room, Err((FULL.0, FULL.1.to_owned())));
    assert_eq!(state["roomRead"]["people"], 1);
    assert!(!kept.is_empty(), "something fitted before that");
    let ids = |reply: &Value| -> Vec<String> {
        let messages = reply["readMessages"]["messages"].as_array().expect("messages");
        messages.iter().map(|message| message["clientId"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(ids(&readable), kept);
    assert_eq!(again["sendMessage"]["seq"], (kept.len() + 1).to_string());
    kept.push(format!("m{}", kept.len()));
    assert_eq!(ids(&all), kept, "every acknowledged message, once, in its order");

    // And that it was on disk is no figure of speech.
    serving.stop(Signal::KILL);
    let serving = Serving::start(&folder, &[]);
    let mut bob = Talk::new(serving.address(), &ticket("bob")).await;
    let after = bob.ask("readMessages", read).await.expect("a log");
    assert_eq!(ids(&after), kept);
    let rooms: Value = serde_json::from_str(&serving.get("/api/v1/rooms")).expect("JSON");
    assert_eq!(rooms["rooms"].as_array().map(Vec::len), Some(2), "{rooms}");
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}
