//! A room key opens one room to one user of one app, until its end, with its bits: all 32 ways to differ (S4).

use ilive_protocol::{AppId, Rights, RoomId, UserId};
use ilive_ticket::hostile::{V1_PRIVATE_KEY_PEM, V1_PUBLIC_KEY_PEM};
use ilive_ticket::{
    Claims, Grant, Secret, SigningKeyV1, TicketError, Unverified, Verifier, mint_room_key_v1,
    mint_room_key_v2,
};

const ISSUED_AT: u64 = 1_700_000_000;
const KEY_ENDS_AT: u32 = 1_700_000_600;

/// What differs between the key and the entry it is presented for.
#[derive(Debug, Clone, Copy)]
struct Differs {
    app: bool,
    user: bool,
    room: bool,
    expired: bool,
    bits: bool,
}

impl Differs {
    fn all() -> impl Iterator<Item = Self> {
        (0..32).map(|cell| {
            let differs = |bit: u32| cell & 1 << bit != 0;
            let [app, user, room, expired, bits] = [0, 1, 2, 3, 4].map(differs);
            Self { app, user, room, expired, bits }
        })
    }

    /// What is said of an entry that lacks this: the first hit of the server's order.
    fn expected(self) -> &'static str {
        match self {
            Self { expired: true, .. } => "key_expired",
            Self { user: true, .. } => "wrong_user",
            Self { app: true, .. } => "wrong_app",
            Self { room: true, .. } => "wrong_room",
            Self { bits: true, .. } => "rights: no",
            _ => "rights: yes",
        }
    }
}

fn app(id: u32) -> AppId {
    AppId::new(id).expect("not zero")
}

fn user(id: &str) -> UserId {
    id.parse().expect("a good id")
}

/// The key of alice for room 10001 of app 1 that may enter, presented for an entry that differs so.
fn entered(differs: Differs, ticket: &str, verifier: &Verifier, rooms: [&RoomId; 2]) -> &'static str {
    let now = u64::from(KEY_ENDS_AT) + u64::from(differs.expired);
    let here = (app(1 + u32::from(differs.app)), user(["alice", "bob"][usize::from(differs.user)]));
    let needed = if differs.bits { Rights::SEND_AUDIO } else { Rights::JOIN };
    let told = |error: TicketError| {
        assert_eq!(error.code().number(), 10_003, "{differs:?}");
        error.sub_reason()
    };
    let read = Unverified::parse(ticket).and_then(|ticket| ticket.verify_room_key(verifier, now));
    let key = match read {
        Ok(key) => key,
        Err(error) => return told(error),
    };
    match key.matches(here.0, &here.1, rooms[usize::from(differs.room)]) {
        Err(error) => told(error),
        Ok(()) if key.rights.has(needed) => "rights: yes",
        Ok(()) => "rights: no",
    }
}

#[test]
fn only_the_one_cell_where_nothing_differs_opens() {
    let secret = Secret::new("s").expect("not empty");
    let private = SigningKeyV1::from_pem(V1_PRIVATE_KEY_PEM).expect("a private key");
    let by_secret = Verifier::v2(app(1), secret.clone());
    let by_public = Verifier::v1(app(1), V1_PUBLIC_KEY_PEM).expect("a public key");
    let alice = user("alice");
    let claims = Claims { app: app(1), user: &alice, issued_at: ISSUED_AT, valid_s: 86_400 };
    let number = RoomId::number(10_001).expect("a room");
    let name = RoomId::name("10001").expect("a room");
    let mut opened = 0;
    let mut cells = 0;

    for (room, other) in [(&number, &name), (&name, &number)] {
        let grant = Grant { room, rights: Rights::AUDIENCE, expires_at: KEY_ENDS_AT };
        for (ticket, verifier) in [
            (mint_room_key_v2(&secret, &claims, &grant), &by_secret),
            (mint_room_key_v1(&private, &claims, &grant), &by_public),
        ] {
            for differs in Differs::all() {
                let said = entered(differs, &ticket, verifier, [room, other]);

                assert_eq!(said, differs.expected(), "{differs:?}, {room:?}, {verifier:?}");
                opened += u32::from(said == "rights: yes");
                cells += 1;
            }
        }
    }

    assert_eq!((cells, opened), (4 * 32, 4));
}
