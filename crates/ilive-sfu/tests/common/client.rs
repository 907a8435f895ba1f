//! A browser: a full ICE agent that offers, sends frames that say where they come from, and keeps what it gets.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ilive_sfu::{Mid, Source};
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::config::CryptoProvider;
use str0m::format::Codec;
use str0m::media::{Direction, MediaKind, Pt, Rid, Simulcast, SimulcastLayer};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{ExtensionValues, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc};

use super::net::Flight;
use super::payload::Mark;

/// Video frames each 40 ms.
pub(crate) const FRAME: Duration = Duration::from_millis(40);
/// Packets of voice each 20 ms.
pub(crate) const VOICE: Duration = Duration::from_millis(20);
const RIDS: [&str; 3] = ["q", "h", "f"];
const PACKET_LEN: usize = 900;

/// What a client offers.
#[derive(Debug, Clone)]
pub(crate) struct Sends {
    pub(crate) sources: Vec<Source>,
    pub(crate) simulcast: bool,
    pub(crate) video_slots: usize,
    pub(crate) audio_slots: usize,
    pub(crate) codec: Codec,
}

/// A packet that a client got.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) mid: Mid,
    pub(crate) seq: u64,
    pub(crate) timestamp: u32,
    pub(crate) mark: Mark,
    /// VP8 only.
    pub(crate) picture: Option<(u16, u8)>,
}

/// One source that it sends.
#[derive(Debug)]
struct Outgoing {
    source: Source,
    mid: Mid,
    layers: Vec<OutLayer>,
    on: bool,
    next: Instant,
    /// −dBov, in the audio level extension.
    level: Option<i8>,
}

#[derive(Debug)]
struct OutLayer {
    rid: Option<Rid>,
    seq: u64,
    frame: u32,
    key_wanted: bool,
    keys_asked: u32,
    on: bool,
}

pub(crate) struct Client {
    pub(crate) tiny: u8,
    pub(crate) address: SocketAddr,
    pub(crate) rtc: Rtc,
    pub(crate) got: Vec<Got>,
    pub(crate) connected: bool,
    pub(crate) slots: Vec<(Mid, MediaKind)>,
    outgoing: Vec<Outgoing>,
    pending: Option<SdpPendingOffer>,
    deadline: Instant,
    /// Packets in a video frame of the lowest layer; each above has one more.
    pub(crate) parts: u8,
    codec: Codec,
}

impl Client {
    pub(crate) fn new(
        tiny: u8,
        address: SocketAddr,
        sends: &Sends,
        crypto: Option<CryptoProvider>,
        now: Instant,
    ) -> (Self, String) {
        let mut config = Rtc::builder().set_rtp_mode(true).clear_codecs().enable_opus(true, false);
        config = match sends.codec {
            Codec::H264 => config.enable_h264(true),
            Codec::Vp9 => config.enable_vp9(true),
            _ => config.enable_vp8(true),
        };
        if let Some(crypto) = crypto {
            config = config.set_crypto_provider(Arc::new(crypto));
        }
        let mut rtc = config.build(now);
        rtc.add_local_candidate(Candidate::host(address, "udp").expect("an address"));
        let mut client = Self {
            tiny,
            address,
            rtc,
            got: Vec::new(),
            connected: false,
            slots: Vec::new(),
            outgoing: Vec::new(),
            pending: None,
            deadline: now,
            parts: 2,
            codec: sends.codec,
        };
        let offer = client.offer(sends, now);
        (client, offer)
    }

    /// Offers what is in `sends` on top of what there is.
    pub(crate) fn offer(&mut self, sends: &Sends, now: Instant) -> String {
        let mut api = self.rtc.sdp_api();
        for source in &sends.sources {
            let layered = sends.simulcast && *source == Source::Main;
            let simulcast = layered.then(|| Simulcast {
                send: RIDS.iter().map(|rid| SimulcastLayer::new(rid)).collect(),
                recv: Vec::new(),
            });
            let kind = if *source == Source::Audio { MediaKind::Audio } else { MediaKind::Video };
            let mid = api.add_media(kind, Direction::SendOnly, None, None, simulcast);
            let rids: Vec<Option<Rid>> =
                if layered { RIDS.iter().map(|rid| Some((*rid).into())).collect() } else { vec![None] };
            let layer = |rid| OutLayer { rid, seq: 1, frame: 0, key_wanted: true, keys_asked: 0, on: true };
            self.outgoing.push(Outgoing {
                source: *source,
                mid,
                layers: rids.into_iter().map(layer).collect(),
                on: false,
                next: now,
                level: None,
            });
        }
        for (count, kind) in [(sends.video_slots, MediaKind::Video), (sends.audio_slots, MediaKind::Audio)] {
            for _ in 0..count {
                let mid = api.add_media(kind, Direction::RecvOnly, None, None, None);
                self.slots.push((mid, kind));
            }
        }
        let (offer, pending) = api.apply().expect("something to offer");
        self.pending = Some(pending);
        offer.to_sdp_string()
    }

