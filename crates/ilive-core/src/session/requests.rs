//! What a client asks, from its frame to its one answer.

use ilive_protocol::wire::client_frame::Request;
use ilive_protocol::wire::reply::Result as Answer;
use ilive_protocol::{limits, wire};

use super::answers::{Seen, is_kept};
use super::io::refused;
use super::state::Pending;
use super::{Ended, LinkId, Output, Session, SessionError};
use crate::Now;
use crate::chat::ChatError;
use crate::room::RequestId;

impl Session {
    pub(super) fn frame(&mut self, now: Now, link: LinkId, frame: wire::ClientFrame) {
        self.outbox.seen(frame.seen);
        let id = frame.request_id;
        match frame.request {
            None if id == 0 => {}
            Some(Request::Ping(_)) => {
                if id != 0 {
                    self.reply(now, id, Answer::Done(wire::Done {}));
                }
                self.tick(now, link);
            }
            Some(Request::Logout(_)) => {
                self.reply(now, id, Answer::Done(wire::Done {}));
                self.end(now, Ended::Logout);
            }
            request => {
                if let Err(error) = self.request(now, id, frame.client_key, request) {
                    self.reply(now, id, refused(&error));
                }
            }
        }
    }

    pub(super) fn request(
        &mut self,
        now: Now,
        id: u32,
        key: String,
        what: Option<Request>,
    ) -> Result<(), SessionError> {
        self.requests.take(now.at).map_err(|after| SessionError::Throttled { after })?;
        let what = what.ok_or(SessionError::NoRequest)?;
        if matches!(what, Request::Login(_)) {
            return Err(SessionError::LoggedIn);
        }
        if id == 0 || self.pending.values().any(|pending| pending.waiting.contains(&id)) {
            return Err(SessionError::BadRequestId(id));
        }
        if key.len() > limits::CLIENT_KEY_MAX_BYTES {
            return Err(SessionError::BadClientKey { bytes: key.len() });
        }
        let key = if is_kept(&what) { key } else { String::new() };
        match self.answers.seen(&key) {
            Seen::Done(answer) => self.reply(now, id, *answer),
            Seen::Pending(first) => self.pending.entry(first).or_default().waiting.push(id),
            Seen::Never => self.begin(now, id, key, what)?,
        }
        Ok(())
    }

    pub(super) fn begin(
        &mut self,
        now: Now,
        id: u32,
        key: String,
        what: Request,
    ) -> Result<(), SessionError> {
        let limit = self.config.in_flight;
        if self.pending.len() >= limit {
            return Err(SessionError::TooManyInFlight { limit });
        }
        if matches!(what, Request::SendMessage(_) | Request::Resolve(_)) {
            self.messages.take(now.at).map_err(|after| ChatError::Throttled { after })?;
        }
        let request = RequestId(self.next_request);
        self.next_request += 1;
        if !key.is_empty() {
            self.answers.begin(&key, request);
        }
        self.pending.insert(request, Pending { waiting: vec![id], key });
        self.outputs.push_back(Output::Request(request, what));
        Ok(())
    }

    pub(super) fn answer(&mut self, now: Now, request: RequestId, answer: Answer) {
        let Some(Pending { waiting, key }) = self.pending.remove(&request) else { return };
        for id in waiting {
            self.reply(now, id, answer.clone());
        }
        if !key.is_empty() {
            self.answers.finish(key, answer);
        }
    }
}
