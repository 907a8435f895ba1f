//! One login, over as many connections as it takes: asks, resumes, and ends.

use std::time::{Duration, Instant};

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, UserId, wire};

use crate::call::{Answer, Secret};
use crate::operations::Caller;
use crate::purpose::Purpose;
use crate::{Client, Error, OpId};

/// A server may ask for a pause before the next try, and one that asks for a longer one is mistaken: a person is looking.
const PAUSE_MAX: Duration = Duration::from_secs(60);

/// Version of the wire that this client speaks.
const PROTOCOL: u32 = 1;

#[derive(Debug, Clone, Default)]
pub(crate) enum Login {
    #[default]
    Out,
    /// Not answered yet; given up at `until`.
    Entering {
        op: OpId,
        who: Who,
        until: Instant,
        /// What the server turned this login away with for now.
        last: Option<Error>,
    },
    In(Session),
    /// Said goodbye.
    Leaving(OpId),
}

/// Who logs in, and by what.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    pub(crate) user: UserId,
    pub(crate) user_sig: Secret,
    pub(crate) nick: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) who: Who,
    id: String,
    token: Secret,
    /// Of the last event; none after a loss, when whatever comes next is the first.
    last_seq: Option<u64>,
    /// What the server was last told of `last_seq`.
    told_seq: u64,
}

/// Where an event stands among those of its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Next,
    /// Seen before, or of no session.
    Past,
    /// Others before it are missing.
    Early,
}

/// How a session came up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Up {
    First,
    /// The old session, nothing was lost.
    Recovered,
    /// The old session, but events were lost.
    Gap,
    /// A new session: its seat in a room is gone.
    Fresh,
}

impl Login {
    pub(crate) fn session(&self) -> Option<&Session> {
        match self {
            Self::In(session) => Some(session),
            _ => None,
        }
    }

    /// What goes out with the next frame, so that the server can forget events; 0: nothing new.
    pub(crate) fn take_seen(&mut self) -> u64 {
        match self {
            Self::In(session) if session.told_seq != session.seen() => {
                session.told_seq = session.seen();
                session.told_seq
            }
            _ => 0,
        }
    }

    /// The one whose turn it is counts as seen.
    pub(crate) fn see(&mut self, seq: u64) -> Turn {
        let Self::In(session) = self else { return Turn::Past };
        match session.last_seq {
            Some(last) if seq <= last => Turn::Past,
            Some(last) if seq - last > 1 => Turn::Early,
            _ => {
                session.last_seq = Some(seq);
                Turn::Next
            }
        }
    }
}

/// Codes with which a server turns a login away for now, not for good.
pub(crate) fn passes(error: &Error) -> bool {
    [Code::AvTimeout, Code::ServerFailed, Code::ServerTimeout, Code::ServerAllocResourceFailed]
        .into_iter()
        .any(|code| error.is(code))
}

impl Client {
    pub(crate) fn log_in(&mut self, now: Instant, op: OpId, who: Who) {
        let until = now + self.config.timers.room_enter;
        self.login = Login::Entering { op, who, until, last: None };
        self.start_link(now);
    }

    /// The connection is open: the login is its first frame.
    pub(crate) fn greet(&mut self, now: Instant) {
        let (who, resume) = match &self.login {
            Login::Entering { who, .. } => (who, None),
            Login::In(session) => (&session.who, Some(session.resume())),
            Login::Out | Login::Leaving(_) => return self.hang_up(),
        };
        let login = wire::Login {
            protocol: PROTOCOL,
            sdk_app_id: self.config.sdk_app_id,
            user_sig: who.user_sig.0.clone(),
            platform: self.config.platform.into(),
            nick: who.nick.clone(),
            client: self.config.client.clone(),
            resume,
            user_id: who.user.as_str().to_owned(),
        };
        self.ask(now, R::Login(login), Purpose::Login);
    }

    pub(crate) fn login_answered(&mut self, now: Instant, reply: Result<wire::LoginReply, Error>) {
        match reply {
            Ok(reply) => self.logged_in(now, reply),
            Err(error) if error.raised_by == ilive_protocol::codes::Layer::Server => {
                self.login_refused(now, error);
            }
            // Silence, or nonsense: another connection may do better.
            Err(error) => self.turned_away(now, error),
        }
    }

