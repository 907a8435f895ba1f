//! One login, from the word that lets it in to its end.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use ilive_protocol::wire::client_frame::Request;
use ilive_protocol::wire::reply::Result as Answer;
use ilive_protocol::wire::{self, event::Event, server_frame::Body};
use ilive_protocol::{RoomId, limits};

use super::answers::{Answers, Seen};
use super::io::{CloseReason, refused};
use super::outbox::Outbox;
use super::{Config, Ended, Input, LinkId, Opening, Output, SessionError};
use crate::chat::ChatError;
use crate::room::{Person, RequestId};
use crate::timers::ms;
use crate::{Budget, Now};

/// A login. Feed it with [`Session::handle`], then drain [`Session::poll_output`].
pub struct Session {
    config: Config,
    session_id: String,
    resume_token: String,
    person: Person,
    line: Line,
    ticket: Ticket,
    room: Option<RoomId>,
    outbox: Outbox,
    answers: Answers,
    pending: BTreeMap<RequestId, Pending>,
    next_request: u64,
    requests: Budget,
    messages: Budget,
    outputs: VecDeque<Output>,
}

enum Line {
    Up {
        link: LinkId,
        heard: Instant,
        sent: Instant,
    },
    /// Kept for a resume until then.
    Away {
        until: Instant,
    },
    Over,
}

enum Ticket {
    /// `at` is when `expires_ms` comes by the clocks of the last input.
    Good { expires_ms: u64, at: Instant },
    /// Ran out; to be renewed until then.
    Expired { until: Instant },
}

impl Ticket {
    fn good(now: Now, expires_ms: u64) -> Self {
        let left = Duration::from_millis(expires_ms.saturating_sub(now.unix_ms));
        // A year ahead stands for all that is later: an Instant cannot hold every unix time.
        let at = now.at + left.min(Duration::from_secs(365 * 24 * 3600));
        Self::Good { expires_ms, at }
    }
}

#[derive(Default)]
struct Pending {
    /// The `request_id`s of the present link that wait for it.
    waiting: Vec<u32>,
    key: String,
}

impl Session {
    /// A new login; its reply is among the outputs.
    #[must_use]
    pub fn new(now: Now, config: Config, opening: Opening) -> Self {
        let mut session = Self {
            session_id: opening.session_id,
            resume_token: opening.resume_token,
            person: opening.person,
            line: Line::Up { link: opening.link, heard: now.at, sent: now.at },
            ticket: Ticket::good(now, opening.ticket_expires_at_ms),
            room: None,
            outbox: Outbox::new(config.outbox_events, config.outbox_bytes),
            answers: Answers::new(config.answers),
            pending: BTreeMap::new(),
            next_request: 1,
            requests: Budget::new(config.requests.0, config.requests.1),
            messages: Budget::new(config.messages.0, config.messages.1),
            outputs: VecDeque::new(),
            config,
        };
        session.reply(now, opening.request_id, session.login_reply(now, false));
        session
    }

    /// Whether this is the secret of the session; looks at every byte, whatever the first differing one is.
    #[must_use]
    pub fn is_token(&self, token: &str) -> bool {
        let (own, given) = (self.resume_token.as_bytes(), token.as_bytes());
        own.len() == given.len() && own.iter().zip(given).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
    }

