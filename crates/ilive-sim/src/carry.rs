//! Carries out what the room says, and checks it as it is said.

use std::time::Instant;

use ilive_core::room::{Cross, Input, Keep, Output, Request, RequestId, SessionId};
use ilive_protocol::wire::{self, event::Event, reply::Result as Reply};
use ilive_protocol::{PeerId, TinyId};

use crate::tell::tell_cross;
use crate::world::{Answer, Watch};
use crate::{Replica, World, tell};

impl World {
    pub(crate) fn give(&mut self, input: Input) {
        let now = self.clock();
        self.room.handle(now, input);
        self.drain();
    }

    pub(crate) fn drain(&mut self) {
        let mut replied = false;
        let (mut offers, mut asked) = (Vec::new(), Vec::new());
        while let Some(output) = self.room.poll_output() {
            match output {
                Output::Keep(keep) => {
                    if replied {
                        self.broken("stored after the reply".to_owned());
                    }
                    self.keep(keep);
                }
                Output::Negotiate { session, peer, .. } => {
                    self.take_offer(session, peer);
                    offers.push(session);
                }
                Output::Reply(session, request, answer) => {
                    replied = true;
                    self.take_reply(session, request, answer);
                }
                Output::Event(to, event) => self.take_event(&to, &event),
                Output::Tip(to, tip) => self.take_tip(&to, tip),
                Output::Media(command) => self.plane.apply(command),
                Output::Cross(room, cross) => {
                    self.note(format!("room -> room {room}: {}", tell_cross(&cross)));
                    if matches!(cross, Cross::Ask(_)) {
                        asked.push(room);
                    }
                }
                Output::Out(session) => {
                    if let Some(client) = self.clients.get_mut(&session) {
                        client.replica = None;
                        client.away = None;
                        client.negotiating = false;
                    }
                }
            }
        }
        for room in asked {
            self.give(Input::Cross(room, Cross::Answer(Ok(()))));
        }
        if self.answer_offers {
            offers.into_iter().for_each(|session| self.answer_offer(session, 3, true));
        }
    }

    fn keep(&mut self, keep: Keep) {
        self.stored = match keep {
            Keep::State(stored) => Some(*stored),
            Keep::Gone => {
                self.watch = Watch::default();
                None
            }
        };
    }

    /// Whoever asked to be let in is a client from here on.
    fn take_offer(&mut self, session: SessionId, peer: PeerId) {
        self.note(format!("room answers the offer of {}", self.name_of(session)));
        if let Some(client) = self.entering.remove(&session) {
            let until = self.now + self.config.timers.resume_window;
            let older = self.clients.insert(session, client);
            older.map(|client| self.watch.kept.insert(client.tiny, until));
        }
        match self.clients.get_mut(&session).filter(|client| client.peer == peer) {
            Some(client) => client.negotiating = true,
            None => self.broken("an offer of nobody is to be answered".to_owned()),
        }
    }

    fn take_tip(&mut self, to: &[TinyId], tip: wire::GroupTip) {
        let to: Vec<String> = to.iter().map(|tiny| self.name(tiny.0)).collect();
        let who = tip.member.map(|member| member.user_id).unwrap_or_default();
        let kind = wire::group_tip::Kind::try_from(tip.kind).unwrap_or_default();
        self.note(format!("group -> {}: {kind:?} {who}, {} people", to.join(", "), tip.people));
    }

    pub(crate) fn take_reply(&mut self, session: SessionId, request: RequestId, answer: Answer) {
        let asked = self.pending.remove(&request);
        if asked != Some(session) {
            self.broken(format!("a reply that nobody waits for: {}", brief_answer(&answer)));
        }
        if let Err(refusal) = &answer {
            self.refusals.insert(refusal.fault().sub_reason.to_owned());
        }
        let quiet = matches!(answer, Ok(Reply::RoomRead(_)));
        if let Some(client) = self.clients.get_mut(&session) {
            match &answer {
                Ok(Reply::RoomEnter(entered)) => client.replica = Some(Replica::new(entered.clone())),
                Ok(Reply::Negotiate(_)) => {
                    client.replica.iter_mut().for_each(|replica| replica.offer(&client.offered));
                }
                _ => {}
            }
        }
        if !quiet {
            self.note(format!("room -> {}: {}", self.name_of(session), brief_answer(&answer)));
        }
        self.answers.insert(request, answer);
    }

    pub(crate) fn take_event(&mut self, to: &[SessionId], event: &Event) {
        if matches!(event, Event::PeopleChanged(_)) {
            let early = |at: Instant| self.now < at + self.config.timers.people_every;
            if self.watch.people_told.replace(self.now).is_some_and(early) {
                self.broken("the number of people is told more than twice a second".to_owned());
            }
        }
        let names: Vec<String> = to.iter().map(|session| self.name_of(*session)).collect();
        let said = tell(event, |tiny| self.name(tiny));
        self.note(format!("room -> {}: {said}", names.join(", ")));
        for session in to {
            let replica = self.clients.get_mut(session).and_then(|client| client.replica.as_mut());
            match replica {
                Some(replica) => replica.apply(event),
                None => self.broken("an event for a session that is not in the room".to_owned()),
            }
        }
    }

    pub(crate) fn broken(&mut self, law: String) {
        self.note(format!("BROKEN: {law}"));
        self.breach.get_or_insert(law);
    }
}

pub(crate) fn brief(what: &Request) -> String {
    let said = format!("{what:?}");
    said.chars().take(90).collect()
}

fn brief_answer(answer: &Answer) -> String {
    match answer {
        Ok(Reply::Done(_)) => "done".to_owned(),
        Ok(Reply::RoomEnter(entered)) => format!("entered, rights {:#04x}", entered.rights),
        Ok(Reply::ChangeRole(changed)) => format!("changed, rights {:#04x}", changed.rights),
        Ok(Reply::GroupJoin(joined)) => format!("in the group of {}", joined.people),
        Ok(Reply::EndRoom(summary)) => {
            format!("ended: peak {}, total {}", summary.peak_people, summary.total_people)
        }
        Ok(other) => format!("{other:?}"),
        Err(refusal) => format!("{} {}", refusal.fault().code, refusal.fault().sub_reason),
    }
}
