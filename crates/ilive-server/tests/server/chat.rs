//! Messages: acknowledged when kept, told once, in one order for all.

use ilive_protocol::wire::{self, client_frame::Request, reply};

use crate::common::chat::{group_join, of_room, send, send_elements, text, with_user};
use crate::common::client::Speaks;
use crate::common::entry::{create, join, room};
use crate::common::{Client, Draft, Fault, Running, Shape, heard};

/// A room with these users in room and group; the first is the host.
async fn room_of(server: &Running, users: &[&str]) -> Vec<Client> {
    let offer = Draft::new(&Shape::plays(1, 1)).await.offer();
    let mut clients: Vec<Client> = Vec::new();
    for user in users {
        let mut client = server.user(user).await;
        let enter = if clients.is_empty() { create(1, offer.clone()) } else { join(1, offer.clone()) };
        client.enter(enter).await.expect("an entry");
        client.ask(group_join(1)).await.expect("in the group");
        clients.push(client);
    }
    clients
}

#[tokio::test]
async fn what_is_said_in_a_room_is_heard_by_all_others_in_order() {
    let server = Running::start().await;
    let mut clients = room_of(&server, &["ann", "bob", "eve"]).await;

    let first = clients[0].say(of_room(1), "a1", "hello").await.expect("kept");
    let second = clients[1].say(of_room(1), "b1", "hi").await.expect("kept");

    assert_eq!((first.seq, second.seq), (1, 2));
    let to_eve = [clients[2].hears().await, clients[2].hears().await];
    assert_eq!(to_eve.each_ref().map(|message| (message.seq, text(message))), [(1, "hello"), (2, "hi")]);
    assert_eq!((to_eve[0].sender.as_str(), to_eve[0].client_id.as_str()), ("ann", "a1"));
    assert_eq!((to_eve[0].time_ms, to_eve[0].conversation.clone()), (first.time_ms, Some(of_room(1))));
    assert_eq!(text(&clients[0].hears().await), "hi", "the sender has its acknowledgement, not an echo");
    assert_eq!(text(&clients[1].hears().await), "hello");
}

#[tokio::test]
async fn a_repeated_client_id_gets_the_first_acknowledgement_and_tells_nobody() {
    let server = Running::start().await;
    let mut clients = room_of(&server, &["ann", "bob"]).await;

    let first = clients[0].say(of_room(1), "same", "one").await.expect("kept");
    let again = clients[0].say(of_room(1), "same", "another text").await.expect("the first answer");
    let of_bob = clients[1].say(of_room(1), "same", "two").await.expect("ids are their sender's");
    clients[0].say(of_room(1), "next", "three").await.expect("kept");

    assert_eq!((again.seq, again.time_ms, again.repeated_id), (first.seq, first.time_ms, true));
    assert_eq!((first.repeated_id, of_bob.seq, of_bob.repeated_id), (false, 2, false));
    assert_eq!(text(&clients[1].hears().await), "one");
    assert_eq!(text(&clients[1].hears().await), "three");
}

#[tokio::test]
async fn acknowledged_means_kept_a_killed_server_has_it_all() {
    let server = Running::start().await;
    let mut clients = room_of(&server, &["ann"]).await;
    for number in 1..=20 {
        clients[0].say(of_room(1), &number.to_string(), "kept").await.expect("kept");
    }

    // No goodbye: the folder is copied as it stands.
    let folder = server.folder.copied();
    let server = Running::in_folder(folder, |_| {}).await;
    let mut ann = server.user("ann").await;
    ann.ask(group_join(1)).await.expect("the group is back");
    let log = ann.read_log(of_room(1), 0, 0, 100).await.expect("a log");

    assert_eq!((log.messages.len(), log.last_seq, log.epoch), (20, 20, 1));
}

