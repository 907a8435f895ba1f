//! Connections to the server: a task for each, from the dial to the close.

mod dial;
mod verdict;

use std::sync::Weak;

use futures_util::{SinkExt, StreamExt};
use ilive_protocol::wire::{self, ClientFrame};
use ilive_session::Input;
use ilive_session::io::{LinkEvent, LinkId};
use prost::Message as _;
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::shared::Shared;
pub(crate) use dial::Dialing;
use dial::Stream;

/// Frames that may wait to be written. Calls in flight are fewer: whoever has so many waiting does not get through.
const FRAMES_WAITING: usize = 1024;

/// The way to a connection; without one it writes what is left and closes.
#[derive(Debug)]
pub(crate) struct LinkHandle {
    frames: mpsc::Sender<ClientFrame>,
}

impl LinkHandle {
    pub(crate) fn new() -> (Self, mpsc::Receiver<ClientFrame>) {
        let (frames, outgoing) = mpsc::channel(FRAMES_WAITING);
        (Self { frames }, outgoing)
    }

    /// Whether it was taken.
    pub(crate) fn send(&self, frame: ClientFrame) -> bool {
        self.frames.try_send(frame).is_ok()
    }
}

/// One connection, for its whole life.
pub(crate) async fn run(
    shared: Weak<Shared>,
    id: LinkId,
    dialing: Dialing,
    mut outgoing: mpsc::Receiver<ClientFrame>,
) {
    let tell = |event| tell(&shared, id, event);
    let dialed = tokio::select! {
        dialed = dialing.dial() => dialed,
        // Given up while it was dialed: nothing is to be written before it is open.
        () = closed(&mut outgoing) => return,
    };
    match dialed {
        Ok(socket) => {
            tell(LinkEvent::Opened);
            talk(&shared, id, socket, outgoing).await;
            tell(LinkEvent::Closed);
        }
        Err(verdict) => tell(LinkEvent::Failed(verdict)),
    }
}

async fn closed(outgoing: &mut mpsc::Receiver<ClientFrame>) {
    while outgoing.recv().await.is_some() {}
}

fn tell(shared: &Weak<Shared>, id: LinkId, event: LinkEvent) {
    if let Some(shared) = shared.upgrade() {
        shared.handle(Input::Link(id, event));
    }
}

async fn talk(
    shared: &Weak<Shared>,
    id: LinkId,
    mut socket: WebSocketStream<Stream>,
    mut outgoing: mpsc::Receiver<ClientFrame>,
) {
    loop {
        tokio::select! {
            frame = outgoing.recv() => {
                let Some(frame) = frame else {
                    // The goodbye. Whether it arrives is the network's matter.
                    let _ = socket.close(None).await;
                    return;
                };
                if socket.send(Message::Binary(frame.encode_to_vec().into())).await.is_err() {
                    return;
                }
            }
            message = socket.next() => match message {
                Some(Ok(message)) => {
                    if let Some(event) = read(message) {
                        tell(shared, id, event);
                    }
                }
                Some(Err(_)) | None => return,
            },
        }
    }
}

/// What a message says; pings and pongs say nothing, the WebSocket answers them.
fn read(message: Message) -> Option<LinkEvent> {
    match message {
        Message::Binary(bytes) => Some(match wire::ServerFrame::decode(bytes) {
            Ok(frame) => LinkEvent::Frame(Box::new(frame)),
            Err(_) => LinkEvent::BadFrame,
        }),
        Message::Text(_) => Some(LinkEvent::BadFrame),
        _ => None,
    }
}
