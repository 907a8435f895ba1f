//! How others reach a session.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ilive_core::room;
use ilive_core::room::{Person, RequestId, SessionId};
use ilive_core::session::{Ended, Input, LinkId, Opening};
use ilive_protocol::wire::{self, Platform, reply};
use ilive_protocol::{AppId, TinyId};
use tokio::sync::{mpsc, oneshot};

use super::{Attach, Message};
use crate::room::RoomHandle;

/// A handle to a session; clones share it.
#[derive(Clone)]
pub(crate) struct SessionHandle {
    pub(crate) id: SessionId,
    pub(crate) app: AppId,
    pub(crate) class: Platform,
    pub(crate) tiny: TinyId,
    pub(crate) person: Arc<Person>,
    pub(crate) public_id: Arc<str>,
    /// Boxed: a channel has room for 32 at once from the start, which is most of what an idle session would weigh.
    inbox: mpsc::Sender<Box<Message>>,
    lagged: Arc<AtomicBool>,
}

impl SessionHandle {
    pub(super) fn new(
        id: SessionId,
        app: AppId,
        class: Platform,
        opening: &Opening,
        inbox: mpsc::Sender<Box<Message>>,
    ) -> Self {
        Self {
            id,
            app,
            class,
            tiny: opening.person.tiny,
            person: Arc::new(opening.person.clone()),
            public_id: opening.session_id.as_str().into(),
            inbox,
            lagged: Arc::default(),
        }
    }

    /// A frame of a link. False: the session takes none any more.
    pub(crate) fn frame(&self, link: LinkId, frame: wire::ClientFrame) -> bool {
        self.input(Input::Frame(link, frame))
    }

    /// Something that must not be lost: should the session be too far behind to hear it, it ends.
    pub(crate) fn input(&self, input: Input) -> bool {
        self.tell(Message::Core(input))
    }

    pub(crate) fn event(&self, event: wire::event::Event) {
        self.input(Input::Event(event));
    }

    pub(crate) fn room_event(&self, room: &RoomHandle, event: wire::event::Event) {
        self.input(Input::FromRoom(room.id.clone(), event));
    }

    pub(crate) fn answer(&self, request: RequestId, result: Result<reply::Result, room::Refusal>) {
        self.tell(Message::Answer(request, result));
    }

    /// The answer of something that ran beside the session; an error has its trace id.
    pub(crate) fn finish(&self, request: RequestId, result: Result<reply::Result, wire::Error>) {
        let result = result.unwrap_or_else(reply::Result::Error);
        self.input(Input::Answer(request, result));
    }

    pub(crate) fn out_of(&self, room: RoomHandle) {
        self.tell(Message::Out(room));
    }

    pub(crate) fn end(&self, why: Ended) {
        self.input(Input::End(why));
    }

    /// Offers the session a new link; false when it is over, or the token is not its own.
    pub(crate) async fn resume(&self, attach: Attach, resume: &wire::Resume) -> bool {
        let (taken, answer) = oneshot::channel();
        let (token, last_seq) = (resume.resume_token.clone(), resume.last_seq);
        self.tell(Message::Resume { attach, token, last_seq, taken }) && answer.await.unwrap_or(false)
    }

    pub(super) fn has_lagged(&self) -> bool {
        self.lagged.load(Ordering::Relaxed)
    }

    fn tell(&self, message: Message) -> bool {
        match self.inbox.try_send(Box::new(message)) {
            Ok(()) => true,
            Err(mpsc::error::TrySendError::Full(_)) => {
                self.lagged.store(true, Ordering::Relaxed);
                false
            }
            Err(mpsc::error::TrySendError::Closed(_)) => false,
        }
    }
}
