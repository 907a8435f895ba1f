//! The offer as str0m is given it.

use std::fmt::Write as _;

use super::formats::Format;
use super::limits::MAX_RIDS;
use super::{CodecTable, Direction, Fingerprint, Hash, Medium, Offer, Section};

/// Attributes of a media section that str0m reads and that are safe to pass on as they are.
const PASSED: [&str; 6] = ["ice-ufrag:", "ice-pwd:", "setup:", "extmap:", "simulcast:", "msid:"];

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
        "simulcast:" | "msid:" => !data && sends,
        _ => !data,
    })
}

fn write_media(out: &mut String, section: &Section, codecs: &CodecTable, port: u16) {
    let medium = if section.medium == Medium::Audio { "audio" } else { "video" };
    let pts: Vec<u8> = codecs.of(section).flat_map(|p| [Some(p.pt), p.rtx]).flatten().collect();
    let listed: Vec<String> = pts.iter().map(u8::to_string).collect();
    // A section of which nothing is forwarded is refused, so its formats do not matter; one there must be.
    let listed = if listed.is_empty() { "0".to_owned() } else { listed.join(" ") };
    let _ = write!(out, "m={medium} {port} UDP/TLS/RTP/SAVPF {listed}\r\nc=IN IP4 0.0.0.0\r\n");
    let direction = if section.rejected { Direction::Inactive } else { section.direction };
    let _ = write!(out, "a=mid:{}\r\na={}\r\na=rtcp-mux\r\n", section.mid, direction.word());
    for format in pts.iter().filter_map(|pt| section.formats.iter().find(|format| format.pt == *pt)) {
        write_format(out, format);
    }
    if section.direction.sends() {
        write_streams(out, section);
    }
}

fn write_format(out: &mut String, format: &Format) {
    let _ = write!(out, "a=rtpmap:{} {}\r\n", format.pt, format.name);
    for feedback in format.feedback() {
        let _ = write!(out, "a=rtcp-fb:{} {feedback}\r\n", format.pt);
    }
    if let Some(parameters) = &format.parameters {
        let _ = write!(out, "a=fmtp:{} {parameters}\r\n", format.pt);
    }
}

/// Layers by name, or streams by number: str0m reads no more of them than that.
fn write_streams(out: &mut String, section: &Section) {
    let of_layer =
        |value: &&str| value.split(' ').next().is_some_and(|name| section.rids.iter().any(|rid| rid == name));
    for value in section.values("rid:").filter(of_layer).take(MAX_RIDS) {
        let _ = write!(out, "a=rid:{value}\r\n");
    }
    for stream in &section.streams {
        let _ = write!(out, "a=ssrc:{} cname:-\r\n", stream.ssrc);
        if let Some(rtx) = stream.rtx {
            let _ = write!(out, "a=ssrc:{rtx} cname:-\r\na=ssrc-group:FID {} {rtx}\r\n", stream.ssrc);
        }
    }
}
