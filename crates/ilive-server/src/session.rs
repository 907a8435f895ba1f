//! The task of one login: carries frames in and out, and its requests to whom they concern.

mod call;
mod chat;
mod dispatch;
mod handle;
mod link;
mod page;
mod resolve;

use std::collections::VecDeque;
use std::time::Instant;

use futures_util::future::BoxFuture;
use ilive_core::room::{self, RequestId};
use ilive_core::session::{CloseReason, Ended, Input, LinkId, Opening, Output, Session};
use ilive_protocol::AppId;
use ilive_protocol::wire::{self, Platform, reply, server_frame::Body};
use tokio::sync::{mpsc, oneshot};

use crate::clock::{now, until};
use crate::exchange::Exchange;
use crate::link::LinkWriter;
use crate::refusal;
use crate::room::{Message as ToRoom, RoomHandle};
use crate::shared::Shared;
pub(crate) use chat::new_message;
pub(crate) use handle::SessionHandle;
pub(crate) use page::page;

/// What waits for a session; one that is further behind ends, and its client logs in anew and reads state again.
const INBOX: usize = 1_024;

/// A link for a session that goes on.
pub(crate) struct Attach {
    pub(crate) link: LinkId,
    pub(crate) writer: LinkWriter,
    pub(crate) request_id: u32,
    pub(crate) issued_at_s: u64,
    pub(crate) ticket_expires_at_ms: u64,
}

/// What wakes a session.
pub(crate) enum Message {
    Core(Input),
    Resume {
        attach: Attach,
        token: String,
        last_seq: u64,
        taken: oneshot::Sender<bool>,
    },
    /// The answer of a room to a request.
    Answer(RequestId, Result<reply::Result, room::Refusal>),
    /// The session is no longer in this room, by the room's word.
    Out(RoomHandle),
}

/// A message to a user on its way into the log.
type Appending = BoxFuture<'static, chat::Appended>;

/// An entry that is under way.
struct Entering {
    request: RequestId,
    room: RoomHandle,
    /// The room that is left when it succeeds.
    leaves: Option<RoomHandle>,
    began: Instant,
}

struct Task {
    shared: Shared,
    session: Session,
    handle: SessionHandle,
    issued_at_s: u64,
    link: Option<(LinkId, LinkWriter)>,
    /// The room that AV requests go to.
    room: Option<RoomHandle>,
    /// Entries that are not answered yet.
    entering: Vec<Entering>,
    /// Rooms whose chat group was joined: they are told when the session is over.
    groups: Vec<RoomHandle>,
    /// Messages to users, one after another: the log has the order in which they were sent.
    appends: VecDeque<Appending>,
}

/// Starts the session of a checked login.
pub(crate) fn start(
    shared: &Shared,
    app: AppId,
    class: Platform,
    issued_at_s: u64,
    opening: Opening,
    writer: LinkWriter,
) -> SessionHandle {
    let (inbox, messages) = mpsc::channel(INBOX);
    let handle = SessionHandle::new(shared.next_session(), app, class, &opening, inbox);
    let link = Some((opening.link, writer));
    let config = shared.config.limits.session.core(shared.timers);
    let task = Task {
        shared: shared.clone(),
        session: Session::new(now(), config, opening),
        handle: handle.clone(),
        issued_at_s,
        link,
        room: None,
        entering: Vec::new(),
        groups: Vec::new(),
        appends: VecDeque::new(),
    };
    task.exchange(|exchange, _| exchange.log_in(&task.handle));
    shared.tasks.spawn(task.run(messages));
    handle
}

