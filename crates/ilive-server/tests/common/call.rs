//! A media client on str0m with a socket of its own: a full ICE agent that sends frames which say where they come from.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ilive_sfu::{Mid, Source};
use str0m::change::SdpAnswer;
use str0m::format::Codec;
use str0m::media::{KeyframeRequestKind, MediaKind, Rid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{ExtensionValues, RtpWrite};
use str0m::{Event, Input, Output, Rtc};
use tokio::net::UdpSocket;
use tokio::sync::{mpsc, oneshot, watch};

use super::payload::Mark;
use super::seen::{Got, Seen};
use super::within;

/// A picture, and a packet of voice, each this long.
const EVERY: Duration = Duration::from_millis(20);
const PACKET_LEN: usize = 900;
const DATAGRAM: usize = 2_000;

type Command = Box<dyn FnOnce(&mut Engine) + Send>;

/// A running media client; it ends with this handle.
pub(crate) struct Call {
    pub(crate) slots: Vec<(Mid, MediaKind)>,
    answer: String,
    commands: mpsc::UnboundedSender<Command>,
    seen: watch::Receiver<Seen>,
}

impl Call {
    pub(super) fn start(engine: Engine, answer: &str, slots: Vec<(Mid, MediaKind)>) -> Self {
        let (commands, inbox) = mpsc::unbounded_channel();
        let seen = engine.seen.subscribe();
        tokio::spawn(engine.run(inbox));
        Self { slots, answer: answer.to_owned(), commands, seen }
    }

    /// Waits until what was seen is so.
    pub(crate) async fn until(&mut self, what: &str, good: impl FnMut(&Seen) -> bool) {
        within(what, self.seen.wait_for(good)).await.expect("a running client");
    }

    pub(crate) async fn connected(&mut self) {
        self.until("a media connection", |seen| seen.connected).await;
    }

    /// Waits until at least this many packets of a member's source have come.
    pub(crate) async fn has(&mut self, tag: u8, source: Source, packets: usize) {
        let what = format!("{packets} packets of {source:?} of {tag}");
        self.until(&what, |seen| seen.count(tag, source) >= packets).await;
    }

    /// Waits for this many more packets of a member's source.
    pub(crate) async fn more(&mut self, tag: u8, source: Source, packets: usize) {
        let before = self.seen.borrow().count(tag, source);
        let what = format!("{packets} packets more than {before} of {source:?} of {tag}");
        self.until(&what, |seen| seen.count(tag, source) >= before + packets).await;
    }

    pub(crate) fn seen<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.borrow())
    }

    pub(crate) fn slot(&self, kind: MediaKind, nth: usize) -> Mid {
        self.slots.iter().filter(|(_, of)| *of == kind).nth(nth).expect("a slot").0
    }

    /// One source ends while another goes on: by and by a whole stretch of the other comes without it.
    pub(crate) async fn assert_stops(&mut self, stops: (u8, Source), goes_on: (u8, Source)) {
        within(&format!("the end of {stops:?}"), async {
            loop {
                let before = self.seen(|seen| seen.count(stops.0, stops.1));
                self.more(goes_on.0, goes_on.1, 30).await;
                if self.seen(|seen| seen.count(stops.0, stops.1)) == before {
                    return;
                }
            }
        })
        .await;
    }

    /// Sends a source from now on, or no more.
    pub(crate) async fn send(&self, source: Source, on: bool) {
        self.run(move |engine| {
            let out = engine.outgoing.iter_mut().find(|out| out.source == source).expect("a sender");
            (out.on, out.next) = (on, Instant::now());
        })
        .await;
    }

    /// Asks for a keyframe of what a section shows.
    pub(crate) async fn ask_key(&self, mid: Mid) {
        self.run(move |engine| {
            let mut api = engine.rtc.direct_api();
            api.stream_rx_by_mid(mid, None).expect("a stream").request_keyframe(KeyframeRequestKind::Pli);
        })
        .await;
    }

    /// Drops each `nth` media packet that comes, as a bad network does; 0: none.
    pub(crate) async fn lose(&self, nth: u32) {
        self.run(move |engine| engine.lose = nth).await;
    }

    /// The network is gone, or back.
    pub(crate) async fn freeze(&self, frozen: bool) {
        self.run(move |engine| engine.frozen = frozen).await;
    }

    /// New ICE credentials of this side, as a fragment has them: user fragment, password.
    pub(crate) async fn begin_restart(&self) -> (String, String) {
        self.run(|engine| {
            let mut api = engine.rtc.sdp_api();
            let login = api.ice_restart(true);
            engine.restart = api.apply().map(|(_, pending)| pending);
            (login.ufrag, login.pass)
        })
        .await
    }

    /// The other side's new credentials.
    pub(crate) async fn finish_restart(&self, ufrag: &str, pwd: &str) {
        let line = |line: &str| match line {
            line if line.starts_with("a=ice-ufrag:") => format!("a=ice-ufrag:{ufrag}\r\n"),
            line if line.starts_with("a=ice-pwd:") => format!("a=ice-pwd:{pwd}\r\n"),
            line => format!("{line}\r\n"),
        };
        let answer: String = self.answer.lines().map(line).collect();
        let answer = SdpAnswer::from_sdp_string(&answer).expect("an answer");
        self.run(move |engine| {
            let pending = engine.restart.take().expect("a restart that began");
            engine.rtc.sdp_api().accept_answer(pending, answer).expect("an answer that fits");
        })
        .await;
    }

    async fn run<T: Send + 'static>(&self, what: impl FnOnce(&mut Engine) -> T + Send + 'static) -> T {
        let (done, answer) = oneshot::channel();
        let command: Command = Box::new(move |engine| _ = done.send(what(engine)));
        assert!(self.commands.send(command).is_ok(), "a running client");
        answer.await.expect("a running client")
    }
}