    /// Who is logged in.
    #[must_use]
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// Nothing more comes out, and what goes in has no effect.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.line, Line::Over)
    }

    /// Takes one event. Drain [`Session::poll_output`] before the next.
    pub fn handle(&mut self, now: Now, input: Input) {
        if self.is_over() {
            return;
        }
        match input {
            Input::Frame(link, frame) if self.hear(now, link) => self.frame(now, link, frame),
            Input::Heard(link) => _ = self.hear(now, link),
            Input::LinkFull(link) if self.link() == Some(link) => self.hang_up(CloseReason::Lagged),
            Input::LinkClosed(link) if self.link() == Some(link) => self.lose_link(),
            Input::Frame(..) | Input::LinkFull(_) | Input::LinkClosed(_) => {}
            Input::Resume { link, request_id, last_seq, ticket_expires_at_ms } => {
                self.ticket = Ticket::good(now, ticket_expires_at_ms);
                self.resume(now, link, request_id, last_seq);
            }
            Input::Answer(id, answer) => self.answer(now, id, answer),
            Input::Event(event) => self.event(now, event),
            Input::Room(room) => self.room = room,
            Input::Renewed { ticket_expires_at_ms } => self.ticket = Ticket::good(now, ticket_expires_at_ms),
            Input::End(why) => self.end(now, why),
            Input::Tick => {}
        }
        self.check_time(now);
    }

    /// The next thing for the shell to do, oldest first.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When the session next needs [`Input::Tick`], and what for.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<(Instant, &'static str)> {
        let timers = &self.config.timers;
        let line = match self.line {
            Line::Up { heard, sent, .. } => {
                [(heard + timers.link_lost, "link silent"), (sent + timers.tick, "tick")].into_iter().min()
            }
            Line::Away { until } => Some((until, "resume window")),
            Line::Over => return None,
        };
        let ticket = match self.ticket {
            Ticket::Good { at, .. } => (at, "ticket expires"),
            Ticket::Expired { until } => (until, "ticket grace"),
        };
        line.into_iter().chain([ticket]).min()
    }

    // ---- the link

    fn link(&self) -> Option<LinkId> {
        match self.line {
            Line::Up { link, .. } => Some(link),
            Line::Away { .. } | Line::Over => None,
        }
    }

    /// Notes that the client is there; false when this is not its link any more.
    fn hear(&mut self, now: Now, from: LinkId) -> bool {
        match &mut self.line {
            Line::Up { link, heard, .. } if *link == from => {
                *heard = now.at;
                true
            }
            _ => false,
        }
    }

    fn hang_up(&mut self, reason: CloseReason) {
        if let Some(link) = self.link() {
            self.outputs.push_back(Output::CloseLink(link, reason));
            self.lose_link();
        }
    }

    fn lose_link(&mut self) {
        if let Line::Up { heard, .. } = self.line {
            let until = heard + self.config.timers.resume_window;
            self.line = Line::Away { until };
            self.outputs.push_back(Output::LinkLost(until));
            self.forget_waiting();
        }
    }

    /// Who asked on a link that is gone asks again by client key on the next.
    fn forget_waiting(&mut self) {
        self.pending.values_mut().for_each(|pending| pending.waiting.clear());
    }

    fn resume(&mut self, now: Now, link: LinkId, request_id: u32, last_seq: u64) {
        match self.line {
            Line::Up { link: old, .. } => {
                self.outputs.push_back(Output::CloseLink(old, CloseReason::Resumed));
                self.forget_waiting();
            }
            Line::Away { .. } | Line::Over => self.outputs.push_back(Output::LinkBack),
        }
        self.line = Line::Up { link, heard: now.at, sent: now.at };
        let missed = self.outbox.after(last_seq);
        if missed.is_none() {
            self.outbox.clear();
        }
        self.reply(now, request_id, self.login_reply(now, missed.is_some()));
        for event in missed.into_iter().flatten() {
            self.send(now, Body::Event(event));
        }
    }

    // ---- requests

    fn frame(&mut self, now: Now, link: LinkId, frame: wire::ClientFrame) {
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

    fn request(&mut self, now: Now, id: u32, key: String, what: Option<Request>) -> Result<(), SessionError> {
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
        match self.answers.seen(&key) {
            Seen::Done(answer) => self.reply(now, id, *answer),
            Seen::Pending(first) => self.pending.entry(first).or_default().waiting.push(id),
            Seen::Never => self.begin(now, id, key, what)?,
        }
        Ok(())
    }

    fn begin(&mut self, now: Now, id: u32, key: String, what: Request) -> Result<(), SessionError> {
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

    fn answer(&mut self, now: Now, request: RequestId, answer: Answer) {
        let Some(Pending { waiting, key }) = self.pending.remove(&request) else { return };
        for id in waiting {
            self.reply(now, id, answer.clone());
        }
        if !key.is_empty() {
            self.answers.finish(key, answer);
        }
    }

    // ---- what the client is told

    fn login_reply(&self, now: Now, recovered: bool) -> Answer {
        let ticket_expires_at_ms = match self.ticket {
            Ticket::Good { expires_ms, .. } => expires_ms,
            Ticket::Expired { .. } => now.unix_ms,
        };
        Answer::Login(wire::LoginReply {
            session_id: self.session_id.clone(),
            resume_token: self.resume_token.clone(),
            user_id: self.person.user.to_string(),
            nick: self.person.nick.clone(),
            recovered,
            server_time_ms: now.unix_ms,
            ticket_expires_at_ms,
            room: self.room.as_ref().map(wire::RoomRef::from),
            timers: Some(wire::ClientTimers::from(&self.config.timers)),
        })
    }

    fn reply(&mut self, now: Now, request_id: u32, result: Answer) {
        self.send(now, Body::Reply(wire::Reply { request_id, result: Some(result) }));
    }

    fn event(&mut self, now: Now, event: Event) {
        let event = self.outbox.push(event);
        self.send(now, Body::Event(event));
    }

    fn tick(&mut self, now: Now, link: LinkId) {
        self.send(now, Body::Tick(wire::Tick { server_time_ms: now.unix_ms }));
        self.outputs.push_back(Output::Ping(link));
    }

    fn send(&mut self, now: Now, body: Body) {
        if let Line::Up { link, sent, .. } = &mut self.line {
            *sent = now.at;
            self.outputs.push_back(Output::Send(*link, wire::ServerFrame { body: Some(body) }));
        }
    }

    // ---- time

    fn check_time(&mut self, now: Now) {
        self.check_ticket(now);
        let timers = self.config.timers;
        match self.line {
            Line::Up { heard, .. } if now.at >= heard + timers.link_lost => self.hang_up(CloseReason::Silent),
            Line::Up { link, sent, .. } if now.at >= sent + timers.tick => self.tick(now, link),
            Line::Away { until } if now.at >= until => self.end(now, Ended::NotResumed),
            Line::Up { .. } | Line::Away { .. } | Line::Over => {}
        }
    }

    /// The wall clock may have jumped: when the ticket runs out is reckoned anew each time.
    fn check_ticket(&mut self, now: Now) {
        match self.ticket {
            Ticket::Good { expires_ms, .. } if now.unix_ms >= expires_ms => {
                let grace = self.config.timers.ticket_grace;
                self.ticket = Ticket::Expired { until: now.at + grace };
                self.event(now, Event::TicketExpired(wire::TicketExpired { grace_ms: ms(grace) }));
            }
            Ticket::Good { expires_ms, .. } => self.ticket = Ticket::good(now, expires_ms),
            Ticket::Expired { until } if now.at >= until => self.end(now, Ended::Expired),
            Ticket::Expired { .. } => {}
        }
    }

    fn end(&mut self, now: Now, why: Ended) {
        if self.is_over() {
            return;
        }
        if let Some(fault) = why.fault() {
            let error = Some(fault.to_wire(why.to_string()));
            self.event(now, Event::SessionEnded(wire::SessionEnded { error }));
        }
        if let Some(link) = self.link() {
            self.outputs.push_back(Output::CloseLink(link, CloseReason::Ended));
        }
        self.line = Line::Over;
        self.outputs.push_back(Output::Gone(why));
    }
}
