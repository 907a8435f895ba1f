//! What a client believes: a snapshot and all events since.

use ilive_protocol::wire::{self, event::Event};

/// A client's picture of its room.
#[derive(Debug, Clone, PartialEq)]
pub struct Replica {
    /// The room, as a client reads it.
    pub state: wire::RoomState,
    /// The own rights in force, as bits.
    pub rights: u32,
    /// Own sources that the host has muted.
    pub muted_by_host: Vec<i32>,
    /// Sources that were said to be dropped for want of the right, in order.
    pub diffs: Vec<i32>,
}

impl Replica {
    /// From the answer to an entry.
    #[must_use]
    pub fn new(entered: wire::RoomEnterReply) -> Self {
        let state = entered.state.unwrap_or_default();
        Self { state, rights: entered.rights, muted_by_host: Vec::new(), diffs: Vec::new() }
    }

    /// Takes one event in; one that the snapshot contains already changes nothing.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::MemberChanged(changed) if self.is_new(changed.version) => {
                let Some(member) = changed.member.clone() else { return };
                self.state.members.retain(|known| known.tiny_id != member.tiny_id);
                self.state.members.push(member);
                self.state.members.sort_by_key(|member| member.tiny_id);
            }
            Event::MemberGone(gone) if self.is_new(gone.version) => {
                self.state.members.retain(|known| known.tiny_id != gone.tiny_id);
            }
            Event::PeopleChanged(changed) if self.is_new(changed.version) => {
                self.state.people = changed.people;
                self.state.host_present = changed.host_present;
            }
            Event::RoomInfoChanged(changed) if self.is_new(changed.version) => {
                self.state.info.clone_from(&changed.info);
            }
            Event::LinksChanged(changed) if self.is_new(changed.version) => {
                self.state.links.clone_from(&changed.links);
            }
            Event::SlotsChanged(changed) => self.take_slots(&changed.slots),
            Event::StageQueueChanged(changed) => self.state.stage_queue.clone_from(&changed.entries),
            Event::RightsChanged(changed) => {
                self.rights = changed.rights;
                self.muted_by_host.clone_from(&changed.muted_by_host);
            }
            Event::PrivilegeDiff(diff) => self.diffs.push(diff.source),
            _ => {}
        }
    }

    /// A new offer was answered: its slots, those known before with what they show.
    pub fn offer(&mut self, mids: &[String]) {
        let empty = |mid: &String| wire::Slot { mid: mid.clone(), tiny_id: 0, source: 0 };
        let known = |mid: &String| self.state.slots.iter().find(|slot| slot.mid == *mid).cloned();
        self.state.slots = mids.iter().map(|mid| known(mid).unwrap_or_else(|| empty(mid))).collect();
    }

    fn is_new(&mut self, version: u64) -> bool {
        let new = version > self.state.version;
        self.state.version = self.state.version.max(version);
        new
    }

    fn take_slots(&mut self, news: &[wire::Slot]) {
        for slot in news {
            match self.state.slots.iter_mut().find(|known| known.mid == slot.mid) {
                Some(known) => *known = slot.clone(),
                None => self.state.slots.push(slot.clone()),
            }
        }
    }

    /// How it differs from the truth, in words; none when it does not. How many people there are is told at most twice
    /// a second, so it is compared only when `people` says so.
    #[must_use]
    pub fn differs_from(&self, truth: &wire::RoomState, people: bool) -> Option<String> {
        let mut own = self.state.clone();
        own.version = truth.version;
        if !people {
            (own.people, own.host_present) = (truth.people, truth.host_present);
        }
        (own != *truth).then(|| format!("believes {own:?}\n   truth is {truth:?}"))
    }
}
