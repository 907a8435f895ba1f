//! Rooms, roles, links, what is seen (B.3).

use ilive_session::call::{RoomArg, RoomOption, Secret, Shown};
use ilive_session::{Answer, Call};

use super::Ilive;
use crate::Rights;
use crate::call::{done, pend};
use crate::pending::Pending;

/// Takes the rights in force.
pub(crate) fn entered(answer: Answer) -> Option<Rights> {
    match answer {
        Answer::Entered { rights } => Some(Rights(rights as u8)),
        _ => None,
    }
}

impl Ilive {
    /// Makes a room and enters it, with its chat group; the rights in force.
    ///
    /// # Errors
    /// At once: 8002 before login, 8021 for a bad room or a missing option, 8010 in another room, 8024 in this one, 8011.
    /// Later: 10003, 10004, 10005, 1005, 8006.
    pub fn create_room(
        &self,
        room: impl Into<RoomArg>,
        option: impl Into<Option<RoomOption>>,
    ) -> Pending<Rights> {
        pend(&self.shared, Call::CreateRoom(room.into(), option.into()), entered)
    }

    /// Enters a room; the rights in force.
    ///
    /// # Errors
    /// As [`Ilive::create_room`]; 10009 when there is no such room.
    pub fn join_room(
        &self,
        room: impl Into<RoomArg>,
        option: impl Into<Option<RoomOption>>,
    ) -> Pending<Rights> {
        pend(&self.shared, Call::JoinRoom(room.into(), option.into()), entered)
    }

    /// Goes over to another room; when that fails, [`crate::IliveError::old_room`] says what became of the present one.
    ///
    /// # Errors
    /// 8023 for the room's host, 8003 out of a room, 8024 for the same room; else as [`Ilive::join_room`].
    pub fn switch_room(
        &self,
        room: impl Into<RoomArg>,
        option: impl Into<Option<RoomOption>>,
    ) -> Pending<Rights> {
        pend(&self.shared, Call::SwitchRoom(room.into(), option.into()), entered)
    }

    /// Leaves the room; out of a room it succeeds.
    ///
    /// # Errors
    /// 8002, 8011 while an entry is under way.
    pub fn quit_room(&self) -> Pending<()> {
        pend(&self.shared, Call::QuitRoom { cancel_pending: false }, done)
    }

    /// Leaves the room, and gives up an entry that is under way: that ends with 8007.
    ///
    /// # Errors
    /// 8002.
    pub fn quit_room_now(&self) -> Pending<()> {
        pend(&self.shared, Call::QuitRoom { cancel_pending: true }, done)
    }

    /// Takes another role; `room_key` may be empty.
    ///
    /// # Errors
    /// 8003 out of a room, 8024 for the present role without a key, 1 `role_not_exists`, 10003 for a right that the ticket lacks.
    pub fn change_role(&self, role: &str, room_key: &str) -> Pending<()> {
        let (role, room_key) = (role.to_owned(), Secret(room_key.to_owned()));
        pend(&self.shared, Call::ChangeRole { role, room_key }, done)
    }

    /// Links the current room with another, by a member there; `link_key` is the key that allows it (E.2.3), or empty.
    ///
    /// # Errors
    /// 8003 out of a room, 8004 for a link that this session has, 8021 `self_link`, 10007, 10003, 10008 to 10010.
    pub fn link_room(&self, room: impl Into<RoomArg>, user_id: &str, link_key: &str) -> Pending<()> {
        let (room, user_id, link_key) = (room.into(), user_id.to_owned(), Secret(link_key.to_owned()));
        pend(&self.shared, Call::LinkRoom { room, user_id, link_key }, done)
    }

    /// Drops all links.
    ///
    /// # Errors
    /// 8003 out of a room, 10006 when nothing is linked.
    pub fn unlink_room(&self) -> Pending<()> {
        pend(&self.shared, Call::UnlinkRoom, done)
    }

    /// Pushes the room to other services, or stops that (B.7).
    ///
    /// # Errors
    /// 8009, 8003; 10007 while the server cannot.
    pub fn push_stream(&self, on: bool) -> Pending<()> {
        pend(&self.shared, Call::Push(on), done)
    }

    /// Records on the server, or stops that (B.7).
    ///
    /// # Errors
    /// 8009, 8003; 10007 while the server cannot.
    pub fn record(&self, on: bool) -> Pending<()> {
        pend(&self.shared, Call::Record(on), done)
    }

    /// Shows exactly these pictures.
    ///
    /// # Errors
    /// 8002, 8005 for none, 8021, 8011, 1201 out of a room, 1401, 1402.
    pub fn show(&self, pictures: &[Shown]) -> Pending<()> {
        pend(&self.shared, Call::Show(pictures.to_vec()), done)
    }

    /// Shows none.
    ///
    /// # Errors
    /// 8002, 8011, 1201 out of a room.
    pub fn hide_all(&self) -> Pending<()> {
        pend(&self.shared, Call::HideAll, done)
    }
}
