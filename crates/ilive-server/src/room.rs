//! The task of one room: it owns the rules' `Room`, and carries out what they say, in order.

mod caller;
mod carry;
mod chat;
mod handle;
mod media;
mod silence;

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use ilive_core::chat::{Append, Appended};
use ilive_core::room::{self, Cross, Enter, Input, MediaEvent, Request, RequestId, Room, SessionId};
use ilive_protocol::{Code, PeerId, RoomId, TinyId};
use ilive_sfu::RoomHandle as MediaRoom;
use tokio::sync::{mpsc, oneshot};

use crate::clock::{now, until};
use crate::config::ms;
use crate::refusal::Refusal;
use crate::session::SessionHandle;
use crate::shared::Shared;
use crate::store::{Range, StoreError};
pub(crate) use caller::{Answered, Caller, HttpCaller};
pub(crate) use handle::{Cover, RoomHandle};
pub(crate) use media::OfferIn;
use silence::Silences;

/// What waits for a room; past it a request is answered 10005 `room_busy`.
const INBOX: usize = 8_192;

/// What wakes a room.
pub(crate) enum Message {
    Core(Box<Input>),
    Enter {
        caller: Caller,
        request: RequestId,
        enter: Box<Enter>,
        offer: OfferIn,
    },
    Request {
        caller: Caller,
        request: RequestId,
        ask: Box<Request>,
    },
    Negotiate {
        caller: Caller,
        request: RequestId,
        offer: OfferIn,
    },
    Say {
        from: SessionHandle,
        request: RequestId,
        append: Append,
    },
    ReadLog {
        from: SessionHandle,
        request: RequestId,
        range: Range,
    },
    /// Which of these users the asker meets here.
    Known {
        asker: TinyId,
        asked: Vec<TinyId>,
        answer: oneshot::Sender<Vec<TinyId>>,
    },
    /// From the media plane, about one of the room's peers.
    Media(PeerId, ilive_sfu::Event),
    /// An offer was answered beside the room.
    Answered {
        session: SessionId,
        request: RequestId,
        result: Result<Box<media::Answered>, room::Refusal>,
    },
}

/// A message on its way into the log.
struct Saying {
    from: SessionHandle,
    request: RequestId,
    append: Append,
    result: Result<Appended, StoreError>,
}

type SayingFuture = futures_util::future::BoxFuture<'static, Saying>;

struct Task {
    shared: Shared,
    handle: RoomHandle,
    room: Room,
    /// This room in the media plane.
    media: MediaRoom,
    /// Those who have a seat, or are on their way to one.
    callers: HashMap<SessionId, Caller>,
    /// Who waits for the answer to which request.
    waiting: HashMap<(SessionId, RequestId), Caller>,
    /// Offers that the rules have not let through yet, and the answers of those that they have.
    negotiations: HashMap<SessionId, media::Negotiation>,
    /// What the media plane was told of each peer.
    peers: BTreeMap<PeerId, media::PeerState>,
    says: FuturesOrdered<SayingFuture>,
    silences: Silences,
    /// Something is not kept yet; when to try again.
    keep_again: Option<Instant>,
}

/// A room with a name is not served yet: 10007.
pub(crate) fn served(room: RoomId) -> Result<RoomId, Refusal> {
    match room {
        RoomId::Number(_) => Ok(room),
        RoomId::Name(_) => Err(Refusal::of(
            Code::ServerNotImplement,
            "named_room",
            "rooms with names are not served yet: give a number from 1 to 4294967294",
        )),
    }
}

impl Task {
    fn new(shared: &Shared, handle: RoomHandle, room: Room) -> Self {
        Self {
            shared: shared.clone(),
            media: shared.media.next_room(),
            handle,
            room,
            callers: HashMap::new(),
            waiting: HashMap::new(),
            negotiations: HashMap::new(),
            peers: BTreeMap::new(),
            says: FuturesOrdered::new(),
            silences: Silences::new(shared.timers.track_silent),
            keep_again: None,
        }
    }

