//! What an offer may cost, checked on the raw text before it is taken apart.

use crate::offer_error::OfferError;

/// Longest offer. One with 10 transceivers from Chromium has 36 kB.
pub const MAX_BYTES: usize = 256 * 1024;
/// Longest line.
pub const MAX_LINE_BYTES: usize = 4 * 1024;
/// Most media sections.
pub const MAX_SECTIONS: usize = 64;
/// Most candidates, over all sections.
pub const MAX_CANDIDATES: usize = 64;
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
    // Bare carriage returns would be line ends for some parsers and text for others.
    if text.bytes().any(|b| b < b' ' && !matches!(b, b'\r' | b'\n' | b'\t')) || bare_return(text) {
        return Err(OfferError::Syntax { what: "there is a control character" });
    }
    Ok(())
}

fn bare_return(text: &str) -> bool {
    text.lines().any(|line| line.trim_end_matches('\r').contains('\r'))
}
