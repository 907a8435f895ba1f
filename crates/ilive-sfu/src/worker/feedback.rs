//! RTCP of viewers: resends, keyframes, reports.

use super::Worker;
use super::datagrams::pair_of;
use crate::command::Datagram;
use crate::packet::StreamKey;
use crate::peer::{Link, Peer};
use crate::rtcp::{self, Feedback, SenderReport, write_sender_report};

/// Packets that one RTCP packet may ask for again.
const NACKS_MAX: usize = 256;

/// What a compound packet asks for, without its bytes.
#[derive(Debug, Default)]
struct Asked {
    /// (leg, number) of packets that are missed.
    lost: Vec<(usize, u16)>,
    keyframes: Vec<StreamKey>,
}

impl Worker {
    /// Reads what a viewer says of our streams. str0m reads the same datagram after us, for what it receives.
    pub(super) fn feedback(&mut self, place: usize, datagram: &Datagram<'_>) {
        let now = self.now;
        let Some(Peer { link, legs, paths, .. }) = self.peers.get_mut(place) else { return };
        let (Link::Up(crypt) | Link::Lost(crypt)) = link else { return };
        let Ok(compound) = crypt.inbound.open_rtcp(datagram.bytes) else {
            self.stats.drops.rtcp += 1;
            return;
        };
        paths.confirm(now, pair_of(datagram));
        let mut asked = Asked::default();
        for feedback in rtcp::read(compound) {
            match feedback {
                Feedback::Nack { ssrc, lost } => {
                    let Some(leg) = legs.iter().position(|leg| leg.ssrc == ssrc) else { continue };
                    asked.lost.extend(lost.iter().take(NACKS_MAX).map(|seq| (leg, seq)));
                }
                Feedback::Keyframe { ssrc } => {
                    let shown = legs.iter().find(|leg| leg.ssrc == ssrc).and_then(|leg| leg.selector.shows());
                    asked.keyframes.extend(shown);
                }
                // Read by bandwidth estimation, once there is one.
                Feedback::Report(_) | Feedback::Transport(_) => {}
            }
        }
        asked.lost.truncate(NACKS_MAX);
        self.come_back(place);
        if self.peers.get(place).is_some_and(|peer| matches!(peer.link, Link::Up(_))) {
            self.serve(place, asked);
        }
    }

    fn serve(&mut self, place: usize, asked: Asked) {
        self.stats.nacked += asked.lost.len() as u64;
        self.stats.keyframes_asked += asked.keyframes.len() as u64;
        for (leg, seq) in asked.lost {
            self.resend(place, leg, seq);
        }
        for stream in asked.keyframes {
            self.want_keyframe(stream);
        }
    }

    fn resend(&mut self, place: usize, leg: usize, seq: u16) {
        let now = self.now;
        let Some(peer) = self.peers.get_mut(place) else { return };
        let Some((extended, stream, at)) = peer.legs[leg].locate(seq) else { return };
        let Some(key) = self.by_id.get(&stream.track) else { return };
        let feed = self.tracks.get(key).and_then(|track| track.feed.as_ref());
        let Some(layer) = feed.and_then(|feed| feed.layer(stream)) else { return };
        let Some(out) = peer.legs[leg].resend(now, extended, &layer.history, at) else { return };
        let was_waiting = peer.queue.due().is_some();
        peer.queue.push(now, out);
        self.stats.resends += 1;
        self.mark(place, was_waiting);
    }

    /// Sends a report for each stream that a peer is sent.
    pub(super) fn report(&mut self, place: usize) {
        let now = self.now;
        let Some(peer) = self.peers.get(place) else { return };
        let reports: Vec<(SenderReport, String)> = peer
            .legs
            .iter()
            .filter_map(|leg| {
                let stream = leg.selector.shows()?;
                let key = self.by_id.get(&stream.track)?;
                let layer = self.tracks.get(key)?.feed.as_ref()?.layer(stream)?;
                Some((leg.report(now, &layer.sync)?, key.tiny.to_string()))
            })
            .collect();
        let Some(pair) = peer.paths.selected() else { return };
        let Some(crypt) = self.peers.get_mut(place).and_then(|peer| peer.crypt()) else { return };
        for (report, cname) in reports {
            let mut packet = Vec::with_capacity(96);
            write_sender_report(&mut packet, &report, &cname);
            if crypt.outbound.seal_rtcp(&mut packet).is_ok() {
                self.runs.datagram(pair, &packet);
            }
        }
    }
}
