//! The codecs of an offer that are forwarded, under the payload types that the client gave them.
//!
//! str0m would choose its own payload types for what it receives; encoders outside browsers send under the ones they
//! offered whatever the answer says. So its table is made from the offer.

use std::collections::BTreeMap;

use str0m::format::{Codec, FormatParams};
use str0m::media::Frequency;

use super::Section;
use super::formats::parse_pt;
use super::limits::MAX_CODECS;
use crate::offer_error::OfferError;

/// A codec with its payload types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Payload {
    pub(crate) pt: u8,
    pub(crate) rtx: Option<u8>,
    pub(crate) codec: Codec,
    pub(crate) format: FormatParams,
}

impl Payload {
    pub(crate) fn clock(&self) -> Frequency {
        if self.codec == Codec::Opus { Frequency::FORTY_EIGHT_KHZ } else { Frequency::NINETY_KHZ }
    }

    pub(crate) fn channels(&self) -> Option<u8> {
        (self.codec == Codec::Opus).then_some(2)
    }
}

/// All payloads of an offer that are forwarded, best codec first, each codec's in the client's order.
#[derive(Debug, Clone, Default)]
pub(crate) struct CodecTable {
    pub(crate) payloads: Vec<Payload>,
}

impl CodecTable {
    pub(super) fn read<'a>(sections: impl Iterator<Item = &'a Section>) -> Result<Self, OfferError> {
        let mut payloads: Vec<Payload> = Vec::new();
        for section in sections.filter(|section| section.kind().is_some()) {
            for payload in read_section(section)? {
                match payloads.iter().find(|known| known.pt == payload.pt) {
                    Some(known) if *known == payload => {}
                    Some(_) => return Err(OfferError::PayloadType { value: payload.pt.to_string() }),
                    None => payloads.push(payload),
                }
            }
        }
        payloads.sort_by_key(|payload| rank(payload.codec));
        payloads.truncate(MAX_CODECS);
        Self { payloads }.without_clashes()
    }

    /// The payloads of one section.
    pub(crate) fn of<'a>(&'a self, section: &'a Section) -> impl Iterator<Item = &'a Payload> {
        self.payloads.iter().filter(|payload| section.formats.iter().any(|format| format.pt == payload.pt))
    }

    /// A payload type names one thing in a bundle.
    fn without_clashes(self) -> Result<Self, OfferError> {
        let mut seen = [false; 128];
        for pt in self.payloads.iter().flat_map(|p| [Some(p.pt), p.rtx]).flatten() {
            if std::mem::replace(&mut seen[usize::from(pt)], true) {
                return Err(OfferError::PayloadType { value: pt.to_string() });
            }
        }
        Ok(self)
    }
}

/// VP8 first: it is what simulcast layers are cut from most cheaply; H264 next, for encoders in hardware.
fn rank(codec: Codec) -> u8 {
    match codec {
        Codec::Opus | Codec::Vp8 => 0,
        Codec::H264 => 1,
        Codec::Vp9 => 2,
        _ => 3,
    }
}

fn read_section(section: &Section) -> Result<Vec<Payload>, OfferError> {
    let mut mains = Vec::new();
    let mut repairs: BTreeMap<u8, u8> = BTreeMap::new();
    for format in &section.formats {
        let (pt, fmtp) = (format.pt, format.parameters.as_deref().unwrap_or(""));
        if format.name.eq_ignore_ascii_case("rtx/90000") {
            let apt = fmtp.split(';').find_map(|p| p.trim().strip_prefix("apt="));
            if let Some(apt) = apt {
                repairs.entry(parse_pt(apt.trim())?).or_insert(pt);
            }
        } else if let Some(codec) = codec_named(&format.name) {
            mains.push(Payload { pt, rtx: None, codec, format: FormatParams::parse_line(fmtp) });
        }
    }
    for main in &mut mains {
        main.rtx = repairs.get(&main.pt).copied();
    }
    Ok(mains)
}

fn codec_named(name: &str) -> Option<Codec> {
    match name.to_ascii_lowercase().as_str() {
        "opus/48000/2" => Some(Codec::Opus),
        "vp8/90000" => Some(Codec::Vp8),
        "h264/90000" => Some(Codec::H264),
        "vp9/90000" => Some(Codec::Vp9),
        "av1/90000" => Some(Codec::Av1),
        _ => None,
    }
}
