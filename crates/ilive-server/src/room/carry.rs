//! Carrying out what the rules say, in their order: what is kept first, then whom it concerns.

use std::time::Instant;

use ilive_core::room::{self, Cross, Input, Keep, Output, RequestId, SessionId};
use ilive_protocol::RoomId;
use ilive_protocol::wire::{self, event::Event, reply};

use super::media::Negotiation;
use super::{Answered, Caller, Task};
use crate::config::ms;
use crate::store::LogEnd;

impl Task {
    /// Drains the room's outputs. Facts to keep are on disk before anything behind them leaves.
    pub(super) async fn carry_out(&mut self) {
        let mut outputs = Vec::new();
        while let Some(output) = self.room.poll_output() {
            outputs.push(output);
        }
        let keeps: Vec<Keep> = outputs
            .iter()
            .filter_map(|output| match output {
                Output::Keep(keep) => Some(keep.clone()),
                _ => None,
            })
            .collect();
        let kept = keeps.is_empty() || self.keep(keeps).await;
        // What an entry changed was to be kept when its offer came, before the answer to it.
        let entries_kept = kept && self.keep_again.is_none();
        let refused = match entries_kept {
            true => Vec::new(),
            false => outputs.iter().filter_map(entry_of).collect(),
        };
        let answered: Vec<SessionId> = outputs
            .iter()
            .filter_map(|output| match output {
                Output::Reply(session, ..) => Some(*session),
                _ => None,
            })
            .collect();
        for output in outputs {
            let kept = if entry_of(&output).is_some() { entries_kept } else { kept };
            self.carry(output, kept);
        }
        // Only now: one of the outputs may have put them out.
        for session in answered {
            self.forget_unless_seated(session);
        }
        // An entry that was answered 10001 has no seat.
        for session in refused {
            Box::pin(self.input(Input::SessionGone(session))).await;
        }
    }

    /// Writes; what could not be written is tried again until it is, with whatever has changed meanwhile.
    async fn keep(&mut self, keeps: Vec<Keep>) -> bool {
        match self.shared.store.keep(self.handle.app, &self.handle.id, keeps).await {
            Ok(()) => {
                self.keep_again = None;
                true
            }
            Err(error) => {
                tracing::error!(room = %self.handle.id, %error, "a room's change was not kept");
                self.keep_again = Some(Instant::now() + ms(self.shared.config.timers.keep_again));
                false
            }
        }
    }

    /// The time for another try has come.
    pub(super) async fn keep_again(&mut self) {
        if self.keep_again.take_if(|at| *at <= Instant::now()).is_some() {
            let state = self.room.stored().map_or(Keep::Gone, |stored| Keep::State(Box::new(stored)));
            self.keep(vec![state]).await;
        }
    }

    fn carry(&mut self, output: Output, kept: bool) {
        match output {
            Output::Keep(_) => {}
            Output::Negotiate { session, peer, rights } => self.negotiate(session, peer, rights),
            Output::Reply(session, request, result) => {
                let result = if kept { result } else { result.and(Err(room::Refusal::StoreUnavailable)) };
                self.reply(session, request, result);
            }
            // What has happened is told, kept or not: without its store a room goes on, it only acknowledges nothing.
            Output::Event(sessions, event) => self.tell(&sessions, &event),
            Output::Tip(users, tip) => self.shared.hub.tell(users, &Event::GroupTip(tip), None),
            Output::Media(command) => self.media(command),
            Output::Cross(room, cross) => self.cross(room, cross),
            // The older entry of a session makes room for its newer one: the session stays.
            Output::Out(session) if self.negotiations.get(&session).is_some_and(Negotiation::is_to_come) => {}
            Output::Out(session) => {
                self.negotiations.remove(&session);
                if let Some(caller) = self.callers.remove(&session) {
                    caller.out(&self.handle);
                }
            }
        }
    }

    /// To another room of the app. One that is not open does not exist: the store's rooms are all open.
    fn cross(&self, room: RoomId, cross: Cross) {
        match self.shared.hub.open_room(self.handle.app, &room) {
            Some(other) => other.crossed(&self.handle.id, cross),
            None if matches!(cross, Cross::Ask(_)) => {
                self.handle.crossed(&room, Cross::Answer(Err(room::Refusal::RoomNotExist)));
            }
            None => {}
        }
    }

    /// Who is neither seated nor on the way to a seat hears no events.
    fn forget_unless_seated(&mut self, session: SessionId) {
        if !self.room.has_seat(session) && !self.negotiations.contains_key(&session) {
            self.callers.remove(&session);
        }
    }

    fn tell(&self, sessions: &[SessionId], event: &Event) {
        for caller in sessions.iter().filter_map(|session| self.callers.get(session)) {
            caller.event(&self.handle, event);
        }
    }

    fn reply(&mut self, session: SessionId, request: RequestId, result: Answered) {
        let Some(caller) = self.waiting.remove(&(session, request)) else { return };
        let result = match result {
            Ok(reply::Result::GroupJoin(joined)) => return self.joined(caller, request, joined),
            result => result.map(|result| self.filled(session, result)),
        };
        if self.negotiations.get(&session).is_some_and(|negotiation| negotiation.is_of(request)) {
            self.negotiations.remove(&session);
        }
        caller.reply(request, result);
    }

    /// Puts in what only the shell knows.
    fn filled(&mut self, session: SessionId, mut result: reply::Result) -> reply::Result {
        match &mut result {
            reply::Result::RoomEnter(entered) => {
                entered.answer_sdp = self.take_answer(session);
                let is_host =
                    entered.state.as_ref().is_some_and(|state| state.host_tiny_id == entered.tiny_id);
                if is_host {
                    entered.room_token = self.handle.cover_token();
                }
            }
            reply::Result::Negotiate(negotiated) => negotiated.answer_sdp = self.take_answer(session),
            _ => {}
        }
        result
    }

    /// Says where the log of the group stands; looked up beside the room, which goes on meanwhile.
    fn joined(&self, caller: Caller, request: RequestId, joined: wire::GroupJoinReply) {
        let (shared, app, log) = (self.shared.clone(), self.handle.app, self.log());
        self.shared.tasks.spawn(async move {
            let end = shared.store.log_end(app, &log).await.map_err(|_| room::Refusal::StoreUnavailable);
            let reply = end.map(|LogEnd { epoch, last_seq }| {
                reply::Result::GroupJoin(wire::GroupJoinReply { epoch, last_seq, ..joined })
            });
            caller.reply(request, reply);
        });
    }
}

/// The session whose entry is answered by this.
fn entry_of(output: &Output) -> Option<SessionId> {
    match output {
        Output::Reply(session, _, Ok(reply::Result::RoomEnter(_))) => Some(*session),
        _ => None,
    }
}
