//! One login, from the word that lets it in to its end.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use ilive_protocol::RoomId;
use ilive_protocol::wire::reply::Result as Answer;
use ilive_protocol::wire::{self, event::Event, server_frame::Body};

use super::answers::Answers;
use super::io::CloseReason;
use super::outbox::Outbox;
use super::{Config, Input, LinkId, Opening, Output};
use crate::room::{Person, RequestId};
use crate::{Budget, Now};

/// A login. Feed it with [`Session::handle`], then drain [`Session::poll_output`].
pub struct Session {
    pub(super) config: Config,
    pub(super) session_id: String,
    pub(super) resume_token: String,
    pub(super) person: Person,
    pub(super) line: Line,
    pub(super) ticket: Ticket,
    pub(super) room: Option<RoomId>,
    pub(super) outbox: Outbox,
    pub(super) answers: Answers,
    pub(super) pending: BTreeMap<RequestId, Pending>,
    pub(super) next_request: u64,
    pub(super) requests: Budget,
    pub(super) messages: Budget,
    pub(super) outputs: VecDeque<Output>,
}

pub(super) enum Line {
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

pub(super) enum Ticket {
    /// `at` is when `expires_ms` comes by the clocks of the last input.
    Good { expires_ms: u64, at: Instant },
    /// Ran out; to be renewed until then.
    Expired { until: Instant },
}

impl Ticket {
    pub(super) fn good(now: Now, expires_ms: u64) -> Self {
        let left = Duration::from_millis(expires_ms.saturating_sub(now.unix_ms));
        // A year ahead stands for all that is later: an Instant cannot hold every unix time.
        let at = now.at + left.min(Duration::from_secs(365 * 24 * 3600));
        Self::Good { expires_ms, at }
    }
}

#[derive(Default)]
pub(super) struct Pending {
    /// The `request_id`s of the present link that wait for it.
    pub(super) waiting: Vec<u32>,
    pub(super) key: String,
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
            answers: Answers::new(config.answers, config.answers_bytes),
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
            Input::FromRoom(room, event) if self.room.as_ref() == Some(&room) => self.event(now, event),
            Input::FromRoom(..) => {}
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

    pub(super) fn login_reply(&self, now: Now, recovered: bool) -> Answer {
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

    pub(super) fn reply(&mut self, now: Now, request_id: u32, result: Answer) {
        self.send(now, Body::Reply(wire::Reply { request_id, result: Some(result) }));
    }

    pub(super) fn event(&mut self, now: Now, event: Event) {
        let event = self.outbox.push(event);
        self.send(now, Body::Event(event));
    }

    pub(super) fn tick(&mut self, now: Now, link: LinkId) {
        self.send(now, Body::Tick(wire::Tick { server_time_ms: now.unix_ms }));
        self.outputs.push_back(Output::Ping(link));
    }

    pub(super) fn send(&mut self, now: Now, body: Body) {
        if let Line::Up { link, sent, .. } = &mut self.line {
            *sent = now.at;
            self.outputs.push_back(Output::Send(*link, wire::ServerFrame { body: Some(body) }));
        }
    }
}
