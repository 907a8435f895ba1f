//! The HTTP sessions that are on, and the places that their users have.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex};

use ilive_core::room::{Input, SessionId};
use ilive_protocol::{AppId, RoomId, UserId};
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::refusal::Refusal;
use crate::room::{Message as ToRoom, RoomHandle};
use crate::shared::Shared;
use crate::sync::lock;
use crate::words::random_word;

/// Which of the two protocols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Publishes.
    Whip,
    /// Plays.
    Whep,
}

impl Way {
    /// As addresses have it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Whip => "whip",
            Self::Whep => "whep",
        }
    }
}

/// A WHIP source or a WHEP player, as its Location names it.
#[derive(Clone)]
pub(crate) struct Resource {
    pub(super) session: SessionId,
    pub(super) room: RoomHandle,
    pub(super) place: Place,
    /// The client's user fragment: another one in a PATCH is a restart.
    pub(super) ufrag: String,
    /// Names its ICE session.
    pub(super) etag: String,
}

/// What counts against a user's budget, from before its entry until its resource is gone.
#[derive(Clone)]
pub(crate) struct Place(Arc<Holder>);

struct Holder {
    way: Way,
    app: AppId,
    user: UserId,
    room: RoomId,
    places: Places,
}

/// The places of each user.
type Places = Arc<Mutex<HashMap<(AppId, UserId), Vec<(Way, RoomId)>>>>;

impl Drop for Holder {
    fn drop(&mut self) {
        let mut places = lock(&self.places);
        let Entry::Occupied(mut of_user) = places.entry((self.app, self.user.clone())) else { return };
        let mine = |(way, room): &(Way, RoomId)| (*way, room) == (self.way, &self.room);
        if let Some(at) = of_user.get().iter().position(mine) {
            of_user.get_mut().swap_remove(at);
        }
        if of_user.get().is_empty() {
            of_user.remove();
        }
    }
}

impl Place {
    pub(super) fn way(&self) -> Way {
        self.0.way
    }

    pub(super) fn is_of(&self, app: AppId, user: &UserId) -> bool {
        (self.0.app, &self.0.user) == (app, user)
    }
}

/// Resources by their ids, and the places that are taken.
#[derive(Default)]
pub(crate) struct Registry {
    resources: Mutex<HashMap<String, Resource>>,
    places: Places,
}

impl Registry {
    pub(super) fn get(&self, id: &str) -> Option<Resource> {
        lock(&self.resources).get(id).cloned()
    }

    /// Takes a place before anything waits, so that posts side by side are counted one after another.
    ///
    /// # Errors
    /// 10005 `too_many_sessions`: as many sources in other rooms (the one in this room is replaced), or players, as a
    /// user may have.
    pub(super) fn reserve(
        &self,
        way: Way,
        app: AppId,
        user: &UserId,
        room: &RoomId,
        config: &Config,
    ) -> Result<Place, Refusal> {
        let most = match way {
            Way::Whip => config.limits.whip_per_user,
            Way::Whep => config.limits.whep_per_ticket,
        };
        let mut places = lock(&self.places);
        let of_user = places.entry((app, user.clone())).or_default();
        let counts = |(other, at): &&(Way, RoomId)| *other == way && (way == Way::Whep || at != room);
        if of_user.iter().filter(counts).count() >= most {
            let what = if way == Way::Whip { "publishes into other rooms by" } else { "plays by" };
            return Err(Refusal::full(
                "too_many_sessions",
                format!("user {user} {what} {most} sessions already: DELETE one of them"),
            ));
        }
        of_user.push((way, room.clone()));
        let (user, room, places) = (user.clone(), room.clone(), self.places.clone());
        Ok(Place(Arc::new(Holder { way, app, user, room, places })))
    }

    /// Keeps a resource until the room has put its session out; gives its id.
    pub(super) fn insert(&self, shared: &Shared, resource: Resource, out: CancellationToken) -> String {
        let id = random_word();
        lock(&self.resources).insert(id.clone(), resource);
        let (known, shared_too) = (id.clone(), shared.clone());
        shared.tasks.spawn(async move {
            tokio::select! {
                () = out.cancelled() => {}
                () = shared_too.stopping.cancelled() => {}
            }
            lock(&shared_too.whip.resources).remove(&known);
        });
        id
    }

    /// The ICE session of a resource has begun anew.
    pub(super) fn restarted(&self, session: SessionId, etag: &str, ufrag: &str) {
        let mut resources = lock(&self.resources);
        if let Some(resource) = resources.values_mut().find(|resource| resource.session == session) {
            etag.clone_into(&mut resource.etag);
            ufrag.clone_into(&mut resource.ufrag);
        }
    }
}

impl Resource {
    /// The session is over; the room puts it out.
    pub(super) fn end(&self, shared: &Shared) {
        lock(&shared.whip.resources).retain(|_, resource| resource.session != self.session);
        self.room.must_hear(ToRoom::Core(Box::new(Input::SessionGone(self.session))));
    }
}
