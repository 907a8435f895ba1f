//! A server that runs in this process, in a folder of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ilive_server::config::{AppConfig, Config, StagePolicy};
use ilive_server::{Secrets, Server};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{App, Client, within};

/// The configured app: its tickets' bits suffice for the stage.
const OPEN_APP: u32 = 1_400_000_100;
const OPEN_SECRET: &str = "the secret of the open app";

/// A folder that goes away with the last handle to it.
#[derive(Clone)]
pub(crate) struct Folder(Arc<Owned>);

struct Owned(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("ilive-server-test-{}-{:016x}", std::process::id(), rand::random::<u64>());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Self(Arc::new(Owned(path)))
    }

    fn path(&self) -> &Path {
        &self.0.0
    }

    /// Its files as they stand now, as after a crash.
    pub(crate) fn copied(&self) -> Self {
        let copy = Self::new();
        for entry in std::fs::read_dir(self.path()).expect("a folder") {
            let file = entry.expect("an entry").path();
            std::fs::copy(&file, copy.path().join(file.file_name().expect("a name"))).expect("a copy");
        }
        copy
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    /// `stage = open`.
    pub(crate) open: App,
    /// The generated one: `stage = ask`.
    pub(crate) ask: App,
    pub(crate) http: reqwest::Client,
    pub(crate) folder: Folder,
    stop: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
}

impl Running {
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// With settings of the test's own.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::in_folder(Folder::new(), change).await
    }

    /// Whether a server would start on this address.
    pub(crate) async fn load_at(address: SocketAddr) -> anyhow::Result<()> {
        let folder = Folder::new();
        let mut config = Config::default();
        (config.server.listen, config.server.data) = (address, folder.path().to_owned());
        Server::load(config).await.map(drop)
    }

    /// Whether another server would start on this one's folder.
    pub(crate) async fn load_beside(&self) -> anyhow::Result<()> {
        let mut config = Config::default();
        config.server.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        config.server.data = self.folder.path().to_owned();
        Server::load(config).await.map(drop)
    }

    /// In a folder where another ran before.
    pub(crate) async fn in_folder(folder: Folder, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::default();
        config.server.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        config.server.data = folder.path().to_owned();
        config.media.threads = 1;
        let open = App { id: OPEN_APP, secret: OPEN_SECRET.to_owned() };
        let stage = StagePolicy::Open;
        let app = AppConfig { secret: Some(open.secret.clone()), stage, ..AppConfig::default() };
        config.apps.insert(open.id.to_string(), app);
        change(&mut config);

        let server = Server::load(config).await.expect("a server");
        let secrets = Secrets::load(folder.path()).expect("secrets that can be read");
        let address = server.about().address;
        let stop = CancellationToken::new();
        let task = tokio::spawn(server.run(stop.clone()));
        let http = reqwest::Client::builder().no_proxy().build().expect("an HTTP client");
        // Where it is not served, whatever is minted for it is a stranger's.
        let ask = secrets.map_or(App { id: 77, secret: "none".to_owned() }, |secrets| App {
            id: secrets.app_id,
            secret: secrets.app_secret,
        });
        Self { address, open, ask, http, folder, stop, task }
    }

    /// Says stop; who is connected is told.
    pub(crate) fn begin_stop(&self) {
        self.stop.cancel();
    }

    /// Stops it and gives the folder for another to go on with.
    pub(crate) async fn stopped(self) -> Folder {
        self.stop.cancel();
        let ended = within("the end of the server", self.task).await;
        ended.expect("no panic").expect("a good end");
        self.folder
    }

    /// A browser with a login of the open app.
    pub(crate) async fn user(&self, user: &str) -> Client {
        Client::logged_in(self, self.open.login(user)).await
    }

    /// A browser with a login of the app whose hosts are asked.
    pub(crate) async fn asking(&self, user: &str) -> Client {
        Client::logged_in(self, self.ask.login(user)).await
    }
}
