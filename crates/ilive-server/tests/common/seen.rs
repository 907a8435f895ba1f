//! What a media client has seen, and what its tests ask of that.

use std::collections::BTreeMap;

use ilive_sfu::{Mid, Source};

use super::payload::Mark;

/// A packet that came.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) mid: Mid,
    pub(crate) seq: u64,
    pub(crate) timestamp: u32,
    pub(crate) mark: Mark,
    /// VP8 only.
    pub(crate) picture: Option<u16>,
}

#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) connected: bool,
    pub(crate) got: Vec<Got>,
    /// Requests for keyframes, by source.
    pub(crate) keys_asked: [u32; 3],
    /// The other side has said goodbye.
    pub(crate) over: bool,
}

impl Seen {
    /// Packets of a member's source.
    pub(crate) fn count(&self, tag: u8, source: Source) -> usize {
        self.of(tag, source).count()
    }

    pub(crate) fn of(&self, tag: u8, source: Source) -> impl Iterator<Item = &Got> {
        self.got.iter().filter(move |got| (got.mark.tiny, got.mark.source) == (tag, source as u8))
    }

    pub(crate) fn has_key(&self, tag: u8) -> bool {
        self.of(tag, Source::Main).any(|got| got.mark.key)
    }

    /// What a section got, in the order of its numbers, which have no gap and no repetition but for the newest
    /// `open` packets: those may still be on their way. Timestamps never go back, picture ids count up by one.
    pub(crate) fn assert_continuous(&self, mid: Mid, open: usize) {
        let of_mid = self.got.iter().filter(|got| got.mid == mid);
        let mut by_seq: BTreeMap<u64, &Got> = BTreeMap::new();
        for got in of_mid {
            assert!(by_seq.insert(got.seq, got).is_none(), "{mid}: {} came twice", got.seq);
        }
        let packets: Vec<&Got> = by_seq.values().take(by_seq.len().saturating_sub(open)).copied().collect();
        assert!(packets.len() > 1, "{mid}: {} packets", packets.len());
        for two in packets.windows(2) {
            assert_eq!(two[1].seq, two[0].seq + 1, "{mid}: a gap");
            let step = two[1].timestamp.wrapping_sub(two[0].timestamp);
            assert!(step < 1 << 31, "{mid}: time goes back: {:?}", (two[0], two[1]));
            if let (Some(before), Some(after)) = (two[0].picture, two[1].picture) {
                let expected = if step == 0 { before } else { (before + 1) & 0x7FFF };
                assert_eq!(after, expected, "{mid}: picture ids");
            }
        }
    }
}
