//! Who is let in, and in which order the room says no (R3, from the ENTER bit on).

use std::time::Duration;

use ilive_core::Now;
use ilive_core::room::{
    Config, Enter, Follow, Grant, Input, Negotiated, Output, Person, Refusal, Request, RequestId, Role, Room,
    SessionId, StagePolicy,
};
use ilive_protocol::wire::{self, MemberKind, RoleType, Source};
use ilive_protocol::{PeerId, Rights, RoomId, TinyId};
use ilive_sim::{Guest, World};

/// Entries by hand, for what no client of a world asks.
fn enter(tiny: u64, change: impl FnOnce(&mut Enter)) -> Box<Enter> {
    let person = Person {
        user: format!("user{tiny}").parse().expect("a good id"),
        tiny: TinyId(tiny),
        nick: String::new(),
    };
    let mut enter = Enter {
        person,
        grant: Grant { ticket: Rights::ALL, key_presented: false, issued_at_ms: 1 },
        kind: MemberKind::Person,
        peer: PeerId(tiny),
        create: false,
        exclusive: false,
        role: Role::new("Guest", RoleType::Audience),
        asked: Rights::NONE,
        wants: Rights::NONE,
        title: String::new(),
        follow: Follow::Anybody,
    };
    change(&mut enter);
    Box::new(enter)
}

struct Door {
    room: Room,
    now: Now,
}

impl Door {
    fn new(config: Config) -> Self {
        let (world, _) = World::with_viewers(Config::default(), &[]);
        let room = Room::new(RoomId::number(7).expect("7 is a room"), config);
        Self { room, now: world.clock() }
    }

    /// With a room made by user 1.
    fn open(config: Config) -> Self {
        let mut door = Self::new(config);
        assert_eq!(door.knock(1, |enter| enter.create = true), Ok(()));
        door
    }

    fn give(&mut self, input: Input) -> Vec<Output> {
        self.room.handle(self.now, input);
        std::iter::from_fn(|| self.room.poll_output()).collect()
    }

    fn knock(&mut self, tiny: u64, change: impl FnOnce(&mut Enter)) -> Result<(), Refusal> {
        let session = SessionId(tiny);
        self.give(Input::Enter(session, RequestId(1), enter(tiny, change)));
        let answered = Ok(Negotiated::default());
        // Whoever was refused has no offer to answer, and this changes nothing.
        self.give(Input::Negotiated(session, answered));
        match self.last_reply(session) {
            Some(refusal) => Err(refusal),
            None => Ok(()),
        }
    }

    /// The refusal of an entry shows in that a request finds nobody.
    fn last_reply(&mut self, session: SessionId) -> Option<Refusal> {
        let outputs = self.give(Input::Request(session, RequestId(2), Request::Read));
        outputs.into_iter().find_map(|output| match output {
            Output::Reply(_, _, Err(refusal)) => Some(refusal),
            _ => None,
        })
    }

    fn refusal(&mut self, tiny: u64, change: impl FnOnce(&mut Enter)) -> (u32, &'static str) {
        let outputs = self.give(Input::Enter(SessionId(tiny), RequestId(1), enter(tiny, change)));
        let refusal = outputs.into_iter().find_map(|output| match output {
            Output::Reply(_, _, Err(refusal)) => Some(refusal.fault()),
            _ => None,
        });
        refusal.map_or((0, ""), |fault| (fault.code, fault.sub_reason))
    }
}

#[test]
fn a_room_that_does_not_exist_says_why_it_is_not_made() {
    let ticket = |bits: u8| move |enter: &mut Enter| enter.grant.ticket = Rights(bits);
    let create = |bits: u8| {
        move |enter: &mut Enter| {
            ticket(bits)(enter);
            enter.create = true;
        }
    };
    let mut door = Door::new(Config::default());

    assert_eq!(door.refusal(1, ticket(0xFD)), (10_003, "lack_join"), "before room_not_exist");
    assert_eq!(door.refusal(1, create(0xFD)), (10_003, "lack_join"));
    assert_eq!(door.refusal(1, ticket(0xFE)), (10_009, "room_not_exist"), "before lack_create");
    assert_eq!(door.refusal(1, create(0xFE)), (10_003, "lack_create"));
    assert!(door.room.is_vacant());
    assert_eq!(door.refusal(1, create(0x03)), (0, ""));
    assert!(!door.room.is_vacant());
}

