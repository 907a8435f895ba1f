//! The streams that a client sends: which packet is whose, and which of them str0m need not keep.

use std::collections::BTreeSet;

use str0m::media::KeyframeRequestKind;
use str0m::rtp::RtpPacket;

use super::Peer;
use crate::Mid;
use crate::engine::Panicked;
use crate::packet::Layer;
use crate::source::{Kind, Sources};
use crate::track::{Incoming, layer_of};

/// Most SSRCs of a client that are remembered: three layers of two videos, and voice, twice over.
const INCOMING_MAX: usize = 16;
/// Most that were never announced. A layer that rests for hours goes on without a word of where it belongs, so none is
/// taken from str0m but for a client that keeps changing them.
const UNANNOUNCED_MAX: usize = 64;

/// The SSRCs of a client that str0m has a stream for.
#[derive(Debug, Default)]
pub(super) struct Streams {
    /// By the last offer.
    announced: BTreeSet<u32>,
    /// Known by mid and layer, from their packets; oldest first.
    unannounced: Vec<u32>,
}

impl Peer {
    /// What a packet of str0m's is part of; `None` when the offer did not name it.
    pub(crate) fn place_packet(&mut self, packet: &RtpPacket) -> Option<Incoming> {
        let ssrc = packet.header.ssrc;
        if let Some(known) = self.incoming.iter().find(|incoming| incoming.ssrc == ssrc) {
            return Some(known.clone());
        }
        let found = self.rtc.run(|rtc| {
            let mut api = rtc.direct_api();
            api.stream_rx(&ssrc).map(|stream| (stream.mid(), stream.rid()))
        });
        let (mid, rid) = found.ok()??;
        let source = self.senders.iter().find(|(sender, _)| *sender == mid).map(|(_, source)| *source)?;
        let section = self.offer.sections.iter().find(|section| Mid::from(section.mid.as_str()) == mid)?;
        let layer = rid.map_or(Some(Layer(0)), |rid| layer_of(&section.rids, &rid))?;
        let incoming = Incoming { ssrc, source, layer };
        if self.incoming.len() >= INCOMING_MAX {
            self.incoming.remove(0);
        }
        self.keep_stream(*ssrc).ok()?;
        self.incoming.push(incoming.clone());
        Some(incoming)
    }

    /// Asks for keyframes of all that has been heard of these sources; whether there was anything to ask.
    pub(crate) fn ask_for_keyframes(&mut self, sources: Sources) -> Result<bool, Panicked> {
        let pictures = self.incoming.iter().filter(|incoming| incoming.source.kind() == Kind::Video);
        let heard: Vec<_> =
            pictures.filter(|incoming| sources.has(incoming.source)).map(|incoming| incoming.ssrc).collect();
        self.rtc.run(|rtc| {
            let mut api = rtc.direct_api();
            let mut asked = false;
            for ssrc in heard {
                if let Some(stream) = api.stream_rx(&ssrc) {
                    stream.request_keyframe(KeyframeRequestKind::Pli);
                    asked = true;
                }
            }
            asked
        })
    }

    /// After a new offer: str0m keeps a stream for each SSRC that it ever heard of, and looks at all of them each time
    /// that it is driven. What is no longer announced, and silent, is taken from it.
    pub(super) fn streams_negotiated(&mut self) -> Result<(), Panicked> {
        let sending = self.offer.sections.iter().filter(|s| !s.rejected && s.direction.sends());
        let announced = sending.flat_map(|section| &section.streams).map(|stream| stream.ssrc).collect();
        let before = std::mem::replace(&mut self.streams.announced, announced);
        let heard: BTreeSet<u32> = self.incoming.drain(..).map(|incoming| *incoming.ssrc).collect();
        for ssrc in before {
            if heard.contains(&ssrc) {
                self.keep_stream(ssrc)?;
            } else if !self.streams.announced.contains(&ssrc) {
                self.rtc.run(|rtc| rtc.direct_api().remove_stream_rx(ssrc.into()))?;
            }
        }
        Ok(())
    }

    fn keep_stream(&mut self, ssrc: u32) -> Result<(), Panicked> {
        let Streams { announced, unannounced } = &mut self.streams;
        if announced.contains(&ssrc) || unannounced.contains(&ssrc) {
            return Ok(());
        }
        unannounced.push(ssrc);
        if unannounced.len() > UNANNOUNCED_MAX {
            let oldest = unannounced.remove(0);
            if !announced.contains(&oldest) {
                self.rtc.run(|rtc| rtc.direct_api().remove_stream_rx(oldest.into()))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::negotiation::Senders;

    const OFFER: &str = include_str!("../../../../fuzz/corpus/sdp/whip");

    /// The offer with a video of 31 streams, beginning with SSRC `from`.
    fn with_streams(from: u32) -> String {
        let lines: String = (from..from + 31).map(|ssrc| format!("a=ssrc:{ssrc} cname:x\r\n")).collect();
        OFFER.replace("a=ssrc:1235 cname:x\r\n", &lines).replace("a=ssrc:1235 cname:x\n", &lines)
    }

    #[test]
    fn streams_of_earlier_offers_are_not_kept() {
        let now = crate::testing::start();
        let (mut peer, _) =
            Peer::accept(&with_streams(10_000), &Senders::Inferred, crate::fuzzing::anybody(), now)
                .expect("an answer");

        for round in 1..50u32 {
            let offer = with_streams(10_000 + round * 100);
            peer.renegotiate(&offer, Senders::Inferred, now).expect("an answer");
        }

        let mut has = |ssrc: u32| {
            let found = peer.rtc.run(|rtc| rtc.direct_api().stream_rx(&ssrc.into()).is_some());
            found == Ok(true)
        };
        assert_eq!((10_000..20_000).filter(|ssrc| has(*ssrc)).count(), 31, "those of the last offer");
        assert!(has(1234), "the voice that was announced each time");
    }
}
