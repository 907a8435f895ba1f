//! The writing half of a WebSocket: a queue that is bounded in frames and in bytes, and one task. A full queue is an
//! answer, never a wait; a reader that takes nothing is cut off.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, close_code};
use futures_util::{Sink, SinkExt};
use ilive_protocol::wire::{self, reply, server_frame::Body};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::codec::SubProtocol;
use crate::metrics::CountedLink;
use crate::refusal::Refusal;
use crate::shared::Shared;
use crate::source::Source;

/// Frames that wait to be written: all events of a resume at once, and more. A client that is so far behind loses its link
/// and may resume.
const QUEUE: usize = 2_048;
/// Bytes that wait to be written, the frame under way among them: two answers of the longest kind, a page of history.
const QUEUE_BYTES: usize = 512 * 1024;
/// What a frame weighs beside its payload: its place in the queue, its box, its share of the allocator's.
const FRAME_BYTES: usize = 128;

/// A handle to a link's writer.
#[derive(Clone)]
pub(crate) struct LinkWriter {
    /// Where its reader is: what counts as one place, none for what is not counted.
    pub(crate) place: Option<IpAddr>,
    protocol: SubProtocol,
    /// Boxed: a channel has room for 32 at once from the start, which is most of what an idle link would weigh.
    waiting: mpsc::Sender<Box<Message>>,
    link: Link,
}

/// What the handles and the task of a writer have in common.
#[derive(Clone, Default)]
struct Link {
    /// Bytes that wait.
    held: Arc<AtomicUsize>,
    /// The last frame is in the queue.
    closing: CancellationToken,
    /// Nothing more is written.
    ended: CancellationToken,
}

/// How long a writer waits for its reader.
#[derive(Clone, Copy)]
struct Patience {
    /// For one frame.
    send: Duration,
    /// For all that is left, once a close was asked for.
    close: Duration,
}

impl LinkWriter {
    /// `counted` is let go of when nothing more is written.
    pub(super) fn start(
        shared: &Shared,
        counted: Arc<CountedLink>,
        source: Source,
        sink: impl Sink<Message> + Unpin + Send + 'static,
        protocol: SubProtocol,
    ) -> Self {
        let timers = &shared.config.timers;
        let patience = Patience {
            send: Duration::from_millis(timers.send_stuck.into()),
            close: Duration::from_millis(timers.close_grace.into()),
        };
        let (writer, queue) = Self::new(source.place(), protocol);
        shared.tasks.spawn(write(counted, sink, queue, writer.link.clone(), patience));
        writer
    }

    fn new(place: Option<IpAddr>, protocol: SubProtocol) -> (Self, mpsc::Receiver<Box<Message>>) {
        let (waiting, queue) = mpsc::channel(QUEUE);
        (Self { place, protocol, waiting, link: Link::default() }, queue)
    }

    /// False: too much waits already.
    pub(crate) fn send(&self, frame: &wire::ServerFrame) -> bool {
        self.queue(self.protocol.encode(frame))
    }

    /// A WebSocket ping; as [`LinkWriter::send`].
    pub(crate) fn ping(&self) -> bool {
        self.queue(Message::Ping(Default::default()))
    }

    /// As [`LinkWriter::send`].
    pub(super) fn refuse(&self, request_id: u32, refusal: Refusal) -> bool {
        let result = Some(reply::Result::Error(refusal.into_wire()));
        let body = Some(Body::Reply(wire::Reply { request_id, result }));
        self.send(&wire::ServerFrame { body })
    }

    /// Closes after what was sent before. A queue that is full is cut off: nobody reads there.
    pub(crate) fn close(&self, code: u16, reason: &'static str) {
        self.closed(Some(CloseFrame { code, reason: reason.into() }));
    }

    /// The client's end is gone; says why where a protocol error calls for it.
    pub(super) fn closed(&self, close: Option<CloseFrame>) {
        let last = close.map(|frame| Message::Close(Some(frame)));
        let queued = last.is_some_and(|last| {
            self.link.held.fetch_add(len(&last), Ordering::Relaxed);
            self.push(last)
        });
        let token = if queued { &self.link.closing } else { &self.link.ended };
        token.cancel();
    }

    /// Nothing more will be written.
    pub(super) async fn ended(&self) {
        self.link.ended.cancelled().await;
    }

    fn queue(&self, message: Message) -> bool {
        self.link.hold(len(&message)) && self.push(message)
    }

    /// A message that is held already.
    fn push(&self, message: Message) -> bool {
        match self.waiting.try_send(Box::new(message)) {
            Err(mpsc::error::TrySendError::Full(message)) => {
                self.link.let_go(len(&message));
                false
            }
            Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => true,
        }
    }
}

impl Link {
    /// A message that is over the limit by itself goes through when nothing else waits: it would never do so otherwise.
    fn hold(&self, bytes: usize) -> bool {
        let before = self.held.fetch_add(bytes, Ordering::Relaxed);
        let fits = before == 0 || before + bytes <= QUEUE_BYTES;
        if !fits {
            self.let_go(bytes);
        }
        fits
    }

