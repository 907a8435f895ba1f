//! Films that list what is not there: they are refused, and what is listed takes no more than the bytes that list it.

use std::io::Cursor;

use ilive_devices::file::{BadFile, Found, Mp4Pictures};

const GOOD: &[u8] = include_bytes!("../../../fuzz/corpus/film/h264_aac");

fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let inside = parts.concat();
    let size = u32::try_from(inside.len() + 8).expect("a short box");
    [&size.to_be_bytes()[..], kind, &inside].concat()
}

/// A list: version and flags, and these numbers.
fn list(kind: &[u8; 4], numbers: &[u32]) -> Vec<u8> {
    boxed(kind, &[&[0; 4], &numbers.iter().flat_map(|number| number.to_be_bytes()).collect::<Vec<u8>>()])
}

/// The first box of this kind in a film that is played; the first of its tracks is the picture's.
fn good(kind: &[u8; 4]) -> &'static [u8] {
    let at = GOOD.windows(4).position(|bytes| bytes == kind).expect("it is there") - 4;
    let size = u32::from_be_bytes([GOOD[at], GOOD[at + 1], GOOD[at + 2], GOOD[at + 3]]);
    &GOOD[at..at + size as usize]
}

/// A film with these tables, and what else is in its head and behind it.
fn film(stsd: &[u8], tables: [Vec<u8>; 4], mvex: &[u8], behind: &[u8]) -> Vec<u8> {
    let stbl = boxed(b"stbl", &[stsd, &tables.concat()]);
    let minf = boxed(b"minf", &[good(b"vmhd"), good(b"dinf"), &stbl]);
    let mdia = boxed(b"mdia", &[good(b"mdhd"), good(b"hdlr"), &minf]);
    let trak = boxed(b"trak", &[good(b"tkhd"), &mdia]);
    [good(b"ftyp"), &boxed(b"moov", &[good(b"mvhd"), &trak, mvex]), behind].concat()
}

/// `stsz` of as many samples of one byte, `stts`, `stsc` and `stco` of one chunk at the beginning of the file.
fn tables(sizes: u32, times: u32, in_chunk: u32) -> [Vec<u8>; 4] {
    [
        list(b"stsz", &[1, sizes]),
        list(b"stts", &[1, times, 1]),
        list(b"stsc", &[1, 1, in_chunk, 1]),
        list(b"stco", &[1, 0]),
    ]
}

/// One fragment of as many samples without bytes.
fn empty_samples(count: u32) -> Vec<u8> {
    let (tfhd, trun) = (list(b"tfhd", &[1]), list(b"trun", &[count]));
    boxed(b"moof", &[&list(b"mfhd", &[1]), &boxed(b"traf", &[&tfhd, &trun])])
}

fn refused(film: Vec<u8>) -> BadFile {
    Mp4Pictures::open(Box::new(Cursor::new(film))).err().expect("it is refused")
}

#[test]
fn tables_that_do_not_agree_or_list_too_much_are_refused() {
    let stsd = good(b"stsd");
    let (bad_list, many) = ("list of samples", "samples, which are too many,");
    for (case, tables, why) in [
        ("more sizes", tables(11, 10, 10), BadFile::BadHeader(bad_list)),
        ("more times", tables(10, 11, 10), BadFile::BadHeader(bad_list)),
        ("more in chunks", tables(10, 10, 11), BadFile::BadHeader(bad_list)),
        ("beyond the file", tables(u32::MAX, u32::MAX, u32::MAX), BadFile::Truncated),
    ] {
        assert_eq!(refused(film(stsd, tables, &[], &[])), why, "{case}");
    }
    let long = vec![0; (2 << 20) + 100];
    let too_many = (2 << 20) + 1;
    let listed = film(stsd, tables(too_many, too_many, too_many), &[], &boxed(b"mdat", &[&long]));
    assert_eq!(refused(listed), BadFile::BadHeader(many));
}

/// A fragment may list samples in no bytes at all.
#[test]
fn samples_without_bytes_are_counted_too() {
    let none = [list(b"stsz", &[0, 0]), list(b"stts", &[0]), list(b"stsc", &[0]), list(b"stco", &[0])];
    let mvex = boxed(b"mvex", &[&list(b"trex", &[1, 1, 0, 0, 0])]);
    for (count, why) in [
        (2 << 20, BadFile::Empty),
        ((2 << 20) + 1, BadFile::BadHeader("samples, which are too many,")),
        (u32::MAX, BadFile::BadHeader("samples, which are too many,")),
    ] {
        let film = film(good(b"stsd"), none.clone(), &mvex, &empty_samples(count));
        assert_eq!(refused(film), why, "{count}");
    }
}

#[test]
fn what_is_longer_than_any_film_needs_is_not_read() {
    let entry = boxed(b"avc1", &[&[0; 64 << 10]]);
    let stsd = boxed(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1], &entry]);
    let long = film(&stsd, tables(1, 1, 1), &[], &[]);
    assert_eq!(refused(long), BadFile::BadHeader("description of its coding, which is too long,"));

    let [stsz, stts, stsc, stco] = tables(1, 1, 1);
    let boxes = [stco, boxed(b"abcd", &[]).repeat(5_000)].concat();
    let many = film(good(b"stsd"), [stsz, stts, stsc, boxes], &[], &[]);
    assert_eq!(refused(many), BadFile::BadHeader("boxes, which are too many,"));

    let moov = boxed(b"moov", &[&vec![0; 32 << 20]]);
    let long = [good(b"ftyp"), &moov].concat();
    assert_eq!(refused(long), BadFile::BadHeader("list of samples, which is too long,"));
}

/// Samples may lie over each other, so a short file can list any amount of what has to be read and shows nothing.
#[test]
fn a_turn_reads_only_so_many_bytes_however_small_the_pictures_are() {
    const SAMPLES: usize = 100;
    const BYTES: u32 = 100_000;
    // The good film's first picture.
    let keyframe = &GOOD[48..48 + 1311];
    let unit = [&BYTES.to_be_bytes()[..], &[6], &vec![0x55; BYTES as usize - 1]].concat();
    let at = |offset: usize| {
        let offset = u32::try_from(offset).expect("a short film");
        let sizes = [&[0, SAMPLES as u32, 1311][..], &[BYTES + 4; SAMPLES - 1]].concat();
        let chunks = [&[SAMPLES as u32, offset][..], &[offset + 1311; SAMPLES - 1]].concat();
        let tables = [
            list(b"stsz", &sizes),
            list(b"stts", &[1, SAMPLES as u32, 1]),
            list(b"stsc", &[1, 1, 1, 1]),
            [list(b"stco", &chunks), list(b"stss", &[1, 1])].concat(),
        ];
        film(good(b"stsd"), tables, &[], &[keyframe, &unit].concat())
    };
    let head = at(0).len() - keyframe.len() - unit.len();
    let mut film = Mp4Pictures::open(Box::new(Cursor::new(at(head)))).expect("a film");

    let mut turns = 1;
    while let Ok(Found::OnTheWay(_)) = film.read(SAMPLES as u64 - 1) {
        turns += 1;
    }

    assert!(turns > 30, "10 MB in {turns} turns");
}
