//! Speed tests that are under way: what each may still take, give and have echoed, and what of it has arrived.
//! `docs/design/speed.md` is the whole of it.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use ilive_protocol::TinyId;
use ilive_protocol::wire::SpeedTestReply;

use crate::config::{SpeedLimits, TimersConfig, ms};
use crate::refusal::Refusal;
use crate::source::Budgets;
use crate::sync::lock;
use crate::words::random_word;

/// The first byte of a datagram: none that STUN, DTLS or RTP uses (RFC 7983).
const KIND: u8 = 5;
const TOKEN: usize = 16;
const NUMBER: usize = 1 + TOKEN;
const ARRIVED: usize = NUMBER + 4 + 8;
const CLOCK: usize = ARRIVED + 4;
const HEAD: usize = CLOCK + 4;
/// Longest datagram that no usual network cuts in two, in bytes.
const DATAGRAM_MAX: u32 = 1_400;

/// All tests of one server.
pub(crate) struct SpeedTests {
    limits: SpeedLimits,
    lasts: Duration,
    begun: Budgets<TinyId>,
    tests: Mutex<Tests>,
}

/// A user has one at a time; who begins another ends the older one.
#[derive(Default)]
struct Tests {
    of: HashMap<TinyId, Test>,
    by_token: HashMap<String, TinyId>,
    by_datagram: HashMap<[u8; TOKEN], TinyId>,
}

struct Test {
    /// Where its login comes from; none for what is not counted.
    place: Option<IpAddr>,
    token: String,
    datagram_token: [u8; TOKEN],
    until: Instant,
    datagrams: Datagrams,
    down_left: u32,
    up_left: u32,
}

/// What has come on the media port.
enum Datagrams {
    None,
    /// From this address alone, since then.
    Some {
        from: IpAddr,
        first: Instant,
        arrived: u32,
    },
}

impl Tests {
    fn remove(&mut self, user: TinyId) {
        if let Some(test) = self.of.remove(&user) {
            self.by_token.remove(&test.token);
            self.by_datagram.remove(&test.datagram_token);
        }
    }

    fn forget_over(&mut self, now: Instant) {
        let over: Vec<TinyId> =
            self.of.iter().filter(|(_, test)| test.until <= now).map(|(user, _)| *user).collect();
        over.into_iter().for_each(|user| self.remove(user));
    }

    fn from(&self, place: IpAddr) -> usize {
        self.of.values().filter(|test| test.place == Some(place)).count()
    }

    fn named(&mut self, now: Instant, token: &str) -> Result<&mut Test, Refusal> {
        let test = self.by_token.get(token).and_then(|user| self.of.get_mut(user));
        test.filter(|test| now < test.until).ok_or_else(|| {
            Refusal::denied("test_unknown", "there is no such speed test, or its time is over")
                .with_status(axum::http::StatusCode::UNAUTHORIZED)
        })
    }
}

impl SpeedTests {
    pub(crate) fn new(mut limits: SpeedLimits, timers: &TimersConfig) -> Self {
        limits.datagram_bytes = limits.datagram_bytes.clamp(HEAD as u32, DATAGRAM_MAX);
        Self {
            limits,
            lasts: ms(timers.speed_test),
            begun: Budgets::per_minute(limits.tests_per_minute),
            tests: Mutex::default(),
        }
    }

    /// # Errors
    /// 10005: `throttled` for a user who has begun as many as a minute allows, `server_full` for one too many at a time, of all
    /// or from this place.
    pub(crate) fn begin(
        &self,
        now: Instant,
        user: TinyId,
        place: Option<IpAddr>,
        addresses: &[SocketAddr],
    ) -> Result<SpeedTestReply, Refusal> {
        let later = |refusal: Refusal| Err(refusal.retry_after(self.lasts));
        let mut tests = lock(&self.tests);
        tests.forget_over(now);
        tests.remove(user);
        if tests.of.len() >= self.limits.at_a_time {
            return later(Refusal::full("server_full", "as many speed tests run as the server takes"));
        }
        if place.is_some_and(|place| tests.from(place) >= self.limits.at_a_time_per_source) {
            let said = "as many speed tests run from this address as the server takes from one";
            return later(Refusal::full("server_full", said));
        }
        if !self.begun.take(&user) {
            return later(Refusal::full("throttled", "too many speed tests: wait a moment"));
        }
        let test = Test {
            place,
            token: random_word(),
            datagram_token: rand::random(),
            until: now + self.lasts,
            datagrams: Datagrams::None,
            down_left: self.limits.down_bytes,
            up_left: self.limits.up_bytes,
        };
        let reply = self.terms(&test, addresses);
        tests.by_token.insert(test.token.clone(), user);
        tests.by_datagram.insert(test.datagram_token, user);
        tests.of.insert(user, test);
        Ok(reply)
    }