    /// Offers an ICE restart.
    pub(crate) fn offer_restart(&mut self) -> String {
        let mut api = self.rtc.sdp_api();
        api.ice_restart(true);
        let (offer, pending) = api.apply().expect("a restart to offer");
        self.pending = Some(pending);
        offer.to_sdp_string()
    }

    pub(crate) fn accept(&mut self, answer: &str) {
        // str0m wants a group even where a client that offered none is answered with none.
        let mids: Vec<&str> = answer.lines().filter_map(|line| line.strip_prefix("a=mid:")).collect();
        let group = format!("t=0 0\r\na=group:BUNDLE {}\r\n", mids.join(" "));
        let bundled = answer.contains("a=group:");
        let answer = if bundled { answer.to_owned() } else { answer.replacen("t=0 0\r\n", &group, 1) };
        let answer = SdpAnswer::from_sdp_string(&answer).expect("an answer");
        let pending = self.pending.take().expect("an offer");
        self.rtc.sdp_api().accept_answer(pending, answer).expect("an answer that fits");
    }

    /// The sources with their sections, as they go with the offer.
    pub(crate) fn senders(&self) -> Vec<(Mid, Source)> {
        self.outgoing.iter().map(|out| (out.mid, out.source)).collect()
    }

    pub(crate) fn slot(&self, kind: MediaKind, nth: usize) -> Mid {
        self.slots.iter().filter(|(_, k)| *k == kind).nth(nth).expect("a slot").0
    }

    pub(crate) fn send(&mut self, source: Source, on: bool, now: Instant) {
        let out = self.outgoing.iter_mut().find(|out| out.source == source).expect("a sender");
        out.on = on;
        out.next = now;
    }

    pub(crate) fn set_level(&mut self, level: i8) {
        let out = self.outgoing.iter_mut().find(|out| out.source == Source::Audio).expect("a voice");
        out.level = Some(level);
    }

    /// Stops or starts one layer of main.
    pub(crate) fn set_layer(&mut self, layer: usize, on: bool) {
        let out = self.outgoing.iter_mut().find(|out| out.source == Source::Main).expect("main");
        out.layers[layer].on = on;
        out.layers[layer].key_wanted = true;
    }

    /// How often a keyframe of a layer was asked for.
    pub(crate) fn keys_asked(&self, source: Source, layer: usize) -> u32 {
        self.outgoing.iter().find(|out| out.source == source).map_or(0, |out| out.layers[layer].keys_asked)
    }

    pub(crate) fn next_wake(&self) -> Instant {
        let frames = self.outgoing.iter().filter(|out| out.on && self.connected).map(|out| out.next);
        frames.chain([self.deadline]).min().expect("a deadline")
    }

    /// Acts on the clock.
    pub(crate) fn wake(&mut self, now: Instant, out: &mut Vec<Flight>) {
        if self.connected {
            self.send_frames(now);
        }
        let _ = self.rtc.handle_input(Input::Timeout(now));
        self.drain(now, out);
    }

    pub(crate) fn receive(&mut self, now: Instant, flight: &Flight, out: &mut Vec<Flight>) {
        if let Ok(receive) = Receive::new(Protocol::Udp, flight.from, flight.to, &flight.bytes) {
            let _ = self.rtc.handle_input(Input::Receive(now, receive));
        }
        self.drain(now, out);
    }

