//! The task's loop: what comes from the socket, the worker, the session and the clock goes through the connection.

use std::net::SocketAddr;
use std::time::Instant;

use ilive_protocol::wire::Source;
use ilive_session::io::Path;
use str0m::format::Codec;
use str0m::media::{KeyframeRequestKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{ExtensionValues, RtpWrite};
use str0m::{Input, Output};
use tokio::sync::mpsc;

use super::super::Report;
use super::super::offer::payload_type;
use super::super::route::Route;
use super::super::watch::Noticed;
use super::{Outgoing, PathState, Peer, PeerCommand, RtpOut};

/// Longer than any datagram that belongs here.
const DATAGRAM_MAX: usize = 2048;
/// Datagrams, or packets to be sent, in one turn; then the other sides have theirs.
const A_TURN: usize = 64;

/// What woke the task.
enum Woken {
    Command(Option<PeerCommand>),
    Outgoing(Outgoing),
    Datagram(usize, SocketAddr),
    Nothing,
}

/// The server's addresses, as its answer has them.
pub(super) fn addresses(sdp: &str) -> Vec<SocketAddr> {
    let address = |line: &str| {
        let mut words = line.strip_prefix("a=candidate:")?.split(' ').skip(2);
        let (protocol, _, ip, port) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let udp = protocol.eq_ignore_ascii_case("udp");
        udp.then(|| Some(SocketAddr::new(ip.parse().ok()?, port.parse().ok()?))).flatten()
    };
    let mut found: Vec<SocketAddr> = sdp.lines().filter_map(address).collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl Peer {
    pub(super) async fn run(
        mut self,
        mut commands: mpsc::Receiver<PeerCommand>,
        mut packets: mpsc::Receiver<Outgoing>,
    ) {
        let mut buffer = vec![0; DATAGRAM_MAX];
        while self.rtc.is_alive() {
            let deadline = self.drain(Instant::now());
            let woken = tokio::select! {
                biased;
                command = commands.recv() => Woken::Command(command),
                Some(outgoing) = packets.recv() => Woken::Outgoing(outgoing),
                Some((length, from)) = receive(self.route.as_ref(), &mut buffer) => Woken::Datagram(length, from),
                () = tokio::time::sleep_until(deadline.into()) => Woken::Nothing,
            };
            let now = Instant::now();
            match woken {
                Woken::Command(Some(command)) => self.command(now, command),
                Woken::Command(None) => self.close(),
                Woken::Outgoing(first) => self.send(now, first, &mut packets),
                Woken::Datagram(length, from) => self.take(now, length, from, &mut buffer),
                Woken::Nothing => {}
            }
            self.step(Input::Timeout(now));
            self.listen(now);
        }
        self.drain(Instant::now());
        self.gone();
    }

    /// What was received and what waits behind it.
    fn take(&mut self, now: Instant, length: usize, from: SocketAddr, buffer: &mut [u8]) {
        let mut next = Some((length, from));
        for _ in 0..A_TURN {
            let Some((length, from)) = next else { break };
            let own = self.route.as_ref().and_then(|route| route.own(from));
            if let (Some(own), Some(bytes)) = (own, buffer.get(..length))
                && let Ok(datagram) = Receive::new(Protocol::Udp, from, own, bytes)
            {
                self.watch.hear(now, is_media(bytes));
                self.step(Input::Receive(now, datagram));
                self.drain(now);
            }
            next = self.route.as_ref().and_then(|route| route.try_receive(buffer).ok());
        }
    }

    fn step(&mut self, input: Input<'_>) {
        if let Err(error) = self.rtc.handle_input(input) {
            self.failed(&error);
        }
    }

    /// Carries out what the connection wants, and gives when it wants to be woken.
    fn drain(&mut self, now: Instant) -> Instant {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => {
                    self.errors = 0;
                    return self.watch.deadline().map_or(at, |listen| at.min(listen)).max(now);
                }
                Ok(Output::Transmit(datagram)) => {
                    if let Some(route) = &self.route {
                        route.send(datagram.source, datagram.destination, &datagram.contents);
                    }
                }
                Ok(Output::Event(event)) => self.event(now, event),
                Err(error) => self.failed(&error),
            }
        }
    }

    fn listen(&mut self, now: Instant) {
        if self.path != PathState::Connected {
            return;
        }
        match self.watch.notice(now) {
            Some(Noticed::Silent) => (self.around.report)(Report::MediaSilent),
            Some(Noticed::Lost) => self.tell_path(PathState::Failed, Path::IceFailed),
            None => {}
        }
    }

    /// Sends this and what waits behind it.
    fn send(&mut self, now: Instant, first: Outgoing, packets: &mut mpsc::Receiver<Outgoing>) {
        let mut next = Some(first);
        for _ in 0..A_TURN {
            match next {
                Some(Outgoing::Rtp(packet)) => self.send_rtp(now, packet),
                Some(Outgoing::NeedsKeyframe(mid)) => self.ask_for_keyframe(mid),
                None => break,
            }
            next = packets.try_recv().ok();
        }
    }

    fn send_rtp(&mut self, now: Instant, packet: RtpOut) {
        let RtpOut { source, timestamp, marker, payload, level } = packet;
        let codec = if source == Source::Audio { Codec::Opus } else { Codec::H264 };
        let Some(mid) = self.sections.sender(source) else { return };
        let Some(payload_type) = payload_type(&self.rtc, mid, codec) else { return };
        // From 1 on: a receiver starts without a rollover of its own.
        let sequence = self.sequences.entry(source).or_insert(1);
        let extensions = ExtensionValues {
            audio_level: level.map(|level| -i8::try_from(level).unwrap_or(i8::MAX)),
            voice_activity: level.map(|level| level < QUIET),
            ..ExtensionValues::default()
        };
        let packet = RtpWrite::new(payload_type, (*sequence).into(), timestamp, now, payload.as_ref())
            .marker(marker)
            .nackable(source != Source::Audio)
            .ext_vals(extensions);
        if let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(mid, None) {
            stream.write_rtp(packet);
            *sequence += 1;
        }
    }

    fn ask_for_keyframe(&mut self, mid: Mid) {
        if let Some(stream) = self.rtc.direct_api().stream_rx_by_mid(mid, None) {
            stream.request_keyframe(KeyframeRequestKind::Pli);
        }
    }
}

