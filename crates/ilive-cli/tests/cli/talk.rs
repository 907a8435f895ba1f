//! A client of a few lines: JSON frames over a WebSocket.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

/// One login.
pub(crate) struct Talk {
    socket: WebSocketStream<TcpStream>,
    asked: u32,
}

impl Talk {
    /// Connects and logs in by what `ilive sig --json` printed.
    pub(crate) async fn new(address: SocketAddr, ticket: &Value) -> Self {
        let stream = TcpStream::connect(address).await.expect("it listens");
        let mut request = format!("ws://{address}/ws/v1").into_client_request().expect("a request");
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("ilive.v1.json"));
        let (socket, _) = client_async(request, stream).await.expect("an upgrade");
        let mut talk = Self { socket, asked: 0 };
        let (app, sig) = (&ticket["sdk_app_id"], &ticket["user_sig"]);
        let login = json!({"protocol": 1, "sdkAppId": app, "userSig": sig, "platform": "PLATFORM_DESKTOP"});
        talk.ask("login", login).await.expect("a login");
        talk
    }

    /// One request: its result, or the error's code and sub-reason.
    pub(crate) async fn ask(&mut self, what: &str, request: Value) -> Result<Value, (u64, String)> {
        self.asked += 1;
        let frame = json!({"requestId": self.asked, what: request});
        self.socket.send(Message::Text(frame.to_string().into())).await.expect("sent");
        loop {
            let frame = self.socket.next().await.expect("it goes on").expect("a frame");
            let Message::Text(text) = frame else { continue };
            let frame: Value = serde_json::from_str(&text).expect("JSON");
            let reply = &frame["reply"];
            if reply["requestId"] != self.asked {
                continue;
            }
            let error = &reply["error"];
            return match error["code"].as_u64() {
                Some(code) => Err((code, error["subReason"].as_str().unwrap_or_default().to_owned())),
                None => Ok(reply.clone()),
            };
        }
    }
}
