//! Around the JSON: cut short, in other alphabets, too big, too deep, packed otherwise.

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use std::io::Write;

use super::forge::Forged;
use super::{Case, Door, STORED_USER_SIG};
use crate::envelope::{open, seal, seal_at, wrap};
use crate::key::Algorithm;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = prefixes();
    cases.extend(alphabets());
    cases.extend(bombs());
    cases.extend(packings());
    cases
}

fn case(family: &'static str, what: impl Into<String>, text: String, expected: Option<&'static str>) -> Case {
    Case { family, what: what.into(), text, door: Door::UserSig, key: Algorithm::HmacV2, expected }
}

fn prefixes() -> Vec<Case> {
    (0..STORED_USER_SIG.len())
        .map(|end| case("prefix", format!("{end} bytes"), STORED_USER_SIG[..end].to_owned(), None))
        .collect()
}

/// A ticket in whose text `*`, `-` and `_` all occur, so that no two alphabets agree on it.
fn with_all_symbols() -> String {
    (0..)
        .map(|pad: u32| Forged::v2().raw("pad", pad).sign().ticket())
        .find(|ticket| ['*', '-', '_'].iter().all(|&symbol| ticket.contains(symbol)))
        .expect("about one ticket in two")
}

fn respelled(ticket: &str, to: [&str; 3]) -> String {
    ticket.replace('-', "\0").replace('*', to[0]).replace('_', to[2]).replace('\0', to[1])
}

fn alphabets() -> Vec<Case> {
    let ticket = with_all_symbols();
    let middle = ticket.len() / 2;
    let (head, tail) = ticket.split_at(middle);
    [
        ("standard base64", respelled(&ticket, ["+", "/", "="])),
        ("URL-safe base64", respelled(&ticket, ["-", "_", "="])),
        ("URL-safe base64, not padded", respelled(&ticket, ["-", "_", ""])),
        ("percent-encoded", respelled(&ticket, ["%2A", "-", "_"])),
        ("plus read as space", respelled(&ticket, [" ", "/", "="])),
        ("one symbol of the other alphabet", ticket.replacen('*', "+", 1)),
        ("not padded", respelled(&ticket, ["*", "-", ""])),
        ("padded with =", respelled(&ticket, ["*", "-", "="])),
        ("padded too much", format!("{ticket}____")),
        ("padded in the middle", format!("{head}__{tail}")),
        ("quoted", format!("\"{ticket}\"")),
        ("space before", format!(" {ticket}")),
        ("line break after", format!("{ticket}\n")),
        ("line break inside", format!("{head}\r\n{tail}")),
        ("NUL after", format!("{ticket}\0")),
        ("byte order mark", format!("\u{feff}{ticket}")),
        ("full-width letters", ticket.replace('e', "ｅ")),
        ("twice", format!("{ticket}{ticket}")),
    ]
    .map(|(what, text)| case("alphabet", what, text, Some("bad_base64")))
    .into()
}

/// Twelve, each as good a ticket as it can be while being too much.
fn bombs() -> Vec<Case> {
    let good = Forged::v2().sign();
    let json = good.json();
    let ballast = |bytes: usize| format!("{}{json}", " ".repeat(bytes));
    let deep = |levels: usize| good.clone().raw("x", "[".repeat(levels) + &"]".repeat(levels)).json();
    let objects = good.clone().raw("x", r#"{"x":"#.repeat(700) + "1" + &"}".repeat(700)).json();
    let many = (0..500).fold(good.clone(), |forged, i| forged.raw(&format!("{i}"), i)).json();
    let long = good.clone().text("x", &"A".repeat(1 << 20)).json();
    let stored = |block: &[u8], times| [&[0x78, 0x01][..], &block.repeat(times)].concat();
    [
        ("8 KB and a byte", seal(ballast(8193 - json.len()).as_bytes()), "inflated_too_long"),
        ("100 KB of spaces", seal(ballast(100_000).as_bytes()), "inflated_too_long"),
        ("1 MB of spaces", seal(ballast(1 << 20).as_bytes()), "inflated_too_long"),
        ("1 MB of zeros", seal(&[0; 1 << 20]), "inflated_too_long"),
        ("a member of 1 MB", seal(long.as_bytes()), "inflated_too_long"),
        ("4 MB of spaces", seal(ballast(4 << 20).as_bytes()), "too_long"),
        ("8 KB not packed", seal_at(ballast(8000).as_bytes(), Compression::none()), "too_long"),
        ("1,000 levels of lists", seal(deep(1000).as_bytes()), "bad_json"),
        ("700 levels of objects", seal(objects.as_bytes()), "bad_json"),
        ("500 members", seal(many.as_bytes()), "bad_json"),
        ("600 empty stored blocks", wrap(&stored(&[0, 0, 0, 0xFF, 0xFF], 600)), "bad_deflate"),
        (
            "3,000 bytes of empty fixed blocks",
            wrap(&stored(&[0x02, 0x08, 0x20, 0x80, 0], 600)),
            "bad_deflate",
        ),
    ]
    .map(|(what, text, expected)| case("bomb", what, text, Some(expected)))
    .into()
}

fn packings() -> Vec<Case> {
    let json = open(STORED_USER_SIG).expect("a good ticket");
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&json).expect("a Vec takes all");
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
    raw.write_all(&json).expect("a Vec takes all");
    let stored = crate::envelope::unwrap(STORED_USER_SIG).expect("a good ticket");
    let with = |at: usize, bytes: &[u8]| [&stored[..at], bytes, &stored[at + bytes.len()..]].concat();
    [
        ("gzip", gzip.finish().expect("a Vec takes all")),
        ("no zlib header", raw.finish().expect("a Vec takes all")),
        ("not packed", json),
        ("another method", with(0, &[0x79, 0x1D])),
        ("a window of 64 KB", with(0, &[0x88, 0x1C])),
        ("a preset dictionary", with(0, &[0x78, 0x20])),
        ("no last block", with(2, &[0x00])),
        ("a block of the reserved kind", with(2, &[0x07])),
        ("a byte after the end", [&stored[..], &[0]].concat()),
        ("two streams", stored.repeat(2)),
    ]
    .map(|(what, zlib)| case("packing", what, wrap(&zlib), Some("bad_deflate")))
    .into()
}