#[test]
fn no_bit_of_a_ticket_that_the_client_does_not_want_counts() {
    let mut door = Door::new(Config::default());
    let asked = |bits: u8| {
        move |enter: &mut Enter| {
            enter.create = true;
            enter.asked = Rights(bits);
        }
    };

    assert_eq!(door.refusal(1, asked(0xFE)), (10_003, "lack_create"));
    assert_eq!(door.refusal(1, asked(0x01)), (10_003, "lack_join"));
}

#[test]
fn the_order_of_refusals_is_the_contracts() {
    let mut door = Door::open(Config { people_max: 2, ..Config::default() });
    assert_eq!(door.knock(2, |_| ()), Ok(()));
    let kick = wire::KickMember {
        member: Some(wire::MemberRef { id: Some(wire::member_ref::Id::UserId("user2".to_owned())) }),
        ..Default::default()
    };
    door.give(Input::Request(SessionId(1), RequestId(3), Request::Kick(kick)));
    assert_eq!(door.knock(3, |_| ()), Ok(()));

    let exclusive = |enter: &mut Enter| (enter.create, enter.exclusive) = (true, true);
    let no_join = |enter: &mut Enter| {
        exclusive(enter);
        enter.grant.ticket = Rights(0xFD);
    };
    assert_eq!(door.refusal(2, no_join), (10_003, "lack_join"));
    assert_eq!(door.refusal(2, exclusive), (10_003, "room_taken"));
    assert_eq!(door.refusal(2, |_| ()), (10_005, "room_full"), "before kicked");
    door.give(Input::SessionGone(SessionId(3)));
    assert_eq!(door.refusal(2, |_| ()), (10_003, "kicked"));
}

#[test]
fn a_full_room_has_a_place_for_its_host_and_for_who_is_in_it() {
    let mut door = Door::open(Config { people_max: 2, ..Config::default() });
    assert_eq!(door.knock(2, |_| ()), Ok(()));
    door.give(Input::SessionGone(SessionId(1)));
    assert_eq!(door.knock(3, |_| ()), Ok(()));

    assert_eq!(door.refusal(4, |_| ()), (10_005, "room_full"));
    let player = |enter: &mut Enter| enter.kind = MemberKind::Whep;
    assert_eq!(door.refusal(5, player), (10_005, "room_full"));
    assert_eq!(door.knock(1, |_| ()), Ok(()), "the host");
    assert_eq!(door.refusal(2, |_| ()), (0, ""), "the same session anew");
}

#[test]
fn a_kick_refuses_older_tickets_for_its_time_and_newer_ones_never() {
    let mut door = Door::open(Config::default());
    assert_eq!(door.knock(2, |_| ()), Ok(()));
    let member = Some(wire::MemberRef { id: Some(wire::member_ref::Id::TinyId(2)) });
    let kick = wire::KickMember { member, ban_s: 60, reason: String::new() };
    door.give(Input::Request(SessionId(1), RequestId(3), Request::Kick(kick)));
    let kicked_at = door.now.unix_ms;
    let issued = |ms: u64| move |enter: &mut Enter| enter.grant.issued_at_ms = ms;

    assert_eq!(door.refusal(2, issued(kicked_at - 1)), (10_003, "kicked"));
    assert_eq!(door.refusal(2, issued(kicked_at)), (10_003, "kicked"));
    assert_eq!(door.refusal(2, issued(kicked_at + 1)), (0, ""), "a new ticket");
    door.give(Input::SessionGone(SessionId(2)));
    door.now.unix_ms += 59_999;
    assert_eq!(door.refusal(2, issued(1)), (10_003, "kicked"));
    door.now.unix_ms += 1;
    assert_eq!(door.refusal(2, issued(1)), (0, ""), "a minute later");
}

