//! A real server in this process, and clients of it.

use std::path::PathBuf;

use ilive::{Event, Events, Ilive, IliveError, Pending};
use ilive_testing::Running;
pub(crate) use ilive_testing::{APP, sig, within};

pub(crate) struct World {
    server: Running,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self { server: Running::start().await }
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    pub(crate) fn config(&self) -> ilive::Config {
        let mut config = ilive::Config::new(self.url(), APP);
        config.media = ilive::Setup::virtual_only();
        config
    }

    /// A file that goes away with the server's.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.server.file(name)
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
    pub(crate) async fn stop(self) {
        self.server.stop().await;
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
