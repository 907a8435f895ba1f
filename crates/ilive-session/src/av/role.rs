//! Roles: their types, and the change of the own one (E.3).

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, wire};

use super::EnterParam;
use super::room::Room;
use crate::call::{Accepted, Answer, Secret};
use crate::operations::{Caller, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, OpId};

impl Client {
    /// 1101, 1001, 1002, 1003 for the role in force (never with a key), 1201, then 1 `role_not_exists` in strict mode.
    pub(crate) fn change_role_av(
        &mut self,
        now: Instant,
        caller: Caller,
        role: String,
        room_key: Secret,
    ) -> Result<Accepted, Error> {
        self.started()?;
        self.free(Verb::ChangeRole)?;
        let current = self.room.stay().map(|stay| stay.role.clone());
        if current.as_deref() == Some(role.as_str()) && room_key.0.is_empty() {
            return Err(Error::of(Code::AvHasInTheState, "").because(format!("the role is {role:?}")));
        }
        self.room_entered()?;
        let role_type = self.role_type(&role)?.into();
        let op = self.operations.begin(now, caller, Verb::ChangeRole);
        let private_map_key = room_key.0.clone();
        let change = wire::ChangeRole { role, role_type, private_map_key };
        self.ask(now, R::ChangeRole(change), Purpose::ChangeRole(op, room_key));
        Ok(Accepted::Pending(op))
    }

    /// The new role itself comes by `RightsChanged`.
    pub(crate) fn role_answered(
        &mut self,
        op: OpId,
        room_key: Secret,
        reply: Result<wire::ChangeRoleReply, Error>,
    ) {
        if let (Ok(reply), Some(stay)) = (&reply, self.room.stay_mut()) {
            stay.rights = reply.rights;
            if !room_key.0.is_empty() {
                stay.param.room_key = room_key;
            }
        }
        let rights = |reply: wire::ChangeRoleReply| Answer::Entered { rights: reply.rights };
        self.finish(op, reply.map(rights));
    }

    /// A leave or a change of role is given up.
    pub(crate) fn abandon_in_room(&mut self, op: OpId) {
        if matches!(&self.room, Room::Exiting { op: exiting, .. } if *exiting == op) {
            // The server has been told, and the own side is quick.
            self.requests.repurpose(&Purpose::Exit(op), &Purpose::Undo);
            self.leave_now();
        }
        self.requests.take(|purpose| matches!(purpose, Purpose::ChangeRole(changing, _) if *changing == op));
    }

    /// The type that goes with the role that is asked for. Where only a type is, the app's first role of it is taken, so that
    /// what is sent is known before the server says so.
    pub(super) fn role_of(&self, param: &mut EnterParam) -> Result<wire::RoleType, Error> {
        if !param.role.is_empty() || param.role_type == wire::RoleType::Default {
            return self.role_type(&param.role);
        }
        if let Some(known) = self.config.roles.iter().find(|known| known.role_type == param.role_type) {
            param.role.clone_from(&known.name);
        }
        Ok(param.role_type)
    }

    /// The type that goes with a role's name. In strict mode an unknown one is `av` 1, once the roles are known.
    pub(crate) fn role_type(&self, role: &str) -> Result<wire::RoleType, Error> {
        let found = self.config.roles.iter().find(|known| known.name == role);
        match found {
            Some(known) => Ok(known.role_type),
            None if self.config.strict_roles && !self.config.roles.is_empty() && !role.is_empty() => {
                Err(Error::of(Code::AvFailed, "role_not_exists").because(format!("no role {role:?}")))
            }
            None => Ok(wire::RoleType::Default),
        }
    }
}
