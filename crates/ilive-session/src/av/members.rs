//! The table of senders: who sends what. Only those who send are in it (1401); what one does not send cannot be seen (1402).
//!
//! The app is told by comparing with what it was told last: by tiny id at once, by user id when the name is known.

use std::collections::BTreeMap;
use std::time::Instant;

use ilive_protocol::wire::{self, Source, UplinkKind};
use ilive_protocol::{Code, TinyId};

use crate::{Client, Error, Event};

/// Longest table that is believed: the longest frame that a server sends has 640 KB, and a member in it about 20 bytes.
const MEMBERS_MAX: usize = 1 << 15;

/// What one member sends.
pub(crate) type Uplinks = BTreeMap<Source, UplinkKind>;

#[derive(Debug, Clone, Default)]
pub(crate) struct Members {
    version: u64,
    sending: BTreeMap<TinyId, Uplinks>,
    told: BTreeMap<TinyId, Uplinks>,
    /// Told by user id.
    told_by_name: BTreeMap<TinyId, Uplinks>,
}

fn uplinks(member: &wire::Member) -> Uplinks {
    let known = |uplink: &wire::Uplink| {
        let source = Source::try_from(uplink.source).ok().filter(|source| *source != Source::Unspecified)?;
        Some((source, UplinkKind::try_from(uplink.kind).unwrap_or_default()))
    };
    member.uplinks.iter().filter_map(known).collect()
}

/// # Errors
/// 8052 for a room that no server has.
pub(crate) fn checked(state: wire::RoomState) -> Result<wire::RoomState, Error> {
    match state.members.len() {
        0..=MEMBERS_MAX => Ok(state),
        many => {
            let why = format!("a room of {many} members: {MEMBERS_MAX} is the most that is read");
            Err(Error::of(Code::ParseFail, "bad_answer").because(why))
        }
    }
}

impl Members {
    pub(crate) fn new(state: &wire::RoomState) -> Self {
        let mut new = Self::default();
        new.read(state);
        new
    }

    /// All that is true now.
    pub(crate) fn read(&mut self, state: &wire::RoomState) {
        self.version = state.version;
        self.sending.clear();
        for member in &state.members {
            self.set(TinyId(member.tiny_id), uplinks(member));
        }
    }

    /// What was told of the same room before.
    pub(crate) fn go_on_from(&mut self, before: Self) {
        (self.told, self.told_by_name) = (before.told, before.told_by_name);
    }

    fn set(&mut self, id: TinyId, uplinks: Uplinks) {
        if uplinks.is_empty() {
            self.sending.remove(&id);
        } else if self.sending.len() < MEMBERS_MAX || self.sending.contains_key(&id) {
            self.sending.insert(id, uplinks);
        }
    }

    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// An event with a version not above the state's is old.
    pub(crate) fn is_new(&mut self, version: u64) -> bool {
        let new = version > self.version;
        self.version = self.version.max(version);
        new
    }

    pub(crate) fn changed(&mut self, member: &wire::Member) {
        self.set(TinyId(member.tiny_id), uplinks(member));
    }

    pub(crate) fn gone(&mut self, id: TinyId) {
        self.sending.remove(&id);
    }

    /// 1401 for one who sends nothing, 1402 for one who does not send this.
    pub(crate) fn sends(&self, id: TinyId, source: Source) -> Result<(), Error> {
        match self.sending.get(&id) {
            None => Err(Error::of(Code::AvEndpointNotExist, "").because(format!("{id} sends nothing"))),
            Some(uplinks) if uplinks.contains_key(&source) => Ok(()),
            Some(_) => {
                Err(Error::of(Code::AvEndpointHasNotVideo, "").because(format!("{id} has no {source:?}")))
            }
        }
    }

    pub(crate) fn ids(&self) -> Vec<TinyId> {
        let all = self.sending.keys().chain(self.told.keys()).chain(self.told_by_name.keys());
        all.copied().collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }
}

