//! Links with other rooms that a login asks for.

use ilive_core::room::{Request as Ask, RequestId};
use ilive_protocol::UserId;
use ilive_protocol::wire;

use super::Task;
use super::dispatch::served_room;
use crate::apps::LinkOf;
use crate::clock::unix_s;
use crate::refusal::Refusal;

impl Task {
    /// In the order of the contract: off 10007, values 10002, out of a room 10006, the key 10003; then the room's word.
    pub(super) fn link_room(&mut self, id: RequestId, link: &wire::LinkRoom) -> Result<(), Refusal> {
        let app = self.shared.apps.get(self.handle.app)?;
        Refusal::unless_on(app.features.link, "link")?;
        let room = served_room(link.room.as_ref())?;
        let user: UserId = link.user_id.parse()?;
        let current = self.current_room()?;
        let of = LinkOf { from: (&current.id, &self.handle.person.user), to: (&room, &user) };
        let by_key = app.link_key(&link.link_key, &of, unix_s())?;
        self.ask(&current, id, Ask::Link { room, user, by_key })
    }

    pub(super) fn unlink_room(&mut self, id: RequestId) -> Result<(), Refusal> {
        Refusal::unless_on(self.shared.apps.get(self.handle.app)?.features.link, "link")?;
        self.ask(&self.current_room()?, id, Ask::Unlink)
    }
}
