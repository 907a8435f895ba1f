//! str0m's part: it is given what we wrote, and answers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use str0m::change::SdpOffer;
use str0m::rtp::ExtensionMap;
use str0m::{Candidate, Rtc};

use super::{PeerConfig, Plan};
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

/// Has str0m answer. What it is given was written by [`Offer::to_text`]; should it panic all the same, the offer is
/// refused and the connection must be given up.
pub(crate) fn answer(rtc: &mut Rtc, plan: &Plan) -> Result<String, Broken> {
    let text = plan.offer.to_text(&plan.codecs);
    let answered = catch_unwind(AssertUnwindSafe(|| {
        let offer = SdpOffer::from_sdp_string(&text).map_err(|error| error.to_string())?;
        rtc.sdp_api()
            .accept_offer(offer)
            .map(|answer| answer.to_sdp_string())
            .map_err(|error| error.to_string())
    }));
    let sdp = match answered {
        Ok(Ok(sdp)) => sdp,
        Ok(Err(what)) => return Err(Broken::Refused(OfferError::Inconsistent { what: short(&what) })),
        Err(_) => return Err(Broken::Panicked),
    };
    if plan.offer.bundled {
        return Ok(sdp);
    }
    // A client that offered no group is not answered with one.
    Ok(sdp.split_inclusive("\r\n").filter(|line| !line.starts_with("a=group:")).collect())
}

/// Why str0m gave no answer.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It said why; what it had before may go on.
    Refused(OfferError),
    /// Its state can no longer be trusted.
    Panicked,
}

impl From<Broken> for OfferError {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Refused(error) => error,
            Broken::Panicked => Self::Inconsistent { what: "it cannot be answered".to_owned() },
        }
    }
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(160).collect()
}
