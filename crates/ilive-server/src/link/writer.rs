//! The writing half of a WebSocket: a bounded queue and one task. A full queue is an answer, never a wait.

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use ilive_protocol::wire::{self, reply, server_frame::Body};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::codec::SubProtocol;
use crate::refusal::Refusal;
use crate::shared::Shared;

/// Frames that wait to be written; a client that is so far behind loses its link and may resume.
const QUEUE: usize = 256;

/// What is written.
pub(crate) enum LinkOut {
    Frame(wire::ServerFrame),
    Ping,
    Close(CloseFrame),
}

/// A handle to a link's writer.
#[derive(Clone)]
pub(crate) struct LinkWriter {
    /// Boxed: a channel has room for 32 at once from the start, which is most of what an idle link would weigh.
    queue: mpsc::Sender<Box<LinkOut>>,
    ended: CancellationToken,
}

impl LinkWriter {
    pub(super) fn start(shared: &Shared, sink: SplitSink<WebSocket, Message>, protocol: SubProtocol) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let ended = CancellationToken::new();
        shared.tasks.spawn(write(sink, protocol, waiting, ended.clone()));
        Self { queue, ended }
    }

    /// False: the queue is full.
    pub(crate) fn send(&self, out: LinkOut) -> bool {
        !matches!(self.queue.try_send(Box::new(out)), Err(mpsc::error::TrySendError::Full(_)))
    }

    pub(super) fn refuse(&self, request_id: u32, refusal: Refusal) {
        let result = Some(reply::Result::Error(refusal.into_wire()));
        let body = Some(Body::Reply(wire::Reply { request_id, result }));
        self.send(LinkOut::Frame(wire::ServerFrame { body }));
    }

    /// Closes after what was sent before. A queue that is full is cut off: nobody reads there.
    pub(crate) fn close(&self, code: u16, reason: &'static str) {
        if !self.send(LinkOut::Close(CloseFrame { code, reason: reason.into() })) {
            self.ended.cancel();
        }
    }

    /// The client's end is gone; says why where a protocol error calls for it.
    pub(super) fn closed(&self, close: Option<CloseFrame>) {
        match close {
            Some(frame) => {
                self.send(LinkOut::Close(frame));
            }
            None => self.ended.cancel(),
        }
    }

    /// Nothing more will be written.
    pub(super) async fn ended(&self) {
        self.ended.cancelled().await;
    }
}

async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    protocol: SubProtocol,
    mut queue: mpsc::Receiver<Box<LinkOut>>,
    ended: CancellationToken,
) {
    let _end_with_the_task = ended.clone().drop_guard();
    loop {
        let out = tokio::select! {
            biased;
            out = queue.recv() => out,
            () = ended.cancelled() => None,
        };
        let Some(out) = out else { break };
        let last = matches!(*out, LinkOut::Close(_));
        let message = match *out {
            LinkOut::Frame(frame) => protocol.encode(&frame),
            LinkOut::Ping => Message::Ping(Default::default()),
            LinkOut::Close(frame) => Message::Close(Some(frame)),
        };
        let sent = tokio::select! {
            sent = sink.send(message) => sent.is_ok(),
            () = ended.cancelled() => false,
        };
        if last || !sent {
            break;
        }
    }
}

/// The close that RFC 6455 has for what went wrong with the stream; none when it just ended.
pub(super) fn close_for(error: axum::Error) -> Option<CloseFrame> {
    use tokio_tungstenite::tungstenite::Error;
    let frame = |code, reason: &'static str| Some(CloseFrame { code, reason: reason.into() });
    match error.into_inner().downcast::<Error>().ok().map(|error| *error) {
        Some(Error::Capacity(_)) => frame(close_code::SIZE, "the message is too long"),
        Some(Error::Utf8(_)) => frame(close_code::INVALID, "text that is not UTF-8"),
        Some(Error::Protocol(_)) => frame(close_code::PROTOCOL, "not by RFC 6455"),
        _ => None,
    }
}
