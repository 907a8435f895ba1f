//! Every deadline and period of the server, in ms, so that operators and tests can shorten them.

use std::time::Duration;

use ilive_core::Timers;
use ilive_sfu::LinkLimits;
use serde::{Deserialize, Serialize};

/// Deadlines and periods in ms (E.7, E.11, R2).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TimersConfig {
    /// Told to clients: `room.locate` without an answer is 10004.
    pub room_locate: u32,
    /// Told to clients: an entry as a whole, else 1005.
    pub room_enter: u32,
    /// Told to clients: one try of another request; three tries, else 1005.
    pub request: u32,
    /// ICE and DTLS must be up by then, else 10005.
    pub ice: u32,
    /// The last proof that a client wants its media holds for this long (RFC 7675 allows 30 s).
    pub consent: u32,
    /// Without sending for this long the server says Tick.
    pub tick: u32,
    /// Without any frame for this long the link counts as lost.
    pub link_lost: u32,
    /// A session and its seats outlive the last frame by this.
    pub resume_window: u32,
    /// A login's userSig has run out: time to renew it.
    pub renew_grace: u32,
    /// A room without people is reclaimed.
    pub room_empty: u32,
    /// A room with neither an uplink nor its host is reclaimed.
    pub room_idle: u32,
    /// A published video track without packets loses its slot.
    pub uplink_silent: u32,
    /// A call or an invitation that nobody answers ends; told to clients.
    pub ring: u32,
    /// A call ends when the link of one of its two is lost for this long.
    pub call_away: u32,
    /// A kicked user's older tickets are refused for that room.
    pub ban: u32,
    /// An offer must be answered by the media side by then.
    pub negotiate: u32,
    /// Least time between two counts of people.
    pub people_every: u32,
    /// A group join waits this long for the entry that makes its room.
    pub group_wait: u32,
    /// A vacant room's task closes after this long without a message: whoever has just got its handle still reaches it.
    pub room_linger: u32,
    /// Between two tries to write what the store did not take.
    pub keep_again: u32,
    /// A speed test is over after this.
    pub speed_test: u32,
    /// What a speed test is sent ends after this, however little it was.
    pub speed_down: u32,
    /// The first frame of a connection must be a login by then.
    pub login: u32,
    /// A connection that takes nothing of what is sent for this long is dropped.
    pub send_stuck: u32,
    /// A WebSocket that is being closed has this long to take in what was sent before.
    pub close_grace: u32,
    /// A TLS handshake, the first request of a connection, the head of each, and the pause between two of them.
    pub request_head: u32,
    /// The whole body of a request.
    pub request_body: u32,
    /// HTTP/2: between two questions whether the client is there.
    pub http2_ping: u32,
}

impl Default for TimersConfig {
    fn default() -> Self {
        Self {
            room_locate: 10_000,
            room_enter: 30_000,
            request: 10_000,
            ice: 15_000,
            consent: 15_000,
            tick: 5_000,
            link_lost: 15_000,
            resume_window: 30_000,
            renew_grace: 60_000,
            room_empty: 30_000,
            room_idle: 90_000,
            uplink_silent: 30_000,
            ring: 30_000,
            call_away: 20_000,
            ban: 600_000,
            negotiate: 10_000,
            people_every: 500,
            group_wait: 10_000,
            room_linger: 1_000,
            keep_again: 1_000,
            speed_test: 30_000,
            speed_down: 4_000,
            login: 10_000,
            send_stuck: 10_000,
            close_grace: 2_000,
            request_head: 15_000,
            request_body: 30_000,
            http2_ping: 20_000,
        }
    }
}

impl TimersConfig {
    /// What the rules wait by.
    pub(crate) fn core(&self) -> Timers {
        Timers {
            tick: ms(self.tick),
            link_lost: ms(self.link_lost),
            resume_window: ms(self.resume_window),
            ticket_grace: ms(self.renew_grace),
            negotiate: ms(self.negotiate),
            ice: ms(self.ice),
            track_silent: ms(self.uplink_silent),
            people_every: ms(self.people_every),
            room_empty: ms(self.room_empty),
            room_idle: ms(self.room_idle),
            group_wait: ms(self.group_wait),
            ring: ms(self.ring),
            call_away: ms(self.call_away),
            ban: ms(self.ban),
            room_locate: ms(self.room_locate),
            room_enter: ms(self.room_enter),
            request: ms(self.request),
        }
    }

    /// What the media plane waits by.
    pub(crate) fn media(&self) -> LinkLimits {
        LinkLimits { connect: ms(self.ice), consent: ms(self.consent) }
    }
}

/// A setting in ms as a duration.
pub(crate) fn ms(setting: u32) -> Duration {
    Duration::from_millis(setting.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_rules() {
        let timers = TimersConfig::default();

        assert_eq!(timers.core(), Timers::default());
        assert_eq!(timers.media(), LinkLimits::default());
    }
}
