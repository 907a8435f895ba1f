//! A media client before its answer: what it offers.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Instant;

use ilive_protocol::wire;
use ilive_sfu::{Mid, Source};
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, Simulcast, SimulcastLayer};
use str0m::{Candidate, Rtc};
use tokio::net::UdpSocket;

use super::Call;
use super::call::{Engine, Outgoing};

const RIDS: [&str; 3] = ["q", "h", "f"];

/// What a client offers.
#[derive(Clone)]
pub(crate) struct Shape {
    /// Written into each payload: whose it is.
    pub(crate) tag: u8,
    pub(crate) sources: Vec<Source>,
    pub(crate) simulcast: bool,
    pub(crate) audio_slots: usize,
    pub(crate) video_slots: usize,
    /// How the text is changed before it goes out.
    pub(crate) alter: fn(&str) -> String,
}

impl Shape {
    /// Sends voice and picture, without simulcast.
    pub(crate) fn sends(tag: u8) -> Self {
        Self { sources: vec![Source::Audio, Source::Main], ..Self::nothing(tag) }
    }

    /// Receives so many voices and pictures.
    pub(crate) fn plays(audio_slots: usize, video_slots: usize) -> Self {
        Self { audio_slots, video_slots, ..Self::nothing(0) }
    }

    /// A page: three senders, of which it may use none, and slots.
    pub(crate) fn page(tag: u8) -> Self {
        let sources = vec![Source::Audio, Source::Main, Source::Aux];
        Self { sources, audio_slots: 3, video_slots: 3, ..Self::nothing(tag) }
    }

    fn nothing(tag: u8) -> Self {
        let sources = Vec::new();
        Self { tag, sources, simulcast: false, audio_slots: 0, video_slots: 0, alter: str::to_owned }
    }
}

/// A client that has made its offer.
pub(crate) struct Draft {
    pub(crate) sdp: String,
    pub(crate) senders: Vec<(Mid, Source)>,
    pub(crate) slots: Vec<(Mid, MediaKind)>,
    rtc: Rtc,
    socket: UdpSocket,
    pending: SdpPendingOffer,
    outgoing: Vec<Outgoing>,
    tag: u8,
}

impl Draft {
    pub(crate) async fn new(shape: &Shape) -> Self {
        let socket = UdpSocket::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.expect("a socket");
        let codecs = Rtc::builder().set_rtp_mode(true).clear_codecs().enable_opus(true, false);
        let mut rtc = codecs.enable_vp8(true).build(Instant::now());
        let address = socket.local_addr().expect("an address");
        rtc.add_local_candidate(Candidate::host(address, "udp").expect("a candidate"));

        let mut api = rtc.sdp_api();
        let mut outgoing = Vec::new();
        for source in &shape.sources {
            let layered = shape.simulcast && *source == Source::Main;
            let simulcast = layered.then(|| Simulcast {
                send: RIDS.iter().map(|rid| SimulcastLayer::new(rid)).collect(),
                recv: Vec::new(),
            });
            let kind = if *source == Source::Audio { MediaKind::Audio } else { MediaKind::Video };
            let mid = api.add_media(kind, Direction::SendOnly, None, None, simulcast);
            outgoing.push(Outgoing::new(*source, mid, if layered { &RIDS } else { &[] }));
        }
        let mut slots = Vec::new();
        for (count, kind) in [(shape.audio_slots, MediaKind::Audio), (shape.video_slots, MediaKind::Video)] {
            for _ in 0..count {
                slots.push((api.add_media(kind, Direction::RecvOnly, None, None, None), kind));
            }
        }
        let (offer, pending) = api.apply().expect("something to offer");
        let sdp = (shape.alter)(&offer.to_sdp_string());
        let senders = outgoing.iter().map(|out| (out.mid, out.source)).collect();
        Self { sdp, senders, slots, rtc, socket, pending, outgoing, tag: shape.tag }
    }

    /// As it goes over the WebSocket.
    pub(crate) fn offer(&self) -> wire::Offer {
        let sender = |(mid, source): &(Mid, Source)| wire::Sender {
            mid: mid.to_string(),
            source: wire::Source::from(*source).into(),
        };
        wire::Offer { sdp: self.sdp.clone(), senders: self.senders.iter().map(sender).collect() }
    }

    /// Takes the answer and begins to connect.
    pub(crate) fn connect(mut self, answer: &str) -> Call {
        // str0m wants a group, also where it offered none.
        let mids =
            answer.lines().filter_map(|line| line.strip_prefix("a=mid:")).collect::<Vec<_>>().join(" ");
        let answer = match answer.contains("a=group:") {
            true => answer.to_owned(),
            false => answer.replacen("m=", &format!("a=group:BUNDLE {mids}\r\nm="), 1),
        };
        let parsed = SdpAnswer::from_sdp_string(&answer).expect("an answer");
        self.rtc.sdp_api().accept_answer(self.pending, parsed).expect("an answer that fits");
        let engine = Engine::new(self.rtc, self.socket, self.outgoing, self.tag);
        Call::start(engine, &answer, self.slots)
    }
}
