//! A client of the WebSocket, in either sub-protocol.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use ilive_protocol::wire::{
    self, ClientFrame, Login, LoginReply, client_frame::Request, event::Event, reply, server_frame::Body,
};
use prost::Message as _;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use super::{Running, within};

/// What is spoken on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaks {
    Protobuf,
    Json,
}

/// A refusal as tests compare it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: u32,
    pub(crate) sub_reason: String,
}

impl Fault {
    pub(crate) fn new(code: u32, sub_reason: &str) -> Self {
        Self { code, sub_reason: sub_reason.to_owned() }
    }
}

impl From<wire::Error> for Fault {
    fn from(error: wire::Error) -> Self {
        assert_eq!(error.trace_id.len(), 16, "every refusal can be found in the log: {error:?}");
        Self { code: error.code, sub_reason: error.sub_reason }
    }
}

pub(crate) type Answered = Result<reply::Result, Fault>;

pub(crate) struct Client {
    socket: WebSocketStream<TcpStream>,
    speaks: Speaks,
    next_request: u32,
    replies: BTreeMap<u32, reply::Result>,
    /// Not looked at yet, oldest first.
    pub(crate) events: VecDeque<wire::Event>,
    pub(crate) ticks: usize,
    pub(crate) last_seq: u64,
    /// The close code; 1005 for a close without one, 1006 for an end without a close.
    pub(crate) closed: Option<u16>,
}

impl Client {
    pub(crate) async fn connect(server: &Running, speaks: Speaks) -> Self {
        let name = match speaks {
            Speaks::Protobuf => "ilive.v1.pb",
            Speaks::Json => "ilive.v1.json",
        };
        let mut request = url(server.address).into_client_request().expect("a request");
        request.headers_mut().insert("sec-websocket-protocol", name.parse().expect("a header"));
        let stream = TcpStream::connect(server.address).await.expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        let (socket, response) = tokio_tungstenite::client_async(request, stream).await.expect("an upgrade");
        assert_eq!(response.headers()["sec-websocket-protocol"], name);
        let (replies, events) = (BTreeMap::new(), VecDeque::new());
        Self { socket, speaks, next_request: 0, replies, events, ticks: 0, last_seq: 0, closed: None }
    }

    pub(crate) async fn logged_in(server: &Running, login: Login) -> Self {
        let mut client = Self::connect(server, Speaks::Protobuf).await;
        client.log_in(login).await.expect("a login");
        client
    }

    pub(crate) async fn log_in(&mut self, login: Login) -> Result<LoginReply, Fault> {
        match self.ask(Request::Login(login)).await? {
            reply::Result::Login(reply) => Ok(reply),
            other => panic!("a login was answered {other:?}"),
        }
    }

    // ---- out

    /// Sends a request and waits for its answer.
    pub(crate) async fn ask(&mut self, request: Request) -> Answered {
        let id = self.send(request).await;
        self.answer(id).await
    }

    pub(crate) async fn send(&mut self, request: Request) -> u32 {
        self.send_keyed(request, "").await
    }

    pub(crate) async fn send_keyed(&mut self, request: Request, key: &str) -> u32 {
        self.next_request += 1;
        let (request_id, client_key) = (self.next_request, key.to_owned());
        self.frame(ClientFrame { request_id, client_key, seen: 0, request: Some(request) }).await;
        request_id
    }

    pub(crate) async fn frame(&mut self, frame: ClientFrame) {
        let message = match self.speaks {
            Speaks::Protobuf => Message::Binary(frame.encode_to_vec().into()),
            Speaks::Json => Message::Text(serde_json::to_string(&frame).expect("JSON").into()),
        };
        self.message(message).await;
    }

    pub(crate) async fn message(&mut self, message: Message) {
        // A server that has hung up is seen when the answer is waited for.
        let _ = self.socket.send(message).await;
    }

    /// Hangs up without a word, as a network that is gone.
    pub(crate) fn cut(self) {
        drop(self);
    }

    // ---- in

    pub(crate) async fn answer(&mut self, id: u32) -> Answered {
        let result = self.until(&format!("the answer to {id}"), |client| client.replies.remove(&id)).await;
        match result {
            reply::Result::Error(error) => Err(error.into()),
            result => Ok(result),
        }
    }

    /// The first event that `find` takes; those before it stay.
    pub(crate) async fn event<T>(&mut self, what: &str, mut find: impl FnMut(&Event) -> Option<T>) -> T {
        let take = |client: &mut Self| {
            let events = client.events.iter().enumerate();
            let (at, found) =
                events.filter_map(|(at, event)| Some((at, find(event.event.as_ref()?)?))).next()?;
            client.events.remove(at);
            Some(found)
        };
        self.until(what, take).await
    }

    /// The close code of the connection.
    pub(crate) async fn close(&mut self) -> u16 {
        within("a close", async {
            while self.closed.is_none() {
                self.read().await;
            }
        })
        .await;
        self.closed.expect("closed")
    }

    /// Reads until `find` gives something.
    pub(crate) async fn until<T>(&mut self, what: &str, mut find: impl FnMut(&mut Self) -> Option<T>) -> T {
        let wait = async {
            loop {
                if let Some(found) = find(self) {
                    return found;
                }
                assert!(self.closed.is_none(), "{what}: closed {:?}, {:?}", self.closed, self.events);
                self.read().await;
            }
        };
        within(what, wait).await
    }

    async fn read(&mut self) {
        match self.socket.next().await {
            Some(Ok(Message::Binary(bytes))) => {
                assert_eq!(self.speaks, Speaks::Protobuf);
                self.take(wire::ServerFrame::decode(bytes).expect("a frame of the server"));
            }
            Some(Ok(Message::Text(text))) => {
                assert_eq!(self.speaks, Speaks::Json);
                self.take(serde_json::from_str(&text).expect("a frame of the server"));
            }
            Some(Ok(Message::Close(frame))) => {
                self.closed = Some(frame.map_or(1005, |frame| frame.code.into()));
            }
            Some(Ok(_)) => _ = self.socket.flush().await,
            Some(Err(_)) | None => {
                self.closed.get_or_insert(1006);
            }
        }
    }

    fn take(&mut self, frame: wire::ServerFrame) {
        match frame.body.expect("a body") {
            Body::Reply(reply) => {
                let before = self.replies.insert(reply.request_id, reply.result.expect("a result"));
                assert!(before.is_none() || reply.request_id == 0, "one answer to each request");
            }
            Body::Event(event) => {
                assert_eq!(event.seq, self.last_seq + 1, "events count up by one: {event:?}");
                self.last_seq = event.seq;
                self.events.push_back(event);
            }
            Body::Tick(_) => self.ticks += 1,
        }
    }
}

pub(crate) fn url(address: SocketAddr) -> String {
    format!("ws://{address}/ws/v1")
}
