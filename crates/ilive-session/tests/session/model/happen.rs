//! What the world does in a step.

use ilive_protocol::Code;
use ilive_protocol::wire::{self, CallResult, InviteEnd, Source};
use ilive_protocol::wire::{client_frame::Request, event::Event as Event_};
use ilive_session::device::DeviceEvent;
use ilive_session::io::{EngineEvent, LinkEvent, Path, Verdict as Dialed};
use ilive_session::{Call, Error, Input, SpeedReport};

use super::steps::{Step, Told};
use crate::happy::{device_event, engine_event, failure};
use crate::world::{asks, incoming, sender};

use super::play::Play;

impl Play {
    pub(super) fn happen(&mut self, step: Step) {
        let world = &mut self.world;
        match step {
            Step::Call(_) => {}
            Step::Cancel(which) => {
                let all = world.client.operations().all();
                if let Some(op) = all.get(which % all.len().max(1)) {
                    world.call(Call::Cancel(*op)).expect("a cancel is never refused");
                }
            }
            Step::Answer(which) => {
                if let Some(id) = picked(&world.asked, which).map(|(id, _)| *id) {
                    self.last_reply = id;
                    world.answer_id(id);
                }
            }
            Step::Refuse(which, (module, code)) => self.reply(which, failure(module, code, "")),
            Step::Nonsense(which, kind) => {
                let all = nonsense();
                self.reply(which, all[kind % all.len()].clone());
            }
            Step::AnswerTwice => {
                let again = wire::reply::Result::Done(wire::Done {});
                let open = world.asked.iter().any(|(id, _)| *id == self.last_reply);
                if !open {
                    world.reply(self.last_reply, again);
                }
            }
            Step::Told(told) => self.tell(&told),
            Step::Probe => self.probe(),
            step => self.happen_around(step),
        }
    }

    fn reply(&mut self, which: usize, result: wire::reply::Result) {
        if self.world.asked.is_empty() {
            return;
        }
        let at = which % self.world.asked.len();
        let (id, _) = self.world.asked.remove(at);
        self.last_reply = id;
        self.world.reply(id, result);
    }

    fn happen_around(&mut self, step: Step) {
        let world = &mut self.world;
        match step {
            Step::Engine(which, ok) if !world.engine.is_empty() => {
                let command = world.engine.remove(which % world.engine.len());
                if let Some(event) = engine_event(&command) {
                    world.handle(Input::Engine(if ok { event } else { failed(event) }));
                }
            }
            Step::Device(which, fault) if !world.devices.is_empty() => {
                let command = world.devices.remove(which % world.devices.len());
                let event = match (device_event(&command), fault) {
                    (Some(DeviceEvent::Opened(turn, _)), Some(fault)) => {
                        Some(DeviceEvent::Opened(turn, Err(fault.into())))
                    }
                    (Some(DeviceEvent::TestStarted(turn, _)), Some(fault)) => {
                        Some(DeviceEvent::TestStarted(turn, Err(fault.into())))
                    }
                    (event, _) => event,
                };
                if let Some(event) = event {
                    world.handle(Input::Device(event));
                }
            }
            Step::Measured(which, ok) if !world.measuring.is_empty() => {
                let op = world.measuring.remove(which % world.measuring.len());
                let lost = Err(Error::of(Code::ParseFail, "foreign_answer"));
                world.handle(Input::Measured(op, if ok { Ok(SpeedReport::default()) } else { lost }));
            }
            Step::Engine(..) | Step::Device(..) | Step::Measured(..) => {}
            Step::DeviceLost(kind) => {
                let fault = ilive_session::device::DeviceFault::NoDevice.into();
                world.handle(Input::Device(DeviceEvent::Lost(kind, fault)));
            }
            Step::PathFails(ice) => {
                let path = if ice { Path::IceFailed } else { Path::DtlsFailed { fingerprint: false } };
                if let Some(peer) = world.last_peer() {
                    world.handle(Input::Engine(EngineEvent::Path(peer, path)));
                }
            }
            Step::Opens if !world.open => {
                world.open = world.link.is_some();
                world.on_link(LinkEvent::Opened);
            }
            Step::NotOpened if !world.open => world.on_link(LinkEvent::Failed(Dialed::Unreachable)),
            Step::Opens | Step::NotOpened => {}
            Step::Cut => world.cut(),
            Step::BadFrame => world.on_link(LinkEvent::BadFrame),
            Step::Online => world.handle(Input::Online),
            Step::MediaSilent => world.handle(Input::MediaSilent),
            Step::Server(0) => (world.recovers, world.gap) = (true, false),
            Step::Server(1) => world.recovers = false,
            Step::Server(_) => world.gap = true,
            Step::Serve => world.serve(),
            Step::ServeBut(which) => {
                let held: [fn(&Request) -> bool; 4] =
                    [asks!(GroupJoin), asks!(RoomEnter), asks!(SetUplink), asks!(Resolve)];
                world.serve_but(held[which]);
            }
            Step::Pass(time) => world.pass(time),
            _ => {}
        }
    }