    fn terms(&self, test: &Test, addresses: &[SocketAddr]) -> SpeedTestReply {
        SpeedTestReply {
            token: test.token.clone(),
            datagram_token: test.datagram_token.to_vec().into(),
            datagram_addresses: addresses.iter().map(ToString::to_string).collect(),
            datagrams: self.limits.datagrams,
            datagram_bytes: self.limits.datagram_bytes,
            down_bytes: test.down_left,
            up_bytes: test.up_left,
            for_ms: u32::try_from(self.lasts.as_millis()).unwrap_or(u32::MAX),
        }
    }

    /// The echo of a datagram of a test; none for any other, which is dropped like other noise.
    pub(crate) fn echo(&self, now: Instant, from: SocketAddr, bytes: &[u8]) -> Option<Vec<u8>> {
        if bytes.first() != Some(&KIND)
            || !(HEAD..=self.limits.datagram_bytes as usize).contains(&bytes.len())
        {
            return None;
        }
        let token: [u8; TOKEN] = bytes[1..NUMBER].try_into().ok()?;
        let mut tests = lock(&self.tests);
        let user = *tests.by_datagram.get(&token)?;
        let test = tests.of.get_mut(&user).filter(|test| now < test.until)?;
        let (arrived, first) = test.datagrams.take(now, from.ip(), self.limits.datagrams)?;
        drop(tests);
        let clock = u32::try_from(now.saturating_duration_since(first).as_micros()).unwrap_or(u32::MAX);
        let mut echo = bytes.to_vec();
        echo[ARRIVED..CLOCK].copy_from_slice(&arrived.to_be_bytes());
        echo[CLOCK..HEAD].copy_from_slice(&clock.to_be_bytes());
        Some(echo)
    }

    /// How many datagrams have arrived.
    pub(crate) fn arrived(&self, now: Instant, token: &str) -> Result<u32, Refusal> {
        match lock(&self.tests).named(now, token)?.datagrams {
            Datagrams::None => Ok(0),
            Datagrams::Some { arrived, .. } => Ok(arrived),
        }
    }

    /// Takes from what the test may be sent.
    ///
    /// # Errors
    /// 10003 `test_unknown`; 10005 `throttled` for more than is left.
    pub(crate) fn take_down(&self, now: Instant, token: &str, bytes: u32) -> Result<(), Refusal> {
        let mut tests = lock(&self.tests);
        let test = tests.named(now, token)?;
        test.down_left = test.down_left.checked_sub(bytes).ok_or_else(|| {
            Refusal::full("throttled", format!("{} bytes are left of this speed test", test.down_left))
        })?;
        Ok(())
    }

    /// All that the test may still send, for one request: others get nothing beside it.
    ///
    /// # Errors
    /// 10003 `test_unknown`.
    pub(crate) fn reserve_up(&self, now: Instant, token: &str) -> Result<u32, Refusal> {
        lock(&self.tests).named(now, token).map(|test| std::mem::take(&mut test.up_left))
    }

    /// What it did not need of that. A test that has ended meanwhile needs none.
    pub(crate) fn give_back_up(&self, now: Instant, token: &str, bytes: u32) {
        if let Ok(test) = lock(&self.tests).named(now, token) {
            test.up_left = test.up_left.saturating_add(bytes);
        }
    }
}

