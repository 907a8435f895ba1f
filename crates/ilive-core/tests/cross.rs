//! Links between rooms: each keeps its own end, and both ends are the same.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use ilive_core::Now;
use ilive_core::room::{
    Config, Cross, Enter, Follow, Grant, Input, Negotiated, Output, Person, Refusal, Request, RequestId,
    Role, Room, SessionId,
};
use ilive_protocol::wire::{self, MemberKind, RoleType, event::Event, reply};
use ilive_protocol::{PeerId, Rights, RoomId, TinyId};

/// Rooms that talk to each other; what one says waits until it is delivered.
struct Rooms {
    rooms: BTreeMap<RoomId, Room>,
    now: Now,
    people: Vec<(String, RoomId)>,
    mail: VecDeque<(RoomId, RoomId, Cross)>,
    answers: Vec<Result<reply::Result, Refusal>>,
    lines: Vec<String>,
}

#[allow(
    clippy::disallowed_methods,
    reason = "an Instant has no other beginning; from here on time is simulated"
)]
fn beginning() -> Instant {
    Instant::now()
}

fn id(number: u32) -> RoomId {
    RoomId::number(number).expect("a good number")
}

impl Rooms {
    /// Each room with its people; the first is the host.
    fn with(rooms: &[(u32, &[&str])]) -> Self {
        let now = Now { at: beginning(), unix_ms: 1_000_000 };
        let (mail, rooms_of) = (VecDeque::new(), BTreeMap::new());
        let mut all =
            Self { rooms: rooms_of, now, people: Vec::new(), mail, answers: Vec::new(), lines: Vec::new() };
        for (number, people) in rooms {
            all.rooms.insert(id(*number), Room::new(id(*number), Config::default()));
            people.iter().for_each(|name| all.enter(name, *number));
        }
        all.lines.clear();
        all.answers.clear();
        all
    }

    fn enter(&mut self, name: &str, number: u32) {
        self.people.push((name.to_owned(), id(number)));
        let session = SessionId(self.people.len() as u64);
        let first = self.people.iter().position(|(known, _)| known == name).expect("it is there");
        let tiny = first as u64 + 1;
        let enter = Enter {
            person: Person {
                user: name.parse().expect("a good id"),
                tiny: TinyId(tiny),
                nick: String::new(),
            },
            grant: Grant { ticket: Rights::ALL, key_presented: false, issued_at_ms: 0 },
            kind: MemberKind::Person,
            peer: PeerId(session.0),
            create: true,
            exclusive: false,
            role: Role::new("any", RoleType::Audience),
            asked: Rights::NONE,
            wants: Rights::NONE,
            title: String::new(),
            follow: Follow::Anybody,
        };
        self.give(number, Input::Enter(session, RequestId(0), Box::new(enter)));
        self.give(number, Input::Negotiated(session, Ok(Negotiated::default())));
    }

    /// Of somebody who has entered twice, the later one.
    fn session(&self, name: &str) -> (u32, SessionId) {
        let at = self.people.iter().rposition(|(known, _)| known == name).expect("somebody");
        let RoomId::Number(number) = &self.people[at].1 else { panic!("a number") };
        (number.get(), SessionId(at as u64 + 1))
    }

    fn ask(&mut self, name: &str, what: Request) {
        let (room, session) = self.session(name);
        self.give(room, Input::Request(session, RequestId(0), what));
    }

    fn link(&mut self, name: &str, room: u32, user: &str) {
        let user = user.parse().expect("a good id");
        self.ask(name, Request::Link { room: id(room), user, by_key: false });
    }

    fn give(&mut self, number: u32, input: Input) {
        let room = self.rooms.get_mut(&id(number)).expect("a room");
        room.handle(self.now, input);
        while let Some(output) = room.poll_output() {
            match output {
                Output::Reply(_, _, answer) => self.answers.push(answer),
                Output::Cross(to, cross) => self.mail.push_back((id(number), to, cross)),
                Output::Event(to, Event::LinksChanged(changed)) => {
                    let names: Vec<&str> =
                        to.iter().map(|session| self.people[session.0 as usize - 1].0.as_str()).collect();
                    let links: Vec<String> = changed.links.iter().map(|link| link.user_id.clone()).collect();
                    self.lines.push(format!("{}: {}", names.join(" "), links.join(" ")));
                }
                _ => {}
            }
        }
    }

    /// Delivers what rooms say to each other; to a room that is not there as the shell does.
    fn deliver(&mut self) {
        while let Some((from, to, cross)) = self.mail.pop_front() {
            let number = |room: &RoomId| match room {
                RoomId::Number(number) => number.get(),
                RoomId::Name(_) => panic!("a number"),
            };
            if self.rooms.contains_key(&to) {
                self.give(number(&to), Input::Cross(from, cross));
            } else if matches!(cross, Cross::Ask(_)) {
                let no = Cross::Answer(Err(Refusal::RoomNotExist));
                self.give(number(&from), Input::Cross(to, no));
            }
        }
    }

