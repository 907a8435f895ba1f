//! The offer as str0m is given it.

use std::fmt::Write as _;

use super::{CodecTable, Direction, Fingerprint, Hash, Medium, Offer, Section};

/// Attributes of a media section that str0m reads and that are safe to pass on as they are.
const PASSED: [&str; 9] =
    ["ice-ufrag:", "ice-pwd:", "setup:", "extmap:", "rid:", "simulcast:", "ssrc:", "ssrc-group:", "msid:"];

impl Offer {
    /// The offer in the order of lines and with the attributes that str0m's parser takes.
    pub(crate) fn to_text(&self, codecs: &CodecTable) -> String {
        let mut out = String::from("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
        for section in self.sections.iter().filter(|section| !section.rejected) {
            let _ = write!(out, " {}", section.mid);
        }
        out.push_str("\r\n");
        let session =
            |a: &&String| ["ice-ufrag:", "ice-pwd:", "setup:", "ice-lite"].iter().any(|p| a.starts_with(p));
        for attribute in self.session.iter().filter(session) {
            let _ = write!(out, "a={attribute}\r\n");
        }
        let _ = write!(out, "a={}\r\n", known_fingerprint(&self.fingerprints));
        for section in &self.sections {
            write_section(&mut out, section, codecs);
        }
        out
    }
}

/// str0m wants one fingerprint that it can read; which certificate is good is decided by [`crate::keys`].
fn known_fingerprint(all: &[Fingerprint]) -> String {
    let digest = all.iter().find(|f| f.hash == Hash::Sha256).map_or(&[0; 32][..], |f| &f.digest);
    let hex: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    format!("fingerprint:sha-256 {}", hex.join(":"))
}

fn write_section(out: &mut String, section: &Section, codecs: &CodecTable) {
    let port = if section.rejected { 0 } else { 9 };
    match section.medium {
        Medium::Data => {
            let _ =
                write!(out, "m=application {port} UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n");
            let _ = write!(out, "a=mid:{}\r\na=sctp-port:5000\r\n", section.mid);
        }
        Medium::Audio | Medium::Video => write_media(out, section, codecs, port),
    }
    for attribute in section.attributes.iter().filter(|a| passes(section, a)) {
        let _ = write!(out, "a={attribute}\r\n");
    }
}

fn passes(section: &Section, attribute: &str) -> bool {
    let data = section.medium == Medium::Data;
    let sends = section.direction.sends();
    PASSED.iter().filter(|p| attribute.starts_with(**p)).any(|prefix| match *prefix {
        "ice-ufrag:" | "ice-pwd:" | "setup:" => true,
        "rid:" | "simulcast:" | "ssrc:" | "ssrc-group:" | "msid:" => !data && sends,
        _ => !data,
    })
}

fn write_media(out: &mut String, section: &Section, codecs: &CodecTable, port: u16) {
    let medium = if section.medium == Medium::Audio { "audio" } else { "video" };
    let payloads: Vec<_> = codecs.of(section).collect();
    let formats: Vec<String> =
        payloads.iter().flat_map(|p| [Some(p.pt), p.rtx]).flatten().map(|pt| pt.to_string()).collect();
    let formats = if formats.is_empty() { section.formats.clone() } else { formats };
    let _ = write!(out, "m={medium} {port} UDP/TLS/RTP/SAVPF {}\r\nc=IN IP4 0.0.0.0\r\n", formats.join(" "));
    let direction = if section.rejected { Direction::Inactive } else { section.direction };
    let _ = write!(out, "a=mid:{}\r\na={}\r\na=rtcp-mux\r\n", section.mid, direction.word());
    for format in &formats {
        for prefix in ["rtpmap:", "rtcp-fb:", "fmtp:"] {
            for value in section.values(&format!("{prefix}{format} ")) {
                let _ = write!(out, "a={prefix}{format} {value}\r\n");
            }
        }
    }
    // What is said of all payload types is said of each.
    for (payload, value) in payloads.iter().flat_map(|p| section.values("rtcp-fb:* ").map(move |v| (p, v))) {
        let _ = write!(out, "a=rtcp-fb:{} {value}\r\n", payload.pt);
    }
}