/// Sound quieter than this, in dB below the loudest, is nobody's voice.
const QUIET: u8 = 50;

/// The next datagram. A socket that fails has none: the silence is noticed.
async fn receive(route: Option<&Route>, buffer: &mut [u8]) -> Option<(usize, SocketAddr)> {
    match route {
        Some(route) => route.receive(buffer).await.ok(),
        None => std::future::pending().await,
    }
}

/// RTP, by its first two bytes (RFC 7983, RFC 5761).
fn is_media(bytes: &[u8]) -> bool {
    matches!(bytes, [128..=191, kind, ..] if !(192..=223).contains(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_addresses_stand_in_its_answer() {
        let sdp = "v=0\r\na=candidate:1 1 udp 2130706175 127.0.0.1 8800 typ host\r\n\
                   a=candidate:1 1 udp 2130706175 127.0.0.1 8800 typ host\r\n\
                   a=candidate:2 1 UDP 1 2001:db8::1 8800 typ host\r\n\
                   a=candidate:3 1 tcp 1 127.0.0.1 9 typ host tcptype passive\r\n\
                   a=candidate:4 1 udp\r\na=candidate:5 1 udp 1 nonsense 80 typ host\r\n";

        let found = addresses(sdp);

        assert_eq!(
            found,
            ["127.0.0.1:8800", "[2001:db8::1]:8800"].map(|text| text.parse().expect("an address"))
        );
    }

    #[test]
    fn sound_and_picture_are_told_from_all_else() {
        for (case, bytes, media) in [
            ("RTP", vec![0x80, 0x60], true),
            ("RTP with its mark", vec![0x90, 0xE0], true),
            ("RTCP", vec![0x81, 201], false),
            ("STUN", vec![0, 1], false),
            ("DTLS", vec![22, 254], false),
            ("short", vec![0x80], false),
        ] {
            assert_eq!(is_media(&bytes), media, "{case}");
        }
    }
}
