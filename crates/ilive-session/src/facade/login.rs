//! Login, logout, release, handlers, renewal and giving up.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, UserId, wire};

use crate::av::Context;
use crate::call::{Accepted, Answer, HandlerId, Secret};
use crate::login::{Login, Who};
use crate::operations::{Caller, OpId, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, guards, im};

/// Longest userSig that is sent, in bytes: keeps the frame within what the server reads. The ticket's own limit is far below,
/// and the server's to name (10003 `too_long`).
const USER_SIG_MAX_BYTES: usize = 128 * 1024;

fn ticket(user_sig: &Secret) -> Result<(), Error> {
    match user_sig.0.len() {
        1..=USER_SIG_MAX_BYTES => Ok(()),
        bytes => Err(Error::of(Code::InvalidParam, "bad_user_sig").because(format!("{bytes} bytes"))),
    }
}

fn check_nick(nick: &str) -> Result<(), Error> {
    let chars = nick.chars().count();
    match chars <= ilive_protocol::limits::NICK_MAX_CHARS {
        true => Ok(()),
        false => Err(Error::of(Code::InvalidParam, "bad_nick").because(format!("{chars} characters"))),
    }
}

fn who(user: &str, user_sig: Secret, nick: String) -> Result<Who, Error> {
    let user = guards::user_id(user)?;
    ticket(&user_sig)?;
    check_nick(&nick)?;
    Ok(Who { user, user_sig, nick })
}

impl Client {
    /// 8005, 8004.
    pub(crate) fn add_handler(&mut self, handler: Option<HandlerId>) -> Result<Accepted, Error> {
        self.alive()?;
        let handler = handler.ok_or_else(|| Error::of(Code::NullPointer, "no_listener"))?;
        match self.handlers.insert(handler) {
            true => Ok(Accepted::Done(Answer::Done)),
            false => Err(Error::of(Code::AlreadyExist, "same_listener")),
        }
    }

    /// 8022.
    pub(crate) fn remove_handler(&mut self, handler: HandlerId) -> Result<Accepted, Error> {
        self.alive()?;
        match self.handlers.remove(&handler) {
            true => Ok(Accepted::Done(Answer::Done)),
            false => Err(Error::of(Code::NotFound, "no_listener")),
        }
    }

    /// 8002 once released, 8021, 8011 or 1001 while one is under way, 8004 for another user, 8024 for the same.
    pub(crate) fn login(
        &mut self,
        now: Instant,
        user: &str,
        user_sig: Secret,
        nick: String,
    ) -> Result<Accepted, Error> {
        self.alive()?;
        let who = who(user, user_sig, nick)?;
        self.not_busy(now, Verb::Start)?;
        self.other_login(&who.user)?;
        if let Login::In(_) = self.login {
            if matches!(self.context, Context::Started(_)) {
                return Err(Error::of(Code::AlreadyState, "logged_in"));
            }
            // Logged in at the IM layer, or the context was stopped: the second half is left to do.
            let op = self.operations.begin(now, Caller::Facade, Verb::Start);
            self.begin_context(now, op);
            return Ok(Accepted::Pending(op));
        }
        self.login_free()?;
        self.goodbye_said();
        let op = self.operations.begin(now, Caller::Facade, Verb::Start);
        self.log_in(now, op, who);
        Ok(Accepted::Pending(op))
    }

    /// 6015 while one is under way; then 8004 or 8024 as the façade says.
    pub(crate) fn im_login(
        &mut self,
        now: Instant,
        user: &str,
        user_sig: Secret,
        nick: String,
    ) -> Result<Accepted, Error> {
        self.alive()?;
        let who = who(user, user_sig, nick)?;
        self.other_login(&who.user)?;
        if let Login::In(_) = self.login {
            return Err(Error::of(Code::AlreadyState, "logged_in"));
        }
        self.login_free()?;
        self.goodbye_said();
        let op = self.operations.begin(now, Caller::Im, Verb::ImLogin);
        self.log_in(now, op, who);
        Ok(Accepted::Pending(op))
    }

    fn other_login(&self, user: &UserId) -> Result<(), Error> {
        match self.login.session() {
            Some(session) if session.who.user != *user => {
                let why = format!("{} is logged in: log out first", session.who.user);
                Err(Error::of(Code::AlreadyExist, "other_login").because(why))
            }
            _ => Ok(()),
        }
    }