    async fn run(mut self, mut inbox: mpsc::Receiver<Message>) {
        let shared = self.shared.clone();
        let linger = ms(shared.config.timers.room_linger);
        let mut vacant_since = self.room.is_vacant().then(Instant::now);
        loop {
            let rules = self.room.poll_timeout().map(|(at, _)| at);
            let due = rules.into_iter().chain(self.silences.timeout()).chain(self.keep_again).min();
            // Whoever has just got its handle still reaches it: there is one owner of a room's name at a time.
            let close = vacant_since.map(|since| since + linger);
            tokio::select! {
                message = inbox.recv() => match message {
                    // Sessions that end with the server are no leaves: what is stored stays as it is.
                    Some(message) if shared.stopping.is_cancelled() => self.refuse(message),
                    Some(message) => self.take(message).await,
                    None => break,
                },
                Some(saying) = self.says.next() => self.said(saying).await,
                () = until(due) => self.tick().await,
                () = until(close) => break,
                () = shared.stopping.cancelled() => {
                    self.input(Input::Stop(room::Refusal::Draining)).await;
                    break;
                }
            }
            let vacant = self.room.is_vacant() && self.says.is_empty();
            vacant_since = vacant.then(Instant::now);
            self.handle.show(self.room.listing());
        }
        inbox.close();
        self.shared.hub.close_room(&self.handle);
        while let Some(message) = inbox.recv().await {
            self.refuse(message);
        }
    }

    async fn tick(&mut self) {
        while let Some((peer, source)) = self.silences.poll(Instant::now()) {
            self.input(Input::Media(peer, MediaEvent::Silent(source.into()))).await;
        }
        self.keep_again().await;
        self.input(Input::Tick).await;
    }

    async fn take(&mut self, message: Message) {
        match message {
            Message::Core(input) => self.input(*input).await,
            Message::Enter { caller, request, enter, offer } => {
                let session = caller.id();
                self.callers.insert(session, caller.clone());
                self.waiting.insert((session, request), caller);
                self.negotiations.insert(session, media::Negotiation::asked(request, offer, &enter));
                self.input(Input::Enter(session, request, enter)).await;
            }
            Message::Request { caller, request, ask } => self.ask(caller, request, *ask).await,
            Message::Negotiate { caller, request, offer } => {
                self.negotiations.insert(caller.id(), media::Negotiation::again(request, offer));
                self.ask(caller, request, Request::Negotiate).await;
            }
            Message::Say { from, request, append } => self.say(from, request, append),
            Message::ReadLog { from, request, range } => self.read_log(from, request, range),
            Message::Known { asker, asked, answer } => {
                // Who asked may have gone away.
                let _ = answer.send(self.room.met_by(asker, asked));
            }
            Message::Media(peer, event) => self.media_event(peer, event).await,
            Message::Answered { session, request, result } => self.answered(session, request, result).await,
        }
    }

    async fn ask(&mut self, caller: Caller, request: RequestId, ask: Request) {
        let session = caller.id();
        self.waiting.insert((session, request), caller);
        self.input(Input::Request(session, request, ask)).await;
    }

    async fn input(&mut self, input: Input) {
        self.room.handle(now(), input);
        self.carry_out().await;
    }

    /// A room that is closing answers as one that does not exist.
    fn refuse(&self, message: Message) {
        let why = match self.shared.stopping.is_cancelled() {
            true => room::Refusal::Draining,
            false => room::Refusal::RoomNotExist,
        };
        let (caller, request) = match message {
            Message::Enter { caller, request, .. }
            | Message::Request { caller, request, .. }
            | Message::Negotiate { caller, request, .. } => (caller, request),
            Message::Say { from, request, .. } | Message::ReadLog { from, request, .. } => {
                (Caller::Login(from), request)
            }
            Message::Core(input) => return self.refuse_cross(*input, why),
            Message::Known { .. } | Message::Media(..) | Message::Answered { .. } => return,
        };
        caller.reply(request, Err(why));
    }

    fn refuse_cross(&self, input: Input, why: room::Refusal) {
        if let Input::Cross(from, Cross::Ask(_)) = input
            && let Some(room) = self.shared.hub.open_room(self.handle.app, &from)
        {
            room.crossed(&self.handle.id, Cross::Answer(Err(why)));
        }
    }
}
