//! One media section.

use super::formats::{self, Format};
use super::limits::{MAX_MID_BYTES, MAX_RIDS};
use super::streams::{self, Announced};
use crate::offer_error::OfferError;

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    Audio,
    Video,
    /// A data channel association.
    Data,
}

/// Which way media flows, as the client sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}

impl Direction {
    pub(crate) fn from_attribute(attribute: &str) -> Option<Self> {
        match attribute {
            "sendrecv" => Some(Self::SendRecv),
            "sendonly" => Some(Self::SendOnly),
            "recvonly" => Some(Self::RecvOnly),
            "inactive" => Some(Self::Inactive),
            _ => None,
        }
    }

    pub(crate) fn new(sends: bool, receives: bool) -> Self {
        match (sends, receives) {
            (true, true) => Self::SendRecv,
            (true, false) => Self::SendOnly,
            (false, true) => Self::RecvOnly,
            (false, false) => Self::Inactive,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::SendRecv => "sendrecv",
            Self::SendOnly => "sendonly",
            Self::RecvOnly => "recvonly",
            Self::Inactive => "inactive",
        }
    }

    pub(crate) fn sends(self) -> bool {
        matches!(self, Self::SendRecv | Self::SendOnly)
    }

    pub(crate) fn receives(self) -> bool {
        matches!(self, Self::SendRecv | Self::RecvOnly)
    }
}

/// A media section of an offer.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) medium: Medium,
    /// Given up by the client (port 0 and outside the bundle), or refused by us.
    pub(crate) rejected: bool,
    /// Payload types that have a name; none where the section is rejected.
    pub(crate) formats: Vec<Format>,
    /// SSRCs that it announces.
    pub(crate) streams: Vec<Announced>,
    pub(crate) mid: String,
    pub(crate) direction: Direction,
    /// Layers that the client sends, as its `a=simulcast` names them, lowest first by custom.
    pub(crate) rids: Vec<String>,
    /// Attributes without `a=`.
    pub(crate) attributes: Vec<String>,
    /// The formats of the `m=` line as they stand there.
    listed: Vec<String>,
}

impl Section {
    /// Reads the value of an `m=` line: `audio 9 UDP/TLS/RTP/SAVPF 111 63`.
    pub(super) fn open(value: &str) -> Result<Self, OfferError> {
        let mut words = value.split_whitespace();
        let (Some(medium), Some(port), Some(protocol)) = (words.next(), words.next(), words.next()) else {
            return Err(OfferError::Syntax { what: "an m= line is too short" });
        };
        let medium = match (medium, protocol) {
            ("audio", p) if is_rtp(p) => Medium::Audio,
            ("video", p) if is_rtp(p) => Medium::Video,
            ("application", "UDP/DTLS/SCTP" | "TCP/DTLS/SCTP" | "DTLS/SCTP") => Medium::Data,
            _ => return Err(OfferError::Syntax { what: "an m= line is neither WebRTC media nor data" }),
        };
        let port: u32 = port.parse().map_err(|_| OfferError::Syntax { what: "a port is no number" })?;
        Ok(Self {
            medium,
            rejected: port == 0,
            formats: Vec::new(),
            streams: Vec::new(),
            mid: String::new(),
            direction: Direction::Inactive,
            rids: Vec::new(),
            attributes: Vec::new(),
            listed: words.map(str::to_owned).collect(),
        })
    }

    pub(super) fn settle(&mut self, index: usize, session: Direction) -> Result<(), OfferError> {
        let mut mids = self.values("mid:");
        let mid = mids.next().map_or_else(|| index.to_string(), |mid| mid.trim().to_owned());
        if mids.next().is_some() {
            return Err(OfferError::Mid { mid, why: "is not the only mid of its section" });
        }
        drop(mids);
        if mid.is_empty() || mid.len() > MAX_MID_BYTES || !mid.bytes().all(|b| b.is_ascii_graphic()) {
            let mid = mid.chars().take(MAX_MID_BYTES).collect();
            return Err(OfferError::Mid { mid, why: "is not 1 to 16 printable characters" });
        }
        self.direction = self.attributes.iter().find_map(|a| Direction::from_attribute(a)).unwrap_or(session);
        self.rids = self.sent_rids()?;
        self.mid = mid;
        Ok(())
    }

    /// Reads what it says of its payload types and its streams, once it is known whether it is in use.
    pub(super) fn read_media(&mut self) -> Result<(), OfferError> {
        if !self.rejected && self.medium != Medium::Data {
            self.formats = formats::read(&self.listed, &self.attributes)?;
            self.streams = streams::read(&self.attributes);
        }
        Ok(())
    }

    /// The value of the first attribute with this prefix.
    pub(crate) fn value(&self, prefix: &str) -> Option<&str> {
        self.attributes.iter().find_map(|a| a.strip_prefix(prefix))
    }

    pub(crate) fn values<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.attributes.iter().filter_map(move |a| a.strip_prefix(prefix))
    }

    /// `simulcast:send q;h;f recv …`; a layer with alternatives (`q,h`) counts by its first.
    fn sent_rids(&self) -> Result<Vec<String>, OfferError> {
        let Some(simulcast) = self.value("simulcast:") else { return Ok(Vec::new()) };
        let mut words = simulcast.split_whitespace();
        let mut rids = Vec::new();
        while let (Some(way), Some(list)) = (words.next(), words.next()) {
            if way == "send" {
                let first =
                    |layer: &str| layer.split(',').next().unwrap_or("").trim_start_matches('~').to_owned();
                rids = list.split(';').map(first).collect();
            }
        }
        let good = |rid: &String| (1..=8).contains(&rid.len()) && rid.bytes().all(|b| b.is_ascii_graphic());
        if rids.len() > MAX_RIDS || !rids.iter().all(good) {
            return Err(OfferError::Layers { layers: rids.len() });
        }
        Ok(rids)
    }
}

fn is_rtp(protocol: &str) -> bool {
    matches!(protocol, "UDP/TLS/RTP/SAVPF" | "UDP/TLS/RTP/SAVP" | "RTP/SAVPF" | "TCP/TLS/RTP/SAVPF")
}