#[test]
fn a_whip_source_or_player_with_no_use_for_its_offer_is_refused() {
    let whip = |ticket: u8, key: bool| {
        move |enter: &mut Enter| {
            (enter.kind, enter.wants) = (MemberKind::Whip, Rights(0x14));
            enter.role = Role::new("LiveGuest", RoleType::Cohost);
            (enter.grant.ticket, enter.grant.key_presented) = (Rights(ticket), key);
        }
    };
    let whep = |ticket: u8| {
        move |enter: &mut Enter| {
            (enter.kind, enter.wants, enter.grant.ticket) = (MemberKind::Whep, Rights(0x28), Rights(ticket));
        }
    };
    let mut ask = Door::open(Config::default());
    let mut open = Door::open(Config { stage: StagePolicy::Open, ..Config::default() });

    assert_eq!(open.refusal(2, whip(0xAA, false)), (10_003, "lack_send_audio"));
    assert_eq!(open.refusal(2, whip(0xBA, false)), (0, ""), "video alone is some use");
    assert_eq!(ask.refusal(2, whip(0xFF, false)), (10_003, "stage_closed"));
    assert_eq!(ask.refusal(2, whip(0xFE, true)), (0, ""), "a key with the bits");
    assert_eq!(ask.refusal(3, whep(0x82)), (10_003, "lack_recv_audio"));
    assert_eq!(ask.refusal(3, whep(0x0A)), (0, ""));
}

#[test]
fn a_room_is_not_reclaimed_from_under_somebody_who_is_coming_in() {
    let mut door = Door::open(Config::default());
    let later = |door: &mut Door, ms: u64| {
        door.now = Now { at: door.now.at + Duration::from_millis(ms), ..door.now };
        door.give(Input::Tick);
    };
    door.give(Input::Request(SessionId(1), RequestId(9), Request::Exit));

    later(&mut door, 29_900);
    assert_eq!(door.refusal(2, |_| {}), (0, ""), "let in, the offer is not answered yet");
    later(&mut door, 200);
    door.give(Input::Negotiated(SessionId(2), Ok(Negotiated::default())));

    assert_eq!(door.last_reply(SessionId(2)), None, "the room is there");
    door.give(Input::Request(SessionId(2), RequestId(9), Request::Exit));
    later(&mut door, 30_000);
    assert!(door.room.is_vacant(), "and goes when nobody comes");
}

#[test]
fn a_player_of_somebody_unknown_hears_so_only_where_it_would_be_let_in() {
    let mut door = Door::open(Config::default());
    let play = |bits: u8| {
        move |enter: &mut Enter| {
            (enter.kind, enter.follow) = (MemberKind::Whep, Follow::Unknown);
            enter.grant.ticket = Rights(bits);
        }
    };

    assert_eq!(door.refusal(20, play(0x80)), (10_003, "lack_join"));
    assert_eq!(door.refusal(20, play(0xAA)), (10_010, "member_gone"));
}

#[test]
fn a_newer_whip_post_replaces_the_older_and_its_sources() {
    let mut door = Door::open(Config { stage: StagePolicy::Open, ..Config::default() });
    let whip = |session: u64| {
        enter(2, |enter| {
            (enter.kind, enter.peer) = (MemberKind::Whip, PeerId(session));
            enter.role = Role::new("LiveGuest", RoleType::Cohost);
        })
    };
    let sends = || Ok(Negotiated { slots: Vec::new(), sends: vec![Source::Audio, Source::Main] });
    door.give(Input::Enter(SessionId(20), RequestId(1), whip(20)));
    door.give(Input::Negotiated(SessionId(20), sends()));

    door.give(Input::Enter(SessionId(21), RequestId(2), whip(21)));
    let outputs = door.give(Input::Negotiated(SessionId(21), sends()));

    assert!(outputs.contains(&Output::Out(SessionId(20))), "{outputs:?}");
    let entered = |output: &Output| matches!(output, Output::Reply(SessionId(21), _, Ok(_)));
    assert!(outputs.iter().any(entered), "{outputs:?}");
}

#[test]
fn who_does_not_connect_in_time_is_out_with_10005() {
    let mut world = World::new(Config::default());
    let ann = world.session();
    world.enter(ann, "ann", &Guest::host());

    world.pass(Duration::from_millis(14_999));
    assert!(world.client(ann).is_some_and(|client| client.replica.is_some()));
    world.pass(Duration::from_millis(1));

    assert!(world.client(ann).is_some_and(|client| client.replica.is_none()));
    assert!(world.transcript().ends_with("disconnected 10005 ice_failed"), "{}", world.transcript());
}

#[test]
fn a_room_whose_maker_never_came_in_has_never_been() {
    let mut world = World::new(Config::default());
    world.answer_offers = false;
    let ann = world.session();
    world.enter(ann, "ann", &Guest::host());
    assert!(world.room().listing().is_some());

    world.answer_offer(ann, 3, false);

    assert!(world.room().is_vacant());
    assert_eq!(world.check(true), Ok(()));
}
