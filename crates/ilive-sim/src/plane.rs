//! The media plane's side of the bargain: what it was told, and so what it would forward.

use std::collections::BTreeMap;

use ilive_core::room::{MediaCommand, Published, Track};
use ilive_protocol::wire::Source;
use ilive_protocol::{PeerId, Rights};

/// All peers, as the commands have made them.
#[derive(Debug, Clone, Default)]
pub struct Plane {
    peers: BTreeMap<PeerId, Peer>,
}

/// One media connection.
#[derive(Debug, Clone, Default)]
pub struct Peer {
    /// What may come from it and go to it.
    pub allowed: Rights,
    /// Sources that have their place in the room; true: heard.
    pub published: BTreeMap<Source, bool>,
    /// What its slots show.
    pub slots: BTreeMap<String, Track>,
}

impl Plane {
    /// Carries out a command.
    pub fn apply(&mut self, command: MediaCommand) {
        match command {
            MediaCommand::Allow(peer, rights) => self.peers.entry(peer).or_default().allowed = rights,
            MediaCommand::Publish(peer, source, Published::Off) => {
                self.peers.entry(peer).or_default().published.remove(&source);
            }
            MediaCommand::Publish(peer, source, published) => {
                let heard = published == Published::On;
                self.peers.entry(peer).or_default().published.insert(source, heard);
            }
            MediaCommand::Show { peer, mid, track: Some(track), .. } => {
                self.peers.entry(peer).or_default().slots.insert(mid, track);
            }
            MediaCommand::Show { peer, mid, track: None, .. } => {
                self.peers.entry(peer).or_default().slots.remove(&mid);
            }
            MediaCommand::Remove(peer) => _ = self.peers.remove(&peer),
        }
    }

    /// A connection that is there.
    #[must_use]
    pub fn peer(&self, peer: PeerId) -> Option<&Peer> {
        self.peers.get(&peer)
    }

    /// All that are there.
    pub fn peers(&self) -> impl Iterator<Item = (PeerId, &Peer)> {
        self.peers.iter().map(|(id, peer)| (*id, peer))
    }

    /// Whether packets of this source of this peer would reach anybody.
    #[must_use]
    pub fn forwards(&self, peer: PeerId, source: Source) -> bool {
        self.peer(peer).is_some_and(|peer| {
            peer.allowed.has(Rights::send(source)) && peer.published.get(&source) == Some(&true)
        })
    }
}
