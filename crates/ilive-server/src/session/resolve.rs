//! Who is behind a name or a number.
//!
//! Tiny ids count up from 1: whoever may ask for any gets the list of all users. They are told of those whom the asker
//! meets: in its rooms, in their chat groups, in a conversation; and of itself. A user id is no secret that could be
//! guessed: who says it knows it.

use std::collections::BTreeMap;

use ilive_core::chat::Conversation;
use ilive_core::room::RequestId;
use ilive_protocol::wire::{self, reply};
use ilive_protocol::{TinyId, UserId};
use tokio::sync::oneshot;

use super::{SessionHandle, Task};
use crate::refusal::Refusal;
use crate::room::{Message as ToRoom, RoomHandle};
use crate::shared::Shared;
use crate::store::{StoreError, User};

/// Names that one question may hold.
const RESOLVE_MAX: usize = 100;
/// Rooms that are asked, the one of the seat and the latest groups: what a question costs has a limit.
const ROOMS_MAX: usize = 8;

impl Task {
    pub(super) fn resolve(&mut self, id: RequestId, resolve: wire::Resolve) -> Result<(), Refusal> {
        if resolve.user_ids.len() + resolve.tiny_ids.len() > RESOLVE_MAX {
            return Err(Refusal::bad("too_many", format!("at most {RESOLVE_MAX} names at a time")));
        }
        let users: Vec<UserId> =
            resolve.user_ids.iter().map(|user| user.parse()).collect::<Result<_, _>>()?;
        let tinies: Vec<TinyId> = resolve.tiny_ids.into_iter().map(TinyId).collect();
        let (shared, handle, rooms) = (self.shared.clone(), self.handle.clone(), self.rooms());
        self.shared.tasks.spawn(async move {
            let found = async {
                let met = met(&shared, &handle, &rooms, tinies).await?;
                shared.store.users(handle.app, &users, &met).await
            };
            let result = found.await.map(|users| {
                let identities = users.into_iter().map(identity).collect();
                reply::Result::Resolve(wire::ResolveReply { identities })
            });
            handle.finish(id, result.map_err(|error| Refusal::from(error).into_wire()));
        });
        Ok(())
    }

    /// Rooms whose people this login meets.
    fn rooms(&self) -> Vec<RoomHandle> {
        let mut rooms: Vec<RoomHandle> = Vec::new();
        for room in self.room.iter().chain(self.groups.iter().rev()) {
            if rooms.len() < ROOMS_MAX && !rooms.iter().any(|other| other.is(room)) {
                rooms.push(room.clone());
            }
        }
        rooms
    }
}

/// Of these users, those whom the login meets.
async fn met(
    shared: &Shared,
    login: &SessionHandle,
    rooms: &[RoomHandle],
    mut asked: Vec<TinyId>,
) -> Result<Vec<TinyId>, StoreError> {
    let mut met: Vec<TinyId> = asked.iter().copied().filter(|tiny| *tiny == login.tiny).take(1).collect();
    asked.retain(|tiny| *tiny != login.tiny);
    for room in rooms {
        if !asked.is_empty() {
            let known = known_in(room, login.tiny, &asked).await;
            asked.retain(|tiny| !known.contains(tiny));
            met.extend(known);
        }
    }
    let pair = |tiny: TinyId| Some((Conversation::pair(login.tiny, tiny).ok()?.key(), tiny));
    let pairs: BTreeMap<String, TinyId> = asked.into_iter().filter_map(pair).collect();
    let names: Vec<&str> = pairs.keys().map(String::as_str).collect();
    let begun = shared.store.begun(login.app, &names).await?;
    met.extend(begun.iter().filter_map(|name| pairs.get(name)));
    Ok(met)
}

/// Nobody, when the room has just closed or is too busy.
async fn known_in(room: &RoomHandle, asker: TinyId, asked: &[TinyId]) -> Vec<TinyId> {
    let (answer, answered) = oneshot::channel();
    match room.tell(ToRoom::Known { asker, asked: asked.to_vec(), answer }) {
        Ok(()) => answered.await.unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

fn identity(user: User) -> wire::Identity {
    wire::Identity { user_id: user.id.to_string(), tiny_id: user.tiny.0, nick: user.nick }
}
