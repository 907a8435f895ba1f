//! From an answer, or a silence, to whom it is for.

use std::time::Instant;

use ilive_protocol::wire::reply::Result as Reply;
use ilive_protocol::{Code, wire};

use crate::call::Answer;
use crate::login::passes;
use crate::purpose::Purpose;
use crate::{Client, Error};

/// An answer of another kind than the question asks for.
fn wrong<T>() -> Result<T, Error> {
    Err(Error::of(Code::ParseFail, "wrong_reply"))
}

/// Takes the one kind of answer that fits.
macro_rules! expect {
    ($reply:expr, $kind:ident) => {
        $reply.and_then(|reply| match reply {
            Reply::$kind(body) => Ok(body),
            _ => wrong(),
        })
    };
}

fn done(reply: Result<Reply, Error>) -> Result<(), Error> {
    reply.map(|_| ())
}

impl Client {
    pub(crate) fn reply(&mut self, now: Instant, reply: wire::Reply) {
        let Some(purpose) = self.requests.take_answered(reply.request_id) else { return };
        let result = match reply.result {
            Some(Reply::Error(error)) => Err(Error::from_wire(error)),
            Some(result) => Ok(result),
            None => Err(Error::of(Code::ParseFail, "bad_answer")),
        };
        self.answered(now, purpose, result);
    }

    pub(crate) fn answered(&mut self, now: Instant, purpose: Purpose, reply: Result<Reply, Error>) {
        match purpose {
            Purpose::Login => self.login_answered(now, expect!(reply, Login)),
            Purpose::Goodbye => self.goodbye_said(),
            Purpose::Renew(op, user_sig) => {
                let reply = expect!(reply, RenewTicket).map(|_| Answer::Done);
                self.ticket_renewed(op, user_sig, reply);
            }
            Purpose::OwnId(op) => self.own_id_answered(now, op, expect!(reply, Resolve)),
            Purpose::Names(batch) => self.names_answered(now, &batch, expect!(reply, Resolve)),
            Purpose::Locate(op) => self.located(now, op, expect!(reply, RoomLocate)),
            Purpose::Enter(op) => self.enter_answered(now, op, expect!(reply, RoomEnter)),
            Purpose::Group(op) => self.group_answered(now, op, expect!(reply, GroupJoin).map(|_| ())),
            Purpose::StrayGroup(room) => {
                if reply.is_ok() {
                    self.leave_stray_group(now, &room);
                }
            }
            Purpose::Exit(op) => self.exit_answered(now, op, done(reply)),
            Purpose::ChangeRole(op, key) => self.role_answered(op, key, expect!(reply, ChangeRole)),
            Purpose::Negotiate(peer) => self.negotiated(now, peer, expect!(reply, Negotiate)),
            Purpose::ReadRoom => self.room_read(now, expect!(reply, RoomRead)),
            Purpose::UplinkAgain(kind) => self.sent_again(now, kind, done(reply)),
            Purpose::Uplink(op) => self.uplink_answered(now, op, done(reply)),
            Purpose::Unlink(op) => self.unlinked(op, done(reply)),
            Purpose::Link(op, room) => self.linked(op, room, done(reply)),
            Purpose::SpeedTest(op) => self.speed_test_let_in(now, op, expect!(reply, SpeedTest)),
            Purpose::Invite(op, step) => self.invite_answered(now, op, step, reply),
            Purpose::Call(op, step) => self.call_answered(now, op, step, reply),
            Purpose::StrayInvite => self.stray_invite(now, &reply),
            Purpose::StrayCall => self.stray_call(now, &reply),
            Purpose::Message(op, _) | Purpose::AskIm(op) | Purpose::Ask(op) => {
                let answer = reply.map(|reply| self.plain(reply));
                self.finish(op, answer);
            }
            Purpose::StandingViews => {
                if let Err(error) = reply {
                    if error.is(Code::ServerEndpointNotExist) || passes(&error) {
                        self.not_seen_again();
                    }
                    self.warn(error);
                }
            }
            Purpose::Undo => {}
        }
    }

    /// An answer that is handed on as it is.
    fn plain(&mut self, reply: Reply) -> Answer {
        match reply {
            Reply::SendMessage(sent) => Answer::Sent { seq: sent.seq, time_ms: sent.time_ms },
            Reply::Resolve(resolved) => {
                self.names.learn(&resolved.identities);
                Answer::Identities(resolved.identities)
            }
            Reply::Done(_) => Answer::Done,
            other => Answer::Reply(Box::new(other)),
        }
    }
}
