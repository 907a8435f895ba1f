//! Links between rooms of the real server.

use ilive_protocol::wire::{self, client_frame::Request, reply};

use crate::common::app::unix_s;
use crate::common::entry::{create, join, room};
use crate::common::{Client, Draft, Fault, Running, Shape, heard};

fn link(number: u32, user: &str) -> Request {
    link_by(number, user, "")
}

fn link_by(number: u32, user: &str, key: &str) -> Request {
    let (user_id, link_key) = (user.to_owned(), key.to_owned());
    Request::LinkRoom(wire::LinkRoom { room: room(number), user_id, link_key })
}

fn unlink() -> Request {
    Request::UnlinkRoom(wire::UnlinkRoom {})
}

async fn offer() -> wire::Offer {
    Draft::new(&Shape::plays(1, 1)).await.offer()
}

/// Somebody who makes a room, or comes into it.
async fn someone(server: &Running, user: &str, number: u32, makes: bool) -> Client {
    let mut client = server.user(user).await;
    let enter = if makes { create(number, offer().await) } else { join(number, offer().await) };
    client.enter(enter).await.expect("an entry");
    client
}

#[tokio::test]
async fn a_link_is_told_in_both_rooms_until_one_side_drops_it_or_goes() {
    let server = Running::start().await;
    let mut ann = someone(&server, "ann", 1, true).await;
    let mut cem = someone(&server, "cem", 2, true).await;
    let mut dan = someone(&server, "dan", 2, false).await;

    ann.done(link(2, "dan")).await;
    for (client, other, number) in [(&mut ann, "dan", 2), (&mut cem, "ann", 1), (&mut dan, "ann", 1)] {
        let links = heard!(client, LinksChanged).links;
        assert_eq!((links.len(), links[0].user_id.as_str(), &links[0].room), (1, other, &room(number)));
    }
    assert_eq!(dan.state().await.links.len(), 1);

    cem.done(unlink()).await;
    assert!(heard!(ann, LinksChanged).links.is_empty());
    ann.done(link(2, "dan")).await;
    heard!(ann, LinksChanged);
    dan.done(Request::Logout(wire::Logout {})).await;
    assert!(heard!(ann, LinksChanged).links.is_empty());
}

#[tokio::test]
async fn each_refusal_of_a_link_has_its_code() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    assert_eq!(ann.ask(link(2, "cem")).await, Err(Fault::new(10_006, "not_in_room")));
    assert_eq!(ann.ask(unlink()).await, Err(Fault::new(10_006, "not_in_room")));
    ann.enter(create(1, offer().await)).await.expect("a room");
    let mut bob = someone(&server, "bob", 1, false).await;
    let mut cem = someone(&server, "cem", 2, true).await;

    for (case, asks, code, word) in [
        ("room 0", link(0, "cem"), 10_002, "bad_id"),
        ("no user", link(2, ""), 10_002, "bad_id"),
        ("its own room", link(1, "bob"), 10_002, "to_self"),
        ("no such room", link(9, "cem"), 10_009, "room_not_exist"),
        ("no such member", link(2, "eve"), 10_010, "member_gone"),
        ("no ticket", link_by(2, "cem", "no ticket"), 10_003, "bad_base64"),
    ] {
        assert_eq!(ann.ask(asks).await, Err(Fault::new(code, word)), "{case}");
    }
    assert_eq!(bob.ask(link(2, "cem")).await, Err(Fault::new(10_003, "host_only")));
    ann.done(link(2, "cem")).await;
    for client in [&mut ann, &mut bob] {
        let again = client.ask(link(2, "cem")).await;
        assert!(matches!(again, Err(Fault { code: 10_008 | 10_003, .. })), "{again:?}");
    }
    assert_eq!(cem.ask(link(1, "ann")).await, Err(Fault::new(10_008, "linked")));
}

#[tokio::test]
async fn an_app_that_asks_for_keys_asks_for_one_here_and_holds_it_to_what_it_says() {
    let server = Running::with(|config| {
        config.apps.values_mut().for_each(|app| app.require_room_key = true);
    })
    .await;
    let app = server.open.clone();
    let mut clients = Vec::new();
    for (user, number) in [("ann", 1), ("cem", 2)] {
        let mut client = server.user(user).await;
        let private_map_key = app.key(user, number, 0xFF);
        client
            .enter(wire::RoomEnter { private_map_key, ..create(number, offer().await) })
            .await
            .expect("a room");
        clients.push(client);
    }
    let ann = &mut clients[0];
    let soon = unix_s() + 60;

    for (case, key, word) in [
        ("none", String::new(), "key_required"),
        ("a userSig", app.sig("ann"), "userbuf_missing"),
        ("a room key", app.key("ann", 1, 0xFF), "bad_userbuf"),
        ("of another user", app.link_key(("bob", 1), ("cem", 2), soon), "wrong_user"),
        ("for another user", app.link_key(("ann", 1), ("dan", 2), soon), "wrong_user"),
        ("from another room", app.link_key(("ann", 3), ("cem", 2), soon), "wrong_room"),
        ("to another room", app.link_key(("ann", 1), ("cem", 3), soon), "wrong_room"),
        ("expired", app.link_key(("ann", 1), ("cem", 2), unix_s() - 1), "key_expired"),
        ("of another app", server.ask.link_key(("ann", 1), ("cem", 2), soon), "bad_signature"),
    ] {
        assert_eq!(ann.ask(link_by(2, "cem", &key)).await, Err(Fault::new(10_003, word)), "{case}");
    }
    ann.done(link_by(2, "cem", &app.link_key(("ann", 1), ("cem", 2), soon))).await;
}

#[tokio::test]
async fn links_that_are_off_for_the_app_are_10007_before_all_else() {
    let server = Running::with(|config| {
        config.apps.values_mut().for_each(|app| app.features.link = false);
    })
    .await;
    let mut ann = server.user("ann").await;

    for request in [link(0, ""), unlink()] {
        let answer = ann.ask(request).await;
        assert_eq!(answer, Err(Fault::new(10_007, "feature_off")));
    }
    let entered = ann.enter(create(1, offer().await)).await;
    assert!(entered.is_ok());
    let Ok(reply::Result::Done(_)) = ann.ask(Request::RoomExit(wire::RoomExit {})).await else { panic!() };
}