#[tokio::test]
async fn history_is_read_by_sequence() {
    let server = Running::start().await;
    let mut clients = room_of(&server, &["ann"]).await;
    let ann = &mut clients[0];
    for number in 1..=10 {
        ann.say(of_room(1), &number.to_string(), &format!("{number}")).await.expect("kept");
    }
    for (case, after, before, limit, seqs) in [
        ("all", 0, 0, 100, 1..=10),
        ("the newest", 0, 0, 3, 8..=10),
        ("after", 7, 0, 100, 8..=10),
        ("before", 0, 4, 100, 1..=3),
        ("the newest before", 0, 9, 2, 7..=8),
        ("between", 2, 6, 100, 3..=5),
        ("a gap of one", 4, 6, 1, 5..=5),
    ] {
        let page = ann.read_log(of_room(1), after, before, limit).await.expect(case);
        let got: Vec<u64> = page.messages.iter().map(|message| message.seq).collect();
        assert_eq!((got, page.last_seq), (seqs.collect(), 10), "{case}");
        assert!(page.messages.iter().all(|message| text(message) == message.seq.to_string()), "{case}");
    }
    for limit in [0, 101, u32::MAX] {
        let refused = ann.read_log(of_room(1), 0, 0, limit).await;
        assert_eq!(refused, Err(Fault::new(10_004, "bad_page")), "{limit}");
    }
    assert!(ann.read_log(of_room(1), u64::MAX, u64::MAX, 1).await.expect("a page").messages.is_empty());
}

#[tokio::test]
async fn long_messages_are_read_page_by_page_in_both_sub_protocols() {
    let server = Running::start().await;
    let (mut ann, _bob) = (server.user("ann").await, server.user("bob").await);
    // As JSON six times as long: a reply of 2 MB.
    let long = "\u{1}".repeat(12_000);
    for number in 1..=30 {
        ann.say(with_user("bob"), &number.to_string(), &long).await.expect("kept");
    }
    for speaks in [Speaks::Protobuf, Speaks::Json] {
        let mut bob = Client::connect(&server, speaks).await;
        bob.log_in(server.open.login("bob")).await.expect("a login");

        let (mut seqs, mut before) = (Vec::new(), 0);
        loop {
            let page = bob.read_log(with_user("ann"), 0, before, 100).await.expect("a page");
            assert!(!page.messages.is_empty() && serde_json::to_string(&page).expect("JSON").len() < 300_000);
            before = page.messages[0].seq;
            seqs.splice(0..0, page.messages.iter().map(|message| message.seq));
            if !page.more {
                break;
            }
        }

        assert_eq!(seqs, (1..=30).collect::<Vec<u64>>(), "{speaks:?}");
    }
}

#[tokio::test]
async fn who_comes_later_learns_where_the_log_stands() {
    let server = Running::start().await;
    let mut clients = room_of(&server, &["ann"]).await;
    clients[0].say(of_room(1), "1", "early").await.expect("kept");
    let mut bob = server.user("bob").await;

    let joined = bob.ask(group_join(1)).await;

    let Ok(reply::Result::GroupJoin(joined)) = joined else { panic!("{joined:?}") };
    assert_eq!((joined.last_seq, joined.people, joined.already), (1, 2, false));
    let tip = heard!(clients[0], GroupTip);
    assert_eq!((tip.kind(), tip.people), (wire::group_tip::Kind::Joined, 2));
    assert_eq!(tip.member.expect("who").user_id, "bob");
    let again = bob.ask(group_join(1)).await;
    let Ok(reply::Result::GroupJoin(again)) = again else { panic!("{again:?}") };
    assert!(again.already);
    let page = Request::GroupMembers(wire::GroupMembers { room: room(1), offset: 0, limit: 10 });
    let Ok(reply::Result::GroupMembers(page)) = bob.ask(page).await else { panic!("a page") };
    let names: Vec<(&str, bool)> = page.members.iter().map(|m| (m.user_id.as_str(), m.host)).collect();
    assert_eq!(names, [("bob", false), ("ann", true)], "newest first");
    bob.done(Request::GroupLeave(wire::GroupLeave { room: room(1) })).await;
    assert_eq!(heard!(clients[0], GroupTip).kind(), wire::group_tip::Kind::Left);
}

