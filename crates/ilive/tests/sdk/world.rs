//! A real server in this process, and clients of it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ilive::{Event, Events, Ilive, IliveError, Pending};
use ilive_protocol::{AppId, UserId};
use ilive_server::Server;
use ilive_server::config::{AppConfig, Config, StagePolicy};
use ilive_ticket::{Claims, Secret, mint_user_sig_v2};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) const APP: u32 = 1_400_000_100;
const SECRET: &str = "the secret of the test's app";

/// No test waits for the clock: what has not come by then never will.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct World {
    pub(crate) address: SocketAddr,
    folder: PathBuf,
    stop: CancellationToken,
    task: Option<JoinHandle<anyhow::Result<()>>>,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = std::env::temp_dir().join(format!(
            "ilive-sdk-test-{}-{:016x}",
            std::process::id(),
            rand::random::<u64>()
        ));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let mut config = Config::default();
        config.server.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        config.server.data.clone_from(&folder);
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

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn config(&self) -> ilive::Config {
        let mut config = ilive::Config::new(self.url(), APP);
        config.media = ilive::Setup::virtual_only();
        config
    }

    /// A file that goes away with the server's.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A client that is not logged in.
    pub(crate) fn client(&self) -> Ilive {
        Ilive::init(self.config()).expect("a client")
    }

    /// One that is.
    pub(crate) async fn user(&self, user: &str) -> Ilive {
        let client = self.client();
        done("login", client.login(user, &sig(user))).await.expect("a login");
        client
    }

    /// Ends the server; who is connected is told.
    pub(crate) async fn stop(&mut self) {
        self.stop.cancel();
        if let Some(task) = self.task.take() {
            within("the end of the server", task).await.expect("no panic").expect("a good end");
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop.cancel();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A good ticket.
pub(crate) fn sig(user: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    sig_at(user, now, 3600)
}

pub(crate) fn sig_at(user: &str, issued_at: u64, valid_s: u64) -> String {
    let user: UserId = user.parse().expect("a user id");
    let app = AppId::new(APP).expect("not 0");
    mint_user_sig_v2(
        &Secret::new(SECRET).expect("a secret"),
        &Claims { app, user: &user, issued_at, valid_s },
    )
}

pub(crate) async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(done) => done,
        Err(_) => panic!("{what}: did not come"),
    }
}

pub(crate) async fn done<T>(what: &str, pending: Pending<T>) -> Result<T, IliveError> {
    within(what, pending).await
}

/// The first event that `find` takes.
pub(crate) async fn heard<T>(events: &mut Events, what: &str, find: impl Fn(&Event) -> Option<T>) -> T {
    within(what, async {
        loop {
            let event = events.next().await.expect("the client lives");
            if let Some(found) = find(&event) {
                return found;
            }
        }
    })
    .await
}

/// Number and sub-reason, as tests compare them.
pub(crate) fn coded(error: &IliveError) -> (u32, &str) {
    (error.code, &error.sub_reason)
}
