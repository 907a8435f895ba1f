//! Keeps one connection to the server: dials, notices loss, waits, dials again.
//!
//! Before a session was up, what does not open ends the login: 8012, 8052, 10003, or 1005 when 30 s are over. Later no loss is
//! final by itself; one that lasts 5 s is told as event 8012.

use std::time::{Duration, Instant};

use ilive_protocol::{Code, wire};

use crate::io::{LinkCommand, LinkEvent, LinkId, Verdict};
use crate::login::Login;
use crate::purpose::Purpose;
use crate::{Client, Error, Event, Output};

#[derive(Debug, Clone, Default)]
pub(crate) struct Link {
    line: Line,
    last: u64,
    attempt: u32,
    /// A session was up in this login.
    ever_up: bool,
    /// Since when one is.
    up_since: Option<Instant>,
    lost: Option<Lost>,
}

/// A link that was up so long was of use: what comes after it counts anew. One that ends sooner may end by what is asked on
/// it, and would be dialled without pause.
const OF_USE: Duration = Duration::from_secs(10);

/// A link that had been up and is not.
#[derive(Debug, Clone, Copy)]
struct Lost {
    /// When it is told, as event 8012; none: it was.
    told_at: Option<Instant>,
    /// Until when the server keeps the seat in a room, from the last frame on; none: it is given up.
    seat_until: Option<Instant>,
}

#[derive(Debug, Clone, Default)]
enum Line {
    #[default]
    Idle,
    Dialing {
        id: LinkId,
        until: Instant,
    },
    /// Open; the login is asked on it.
    Greeting(LinkId),
    Up {
        id: LinkId,
        heard: Instant,
        pings: Option<Pings>,
    },
    Waiting {
        until: Instant,
    },
}

/// Asked whether the server still hears us.
#[derive(Debug, Clone, Copy)]
struct Pings {
    sent: u8,
    next: Instant,
}

/// Pings without an answer that lose the link.
const PINGS: u8 = 2;

impl Link {
    fn id(&self) -> Option<LinkId> {
        match self.line {
            Line::Dialing { id, .. } | Line::Greeting(id) | Line::Up { id, .. } => Some(id),
            Line::Idle | Line::Waiting { .. } => None,
        }
    }

    /// The connection on which requests go out.
    pub(crate) fn up(&self) -> Option<LinkId> {
        match self.line {
            Line::Up { id, .. } => Some(id),
            _ => None,
        }
    }

    pub(crate) fn greeting(&self) -> Option<LinkId> {
        match self.line {
            Line::Greeting(id) => Some(id),
            _ => None,
        }
    }
}

impl Client {
    /// A login begins: nothing of an earlier one counts.
    pub(crate) fn start_link(&mut self, now: Instant) {
        self.link = Link { last: self.link.last, ..Link::default() };
        self.dial(now);
    }

    fn dial(&mut self, now: Instant) {
        self.link.last += 1;
        let id = LinkId(self.link.last);
        self.link.line = Line::Dialing { id, until: now + self.config.timers.dial };
        self.outputs.push_back(Output::Link(id, LinkCommand::Dial));
    }

    /// Closes whatever there is; nothing is tried again.
    pub(crate) fn hang_up(&mut self) {
        if let Some(id) = self.link.id() {
            self.outputs.push_back(Output::Link(id, LinkCommand::Close));
        }
        self.link.line = Line::Idle;
        self.link.lost = None;
    }

    /// Gone, or of no use: tries again after a wait that grows, `at_least` where the server asked for it.
    pub(crate) fn lose_link(&mut self, now: Instant, at_least: Duration) {
        let lost = self.link.lost.or_else(|| self.just_lost(now));
        self.hang_up();
        self.requests.rest(now);
        self.requests.take(|purpose| *purpose == Purpose::Login);
        if matches!(self.login, Login::Out) {
            return;
        }
        if self.link.up_since.take().is_some_and(|since| now.saturating_duration_since(since) >= OF_USE) {
            self.link.attempt = 0;
        }
        self.link.attempt += 1;
        let next_at = now + at_least + self.backoff();
        self.link.line = Line::Waiting { until: next_at };
        if self.link.ever_up {
            self.link.lost = lost;
            self.event(Event::LinkDown { attempt: self.link.attempt, next_at });
        }
    }

    fn just_lost(&self, now: Instant) -> Option<Lost> {
        let Line::Up { heard, .. } = self.link.line else { return None };
        let timers = &self.config.timers;
        Some(Lost { told_at: Some(now + timers.link_event), seat_until: Some(heard + timers.resume_window) })
    }

    /// Full jitter, so that a crowd that lost its server comes back spread out.
    fn backoff(&mut self) -> Duration {
        let timers = &self.config.timers;
        let doubled = timers.backoff_base.saturating_mul(1 << (self.link.attempt - 1).min(10));
        let ceiling = u64::try_from(doubled.min(timers.backoff_cap).as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.seed.up_to(ceiling))
    }