#[tokio::test]
async fn only_members_of_a_group_read_and_write_it() {
    let server = Running::start().await;
    let mut clients = room_of(&server, &["ann"]).await;
    clients[0].say(of_room(1), "1", "among us").await.expect("kept");
    let mut eve = server.user("eve").await;

    let write = eve.say(of_room(1), "1", "me too").await;
    let read = eve.read_log(of_room(1), 0, 0, 10).await;
    let page = Request::GroupMembers(wire::GroupMembers { room: room(1), offset: 0, limit: 10 });
    let list = eve.ask(page).await;
    let join_none = eve.ask(group_join(7)).await;
    let write_none = eve.say(of_room(7), "2", "hello?").await;

    assert_eq!(write, Err(Fault::new(10_007, "not_in_group")));
    assert_eq!(read, Err(Fault::new(10_007, "not_in_group")));
    assert_eq!(list, Err(Fault::new(10_007, "not_in_group")));
    assert_eq!(join_none, Err(Fault::new(10_010, "group_not_exist")));
    assert_eq!(write_none.map_err(|fault| fault.code), Err(10_010), "no such group");
}

#[tokio::test]
async fn two_users_talk_on_all_their_devices() {
    let server = Running::start().await;
    let (mut ann, mut bob) = (server.user("ann").await, server.user("bob").await);
    let platform = wire::Platform::Mobile.into();
    let login = wire::Login { platform, ..server.open.login("ann") };
    let mut ann_mobile = Client::logged_in(&server, login).await;

    ann.say(with_user("bob"), "1", "hello").await.expect("kept");
    bob.say(with_user("ann"), "1", "hi").await.expect("kept");

    let to_bob = bob.hears().await;
    assert_eq!((text(&to_bob), to_bob.conversation.clone()), ("hello", Some(with_user("ann"))));
    let own = ann_mobile.hears().await;
    assert_eq!(
        (text(&own), own.sender.as_str(), own.conversation.clone()),
        ("hello", "ann", Some(with_user("bob")))
    );
    assert_eq!(text(&ann_mobile.hears().await), "hi");
    assert_eq!(text(&ann.hears().await), "hi");
    for (client, with) in [(&mut ann, "bob"), (&mut bob, "ann")] {
        let log = client.read_log(with_user(with), 0, 0, 10).await.expect("a log");
        let said: Vec<&str> = log.messages.iter().map(text).collect();
        assert_eq!(said, ["hello", "hi"]);
    }
    let mut eve = server.user("eve").await;
    assert!(eve.read_log(with_user("ann"), 0, 0, 10).await.expect("her own").messages.is_empty());
}

#[tokio::test]
async fn what_is_no_message_is_refused() {
    let server = Running::start().await;
    let mut clients = room_of(&server, &["ann"]).await;
    let ann = &mut clients[0];
    let _bob = server.user("bob").await;
    let bare = wire::Element { body: None };
    let custom = |bytes: usize| wire::Element {
        body: Some(wire::element::Body::Custom(wire::Custom {
            data: vec![7; bytes].into(),
            desc: String::new(),
        })),
    };
    for (case, request, code, sub_reason) in [
        ("to oneself", send(with_user("ann"), "1", "x"), 10_004, "to_self"),
        ("to nobody", send(with_user("nobody"), "1", "x"), 20_003, "unknown_user"),
        ("to no user id", send(with_user("a b"), "1", "x"), 10_004, "bad_id"),
        ("to no conversation", send(wire::ConversationRef { id: None }, "1", "x"), 10_004, "no_conversation"),
        ("to room 0", send(of_room(0), "1", "x"), 10_004, "bad_id"),
        ("nothing", send_elements(of_room(1), "1", vec![]), 10_004, "empty_message"),
        ("an empty text", send(of_room(1), "1", ""), 10_004, "empty_message"),
        ("an element without a body", send_elements(of_room(1), "1", vec![bare]), 10_004, "empty_message"),
        ("33 elements", send_elements(of_room(1), "1", vec![custom(1); 33]), 10_004, "too_many_elements"),
        ("no client id", send(of_room(1), "", "x"), 10_004, "bad_client_id"),
        ("no client id, to a user", send(with_user("bob"), "", "x"), 10_004, "bad_client_id"),
        ("a client id of 65", send(of_room(1), &"c".repeat(65), "x"), 10_004, "bad_client_id"),
        ("8,899 bytes to a group", send(of_room(1), "1", &"x".repeat(8_899)), 80_002, "message_too_long"),
        (
            "12,001 bytes to a user",
            send_elements(with_user("bob"), "1", vec![custom(12_001)]),
            80_002,
            "message_too_long",
        ),
    ] {
        assert_eq!(ann.ask(request).await, Err(Fault::new(code, sub_reason)), "{case}");
    }
    ann.say(of_room(1), "1", &"x".repeat(8_898)).await.expect("the longest");
    ann.ask(send_elements(with_user("bob"), "2", vec![custom(12_000)])).await.expect("the longest");
}

