//! What is answered: by a happy server, engine and devices, or as a test says.

#![allow(dead_code, reason = "a test uses what it needs")]

use crate::world::{World, tiny};
use ilive_protocol::wire::{self, client_frame::Request as R, reply::Result as Reply, server_frame::Body};
use ilive_session::device::{DeviceCommand, DeviceEvent};
use ilive_session::io::{EngineCommand, EngineEvent, LinkEvent, Path};
use ilive_session::{Input, SpeedReport};

impl World {
    pub(crate) fn reply(&mut self, id: u32, result: Reply) {
        let reply = wire::Reply { request_id: id, result: Some(result) };
        self.on_link(LinkEvent::Frame(Box::new(wire::ServerFrame { body: Some(Body::Reply(reply)) })));
    }

    pub(crate) fn tell(&mut self, event: wire::event::Event) {
        self.seq += 1;
        let event = wire::Event { seq: self.seq, event: Some(event) };
        self.on_link(LinkEvent::Frame(Box::new(wire::ServerFrame { body: Some(Body::Event(event)) })));
    }

    /// Answers the oldest request of this kind with a failure.
    pub(crate) fn fail(&mut self, which: impl Fn(&R) -> bool, module: &str, code: u32, sub_reason: &str) {
        let id = self.find(&which).expect("it was asked");
        self.asked.retain(|(asked, _)| *asked != id);
        self.reply(id, failure(module, code, sub_reason));
    }

    /// Answers the oldest request of this kind as a happy server does.
    pub(crate) fn answer(&mut self, which: impl Fn(&R) -> bool) {
        let id = self.find(&which).expect("it was asked");
        self.answer_id(id);
    }

    pub(crate) fn answer_id(&mut self, id: u32) {
        let Some(at) = self.asked.iter().position(|(asked, _)| *asked == id) else { return };
        let (id, request) = self.asked.remove(at);
        let reply = self.happy(&request);
        self.reply(id, reply);
    }

    fn happy(&mut self, request: &R) -> Reply {
        match request {
            R::Login(login) => {
                let again = login.resume.is_some() && self.recovers && !std::mem::take(&mut self.gap);
                if login.resume.is_some() && !self.recovers {
                    (self.session, self.seq) = (self.session + 1, 0);
                }
                if login.resume.is_none() {
                    self.seq = 0;
                }
                Reply::Login(wire::LoginReply {
                    session_id: format!("s{}", self.session),
                    resume_token: "token".into(),
                    user_id: login.user_sig.clone(),
                    recovered: again,
                    ..wire::LoginReply::default()
                })
            }
            R::Resolve(resolve) => {
                let by_user = resolve.user_ids.iter().map(|user| (user.clone(), tiny(user)));
                let by_tiny = resolve.tiny_ids.iter().map(|id| (format!("u{id}"), *id));
                let identity = |(user_id, tiny_id)| wire::Identity { user_id, tiny_id, nick: String::new() };
                Reply::Resolve(wire::ResolveReply {
                    identities: by_user.chain(by_tiny).map(identity).collect(),
                })
            }
            R::RenewTicket(_) => Reply::RenewTicket(wire::RenewTicketReply::default()),
            R::SendMessage(_) => Reply::SendMessage(wire::SendMessageReply::default()),
            R::ReadMessages(_) => Reply::ReadMessages(wire::ReadMessagesReply::default()),
            R::GroupJoin(_) => Reply::GroupJoin(wire::GroupJoinReply::default()),
            R::GroupMembers(_) => Reply::GroupMembers(wire::GroupMembersReply::default()),
            R::RoomLocate(_) => Reply::RoomLocate(wire::RoomLocateReply::default()),
            R::RoomEnter(enter) => {
                let host_tiny_id = if enter.exclusive { 1 } else { 99 };
                let members = self.members.clone();
                let state =
                    wire::RoomState { host_tiny_id, members, version: 1, ..wire::RoomState::default() };
                Reply::RoomEnter(wire::RoomEnterReply {
                    state: Some(state),
                    rights: self.rights,
                    ..wire::RoomEnterReply::default()
                })
            }
            R::RoomRead(_) => Reply::RoomRead(wire::RoomState::default()),
            R::Negotiate(_) => Reply::Negotiate(wire::NegotiateReply::default()),
            R::ChangeRole(_) => Reply::ChangeRole(wire::ChangeRoleReply { rights: 0xAA }),
            R::Invite(_) => Reply::Invite(wire::InviteReply { invite_id: 7 }),
            R::MakeCall(_) => Reply::MakeCall(wire::MakeCallReply { call_id: 9 }),
            R::SpeedTest(_) => Reply::SpeedTest(wire::SpeedTestReply::default()),
            R::EndRoom(_) => Reply::EndRoom(wire::RoomSummary::default()),
            _ => Reply::Done(wire::Done {}),
        }
    }

