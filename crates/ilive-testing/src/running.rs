use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use ilive_server::Server;
use ilive_server::config::{AppConfig, Config, StagePolicy};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::folder::Folder;
use crate::ticket::{APP, SECRET};
use crate::within;

/// A server on loopback, in a folder and at ports of its own; told to end when it is dropped.
#[derive(Debug)]
pub struct Running {
    /// TCP and UDP.
    pub address: SocketAddr,
    folder: Folder,
    stop: CancellationToken,
    task: Option<JoinHandle<anyhow::Result<()>>>,
}

impl Running {
    /// Starts it.
    ///
    /// # Panics
    /// It does not start.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// Starts it with settings of the test's own.
    ///
    /// # Panics
    /// It does not start.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = Folder::new();
        let mut config = Config::default();
        config.server.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        config.server.data = folder.path().to_owned();
        config.media.threads = 1;
        let app =
            AppConfig { secret: Some(SECRET.to_owned()), stage: StagePolicy::Open, ..AppConfig::default() };
        config.apps.insert(APP.to_string(), app);
        change(&mut config);
        let server = Server::load(config).await.expect("a server");
        let address = server.about().address;
        let stop = CancellationToken::new();
        let task = Some(tokio::spawn(server.run(stop.clone())));
        Self { address, folder, stop, task }
    }

    /// What clients are given.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A file that goes away with the server's.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Ends it; who is connected is told.
    ///
    /// # Panics
    /// It does not end well.
    pub async fn stop(mut self) {
        self.stop.cancel();
        if let Some(task) = self.task.take() {
            within("the end of the server", task).await.expect("no panic").expect("a good end");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
