//! From a call to its method.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, wire};

use crate::av::{self, EnterParam};
use crate::call::{Accepted, Answer, Call};
use crate::operations::Caller;
use crate::{Client, Error, guards};

impl Client {
    pub(crate) fn route(&mut self, now: Instant, call: Call) -> Result<Accepted, Error> {
        match call {
            Call::AddHandler(handler) => self.add_handler(handler),
            Call::RemoveHandler(handler) => self.remove_handler(handler),
            Call::Login { user_id, user_sig, nick } => self.login(now, &user_id, user_sig, nick),
            Call::Logout => self.logout(now),
            Call::Release => self.release(now),
            Call::RenewTicket(user_sig) => self.renew_ticket(now, user_sig),
            Call::CreateRoom(room, option) => self.create_room(now, &room, option),
            Call::JoinRoom(room, option) => self.join_room(now, &room, option),
            Call::SwitchRoom(room, option) => self.switch_room(now, &room, option),
            Call::QuitRoom { cancel_pending } => self.quit_room(now, cancel_pending),
            Call::ChangeRole { role, room_key } => self.change_role(now, role, room_key),
            Call::Show(shown) => self.show(now, &shown),
            Call::HideAll => self.hide_all(now),
            Call::LinkRoom { room, user_id, link_key } => self.link_room(now, &room, &user_id, link_key),
            Call::UnlinkRoom => self.unlink_room(now),
            Call::Push(on) => self.push_or_record(now, R::Push(wire::Push { on })),
            Call::Record(on) => self.push_or_record(now, R::Record(wire::Record { on })),
            Call::SpeedTest => self.speed_test(now),
            Call::SendC2c(user, elements) => self.send_c2c(now, &user, elements),
            Call::SendGroup(elements) => self.send_group(now, elements),
            Call::Stage(call) => self.stage(now, call),
            Call::Device(call) => self.device_at_facade(now, call),
            Call::Phone(call) => self.phone_call(now, call),
            Call::Cancel(op) => {
                self.cancel(now, op);
                Ok(Accepted::Done(Answer::Done))
            }
            Call::Av(call) => self.av_call(now, call),
            Call::Im(call) => self.im_call(now, call),
        }
    }

    fn av_call(&mut self, now: Instant, call: av::Call) -> Result<Accepted, Error> {
        match call {
            av::Call::Create => self.create_context(),
            av::Call::Start => self.start_context(now),
            av::Call::Stop => self.stop_context(now),
            av::Call::Destroy => self.destroy_context(),
            av::Call::Enter(enter) => {
                let param = self.enter_param(enter)?;
                self.enter_room(now, Caller::Av, param, false)
            }
            av::Call::Exit => self.exit_room(now, Caller::Av),
            av::Call::Switch(enter) => {
                let param = self.enter_param(enter)?;
                self.switch_room_av(now, Caller::Av, param, false)
            }
            av::Call::ChangeRole(role, key) => self.change_role_av(now, Caller::Av, role, key),
            av::Call::RequestViews(ids, views) => self.request_views(now, &ids, &views),
            av::Call::CancelViews => self.cancel_views(now, Caller::Av),
            av::Call::Endpoint(id, source) => self.endpoint(id, source),
            av::Call::Device(call) => self.device_call(now, Caller::Av, call),
            av::Call::Invite(call) => self.invite_call(now, call),
        }
    }

    /// 1101 before 1004: a bad room is an argument of the AV layer here.
    fn enter_param(&self, enter: av::Enter) -> Result<EnterParam, Error> {
        self.started()?;
        let room = guards::room_id(&enter.room)
            .map_err(|error| Error::of(Code::AvInvalidArgument, "").because(error.message))?;
        let av::Enter { room_type, role, room_key, rights, create, auto_views, .. } = enter;
        Ok(EnterParam {
            room,
            room_type,
            role,
            role_type: wire::RoleType::Default,
            room_key,
            rights,
            create,
            exclusive: false,
            auto_views,
            title: String::new(),
        })
    }
}