/// One source that is sent.
pub(super) struct Outgoing {
    pub(super) source: Source,
    pub(super) mid: Mid,
    layers: Vec<Layer>,
    on: bool,
    next: Instant,
}

struct Layer {
    rid: Option<Rid>,
    seq: u64,
    frame: u32,
    key_wanted: bool,
}

impl Outgoing {
    pub(super) fn new(source: Source, mid: Mid, rids: &[&str]) -> Self {
        let layer = |rid| Layer { rid, seq: 1, frame: 0, key_wanted: true };
        let layers = match rids {
            [] => vec![layer(None)],
            rids => rids.iter().map(|rid| layer(Some((*rid).into()))).collect(),
        };
        Self { source, mid, layers, on: false, next: Instant::now() }
    }
}

pub(super) struct Engine {
    rtc: Rtc,
    socket: Arc<UdpSocket>,
    address: SocketAddr,
    outgoing: Vec<Outgoing>,
    tag: u8,
    seen: watch::Sender<Seen>,
    restart: Option<str0m::change::SdpPendingOffer>,
    lose: u32,
    media_packets: u32,
    frozen: bool,
}

impl Engine {
    pub(super) fn new(rtc: Rtc, socket: UdpSocket, outgoing: Vec<Outgoing>, tag: u8) -> Self {
        let address = socket.local_addr().expect("an address");
        let (socket, seen) = (Arc::new(socket), watch::Sender::new(Seen::default()));
        let (restart, lose, media_packets, frozen) = (None, 0, 0, false);
        Self { rtc, socket, address, outgoing, tag, seen, restart, lose, media_packets, frozen }
    }

