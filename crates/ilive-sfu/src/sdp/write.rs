//! The offer as str0m is given it.

use std::fmt::Write as _;

use str0m::rtp::Extension;

use super::codecs::Payload;
use super::limits::MAX_RIDS;
use super::{CodecTable, Direction, Fingerprint, Hash, Medium, Offer, Section};

/// What is passed on as it stands, of each the first: of the session, of each section, and of one that sends.
const OF_SESSION: [&str; 4] = ["ice-ufrag:", "ice-pwd:", "setup:", "ice-lite"];
const OF_SECTION: [&str; 3] = ["ice-ufrag:", "ice-pwd:", "setup:"];
const OF_SENDER: [&str; 2] = ["simulcast:", "msid:"];

/// What is read from publishers and what is sent to viewers, under ids that each offer may change.
pub(crate) const EXTENSIONS: [(u8, Extension); 6] = [
    (1, Extension::AudioLevel),
    (3, Extension::TransportSequenceNumber),
    (4, Extension::RtpMid),
    (10, Extension::RtpStreamId),
    (11, Extension::RepairedRtpStreamId),
    (13, Extension::VideoOrientation),
];

impl Offer {
    /// The offer in the order of lines and with the attributes that str0m's parser takes.
    pub(crate) fn to_text(&self, codecs: &CodecTable) -> String {
        let mut out = String::from("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
        for section in self.sections.iter().filter(|section| !section.rejected) {
            let _ = write!(out, " {}", section.mid);
        }
        out.push_str("\r\n");
        write_first(&mut out, &self.session, &OF_SESSION);
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
    write_first(out, &section.attributes, &OF_SECTION);
}

fn write_first(out: &mut String, attributes: &[String], wanted: &[&str]) {
    for prefix in wanted {
        if let Some(attribute) = attributes.iter().find(|attribute| attribute.starts_with(prefix)) {
            let _ = write!(out, "a={attribute}\r\n");
        }
    }
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
    for payload in codecs.of(section) {
        write_payload(out, section, payload);
    }
    write_extensions(out, section);
    if section.direction.sends() {
        write_first(out, &section.attributes, &OF_SENDER);
        write_streams(out, section);
    }
}

fn write_payload(out: &mut String, section: &Section, payload: &Payload) {
    let Some(format) = section.formats.iter().find(|format| format.pt == payload.pt) else { return };
    let pt = format.pt;
    let _ = write!(out, "a=rtpmap:{pt} {}\r\n", format.name);
    for feedback in format.feedback() {
        let _ = write!(out, "a=rtcp-fb:{pt} {feedback}\r\n");
    }
    if let Some(parameters) = &format.parameters {
        let _ = write!(out, "a=fmtp:{pt} {parameters}\r\n");
    }
    if let Some(rtx) = payload.rtx {
        let _ = write!(out, "a=rtpmap:{rtx} rtx/90000\r\na=fmtp:{rtx} apt={pt}\r\n");
    }
}

fn write_extensions(out: &mut String, section: &Section) {
    let mut known: Vec<&str> = EXTENSIONS.iter().map(|(_, extension)| extension.as_uri()).collect();
    for value in section.values("extmap:") {
        let uri = value.split(' ').nth(1);
        if let Some(at) = known.iter().position(|known| uri == Some(known)) {
            known.swap_remove(at);
            let _ = write!(out, "a=extmap:{value}\r\n");
        }
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
