//! What a peer connection offers: three senders, six voices, some pictures.

use std::time::{Duration, Instant};

use ilive_protocol::wire::{self, Source};
use str0m::Rtc;
use str0m::change::{SdpOffer, SdpPendingOffer};
use str0m::format::Codec;
use str0m::media::{Direction, MediaKind, Mid, Pt};

use super::quality::INTERVAL;

/// Voices heard at a time (E.10).
const AUDIO_SLOTS: usize = 6;
/// Pictures that there is room for without another offer: most rooms have no more.
const VIDEO_SLOTS: usize = 4;
/// The most that a room has: ten main ones and one beside them.
const VIDEO_SLOTS_MAX: usize = 11;
/// H264 in packetization mode 1: payload type, that of its resends, profile and level. Constrained baseline is what is
/// sent; baseline and high are what browsers send besides.
const H264: [(u8, u8, u32); 3] = [(108, 109, 0x42_e01f), (127, 121, 0x42_001f), (114, 115, 0x64_001f)];
/// Before the first check is sent again; it doubles from there. The server may hear it before it has taken the connection
/// over, and str0m's 250 ms are what people would wait for then. Browsers check at this pace.
const FIRST_CHECK: Duration = Duration::from_millis(50);
/// The longest wait between two checks of consent: three of them fit into what counts as a lost path.
const CHECK: Duration = Duration::from_millis(1_500);

/// The sections of a connection.
#[derive(Debug)]
pub(super) struct Sections {
    senders: [(Source, Mid); 3],
    pictures: usize,
}

/// What has become of the sections with an offer whose answer is still to come.
pub(super) struct Offered {
    pub(super) offer: wire::Offer,
    pub(super) pending: SdpPendingOffer,
}

/// A connection that has offered nothing yet.
pub(super) fn connection(now: Instant) -> Rtc {
    let mut config = Rtc::builder()
        .set_rtp_mode(true)
        .set_stats_interval(Some(INTERVAL))
        .clear_codecs()
        .enable_opus(true, false)
        .enable_vp8(true);
    config.set_initial_stun_rto(FIRST_CHECK);
    config.set_max_stun_rto(CHECK);
    for (payload, resend, profile) in H264 {
        config.codec_config().add_h264(payload.into(), Some(resend.into()), true, profile);
    }
    config.build(now)
}

impl Sections {
    /// The first offer of a connection.
    pub(super) fn first(rtc: &mut Rtc) -> Option<(Self, Offered)> {
        let mut api = rtc.sdp_api();
        let senders = [Source::Audio, Source::Main, Source::Aux].map(|source| {
            let kind = if source == Source::Audio { MediaKind::Audio } else { MediaKind::Video };
            (source, api.add_media(kind, Direction::SendOnly, None, None, None))
        });
        for (count, kind) in [(AUDIO_SLOTS, MediaKind::Audio), (VIDEO_SLOTS, MediaKind::Video)] {
            for _ in 0..count {
                api.add_media(kind, Direction::RecvOnly, None, None, None);
            }
        }
        let (offer, pending) = api.apply()?;
        let sections = Self { senders, pictures: VIDEO_SLOTS };
        let offer = sections.on_wire(&offer);
        Some((sections, Offered { offer, pending }))
    }

    /// Whether there are fewer slots than pictures to be shown.
    pub(super) fn lack(&self, pictures: usize) -> bool {
        pictures.min(VIDEO_SLOTS_MAX) > self.pictures
    }

    /// Another offer: with slots for so many pictures, and with a new way between the two ends where that is asked for.
    pub(super) fn again(&mut self, rtc: &mut Rtc, pictures: usize, restart: bool) -> Option<Offered> {
        let wanted = pictures.min(VIDEO_SLOTS_MAX).max(self.pictures);
        let mut api = rtc.sdp_api();
        for _ in self.pictures..wanted {
            api.add_media(MediaKind::Video, Direction::RecvOnly, None, None, None);
        }
        if restart {
            api.ice_restart(true);
        }
        let (offer, pending) = api.apply()?;
        self.pictures = wanted;
        Some(Offered { offer: self.on_wire(&offer), pending })
    }

    /// The section that sends a source.
    pub(super) fn sender(&self, source: Source) -> Option<Mid> {
        self.senders.iter().find(|(known, _)| *known == source).map(|(_, mid)| *mid)
    }

    /// What a section sends.
    pub(super) fn source(&self, mid: Mid) -> Option<Source> {
        self.senders.iter().find(|(_, known)| *known == mid).map(|(source, _)| *source)
    }

    fn on_wire(&self, offer: &SdpOffer) -> wire::Offer {
        let sender =
            |(source, mid): &(Source, Mid)| wire::Sender { mid: mid.to_string(), source: (*source).into() };
        wire::Offer { sdp: offer.to_sdp_string(), senders: self.senders.iter().map(sender).collect() }
    }
}

/// What is sent is coded as; none where the answer takes neither this section nor this codec.
pub(super) fn payload_type(rtc: &Rtc, mid: Mid, codec: Codec) -> Option<Pt> {
    let media = rtc.media(mid).filter(|media| media.direction().is_sending())?;
    let known =
        |pt: &Pt| rtc.codec_config().params().iter().any(|p| p.pt() == *pt && p.spec().codec == codec);
    media.remote_pts().iter().copied().find(known)
}
