//! Who asks a room, and how it is answered.

use std::sync::{Arc, Mutex};

use ilive_core::room::{self, RequestId, SessionId};
use ilive_protocol::wire::{self, reply};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::RoomHandle;
use crate::session::SessionHandle;
use crate::sync::lock;

/// A login, or the HTTP session of a WHIP source or a WHEP player.
#[derive(Clone)]
pub(crate) enum Caller {
    Login(SessionHandle),
    Http(HttpCaller),
}

/// One HTTP request of a WHIP or WHEP session.
#[derive(Clone)]
pub(crate) struct HttpCaller {
    pub(crate) session: SessionId,
    answer: Arc<Mutex<Option<oneshot::Sender<Answered>>>>,
    /// Cancelled when the room has put the session out.
    pub(crate) out: CancellationToken,
}

/// What an HTTP caller is answered.
pub(crate) type Answered = Result<reply::Result, room::Refusal>;

impl HttpCaller {
    pub(crate) fn new(session: SessionId, out: CancellationToken) -> (Self, oneshot::Receiver<Answered>) {
        let (answer, answered) = oneshot::channel();
        (Self { session, answer: Arc::new(Mutex::new(Some(answer))), out }, answered)
    }
}

impl Caller {
    pub(crate) fn id(&self) -> SessionId {
        match self {
            Self::Login(session) => session.id,
            Self::Http(caller) => caller.session,
        }
    }

    pub(super) fn reply(&self, request: RequestId, result: Answered) {
        match self {
            Self::Login(session) => session.answer(request, result),
            Self::Http(caller) => {
                if let Some(answer) = lock(&caller.answer).take() {
                    // The HTTP client may have gone away meanwhile.
                    let _ = answer.send(result);
                }
            }
        }
    }

    pub(super) fn event(&self, room: &RoomHandle, event: &wire::event::Event) {
        match self {
            Self::Login(session) => session.room_event(room, event.clone()),
            Self::Http(_) => {}
        }
    }

    pub(super) fn out(&self, room: &RoomHandle) {
        match self {
            Self::Login(session) => session.out_of(room.clone()),
            Self::Http(caller) => caller.out.cancel(),
        }
    }
}