impl Task {
    async fn run(mut self, mut messages: mpsc::Receiver<Box<Message>>) {
        self.carry_out();
        while !self.session.is_over() {
            let timeout = self.session.poll_timeout().map(|(at, _)| at);
            tokio::select! {
                message = messages.recv() => match message {
                    Some(message) => self.take(*message),
                    None => break,
                },
                appended = first(&mut self.appends) => {
                    self.appends.pop_front();
                    self.appended(appended);
                }
                () = until(timeout) => self.input(Input::Tick),
            }
            if self.handle.has_lagged() {
                self.input(Input::End(Ended::NotResumed));
            }
        }
        self.shared.hub.log_out(&self.handle);
        self.exchange(|exchange, id| exchange.log_out(id));
        messages.close();
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Core(input) => self.input(input),
            Message::Resume { attach, token, last_seq, taken } => {
                let good = self.session.is_token(&token);
                if good {
                    self.resume(attach, last_seq);
                }
                let _ = taken.send(good);
            }
            Message::Answer(request, result) => self.room_answer(request, result),
            Message::Out(room) => {
                if self.room.as_ref().is_some_and(|current| current.is(&room)) {
                    self.in_room(None);
                }
            }
        }
    }

    fn resume(&mut self, attach: Attach, last_seq: u64) {
        let Attach { link, writer, request_id, issued_at_s, ticket_expires_at_ms } = attach;
        self.issued_at_s = issued_at_s;
        // The older link's writer is needed once more: it is told that it was replaced.
        let older = self.link.replace((link, writer));
        self.session.handle(now(), Input::Resume { link, request_id, last_seq, ticket_expires_at_ms });
        if let Some((_, writer)) = older {
            writer.close(CLOSE_RESUMED, "resumed on another connection");
        }
        self.carry_out();
    }

    fn input(&mut self, input: Input) {
        self.session.handle(now(), input);
        self.carry_out();
    }

    fn carry_out(&mut self) {
        while let Some(output) = self.session.poll_output() {
            match output {
                Output::Send(link, mut frame) => {
                    trace(&mut frame);
                    let full = self.writer(link).is_some_and(|writer| !writer.send(&frame));
                    if full {
                        self.session.handle(now(), Input::LinkFull(link));
                    }
                }
                Output::Request(request, what) => self.dispatch(request, what),
                Output::Ping(link) => {
                    self.writer(link).map(LinkWriter::ping);
                }
                Output::CloseLink(link, reason) => {
                    let (code, text) = close_frame(reason);
                    if let Some(writer) = self.writer(link) {
                        writer.close(code, text);
                    }
                }
                Output::LinkLost(until) => {
                    self.exchange(|exchange, id| exchange.link_lost(id));
                    self.tell_rooms(|id| room::Input::LinkLost(id, until));
                }
                Output::LinkBack => {
                    self.exchange(|exchange, id| exchange.link_back(id));
                    self.tell_rooms(room::Input::LinkBack);
                }
                Output::Gone(why) => {
                    tracing::info!(session = %self.handle.public_id, ?why, "session over");
                    self.tell_rooms(room::Input::SessionGone);
                }
            }
        }
    }

    fn exchange(&self, tell: impl FnOnce(&Exchange, room::SessionId)) {
        if let Ok(exchange) = self.shared.exchange(self.handle.app) {
            tell(exchange, self.handle.id);
        }
    }

    fn writer(&self, link: LinkId) -> Option<&LinkWriter> {
        self.link.as_ref().filter(|(current, _)| *current == link).map(|(_, writer)| writer)
    }

    /// Every room that this session may be in, AV or chat.
    fn tell_rooms(&self, input: impl Fn(room::SessionId) -> room::Input) {
        let entering = self.entering.iter().map(|entering| &entering.room);
        let mut told: Vec<&RoomHandle> = Vec::new();
        for room in self.room.iter().chain(entering).chain(&self.groups) {
            if !told.iter().any(|other| other.is(room)) {
                room.must_hear(ToRoom::Core(Box::new(input(self.handle.id))));
                told.push(room);
            }
        }
    }

    fn answer(&mut self, request: RequestId, mut result: reply::Result) {
        if let reply::Result::Error(error) = &mut result {
            refusal::trace(error);
        }
        self.input(Input::Answer(request, result));
    }

    fn room_answer(&mut self, request: RequestId, result: Result<reply::Result, room::Refusal>) {
        let entry = self.entering.iter().position(|entering| entering.request == request);
        if let Some(index) = entry {
            let Entering { room, leaves, began, .. } = self.entering.remove(index);
            if result.is_ok() {
                self.shared.metrics.joined(began.elapsed());
                if let Some(old) = leaves.filter(|old| !old.is(&room)) {
                    old.must_hear(ToRoom::Core(Box::new(room::Input::SessionGone(self.handle.id))));
                }
                self.in_room(Some(room));
            }
        }
        let result = result.unwrap_or_else(|refusal| reply::Result::Error(refusal.to_wire()));
        self.answer(request, result);
    }

    fn in_room(&mut self, room: Option<RoomHandle>) {
        let id = room.as_ref().map(|room| room.id.clone());
        self.room = room;
        self.input(Input::Room(id));
    }
}

/// A refusal that goes out can be found in the log.
fn trace(frame: &mut wire::ServerFrame) {
    if let Some(Body::Reply(wire::Reply { result: Some(reply::Result::Error(error)), .. })) = &mut frame.body
        && error.trace_id.is_empty()
    {
        refusal::trace(error);
    }
}

/// The first of the queue to be done; for ever when there is none. Dropped and called again it goes on where it was.
async fn first<T>(queue: &mut VecDeque<BoxFuture<'static, T>>) -> T {
    match queue.front_mut() {
        Some(first) => first.await,
        None => std::future::pending().await,
    }
}

/// Closed because a newer connection took the session up; private use (RFC 6455 section 7.4.2).
const CLOSE_RESUMED: u16 = 4_001;

fn close_frame(reason: CloseReason) -> (u16, &'static str) {
    match reason {
        CloseReason::Ended => (1000, "the session has ended"),
        CloseReason::Resumed => (CLOSE_RESUMED, "resumed on another connection"),
        CloseReason::Silent => (4_002, "nothing was heard for too long"),
        CloseReason::Lagged => (4_003, "too slow: resume"),
    }
}
