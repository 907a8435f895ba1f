//! One bit changed: in the text, in the packed bytes, or in the JSON before it is packed again.

use super::forge::{Forged, good_userbuf};
use super::{Case, Door};
use crate::envelope::{open, seal, unwrap, wrap};

pub(super) fn cases(good: &[Case]) -> Vec<Case> {
    let mut cases = Vec::new();
    for ticket in good {
        cases.extend(flips(
            "bit of the packed bytes",
            ticket,
            &unwrap(&ticket.text).expect("a good ticket"),
            wrap,
        ));
    }
    let stored = &good[0];
    cases.extend(flips("bit of the text", stored, stored.text.as_bytes(), |text| {
        String::from_utf8_lossy(text).into_owned()
    }));
    for ticket in unpacked() {
        let json = open(&ticket.text).expect("sealed above");
        cases.extend(flips("bit of the JSON", &ticket, &json, seal));
    }
    cases
}

/// Tickets all of whose members are signed or read: a change of what is ignored would rightly be ignored.
fn unpacked() -> [Case; 3] {
    let key = Forged::v2().userbuf(&good_userbuf().encode());
    [(Forged::v2(), Door::UserSig), (key, Door::RoomKey), (Forged::v1(), Door::UserSig)]
        .map(|(forged, door)| forged.sign().case("", "signed", door, ""))
}

fn flips(family: &'static str, of: &Case, bytes: &[u8], ticket: impl Fn(&[u8]) -> String) -> Vec<Case> {
    let one = |bit: usize| {
        let mut bytes = bytes.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        Case {
            family,
            what: format!("{} {:?}, bit {bit}", of.what, of.key),
            text: ticket(&bytes),
            door: of.door,
            key: of.key,
            expected: None,
        }
    };
    (0..bytes.len() * 8).map(one).collect()
}
