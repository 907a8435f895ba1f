//! A real server in this process, clients on real sockets of loopback, and the safety net under every wait.

pub(crate) mod app;
pub(crate) mod call;
pub(crate) mod chat;
pub(crate) mod client;
pub(crate) mod draft;
pub(crate) mod entry;
pub(crate) mod http;
pub(crate) mod offer;
#[path = "../../../ilive-sfu/tests/common/payload.rs"]
pub(crate) mod payload;
pub(crate) mod raw;
pub(crate) mod rng;
pub(crate) mod running;
pub(crate) mod seen;
pub(crate) mod whip;

pub(crate) use app::App;
pub(crate) use call::Call;
pub(crate) use client::{Client, Fault};
pub(crate) use draft::{Draft, Shape};
pub(crate) use http::Answer;
pub(crate) use rng::Rng;
pub(crate) use running::Running;

use std::time::Duration;

/// No test waits for the clock. When what it waits for has not come by then, it never will.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for `future`; a panic that names `what` when it does not end.
pub(crate) async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(done) => done,
        Err(_) => panic!("{what}: did not come"),
    }
}

/// The first event of a kind that a client has not looked at yet.
macro_rules! heard {
    ($client:expr, $kind:ident) => {
        $client
            .event(stringify!($kind), |event| match event {
                ilive_protocol::wire::event::Event::$kind(told) => Some(told.clone()),
                _ => None,
            })
            .await
    };
}
pub(crate) use heard;
