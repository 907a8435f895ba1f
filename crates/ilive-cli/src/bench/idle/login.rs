//! A client that logs in and then only listens.

use std::net::SocketAddr;

use anyhow::{Context, bail, format_err};
use futures_util::{SinkExt, StreamExt};
use ilive_protocol::wire::{self, Platform, client_frame::Request, reply, server_frame::Body};
use prost::Message as _;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::bench::server::APP;

const SUB_PROTOCOL: HeaderValue = HeaderValue::from_static("ilive.v1.pb");

/// A WebSocket that is signed in.
pub(super) struct Login(WebSocketStream<TcpStream>);

impl Login {
    /// Connects and logs in.
    pub(super) async fn new(address: SocketAddr, user_sig: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.context("connecting")?;
        let mut request = format!("ws://{address}/ws/v1").into_client_request()?;
        request.headers_mut().insert("sec-websocket-protocol", SUB_PROTOCOL);
        let (socket, _) = client_async(request, stream).await.context("upgrading")?;
        let mut login = Self(socket);
        login.0.send(Message::Binary(frame(user_sig).encode_to_vec().into())).await?;
        match login.next().await? {
            Body::Reply(wire::Reply { result: Some(reply::Result::Login(_)), .. }) => Ok(login),
            Body::Reply(wire::Reply { result: Some(reply::Result::Error(error)), .. }) => {
                bail!("refused with {} {}: {}", error.code, error.sub_reason, error.message)
            }
            other => bail!("answered with {other:?}"),
        }
    }

    /// Listens until the connection ends, and says why it did; `idle` is called at the first tick.
    pub(super) async fn sit(mut self, idle: impl AsyncFnOnce()) -> anyhow::Error {
        let mut idle = Some(idle);
        loop {
            match self.next().await {
                Ok(Body::Tick(_)) => {
                    if let Some(idle) = idle.take() {
                        idle().await;
                    }
                }
                Ok(_) => {}
                Err(error) => return error,
            }
        }
    }

    /// The next frame. Pings are answered below.
    async fn next(&mut self) -> anyhow::Result<Body> {
        loop {
            match self.0.next().await.context("the server hung up")?? {
                Message::Binary(bytes) => {
                    let body = wire::ServerFrame::decode(bytes)?.body;
                    return body.context("a frame without a body");
                }
                Message::Close(frame) => return Err(format_err!("the server closed: {frame:?}")),
                _ => {}
            }
        }
    }
}

fn frame(user_sig: &str) -> wire::ClientFrame {
    let login = wire::Login {
        protocol: 1,
        sdk_app_id: APP,
        user_sig: user_sig.to_owned(),
        platform: Platform::Desktop.into(),
        client: concat!("ilive bench ", env!("CARGO_PKG_VERSION")).to_owned(),
        ..wire::Login::default()
    };
    wire::ClientFrame { request_id: 1, request: Some(Request::Login(login)), ..wire::ClientFrame::default() }
}