    /// A login of the other layer is under way. A goodbye is not waited for.
    fn login_free(&self) -> Result<(), Error> {
        match self.login {
            Login::Entering { .. } => {
                Err(Error::im(im::LOGIN_UNFINISHED, "login_unfinished").because("a login is under way"))
            }
            Login::Out | Login::In(_) | Login::Leaving(_) => Ok(()),
        }
    }

    /// 8009. What is pending ends first.
    pub(crate) fn logout(&mut self, now: Instant) -> Result<Accepted, Error> {
        self.alive()?;
        match self.login {
            Login::Out | Login::Leaving(_) => Err(Error::of(Code::NotLogin, "logged_out")),
            _ => Ok(Accepted::Pending(self.log_out(now, Caller::Facade, Verb::Logout))),
        }
    }

    pub(crate) fn im_logout(&mut self, now: Instant) -> Result<Accepted, Error> {
        self.alive()?;
        match self.login {
            Login::Out | Login::Leaving(_) => {
                Err(Error::im(im::NOT_LOGGED_IN, "").because("not logged in to messaging"))
            }
            _ => Ok(Accepted::Pending(self.log_out(now, Caller::Im, Verb::Logout))),
        }
    }

    /// Logs out where need be; afterwards every call is refused.
    pub(crate) fn release(&mut self, now: Instant) -> Result<Accepted, Error> {
        self.alive()?;
        self.handlers.clear();
        Ok(Accepted::Pending(self.log_out(now, Caller::Facade, Verb::Release)))
    }

    /// 8021, 8009.
    pub(crate) fn renew_ticket(&mut self, now: Instant, user_sig: Secret) -> Result<Accepted, Error> {
        self.alive()?;
        ticket(&user_sig)?;
        if self.login.session().is_none() {
            return Err(Error::of(Code::NotLogin, "logged_out"));
        }
        self.in_budget()?;
        let op = self.operations.begin(now, Caller::Facade, Verb::Renew);
        let renew = wire::RenewTicket { user_sig: user_sig.0.clone() };
        self.ask(now, R::RenewTicket(renew), Purpose::Renew(op, user_sig));
        Ok(Accepted::Pending(op))
    }

    /// Gives up what is pending: it ends with 8007, and the state is one from which one can go on.
    pub(crate) fn cancel(&mut self, now: Instant, op: OpId) {
        self.give_up(now, op, Error::of(Code::UserCancel, "aborted"));
    }

    pub(crate) fn give_up(&mut self, now: Instant, op: OpId, mut error: Error) {
        let Some(operation) = self.operations.get(op).copied() else { return };
        match operation.verb {
            Verb::Start | Verb::Stop => {
                if !self.abandon_login(op) {
                    self.abandon_context(now, op);
                }
            }
            Verb::ImLogin => _ = self.abandon_login(op),
            Verb::Enter | Verb::Switch => {
                if let Some(old_room) = self.fold_entry(now, op, None) {
                    error.old_room = old_room.0;
                }
            }
            Verb::Exit | Verb::ChangeRole => self.abandon_in_room(op),
            Verb::Open(kind) | Verb::Close(kind) => self.abandon_device(now, kind),
            Verb::StartTest | Verb::StopTest => self.reset_test(),
            // A goodbye cannot be taken back: it ends as one that was not heard.
            Verb::Logout | Verb::Release => return self.goodbye_said(),
            Verb::Invite | Verb::AcceptInvite | Verb::RefuseInvite | Verb::CancelInvite => {
                self.abandon_invite(op);
            }
            Verb::Call => self.abandon_call(now, op),
            Verb::SpeedTest => self.abandon_speed_test(),
            Verb::Renew | Verb::RequestViews | Verb::CancelViews | Verb::Message | Verb::Ask => {}
        }
        self.requests.take(|purpose| purpose.op() == Some(op));
        self.finish(op, Err(error));
    }

    fn abandon_login(&mut self, op: OpId) -> bool {
        if !matches!(self.login, Login::Entering { op: entering, .. } if entering == op) {
            return false;
        }
        self.login = Login::Out;
        self.requests.clear();
        self.hang_up();
        true
    }
}
