//! What an offer may cost, checked on the raw text before it is taken apart.

use std::collections::BTreeSet;

use super::streams;
use crate::offer_error::OfferError;

/// Longest offer. One with 10 transceivers from Chromium has 36 kB.
pub const MAX_BYTES: usize = 256 * 1024;
/// Longest line.
pub const MAX_LINE_BYTES: usize = 4 * 1024;
/// Most media sections.
pub const MAX_SECTIONS: usize = 64;
/// Most candidates, over all sections.
pub const MAX_CANDIDATES: usize = 64;
/// Most attributes of a section, and before the first. Chromium has 166 where it receives video, and more codecs where
/// the hardware has more.
pub const MAX_ATTRIBUTES: usize = 512;
/// Most payload types of a section, each counted once. Chromium has 34 of the 63 that it may give.
pub const MAX_FORMATS: usize = 64;
/// Most payloads that are forwarded, over all sections: what is beyond them is as if it were not offered. Chromium has 16.
pub(super) const MAX_CODECS: usize = 24;
/// Most SSRCs, over all sections: str0m keeps a stream for each and looks at all of them each time that it is driven.
/// A client has three layers of two videos and a voice, each with its resends, twice over.
pub const MAX_SSRCS: usize = 64;
/// Longest mid: str0m keeps 16 bytes, and two longer ones could become one.
pub const MAX_MID_BYTES: usize = 16;
/// Most simulcast layers of a section.
pub const MAX_RIDS: usize = 3;

pub(super) fn check(text: &str) -> Result<(), OfferError> {
    if text.len() > MAX_BYTES {
        return Err(OfferError::TooLarge { bytes: text.len() });
    }
    if let Some(line) = text.lines().find(|line| line.len() > MAX_LINE_BYTES) {
        return Err(OfferError::LongLine { bytes: line.len() });
    }
    let sections = text.lines().filter(|line| line.starts_with("m=")).count();
    if sections > MAX_SECTIONS {
        return Err(OfferError::TooManySections { sections });
    }
    let candidates = text.lines().filter(|line| line.starts_with("a=candidate:")).count();
    if candidates > MAX_CANDIDATES {
        return Err(OfferError::TooManyCandidates { candidates });
    }
    let attributes = most_attributes(text);
    if attributes > MAX_ATTRIBUTES {
        return Err(OfferError::TooManyAttributes { attributes });
    }
    let ssrcs: BTreeSet<u32> = text.lines().filter_map(ssrcs_of).flatten().collect();
    if ssrcs.len() > MAX_SSRCS {
        return Err(OfferError::TooManyStreams { ssrcs: ssrcs.len() });
    }
    // Bare carriage returns would be line ends for some parsers and text for others.
    if text.bytes().any(|b| b < b' ' && !matches!(b, b'\r' | b'\n' | b'\t')) || bare_return(text) {
        return Err(OfferError::Syntax { what: "there is a control character" });
    }
    Ok(())
}

/// How many attributes the section has that has most.
fn most_attributes(text: &str) -> usize {
    let (mut most, mut count) = (0, 0);
    for line in text.lines() {
        count = if line.starts_with("m=") { 0 } else { count + usize::from(line.starts_with("a=")) };
        most = most.max(count);
    }
    most
}

fn ssrcs_of(line: &str) -> Option<impl Iterator<Item = u32>> {
    line.strip_prefix("a=").and_then(streams::named)
}

fn bare_return(text: &str) -> bool {
    text.lines().any(|line| line.trim_end_matches('\r').contains('\r'))
}
