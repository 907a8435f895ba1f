//! Tickets that must be refused (S1, S2, S4), made from a seed: for the tests and for `ilive bench tickets`.
//!
//! All are aimed at one [`Gate`]: an app of v2 and the same app of v1, the user `alice`, the room 10001, the time
//! [`NOW`]. [`good`] are the tickets that this gate lets in; [`cases`] are forged from them. Those that are rightly
//! signed are so on purpose: the fault is then behind the signature.

mod content;
mod envelope;
mod flips;
mod forge;
mod noise;
mod room_key;
mod signature;

use ilive_protocol::{AppId, Rights, RoomId, UserId};

use crate::key::{Algorithm, Secret, SigningKeyV1, Verifier};
use crate::{Claims, Grant, TicketError, Unverified};
use crate::{mint_room_key_v1, mint_room_key_v2, mint_user_sig_v1, mint_user_sig_v2};

/// The gate's time, unix seconds.
pub const NOW: u64 = 1_700_000_100;
/// The key of the v2 vectors.
pub const SECRET: &str = "ilive-test-key";
/// The private key of the public v1 unit test (see `testdata/README.md`).
pub const V1_PRIVATE_KEY_PEM: &str = include_str!("../testdata/v1_private.pem");
/// Its public key.
pub const V1_PUBLIC_KEY_PEM: &str = include_str!("../testdata/v1_public.pem");
/// A whole v2 token, zlib level 0.
pub const STORED_USER_SIG: &str = "eAEBpgBZ-3siVExTLnZlciI6IjIuMCIsIlRMUy5pZGVudGlmaWVyIjoiYWxpY2UiLCJUTFMuc2RrYXBwaWQiOj\
                                   E0MDAwMDAwMDEsIlRMUy5leHBpcmUiOjg2NDAwLCJUTFMudGltZSI6MTcwMDAwMDAwMCwiVExTLnNpZyI6IlVsbD\
                                   FKVjNnT1YxZmJidEZacFp1eVFvOFR5dnFINnFmajhsampkNVNFcXc9In2oyjGV";

const APP: u32 = 1_400_000_001;
const USER: &str = "alice";
const ROOM: u32 = 10_001;
const ISSUED_AT: u64 = 1_700_000_000;
const VALID_S: u64 = 86_400;

/// What a ticket is presented as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// A userSig is wanted.
    UserSig,
    /// A room key is wanted.
    RoomKey,
}

/// One ticket and where it is presented.
#[derive(Debug, Clone)]
pub struct Case {
    /// What kind of forgery.
    pub family: &'static str,
    /// Which one of them.
    pub what: String,
    /// The ticket.
    pub text: String,
    /// What it is presented as.
    pub door: Door,
    /// The algorithm that the app is pinned to.
    pub key: Algorithm,
    /// The sub-reason of its refusal, where only one is right.
    pub expected: Option<&'static str>,
}

/// What all cases are presented to.
pub struct Gate {
    v2: Verifier,
    v1: Verifier,
    app: AppId,
    user: UserId,
    room: RoomId,
}

impl Default for Gate {
    fn default() -> Self {
        let v1 = Verifier::v1(app(), V1_PUBLIC_KEY_PEM).expect("the constant is a key");
        Self { v2: Verifier::v2(app(), secret()), v1, app: app(), user: user(), room: room() }
    }
}

impl Gate {
    /// Reads and checks the ticket, and that it is for the gate's app, user and room.
    ///
    /// # Errors
    /// Whatever the check says; for every one of [`cases`] it says something.
    pub fn present(&self, case: &Case) -> Result<(), TicketError> {
        self.check(&case.text, case.door, case.key)
    }

    pub(crate) fn check(&self, text: &str, door: Door, key: Algorithm) -> Result<(), TicketError> {
        let ticket = Unverified::parse(text)?;
        let verifier = match key {
            Algorithm::HmacV2 => &self.v2,
            Algorithm::EcdsaV1 => &self.v1,
        };
        match door {
            Door::UserSig => ticket.verify_user_sig(verifier, NOW).map(drop),
            Door::RoomKey => ticket.verify_room_key(verifier, NOW)?.matches(self.app, &self.user, &self.room),
        }
    }
}

/// Tickets that the gate lets in: the published token and one of each kind.
#[must_use]
pub fn good() -> Vec<Case> {
    let (user, room) = (user(), room());
    let claims = Claims { app: app(), user: &user, issued_at: ISSUED_AT, valid_s: VALID_S };
    let grant = Grant { room: &room, rights: Rights::AUDIENCE, expires_at: (ISSUED_AT + VALID_S) as u32 };
    let case = |what: &str, text, door, key| Case {
        family: "good",
        what: what.to_owned(),
        text,
        door,
        key,
        expected: None,
    };
    use Algorithm::{EcdsaV1, HmacV2};
    vec![
        case("v2, stored", STORED_USER_SIG.to_owned(), Door::UserSig, HmacV2),
        case("v2", mint_user_sig_v2(&secret(), &claims), Door::UserSig, HmacV2),
        case("v2 room key", mint_room_key_v2(&secret(), &claims, &grant), Door::RoomKey, HmacV2),
        case("v1", mint_user_sig_v1(&private_key(), &claims), Door::UserSig, EcdsaV1),
        case("v1 room key", mint_room_key_v1(&private_key(), &claims, &grant), Door::RoomKey, EcdsaV1),
    ]
}

/// All forgeries: the systematic ones, and mutations drawn from `seed`. None is one of [`good`].
#[must_use]
pub fn cases(seed: u64) -> Vec<Case> {
    let good = good();
    let mut cases = flips::cases(&good);
    cases.extend(envelope::cases());
    cases.extend(content::cases());
    cases.extend(signature::cases());
    cases.extend(room_key::cases());
    cases.extend(noise::cases(&good, seed));
    cases
}

fn app() -> AppId {
    AppId::new(APP).expect("not zero")
}

fn user() -> UserId {
    USER.parse().expect("a good id")
}

fn room() -> RoomId {
    RoomId::number(ROOM).expect("a good room")
}

fn secret() -> Secret {
    Secret::new(SECRET).expect("not empty")
}

fn private_key() -> SigningKeyV1 {
    SigningKeyV1::from_pem(V1_PRIVATE_KEY_PEM).expect("the constant is a key")
}
