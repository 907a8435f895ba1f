//! One WebSocket: its upgrade, the login that must come first, its reader and its writer.

mod codec;
mod login;
mod writer;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream::SplitStream;
use ilive_core::Budget;
use ilive_core::session::{Input, LinkId};
use ilive_protocol::wire::{self, client_frame::Request};
use tokio::time::timeout;

use crate::refusal::Refusal;
use crate::session::SessionHandle;
use crate::shared::Shared;
use crate::source::Source;
use codec::MAX_FRAME;
pub(crate) use codec::SubProtocol;
use ilive_protocol::Code;
pub(crate) use writer::LinkWriter;

/// Bytes of one read. Every idle connection holds so many, and nearly all that clients say is shorter.
const READ_BUFFER: usize = 1024;
/// Messages of one connection that are no frame and are answered all the same: at once, and a second in the long run. A
/// client of ours sends none.
const BAD_FRAMES: (u32, u32) = (8, 1);

/// `GET /ws/v1`: origin and budgets are checked before the upgrade.
pub(crate) async fn upgrade(
    State(shared): State<Shared>,
    source: Source,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    match checked(&shared, source, &headers, upgrade) {
        Ok((upgrade, protocol)) => upgrade.on_upgrade(move |socket| run(shared, socket, source, protocol)),
        Err(refusal) => refusal.into_response(),
    }
}

fn checked(
    shared: &Shared,
    source: Source,
    headers: &HeaderMap,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Result<(WebSocketUpgrade, SubProtocol), Refusal> {
    let upgrade = upgrade.map_err(|error| Refusal::bad("not_a_websocket", error.body_text()))?;
    if !shared.origins.allow(headers) {
        return Err(crate::origin::refusal());
    }
    if shared.draining.is_cancelled() {
        return Err(Refusal::of(Code::ServerTimeout, "draining", "the server is going down"));
    }
    shared.connects.take(source)?;
    if shared.metrics.links() >= shared.config.limits.connections {
        return Err(Refusal::full("server_full", "the server has all the connections that it takes")
            .retry_after(Duration::from_secs(5)));
    }
    let upgrade = upgrade
        .protocols(SubProtocol::NAMES)
        .max_frame_size(MAX_FRAME)
        .max_message_size(MAX_FRAME)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(2 * MAX_FRAME);
    let chosen =
        upgrade.selected_protocol().and_then(|name| name.to_str().ok()).and_then(SubProtocol::from_name);
    let protocol = chosen.ok_or_else(|| {
        Refusal::bad("sub_protocol", "ask for the sub-protocol ilive.v1.pb or ilive.v1.json")
            .with_status(StatusCode::BAD_REQUEST)
    })?;
    Ok((upgrade, protocol))
}

/// From the first frame to the last.
async fn run(shared: Shared, socket: WebSocket, source: Source, protocol: SubProtocol) {
    // Counted until both halves are gone: the socket is there as long as one of them is.
    let counted = Arc::new(shared.metrics.link());
    let link = shared.next_link();
    let (sink, mut stream) = socket.split();
    let writer = LinkWriter::start(&shared, counted.clone(), source, sink, protocol);
    let Some(session) = first_frame(&shared, &mut stream, &writer, protocol, link).await else { return };
    read(&session, &mut stream, &writer, protocol, link).await;
    session.input(Input::LinkClosed(link));
}

/// Reads until somebody is logged in; none when the connection is of no use.
async fn first_frame(
    shared: &Shared,
    stream: &mut SplitStream<WebSocket>,
    writer: &LinkWriter,
    protocol: SubProtocol,
    link: LinkId,
) -> Option<SessionHandle> {
    let deadline = Duration::from_millis(shared.config.timers.login.into());
    let frame = match timeout(deadline, next_frame(stream, protocol)).await {
        Err(_elapsed) => {
            writer.close(close_code::POLICY, "no login came in time");
            return None;
        }
        Ok(Ok(Ok(frame))) => frame,
        Ok(Ok(Err(why))) => {
            writer.refuse(0, Refusal::bad("bad_frame", why));
            writer.close(close_code::POLICY, "the first frame is no login");
            return None;
        }
        Ok(Err(close)) => {
            writer.closed(close);
            return None;
        }
    };
    let request_id = frame.request_id;
    let refusal = match frame.request {
        Some(Request::Login(login)) => match login::log_in(shared, writer, link, request_id, login).await {
            Ok(session) => return Some(session),
            Err(refusal) => refusal,
        },
        _ => Refusal::denied("not_logged_in", "the first frame of a connection must be a login"),
    };
    writer.refuse(request_id, refusal);
    writer.close(close_code::POLICY, "not logged in");
    None
}

async fn read(
    session: &SessionHandle,
    stream: &mut SplitStream<WebSocket>,
    writer: &LinkWriter,
    protocol: SubProtocol,
    link: LinkId,
) {
    let mut bad_frames = Budget::new(BAD_FRAMES.0, BAD_FRAMES.1);
    loop {
        let taken = tokio::select! {
            next = next(stream, protocol) => match next {
                Next::Frame(frame) => session.frame(link, frame),
                Next::Heard => session.input(Input::Heard(link)),
                Next::Bad(why) if bad_frames.take(Instant::now()).is_ok() => {
                    let told = writer.refuse(0, Refusal::bad("bad_frame", why));
                    session.input(if told { Input::Heard(link) } else { Input::LinkFull(link) })
                }
                Next::Bad(_) => return writer.close(close_code::POLICY, "too many messages that are no frames"),
                Next::Closed(close) => return writer.closed(close),
            },
            () = writer.ended() => return,
        };
        if !taken {
            // The session is over, or so far behind that it cannot take a frame.
            return writer.close(close_code::AGAIN, "the session is over");
        }
    }
}

/// What the client's next message was.
enum Next {
    Frame(wire::ClientFrame),
    /// Alive, with nothing to say.
    Heard,
    /// No frame of ours; why.
    Bad(String),
    /// The end, with what to answer.
    Closed(Option<CloseFrame>),
}

/// The next message that is more than a sign of life: a frame, or why it is none; or the end, with what to answer.
async fn next_frame(
    stream: &mut SplitStream<WebSocket>,
    protocol: SubProtocol,
) -> Result<Result<wire::ClientFrame, String>, Option<CloseFrame>> {
    loop {
        match next(stream, protocol).await {
            Next::Frame(frame) => return Ok(Ok(frame)),
            Next::Bad(why) => return Ok(Err(why)),
            Next::Closed(close) => return Err(close),
            Next::Heard => {}
        }
    }
}

async fn next(stream: &mut SplitStream<WebSocket>, protocol: SubProtocol) -> Next {
    match stream.next().await {
        Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => match protocol.decode(&message) {
            Ok(frame) => Next::Frame(frame),
            Err(why) => Next::Bad(why),
        },
        // A close is answered by the next read, which then finds the end.
        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_))) => Next::Heard,
        None => Next::Closed(None),
        Some(Err(error)) => Next::Closed(writer::close_for(error)),
    }
}