    fn let_go(&self, bytes: usize) {
        self.held.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Until the client's end is gone, or it has had its time to take in the last frames.
    async fn is_cut(&self, grace: Duration) {
        tokio::select! {
            () = self.ended.cancelled() => {}
            () = self.closing.cancelled() => sleep(grace).await,
        }
    }
}

async fn write(
    // The first, so that it is dropped after the sink.
    _counted: Arc<CountedLink>,
    mut sink: impl Sink<Message> + Unpin,
    mut queue: mpsc::Receiver<Box<Message>>,
    link: Link,
    patience: Patience,
) {
    let _end_with_the_task = link.ended.clone().drop_guard();
    let all = async {
        while let Some(message) = queue.recv().await {
            let (bytes, last) = (len(&message), matches!(*message, Message::Close(_)));
            let sent = timeout(patience.send, sink.send(*message)).await;
            link.let_go(bytes);
            if last || !matches!(sent, Ok(Ok(()))) {
                break;
            }
        }
    };
    tokio::select! {
        () = all => {}
        () = link.is_cut(patience.close) => {}
    }
}

/// Bytes that a message holds in memory.
fn len(message: &Message) -> usize {
    let payload = match message {
        Message::Text(text) => text.len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(frame) => frame.as_ref().map_or(0, |frame| frame.reason.len()),
    };
    payload + FRAME_BYTES
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

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use super::*;
    use crate::config::SessionLimits;
    use crate::metrics::Metrics;

    const LONG: Duration = Duration::from_secs(3600);
    const SHORT: Duration = Duration::from_millis(1);

    /// A client that reads nothing.
    struct Stuck;

    impl Sink<Message> for Stuck {
        type Error = Infallible;

        fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn start_send(self: Pin<&mut Self>, _: Message) -> Result<(), Infallible> {
            Ok(())
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Pending
        }

        fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Pending
        }
    }

    fn answer(bytes: usize) -> wire::ServerFrame {
        let answer = wire::NegotiateReply { answer_sdp: "x".repeat(bytes) };
        let result = Some(reply::Result::Negotiate(answer));
        wire::ServerFrame { body: Some(Body::Reply(wire::Reply { request_id: 1, result })) }
    }

    /// A writer to a client that reads nothing; waits until `then` has ended it.
    async fn ends(patience: Patience, then: impl FnOnce(&LinkWriter)) {
        let metrics = Metrics::new();
        let (writer, waiting) = LinkWriter::new(None, SubProtocol::Protobuf);
        let counted = Arc::new(metrics.link());
        let task = tokio::spawn(write(counted, Stuck, waiting, writer.link.clone(), patience));
        assert!(writer.send(&answer(10)));
        tokio::task::yield_now().await;
        assert_eq!(metrics.links(), 1, "it counts as long as it is there");

        then(&writer);

        writer.ended().await;
        task.await.expect("no panic");
        assert_eq!(metrics.links(), 0);
    }

    #[tokio::test]
    async fn a_frame_that_is_not_taken_in_time_ends_the_link() {
        ends(Patience { send: SHORT, close: LONG }, |_| {}).await;
    }

    #[tokio::test]
    async fn a_close_ends_a_link_that_nobody_reads() {
        ends(Patience { send: LONG, close: SHORT }, |writer| writer.close(1000, "over")).await;
    }

    #[tokio::test]
    async fn a_client_that_is_gone_is_waited_for_no_more() {
        ends(Patience { send: LONG, close: LONG }, |writer| writer.closed(None)).await;
    }

    #[test]
    fn what_waits_for_a_reader_is_bounded_in_bytes() {
        for protocol in [SubProtocol::Protobuf, SubProtocol::Json] {
            let (writer, mut waiting) = LinkWriter::new(None, protocol);
            let sent = (0..QUEUE).take_while(|_| writer.send(&answer(100_000))).count();
            assert_eq!(sent, 5, "{protocol:?}: 512 KiB");
            assert!(writer.send(&answer(1_000)), "{protocol:?}: what still fits is taken");

            writer.link.let_go(len(&waiting.try_recv().expect("a frame")));

            assert!(writer.send(&answer(90_000)), "{protocol:?}: room again");
        }
    }

    #[test]
    fn all_events_of_a_resume_fit() {
        let (writer, _waiting) = LinkWriter::new(None, SubProtocol::Json);
        let limits = SessionLimits::default();

        let size = limits.outbox_bytes / limits.outbox_events;
        assert!((0..limits.outbox_events).all(|_| writer.send(&answer(size))));
    }

    #[test]
    fn a_frame_over_the_limit_goes_alone() {
        let (writer, _waiting) = LinkWriter::new(None, SubProtocol::Protobuf);

        assert!(writer.send(&answer(QUEUE_BYTES + 1)));
        assert!(!writer.send(&answer(1)));
    }
}
