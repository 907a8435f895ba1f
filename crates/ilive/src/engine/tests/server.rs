//! A server in this process, and a connection to it that only asks.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::{SinkExt, StreamExt};
use ilive_protocol::wire::{
    self, ClientFrame, Login, Platform, client_frame::Request, event::Event, reply, server_frame::Body,
};
use ilive_protocol::{AppId, UserId};
use ilive_server::Server;
use ilive_server::config::{AppConfig, Config, StagePolicy};
use ilive_ticket::{Claims, Secret, mint_user_sig_v2};
use prost::Message as _;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_util::sync::CancellationToken;

use super::within;

const APP: u32 = 1_400_000_100;
const SECRET: &str = "the secret of the app";
const DAY_S: u64 = 86_400;

pub(super) struct Running {
    pub(super) address: SocketAddr,
    folder: PathBuf,
    stop: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
}

impl Running {
    pub(super) async fn start() -> Self {
        let name = format!("ilive-engine-test-{}-{:016x}", std::process::id(), rand::random::<u64>());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let mut config = Config::default();
        config.server.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        config.server.data.clone_from(&folder);
        config.media.threads = 1;
        let app =
            AppConfig { secret: Some(SECRET.to_owned()), stage: StagePolicy::Open, ..AppConfig::default() };
        config.apps.insert(APP.to_string(), app);
        let server = Server::load(config).await.expect("a server");
        let address = server.about().address;
        let stop = CancellationToken::new();
        let task = tokio::spawn(server.run(stop.clone()));
        Self { address, folder, stop, task }
    }

    pub(super) async fn stop(self) {
        self.stop.cancel();
        within("the end of the server", self.task).await.expect("no panic").expect("a good end");
        std::fs::remove_dir_all(&self.folder).expect("a folder that can be removed");
    }
}

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

fn sig(user: &str) -> String {
    let user: UserId = user.parse().expect("a user id");
    let issued_at = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let app = AppId::new(APP).expect("an app");
    mint_user_sig_v2(
        &Secret::new(SECRET).expect("a secret"),
        &Claims { app, user: &user, issued_at, valid_s: DAY_S },
    )
}