#[tokio::test]
async fn text_of_any_script_comes_as_it_was_sent() {
    let server = Running::start().await;
    let mut clients = room_of(&server, &["ann", "bob"]).await;
    let texts = [
        "你好，直播间！",
        "👩‍👩‍👧‍👦",
        "<script>alert(1)</script>",
        "a\u{0}b",
        "\u{202e}tfel",
        "'; DROP TABLE messages; --",
    ];
    for (number, said) in texts.iter().enumerate() {
        clients[0].say(of_room(1), &number.to_string(), said).await.expect("kept");
        assert_eq!(text(&clients[1].hears().await), *said);
    }
}

#[tokio::test]
async fn two_hundred_messages_at_once_have_one_order_for_all() {
    const SENDERS: usize = 10;
    const EACH: usize = 20;
    let server = Running::with(|config| config.limits.room.messages_burst = 200).await;
    let names: Vec<String> = (0..SENDERS).map(|number| format!("user{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut clients = room_of(&server, &names).await;

    // Everything is on its way before the first answer is looked at.
    let mut sent: Vec<Vec<u32>> = vec![Vec::new(); SENDERS];
    for number in 0..EACH {
        for (client, ids) in clients.iter_mut().zip(&mut sent) {
            ids.push(client.send(send(of_room(1), &format!("m{number}"), "x")).await);
        }
    }
    let mut acked: Vec<Vec<u64>> = vec![Vec::new(); SENDERS];
    for ((client, ids), seqs) in clients.iter_mut().zip(&sent).zip(&mut acked) {
        for id in ids {
            let Ok(reply::Result::SendMessage(ack)) = client.answer(*id).await else { panic!("an ack") };
            seqs.push(ack.seq);
        }
    }

    assert!(acked.iter().all(|seqs| seqs.is_sorted()), "each sender's own order is kept");
    let mut all: Vec<u64> = acked.iter().flatten().copied().collect();
    all.sort_unstable();
    let whole: Vec<u64> = (1..=(SENDERS * EACH) as u64).collect();
    assert_eq!(all, whole, "each has its own place, without a gap");
    for (client, own) in clients.iter_mut().zip(&acked) {
        let mut heard = Vec::new();
        while heard.len() < (SENDERS - 1) * EACH {
            heard.push(client.hears().await.seq);
        }
        let others: Vec<u64> = whole.iter().copied().filter(|seq| !own.contains(seq)).collect();
        assert_eq!(heard, others, "all hear the one order");
    }
}

#[tokio::test]
async fn too_many_messages_are_throttled_and_nothing_else_suffers() {
    let server = Running::start().await;
    let mut clients = room_of(&server, &["ann", "bob"]).await;
    let mut ids = Vec::new();
    for number in 0..60 {
        ids.push(clients[0].send(send(of_room(1), &number.to_string(), "x")).await);
    }

    let mut throttled = 0;
    for id in ids {
        if let Err(fault) = clients[0].answer(id).await {
            assert_eq!(fault, Fault::new(10_023, "throttled"));
            throttled += 1;
        }
    }

    assert!((1..=20).contains(&throttled), "the burst is 40: {throttled}");
    clients[1].say(of_room(1), "1", "calm").await.expect("kept");
    clients[0].done(Request::RoomExit(wire::RoomExit {})).await;
}

#[tokio::test]
async fn a_room_where_too_many_speak_at_once_is_throttled_and_other_rooms_are_not() {
    let server = Running::with(|config| {
        (config.limits.room.messages_burst, config.limits.room.messages_per_second) = (4, 1);
    })
    .await;
    let mut clients = room_of(&server, &["ann", "bob", "eve"]).await;
    let mut throttled = 0;
    for number in 0..4 {
        for client in &mut clients {
            match client.say(of_room(1), &number.to_string(), "x").await {
                Ok(_) => {}
                Err(fault) => throttled += u32::from(fault == Fault::new(10_023, "throttled")),
            }
        }
    }
    assert!(throttled > 0, "the burst is 4, of all together");

    clients[1].say(with_user("eve"), "aside", "to her alone").await.expect("kept");
}

#[tokio::test]
async fn names_are_resolved_both_ways_and_unknown_ones_left_out() {
    let server = Running::start().await;
    let nick = "Bob B.".to_owned();
    let _bob = Client::logged_in(&server, wire::Login { nick, ..server.open.login("bob") }).await;
    let mut ann = server.user("ann").await;
    let ask = |user_ids: Vec<&str>, tiny_ids: Vec<u64>| {
        let user_ids = user_ids.into_iter().map(str::to_owned).collect();
        Request::Resolve(wire::Resolve { user_ids, tiny_ids })
    };

    let Ok(reply::Result::Resolve(found)) = ann.ask(ask(vec!["bob", "nobody"], vec![])).await else {
        panic!("names")
    };
    assert_eq!(found.identities.len(), 1);
    let bob = found.identities[0].clone();
    assert_eq!((bob.user_id.as_str(), bob.nick.as_str()), ("bob", "Bob B."));
    ann.say(with_user("bob"), "1", "hello").await.expect("kept");
    let Ok(reply::Result::Resolve(back)) = ann.ask(ask(vec![], vec![bob.tiny_id, 999_999])).await else {
        panic!("ids")
    };
    assert_eq!(back.identities, vec![bob.clone()]);
    assert_eq!(ann.ask(ask(vec!["x"; 101], vec![])).await, Err(Fault::new(10_002, "too_many")));
    assert_eq!(
        ann.ask(ask(vec!["a b"], vec![])).await.map_err(|fault| fault.sub_reason),
        Err("bad_id".to_owned())
    );

    let mut stranger = server.asking("eve").await;
    let Ok(reply::Result::Resolve(none)) = stranger.ask(ask(vec!["bob"], vec![bob.tiny_id])).await else {
        panic!("none")
    };
    assert!(none.identities.is_empty(), "users of another app are nobody's business");
}

#[tokio::test]
async fn the_numbers_of_users_are_no_list_of_all_of_them() {
    async fn known(client: &mut Client) -> Vec<String> {
        let resolve = wire::Resolve { user_ids: vec![], tiny_ids: (0..100).collect() };
        match client.ask(Request::Resolve(resolve)).await {
            Ok(reply::Result::Resolve(found)) => {
                found.identities.into_iter().map(|identity| identity.user_id).collect()
            }
            other => panic!("{other:?}"),
        }
    }
    let server = Running::start().await;
    let mut clients = room_of(&server, &["ann", "bob"]).await;
    let mut cem = server.user("cem").await;
    let mut eve = server.user("eve").await;

    assert_eq!(known(&mut eve).await, ["eve"], "a stranger knows itself");
    eve.ask(group_join(1)).await.expect("in the group");
    assert_eq!(known(&mut eve).await, ["ann", "bob", "eve"], "whom it meets in a chat group");
    assert_eq!(known(&mut clients[0]).await, ["ann", "bob", "eve"]);
    let mut bob = clients.pop().expect("bob");
    bob.done(Request::RoomExit(wire::RoomExit {})).await;
    bob.done(Request::GroupLeave(wire::GroupLeave { room: room(1) })).await;
    assert_eq!(known(&mut bob).await, ["bob"], "who has left meets nobody");
    assert_eq!(known(&mut clients[0]).await, ["ann", "bob", "eve"], "who has just left may still be named");

    cem.say(with_user("bob"), "1", "hello").await.expect("kept");
    assert_eq!(known(&mut bob).await, ["bob", "cem"], "whom it talks with");
    assert_eq!(known(&mut cem).await, ["bob", "cem"]);
    let refused = cem.ask(group_join(7)).await.expect_err("no such group");
    assert_eq!((refused.code, known(&mut cem).await.len()), (10_010, 2));
}
