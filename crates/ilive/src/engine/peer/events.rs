//! What the connection tells.

use std::time::Instant;

use ilive_devices::codec::VideoCodec;
use ilive_protocol::wire::Source;
use ilive_session::io::Path;
use str0m::format::Codec;
use str0m::media::Pt;
use str0m::rtp::RtpPacket;
use str0m::{Event, IceConnectionState, RtcError};

use super::super::worker::Command;
use super::{Coded, PathState, Peer, Received, StreamId};

/// Errors without a turn that goes well between them.
const ERRORS_MAX: u32 = 100;
/// Ticks a second of RTP times.
const AUDIO_HZ: u32 = 48_000;
const VIDEO_HZ: u32 = 90_000;

impl Peer {
    pub(super) fn event(&mut self, now: Instant, event: Event) {
        match event {
            Event::Connected => {
                self.secured = true;
                self.connected(now);
            }
            // Only after the handshake is a way of use; the first one comes before it.
            Event::IceConnectionStateChange(state) if self.rtc.is_connected() && state.is_connected() => {
                self.connected(now);
            }
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) => self.lost(),
            Event::RtpPacket(packet) => self.received(packet),
            Event::KeyframeRequest(request) => {
                if let Some(source) = self.sections.source(request.mid) {
                    self.around.worker.command(Command::Keyframe(source));
                }
            }
            Event::PeerStats(stats) => {
                let of_path = stats.selected_candidate_pair.and_then(|pair| pair.current_round_trip_time);
                self.around.board.rtt(of_path.or(stats.rtt));
            }
            Event::MediaEgressStats(stats) => {
                let Some(source) = self.sections.source(stats.mid) else { return };
                self.around.board.egress(source, &stats);
                if let Some(loss) = stats.loss.filter(|_| source == Source::Audio) {
                    self.around.worker.command(Command::Loss((loss * 100.0).ceil() as u8));
                }
            }
            Event::MediaIngressStats(stats) => {
                let stream = StreamId { peer: self.no, mid: stats.mid };
                let audio = self.rtc.media(stats.mid).is_some_and(|media| media.kind().is_audio());
                let clock_hz = if audio { AUDIO_HZ } else { VIDEO_HZ };
                self.around.board.ingress(stream, clock_hz, &stats);
            }
            // The server has ended it.
            Event::Closed => self.lost(),
            _ => {}
        }
    }

    fn connected(&mut self, now: Instant) {
        if self.path == PathState::Connected {
            return;
        }
        self.watch.hear(now, false);
        // Before anybody hears of it: a picture that the app hands in at the news must find the way open.
        self.around.worker.command(Command::PeerUp(self.no, self.outgoing.clone()));
        self.tell_path(PathState::Connected, Path::Connected);
    }

    fn lost(&mut self) {
        if matches!(self.path, PathState::Connecting | PathState::Connected) {
            self.tell_path(PathState::Failed, Path::IceFailed);
        }
    }

    /// An error of the handshake ends the connection. Later a datagram may be anybody's, and is only counted; more
    /// than a few at once are no datagrams' fault.
    pub(super) fn failed(&mut self, error: &RtcError) {
        tracing::warn!(peer = self.no.0, %error, "media connection");
        self.errors += 1;
        let fingerprint = matches!(error, RtcError::RemoteSdp(why) if why.contains("fingerprint"));
        if !self.secured && (fingerprint || matches!(error, RtcError::Dtls(_))) {
            self.tell_path(PathState::Failed, Path::DtlsFailed { fingerprint });
            self.rtc.disconnect();
        } else if self.errors > ERRORS_MAX {
            self.lost();
            self.rtc.disconnect();
        }
    }

    fn received(&mut self, packet: RtpPacket) {
        let Some(coded) = self.coded(packet.header.payload_type) else { return };
        let ssrc = packet.header.ssrc;
        let Some(mid) = self.rtc.direct_api().stream_rx(&ssrc).map(|stream| stream.mid()) else { return };
        let received = Received {
            stream: StreamId { peer: self.no, mid },
            coded,
            sequence: packet.header.sequence_number,
            timestamp: packet.header.timestamp,
            marker: packet.header.marker,
            payload: packet.payload,
            at: packet.timestamp,
        };
        self.around.worker.packet(received);
    }

    fn coded(&self, payload_type: Pt) -> Option<Coded> {
        let params = self.rtc.codec_config().params();
        match params.iter().find(|p| p.pt() == payload_type)?.spec().codec {
            Codec::Opus => Some(Coded::Opus),
            Codec::H264 => Some(Coded::Video(VideoCodec::H264)),
            Codec::Vp8 => Some(Coded::Video(VideoCodec::Vp8)),
            _ => None,
        }
    }
}
