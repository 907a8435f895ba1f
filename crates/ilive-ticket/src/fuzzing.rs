//! The bodies of the fuzz targets in `fuzz/`: the same functions replay their corpora in the ordinary tests.

use std::io::Read;
use std::sync::LazyLock;

use ilive_protocol::Code;

use crate::envelope::{seal_at, wrap};
use crate::hostile::{Door, Gate, good};
use crate::inflate::inflate;
use crate::key::Algorithm;
use crate::limits::JSON_MAX_BYTES;
use crate::linkbuf::Linkbuf;
use crate::userbuf::Userbuf;
use crate::{TicketError, Unverified};

/// Anything as a ticket, as what is packed in one, and as its JSON: nothing but a ticket that was really minted opens
/// the gate, and every refusal has a code.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_ticket(data: &[u8]) {
    static GATE: LazyLock<Gate> = LazyLock::new(Gate::default);
    let text = String::from_utf8_lossy(data);
    for ticket in [text.as_ref(), &wrap(data), &seal_at(data, flate2::Compression::none())] {
        for (door, key) in [
            (Door::UserSig, Algorithm::HmacV2),
            (Door::RoomKey, Algorithm::HmacV2),
            (Door::UserSig, Algorithm::EcdsaV1),
            (Door::RoomKey, Algorithm::EcdsaV1),
        ] {
            match GATE.check(ticket, door, key) {
                Ok(()) => assert!(says_what_a_good_one_says(ticket), "{ticket} opens {door:?} of {key:?}"),
                Err(error) => {
                    assert!(matches!(error.code(), Code::Expire | Code::ServerNoPermission), "{error}")
                }
            }
        }
    }
}

fn says_what_a_good_one_says(ticket: &str) -> bool {
    let signed = |text: &str| Unverified::parse(text).map(|ticket: Unverified| ticket.signed);
    good().iter().any(|good| signed(&good.text) == signed(ticket))
}

/// Anything as the binary part of a room key: what is read is what would be written.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_room_key_userbuf(data: &[u8]) {
    let Ok(read) = Userbuf::decode(data) else { return };

    let written = read.encode();

    assert_eq!(written.len(), data.len());
    assert_eq!(Userbuf::decode(&written), Ok(read));
}

/// Anything as the binary part of a link key: what is read is what would be written.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_link_key_userbuf(data: &[u8]) {
    if let Ok(read) = Linkbuf::decode(data) {
        assert_eq!(read.encode(), data);
    }
}

/// Anything as a zlib stream: what is accepted, the library reads alike.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_inflate(data: &[u8]) {
    match inflate(data, JSON_MAX_BYTES) {
        Ok(read) => {
            let mut library = Vec::new();
            let mut decoder = flate2::bufread::ZlibDecoder::new(data);
            decoder.read_to_end(&mut library).expect("what is accepted is well formed");
            assert_eq!(read, library);
        }
        Err(error) => assert!(matches!(error, TicketError::BadDeflate { .. } | TicketError::InflatedTooLong)),
    }
}