    async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Command>) {
        let mut buffer = vec![0; DATAGRAM];
        let mut deadline = self.drain();
        loop {
            let wake = self.next_frame().into_iter().chain([deadline]).min().expect("a deadline");
            let socket = self.socket.clone();
            tokio::select! {
                command = inbox.recv() => match command {
                    Some(command) => command(&mut self),
                    None => break,
                },
                received = socket.recv_from(&mut buffer) => if let Ok((len, from)) = received {
                    self.receive(from, &buffer[..len]);
                },
                () = tokio::time::sleep_until(wake.into()) => {}
            }
            self.send_frames(Instant::now());
            let _ = self.rtc.handle_input(Input::Timeout(Instant::now()));
            deadline = self.drain();
        }
    }

    fn is_connected(&self) -> bool {
        self.seen.borrow().connected
    }

    fn next_frame(&self) -> Option<Instant> {
        let on = self.outgoing.iter().filter(|out| out.on && self.is_connected());
        on.map(|out| out.next).min()
    }

    fn receive(&mut self, from: SocketAddr, bytes: &[u8]) {
        if self.frozen || self.is_lost(bytes) {
            return;
        }
        if let Ok(receive) = Receive::new(Protocol::Udp, from, self.address, bytes) {
            let _ = self.rtc.handle_input(Input::Receive(Instant::now(), receive));
        }
    }

    /// RTP by RFC 7983 and RFC 5761.
    fn is_lost(&mut self, bytes: &[u8]) -> bool {
        let media = matches!(bytes, [128..=191, kind, ..] if !(192..=223).contains(kind));
        if !media || self.lose == 0 {
            return false;
        }
        self.media_packets += 1;
        self.media_packets.is_multiple_of(self.lose)
    }

    /// Does all that str0m asks for; gives when it next needs the time.
    fn drain(&mut self) -> Instant {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => return at,
                Ok(Output::Transmit(transmit)) if !self.frozen => {
                    // What loopback does not take is lost.
                    let _ = self.socket.try_send_to(&transmit.contents, transmit.destination);
                }
                Ok(Output::Transmit(_)) => {}
                Ok(Output::Event(event)) => self.event(event),
                Err(_) => {
                    self.seen.send_modify(|seen| seen.over = true);
                    return Instant::now() + Duration::from_secs(3600);
                }
            }
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Connected => self.seen.send_modify(|seen| seen.connected = true),
            Event::Closed => self.seen.send_modify(|seen| seen.over = true),
            Event::KeyframeRequest(request) => {
                let Some(out) = self.outgoing.iter_mut().find(|out| out.mid == request.mid) else { return };
                let layers = out.layers.iter_mut().filter(|layer| layer.rid == request.rid);
                layers.for_each(|layer| layer.key_wanted = true);
                let source = out.source as usize;
                self.seen.send_modify(|seen| seen.keys_asked[source] += 1);
            }
            Event::RtpPacket(packet) => self.packet(&packet),
            _ => {}
        }
    }

    fn packet(&mut self, packet: &str0m::rtp::RtpPacket) {
        let ssrc = packet.header.ssrc;
        let mid = self.rtc.direct_api().stream_rx(&ssrc).expect("a stream of the answer").mid();
        let vp8 = Mark::of_vp8(&packet.payload);
        let Some(mark) = vp8.map(|(mark, ..)| mark).or_else(|| Mark::of_opus(&packet.payload)) else {
            return;
        };
        let (seq, timestamp) = (*packet.seq_no, packet.header.timestamp);
        let got = Got { mid, seq, timestamp, mark, picture: vp8.map(|(_, picture, _)| picture) };
        self.seen.send_modify(|seen| seen.got.push(got));
    }

    fn send_frames(&mut self, now: Instant) {
        if !self.is_connected() {
            return;
        }
        let mut all = std::mem::take(&mut self.outgoing);
        for out in &mut all {
            if out.on && out.next <= now {
                out.next = (out.next + EVERY).max(now);
                let (source, mid) = (out.source, out.mid);
                for (index, layer) in out.layers.iter_mut().enumerate() {
                    self.send_frame(now, source, mid, index as u8, layer);
                }
            }
        }
        self.outgoing = all;
    }

    fn send_frame(&mut self, now: Instant, source: Source, mid: Mid, index: u8, layer: &mut Layer) {
        let audio = source == Source::Audio;
        let key = !audio && std::mem::take(&mut layer.key_wanted);
        layer.frame += 1;
        let parts = if audio { 1 } else { 2 + index };
        let ticks: u32 = if audio { 960 } else { 1_800 };
        for part in 0..parts {
            let (tiny, frame) = (self.tag, layer.frame);
            let mark = Mark { tiny, source: source as u8, layer: index, key, frame, part, parts };
            let payload = match audio {
                true => mark.opus(),
                false => mark.vp8(frame as u16, frame as u8, 180 << index, PACKET_LEN),
            };
            let timestamp = layer.frame.wrapping_mul(ticks);
            let write = RtpWrite::new(self.payload_type(audio), layer.seq.into(), timestamp, now, payload)
                .marker(part + 1 == parts)
                .nackable(!audio)
                .ext_vals(ExtensionValues::default());
            layer.seq += 1;
            let mut api = self.rtc.direct_api();
            let stream = api.stream_tx_by_mid(mid, layer.rid).expect("a stream of the offer");
            stream.write_rtp(write);
            // str0m takes one packet a turn.
            let _ = self.rtc.handle_input(Input::Timeout(now));
            self.drain();
        }
    }

    fn payload_type(&self, audio: bool) -> str0m::media::Pt {
        let wanted = if audio { Codec::Opus } else { Codec::Vp8 };
        let params = self.rtc.codec_config().params();
        params.iter().find(|param| param.spec().codec == wanted).expect("a codec").pt()
    }
}
