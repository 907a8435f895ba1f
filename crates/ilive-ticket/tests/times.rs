//! When a ticket is valid: no grace past its end, 300 s for a clock that is ahead, and the ends of numbers.

use ilive_protocol::{AppId, Rights, RoomId, UserId};
use ilive_ticket::{
    Claims, Grant, Secret, Ticket, TicketError, Unverified, Verifier, mint_room_key_v2, mint_user_sig_v2,
};

/// The last second of signed 32-bit time.
const Y2038: u64 = i32::MAX as u64;
/// The last second of unsigned 32-bit time.
const Y2106: u64 = u32::MAX as u64;

struct App {
    secret: Secret,
    verifier: Verifier,
    user: UserId,
}

impl App {
    fn new() -> Self {
        let secret = Secret::new("secret").expect("not empty");
        let app = AppId::new(1).expect("not zero");
        let user = "alice".parse().expect("a good id");
        Self { verifier: Verifier::v2(app, secret.clone()), secret, user }
    }

    fn claims(&self, issued_at: u64, valid_s: u64) -> Claims<'_> {
        Claims { app: self.verifier.app(), user: &self.user, issued_at, valid_s }
    }

    /// What is said of a userSig at `now`.
    fn user_sig(&self, issued_at: u64, valid_s: u64, now: u64) -> &'static str {
        said(self.verified(&mint_user_sig_v2(&self.secret, &self.claims(issued_at, valid_s)), now))
    }

    /// What is said at `now` of a room key that ends at `key_ends_at` inside a ticket that ends at `ends_at`.
    fn room_key(&self, ends_at: u64, key_ends_at: u32, now: u64) -> &'static str {
        let room = RoomId::number(1).expect("a room");
        let grant = Grant { room: &room, rights: Rights::ALL, expires_at: key_ends_at };
        said(self.verified(&mint_room_key_v2(&self.secret, &self.claims(1, ends_at - 1), &grant), now))
    }

    fn verified(&self, ticket: &str, now: u64) -> Result<Ticket, TicketError> {
        Unverified::parse(ticket)?.verify(&self.verifier, now)
    }
}

fn said(checked: Result<Ticket, TicketError>) -> &'static str {
    checked.map_or_else(|error| error.sub_reason(), |_| "good")
}

#[test]
fn a_user_sig_is_valid_up_to_its_last_second() {
    let app = App::new();
    for (issued_at, valid_s, now, expected) in [
        (1000, 60, 1000, "good"),
        (1000, 60, 1060, "good"),
        (1000, 60, 1061, "sig_expired"),
        (1000, 60, u64::MAX, "sig_expired"),
        (1000, 0, 1000, "good"),
        (1000, 0, 1001, "sig_expired"),
        (1000, 60, 700, "good"),
        (1000, 60, 699, "not_yet_valid"),
        (1000, 60, 0, "not_yet_valid"),
        (0, 60, 0, "good"),
        (Y2038, 1, Y2038, "good"),
        (Y2038, 1, Y2038 + 1, "good"),
        (Y2038, 1, Y2038 + 2, "sig_expired"),
        (Y2038 - 10, 86_400, Y2038 + 86_390, "good"),
        (Y2106, 1, Y2106 + 1, "good"),
        (Y2106, 1, Y2106 + 2, "sig_expired"),
        (Y2106 - 10, 86_400, Y2106 + 86_390, "good"),
        (Y2106 - 10, 86_400, Y2106 + 86_391, "sig_expired"),
        (1000, i64::MAX as u64 - 1000, 1000, "good"),
        (1000, i64::MAX as u64 - 999, 1000, "bad_expire"),
        (1000, i64::MAX as u64 + 1, 1000, "bad_field"),
        (i64::MAX as u64, 0, i64::MAX as u64, "good"),
        (i64::MAX as u64, 0, u64::MAX, "sig_expired"),
        (i64::MAX as u64 + 1, 0, u64::MAX, "bad_field"),
    ] {
        assert_eq!(app.user_sig(issued_at, valid_s, now), expected, "{issued_at} + {valid_s} at {now}");
    }
}

#[test]
fn both_ends_of_a_room_key_count_the_outer_first() {
    let app = App::new();
    let end = Y2106 as u32;
    for (ends_at, key_ends_at, now, expected) in [
        (2000, 1000, 1000, "good"),
        (2000, 1000, 1001, "key_expired"),
        (2000, 1000, 2001, "sig_expired"),
        (1000, 2000, 1001, "sig_expired"),
        (2000, 0, 1, "key_expired"),
        (Y2106 * 2, Y2038 as u32, Y2038, "good"),
        (Y2106 * 2, Y2038 as u32, Y2038 + 1, "key_expired"),
        (Y2106 * 2, Y2038 as u32 + 1, Y2038 + 1, "good"),
        (Y2106 * 2, end, Y2106, "good"),
        (Y2106 * 2, end, Y2106 + 1, "key_expired"),
    ] {
        assert_eq!(app.room_key(ends_at, key_ends_at, now), expected, "{ends_at}, {key_ends_at} at {now}");
    }
}

#[test]
fn only_the_outer_end_is_8051() {
    let app = App::new();
    let expired = mint_user_sig_v2(&app.secret, &app.claims(1000, 60));

    let error = app.verified(&expired, 1061).expect_err("a second too late");
    assert_eq!(error, TicketError::SigExpired { expired_at: 1060, now: 1061 });
    assert_eq!(error.code().number(), 8051);

    let early = app.verified(&expired, 1).expect_err("far too early");
    assert_eq!(early.code().number(), 10_003);
}

#[test]
fn the_holder_of_an_expired_ticket_is_still_its_holder() {
    let app = App::new();
    let expired = mint_user_sig_v2(&app.secret, &app.claims(0, 0));
    let ticket = Unverified::parse(&expired).expect("well formed");
    let other = Verifier::v2(app.verifier.app(), Secret::new("other").expect("not empty"));

    assert_eq!(ticket.verify_holder(&app.verifier), Ok(app.user));
    assert_eq!(ticket.verify_holder(&other), Err(TicketError::BadSignature));
}
