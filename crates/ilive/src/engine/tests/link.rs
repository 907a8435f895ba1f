//! A connection to the server that only asks.

use futures_util::{SinkExt, StreamExt};
use ilive_protocol::wire::{
    self, ClientFrame, Login, Platform, client_frame::Request, event::Event, reply, server_frame::Body,
};
use ilive_testing::{APP, Running, sig};
use prost::Message as _;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// A logged-in connection.
pub(super) struct Link {
    socket: WebSocketStream<TcpStream>,
    next_request: u32,
}

/// What the server says next.
pub(super) enum Said {
    Answer(u32, reply::Result),
    Told(Event),
}

impl Link {
    pub(super) async fn log_in(server: &Running, user: &str) -> Self {
        let url = format!("ws://{}/ws/v1", server.address);
        let mut request = url.into_client_request().expect("a request");
        request.headers_mut().insert("sec-websocket-protocol", "ilive.v1.pb".parse().expect("a header"));
        let stream = TcpStream::connect(server.address).await.expect("a connection");
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await.expect("an upgrade");
        let mut link = Self { socket, next_request: 0 };
        let login = Login {
            protocol: 1,
            sdk_app_id: APP,
            user_sig: sig(user),
            platform: Platform::Desktop.into(),
            ..Login::default()
        };
        let asked = link.ask(Request::Login(login)).await;
        while !matches!(link.hear().await, Said::Answer(id, reply::Result::Login(_)) if id == asked) {}
        link
    }

    pub(super) async fn ask(&mut self, request: Request) -> u32 {
        self.next_request += 1;
        let (request_id, request) = (self.next_request, Some(request));
        let frame = ClientFrame { request_id, client_key: String::new(), seen: 0, request };
        self.socket.send(Message::Binary(frame.encode_to_vec().into())).await.expect("a frame is sent");
        request_id
    }

    pub(super) async fn hear(&mut self) -> Said {
        loop {
            let message = self.socket.next().await.expect("a connection").expect("a message");
            let Message::Binary(bytes) = message else { continue };
            match wire::ServerFrame::decode(bytes).expect("a frame").body.expect("a body") {
                Body::Reply(reply) => return Said::Answer(reply.request_id, reply.result.expect("a result")),
                Body::Event(event) => {
                    if let Some(event) = event.event {
                        return Said::Told(event);
                    }
                }
                Body::Tick(_) => {}
            }
        }
    }
}
