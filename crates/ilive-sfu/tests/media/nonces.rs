//! One key, two who seal under it: no number is used twice.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use ilive_sfu::{Sending, Source};
use str0m::media::MediaKind;

use crate::common::{Join, SECOND, World};

/// (to whom, RTCP or RTP, SSRC, index) of a sealed packet under AEAD.
fn nonce(to: SocketAddr, bytes: &[u8]) -> Option<(SocketAddr, bool, u32, u32)> {
    if bytes[0] < 128 {
        return None;
    }
    let word = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    if (192..=223).contains(&bytes[1]) {
        return Some((to, true, word(4), word(bytes.len() - 4) & 0x7FFF_FFFF));
    }
    Some((to, false, word(8), u32::from(u16::from_be_bytes([bytes[2], bytes[3]]))))
}

#[test]
fn no_ssrc_and_index_go_out_twice_under_one_key() {
    let mut world = World::with(1, Sending::Segments, 3);
    world.captured = Some(Vec::new());
    // All send and all see, so that str0m reports and asks under the key that our reports go out under.
    let members: Vec<usize> = (0..3)
        .map(|n| {
            world.join(&Join::new(1 + n).sending(&[Source::Audio, Source::Main]).simulcast().slots(2, 3))
        })
        .collect();
    world.connect_all();
    for member in &members {
        for source in [Source::Audio, Source::Main] {
            let now = world.now;
            world.clients[*member].send(source, true, now);
        }
    }
    world.net.loss_down = 8;
    world.net.loss_up = 4;

    for round in 0..12 {
        for member in &members {
            let slot = world.clients[*member].slot(MediaKind::Video, round % 2);
            let shown = 1 + ((*member + round) % 3) as u8;
            world.show(*member, slot, Some((shown, Source::Main)), [180, 360, 720][round % 3]);
        }
        world.pass(SECOND);
    }

    let captured = world.captured.take().expect("kept");
    let mut seen = BTreeSet::new();
    let mut kinds: BTreeMap<bool, usize> = BTreeMap::new();
    for flight in &captured {
        let Some(nonce) = nonce(flight.to, &flight.bytes) else { continue };
        *kinds.entry(nonce.1).or_default() += 1;
        assert!(seen.insert(nonce), "{nonce:?} twice");
    }
    let low = |wanted: bool| seen.iter().filter(|n| n.1 && (n.3 < 1 << 30) == wanted).count();
    assert!(kinds[&false] > 5_000 && world.stats().resends > 100, "{kinds:?}");
    assert!(low(true) > 50 && low(false) > 50, "both sent SRTCP: str0m {} and we {}", low(true), low(false));
}
