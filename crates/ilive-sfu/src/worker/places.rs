//! The peers of a thread, each at a place that stays while it is here: hot paths go by place, commands by number.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::peer::Peer;
use crate::source::PeerId;

#[derive(Debug, Default)]
pub(super) struct Places {
    places: Vec<Option<Place>>,
    by_id: BTreeMap<PeerId, usize>,
    /// Where peers went that are no longer here.
    moved: BTreeMap<PeerId, usize>,
}

#[derive(Debug)]
struct Place {
    peer: Box<Peer>,
    /// When its connection wants to be driven.
    deadline: Option<Instant>,
}

impl Places {
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    pub(super) fn get(&self, place: usize) -> Option<&Peer> {
        self.places.get(place)?.as_ref().map(|place| &*place.peer)
    }

    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut Peer> {
        self.places.get_mut(place)?.as_mut().map(|place| &mut *place.peer)
    }

    pub(super) fn place_of(&self, peer: PeerId) -> Option<usize> {
        self.by_id.get(&peer).copied()
    }

    pub(super) fn thread_of(&self, peer: PeerId) -> Option<usize> {
        self.moved.get(&peer).copied()
    }

    pub(super) fn all(&self) -> Vec<usize> {
        self.by_id.values().copied().collect()
    }

    pub(super) fn add(&mut self, peer: Box<Peer>) -> usize {
        let id = peer.id;
        self.moved.remove(&id);
        let place = self.places.iter().position(Option::is_none).unwrap_or(self.places.len());
        if place == self.places.len() {
            self.places.push(None);
        }
        self.places[place] = Some(Place { peer, deadline: None });
        self.by_id.insert(id, place);
        place
    }

    pub(super) fn remove(&mut self, place: usize) -> Option<Box<Peer>> {
        let peer = self.places.get_mut(place)?.take()?.peer;
        self.by_id.remove(&peer.id);
        Some(peer)
    }

    pub(super) fn went(&mut self, peer: PeerId, thread: usize) {
        self.moved.insert(peer, thread);
    }

    pub(super) fn gone(&mut self, peer: PeerId) {
        self.moved.remove(&peer);
    }

    /// Notes a deadline; gives the one before.
    pub(super) fn set_deadline(&mut self, place: usize, deadline: Option<Instant>) -> Option<Instant> {
        let place = self.places.get_mut(place)?.as_mut()?;
        std::mem::replace(&mut place.deadline, deadline)
    }
}
