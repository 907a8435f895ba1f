use ilive_core::room::{Ban, Hand, Person, Role, Stored, StoredMember, StoredRoom, Tally};
use ilive_protocol::Rights;
use ilive_protocol::wire::RoleType;

use super::*;
use crate::testing::Folder;

const ALL: Range = Range { after: 0, before: 0, limit: 100 };

async fn open(folder: &Folder) -> (Store, TaskTracker, CancellationToken) {
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let store = Store::open(folder.path(), &tasks, stop.clone()).await.expect("the store opens");
    (store, tasks, stop)
}

fn app() -> AppId {
    AppId::new(1_400_000_001).expect("an app")
}

fn id(name: &str) -> UserId {
    name.parse().expect("a user id")
}

fn element(text: &str) -> Element {
    Element { body: Some(wire::element::Body::Text(text.to_owned())) }
}

fn text(sender: TinyId, client_id: &str, body: &str) -> NewMessage {
    NewMessage {
        app: app(),
        conversation: "room:1001".into(),
        sender,
        client_id: client_id.into(),
        time_ms: 7,
        body: encode_elements(&[element(body)]),
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_new_start() {
    let folder = Folder::new();
    let (store, tasks, stop) = open(&folder).await;
    let ann = store.user(app(), &id("ann"), "Ann 安", 1).await.expect("ann");
    let acks = futures_util::future::join_all(
        (0..50).map(|n| store.append(text(ann.tiny, &format!("c{n}"), &format!("text {n}")))),
    )
    .await;
    stop.cancel();
    tasks.close();
    tasks.wait().await;
    drop(store);

    let (store, _tasks, _stop) = open(&folder).await;
    let found = store.messages(app(), "room:1001", ALL).await.expect("read");
    assert_eq!(found.len(), 50);
    for (n, ack) in acks.into_iter().enumerate() {
        let ack = ack.expect("acknowledged").ack();
        let message = found.iter().find(|message| message.seq == ack.seq).expect("it is in the log");
        assert_eq!(message.elements, [element(&format!("text {n}"))]);
        assert_eq!((message.sender.as_str(), message.sender_nick.as_str()), ("ann", "Ann 安"));
    }
    assert!(found.iter().map(|message| message.seq).eq(1..=50), "the log has no holes");
}

#[tokio::test]
async fn a_repeated_client_id_gets_the_first_acknowledgement() {
    let folder = Folder::new();
    let (store, _tasks, _stop) = open(&folder).await;
    let ann = store.user(app(), &id("ann"), "", 1).await.expect("ann").tiny;
    let bob = store.user(app(), &id("bob"), "", 1).await.expect("bob").tiny;

    let first = store.append(text(ann, "same", "one")).await.expect("appended");
    let other = store.append(text(bob, "same", "of another")).await.expect("appended");
    let again = store.append(NewMessage { time_ms: 99, ..text(ann, "same", "two") }).await.expect("appended");

    assert_eq!(again, Appended::Repeated(first.ack()));
    assert_eq!((first.ack().seq, other.ack().seq), (1, 2));
    let found = store.messages(app(), "room:1001", ALL).await.expect("read");
    let said: Vec<&Element> = found.iter().flat_map(|message| &message.elements).collect();
    assert_eq!(said, [&element("one"), &element("of another")]);
}

#[tokio::test]
async fn a_range_is_the_newest_of_it_oldest_first() {
    let folder = Folder::new();
    let (store, _tasks, _stop) = open(&folder).await;
    let ann = store.user(app(), &id("ann"), "", 1).await.expect("ann").tiny;
    for n in 1..=9 {
        store.append(text(ann, &n.to_string(), "x")).await.expect("appended");
    }

    for (after, before, limit, expected) in
        [(0, 0, 3, vec![7, 8, 9]), (0, 5, 2, vec![3, 4]), (6, 0, 100, vec![7, 8, 9]), (9, 0, 5, vec![])]
    {
        let found = store.messages(app(), "room:1001", Range { after, before, limit }).await.expect("read");
        let seqs: Vec<u64> = found.iter().map(|message| message.seq).collect();
        assert_eq!(seqs, expected, "after {after} before {before} limit {limit}");
    }
}

#[tokio::test]
async fn bodies_are_not_readable_in_the_file_and_go_with_their_author() {
    let folder = Folder::new();
    let (store, _tasks, _stop) = open(&folder).await;
    let ann = store.user(app(), &id("ann"), "", 1).await.expect("ann").tiny;
    store.append(text(ann, "c", "a very private sentence")).await.expect("appended");

    for entry in std::fs::read_dir(folder.path()).expect("the folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("a file");
        assert!(!bytes.windows(12).any(|part| part == b"very private"));
    }
    sqlx::query("DELETE FROM users").execute(&store.readers).await.expect("erased");
    let found = store.messages(app(), "room:1001", ALL).await.expect("read");
    assert_eq!((found.len(), found[0].elements.len()), (1, 0));
}

#[tokio::test]
async fn a_removed_room_takes_its_log_along_and_begins_a_new_epoch() {
    let folder = Folder::new();
    let (store, _tasks, _stop) = open(&folder).await;
    let ann = store.user(app(), &id("ann"), "", 1).await.expect("ann").tiny;
    let room = RoomId::number(1001).expect("a room");
    let log = ilive_core::chat::Conversation::Group(room.clone()).key();
    store.append(text(ann, "c", "x")).await.expect("appended");
    let before = store.log_end(app(), &log).await.expect("read");

    store.keep(app(), &room, vec![Keep::Gone]).await.expect("removed");

    let after = store.log_end(app(), &log).await.expect("read");
    assert_eq!((before.epoch, before.last_seq), (1, 1));
    assert_eq!((after.epoch, after.last_seq), (2, 0));
    assert!(store.messages(app(), &log, ALL).await.expect("read").is_empty());
}

#[tokio::test]
async fn users_are_found_by_either_name_within_their_app() {
    let folder = Folder::new();
    let (store, _tasks, _stop) = open(&folder).await;
    let ann = store.user(app(), &id("ann"), "Ann", 1).await.expect("ann");
    let bob = store.user(app(), &id("bob"), "Bob", 1).await.expect("bob");
    let stranger =
        store.user(AppId::new(7).expect("an app"), &id("ann"), "Other", 1).await.expect("stranger");

    let found =
        store.users(app(), &[id("ann"), id("nobody")], &[bob.tiny, stranger.tiny]).await.expect("read");
    assert_eq!(found, [ann.clone(), bob]);

    let again = store.user(app(), &id("ann"), "", 2).await.expect("ann");
    assert_eq!(again, ann, "an empty nick keeps the stored one");
    assert_ne!(stranger.tiny, ann.tiny);
}

#[tokio::test]
async fn a_room_comes_back_as_it_was_kept() {
    let folder = Folder::new();
    let (store, _tasks, _stop) = open(&folder).await;
    let person = |user: User| Person { user: user.id, tiny: user.tiny, nick: user.nick };
    let ann = person(store.user(app(), &id("ann"), "Ann", 1).await.expect("ann"));
    let bob = person(store.user(app(), &id("bob"), "Bob", 1).await.expect("bob"));
    let room = RoomId::number(1001).expect("a room");
    let tally = Tally { peak_people: 3, total_people: 4, messages: 5 };
    let row = StoredRoom { owner: ann.clone(), created_at_ms: 9, title: "Hello 你好".into(), tally };
    let hand = Hand { since_ms: 12, order: 2, note: "me".into() };
    let member = StoredMember {
        person: bob.clone(),
        role: Role::new("LiveGuest", RoleType::Cohost),
        accepted: true,
        hand: Some(hand),
    };
    let ban = Ban { tiny: bob.tiny, kicked_at_ms: 5, until_ms: 6 };

    let stored = |title: &str| {
        Keep::State(Box::new(Stored {
            room: StoredRoom { title: title.into(), ..row.clone() },
            members: vec![member.clone()],
            muted: vec![(bob.tiny, Rights::SEND_AUDIO)],
            bans: vec![ban],
        }))
    };
    store.keep(app(), &room, vec![stored("old"), stored(&row.title)]).await.expect("kept");

    let found = store.rooms().await.expect("read");
    assert_eq!(found.len(), 1);
    let (found_app, found_room, stored) = &found[0];
    assert_eq!((*found_app, found_room), (app(), &room));
    assert_eq!(stored.room, row);
    assert_eq!(stored.members, [member]);
    assert_eq!(stored.muted, [(bob.tiny, Rights::SEND_AUDIO)]);
    assert_eq!(stored.bans, [ban]);

    store.keep(app(), &room, vec![Keep::Gone]).await.expect("gone");
    assert!(store.rooms().await.expect("read").is_empty());
}
