//! Offers, vetted before anything else reads them: limits, then structure, then the plain text that str0m is given.
//!
//! An offer is hostile until this module has read it. What comes out is written anew, line by line, in the one order
//! that str0m's parser takes, with one direction and one mid a section, with the codecs that are forwarded and without
//! candidates: as ICE-lite we never send to an address that has not proved itself, so names in candidates are never
//! resolved and addresses in them never used (S16).

mod codecs;
mod formats;
mod limits;
mod section;
mod streams;
mod write;

use std::collections::BTreeSet;

pub(crate) use codecs::{CodecTable, Payload};
pub use limits::{
    MAX_ATTRIBUTES, MAX_BYTES, MAX_CANDIDATES, MAX_FORMATS, MAX_LINE_BYTES, MAX_MID_BYTES, MAX_RIDS,
    MAX_SECTIONS, MAX_SSRCS,
};
pub(crate) use section::{Direction, Medium, Section};
pub(crate) use write::EXTENSIONS;

use crate::offer_error::OfferError;
use crate::source::Kind;

/// An offer that kept all limits.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    /// Session-level attributes that matter, each without `a=`.
    pub(crate) session: Vec<String>,
    /// The media sections, in order.
    pub(crate) sections: Vec<Section>,
    /// The certificates that the client may show.
    pub(crate) fingerprints: Vec<Fingerprint>,
    /// Whether the offer itself had a BUNDLE group.
    pub(crate) bundled: bool,
}

/// A certificate's digest as signalling named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    pub(crate) hash: Hash,
    pub(crate) digest: Vec<u8>,
}

/// Digests that are strong enough to know a certificate by (SHA-256 or better).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Offer {
    /// Reads an offer within the limits.
    pub(crate) fn parse(text: &str) -> Result<Self, OfferError> {
        limits::check(text)?;
        let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
        if lines.next() != Some("v=0") {
            return Err(OfferError::Syntax { what: "the first line is not v=0" });
        }
        let mut session = Vec::new();
        let mut sections: Vec<Section> = Vec::new();
        for line in lines {
            match (line.split_once('='), sections.last_mut()) {
                (Some(("m", value)), _) => sections.push(Section::open(value)?),
                (Some(("a", value)), Some(section)) => section.attributes.push(value.to_owned()),
                (Some(("a", value)), None) => session.push(value.to_owned()),
                (Some((key, _)), _) if key.len() == 1 && key.as_bytes()[0].is_ascii_lowercase() => {}
                _ => return Err(OfferError::Syntax { what: "a line is not of the form x=…" }),
            }
        }
        Self { session, sections, fingerprints: Vec::new(), bundled: false }.settle()
    }

    /// Draws what is said at session level, or not said at all, down to each section.
    fn settle(mut self) -> Result<Self, OfferError> {
        if self.sections.is_empty() {
            return Err(OfferError::NoSections);
        }
        if self.sections.iter().filter(|section| section.medium == Medium::Data).count() > 1 {
            return Err(OfferError::Inconsistent { what: "there is more than one section for data" });
        }
        let group = self.session.iter().find_map(|a| a.strip_prefix("group:BUNDLE"));
        let bundle: Option<BTreeSet<String>> =
            group.map(|mids| mids.split_whitespace().map(str::to_owned).collect());
        let direction = self.session.iter().find_map(|a| Direction::from_attribute(a));
        let mut mids = BTreeSet::new();
        for (index, section) in self.sections.iter_mut().enumerate() {
            section.settle(index, direction.unwrap_or(Direction::SendRecv))?;
            section.rejected &= !bundle.as_ref().is_some_and(|group| group.contains(&section.mid));
            section.read_media()?;
            if !mids.insert(section.mid.clone()) {
                return Err(OfferError::Mid { mid: section.mid.clone(), why: "is used twice" });
            }
        }
        let live = self.sections.iter().filter(|section| !section.rejected);
        if live.clone().any(|s| bundle.as_ref().map_or(live.clone().count() > 1, |g| !g.contains(&s.mid))) {
            return Err(OfferError::NoBundle);
        }
        self.bundled = bundle.is_some();
        self.fingerprints = self.all_attributes().filter_map(|a| Fingerprint::from_attribute(a)).collect();
        if self.fingerprints.is_empty() {
            return Err(OfferError::Fingerprint);
        }
        Ok(self)
    }

    /// Refuses an offer whose sections do not stand where `earlier` had them (RFC 8829 section 5.2.2). str0m refuses it
    /// too, but only once it has taken the new ICE credentials, and with them the connection that there was.
    pub(crate) fn follows(&self, earlier: &Self) -> Result<(), OfferError> {
        let place = |mid: &str| earlier.sections.iter().position(|section| section.mid == mid);
        let moved = self.sections.iter().enumerate().any(|(index, section)| {
            let replaced = earlier.sections.get(index).filter(|old| old.mid != section.mid && !old.rejected);
            replaced.is_some() || place(&section.mid).is_some_and(|before| before != index)
        });
        if moved || self.sections.len() < earlier.sections.len() {
            return Err(OfferError::Inconsistent { what: "a section is not where it was before" });
        }
        Ok(())
    }

    /// The table of codecs that both sides know.
    pub(crate) fn codecs(&self) -> Result<CodecTable, OfferError> {
        let table = CodecTable::read(self.sections.iter().filter(|section| !section.rejected))?;
        let wants_media = self.sections.iter().any(|section| section.kind().is_some());
        if wants_media && table.payloads.is_empty() { Err(OfferError::NoCodec) } else { Ok(table) }
    }

    /// Replaces the client's ICE credentials, which makes the offer an ICE restart.
    pub(crate) fn set_ice(&mut self, ufrag: &str, pwd: &str) {
        let ice =
            |attribute: &String| attribute.starts_with("ice-ufrag:") || attribute.starts_with("ice-pwd:");
        self.session.retain(|a| !ice(a));
        for section in &mut self.sections {
            section.attributes.retain(|a| !ice(a));
        }
        self.session.push(format!("ice-ufrag:{ufrag}"));
        self.session.push(format!("ice-pwd:{pwd}"));
    }

    fn all_attributes(&self) -> impl Iterator<Item = &String> {
        self.session.iter().chain(self.sections.iter().flat_map(|section| &section.attributes))
    }
}

impl Fingerprint {
    /// Reads `fingerprint:sha-256 AA:BB:…`; weaker digests are no fingerprint.
    fn from_attribute(attribute: &str) -> Option<Self> {
        let (hash, digest) = attribute.strip_prefix("fingerprint:")?.trim().split_once(' ')?;
        let hash = match hash.to_ascii_lowercase().as_str() {
            "sha-256" => Hash::Sha256,
            "sha-384" => Hash::Sha384,
            "sha-512" => Hash::Sha512,
            _ => return None,
        };
        let digest: Option<Vec<u8>> = digest
            .trim()
            .split(':')
            .map(|byte| u8::from_str_radix(byte, 16).ok().filter(|_| byte.len() == 2))
            .collect();
        digest.filter(|digest| digest.len() == hash.len()).map(|digest| Self { hash, digest })
    }
}

impl Hash {
    fn len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

impl Section {
    /// What the section carries, when it is media.
    pub(crate) fn kind(&self) -> Option<Kind> {
        match self.medium {
            Medium::Audio => Some(Kind::Audio),
            Medium::Video => Some(Kind::Video),
            Medium::Data => None,
        }
    }
}