    fn tell(&mut self, told: &Told) {
        self.version += 1;
        let version = self.version;
        let error =
            |module: &str, code| Some(wire::Error { module: module.into(), code, ..wire::Error::default() });
        let event = match told {
            Told::Member(id, main) => {
                let sources: &[Source] =
                    if *main { &[Source::Audio, Source::Main] } else { &[Source::Audio] };
                Event_::MemberChanged(wire::MemberChanged { member: Some(sender(*id, sources)), version })
            }
            Told::Gone(id) => Event_::MemberGone(wire::MemberGone { tiny_id: *id, version }),
            Told::PutOut(room) => crate::contract_put_out(*room, 10003),
            Told::Ends(code) => Event_::SessionEnded(wire::SessionEnded { error: error("ilive", *code) }),
            Told::Drains => Event_::SessionEnded(wire::SessionEnded { error: error("av", 10004) }),
            Told::Expires => Event_::TicketExpired(wire::TicketExpired { grace_ms: 60_000 }),
            Told::Rights => Event_::RightsChanged(wire::RightsChanged {
                role: "a".into(),
                ..wire::RightsChanged::default()
            }),
            told => call_or_invitation(told),
        };
        self.world.tell(event);
    }
}

fn picked<T>(all: &[T], which: usize) -> Option<&T> {
    all.get(which % all.len().max(1))
}

fn failed(event: EngineEvent) -> EngineEvent {
    match event {
        EngineEvent::Started(turn, _) => EngineEvent::Started(turn, Err("no".into())),
        EngineEvent::Offer(peer, _) => EngineEvent::Offer(peer, Err("no".into())),
        EngineEvent::Path(peer, _) => EngineEvent::BadAnswer(peer),
        other => other,
    }
}

fn call_or_invitation(told: &Told) -> Event_ {
    let hung_up = |call_id| Event_::CallEnded(wire::CallEnded { call_id, result: CallResult::HungUp.into() });
    match told {
        Told::Established(id) => Event_::CallEstablished(wire::CallEstablished { call_id: *id }),
        Told::CallEnds(id) => hung_up(*id),
        Told::Invited(id) => {
            let arrived = wire::InviteArrived { invite_id: *id, user_id: "bob".into(), ..Default::default() };
            Event_::InviteArrived(arrived)
        }
        Told::InviteEnds(id) => {
            Event_::InviteEnded(wire::InviteEnded { invite_id: *id, how: InviteEnd::Cancelled.into() })
        }
        Told::Incoming(id) => incoming(*id),
        _ => hung_up(0),
    }
}

/// Answers that say nothing, one of each kind.
fn nonsense() -> Vec<wire::reply::Result> {
    use wire::reply::Result as Reply;
    vec![
        Reply::Done(wire::Done::default()),
        Reply::Error(wire::Error::default()),
        Reply::Login(wire::LoginReply::default()),
        Reply::RenewTicket(wire::RenewTicketReply::default()),
        Reply::Resolve(wire::ResolveReply::default()),
        Reply::SendMessage(wire::SendMessageReply::default()),
        Reply::GroupJoin(wire::GroupJoinReply::default()),
        Reply::RoomLocate(wire::RoomLocateReply::default()),
        Reply::RoomEnter(wire::RoomEnterReply::default()),
        Reply::RoomRead(wire::RoomState::default()),
        Reply::Negotiate(wire::NegotiateReply::default()),
        Reply::ChangeRole(wire::ChangeRoleReply::default()),
        Reply::EndRoom(wire::RoomSummary::default()),
        Reply::Invite(wire::InviteReply::default()),
        Reply::MakeCall(wire::MakeCallReply::default()),
        Reply::SpeedTest(wire::SpeedTestReply::default()),
    ]
}
