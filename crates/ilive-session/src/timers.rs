//! Every deadline of a client, as data (E.11, R2), so that tests shorten them.

use std::time::Duration;

use ilive_protocol::wire::ClientTimers;

/// How long a client waits, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timers {
    /// An operation younger than this is "just busy" (8011), an older one is the AV layer's matter: 2 s.
    pub stale: Duration,
    /// IM's answer to the context's question for its own tiny id: 10 s, then 7000.
    pub own_id: Duration,
    /// A room's address: 10 s, then 10004.
    pub room_locate: Duration,
    /// Entry as a whole, and login as a whole: 30 s, then 1005.
    pub room_enter: Duration,
    /// One of the three tries of another request: 10 s; three times that, then 1005, or 6012 of `im`.
    pub request: Duration,
    /// ICE and DTLS: 15 s, then 10005.
    pub ice: Duration,
    /// A device or the engine that does not say how it went: 10 s, then 1005; the device counts as closed.
    pub local: Duration,
    /// A connection that neither opens nor fails: 10 s.
    pub dial: Duration,
    /// Without a frame for this long, a link counts as lost: 15 s.
    pub link_lost: Duration,
    /// From the last frame until the server gives session and seat up: 30 s.
    pub resume_window: Duration,
    /// A link that stays lost is told after this, as event 8012: 5 s.
    pub link_event: Duration,
    /// Between two pings that ask whether the server still hears us, and after the second: 500 ms.
    pub ping: Duration,
    /// The first wait before another try of the link is up to this: 400 ms.
    pub backoff_base: Duration,
    /// No wait is longer: 8 s, a person is looking.
    pub backoff_cap: Duration,
    /// A goodbye that nobody answers: 1 s.
    pub goodbye: Duration,
    /// A member who could not be named is tried again after 2 s.
    pub name_retry: Duration,
    /// How long an invitation or a call rings: 30 s.
    pub ring: Duration,
    /// A speed test, from the word that lets it begin: 30 s (E.11), then 1005.
    pub speed_test: Duration,
}

impl Default for Timers {
    fn default() -> Self {
        let (s, ms) = (Duration::from_secs, Duration::from_millis);
        Self {
            stale: s(2),
            own_id: s(10),
            room_locate: s(10),
            room_enter: s(30),
            request: s(10),
            ice: s(15),
            local: s(10),
            dial: s(10),
            link_lost: s(15),
            resume_window: s(30),
            link_event: s(5),
            ping: ms(500),
            backoff_base: ms(400),
            backoff_cap: s(8),
            goodbye: s(1),
            name_retry: s(2),
            ring: s(30),
            speed_test: s(30),
        }
    }
}

/// A server that waits longer for anything is mistaken, and sums of its waits stay within what clocks have.
const LONGEST_MS: u32 = 24 * 3600 * 1000;

/// Tries of a request within its deadline (R2).
const TRIES: u32 = 3;

impl Timers {
    /// Each with the name that it has wherever it can be set.
    pub fn named(&mut self) -> [(&'static str, &mut Duration); 18] {
        // No `..`: one that is added here is added below.
        let Self {
            stale,
            own_id,
            room_locate,
            room_enter,
            request,
            ice,
            local,
            dial,
            link_lost,
            resume_window,
            link_event,
            ping,
            backoff_base,
            backoff_cap,
            goodbye,
            name_retry,
            ring,
            speed_test,
        } = self;
        [
            ("stale", stale),
            ("own_id", own_id),
            ("room_locate", room_locate),
            ("room_enter", room_enter),
            ("request", request),
            ("ice", ice),
            ("local", local),
            ("dial", dial),
            ("link_lost", link_lost),
            ("resume_window", resume_window),
            ("link_event", link_event),
            ("ping", ping),
            ("backoff_base", backoff_base),
            ("backoff_cap", backoff_cap),
            ("goodbye", goodbye),
            ("name_retry", name_retry),
            ("ring", ring),
            ("speed_test", speed_test),
        ]
    }

    /// From a request to what its silence means.
    #[must_use]
    pub fn answer(&self) -> Duration {
        self.request * TRIES
    }

    /// Follows the server's: what it does not say stays, and none is longer than a day.
    pub fn follow(&mut self, server: &ClientTimers) {
        for (own, ms) in [
            (&mut self.room_locate, server.room_locate),
            (&mut self.room_enter, server.room_enter),
            (&mut self.request, server.request),
            (&mut self.ice, server.ice),
            (&mut self.link_lost, server.link_lost),
            (&mut self.resume_window, server.resume_window),
            (&mut self.ring, server.ring),
        ] {
            if ms > 0 {
                *own = Duration::from_millis(ms.min(LONGEST_MS).into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_deadlines_are_followed_where_it_names_them() {
        let mut timers = Timers::default();

        timers.follow(&ClientTimers { room_enter: 3_000, ..ClientTimers::default() });

        assert_eq!(timers.room_enter, Duration::from_secs(3));
        assert_eq!(timers.room_locate, Duration::from_secs(10));
        assert_eq!(timers.answer(), Duration::from_secs(30));
        timers.follow(&ClientTimers { request: u32::MAX, ..ClientTimers::default() });
        assert_eq!(timers.request, Duration::from_secs(24 * 3600));
    }
}
