//! What must always hold in a room, whatever happens to it.

use std::time::Instant;

use ilive_core::room::SessionId;
use ilive_protocol::wire::{self, RoleType, Source};
use ilive_protocol::{Rights, TinyId, limits};

use crate::{Client, World};

/// CREATE and JOIN concern no media.
const MEDIA: u8 = 0xFC;

impl World {
    /// Looks at everything; the first law that is broken is kept. `settled`: so much time has passed that nothing waits
    /// to be told.
    ///
    /// # Errors
    /// The law.
    pub fn check(&mut self, settled: bool) -> Result<(), String> {
        let inside: Vec<SessionId> = self.inside().map(|(session, _)| session).collect();
        let mut truths = Vec::new();
        for session in inside {
            match self.read(session) {
                Some(truth) => truths.push((session, truth)),
                None => self.broken(format!("{session:?} believes to be in the room and is not")),
            }
        }
        let mut faults: Vec<String> = Vec::new();
        for (session, truth) in &truths {
            let client = &self.clients[session];
            if client.hears() {
                faults.extend(belief(client, truth, settled));
                faults.extend(self.rights(client, truth));
            }
            faults.extend(self.slots(client, truth));
        }
        if let Some((_, truth)) = truths.first() {
            faults.extend(limits_kept(truth));
            faults.extend(self.senders(truth));
            faults.extend(self.ghosts(truth));
        }
        faults.extend(self.seats_given_up());
        faults.extend(self.reclaimed());
        faults.into_iter().for_each(|fault| self.broken(fault));
        self.breach.clone().map_or(Ok(()), Err)
    }

    fn inside(&self) -> impl Iterator<Item = (SessionId, &Client)> {
        self.clients.iter().filter(|(_, client)| client.replica.is_some()).map(|(id, client)| (*id, client))
    }

    /// The rights in force are the ticket's within the role's, and the media plane was told just that.
    fn rights(&self, client: &Client, truth: &wire::RoomState) -> Option<String> {
        let replica = client.replica.as_ref()?;
        let member = truth.members.iter().find(|member| member.tiny_id == client.tiny.0);
        let rights = Rights(u8::try_from(replica.rights).ok()?);
        let preset = |role| client.ticket.and(Rights::preset(role));
        let good = match member.map(wire::Member::role_type) {
            Some(role) => rights == preset(role),
            None => rights == preset(RoleType::Audience) || rights == preset(RoleType::Default),
        };
        if !good {
            return Some(format!("{rights:?} with ticket {:?} and {member:?}", client.ticket));
        }
        let muted = replica.muted_by_host.iter().filter_map(|source| Source::try_from(*source).ok());
        let muted = muted.fold(0, |bits, source| bits | Rights::send(source).0);
        let allowed = self.plane.peer(client.peer).map_or(Rights::NONE, |peer| peer.allowed);
        let want = Rights(rights.0 & MEDIA & !muted);
        (allowed != want).then(|| format!("the media plane allows {allowed:?} and should {want:?}"))
    }

    /// The media plane shows what the client was told, and only what is sent and may be received.
    fn slots(&self, client: &Client, truth: &wire::RoomState) -> Option<String> {
        let shown = self.plane.peer(client.peer)?;
        for (mid, track) in &shown.slots {
            let told = truth.slots.iter().find(|slot| slot.mid == *mid);
            let same = told.is_some_and(|slot| (slot.tiny_id, slot.source()) == (track.tiny.0, track.source));
            let sent =
                self.plane.peer(track.peer).is_some_and(|peer| peer.published.contains_key(&track.source));
            let may = shown.allowed.has(Rights::receive(track.source));
            if !(same && sent && may) {
                let who = (client.tiny, client.kind, shown.allowed);
                return Some(format!(
                    "slot {mid} of {who:?} shows {track:?}: told {same}, sent {sent}, allowed {may}"
                ));
            }
        }
        let pictures = truth.slots.iter().filter(|slot| slot.tiny_id != 0 && slot.source() != Source::Audio);
        let told = pictures.count();
        let shown = shown.slots.values().filter(|track| track.source != Source::Audio).count();
        (told != shown).then(|| format!("told {told} pictures, shown {shown}"))
    }

    /// Whoever has a place as a sender has the right, and everybody is told of it.
    fn senders(&self, truth: &wire::RoomState) -> Option<String> {
        let mut published = 0;
        for (id, peer) in self.plane.peers() {
            let client = self.clients.values().find(|client| client.peer == id);
            let Some(client) = client else {
                return Some(format!("{id:?} is in the media plane for nobody"));
            };
            let member = truth.members.iter().find(|member| member.tiny_id == client.tiny.0);
            for source in peer.published.keys() {
                published += 1;
                let muted = member.is_some_and(|member| member.muted_by_host.contains(&(*source).into()));
                if !muted && !peer.allowed.has(Rights::send(*source)) {
                    return Some(format!("{:?} sends {source:?}, allowed {:?}", client.tiny, peer.allowed));
                }
            }
        }
        let told: usize = truth.members.iter().map(|member| member.uplinks.len()).sum();
        (told != published).then(|| format!("{told} uplinks told, {published} in the media plane"))
    }

