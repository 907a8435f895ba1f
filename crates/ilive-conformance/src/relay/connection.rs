//! One connection through the relay: a request and what becomes of it.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::answer::Edit;
use super::frames::Splitter;
use super::head::Head;
use super::{Ends, Faults};

/// What a captive portal answers to whatever it is asked.
const PORTAL: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 49\r\nConnection: close\r\n\r\n\
                      <html><body><h1>Please log in</h1></body></html>\n";
/// Is in the address that an app's roles are fetched from (E.3).
const ROLES: &str = "interface=Voice_Conf_Download";
/// Chunks that are held back at once: more than a scenario ever sends.
const HELD_MAX: usize = 4096;

/// Carries a connection until one end closes it or the way is cut.
pub(super) async fn carry(client: TcpStream, ends: Ends, mut faults: watch::Receiver<Faults>) {
    let seen = faults.clone();
    tokio::select! {
        // An end that closes or fails is what a connection comes to, too.
        _ = exchange(client, ends, seen) => {}
        _ = faults.wait_for(|faults| faults.cut) => {}
    }
}

async fn exchange(mut client: TcpStream, ends: Ends, faults: watch::Receiver<Faults>) -> std::io::Result<()> {
    let Some(request) = read_head(&mut client).await? else { return Ok(()) };
    if faults.borrow().portal {
        return client.write_all(PORTAL.as_bytes()).await;
    }
    let spoil = faults.borrow().damage_roles && request.first_line_has(ROLES);
    // Frames are read here, and what is asked in one connection is one thing.
    let request = match request.asks_for_upgrade() {
        true => request.without("Sec-WebSocket-Extensions"),
        false => request.with("Connection", "close"),
    };
    let mut server = TcpStream::connect(ends.server).await?;
    server.write_all(&request.encode()).await?;
    let Some(answer) = read_head(&mut server).await? else { return Ok(()) };

    let switched = answer.first_line_has(" 101 ");
    let way = match (switched, spoil) {
        (true, _) => Way::Frames(Splitter::default()),
        (false, true) => Way::Spoil,
        (false, false) => Way::Bytes,
    };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let (held, due) = mpsc::channel(HELD_MAX);
    let down = Down { way, ends, faults, held };
    tokio::select! {
        () = up(from_client, to_server) => {}
        ended = async { tokio::join!(down.read(answer, from_server), deliver(due, to_client)) } => ended.0?,
    }
    Ok(())
}

/// Reads up to the end of a head; none where the other end closes before.
async fn read_head(stream: &mut TcpStream) -> std::io::Result<Option<Head>> {
    let mut bytes = Vec::new();
    loop {
        if let Some(head) = Head::split(&bytes).map_err(std::io::Error::other)? {
            return Ok(Some(head));
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
}

/// Passes on what the client says; when it has said all, the rest of the answer still comes.
async fn up(mut from_client: OwnedReadHalf, mut to_server: OwnedWriteHalf) {
    if tokio::io::copy(&mut from_client, &mut to_server).await.is_ok() && to_server.shutdown().await.is_ok() {
        std::future::pending::<()>().await;
    }
}

/// What becomes of the bytes that the server sends.
enum Way {
    Bytes,
    Spoil,
    Frames(Splitter),
}

/// From the server to the client.
struct Down {
    way: Way,
    ends: Ends,
    faults: watch::Receiver<Faults>,
    held: mpsc::Sender<(Instant, Vec<u8>)>,
}

impl Down {
    async fn read(mut self, mut answer: Head, mut from_server: OwnedReadHalf) -> std::io::Result<()> {
        let mut bytes = std::mem::take(&mut answer.rest);
        self.hold(answer.encode()).await;
        loop {
            let changed = self.change(&bytes).map_err(std::io::Error::other)?;
            self.hold(changed).await;
            bytes.clear();
            if from_server.read_buf(&mut bytes).await? == 0 {
                return Ok(());
            }
        }
    }

    fn change(&mut self, bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
        match &mut self.way {
            Way::Bytes => Ok(bytes.to_vec()),
            // Of the same length, and no JSON.
            Way::Spoil => Ok(bytes.iter().map(|byte| if *byte == b'{' { b'<' } else { *byte }).collect()),
            Way::Frames(splitter) => {
                let edit =
                    Edit { media: self.ends.media, fingerprint: self.faults.borrow().rewrite_fingerprint };
                splitter.push(bytes);
                let mut changed = Vec::new();
                while let Some(mut frame) = splitter.next()? {
                    edit.apply(&mut frame);
                    changed.extend(frame.encode());
                }
                Ok(changed)
            }
        }
    }

    async fn hold(&self, bytes: Vec<u8>) {
        let delay: Duration = self.faults.borrow().delay_down;
        // The client has gone: the end of the exchange is noticed by whoever writes to it.
        _ = self.held.send((Instant::now() + delay, bytes)).await;
    }
}

/// Writes each piece when it is due.
async fn deliver(mut due: mpsc::Receiver<(Instant, Vec<u8>)>, mut to_client: OwnedWriteHalf) {
    while let Some((at, bytes)) = due.recv().await {
        tokio::time::sleep_until(at).await;
        if to_client.write_all(&bytes).await.is_err() {
            return;
        }
    }
}
