//! The door of the listener: how many TCP connections there are, in all and from one place, and how long one may take
//! nothing of what is sent. What is let in is counted until its socket is gone, whatever it was used for.

use std::collections::HashMap;
use std::future::{Ready, ready};
use std::io::{self, IoSlice};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use crate::config::Config;
use crate::source::place;
use crate::sync::lock;

/// Lets connections in; clones are the same door.
#[derive(Clone)]
pub(crate) struct Door(Arc<Inner>);

struct Inner {
    max: usize,
    max_of_one: usize,
    proxies: Vec<IpAddr>,
    stuck: Duration,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    all: usize,
    /// Of places that are counted.
    of: HashMap<IpAddr, usize>,
}

impl Door {
    pub(crate) fn new(config: &Config) -> Self {
        let (limits, server) = (&config.limits, &config.server);
        Self(Arc::new(Inner {
            max: limits.connections.saturating_add(limits.sockets_besides),
            max_of_one: limits.sockets_per_source,
            proxies: server.trusted_proxies.iter().map(IpAddr::to_canonical).collect(),
            stuck: Duration::from_millis(config.timers.send_stuck.into()),
            inside: Mutex::default(),
        }))
    }

    /// A place for a connection from `peer`; none when there is none left.
    fn enter(&self, peer: IpAddr) -> Option<Place> {
        let peer = peer.to_canonical();
        let of = (!peer.is_loopback() && !self.0.proxies.contains(&peer)).then(|| place(peer));
        let mut inside = lock(&self.0.inside);
        if inside.all >= self.0.max {
            return None;
        }
        if let Some(of) = of {
            let own = inside.of.entry(of).or_default();
            if *own >= self.0.max_of_one {
                return None;
            }
            *own += 1;
        }
        inside.all += 1;
        Some(Place { door: self.clone(), of })
    }
}

/// One connection's; given back when it is dropped.
struct Place {
    door: Door,
    of: Option<IpAddr>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = lock(&self.door.0.inside);
        inside.all -= 1;
        if let Some(of) = self.of
            && let Some(own) = inside.of.get_mut(&of)
        {
            *own -= 1;
            if *own == 0 {
                inside.of.remove(&of);
            }
        }
    }
}

impl<S> Accept<TcpStream, S> for Door {
    type Stream = Guarded;
    type Service = S;
    type Future = Ready<io::Result<(Guarded, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let guarded = stream.peer_addr().and_then(|peer| {
            let place = self.enter(peer.ip()).ok_or(io::ErrorKind::ConnectionRefused)?;
            Ok(Guarded { stream, stuck: self.0.stuck, waits: None, _place: place })
        });
        ready(guarded.map(|guarded| (guarded, service)))
    }
}

/// A connection that fails when the other end takes nothing for too long: no layer above would notice.
pub(crate) struct Guarded {
    stream: TcpStream,
    stuck: Duration,
    /// Runs while something cannot be written.
    waits: Option<Pin<Box<Sleep>>>,
    _place: Place,
}

impl Guarded {
    fn in_time<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waits = None;
            return written;
        }
        let waits = self.waits.get_or_insert_with(|| Box::pin(sleep(self.stuck)));
        waits.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.in_time(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.in_time(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    use super::*;

    fn door(change: impl FnOnce(&mut Config)) -> Door {
        let mut config = Config::default();
        change(&mut config);
        Door::new(&config)
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn one_place_has_its_share_and_loopback_and_proxies_are_not_counted() {
        let door = door(|config| {
            config.limits.sockets_per_source = 2;
            config.server.trusted_proxies = vec![ip("10.0.0.1")];
        });
        let first = door.enter(ip("2001:db8::1")).expect("a place");
        let _second = door.enter(ip("2001:db8::2")).expect("a place");

        assert!(door.enter(ip("2001:db8::3")).is_none(), "one /64 is one place");
        assert!(door.enter(ip("2001:db8:0:1::1")).is_some());
        let many: Vec<Place> = ["127.0.0.1", "::1", "10.0.0.1"]
            .iter()
            .flat_map(|peer| (0..3).map(|_| door.enter(ip(peer)).expect("a place")))
            .collect();
        drop(first);
        assert!(door.enter(ip("2001:db8::3")).is_some(), "a place that was given back");

        drop(many);
        let inside = lock(&door.0.inside);
        assert_eq!((inside.all, inside.of.len()), (1, 1), "the second of all");
        drop(inside);
    }

    #[test]
    fn the_house_has_an_end() {
        let door = door(|config| (config.limits.connections, config.limits.sockets_besides) = (1, 1));
        let _here =
            [door.enter(ip("127.0.0.1")), door.enter(ip("192.0.2.1"))].map(|place| place.expect("a place"));

        assert!(door.enter(ip("127.0.0.1")).is_none());
        assert!(door.enter(ip("192.0.2.2")).is_none());
    }

    #[tokio::test]
    async fn a_connection_that_takes_nothing_fails() {
        let door = door(|config| config.timers.send_stuck = 10);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let client = TcpStream::connect(listener.local_addr().expect("bound")).await.expect("a connection");
        let (stream, _) = listener.accept().await.expect("a connection");
        let (mut guarded, ()) = door.accept(stream, ()).await.expect("a place");

        let error = loop {
            if let Err(error) = guarded.write_all(&[0; 64 * 1024]).await {
                break error;
            }
        };

        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        drop(guarded);
        assert_eq!(lock(&door.0.inside).all, 0);
        drop(client);
    }
}