    /// Nobody is listed who is not there, but for the seats kept after a restart.
    fn ghosts(&self, truth: &wire::RoomState) -> Option<String> {
        let restarted =
            self.watch.restarted.is_some_and(|at| self.now <= at + self.config.timers.resume_window);
        let kept = |member: &wire::Member| {
            let until = self.watch.kept.get(&TinyId(member.tiny_id));
            restarted || until.is_some_and(|until| self.now <= *until)
        };
        let here = |member: &wire::Member| {
            self.clients.values().any(|client| {
                client.tiny.0 == member.tiny_id && (client.replica.is_some() || client.negotiating)
            })
        };
        let ghost = truth.members.iter().find(|member| !kept(member) && !here(member));
        ghost.map(|member| format!("{member:?} is a ghost"))
    }

    /// A seat is kept for so long and no longer.
    fn seats_given_up(&self) -> Option<String> {
        let late = |client: &&Client| client.away.is_some_and(|until| until < self.now);
        let late = self.clients.values().filter(|client| client.replica.is_some()).find(late);
        late.map(|client| format!("{:?} is away for too long", client.tiny))
    }

    /// A room with nobody in it, or with nothing to stay for, goes.
    fn reclaimed(&mut self) -> Option<String> {
        let listing = self.room.listing()?;
        let timers = self.config.timers;
        let kept_until = self.watch.restarted.map(|at| at + timers.resume_window);
        let until = self.watch.kept.values().copied().chain(kept_until).max();
        let kept = until.is_some_and(|until| self.now <= until);
        let anybody = kept || self.clients.values().any(|c| c.replica.is_some() || c.negotiating);
        let host = |client: &Client| {
            client.tiny == listing.host.tiny && client.away.is_none() && client.replica.is_some()
        };
        let host_present = self.clients.values().any(host);
        let sent = self.plane.peers().any(|(_, peer)| !peer.published.is_empty());
        // Whether a WHIP source of the host is there is the media path's word, which no client knows.
        let known = self.clients.values().all(|client| client.hears() || client.tiny != listing.host.tiny);
        if known && (host_present, sent) != (listing.host_present, listing.live) {
            return Some(format!("listed as {listing:?}, with host {host_present}, live {sent}"));
        }
        let host_present = listing.host_present;
        let now = self.now;
        let since = |is: bool, since: Option<Instant>| is.then(|| since.unwrap_or(now));
        self.watch.empty_since = since(!anybody, self.watch.empty_since);
        self.watch.idle_since = since(!host_present && !sent, self.watch.idle_since);
        let over = |since: Option<Instant>, time| since.is_some_and(|since| now > since + time);
        let late =
            over(self.watch.empty_since, timers.room_empty) || over(self.watch.idle_since, timers.room_idle);
        late.then(|| "the room should be gone".to_owned())
    }
}

fn belief(client: &Client, truth: &wire::RoomState, settled: bool) -> Option<String> {
    let difference = client.replica.as_ref()?.differs_from(truth, settled)?;
    Some(format!("{:?} {difference}", client.tiny))
}

/// So many main videos, one auxiliary, each member once, one host.
fn limits_kept(truth: &wire::RoomState) -> Option<String> {
    let sends = |source: Source| {
        let of = |member: &wire::Member| member.uplinks.iter().filter(|up| up.source() == source).count();
        truth.members.iter().map(of).sum::<usize>()
    };
    let (main, aux) = (sends(Source::Main), sends(Source::Aux));
    if main > limits::MAIN_VIDEOS || aux > limits::AUX_VIDEOS {
        return Some(format!("{main} main videos and {aux} auxiliary"));
    }
    let host = |member: &&wire::Member| member.role_type() == RoleType::Host;
    if truth.members.iter().filter(host).any(|member| member.tiny_id != truth.host_tiny_id) {
        return Some("somebody else than the owner is host".to_owned());
    }
    let mut ids: Vec<u64> = truth.members.iter().map(|member| member.tiny_id).collect();
    ids.dedup();
    let twice = |member: &wire::Member| {
        let mut sources: Vec<i32> = member.uplinks.iter().map(|up| up.source).collect();
        let all = sources.len();
        sources.dedup();
        sources.len() != all
    };
    let odd = ids.len() != truth.members.len() || truth.members.iter().any(twice);
    odd.then(|| "somebody is listed, or sends a source, twice".to_owned())
}
