use std::io::{Read, Write};

use flate2::Compression;
use flate2::bufread::ZlibDecoder;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::*;

const CAP: usize = 8192;

fn packed(plain: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(plain).expect("a Vec takes all");
    encoder.finish().expect("a Vec takes all")
}

/// What the library reads, provided that it reads all of it.
fn library(zlib: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = ZlibDecoder::new(zlib);
    let mut plain = Vec::new();
    decoder.by_ref().take(CAP as u64 + 1).read_to_end(&mut plain).ok()?;
    (plain.len() <= CAP && decoder.total_in() == zlib.len() as u64).then_some(plain)
}

/// Text like a ticket's, so that repeats, literals and short codes all occur.
fn ticket_like() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![Just("\"TLS."), Just("00"), Just("\":"), Just("a"), Just(","), Just("\u{7f}é\0")];
    prop::collection::vec(word, 0..1500).prop_map(|words| words.concat().into_bytes())
}

proptest! {
    #[test]
    fn what_an_encoder_packs_is_unpacked(plain in ticket_like(), level in 0_u32..=9) {
        prop_assume!(plain.len() <= CAP);

        prop_assert_eq!(inflate(&packed(&plain, level), CAP), Ok(plain));
    }

    #[test]
    fn what_is_accepted_the_library_reads_alike(plain in ticket_like(), level in 0_u32..=9, at: prop::sample::Index, to: u8) {
        let mut zlib = packed(&plain, level);
        let at = at.index(zlib.len());
        zlib[at] = to;

        if let Ok(read) = inflate(&zlib, CAP) {
            prop_assert_eq!(Some(read), library(&zlib));
        }
    }

    #[test]
    fn noise_never_panics(body in prop::collection::vec(any::<u8>(), 0..400)) {
        let zlib = [&[0x78, 0x9C][..], &body].concat();

        if let Ok(read) = inflate(&zlib, CAP) {
            prop_assert_eq!(Some(read), library(&zlib));
        }
    }
}

#[test]
fn output_stops_at_the_cap() {
    for (length, accepted) in [(CAP - 1, true), (CAP, true), (CAP + 1, false), (1 << 20, false)] {
        for level in [0, 1, 6, 9] {
            let read = inflate(&packed(&vec![b'a'; length], level), CAP);

            let expected = if accepted { Ok(vec![b'a'; length]) } else { Err(TicketError::InflatedTooLong) };
            assert_eq!(read, expected, "{length} bytes at level {level}");
        }
    }
}

#[test]
fn what_libraries_let_pass_is_refused() {
    let stored = [0x78, 0x01, 0x01, 0x01, 0x00, 0xFE, 0xFF, b'a', 0x00, 0x62, 0x00, 0x62];
    let fixed = [0x78, 0x9C, 0x4B, 0x04, 0x00, 0x00, 0x62, 0x00, 0x62];
    assert_eq!(inflate(&stored, CAP), Ok(b"a".to_vec()));
    assert_eq!(inflate(&fixed, CAP), Ok(b"a".to_vec()));

    for (case, zlib, at, bit) in [
        ("padding before a stored block", &stored[..], 2, 0x08),
        ("more of it", &stored[..], 2, 0x80),
        ("padding at the end", &fixed[..], 4, 0x04),
        ("more of it", &fixed[..], 4, 0x80),
    ] {
        let mut changed = zlib.to_vec();
        changed[at] |= bit;
        assert_eq!(library(&changed), Some(b"a".to_vec()), "{case}: not lenient there");
        assert_eq!(inflate(&changed, CAP), Err(bad(PADDING)), "{case}");
    }
    assert_eq!(inflate(&[&fixed[..], b"x"].concat(), CAP), Err(bad(TRAILING)));
}

#[test]
fn blocks_without_end_are_refused() {
    let empty_stored = [0x00, 0x00, 0x00, 0xFF, 0xFF];

    let zlib = [&[0x78, 0x01][..], &empty_stored.repeat(500)].concat();

    assert_eq!(inflate(&zlib, CAP), Err(bad("it has too many blocks")));
}