    /// What the engine and the devices were told goes well.
    pub(crate) fn serve_local(&mut self) {
        for command in std::mem::take(&mut self.engine) {
            if let Some(event) = engine_event(&command) {
                self.handle(Input::Engine(event));
            }
        }
        for op in std::mem::take(&mut self.measuring) {
            self.handle(Input::Measured(op, Ok(SpeedReport::default())));
        }
        for command in std::mem::take(&mut self.devices) {
            if let Some(event) = device_event(&command) {
                self.handle(Input::Device(event));
            }
        }
    }

    /// Everything goes well, until nothing is left to do.
    pub(crate) fn serve(&mut self) {
        self.serve_but(|_| false);
    }

    /// Everything goes well, but requests of which this is true have no answer.
    pub(crate) fn serve_but(&mut self, held: impl Fn(&R) -> bool) {
        for _ in 0..64 {
            let dialed = self.link.is_some() && !self.open;
            let asked = self.find(|request| !held(request)).is_some();
            if !dialed
                && !asked
                && self.engine.is_empty()
                && self.devices.is_empty()
                && self.measuring.is_empty()
            {
                return;
            }
            if self.link.is_some() && !self.open {
                self.open = true;
                self.on_link(LinkEvent::Opened);
            }
            while let Some(id) = self.find(|request| !held(request)) {
                self.answer_id(id);
            }
            self.serve_local();
        }
    }
}

pub(crate) fn failure(module: &str, code: u32, sub_reason: &str) -> Reply {
    Reply::Error(wire::Error {
        module: module.into(),
        code,
        sub_reason: sub_reason.into(),
        message: "no".into(),
        trace_id: "t".into(),
        retry_after_ms: 0,
    })
}

pub(crate) fn engine_event(command: &EngineCommand) -> Option<EngineEvent> {
    match command {
        EngineCommand::Start(turn) => Some(EngineEvent::Started(*turn, Ok(()))),
        EngineCommand::Stop(turn) => Some(EngineEvent::Stopped(*turn)),
        EngineCommand::NewPeer(peer) | EngineCommand::Restart(peer) => {
            Some(EngineEvent::Offer(*peer, Ok(wire::Offer::default())))
        }
        EngineCommand::Answer(peer, _) => Some(EngineEvent::Path(*peer, Path::Connected)),
        EngineCommand::Pictures(peer, count) if *count > 4 => {
            Some(EngineEvent::Offer(*peer, Ok(wire::Offer::default())))
        }
        EngineCommand::Pictures(..)
        | EngineCommand::Role(..)
        | EngineCommand::Slots(..)
        | EngineCommand::ClosePeer(_) => None,
    }
}

pub(crate) fn device_event(command: &DeviceCommand) -> Option<DeviceEvent> {
    match command {
        DeviceCommand::Open(turn, ..) => Some(DeviceEvent::Opened(*turn, Ok(()))),
        DeviceCommand::Close(turn, _) => Some(DeviceEvent::Closed(*turn)),
        DeviceCommand::StartTest(turn) => Some(DeviceEvent::TestStarted(*turn, Ok(()))),
        DeviceCommand::StopTest(turn) => Some(DeviceEvent::TestStopped(*turn)),
        _ => None,
    }
}