    /// The session is up; later losses are never final.
    pub(crate) fn establish(&mut self, now: Instant, recovered: bool) {
        let Some(id) = self.link.id() else { return };
        self.link.line = Line::Up { id, heard: now, pings: None };
        (self.link.up_since, self.link.lost) = (Some(now), None);
        if std::mem::replace(&mut self.link.ever_up, true) {
            self.event(Event::LinkUp { recovered });
        }
    }

    pub(crate) fn link_event(&mut self, now: Instant, id: LinkId, event: LinkEvent) {
        if self.link.id() != Some(id) {
            return;
        }
        if let Line::Up { heard, pings, .. } = &mut self.link.line {
            (*heard, *pings) = (now, None);
        }
        match event {
            LinkEvent::Opened => self.opened(now, id),
            LinkEvent::Failed(verdict) => self.not_opened(now, verdict),
            LinkEvent::Closed => self.lose_link(now, Duration::ZERO),
            LinkEvent::Frame(frame) => self.frame(now, *frame),
            // What cannot be read cannot be skipped either: a reply or an event may be in it.
            LinkEvent::BadFrame => self.bad_frame(now, Error::of(Code::ParseFail, "bad_frame")),
        }
    }

    /// The server says what makes no sense: the session is taken up again where it still did.
    pub(crate) fn bad_frame(&mut self, now: Instant, error: Error) {
        self.warn(error);
        self.lose_link(now, Duration::ZERO);
    }

    fn opened(&mut self, now: Instant, id: LinkId) {
        if matches!(self.link.line, Line::Dialing { .. }) {
            self.link.line = Line::Greeting(id);
            self.greet(now);
        }
    }

    fn not_opened(&mut self, now: Instant, verdict: Verdict) {
        let error = match verdict {
            Verdict::Unreachable => Error::of(Code::NetUndefine, "unreachable"),
            Verdict::Foreign => Error::of(Code::ParseFail, "foreign_answer"),
            Verdict::OriginRefused => Error::of(Code::ServerNoPermission, "origin_refused"),
            Verdict::Silent => return self.lose_link(now, Duration::ZERO),
        };
        if self.link.ever_up && verdict != Verdict::OriginRefused {
            return self.lose_link(now, Duration::ZERO);
        }
        self.login_refused(now, error);
    }

    /// A media path that was alive has fallen silent: two pings, then the link is lost.
    pub(crate) fn media_silent(&mut self, now: Instant) {
        if let Line::Up { pings: None, .. } = self.link.line {
            self.ping(now, 1);
        }
    }

    fn ping(&mut self, now: Instant, count: u8) {
        let Line::Up { id, pings, .. } = &mut self.link.line else { return };
        *pings = Some(Pings { sent: count, next: now + self.config.timers.ping });
        let (id, seen) = (*id, self.login.take_seen());
        let request = Some(wire::client_frame::Request::Ping(wire::Ping {}));
        let frame = wire::ClientFrame { request_id: 0, client_key: String::new(), seen, request };
        self.outputs.push_back(Output::Link(id, LinkCommand::Send(Box::new(frame))));
    }

    pub(crate) fn online(&mut self, now: Instant) {
        if matches!(self.link.line, Line::Waiting { .. }) {
            self.dial(now);
        }
    }

    pub(crate) fn link_deadline(&self) -> Option<(Instant, &'static str)> {
        let line = match self.link.line {
            Line::Idle | Line::Greeting(_) => None,
            Line::Dialing { until, .. } => Some((until, "dial")),
            Line::Up { pings: Some(pings), .. } => Some((pings.next, "ping")),
            Line::Up { heard, .. } => Some((heard + self.config.timers.link_lost, "link silent")),
            Line::Waiting { until } => Some((until, "link again")),
        };
        let told = self.link.lost.and_then(|lost| lost.told_at).map(|at| (at, "link lost"));
        let seat = self.link.lost.and_then(|lost| lost.seat_until).map(|at| (at, "seat lost"));
        line.into_iter().chain(told).chain(seat).min()
    }

    /// What a loss that lasts leads to: it is told, then the seat in a room is gone.
    fn expire_lost(&mut self, now: Instant) {
        let due = |at: &mut Option<Instant>| at.take_if(|at| *at <= now).is_some();
        let Some(lost) = &mut self.link.lost else { return };
        let (tell, seat) = (due(&mut lost.told_at), due(&mut lost.seat_until));
        if tell {
            self.warn(Error::of(Code::NetUndefine, "link_lost"));
        }
        if seat {
            self.seat_expired(now);
        }
    }

    pub(crate) fn expire_link(&mut self, now: Instant) {
        let timers = self.config.timers;
        self.expire_lost(now);
        match self.link.line {
            Line::Dialing { until, .. } if until <= now => self.lose_link(now, Duration::ZERO),
            Line::Waiting { until } if until <= now => self.dial(now),
            Line::Up { pings: Some(Pings { sent, next }), .. } if next <= now => {
                if sent < PINGS {
                    self.ping(now, sent + 1);
                } else {
                    self.lose_link(now, Duration::ZERO);
                }
            }
            Line::Up { pings: None, heard, .. } if heard + timers.link_lost <= now => {
                self.lose_link(now, Duration::ZERO);
            }
            _ => {}
        }
    }
}
