//! Budgets of one login and of one room.

use ilive_core::room::Rates;
use ilive_core::session;
use serde::{Deserialize, Serialize};

/// Budgets of one login. What it costs at most is the sum of the bytes; what it may ask are token buckets.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionLimits {
    /// Events kept for a resume.
    pub outbox_events: usize,
    /// Bytes of events kept for a resume.
    pub outbox_bytes: usize,
    /// Answers kept for repeated client keys.
    pub answers: usize,
    /// Bytes of those answers; the newest is kept whatever it has.
    pub answers_bytes: usize,
    /// Requests that wait for their answer; past it 10005 `too_many_requests`.
    pub in_flight: usize,
    /// Requests at once; past it 10005 `throttled`.
    pub requests_burst: u32,
    /// Requests a second in the long run.
    pub requests_per_second: u32,
    /// Messages and resolves at once; past it `im` 10023 `throttled`.
    pub messages_burst: u32,
    /// Messages and resolves a second in the long run; 0: none after the burst.
    pub messages_per_second: u32,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            outbox_events: 1_024,
            outbox_bytes: 192 * 1024,
            answers: 64,
            answers_bytes: 192 * 1024,
            in_flight: 64,
            requests_burst: 100,
            requests_per_second: 50,
            messages_burst: 40,
            messages_per_second: 20,
        }
    }
}

impl SessionLimits {
    /// What the rules of a login go by.
    pub(crate) fn core(&self, timers: ilive_core::Timers) -> session::Config {
        session::Config {
            timers,
            outbox_events: self.outbox_events,
            outbox_bytes: self.outbox_bytes,
            in_flight: self.in_flight,
            requests: (self.requests_burst, self.requests_per_second),
            messages: (self.messages_burst, self.messages_per_second),
            answers: self.answers,
            answers_bytes: self.answers_bytes,
        }
    }
}

/// Budgets of speed tests.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SpeedLimits {
    /// Tests of one user a minute; past it 10005 `throttled`.
    pub tests_per_minute: u32,
    /// Tests at a time; past it 10005 `server_full`.
    pub at_a_time: usize,
    /// Tests at a time from one source; past it 10005 `server_full`. Loopback is not counted.
    pub at_a_time_per_source: usize,
    /// Datagrams of one test that are echoed.
    pub datagrams: u32,
    /// Longest of them in bytes; less than 37 counts as 37, more than 1400 as 1400.
    pub datagram_bytes: u32,
    /// Bytes that one test may be sent.
    pub down_bytes: u32,
    /// Bytes that one test may send.
    pub up_bytes: u32,
}

impl Default for SpeedLimits {
    /// 250 datagrams at the pace of voice are 5 s; 2 MB up are 16 s at 1 Mbit/s, so that a test fits into its 30 s there too.
    fn default() -> Self {
        Self {
            tests_per_minute: 6,
            at_a_time: 32,
            at_a_time_per_source: 4,
            datagrams: 250,
            datagram_bytes: 1_000,
            down_bytes: 32_000_000,
            up_bytes: 2_000_000,
        }
    }
}

/// Budgets of one room, whoever uses them: what one does there is told to all.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoomLimits {
    /// Messages to its chat group at once; past it `im` 10023 `throttled`.
    pub messages_burst: u32,
    /// Messages a second in the long run.
    pub messages_per_second: u32,
    /// Users who come into its chat group at once; past it `im` 10023 `throttled`.
    pub joins_burst: u32,
    /// Users who come a second in the long run.
    pub joins_per_second: u32,
    /// Hands that go up at once; past it 10005 `throttled`.
    pub hands_burst: u32,
    /// Hands a second in the long run.
    pub hands_per_second: u32,
    /// Comings and goings that the group is told of at once; past it only the newest is, as soon as it may be.
    pub tips_burst: u32,
    /// Comings and goings told a second in the long run.
    pub tips_per_second: u32,
}

impl Default for RoomLimits {
    fn default() -> Self {
        Self {
            messages_burst: 80,
            messages_per_second: 40,
            joins_burst: 1_000,
            joins_per_second: 200,
            hands_burst: 40,
            hands_per_second: 20,
            tips_burst: 40,
            tips_per_second: 10,
        }
    }
}

impl RoomLimits {
    /// What the rules of a room go by.
    pub(crate) fn core(&self) -> Rates {
        Rates {
            messages: (self.messages_burst, self.messages_per_second),
            joins: (self.joins_burst, self.joins_per_second),
            hands: (self.hands_burst, self.hands_per_second),
            tips: (self.tips_burst, self.tips_per_second),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_rules() {
        let config = session::Config::default();

        assert_eq!(SessionLimits::default().core(config.timers), config);
        assert_eq!(RoomLimits::default().core(), Rates::default());
    }
}
