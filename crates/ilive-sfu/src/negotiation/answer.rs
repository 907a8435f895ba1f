//! str0m's part: it is given what we wrote, and answers.

use std::time::Instant;

use str0m::change::SdpOffer;
use str0m::rtp::ExtensionMap;
use str0m::{Candidate, Rtc, RtcError};

use super::{PeerConfig, Plan};
use crate::engine::Panicked;
use crate::keys::{self, Tap};
use crate::offer_error::OfferError;
use crate::sdp::EXTENSIONS;

/// Makes the connection that will answer `plan`.
pub(crate) fn build_rtc(plan: &Plan, config: &PeerConfig, now: Instant) -> (Rtc, Tap) {
    let expected = plan.offer.fingerprints.clone();
    let (mut rtc, tap) = config.identity.tapped(expected, || {
        let mut builder = Rtc::builder()
            .set_rtp_mode(true)
            .set_ice_lite(true)
            .set_crypto_provider(keys::provider())
            .set_dtls_cert(config.identity.cert())
            // The tap verifies, against all fingerprints of the offer.
            .set_fingerprint_verification(false)
            .set_stats_interval(None)
            .set_extension_map(extensions())
            .clear_codecs();
        let codecs = builder.codec_config();
        for p in &plan.codecs.payloads {
            codecs.add_config(p.pt.into(), p.rtx.map(Into::into), p.codec, p.clock(), p.channels(), p.format);
        }
        builder.build(now)
    });
    for address in &config.candidates {
        if let Ok(candidate) = Candidate::host(*address, "udp") {
            rtc.add_local_candidate(candidate);
        }
    }
    (rtc, tap)
}

fn extensions() -> ExtensionMap {
    let mut map = ExtensionMap::empty();
    for (id, extension) in EXTENSIONS {
        map.set(id, extension);
    }
    map
}

/// Has str0m answer what [`crate::sdp::Offer::to_text`] wrote. With an error, what it had before may go on.
pub(crate) fn answer(rtc: &mut Rtc, plan: &Plan) -> Result<String, OfferError> {
    let text = plan.offer.to_text(&plan.codecs);
    let inconsistent = |what| OfferError::Inconsistent { what };
    let offer = SdpOffer::from_sdp_string(&text).map_err(|_| inconsistent("it cannot be parsed"))?;
    let answer = rtc.sdp_api().accept_offer(offer).map_err(|error| inconsistent(class(&error)))?;
    let sdp = answer.to_sdp_string();
    if plan.offer.bundled {
        return Ok(sdp);
    }
    // A client that offered no group is not answered with one.
    Ok(sdp.split_inclusive("\r\n").filter(|line| !line.starts_with("a=group:")).collect())
}

/// A word of ours for a refusal of str0m's: its own are for its log, and may have addresses of memory in them.
fn class(error: &RtcError) -> &'static str {
    match error {
        RtcError::RemoteSdp(why) if why.starts_with("missing a=ice-") => {
            "there is no a=ice-ufrag or no a=ice-pwd"
        }
        RtcError::RemoteSdp(why) if why.contains("ICE-Lite") => "both ends are ICE-lite",
        RtcError::Sdp(_) => "its sections contradict each other",
        _ => "it does not fit the connection",
    }
}

/// Why an offer was not answered.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It is refused; what was there before may go on.
    Refused(OfferError),
    /// str0m panicked, and the connection must be given up.
    Panicked,
}

impl From<Panicked> for Broken {
    fn from(_: Panicked) -> Self {
        Self::Panicked
    }
}

impl From<Broken> for OfferError {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Refused(error) => error,
            Broken::Panicked => Self::Inconsistent { what: "it cannot be answered" },
        }
    }
}
