//! A client's end: a socket of its own, and a full ICE agent with DTLS and SRTP on it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use str0m::change::SdpAnswer;
use str0m::media::{Direction, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc};
use tokio::net::UdpSocket;
use tokio::time::{sleep_until, timeout};

use super::http::{Api, Way};
use super::srtp;

/// Datagrams that are taken at a time, so that others have their turn.
const BATCH: usize = 64;
/// The largest datagram over Ethernet, and room.
const DATAGRAM: usize = 2_048;
/// A connection that is not up by then never will be (R2: 15 s).
const PATIENCE: Duration = Duration::from_secs(15);

pub(super) struct Connection {
    pub(super) rtc: Box<Rtc>,
    pub(super) mid: Mid,
    socket: UdpSocket,
    local: SocketAddr,
    deadline: Instant,
    buffer: Box<[u8; DATAGRAM]>,
}

impl Connection {
    /// Offers one section of VP8 and takes the answer.
    pub(super) async fn open(api: &Api, way: Way, user: &str) -> anyhow::Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let (local, now) = (socket.local_addr()?, Instant::now());
        let config = Rtc::builder().set_rtp_mode(true).set_crypto_provider(srtp::provider());
        let mut rtc = Box::new(config.clear_codecs().enable_vp8(true).build(now));
        rtc.add_local_candidate(Candidate::host(local, "udp")?);
        let mut changes = rtc.sdp_api();
        let direction = match way {
            Way::Whip => Direction::SendOnly,
            Way::Whep => Direction::RecvOnly,
        };
        let mid = changes.add_media(MediaKind::Video, direction, None, None, None);
        let (offer, pending) = changes.apply().context("a section to offer")?;
        let answer = api.post(way, user, offer.to_sdp_string()).await?;
        rtc.sdp_api().accept_answer(pending, SdpAnswer::from_sdp_string(&answer)?)?;
        Ok(Self { rtc, mid, socket, local, deadline: now, buffer: Box::new([0; DATAGRAM]) })
    }

    /// The port that it is on.
    pub(super) fn port(&self) -> u16 {
        self.local.port()
    }

    /// Drives the connection until `wanted` finds the event that it waits for.
    pub(super) async fn until(
        &mut self,
        what: &str,
        mut wanted: impl FnMut(&Event) -> bool,
    ) -> anyhow::Result<()> {
        let found = async {
            let mut found = false;
            while !found {
                self.turn(|event| found |= wanted(&event)).await?;
            }
            anyhow::Ok(())
        };
        timeout(PATIENCE, found).await.with_context(|| format!("{what} within {} s", PATIENCE.as_secs()))?
    }

    /// Waits until something has come or is due, and acts on it. Nothing is lost when it is dropped before.
    pub(super) async fn turn(&mut self, mut each: impl FnMut(Event)) -> anyhow::Result<()> {
        tokio::select! {
            ready = self.socket.readable() => {
                ready?;
                self.receive(&mut each)
            }
            () = sleep_until(self.deadline.into()) => self.wake(Instant::now(), &mut each),
        }
    }

    /// Acts on the clock, or on what was asked of the connection.
    pub(super) fn wake(&mut self, now: Instant, each: &mut impl FnMut(Event)) -> anyhow::Result<()> {
        self.rtc.handle_input(Input::Timeout(now))?;
        self.drain(each)
    }

    fn receive(&mut self, each: &mut impl FnMut(Event)) -> anyhow::Result<()> {
        let now = Instant::now();
        for _ in 0..BATCH {
            let (length, from) = match self.socket.try_recv_from(&mut *self.buffer) {
                Ok(received) => received,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error).context("receiving"),
            };
            let receive = Receive::new(Protocol::Udp, from, self.local, &self.buffer[..length])?;
            self.rtc.handle_input(Input::Receive(now, receive))?;
            self.drain(each)?;
        }
        Ok(())
    }

    fn drain(&mut self, each: &mut impl FnMut(Event)) -> anyhow::Result<()> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(at) => {
                    self.deadline = at;
                    return Ok(());
                }
                Output::Transmit(transmit) => {
                    self.socket.try_send_to(&transmit.contents, transmit.destination).context("sending")?;
                }
                Output::Event(Event::IceConnectionStateChange(IceConnectionState::Disconnected)) => {
                    bail!("the connection is lost")
                }
                Output::Event(event) => each(event),
            }
        }
    }
}
