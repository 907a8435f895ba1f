//! What every request can reach.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ilive_core::Timers;
use ilive_core::room::{RequestId, SessionId};
use ilive_core::session::LinkId;
use ilive_protocol::{AppId, PeerId};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::apps::Apps;
use crate::config::Config;
use crate::exchange::Exchange;
use crate::hub::Hub;
use crate::media::Media;
use crate::metrics::Metrics;
use crate::origin::{Names, Origins};
use crate::refusal::Refusal;
use crate::source::SourceBudget;
use crate::speed::SpeedTests;
use crate::store::Store;
use crate::whip::Registry;

/// One server's state; clones share it.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) timers: Timers,
    pub(crate) apps: Apps,
    pub(crate) origins: Origins,
    pub(crate) store: Store,
    pub(crate) media: Media,
    pub(crate) hub: Hub,
    /// One for each app.
    exchanges: BTreeMap<AppId, Exchange>,
    pub(crate) metrics: Metrics,
    pub(crate) whip: Registry,
    pub(crate) connects: SourceBudget,
    pub(crate) guests: SourceBudget,
    pub(crate) speed: Arc<SpeedTests>,
    /// Set when the server begins to stop: nothing new is taken in.
    pub(crate) draining: CancellationToken,
    /// Set when it says goodbye: what is there ends.
    pub(crate) stopping: CancellationToken,
    pub(crate) tasks: TaskTracker,
    next: AtomicU64,
}

impl Deref for Shared {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// What [`Shared::new`] is made of.
pub(crate) struct Parts {
    pub(crate) config: Config,
    pub(crate) apps: Apps,
    pub(crate) store: Store,
    pub(crate) media: Media,
    pub(crate) speed: Arc<SpeedTests>,
    pub(crate) stopping: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

impl Shared {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts { config, apps, store, media, speed, stopping, tasks } = parts;
        let names = match apps.guest_app() {
            Some(_) => Names::only(&config.server.names),
            None => Names::Any,
        };
        let timers = config.timers.core();
        let inner = Inner {
            timers,
            exchanges: apps.ids().map(|app| (app, Exchange::new(timers))).collect(),
            origins: Origins::new(&config.server.allowed_origins, names),
            connects: SourceBudget::per_minute(config.limits.connects_per_minute),
            guests: SourceBudget::per_minute(config.limits.guests_per_minute),
            hub: Hub::default(),
            whip: Registry::default(),
            metrics: Metrics::new(),
            draining: CancellationToken::new(),
            next: AtomicU64::new(1),
            config,
            apps,
            store,
            media,
            speed,
            stopping,
            tasks,
        };
        Self(Arc::new(inner))
    }

    /// The calls and invitations of an app.
    ///
    /// # Errors
    /// 10003 `app_unknown`.
    pub(crate) fn exchange(&self, app: AppId) -> Result<&Exchange, Refusal> {
        self.exchanges
            .get(&app)
            .ok_or_else(|| Refusal::denied("app_unknown", format!("app {app} is not one of this server")))
    }

    /// Keeps the time of what no task of its own keeps.
    pub(crate) fn start_clocks(&self) {
        for app in self.exchanges.keys().copied() {
            let (shared, stop) = (self.clone(), self.stopping.clone());
            self.tasks.spawn(async move {
                if let Ok(exchange) = shared.exchange(app) {
                    exchange.run(stop).await;
                }
            });
        }
    }

    fn next(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn next_session(&self) -> SessionId {
        SessionId(self.next())
    }

    pub(crate) fn next_link(&self) -> LinkId {
        LinkId(self.next())
    }

    pub(crate) fn next_peer(&self) -> PeerId {
        PeerId(self.next())
    }

    /// For requests that no client numbered.
    pub(crate) fn next_request(&self) -> RequestId {
        RequestId(self.next())
    }
}
