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
    let mut counts = Counts::default();
    text.lines().for_each(|line| counts.add(line));
    counts.check()?;
    // Bare carriage returns would be line ends for some parsers and text for others.
    if text.bytes().any(|b| b < b' ' && !matches!(b, b'\r' | b'\n' | b'\t')) || counts.bare_return {
        return Err(OfferError::Syntax { what: "there is a control character" });
    }
    Ok(())
}

/// What is counted in an offer, in one pass.
#[derive(Debug, Default)]
struct Counts {
    longest: usize,
    sections: usize,
    candidates: usize,
    /// Of the section that is read, and of the one that has most.
    attributes: (usize, usize),
    ssrcs: BTreeSet<u32>,
    bare_return: bool,
}

impl Counts {
    fn add(&mut self, line: &str) {
        self.longest = self.longest.max(line.len());
        self.bare_return |= line.trim_end_matches('\r').contains('\r');
        if line.starts_with("m=") {
            self.sections += 1;
            self.attributes.0 = 0;
        }
        let Some(attribute) = line.strip_prefix("a=") else { return };
        self.attributes.0 += 1;
        self.attributes.1 = self.attributes.1.max(self.attributes.0);
        self.candidates += usize::from(attribute.starts_with("candidate:"));
        // Those past the limit need not be told apart.
        if self.ssrcs.len() <= MAX_SSRCS {
            self.ssrcs.extend(streams::named(attribute).into_iter().flatten());
        }
    }

    fn check(&self) -> Result<(), OfferError> {
        let attributes = self.attributes.1;
        let checks = [
            (self.longest, MAX_LINE_BYTES, OfferError::LongLine { bytes: self.longest }),
            (self.sections, MAX_SECTIONS, OfferError::TooManySections { sections: self.sections }),
            (self.candidates, MAX_CANDIDATES, OfferError::TooManyCandidates { candidates: self.candidates }),
            (attributes, MAX_ATTRIBUTES, OfferError::TooManyAttributes { attributes }),
            (self.ssrcs.len(), MAX_SSRCS, OfferError::TooManyStreams),
        ];
        let over = checks.into_iter().find(|(count, limit, _)| count > limit);
        over.map_or(Ok(()), |(_, _, error)| Err(error))
    }
}
