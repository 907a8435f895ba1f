//! Room keys: for others, over, malformed, or presented where a userSig is wanted.

use ilive_protocol::{AppId, RoomId};

use super::forge::{Forged, good_userbuf};
use super::{APP, Case, Door, NOW, ROOM, USER};
use crate::userbuf::Userbuf;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for forged in [Forged::v2(), Forged::v1()] {
        cases.extend(doors(&forged));
        cases.extend(holders(&forged));
        cases.extend(malformed(&forged));
    }
    let no_third_app = Forged::v1().without("TLS.appid_at_3rd").userbuf(&good_userbuf().encode()).sign();
    cases.push(no_third_app.case("room key", "v1 without TLS.appid_at_3rd", Door::RoomKey, "missing_field"));
    cases
}

fn doors(forged: &Forged) -> Vec<Case> {
    let bytes = good_userbuf().encode();
    let key = forged.clone().userbuf(&bytes).sign();
    let user_sig = forged.clone().sign();
    let stripped = key.clone().without("TLS.userbuf");
    let added = user_sig.clone().userbuf(&bytes);
    [
        ("a room key as a userSig", key, Door::UserSig, "userbuf_unexpected"),
        ("a userSig as a room key", user_sig, Door::RoomKey, "userbuf_missing"),
        ("its userbuf taken away", stripped, Door::UserSig, "bad_signature"),
        ("a userbuf added", added, Door::RoomKey, "bad_signature"),
    ]
    .map(|(what, forged, door, expected)| forged.case("door", what, door, expected))
    .into()
}

/// Signed as they stand, each not for the gate's app, user, room or time.
fn holders(forged: &Forged) -> Vec<Case> {
    let app = |id| AppId::new(id).expect("not zero");
    let user = |id: &str| id.parse().expect("a good id");
    let room = |number| RoomId::number(number).expect("a room");
    let name = |name| RoomId::name(name).expect("a room");
    let good = good_userbuf;
    [
        ("another user inside", Userbuf { user: user("bob"), ..good() }, "wrong_user"),
        ("the user in capitals", Userbuf { user: user("Alice"), ..good() }, "wrong_user"),
        ("another app inside", Userbuf { app: app(APP + 1), ..good() }, "wrong_app"),
        ("another room", Userbuf { room: room(ROOM + 1), ..good() }, "wrong_room"),
        ("the room's number as a name", Userbuf { room: name("10001"), ..good() }, "wrong_room"),
        ("over a second ago", Userbuf { expires_at: NOW as u32 - 1, ..good() }, "key_expired"),
        ("over since 1970", Userbuf { expires_at: 0, ..good() }, "key_expired"),
    ]
    .map(|(what, userbuf, expected)| {
        forged.clone().userbuf(&userbuf.encode()).sign().case("room key", what, Door::RoomKey, expected)
    })
    .into()
}

fn malformed(forged: &Forged) -> Vec<Case> {
    let good = good_userbuf().encode();
    let named = Userbuf { room: RoomId::name("demo").expect("a room"), ..good_userbuf() }.encode();
    let case =
        |what: String, forged: Forged| forged.sign().case("userbuf", what, Door::RoomKey, "bad_userbuf");
    let of = |what: &str, bytes: &[u8]| case(what.to_owned(), forged.clone().userbuf(bytes));
    let with = |bytes: &[u8], at: usize, to: &[u8]| [&bytes[..at], to, &bytes[at + to.len()..]].concat();
    let room_at = 3 + USER.len() + 4;
    let mut cases: Vec<_> =
        (0..good.len()).map(|end| of(&format!("its first {end} bytes"), &good[..end])).collect();
    cases.extend([
        of("a byte after", &[&good[..], &[0]].concat()),
        of("version 2", &with(&good, 0, &[2])),
        of("version 1 without a name", &with(&good, 0, &[1])),
        of("no user", &with(&good, 1, &[0, 0])),
        of("a user of 65,535 bytes", &with(&good, 1, &[0xFF, 0xFF])),
        of("a user with a line break", &with(&good, 3, b"\n")),
        of("a user that is no text", &with(&good, 3, &[0xFF])),
        of("app 0", &with(&good, room_at - 4, &[0; 4])),
        of("room 0", &with(&good, room_at, &[0; 4])),
        of("room 4294967295", &with(&good, room_at, &[0xFF; 4])),
        of("a room with number and name", &with(&named, room_at, &[0, 0, 0, 1])),
        of("an empty room name", &with(&named[..named.len() - 4], named.len() - 6, &[0, 0])),
        of("a room name with a slash", &with(&named, named.len() - 1, b"/")),
        case("no base64".to_owned(), forged.clone().text("TLS.userbuf", "!")),
        case("stray bits".to_owned(), forged.clone().text("TLS.userbuf", "AB==")),
        case("empty".to_owned(), forged.clone().text("TLS.userbuf", "")),
    ]);
    for value in ["7", "null", "[]"] {
        let forged = forged.clone().raw("TLS.userbuf", value).sign();
        cases.push(forged.case("userbuf", format!("the value {value}"), Door::RoomKey, "bad_field"));
    }
    cases
}
