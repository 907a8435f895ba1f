//! A real server in this process, for clients that know nothing of it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use ilive_protocol::{AppId, UserId};
use ilive_server::Server;
use ilive_server::config::{AppConfig, Config, StagePolicy, TimersConfig};
use ilive_ticket::{Claims, Secret, mint_user_sig_v2};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) const APP: u32 = 1_400_000_100;
const SECRET: &str = "the secret of the test's app";

pub(crate) struct World {
    pub(crate) url: String,
    folder: PathBuf,
    stop: CancellationToken,
    server: Option<JoinHandle<anyhow::Result<()>>>,
    runtime: Runtime,
}

impl World {
    pub(crate) fn start() -> Self {
        Self::slow(1)
    }

    /// With deadlines so many times as long, for clients that are so many times as slow.
    pub(crate) fn slow(times: u32) -> Self {
        let name = format!("ilive-ffi-test-{}-{:016x}", std::process::id(), rand::random::<u64>());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let mut config = Config::default();
        config.server.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        config.server.data.clone_from(&folder);
        config.media.threads = 1;
        slow_down(&mut config.timers, times);
        let app =
            AppConfig { secret: Some(SECRET.to_owned()), stage: StagePolicy::Open, ..AppConfig::default() };
        config.apps.insert(APP.to_string(), app);
        let runtime = Runtime::new().expect("a runtime");
        let server = runtime.block_on(Server::load(config)).expect("a server");
        let url = format!("http://{}", server.about().address);
        let stop = CancellationToken::new();
        let server = Some(runtime.spawn(server.run(stop.clone())));
        Self { url, folder, stop, server, runtime }
    }
}

fn slow_down(timers: &mut TimersConfig, times: u32) {
    for deadline in [
        &mut timers.room_locate,
        &mut timers.room_enter,
        &mut timers.request,
        &mut timers.ice,
        &mut timers.link_lost,
        &mut timers.resume_window,
        &mut timers.negotiate,
        &mut timers.login,
        &mut timers.send_stuck,
        &mut timers.uplink_silent,
    ] {
        *deadline *= times;
    }
}

/// Ends the server; who is connected is told.
impl Drop for World {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(server) = self.server.take() {
            let _ = self.runtime.block_on(server);
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A good ticket.
pub(crate) fn sig(user: &str) -> String {
    let issued_at = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let user: UserId = user.parse().expect("a user id");
    let app = AppId::new(APP).expect("not 0");
    let claims = Claims { app, user: &user, issued_at, valid_s: 3600 };
    mint_user_sig_v2(&Secret::new(SECRET).expect("a secret"), &claims)
}
