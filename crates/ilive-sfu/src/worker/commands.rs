//! What the control side asks.

use std::time::Instant;

use ilive_protocol::TinyId;

use super::Worker;
use crate::Mid;
use crate::command::{Command, Event};
use crate::crossing::Crossing;
use crate::demux::Home;
use crate::layers::Wish;
use crate::negotiation::{Answer, AudioBy, Broken};
use crate::offer_error::OfferError;
use crate::peer::Peer;
use crate::source::{PeerId, Source, Sources};

impl Command {
    /// The peer that it is for.
    fn peer(&self) -> Option<PeerId> {
        match self {
            Self::RemovePeer { peer }
            | Self::SetRights { peer, .. }
            | Self::SetMuted { peer, .. }
            | Self::SetSlot { peer, .. }
            | Self::Negotiate { peer, .. }
            | Self::RestartIce { peer, .. } => Some(*peer),
            Self::AddPeer(_) | Self::ReadStats | Self::Drain => None,
        }
    }
}

impl Worker {
    pub(super) fn command(&mut self, command: Command) {
        let Some(peer) = command.peer() else { return self.general(command) };
        match (self.peers.place_of(peer), self.peers.thread_of(peer)) {
            (Some(place), _) => self.for_peer(place, command),
            (None, Some(thread)) => {
                if matches!(command, Command::RemovePeer { .. }) {
                    self.peers.gone(peer);
                }
                self.cross(thread, Crossing::Command(Box::new(command)));
            }
            // It has failed or closed meanwhile; the event that says so is on its way.
            (None, None) => {}
        }
    }

    fn general(&mut self, command: Command) {
        match command {
            Command::AddPeer(peer) => self.settle(peer),
            Command::ReadStats => self.tell(Event::Stats(Box::new(self.stats()))),
            _ => {
                for place in self.peers.all() {
                    self.say_goodbye(place);
                }
            }
        }
    }

    fn for_peer(&mut self, place: usize, command: Command) {
        match command {
            Command::SetRights { send, receive, .. } => self.set_rights(place, send, receive),
            Command::SetMuted { muted, .. } => self.set_muted(place, muted),
            Command::SetSlot { mid, shows, height, .. } => self.set_slot(place, mid, shows, height),
            Command::Negotiate { offer, senders, token, .. } => {
                self.negotiate(place, token, |peer, now| peer.renegotiate(&offer, senders, now));
            }
            Command::RestartIce { login, token, .. } => {
                self.negotiate(place, token, |peer, now| peer.restart_ice(&login, now));
            }
            Command::RemovePeer { .. } | Command::AddPeer(_) | Command::ReadStats | Command::Drain => {
                self.say_goodbye(place);
            }
        }
    }

    fn set_rights(&mut self, place: usize, send: Sources, receive: Sources) {
        let Some(peer) = self.peers.get_mut(place) else { return };
        let before = peer.gate.sendable();
        peer.gate.set_rights(send, receive);
        self.end_forbidden(place);
        self.begin_with_keyframes(place, before);
        let legs = self.peers.get(place).map_or(0, |peer| peer.legs.len());
        for leg in 0..legs {
            let lost =
                |peer: &Peer| peer.legs[leg].shows.is_some_and(|(_, source)| !peer.gate.may_receive(source));
            if self.peers.get(place).is_some_and(lost) {
                self.detach(place, leg);
            }
        }
        self.give_slots(place);
        self.look_again(place);
    }

    fn set_muted(&mut self, place: usize, muted: Sources) {
        if let Some(peer) = self.peers.get_mut(place) {
            let before = peer.gate.sendable();
            peer.gate.set_muted(muted);
            self.end_forbidden(place);
            self.begin_with_keyframes(place, before);
        }
    }

    /// What was dropped until now may have been a keyframe, and a picture that stands still sends no other by itself.
    fn begin_with_keyframes(&mut self, place: usize, before: Sources) {
        let Some(peer) = self.peers.get_mut(place) else { return };
        let now = peer.gate.sendable();
        let opened = Source::ALL.into_iter().filter(|source| now.has(*source) && !before.has(*source));
        // One that panicked is given up when it is driven.
        if peer.ask_for_keyframes(opened.collect()) != Ok(false) {
            self.pokes.push(place);
        }
    }

    /// Ends the tracks of a peer that it may not send now.
    fn end_forbidden(&mut self, place: usize) {
        for source in Source::ALL {
            if self.peers.get(place).is_some_and(|peer| !peer.gate.may_send(source)) {
                self.end_source(place, source, true);
            }
        }
    }

    fn set_slot(&mut self, place: usize, mid: Mid, shows: Option<(TinyId, Source)>, height: u32) {
        let Some(peer) = self.peers.get_mut(place) else { return };
        let Some(leg) = peer.legs.iter().position(|leg| leg.mid == mid) else { return };
        let kind = peer.legs[leg].kind;
        let by_loudest = kind == crate::Kind::Audio && peer.audio_by == AudioBy::Loudest;
        if by_loudest || shows.is_some_and(|(_, source)| source.kind() != kind) {
            return;
        }
        let height = u16::try_from(height).unwrap_or(u16::MAX);
        peer.legs[leg].wish = Wish { height: (height > 0).then_some(height), budget_bps: None };
        self.show(place, leg, shows);
    }

    /// Makes a leg show something else, or the same at another size.
    pub(super) fn show(&mut self, place: usize, leg: usize, shows: Option<(TinyId, Source)>) {
        let Some(peer) = self.peers.get(place) else { return };
        if peer.legs[leg].shows == shows {
            return self.aim(place, leg);
        }
        self.detach(place, leg);
        if let Some(peer) = self.peers.get_mut(place) {
            peer.legs[leg].shows = shows;
        }
        self.attach(place, leg);
    }

    /// Has a peer answer, within its budget: an offer costs as much as a thousand packets.
    fn negotiate(
        &mut self,
        place: usize,
        token: u64,
        answer: impl FnOnce(&mut Peer, Instant) -> Result<Answer, Broken>,
    ) {
        let now = self.now;
        let Some(peer) = self.peers.get_mut(place) else { return };
        if let Err(wait) = peer.pace.take(now) {
            let (peer, result) = (peer.id, Err(OfferError::TooOften { wait }));
            return self.tell(Event::Negotiated { peer, token, result });
        }
        let before = peer.ice.ufrag.clone();
        let answered = answer(peer, now);
        self.negotiated(place, &before, token, answered);
    }

    fn negotiated(&mut self, place: usize, before: &str, token: u64, answered: Result<Answer, Broken>) {
        let Some((peer, ufrag)) = self.peers.get(place).map(|peer| (peer.id, peer.ice.ufrag.clone())) else {
            return;
        };
        if ufrag != before {
            self.directory.forget_ufrag(before);
            self.directory.set_ufrag(&ufrag, Home::Here(place));
            self.cross_to_all(|| Crossing::NoHome { ufrag: before.to_owned(), gone: None });
            self.cross_to_all(|| Crossing::Home { ufrag: ufrag.clone() });
        }
        let broken = matches!(answered, Err(Broken::Panicked));
        self.tell(Event::Negotiated { peer, token, result: answered.map_err(Into::into) });
        if broken {
            return self.give_up(place);
        }
        self.give_slots(place);
        self.look_again(place);
        self.pokes.push(place);
    }
}
