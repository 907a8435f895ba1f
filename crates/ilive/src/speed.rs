//! The speed test: what the way to the server carries. `docs/design/speed.md` says how; what could not be measured is none.

mod datagram;
mod figures;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use ilive_protocol::wire::SpeedTestReply;
use ilive_session::{Error, SpeedReport};
use tokio::net::UdpSocket;
use tokio::time::sleep_until;

use crate::http::{self, Http};
use datagram::{Echo, echo_of, question};
use figures::{Echoes, Upload};

/// Between two datagrams, as voice has them.
const EVERY: Duration = Duration::from_millis(20);
/// After the last datagram: an echo that has not come by then is lost.
const LATE: Duration = Duration::from_secs(1);
/// A download is not waited for longer: what lies in buffers on a slow way would take far more.
const DOWN: Duration = Duration::from_secs(5);
/// An upload that took so long has said enough: a larger one would only take longer.
const ENOUGH: Duration = Duration::from_secs(1);
/// Longer than any datagram that is sent.
const DATAGRAM_MAX: usize = 1500;
/// Ten seconds of them, whatever the server asks for: it may name an address that is not its own.
const DATAGRAMS_MAX: u32 = 500;

/// Measures within these terms.
///
/// # Errors
/// 8052 when somebody else answers, 8012 when nobody does, 1005 not in time, the server's own refusal.
pub(crate) async fn measure(http: Http, terms: SpeedTestReply) -> Result<SpeedReport, Error> {
    let echoes = match way(&http, &terms).await {
        Some(socket) => Some(echoes(&socket, &terms).await),
        None => None,
    };
    let mut report = SpeedReport::default();
    if let Some(echoes) = echoes {
        let arrived = arrived(&http, &terms).await?;
        echoes.fill(&mut report, arrived);
    }
    report.down_bps = down(&http, &terms).await?;
    let rtt = Duration::from_micros(report.rtt_us.unwrap_or_default().into());
    report.up_bps = up(&http, &terms, rtt).await?;
    Ok(report)
}

/// A socket that speaks to one of the server's addresses: the one that the WebSocket leads to, if it is named.
async fn way(http: &Http, terms: &SpeedTestReply) -> Option<UdpSocket> {
    let address = http.address();
    let hosts: Vec<SocketAddr> =
        tokio::net::lookup_host((address.host.as_str(), address.port)).await.ok()?.collect();
    let named: Vec<SocketAddr> =
        terms.datagram_addresses.iter().filter_map(|text| text.parse().ok()).collect();
    let same = named.iter().find(|named| hosts.iter().any(|host| host.ip() == named.ip()));
    let to = *same.or(named.first())?;
    let from = if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(from).await.ok()?;
    // What others send does not arrive.
    socket.connect(to).await.ok()?;
    Some(socket)
}

/// Sends them at an even pace, and takes what comes back.
async fn echoes(socket: &UdpSocket, terms: &SpeedTestReply) -> Echoes {
    let (start, mut echoes) = (Instant::now(), Echoes::default());
    let mut buffer = [0; DATAGRAM_MAX];
    for number in 0..terms.datagrams.min(DATAGRAMS_MAX) {
        let length = (terms.datagram_bytes as usize).min(DATAGRAM_MAX);
        let Some(bytes) = question(&terms.datagram_token, number, micros(start), length) else {
            return echoes;
        };
        if socket.send(&bytes).await.is_ok() {
            echoes.sent();
        }
        let next = start + EVERY * (number + 1);
        take(socket, &mut buffer, &mut echoes, start, next).await;
    }
    let last = Instant::now() + LATE;
    take(socket, &mut buffer, &mut echoes, start, last).await;
    echoes
}

async fn take(socket: &UdpSocket, buffer: &mut [u8], echoes: &mut Echoes, start: Instant, until: Instant) {
    while !echoes.complete() {
        let received = tokio::select! {
            received = socket.recv(buffer) => received,
            () = sleep_until(until.into()) => return,
        };
        // An error is of a datagram that was sent: nobody listens there.
        if let Ok(length) = received
            && let Some(Echo { number, sent_us }) = echo_of(&buffer[..length])
        {
            echoes.came(number, micros(start).saturating_sub(sent_us));
        }
    }
    sleep_until(until.into()).await;
}

fn micros(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// How many datagrams the server has got.
async fn arrived(http: &Http, terms: &SpeedTestReply) -> Result<u32, Error> {
    #[derive(serde::Deserialize)]
    struct Arrived {
        datagrams: u32,
    }
    let text = http::text(http.get("/api/v1/speed").bearer_auth(&terms.token)).await?;
    let arrived: Arrived = serde_json::from_str(&text).map_err(|_| http::foreign("no count of datagrams"))?;
    Ok(arrived.datagrams)
}

/// From the first byte of the body to the last.
async fn down(http: &Http, terms: &SpeedTestReply) -> Result<Option<u64>, Error> {
    let path = format!("/api/v1/speed/down?bytes={}", terms.down_bytes);
    let request = http.get(&path).bearer_auth(&terms.token);
    let mut response = http::successful(request).await?;
    let (mut bytes, mut start) = (0, None);
    while let Some(part) = response.chunk().await.map_err(|error| http::failed(&error))? {
        match start {
            // What had come with the head says nothing of the pace.
            None => start = Some(Instant::now()),
            Some(_) => bytes += part.len() as u64,
        }
        if start.is_some_and(|start| start.elapsed() >= DOWN) {
            break;
        }
    }
    Ok(start.and_then(|start| figures::bits_a_second(bytes, start.elapsed())))
}

/// The pace of the last upload that could be timed.
async fn up(http: &Http, terms: &SpeedTestReply, rtt: Duration) -> Result<Option<u64>, Error> {
    #[derive(serde::Deserialize)]
    struct Taken {
        bytes: u64,
        us: u64,
    }
    let mut pace = None;
    for size in figures::uploads(terms.up_bytes) {
        let start = Instant::now();
        let request = http.post("/api/v1/speed/up").bearer_auth(&terms.token);
        let text = http::text(request.body(vec![0_u8; size as usize])).await?;
        let took = start.elapsed();
        let taken: Taken =
            serde_json::from_str(&text).map_err(|_| http::foreign("no measure of an upload"))?;
        let sent = Upload { bytes: size.into(), took: took.saturating_sub(rtt) };
        let taken = Upload { bytes: taken.bytes, took: Duration::from_micros(taken.us) };
        pace = figures::upload_pace(sent, taken).or(pace);
        if took >= ENOUGH {
            break;
        }
    }
    Ok(pace)
}
