//! The bodies of the fuzz targets in `fuzz/`: the same functions replay their corpora in the ordinary tests.

use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use ilive_protocol::{Code, TinyId};

use crate::frame::{Clues, Codec, FrameFacts, PictureId, Vp8Picture};
use crate::negotiation::{AudioBy, Lacking, PeerConfig, Senders};
use crate::offer_error::OfferError;
use crate::rewrite::Pictures;
use crate::rtcp::{self, Feedback};
use crate::rtp::{self, ExtensionIds, Values};
use crate::sdp::{MAX_BYTES, Offer};
use crate::srtp::{Inbound, Keys, Profile, Role};
use crate::{
    Command, Datagram, Identity, Input, LinkLimits, Output, Peer, PeerId, RoomHandle, Sending, Sources,
    Worker, WorkerConfig,
};

/// Anything as an RTP packet: what is read of it is part of it, and what we write of that is read back.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_rtp(data: &[u8]) {
    let Some(view) = rtp::read(data) else { return };
    assert!(view.csrcs.len() % 4 == 0 && view.csrcs.len() <= 60);
    let elements: usize = view.extensions.iter().map(|(_, value)| 1 + value.len()).sum();
    assert!(rtp::FIXED_HEADER_LEN + view.csrcs.len() + elements + view.payload.len() <= data.len());

    let (id, value) = view.extensions.iter().last().unwrap_or((1, b"\x80"));
    let ids = ExtensionIds { dependency_descriptor: Some(id), ..ExtensionIds::default() };
    let values = Values { dependency_descriptor: Some(value), ..Values::default() };
    let mut out = BytesMut::new();
    let header_len = rtp::write(&mut out, &view.header, &ids, &values, 0);
    assert_eq!((header_len, header_len), (out.len(), rtp::header_len(&ids, &values)));
    out.extend_from_slice(view.payload);
    let again = rtp::read(&out).expect("what we write is RTP");
    assert_eq!((again.header, again.payload), (view.header, view.payload));
    assert_eq!(again.extensions.get(id), Some(value));
}

/// The first byte chooses codec, encryption and marker, the second the length of a dependency descriptor; the rest is
/// it and the payload. Facts do not contradict each other, and patched numbers are read back.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_frame(data: &[u8]) {
    let [how, descriptor_len, rest @ ..] = data else { return };
    let codec = [Codec::Opus, Codec::Vp8, Codec::H264, Codec::Vp9, Codec::Av1][usize::from(how & 7) % 5];
    let (encrypted, marker) = (how & 0x80 != 0, how & 0x40 != 0);
    let (descriptor, payload) = rest.split_at_checked(usize::from(*descriptor_len)).unwrap_or((&[], rest));
    let descriptor = Some(descriptor).filter(|bytes| !bytes.is_empty());

    let facts = FrameFacts::read(&Clues { codec, encrypted, marker, payload, descriptor });

    assert!(facts.start || !facts.keyframe, "a keyframe is opened by its first packet");
    assert!(!encrypted || (facts.vp8, facts.size, facts.temporal) == (None, None, None));
    assert!(codec == Codec::Vp8 || facts.vp8.is_none());
    if facts.vp8.is_some() {
        numbers_are_patched(payload, facts.vp8);
    }
}

fn numbers_are_patched(payload: &[u8], picture: Option<Vp8Picture>) {
    let patch = Pictures::after(0x1234, 0x56).shift_for(picture).patch(picture);
    let mut patched = payload.to_vec();
    patch.apply(&mut patched);
    let clues =
        Clues { codec: Codec::Vp8, encrypted: false, marker: false, payload: &patched, descriptor: None };
    let read = FrameFacts::read(&clues).vp8;
    let expected = picture.map(|before| Vp8Picture {
        id: before.id.map(|id| PictureId { value: if id.wide { 0x1235 } else { 0x35 }, ..id }),
        tl0: before.tl0.map(|(_, at)| (0x57, at)),
    });
    assert_eq!(read, expected);
}

