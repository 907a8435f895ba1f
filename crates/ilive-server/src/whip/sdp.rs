//! The little that HTTP needs to know of SDP; the media plane reads the rest.

use ilive_protocol::Rights;

/// The rights that the sections of an offer would use: audio, the first video, a second video.
pub(super) fn wants(offer: &str, publishes: bool) -> Rights {
    let sections = |kind: &str| offer.lines().filter(|line| line.starts_with(kind)).count();
    let (audio, video) = (sections("m=audio"), sections("m=video"));
    let mut wants = Rights::NONE;
    let mut want = |is: bool, send: Rights, receive: Rights| {
        if is {
            wants = Rights(wants.0 | if publishes { send.0 } else { receive.0 });
        }
    };
    want(audio > 0, Rights::SEND_AUDIO, Rights::RECV_AUDIO);
    want(video > 0, Rights::SEND_MAIN, Rights::RECV_MAIN);
    want(video > 1, Rights::SEND_AUX, Rights::RECV_AUX);
    wants
}

/// Names the ICE session of an answer: its user fragment, which a restart changes (RFC 9725 section 4.3.1).
pub(super) fn etag(answer: &str) -> String {
    format!("\"{}\"", attribute(answer, "ice-ufrag").unwrap_or_default())
}

/// The first `a=name:value` of a description or fragment.
pub(super) fn attribute<'a>(sdp: &'a str, name: &str) -> Option<&'a str> {
    sdp.lines().find_map(|line| line.strip_prefix("a=")?.strip_prefix(name)?.strip_prefix(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str =
        "v=0\r\nm=audio 9 X 0\r\na=ice-ufrag:old\r\na=ice-pwd:oldpwd\r\nm=video 9 X 0\r\na=mid:1\r\n";

    #[test]
    fn an_offer_wants_what_its_sections_would_use() {
        for (offer, publishes, wanted) in [
            (OFFER, true, 0x14),
            (OFFER, false, 0x28),
            ("m=audio 9\r\n", true, 0x04),
            ("m=video 9\r\nm=video 9\r\n", true, 0x50),
            ("m=video 9\r\nm=video 9\r\n", false, 0xA0),
            ("m=application 9\r\n", true, 0),
        ] {
            assert_eq!(wants(offer, publishes), Rights(wanted), "{offer:?} {publishes}");
        }
    }

    #[test]
    fn an_answer_is_named_by_its_user_fragment() {
        assert_eq!(etag(OFFER), "\"old\"");
        assert_eq!(attribute(OFFER, "ice-pwd"), Some("oldpwd"));
        assert_eq!(attribute(OFFER, "mid"), Some("1"));
        assert_eq!(attribute(OFFER, "ice"), None);
    }
}
