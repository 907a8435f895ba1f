//! An app's back end: it mints tickets.

use std::time::{SystemTime, UNIX_EPOCH};

use ilive_protocol::wire::{Login, Platform};
use ilive_protocol::{AppId, Rights, RoomId, UserId};
use ilive_ticket::{Claims, Grant, Link, Secret, mint_link_key_v2, mint_room_key_v2, mint_user_sig_v2};

/// How long tickets hold unless a test says otherwise, in seconds.
const DAY_S: u64 = 86_400;

#[derive(Clone)]
pub(crate) struct App {
    pub(crate) id: u32,
    pub(crate) secret: String,
}

impl App {
    /// A userSig for a day.
    pub(crate) fn sig(&self, user: &str) -> String {
        self.sig_at(user, unix_s(), DAY_S)
    }

    pub(crate) fn sig_at(&self, user: &str, issued_at: u64, valid_s: u64) -> String {
        let user: UserId = user.parse().expect("a user id");
        mint_user_sig_v2(&self.key_text(), &Claims { app: self.app(), user: &user, issued_at, valid_s })
    }

    /// A room key for a day with these bits.
    pub(crate) fn key(&self, user: &str, room: u32, bits: u8) -> String {
        self.key_until(user, room, bits, unix_s() + DAY_S)
    }

    pub(crate) fn key_until(&self, user: &str, room: u32, bits: u8, expires_at: u64) -> String {
        let user: UserId = user.parse().expect("a user id");
        let room = RoomId::number(room).expect("a room");
        let claims = Claims { app: self.app(), user: &user, issued_at: unix_s(), valid_s: DAY_S };
        let expires_at = u32::try_from(expires_at).expect("before 2106");
        mint_room_key_v2(&self.key_text(), &claims, &Grant { room: &room, rights: Rights(bits), expires_at })
    }

    /// A key for a link from a user's room to another's, for as long as this.
    pub(crate) fn link_key(&self, from: (&str, u32), to: (&str, u32), expires_at: u64) -> String {
        let user = |id: &str| id.parse::<UserId>().expect("a user id");
        let room = |number| RoomId::number(number).expect("a room");
        let (from_user, from_room, to_user, to_room) = (user(from.0), room(from.1), user(to.0), room(to.1));
        let claims = Claims { app: self.app(), user: &from_user, issued_at: unix_s(), valid_s: DAY_S };
        let expires_at = u32::try_from(expires_at).expect("before 2106");
        let link = Link { from: &from_room, to: (&to_room, &to_user), expires_at };
        mint_link_key_v2(&self.key_text(), &claims, &link)
    }

    /// A login as a browser's.
    pub(crate) fn login(&self, user: &str) -> Login {
        Login {
            protocol: 1,
            sdk_app_id: self.id,
            user_sig: self.sig(user),
            platform: Platform::Web.into(),
            client: "tests".to_owned(),
            ..Login::default()
        }
    }

    fn app(&self) -> AppId {
        AppId::new(self.id).expect("an app")
    }

    fn key_text(&self) -> Secret {
        Secret::new(self.secret.as_str()).expect("a secret")
    }
}

/// The wall clock, which tickets are minted by.
pub(crate) fn unix_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}