impl Datagrams {
    /// Counts one more; the count, and when the first came. None for another address, and past the limit.
    fn take(&mut self, now: Instant, of: IpAddr, max: u32) -> Option<(u32, Instant)> {
        match self {
            Self::None => {
                *self = Self::Some { from: of, first: now, arrived: 1 };
                Some((1, now))
            }
            Self::Some { from, first, arrived } if *from == of && *arrived < max => {
                *arrived += 1;
                Some((*arrived, *first))
            }
            Self::Some { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: TinyId = TinyId(1);

    fn tests(change: impl FnOnce(&mut SpeedLimits)) -> SpeedTests {
        let mut limits = SpeedLimits::default();
        change(&mut limits);
        SpeedTests::new(limits, &TimersConfig::default())
    }

    fn here() -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], 4_000))
    }

    fn datagram(token: &[u8], length: usize) -> Vec<u8> {
        let mut bytes = [&[KIND], token].concat();
        bytes.resize(length, 0xAA);
        bytes
    }

    fn code(refusal: Refusal) -> (u32, String) {
        let error = refusal.into_wire();
        (error.code, error.sub_reason)
    }

    #[test]
    fn an_echo_is_what_was_sent_with_the_count_and_the_clock() {
        let (tests, now) = (tests(|_| {}), Instant::now());
        let terms = tests.begin(now, ANN, None, &[here()]).expect("begun");
        let question = datagram(&terms.datagram_token, 200);

        assert!(tests.echo(now, here(), &question).is_some());
        let echo = tests.echo(now + Duration::from_millis(7), here(), &question).expect("an echo");

        assert_eq!(echo[29..37], [0, 0, 0, 2, 0, 0, 0x1B, 0x58], "the second, 7000 µs after the first");
        assert_eq!((&echo[..29], &echo[37..]), (&question[..29], &question[37..]));
        assert_eq!(tests.arrived(now, &terms.token).expect("it runs"), 2);
    }

    #[test]
    fn what_is_no_datagram_of_a_test_has_no_echo() {
        let (tests, now) = (tests(|limits| limits.datagrams = 2), Instant::now());
        let terms = tests.begin(now, ANN, None, &[here()]).expect("begun");
        let good = datagram(&terms.datagram_token, 200);
        let elsewhere = SocketAddr::from(([127, 0, 0, 2], 4_000));
        let limit = terms.datagram_bytes as usize;

        assert!(tests.echo(now, here(), &good).is_some());
        for (case, from, bytes) in [
            ("another token", here(), datagram(&[9; 16], 200)),
            ("too short", here(), good[..36].to_vec()),
            ("too long", here(), datagram(&terms.datagram_token, limit + 1)),
            ("another kind", here(), [&[6], &good[1..]].concat()),
            ("from elsewhere", elsewhere, good.clone()),
            ("nothing", here(), Vec::new()),
        ] {
            assert_eq!(tests.echo(now, from, &bytes), None, "{case}");
        }
        assert!(tests.echo(now, here(), &datagram(&terms.datagram_token, limit)).is_some());
        assert_eq!(tests.echo(now, here(), &good), None, "as many as are echoed");
        let late = now + Duration::from_secs(30);
        assert_eq!(tests.echo(late, here(), &good), None, "its time is over");
    }

    #[test]
    fn a_user_has_one_test_at_a_time_and_so_many_a_minute_and_the_server_its_limit() {
        let (tests, now) =
            (tests(|limits| (limits.tests_per_minute, limits.at_a_time) = (2, 2)), Instant::now());
        let begin = |user| tests.begin(now, TinyId(user), None, &[]);
        let first = begin(1).expect("begun");
        let second = begin(1).expect("begun");

        assert_eq!(
            code(tests.arrived(now, &first.token).expect_err("over")),
            (10_003, "test_unknown".into())
        );
        assert!(tests.arrived(now, &second.token).is_ok());
        assert_eq!(code(begin(1).expect_err("the third")), (10_005, "throttled".into()));
        begin(2).expect("begun");
        begin(3).expect("begun");
        assert_eq!(code(begin(4).expect_err("two run")), (10_005, "server_full".into()));
        tests.begin(now + Duration::from_secs(31), TinyId(4), None, &[]).expect("they are over");
    }

    #[test]
    fn one_place_holds_no_more_than_its_part() {
        let (tests, now) = (tests(|limits| limits.at_a_time_per_source = 2), Instant::now());
        let begin = |user, place| tests.begin(now, TinyId(user), Some(IpAddr::from([192, 0, 2, place])), &[]);
        begin(1, 1).expect("begun");
        begin(2, 1).expect("begun");

        assert_eq!(code(begin(3, 1).expect_err("two run")), (10_005, "server_full".into()));
        begin(2, 1).expect("its own older one ends");
        begin(3, 2).expect("from elsewhere");
        tests.begin(now, TinyId(4), None, &[]).expect("not counted");
    }

    #[test]
    fn bytes_run_out() {
        let (tests, now) =
            (tests(|limits| (limits.down_bytes, limits.up_bytes) = (1_000, 500)), Instant::now());
        let terms = tests.begin(now, ANN, None, &[]).expect("begun");

        tests.take_down(now, &terms.token, 600).expect("left");
        let refused = code(tests.take_down(now, &terms.token, 600).expect_err("400 are left"));
        assert_eq!(refused, (10_005, "throttled".into()));
        assert_eq!(tests.reserve_up(now, &terms.token).expect("it runs"), 500);
        assert_eq!(tests.reserve_up(now, &terms.token).expect("it runs"), 0, "another request has it all");
        tests.give_back_up(now, &terms.token, 300);
        assert_eq!(tests.reserve_up(now, &terms.token).expect("it runs"), 300);
        assert!(tests.reserve_up(now, "another").is_err());
    }
}
