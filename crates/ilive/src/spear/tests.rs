//! Where roles come from, and which of them is meant.

use ilive_testing::{Folder, within};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::config::Address;

const APP: u32 = 7;

fn answer(conf: &str) -> String {
    format!(r#"{{"retcode":0,"data":{{"biz_id":{APP},"conf":[{conf}]}}}}"#)
}

/// A list of one role.
fn role(name: &str) -> String {
    answer(&format!(r#"{{"role":"{name}","type":0}}"#))
}

/// A server that says this to the first who asks; none: nobody is there.
async fn server(says: Option<String>) -> Http {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    match says {
        None => drop(listener),
        Some(text) => _ = tokio::spawn(serve(listener, text)),
    }
    Http::new(Address { tls: false, host: "127.0.0.1".to_owned(), port }, None).expect("a client")
}

async fn serve(listener: TcpListener, text: String) {
    let (mut stream, _) = listener.accept().await.expect("a client");
    let _ = stream.read(&mut [0; 4096]).await;
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", text.len());
    stream.write_all(format!("{head}{text}").as_bytes()).await.expect("sent");
}

#[tokio::test]
async fn the_best_list_there_is_counts() {
    for (case, says, cached, given, found, unreadable) in [
        ("the server's", Some(role("server")), Some(role("kept")), Some(role("app")), "server", false),
        ("no server", None, Some(role("kept")), Some(role("app")), "kept", false),
        ("a bad answer", Some("{}".to_owned()), Some(role("kept")), None, "kept", true),
        ("a page", Some("<html>".to_owned()), None, Some(role("app")), "app", true),
        ("a bad cache", None, Some("{".to_owned()), Some(role("app")), "app", false),
        ("another app's cache", None, Some(role("kept").replace(":7,", ":8,")), None, "", false),
        ("nothing", None, None, None, "", false),
    ] {
        let (folder, http) = (Folder::new(), server(says).await);
        let cache = folder.path().join("roles.json");
        if let Some(text) = cached {
            std::fs::write(&cache, text).expect("a file");
        }

        let spear = Spear { fetch: true, cache: Some(cache), default: given };
        let loaded = within(case, load(http, APP, spear)).await;

        let names: Vec<String> = loaded.roles.named().into_iter().map(|role| role.name).collect();
        assert_eq!((names.concat().as_str(), loaded.unreadable), (found, unreadable), "{case}");
    }
}

#[tokio::test]
async fn a_good_answer_is_kept_for_when_there_is_none() {
    let folder = Folder::new();
    let spear = Spear { cache: Some(folder.path().join("roles.json")), ..Spear::default() };

    within("an answer", load(server(Some(role("first"))).await, APP, spear.clone())).await;
    within("a bad one", load(server(Some("{}".to_owned())).await, APP, spear.clone())).await;
    let loaded = within("the end", load(server(None).await, APP, spear)).await;

    assert_eq!(loaded.roles.named()[0].name, "first");
}

#[test]
fn a_role_that_is_not_in_the_list_sends_as_the_default_one() {
    let video = |fps| format!(r#""video":{{"fps":{fps}}}"#);
    let role =
        |name, default, fps| format!(r#"{{"role":"{name}","type":0,"is_default":{default},{}}}"#, video(fps));
    let fps = |roles: &[String], name: &str| {
        let list = config::parse(&answer(&roles.join(",")), APP).expect("a good list");
        Roles { list }.encoding_of(name).main.settings.rate.hz()
    };

    let (guest, host) = (role("guest", 0, 10), role("host", 1, 20));
    assert_eq!(fps(&[guest.clone(), host.clone()], "guest"), 10.0, "its own");
    assert_eq!(fps(&[guest.clone(), host], "other"), 20.0, "the default one's");
    assert_eq!(fps(&[guest], "other"), 10.0, "the first one's, where none is the default");
    assert_eq!(Roles::default().encoding_of("other"), Encoding::default(), "what is built in");
}
