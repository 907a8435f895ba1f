//! Every deadline of the server's rules, as data (E.11), so that tests and operators can change them.

use std::time::Duration;

use ilive_protocol::wire::ClientTimers;

/// How long the rules wait, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timers {
    /// Without sending for this long, the server sends a `Tick`: 5 s, so that three fit into `link_lost`.
    pub tick: Duration,
    /// Without a frame for this long, a link counts as lost: 15 s.
    pub link_lost: Duration,
    /// From the last frame until session and seat are given up: 30 s, the original's heartbeat limit.
    pub resume_window: Duration,
    /// From the end of a userSig until its session ends: 60 s to renew it in place.
    pub ticket_grace: Duration,
    /// From the room's word until the offer has been answered on the server: 10 s, far above any real negotiation.
    pub negotiate: Duration,
    /// From the answer until ICE and DTLS are done: 15 s, then 10005.
    pub ice: Duration,
    /// Without packets of a published video for this long, its slot is cleared: 30 s. Counted by the shell, from the media plane's word (2 s)
    /// on.
    pub track_silent: Duration,
    /// Least time between two `PeopleChanged`: 500 ms, so at most two a second.
    pub people_every: Duration,
    /// A room with nobody in it is reclaimed after 30 s.
    pub room_empty: Duration,
    /// A room with neither an uplink nor its host present is reclaimed after 90 s.
    pub room_idle: Duration,
    /// How long a group join waits for the AV entry that makes its room: 10 s, the clients' deadline of a request.
    pub group_wait: Duration,
    /// How long a call or an invitation rings before it ends by itself: 30 s.
    pub ring: Duration,
    /// How long a call outlives the link of one of its two: 20 s, two of the original's heartbeats.
    pub call_away: Duration,
    /// How long tickets made before a kick are refused when the host names no time: 10 min.
    pub ban: Duration,
    /// Client: `room.locate`, 10 s, then 10004.
    pub room_locate: Duration,
    /// Client: entry as a whole, 30 s, then 1005.
    pub room_enter: Duration,
    /// Client: one try of another request, 10 s; three tries, then 1005.
    pub request: Duration,
}

impl Default for Timers {
    fn default() -> Self {
        let s = Duration::from_secs;
        Self {
            tick: s(5),
            link_lost: s(15),
            resume_window: s(30),
            ticket_grace: s(60),
            negotiate: s(10),
            ice: s(15),
            track_silent: s(30),
            people_every: Duration::from_millis(500),
            room_empty: s(30),
            room_idle: s(90),
            group_wait: s(10),
            ring: s(30),
            call_away: s(20),
            ban: s(600),
            room_locate: s(10),
            room_enter: s(30),
            request: s(10),
        }
    }
}

/// What a client is told at login, so that its timers follow the server's.
impl From<&Timers> for ClientTimers {
    fn from(timers: &Timers) -> Self {
        Self {
            room_locate: ms(timers.room_locate),
            room_enter: ms(timers.room_enter),
            request: ms(timers.request),
            ice: ms(timers.ice),
            link_lost: ms(timers.link_lost),
            resume_window: ms(timers.resume_window),
            ring: ms(timers.ring),
        }
    }
}

/// Whole milliseconds; what does not fit is the largest there is.
pub(crate) fn ms(duration: Duration) -> u32 {
    u32::try_from(duration.as_millis()).unwrap_or(u32::MAX)
}