/// Anything as a compound RTCP packet: what it says is bounded by its length.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_rtcp(data: &[u8]) {
    let mut said = 0;
    for feedback in rtcp::read(data) {
        said += 1;
        match feedback {
            Feedback::Nack { lost, .. } => assert!(lost.iter().count() <= data.len() / 4 * 17),
            Feedback::Transport(transport) => {
                assert!(transport.arrivals().count() <= usize::from(transport.count));
            }
            Feedback::Keyframe { .. } | Feedback::Report(_) => {}
        }
    }
    assert!(said <= data.len() / 8);
}

/// Anything as SRTCP, under each profile: nothing that was not sealed is opened.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_srtcp(data: &[u8]) {
    for profile in [Profile::AeadAes128Gcm, Profile::AeadAes256Gcm, Profile::Aes128CmHmacSha1_80] {
        let material = vec![7; profile.keying_material_len()];
        let keys = Keys::new(profile, &material, Role::Server).expect("the length fits");
        assert!(Inbound::new(&keys).open_rtcp(data).is_err(), "{profile:?} opened a forgery");
    }
}

/// Anything as an offer: it is refused with a code, or what str0m is given of it reads the same again and is answered.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_sdp(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(offer) = Offer::parse(&text)
        && let Ok(codecs) = offer.codecs()
    {
        let written = offer.to_text(&codecs);
        assert!(written.bytes().all(|b| b >= b' ' || matches!(b, b'\r' | b'\n' | b'\t')));
        if written.len() <= MAX_BYTES {
            let again = Offer::parse(&written).expect("what we write is an offer");
            assert_eq!(shape(&again), shape(&offer), "{written}");
        }
    }
    match Peer::accept(&text, &Senders::Inferred, anybody(), PLACE.1) {
        Ok((peer, answer)) => assert!(answer.sdp.starts_with("v=0\r\n") && peer.id() == PeerId(1)),
        Err(OfferError::Inconsistent { what }) => {
            assert_ne!(what, "it cannot be answered", "str0m panicked");
        }
        Err(error) => assert_eq!(error.code(), Code::ServerInvalidArgument, "{error}"),
    }
}

/// Anything as a datagram of the media port, to a thread with a peer that has not connected yet: whoever does not know its
/// password is not answered by a byte.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_datagram(data: &[u8]) {
    const OFFER: &str = include_str!("../../../fuzz/corpus/sdp/browser");
    let (peer, _) = Peer::accept(OFFER, &Senders::Inferred, anybody(), PLACE.1).expect("a good offer");
    let mut worker = Worker::new(WorkerConfig {
        thread: 0,
        threads: 1,
        sending: Sending::Segments,
        started: (PLACE.1, Duration::from_secs(1_790_000_000)),
        limits: LinkLimits::default(),
    });
    worker.handle(PLACE.1, Input::Command(Command::AddPeer(peer)));
    let (from, to) = (SocketAddr::from(([198, 51, 100, 7], 4000)), SocketAddr::from(([192, 0, 2, 1], 8800)));

    worker.handle(PLACE.1, Input::Datagram(Datagram { from, to, bytes: data }));

    while let Some(output) = worker.poll_output() {
        assert!(!matches!(output, Output::Transmit(_)), "a stranger was answered");
    }
    assert_eq!(worker.stats().datagrams_in, 1);
}

/// What must survive the writing of an offer.
fn shape(offer: &Offer) -> Vec<(String, bool, bool, usize)> {
    let sections = offer.sections.iter();
    sections
        .map(|section| {
            let (rejected, direction) = (section.rejected, section.direction);
            let sends = !rejected && section.kind().is_some() && direction.sends();
            (section.mid.clone(), rejected, sends, if sends { section.rids.len() } else { 0 })
        })
        .collect()
}

static PLACE: LazyLock<(Identity, Instant)> = LazyLock::new(|| (Identity::generate(), some_moment()));

#[expect(clippy::disallowed_methods, reason = "an Instant can be had from the clock only")]
fn some_moment() -> Instant {
    Instant::now()
}

pub(crate) fn anybody() -> PeerConfig {
    PeerConfig {
        peer: PeerId(1),
        tiny: TinyId(1),
        room: RoomHandle(1),
        identity: PLACE.0.clone(),
        candidates: vec![SocketAddr::from(([192, 0, 2, 1], 8800))],
        send: Sources::ALL,
        receive: Sources::ALL,
        lacking: Lacking::Kept,
        audio_by: AudioBy::Loudest,
    }
}
