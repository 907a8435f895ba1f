//! Counters of a worker, for metrics: no user in them.

/// Why datagrams and packets went nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drops {
    /// Neither STUN nor DTLS nor RTP, or one of them that cannot be read.
    pub garbage: u64,
    /// STUN for nobody here, without valid integrity, or no request.
    pub stun: u64,
    /// DTLS, RTP or RTCP from an address that ICE has not proved.
    pub unproved: u64,
    /// RTCP that does not open under the peer's key.
    pub rtcp: u64,
    /// Media without the right to send it.
    pub no_right: u64,
    /// Media that the host has muted.
    pub muted: u64,
    /// Media of a section or a layer that the offer did not name.
    pub unexpected: u64,
    /// What was ready for a viewer whose consent has run out.
    pub no_consent: u64,
}

/// What a worker has done since it was made, and has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Peers on this thread.
    pub peers: u64,
    /// Tracks that are published on this thread.
    pub tracks: u64,
    /// Datagrams that came in.
    pub datagrams_in: u64,
    /// Their bytes.
    pub bytes_in: u64,
    /// Media packets of publishers that were taken.
    pub packets_in: u64,
    /// Datagrams that went out.
    pub datagrams_out: u64,
    /// Their bytes.
    pub bytes_out: u64,
    /// Media packets for viewers, resends apart.
    pub packets_out: u64,
    /// Packets sent again on a NACK.
    pub resends: u64,
    /// Packets that viewers asked for.
    pub nacked: u64,
    /// Keyframes that viewers asked for.
    pub keyframes_asked: u64,
    /// Requests for keyframes that went to publishers.
    pub keyframes_requested: u64,
    /// Connections that were given up because str0m panicked over them.
    pub panics: u64,
    /// What went nowhere.
    pub drops: Drops,
}
