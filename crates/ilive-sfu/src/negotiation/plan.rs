//! Who sends what, and what each section may do.

use super::{Lacking, Senders};
use crate::Mid;
use crate::offer_error::OfferError;
use crate::sdp::{CodecTable, Direction, Offer};
use crate::source::{Kind, Source, Sources};

/// An offer with its sections' parts settled: what [`crate::Peer`] is made or changed with.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) offer: Offer,
    pub(crate) codecs: CodecTable,
    pub(crate) senders: Vec<(Mid, Source)>,
}

impl Plan {
    /// Reads and vets an offer and settles who sends what.
    pub(crate) fn new(text: &str, senders: &Senders, rules: &Rules) -> Result<Self, OfferError> {
        Self::of(Offer::parse(text)?, senders, rules)
    }

    pub(crate) fn of(mut offer: Offer, senders: &Senders, rules: &Rules) -> Result<Self, OfferError> {
        let codecs = offer.codecs()?;
        for section in &mut offer.sections {
            section.rejected |= section.kind().is_some() && codecs.of(section).next().is_none();
        }
        let senders = match senders {
            Senders::Named(named) => check_named(&offer, named)?,
            Senders::Inferred => infer(&offer),
        };
        let had_any = offer.sections.iter().any(|s| !s.rejected && s.kind().is_some());
        let mut plan = Self { offer, codecs, senders };
        let lack = plan.settle_directions(rules);
        let left = plan.offer.sections.iter().any(|s| !s.rejected && s.direction != Direction::Inactive);
        match lack {
            Some(lack) if had_any && !left => Err(OfferError::NoRight { lack }),
            _ => Ok(plan),
        }
    }

    /// Takes from each section what it may not, or cannot, do; says which right was missing first.
    fn settle_directions(&mut self, rules: &Rules) -> Option<&'static str> {
        let mut lack = None;
        for section in &mut self.offer.sections {
            let Some(kind) = section.kind() else { continue };
            let source =
                self.senders.iter().find(|(mid, _)| *mid == section.mid.as_str().into()).map(|(_, s)| *s);
            let mut sends = section.direction.sends() && source.is_some();
            // str0m does not send where layers are received.
            let mut receives = section.direction.receives() && (!sends || section.rids.is_empty());
            if rules.lacking == Lacking::Inactive {
                if let Some(source) = source.filter(|source| sends && !rules.send.has(*source)) {
                    sends = false;
                    lack.get_or_insert(lack_send(source));
                }
                if receives && !can_receive(kind, rules.receive) {
                    receives = false;
                    lack.get_or_insert(lack_receive(kind));
                }
            }
            section.direction = Direction::new(sends, receives);
        }
        let offer = &self.offer;
        self.senders.retain(|(mid, _)| {
            offer
                .sections
                .iter()
                .any(|s| mid == &Mid::from(s.mid.as_str()) && s.direction.sends() && !s.rejected)
        });
        lack
    }

    /// The sections that can show something.
    pub(crate) fn slots(&self) -> Vec<(Mid, Kind)> {
        let open = self.offer.sections.iter().filter(|s| !s.rejected && s.direction.receives());
        open.filter_map(|s| s.kind().map(|kind| (s.mid.as_str().into(), kind))).collect()
    }
}

/// The rights that a plan is made under.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) send: Sources,
    pub(crate) receive: Sources,
    pub(crate) lacking: Lacking,
}

fn can_receive(kind: Kind, receive: Sources) -> bool {
    Source::ALL.into_iter().any(|source| source.kind() == kind && receive.has(source))
}

fn lack_send(source: Source) -> &'static str {
    match source {
        Source::Audio => "lack_send_audio",
        Source::Main => "lack_send_video",
        Source::Aux => "lack_send_aux",
    }
}

fn lack_receive(kind: Kind) -> &'static str {
    match kind {
        Kind::Audio => "lack_recv_audio",
        Kind::Video => "lack_recv_video",
    }
}

fn check_named(offer: &Offer, named: &[(Mid, Source)]) -> Result<Vec<(Mid, Source)>, OfferError> {
    let mut taken = Sources::NONE;
    for (mid, source) in named {
        let refused = |why| OfferError::Sender { mid: mid.to_string(), why };
        let section = offer.sections.iter().find(|section| Mid::from(section.mid.as_str()) == *mid);
        let section = section.ok_or_else(|| refused("is no section of the offer"))?;
        if section.kind() != Some(source.kind()) {
            return Err(refused("is not of its source's kind"));
        }
        if taken.has(*source) || named.iter().filter(|(other, _)| other == mid).count() > 1 {
            return Err(refused("is named twice, or its source is"));
        }
        taken = taken.with(*source, true);
    }
    Ok(named.to_vec())
}

fn infer(offer: &Offer) -> Vec<(Mid, Source)> {
    let mut free = vec![Source::Audio, Source::Main, Source::Aux];
    let sending = offer.sections.iter().filter(|s| !s.rejected && s.direction.sends());
    sending
        .filter_map(|section| {
            let at = free.iter().position(|source| Some(source.kind()) == section.kind())?;
            Some((section.mid.as_str().into(), free.remove(at)))
        })
        .collect()
}
