//! The HTTP sessions that are on.

use std::collections::HashMap;
use std::sync::Mutex;

use ilive_core::room::{Input, SessionId};
use ilive_protocol::{AppId, RoomId, UserId};
use tokio_util::sync::CancellationToken;

use crate::hub::lock;
use crate::link::random_word;
use crate::room::{Message as ToRoom, RoomHandle};
use crate::shared::Shared;

/// A WHIP source or a WHEP player, as its Location names it.
#[derive(Clone)]
pub(crate) struct Resource {
    pub(super) session: SessionId,
    pub(super) room: RoomHandle,
    pub(super) app: AppId,
    pub(super) user: UserId,
    pub(super) publishes: bool,
    /// The client's user fragment: another one in a PATCH is a restart.
    pub(super) ufrag: String,
    /// Names its ICE session.
    pub(super) etag: String,
}

/// Resources by their ids.
#[derive(Default)]
pub(crate) struct Registry(Mutex<HashMap<String, Resource>>);

impl Registry {
    pub(super) fn get(&self, id: &str) -> Option<Resource> {
        lock(&self.0).get(id).cloned()
    }

    /// How many sources of a user are on in other rooms: the one in this room is replaced.
    pub(super) fn publishers(&self, app: AppId, user: &UserId, room: &RoomId) -> usize {
        let of_user = |resource: &&Resource| {
            resource.publishes && (resource.app, &resource.user) == (app, user) && resource.room.id != *room
        };
        lock(&self.0).values().filter(of_user).count()
    }

    /// Keeps a resource until the room has put its session out; gives its id.
    pub(super) fn insert(&self, shared: &Shared, resource: Resource, out: CancellationToken) -> String {
        let id = random_word();
        lock(&self.0).insert(id.clone(), resource);
        let (known, shared_too) = (id.clone(), shared.clone());
        shared.tasks.spawn(async move {
            tokio::select! {
                () = out.cancelled() => {}
                () = shared_too.stopping.cancelled() => {}
            }
            lock(&shared_too.whip.0).remove(&known);
        });
        id
    }

    /// The ICE session of a resource has begun anew.
    pub(super) fn restarted(&self, session: SessionId, etag: &str, ufrag: &str) {
        if let Some(resource) = lock(&self.0).values_mut().find(|resource| resource.session == session) {
            etag.clone_into(&mut resource.etag);
            ufrag.clone_into(&mut resource.ufrag);
        }
    }
}

impl Resource {
    /// The session is over; the room puts it out.
    pub(super) fn end(&self, shared: &Shared) {
        lock(&shared.whip.0).retain(|_, resource| resource.session != self.session);
        self.room.must_hear(ToRoom::Core(Box::new(Input::SessionGone(self.session))));
    }
}
