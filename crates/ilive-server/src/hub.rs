//! Who is logged in, and which rooms are open: the two registries. Held for a few lines, never over an await.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use ilive_core::room::SessionId;
use ilive_protocol::wire::{self, Platform};
use ilive_protocol::{AppId, RoomId, TinyId};

use crate::room::RoomHandle;
use crate::session::SessionHandle;
use crate::sync::lock;

/// One login per (user, class): the older gets 8050. A tiny id is unique over all apps.
type Class = (TinyId, Platform);

/// The registries of one server.
#[derive(Default)]
pub(crate) struct Hub {
    sessions: Mutex<Sessions>,
    rooms: Mutex<HashMap<(AppId, RoomId), RoomHandle>>,
}

#[derive(Default)]
struct Sessions {
    by_class: HashMap<Class, SessionHandle>,
    by_public_id: HashMap<Arc<str>, SessionHandle>,
    by_user: HashMap<TinyId, Vec<SessionHandle>>,
}

impl Hub {
    /// Enters a session; gives the one of the same user and class that it takes the place of.
    pub(crate) fn log_in(&self, session: &SessionHandle) -> Option<SessionHandle> {
        let mut sessions = lock(&self.sessions);
        let older = sessions.by_class.insert((session.tiny, session.class), session.clone());
        if let Some(older) = &older {
            sessions.remove(older);
        }
        sessions.by_public_id.insert(session.public_id.clone(), session.clone());
        sessions.by_user.entry(session.tiny).or_default().push(session.clone());
        older
    }

    /// Forgets a session that is over.
    pub(crate) fn log_out(&self, session: &SessionHandle) {
        let mut sessions = lock(&self.sessions);
        sessions.remove(session);
        let class = (session.tiny, session.class);
        if sessions.by_class.get(&class).is_some_and(|current| current.id == session.id) {
            sessions.by_class.remove(&class);
        }
    }

    /// The session of that public name.
    pub(crate) fn session(&self, public_id: &str) -> Option<SessionHandle> {
        lock(&self.sessions).by_public_id.get(public_id).cloned()
    }

    /// Tells every login of these users, but for one. Who they are is looked up first: nobody who logs in or out waits
    /// for a room of thousands to be told.
    pub(crate) fn tell(
        &self,
        users: impl IntoIterator<Item = TinyId>,
        event: &wire::event::Event,
        but: Option<SessionId>,
    ) {
        for session in self.all_of(users).iter().filter(|session| Some(session.id) != but) {
            session.event(event.clone());
        }
    }

    fn all_of(&self, users: impl IntoIterator<Item = TinyId>) -> Vec<SessionHandle> {
        let sessions = lock(&self.sessions);
        users.into_iter().filter_map(|user| sessions.by_user.get(&user)).flatten().cloned().collect()
    }

    /// Every session.
    pub(crate) fn all_sessions(&self) -> Vec<SessionHandle> {
        lock(&self.sessions).by_public_id.values().cloned().collect()
    }

    /// How many sessions there are.
    pub(crate) fn session_count(&self) -> usize {
        lock(&self.sessions).by_public_id.len()
    }

    /// The open room of that name, or the one that `open` makes. `open` must not wait.
    pub(crate) fn room(&self, app: AppId, id: &RoomId, open: impl FnOnce() -> RoomHandle) -> RoomHandle {
        let mut rooms = lock(&self.rooms);
        match rooms.get(&(app, id.clone())) {
            Some(room) if !room.is_closed() => room.clone(),
            _ => {
                let room = open();
                rooms.insert((app, id.clone()), room.clone());
                room
            }
        }
    }

    /// The open room of that name.
    pub(crate) fn open_room(&self, app: AppId, id: &RoomId) -> Option<RoomHandle> {
        lock(&self.rooms).get(&(app, id.clone())).filter(|room| !room.is_closed()).cloned()
    }

    /// Every open room of an app.
    pub(crate) fn rooms_of(&self, app: AppId) -> Vec<RoomHandle> {
        lock(&self.rooms).iter().filter(|((of, _), _)| *of == app).map(|(_, room)| room.clone()).collect()
    }

    /// How many rooms are open.
    pub(crate) fn room_count(&self) -> usize {
        lock(&self.rooms).len()
    }

    /// How many of them a user has opened.
    pub(crate) fn rooms_opened_by(&self, user: TinyId) -> usize {
        lock(&self.rooms).values().filter(|room| room.opened_by == Some(user) && !room.is_closed()).count()
    }

    /// Forgets a room whose task has ended.
    pub(crate) fn close_room(&self, room: &RoomHandle) {
        let mut rooms = lock(&self.rooms);
        let key = (room.app, room.id.clone());
        if rooms.get(&key).is_some_and(|current| current.is(room)) {
            rooms.remove(&key);
        }
    }

    /// Every open room.
    pub(crate) fn all_rooms(&self) -> Vec<RoomHandle> {
        lock(&self.rooms).values().cloned().collect()
    }
}

impl Sessions {
    fn remove(&mut self, session: &SessionHandle) {
        self.by_public_id.remove(&session.public_id);
        if let Some(of_user) = self.by_user.get_mut(&session.tiny) {
            of_user.retain(|other| other.id != session.id);
            if of_user.is_empty() {
                self.by_user.remove(&session.tiny);
            }
        }
    }
}