    /// A no of the server, or of the way to it: some pass.
    pub(crate) fn login_refused(&mut self, now: Instant, error: Error) {
        if passes(&error) {
            return self.turned_away(now, error);
        }
        match self.login {
            Login::Entering { op, .. } => self.login_failed(op, error),
            Login::In(_) => self.forced_offline(error),
            Login::Out | Login::Leaving(_) => {}
        }
    }

    pub(crate) fn turned_away(&mut self, now: Instant, error: Error) {
        let at_least = Duration::from_millis(error.retry_after_ms.into()).min(PAUSE_MAX);
        if let Login::Entering { last, .. } = &mut self.login {
            *last = Some(error);
        }
        self.lose_link(now, at_least);
    }

    fn login_failed(&mut self, op: OpId, error: Error) {
        self.login = Login::Out;
        self.hang_up();
        self.requests.clear();
        self.finish(op, Err(error));
    }

    fn logged_in(&mut self, now: Instant, reply: wire::LoginReply) {
        if let Some(timers) = &reply.timers {
            self.config.timers.follow(timers);
        }
        match std::mem::take(&mut self.login) {
            Login::Entering { op, who, .. } => self.first_login(now, op, who, reply),
            Login::In(session) => self.login_again(now, session, reply),
            other => self.login = other,
        }
    }

    fn first_login(&mut self, now: Instant, op: OpId, who: Who, reply: wire::LoginReply) {
        if reply.user_id != who.user.as_str() {
            let error = Error::of(Code::ServerNoPermission, "identifier_mismatch");
            return self.login_failed(op, error.because(format!("the ticket is {}'s", reply.user_id)));
        }
        self.login = Login::In(Session::new(who, &reply, Some(0)));
        self.establish(now, true);
        self.session_up(now, Up::First);
        match self.operations.get(op).map(|operation| operation.caller) {
            Some(Caller::Facade) => self.begin_context(now, op),
            _ => self.finish(op, Ok(Answer::Done)),
        }
    }

    fn login_again(&mut self, now: Instant, session: Session, reply: wire::LoginReply) {
        let same = reply.session_id == session.id;
        let up = match (same, reply.recovered) {
            (true, true) => Up::Recovered,
            (true, false) => Up::Gap,
            (false, _) => Up::Fresh,
        };
        let last_seq = match up {
            Up::Recovered => session.last_seq,
            Up::Gap => None,
            Up::First | Up::Fresh => Some(0),
        };
        self.login = Login::In(Session::new(session.who, &reply, last_seq));
        self.establish(now, up == Up::Recovered);
        self.session_up(now, up);
    }

    fn session_up(&mut self, now: Instant, up: Up) {
        if up == Up::Fresh {
            self.forget_undone();
            self.seat_lost(now);
        }
        self.ask_again(now);
        self.repair_begins(now);
        if matches!(up, Up::Fresh | Up::Gap) {
            self.calls_lost(now, up == Up::Gap);
            self.invites_lost(now, up == Up::Gap);
        }
        if up == Up::Gap {
            self.read_room(now);
        }
    }

    pub(crate) fn ticket_renewed(&mut self, op: OpId, user_sig: Secret, reply: Result<Answer, Error>) {
        if let (Ok(_), Login::In(session)) = (&reply, &mut self.login) {
            session.who.user_sig = user_sig;
        }
        self.finish(op, reply);
    }

    pub(crate) fn login_deadline(&self) -> Option<(Instant, &'static str)> {
        match self.login {
            Login::Entering { until, .. } => Some((until, "login")),
            _ => None,
        }
    }

    pub(crate) fn expire_login(&mut self, now: Instant) {
        if let Login::Entering { op, until, last, .. } = &mut self.login
            && *until <= now
        {
            let (op, last) = (*op, last.take());
            let late = Error::of(Code::AvTimeout, "login_timeout");
            self.login_failed(op, last.filter(|error| !error.is(Code::AvTimeout)).unwrap_or(late));
        }
    }
}

impl Session {
    fn new(who: Who, reply: &wire::LoginReply, last_seq: Option<u64>) -> Self {
        let token = Secret(reply.resume_token.clone());
        let told_seq = last_seq.unwrap_or_default();
        Self { who, id: reply.session_id.clone(), token, last_seq, told_seq }
    }

    /// As the wire says it: 0 is none.
    fn seen(&self) -> u64 {
        self.last_seq.unwrap_or_default()
    }

    fn resume(&self) -> wire::Resume {
        wire::Resume {
            session_id: self.id.clone(),
            resume_token: self.token.0.clone(),
            last_seq: self.seen(),
        }
    }
}
