//! Carrying out what the rules say, in their order: what is kept first, then whom it concerns.

use ilive_core::room::{self, Keep, Output, RequestId, SessionId};
use ilive_protocol::wire::{event::Event, reply};

use super::media::Negotiation;
use super::{Answered, Task};

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
        let answered: Vec<SessionId> = outputs
            .iter()
            .filter_map(|output| match output {
                Output::Reply(session, ..) => Some(*session),
                _ => None,
            })
            .collect();
        for output in outputs {
            self.carry(output, kept).await;
        }
        // Only now: one of the outputs may have put them out.
        for session in answered {
            self.forget_unless_seated(session);
        }
    }

    async fn keep(&mut self, keeps: Vec<Keep>) -> bool {
        match self.shared.store.keep(self.handle.app, &self.handle.id, keeps).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(room = %self.handle.id, %error, "a room's change was not kept");
                false
            }
        }
    }

    async fn carry(&mut self, output: Output, kept: bool) {
        match output {
            Output::Keep(_) => {}
            Output::Negotiate { session, peer, rights } => self.negotiate(session, peer, rights),
            Output::Reply(session, request, result) => {
                let result = if kept { result } else { result.and(Err(room::Refusal::StoreUnavailable)) };
                self.reply(session, request, result).await;
            }
            Output::Event(sessions, event) if kept => self.tell(&sessions, &event),
            Output::Tip(users, tip) if kept => self.shared.hub.tell(users, &Event::GroupTip(tip)),
            Output::Event(..) | Output::Tip(..) => {}
            Output::Media(command) => self.media(command),
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

    /// Who is neither seated nor on the way to a seat hears no events.
    fn forget_unless_seated(&mut self, session: SessionId) {
        if !self.room.has_seat(session) && !self.negotiations.contains_key(&session) {
            self.callers.remove(&session);
        }
    }

    fn tell(&self, sessions: &[SessionId], event: &Event) {
        for caller in sessions.iter().filter_map(|session| self.callers.get(session)) {
            caller.event(event);
        }
    }

    async fn reply(&mut self, session: SessionId, request: RequestId, result: Answered) {
        let Some(caller) = self.waiting.remove(&(session, request)) else { return };
        let result = match result {
            Ok(result) => self.filled(session, result).await,
            Err(refusal) => Err(refusal),
        };
        if self.negotiations.get(&session).is_some_and(|negotiation| negotiation.is_of(request)) {
            self.negotiations.remove(&session);
        }
        caller.reply(request, result);
    }

    /// Puts in what only the shell knows.
    async fn filled(&mut self, session: SessionId, mut result: reply::Result) -> Answered {
        match &mut result {
            reply::Result::RoomEnter(entered) => {
                entered.answer_sdp = self.take_answer(session);
                let is_host =
                    entered.state.as_ref().is_some_and(|state| state.host_tiny_id == entered.tiny_id);
                if is_host {
                    entered.room_token = self.handle.cover_token.clone();
                }
            }
            reply::Result::Negotiate(negotiated) => negotiated.answer_sdp = self.take_answer(session),
            reply::Result::GroupJoin(joined) => {
                let log = self.log();
                let end = self.shared.store.log_end(self.handle.app, &log).await;
                let end = end.map_err(|_| room::Refusal::StoreUnavailable)?;
                joined.last_seq = end.last_seq;
                joined.epoch = end.epoch;
            }
            _ => {}
        }
        Ok(result)
    }
}
