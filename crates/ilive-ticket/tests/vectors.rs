//! Tickets that others made: vectors of v2 computed from E.4, and the public sample of v1.

use ilive_protocol::{AppId, Rights, RoomId};
use ilive_ticket::hostile::{SECRET, STORED_USER_SIG, V1_PUBLIC_KEY_PEM};
use ilive_ticket::{RoomKey, Secret, TicketError, Unverified, UserTicket, Verifier};

const README_KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

/// Room keys packed by the zlib of CPython 3 (level 6), with spaces after colons and commas, around the published
/// userbuf and signature.
const NUMERIC_ROOM_KEY: &str = include_str!("../testdata/v2_room_10001_bits_42.txt");
const NAMED_ROOM_KEY: &str = include_str!("../testdata/v2_room_demo-room_bits_255.txt");
const README_USER_SIG: &str = include_str!("../testdata/v2_xiaojun.txt");
const README_ROOM_KEY: &str = include_str!("../testdata/v2_xiaojun_room_1234.txt");
const V1_USER_SIG: &str = include_str!("../testdata/v1_user_sig.txt");

fn app(id: u32) -> AppId {
    AppId::new(id).expect("not zero")
}

fn v2(id: u32, secret: &str) -> Verifier {
    Verifier::v2(app(id), Secret::new(secret).expect("not empty"))
}

fn user_sig(ticket: &str, verifier: &Verifier, now: u64) -> Result<UserTicket, TicketError> {
    Unverified::parse(ticket)?.verify_user_sig(verifier, now)
}

fn room_key(ticket: &str, verifier: &Verifier, now: u64) -> Result<RoomKey, TicketError> {
    Unverified::parse(ticket)?.verify_room_key(verifier, now)
}

#[test]
fn the_published_user_sigs_of_v2_are_good() {
    for (ticket, id, secret, user, issued_at, valid_s) in [
        (STORED_USER_SIG, 1_400_000_001, SECRET, "alice", 1_700_000_000, 86_400),
        (README_USER_SIG, 1_400_000_000, README_KEY, "xiaojun", 1_600_000_000, 15_552_000),
    ] {
        let read = user_sig(ticket, &v2(id, secret), issued_at + valid_s);

        let user = user.parse().expect("a good id");
        assert_eq!(read, Ok(UserTicket { app: app(id), user, issued_at, expires_at: issued_at + valid_s }));
    }
}

#[test]
fn the_published_room_keys_of_v2_are_good() {
    let number = |number| RoomId::number(number).expect("a room");
    let name = RoomId::name("demo-room").expect("a room");
    let compat = (1_400_000_001, SECRET, "alice", 1_700_000_000, 86_400, 1_700_086_400);
    let readme = (1_400_000_000, README_KEY, "xiaojun", 1_600_000_000, 300, 1_600_000_300);
    for (ticket, (id, secret, user, issued_at, valid_s, key_expires_at), room, rights) in [
        (NUMERIC_ROOM_KEY, compat, number(10_001), 42),
        (NAMED_ROOM_KEY, compat, name, 255),
        (README_ROOM_KEY, readme, number(1234), 255),
    ] {
        let key = room_key(ticket, &v2(id, secret), issued_at + 1).expect("a published key");

        let user = user.parse().expect("a good id");
        assert_eq!(key.matches(app(id), &user, &room), Ok(()));
        let (rights, expires_at) = (Rights(rights), issued_at + valid_s);
        assert_eq!(key, RoomKey { app: app(id), user, room, rights, issued_at, expires_at, key_expires_at });
    }
}

#[test]
fn the_public_sample_of_v1_is_good_in_its_minute_and_over_today() {
    const ISSUED_AT: u64 = 1_521_710_196;
    let verifier = Verifier::v1(app(1234), V1_PUBLIC_KEY_PEM).expect("a public key");
    let good = UserTicket {
        app: app(1234),
        user: "12345".parse().expect("a good id"),
        issued_at: ISSUED_AT,
        expires_at: ISSUED_AT + 60,
    };

    assert_eq!(user_sig(V1_USER_SIG, &verifier, ISSUED_AT), Ok(good.clone()));
    assert_eq!(user_sig(V1_USER_SIG, &verifier, ISSUED_AT + 60), Ok(good));

    let over = user_sig(V1_USER_SIG, &verifier, 1_700_000_000).expect_err("expired in 2018");
    assert_eq!((over.code().number(), over.sub_reason()), (8051, "sig_expired"));
    let other_app = Verifier::v1(app(123), V1_PUBLIC_KEY_PEM).expect("a public key");
    let other = user_sig(V1_USER_SIG, &other_app, ISSUED_AT).expect_err("another app");
    assert_eq!((other.code().number(), other.sub_reason()), (10_003, "wrong_app"));
}