    fn drain(&mut self, now: Instant, out: &mut Vec<Flight>) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => {
                    self.deadline = at;
                    return;
                }
                Ok(Output::Transmit(t)) => {
                    out.push(Flight { from: t.source, to: t.destination, bytes: t.contents.to_vec() });
                }
                Ok(Output::Event(event)) => self.event(event),
                Err(_) => {
                    self.deadline = now + Duration::from_secs(3600);
                    return;
                }
            }
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Connected => self.connected = true,
            Event::KeyframeRequest(request) => {
                let out = self.outgoing.iter_mut().find(|out| out.mid == request.mid);
                let layers = out.into_iter().flat_map(|out| &mut out.layers);
                for layer in layers.filter(|layer| layer.rid == request.rid) {
                    layer.key_wanted = true;
                    layer.keys_asked += 1;
                }
            }
            Event::RtpPacket(packet) => {
                let ssrc = packet.header.ssrc;
                let mid = self.rtc.direct_api().stream_rx(&ssrc).expect("a stream of the answer").mid();
                let vp8 = Mark::of_vp8(&packet.payload);
                let h264 = || Mark::of_h264(&packet.payload);
                let mark =
                    vp8.map(|(mark, ..)| mark).or_else(|| Mark::of_opus(&packet.payload)).or_else(h264);
                self.got.push(Got {
                    mid,
                    seq: *packet.seq_no,
                    timestamp: packet.header.timestamp,
                    mark: mark.expect("a payload of ours"),
                    picture: vp8.map(|(_, picture, tl0)| (picture, tl0)),
                });
            }
            _ => {}
        }
    }

    fn send_frames(&mut self, now: Instant) {
        let mut due: Vec<Outgoing> = Vec::new();
        std::mem::swap(&mut due, &mut self.outgoing);
        for out in &mut due {
            while out.on && out.next <= now {
                let audio = out.source == Source::Audio;
                out.next += if audio { VOICE } else { FRAME };
                for index in 0..out.layers.len() {
                    if out.layers[index].on {
                        self.send_frame(now, out, index);
                    }
                }
            }
        }
        self.outgoing = due;
    }

    fn payload_type(&self, audio: bool) -> Pt {
        let wanted = if audio { Codec::Opus } else { self.codec };
        let params = self.rtc.codec_config().params();
        params.iter().find(|p| p.spec().codec == wanted).expect("a codec").pt()
    }

    fn send_frame(&mut self, now: Instant, out: &mut Outgoing, index: usize) {
        let audio = out.source == Source::Audio;
        let pt = self.payload_type(audio);
        let (mid, source, level) = (out.mid, out.source as u8, out.level);
        let layer = &mut out.layers[index];
        let key = !audio && std::mem::take(&mut layer.key_wanted);
        layer.frame += 1;
        let parts = if audio { 1 } else { self.parts + index as u8 };
        // Each layer counts on from a number of its own, as encoders do.
        let start = 1_000 * (index as u32 + 1);
        let (ticks, picture) = (if audio { 960 } else { 3_600 }, (layer.frame + start * 7) as u16);
        let timestamp = start.wrapping_add(layer.frame.wrapping_mul(ticks));
        for part in 0..parts {
            let mark =
                Mark { tiny: self.tiny, source, layer: index as u8, key, frame: layer.frame, part, parts };
            let payload = match self.codec {
                _ if audio => mark.opus(),
                Codec::H264 => mark.h264(PACKET_LEN),
                _ => mark.vp8(picture, picture as u8, 180 << index, PACKET_LEN),
            };
            let ext = ExtensionValues {
                audio_level: level,
                voice_activity: level.map(|_| true),
                ..Default::default()
            };
            let write = RtpWrite::new(pt, layer.seq.into(), timestamp, now, payload)
                .marker(part + 1 == parts)
                .nackable(!audio)
                .ext_vals(ext);
            let Some(tx) =
                self.rtc.direct_api().stream_tx_by_mid(mid, layer.rid).map(|tx| tx.write_rtp(write))
            else {
                panic!("no stream for {mid} {:?}", layer.rid);
            };
            let () = tx;
            layer.seq += 1;
            // str0m takes one packet a turn.
            let _ = self.rtc.handle_input(Input::Timeout(now));
        }
    }

    /// What came of a member's source, by slot.
    pub(crate) fn count(&self, tiny: u8, source: Source) -> usize {
        self.got.iter().filter(|got| got.mark.tiny == tiny && got.mark.source == source as u8).count()
    }

    /// What a slot got, in the order of sequence numbers.
    pub(crate) fn in_slot(&self, mid: Mid) -> BTreeMap<u64, &Got> {
        self.got.iter().filter(|got| got.mid == mid).map(|got| (got.seq, got)).collect()
    }
}
