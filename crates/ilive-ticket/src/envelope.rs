//! The envelope of all tickets: JSON, zlib, base64 with `*` `-` `_` for `+` `/` `=`.
//!
//! Not RFC 4648's URL-safe alphabet: `-` and `_` mean other things here.

use std::io::Write;

use base64::Engine;
use base64::alphabet::{Alphabet, Symbol};
use base64::engine::general_purpose::{GeneralPurpose, PAD, STANDARD};
use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::TicketError;
use crate::inflate::inflate;
use crate::limits::{JSON_MAX_BYTES, TICKET_MAX_BYTES};

/// Padded, and refusing wrong padding and stray bits, as `PAD` does.
const ALTERED: GeneralPurpose = GeneralPurpose::new(&altered_alphabet(), PAD);

const fn altered_alphabet() -> Alphabet {
    const SYMBOLS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-";
    let Some(padding) = Symbol::new(b'_') else { panic!("a printable symbol") };
    match Alphabet::new_with_padding(SYMBOLS, padding) {
        Ok(alphabet) => alphabet,
        Err(_) => panic!("64 different symbols"),
    }
}

/// The JSON text inside a ticket.
pub(crate) fn open(ticket: &str) -> Result<Vec<u8>, TicketError> {
    inflate(&unwrap(ticket)?, JSON_MAX_BYTES)
}

/// The packed bytes inside a ticket.
pub(crate) fn unwrap(ticket: &str) -> Result<Vec<u8>, TicketError> {
    if ticket.is_empty() {
        return Err(TicketError::Empty);
    }
    if ticket.len() > TICKET_MAX_BYTES {
        return Err(TicketError::TooLong { bytes: ticket.len() });
    }
    ALTERED.decode(ticket).map_err(TicketError::BadBase64)
}

/// The ticket with this JSON text inside.
pub(crate) fn seal(json: &[u8]) -> String {
    seal_at(json, Compression::default())
}

/// The same at another level: 0 is Go's, 1 the C++ code's.
pub(crate) fn seal_at(json: &[u8], level: Compression) -> String {
    let mut zlib = ZlibEncoder::new(Vec::new(), level);
    zlib.write_all(json).expect("a Vec takes all");
    wrap(&zlib.finish().expect("a Vec takes all"))
}

/// The ticket with this zlib stream inside, be it one or not.
pub(crate) fn wrap(zlib: &[u8]) -> String {
    ALTERED.encode(zlib)
}

/// Standard base64, as members of the JSON have it.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of a member in standard base64; the text says what is wrong with it.
pub(crate) fn from_base64(text: &str) -> Result<Vec<u8>, String> {
    STANDARD.decode(text).map_err(|error| format!("is no standard base64 ({error})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_one_spelling() {
        assert_eq!(wrap(&[0xFB, 0xEF, 0xBF, 0xFF]), "***--w__");
        assert_eq!(unwrap("***--w__"), Ok(vec![0xFB, 0xEF, 0xBF, 0xFF]));
        for (case, text) in [
            ("standard alphabet", "+++//w=="),
            ("URL-safe alphabet", "---__w=="),
            ("no padding", "***--w"),
            ("too little", "***--w_"),
            ("too much", "***--w____"),
            ("stray bits", "***--x__"),
            ("space", "***--w__ "),
            ("line break", "***-\n-w__"),
        ] {
            assert!(matches!(unwrap(text), Err(TicketError::BadBase64(_))), "{case}");
        }
    }
}