    fn pass(&mut self, time: Duration) {
        self.now.at += time;
        let all: Vec<RoomId> = self.rooms.keys().cloned().collect();
        for room in all {
            let RoomId::Number(number) = room else { continue };
            self.give(number.get(), Input::Tick);
        }
    }

    /// The code of the one answer that has come since.
    fn code(&mut self) -> (u32, &'static str) {
        let answers = std::mem::take(&mut self.answers);
        match answers.as_slice() {
            [Ok(_)] => (0, ""),
            [Err(refusal)] => (refusal.fault().code, refusal.fault().sub_reason),
            other => panic!("one answer, not {other:?}"),
        }
    }

    fn said(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }
}

/// What happens, and how it is brought about.
type Case = (&'static str, fn(&mut Rooms));

fn pair() -> Rooms {
    Rooms::with(&[(1, &["ann", "bob"]), (2, &["cem", "dan"])])
}

fn linked() -> Rooms {
    let mut rooms = pair();
    rooms.link("ann", 2, "cem");
    rooms.deliver();
    rooms.said();
    rooms.answers.clear();
    rooms
}

#[test]
fn a_link_is_told_in_both_rooms_and_dropped_by_either() {
    for (drops, expected) in [("ann", ["ann bob: ", "cem dan: "]), ("cem", ["cem dan: ", "ann bob: "])] {
        let mut rooms = pair();
        rooms.link("ann", 2, "dan");
        assert!(rooms.answers.is_empty(), "not before the other room has agreed");
        rooms.deliver();
        assert_eq!(rooms.code(), (0, ""));
        assert_eq!(rooms.said(), ["cem dan: ann", "ann bob: dan"]);

        rooms.ask(drops, Request::Unlink);
        rooms.deliver();
        assert_eq!(rooms.code(), (0, ""));
        assert_eq!(rooms.said(), expected, "{drops} drops it");
    }
}

#[test]
fn a_link_goes_with_either_of_its_members_and_with_either_room() {
    let cases: [Case; 4] = [
        ("its member here leaves", |rooms| rooms.ask("ann", Request::Exit)),
        ("its member there leaves", |rooms| rooms.ask("cem", Request::Exit)),
        ("this room ends", |rooms| rooms.ask("ann", Request::End)),
        ("that room ends", |rooms| rooms.ask("cem", Request::End)),
    ];
    for (case, what) in cases {
        let mut rooms = linked();
        what(&mut rooms);
        rooms.deliver();
        rooms.answers.clear();
        for (name, other) in [("bob", 2), ("dan", 1)] {
            rooms.ask(name, Request::Read);
            match rooms.answers.pop() {
                Some(Ok(reply::Result::RoomRead(state))) => {
                    assert!(state.links.is_empty(), "{case}: {other}")
                }
                Some(Err(refusal)) => assert_eq!(refusal.fault().code, 10_006, "{case}: the room is over"),
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn whoever_enters_or_reads_is_told_of_the_links() {
    let mut rooms = linked();
    rooms.enter("eve", 2);

    let answer = rooms.answers.pop().expect("an answer").expect("an entry");
    let reply::Result::RoomEnter(entered) = answer else { panic!("{answer:?}") };
    let links = entered.state.expect("a state").links;
    assert_eq!((links.len(), links[0].user_id.as_str(), links[0].asked_here), (1, "ann", false));
    assert!(rooms.said().is_empty(), "nobody hears twice of it");
}

#[test]
fn each_refusal_has_its_code() {
    let link = |room, user: &str, by_key| Request::Link {
        room: id(room),
        user: user.parse().expect("an id"),
        by_key,
    };
    for (case, name, what, expected) in [
        ("not the host, and no key", "bob", link(2, "cem", false), (10_003, "host_only")),
        ("a key is enough", "bob", link(2, "cem", true), (0, "")),
        ("with oneself", "ann", link(1, "bob", false), (10_002, "to_self")),
        ("no such room", "ann", link(9, "cem", false), (10_009, "room_not_exist")),
        ("no such member there", "ann", link(2, "eve", false), (10_010, "member_gone")),
        ("one of this room is none there", "ann", link(2, "bob", false), (10_010, "member_gone")),
    ] {
        let mut rooms = pair();
        rooms.ask(name, what);
        rooms.deliver();
        assert_eq!(rooms.code(), expected, "{case}");
    }
}

#[test]
fn what_is_linked_is_linked_whoever_asked() {
    let mut rooms = linked();
    for (name, room, user) in [("ann", 2, "cem"), ("ann", 2, "dan"), ("cem", 1, "bob")] {
        rooms.link(name, room, user);
        rooms.deliver();
        assert_eq!(rooms.code(), (10_008, "linked"), "{name} to {room}");
    }
    rooms.link("ann", 9, "cem");
    rooms.link("ann", 9, "cem");
    assert_eq!(rooms.code(), (10_008, "linked"), "while it is being asked");
}

#[test]
fn two_rooms_that_ask_each_other_at_once_are_linked_once() {
    let mut rooms = pair();
    rooms.link("ann", 2, "cem");
    rooms.link("cem", 1, "ann");

    rooms.deliver();

    let codes: Vec<u32> =
        rooms.answers.iter().map(|answer| answer.as_ref().err().map_or(0, |e| e.fault().code)).collect();
    assert_eq!(codes.iter().sum::<u32>(), 10_008, "one is done, the other is so already: {codes:?}");
    assert_eq!(rooms.said(), ["cem dan: ann", "ann bob: cem"]);
}

#[test]
fn three_links_are_the_limit_here_and_there() {
    let others = [(2, "b"), (3, "c"), (4, "d")];
    let mut rooms = Rooms::with(&[(1, &["ann"]), (2, &["b"]), (3, &["c"]), (4, &["d"]), (5, &["e"])]);
    for (room, user) in others {
        rooms.link("ann", room, user);
        rooms.deliver();
        assert_eq!(rooms.code(), (0, ""));
    }
    rooms.link("ann", 5, "e");
    assert_eq!(rooms.code(), (10_005, "link_limit"));

    let mut rooms = Rooms::with(&[(1, &["ann"]), (2, &["b"]), (3, &["c"]), (4, &["d"]), (5, &["e"])]);
    for (_, user) in others {
        rooms.link(user, 1, "ann");
        rooms.deliver();
        assert_eq!(rooms.code(), (0, ""));
    }
    rooms.link("e", 1, "ann");
    rooms.deliver();
    assert_eq!(rooms.code(), (10_005, "link_limit"));
    rooms.ask("b", Request::Unlink);
    rooms.deliver();
    rooms.answers.clear();
    rooms.link("e", 1, "ann");
    rooms.deliver();
    assert_eq!(rooms.code(), (0, ""));
}

#[test]
fn links_that_others_ask_for_leave_a_room_its_own() {
    let mut rooms = Rooms::with(&[(1, &["ann"]), (2, &["b"]), (3, &["c"]), (4, &["d"]), (5, &["e"])]);
    for user in ["b", "c", "d"] {
        rooms.link(user, 1, "ann");
        rooms.deliver();
        assert_eq!(rooms.code(), (0, ""));
    }

    rooms.link("ann", 5, "e");
    rooms.deliver();

    assert_eq!(rooms.code(), (0, ""));
}

#[test]
fn who_was_removed_learns_nothing_by_a_link_and_gets_none() {
    let mut rooms = Rooms::with(&[(1, &["ann", "bob"])]);
    let bob = wire::MemberRef { id: Some(wire::member_ref::Id::UserId("bob".to_owned())) };
    rooms.ask("ann", Request::Kick(wire::KickMember { member: Some(bob), ban_s: 60, reason: String::new() }));
    rooms.rooms.insert(id(2), Room::new(id(2), Config::default()));
    rooms.enter("bob", 2);
    rooms.answers.clear();

    for user in ["ann", "nobody"] {
        rooms.link("bob", 1, user);
        rooms.deliver();
        assert_eq!(rooms.code(), (10_003, "kicked"), "{user}");
    }
}

#[test]
fn others_drop_only_what_they_are_behind() {
    let mut rooms = linked();
    rooms.ask("bob", Request::Unlink);
    assert_eq!(rooms.code(), (10_003, "host_only"));
    assert!(rooms.said().is_empty());

    rooms.ask("ann", Request::Unlink);
    rooms.deliver();
    rooms.answers.clear();
    rooms.ask("bob", Request::Unlink);
    assert_eq!(rooms.code(), (0, ""), "nothing is linked: it is so already");
}

#[test]
fn an_answer_that_comes_too_late_leaves_no_half_of_a_link() {
    let mut rooms = pair();
    rooms.link("ann", 2, "cem");

    rooms.pass(Duration::from_secs(10));
    assert_eq!(rooms.code(), (10_004, "link_timeout"));
    rooms.deliver();

    assert_eq!(rooms.said(), ["cem dan: ann", "cem dan: "]);
}

#[test]
fn one_who_leaves_before_the_answer_leaves_no_half_of_a_link() {
    let mut rooms = pair();
    rooms.link("ann", 2, "cem");
    rooms.ask("ann", Request::Exit);
    rooms.deliver();

    for name in ["bob", "cem"] {
        rooms.answers.clear();
        rooms.ask(name, Request::Read);
        match rooms.answers.pop() {
            Some(Ok(reply::Result::RoomRead(state))) => assert!(state.links.is_empty(), "{name}"),
            other => panic!("{other:?}"),
        }
    }
}