/// What was begun and what was ended between two states, ended first.
fn changes(before: &Uplinks, after: &Uplinks) -> Vec<(Source, UplinkKind, bool)> {
    let ended = before.iter().filter(|(source, kind)| after.get(*source) != Some(kind));
    let begun = after.iter().filter(|(source, kind)| before.get(*source) != Some(kind));
    let ended = ended.map(|(source, kind)| (*source, *kind, false));
    ended.chain(begun.map(|(source, kind)| (*source, *kind, true))).collect()
}

impl Client {
    /// Tells what has changed since it was told last; asks for names that are missing.
    pub(crate) fn tell_members(&mut self, now: Instant) {
        let own = self.context.own();
        let Some(stay) = self.room.stay() else { return };
        for id in stay.members.ids() {
            if Some(id) != own {
                self.tell_member(id);
            }
        }
        self.ask_names(now);
        self.see_missing(now);
    }

    /// Of one who has changed, and is not the user.
    pub(crate) fn tell_change(&mut self, now: Instant, id: TinyId) {
        if Some(id) != self.context.own() {
            self.tell_member(id);
            self.ask_names(now);
            self.see_missing(now);
        }
    }

    fn tell_member(&mut self, id: TinyId) {
        let user = self.names.get(id).cloned();
        let Some(members) = self.room.told_mut() else { return };
        let sends = members.sending.get(&id).cloned().unwrap_or_default();
        let before = members.told.insert(id, sends.clone()).unwrap_or_default();
        let known = members.told_by_name.get(&id).cloned().unwrap_or_default();
        if user.is_some() {
            members.told_by_name.insert(id, sends.clone());
        }
        if sends.is_empty() {
            members.told.remove(&id);
            members.told_by_name.remove(&id);
        }
        for (source, kind, on) in changes(&before, &sends) {
            self.event(Event::Endpoint { tiny_id: id, source, kind, on });
        }
        match user {
            Some(user) => {
                for (source, kind, on) in changes(&known, &sends) {
                    self.event(Event::Member { user: user.clone(), source, kind, on });
                }
            }
            None if !sends.is_empty() => self.names.want(id),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_is_fed_otherwise_ends_and_begins() {
        let before =
            Uplinks::from([(Source::Aux, UplinkKind::Screen), (Source::Audio, UplinkKind::Microphone)]);
        let after = Uplinks::from([(Source::Aux, UplinkKind::File), (Source::Audio, UplinkKind::Microphone)]);

        let told = changes(&before, &after);

        assert_eq!(told, [(Source::Aux, UplinkKind::Screen, false), (Source::Aux, UplinkKind::File, true)]);
    }

    #[test]
    fn a_silent_member_is_not_in_the_table() {
        let member = wire::Member { tiny_id: 7, ..wire::Member::default() };
        let members = Members::new(&wire::RoomState { members: vec![member], ..wire::RoomState::default() });

        let refused = members.sends(TinyId(7), Source::Main).expect_err("sends nothing");

        assert!(refused.is(Code::AvEndpointNotExist));
    }

    #[test]
    fn a_table_that_no_server_has_is_not_read_and_none_grows_beyond_it() {
        let sends = |id| {
            let uplink = wire::Uplink { source: Source::Audio.into(), ..wire::Uplink::default() };
            wire::Member { tiny_id: id, uplinks: vec![uplink], ..wire::Member::default() }
        };
        let room = |members| wire::RoomState {
            members: (1..=members).map(sends).collect(),
            ..wire::RoomState::default()
        };
        let most = MEMBERS_MAX as u64;
        assert!(checked(room(most + 1)).is_err_and(|error| error.is(Code::ParseFail)));

        let mut members = Members::new(&checked(room(most)).expect("as many as there may be"));
        members.changed(&sends(most + 1));
        assert_eq!(members.sending.len(), MEMBERS_MAX);
        members.gone(TinyId(1));
        members.changed(&sends(most + 1));
        assert!(members.sends(TinyId(most + 1), Source::Audio).is_ok());
    }
}
