//! Seeing others: the whole set is asked for at once, one request at a time (C.2).

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::wire::{self, Source, member_ref};
use ilive_protocol::{Code, TinyId, limits};

use crate::call::{Accepted, Shown};
use crate::io::EngineCommand;
use crate::operations::{Caller, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, guards};

/// A picture of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// Main or auxiliary.
    pub source: Source,
    /// Pixels that are shown; 0: the largest there is.
    pub height: u32,
}

/// Whom the user sees, as wished for last.
#[derive(Debug, Clone)]
pub(crate) enum Seen {
    /// Everybody who sends.
    All,
    These {
        wished: Vec<wire::View>,
        /// After a return: those of them that the server was asked for. None: it was asked for all.
        asked: Option<Vec<wire::View>>,
    },
}

impl Seen {
    pub(super) fn new(all: bool) -> Self {
        if all { Self::All } else { Self::these(Vec::new()) }
    }

    fn these(wished: Vec<wire::View>) -> Self {
        Self::These { wished, asked: None }
    }
}

impl View {
    fn is_picture(self) -> bool {
        matches!(self.source, Source::Main | Source::Aux)
    }
}

impl Client {
    /// 1101, 1004 for lists of unequal length, 1001, 1002, 1201, 1401, 1402.
    pub(crate) fn request_views(
        &mut self,
        now: Instant,
        ids: &[TinyId],
        views: &[View],
    ) -> Result<Accepted, Error> {
        self.started()?;
        let bad = |why: &str| Err(Error::of(Code::AvInvalidArgument, "").because(why.to_owned()));
        if ids.len() != views.len() {
            return bad("as many views as members are needed");
        }
        if ids.is_empty() || ids.len() > limits::VIEWS_MAX || !views.iter().all(|view| view.is_picture()) {
            return bad("1 to 32 pictures, main or auxiliary; to see nobody, cancel");
        }
        self.free(Verb::RequestViews)?;
        self.room_entered()?;
        let pairs = ids.iter().copied().zip(views.iter().copied());
        let mut wanted = Vec::new();
        for (id, view) in pairs {
            self.member_sends(id, view.source)?;
            wanted.push(wire_view(member_ref::Id::TinyId(id.0), view));
        }
        Ok(self.set_views(now, Caller::Av, Verb::RequestViews, wanted))
    }

    /// 1101, 1001, 1002, 1201.
    pub(crate) fn cancel_views(&mut self, now: Instant, caller: Caller) -> Result<Accepted, Error> {
        self.started()?;
        self.free(Verb::CancelViews)?;
        self.room_entered()?;
        Ok(self.set_views(now, caller, Verb::CancelViews, Vec::new()))
    }

    /// The façade's: members whose number is known are checked here, others are named to the server as they are.
    pub(crate) fn show(&mut self, now: Instant, shown: &[Shown]) -> Result<Accepted, Error> {
        self.alive()?;
        if shown.is_empty() {
            return Err(Error::of(Code::NullPointer, "no_element").because("nothing to show was given"));
        }
        let users =
            shown.iter().map(|one| guards::user_id(&one.user_id)).collect::<Result<Vec<_>, Error>>()?;
        self.av_ready()?;
        self.not_busy(now, Verb::RequestViews)?;
        self.started()?;
        let views = shown.iter().map(|one| View { source: one.source, height: one.height });
        if shown.len() > limits::VIEWS_MAX || !views.clone().all(View::is_picture) {
            let why = "1 to 32 pictures, main or auxiliary";
            return Err(Error::of(Code::AvInvalidArgument, "").because(why));
        }
        self.room_entered()?;
        let mut wanted = Vec::new();
        for (user, view) in users.iter().zip(views) {
            let tiny = self.names.tiny(user);
            if let Some(id) = tiny {
                self.member_sends(id, view.source)?;
            }
            let by_user = || member_ref::Id::UserId(user.to_string());
            wanted.push(wire_view(tiny.map_or_else(by_user, |id| member_ref::Id::TinyId(id.0)), view));
        }
        Ok(self.set_views(now, Caller::Facade, Verb::RequestViews, wanted))
    }

    pub(crate) fn hide_all(&mut self, now: Instant) -> Result<Accepted, Error> {
        self.alive()?;
        self.av_ready()?;
        self.not_busy(now, Verb::CancelViews)?;
        self.cancel_views(now, Caller::Facade)
    }

    pub(super) fn member_sends(&self, id: TinyId, source: Source) -> Result<(), Error> {
        match self.room.stay() {
            Some(stay) => stay.members.sends(id, source),
            None => Err(Error::of(Code::AvRoomNotExist, "")),
        }
    }

    fn set_views(&mut self, now: Instant, caller: Caller, verb: Verb, views: Vec<wire::View>) -> Accepted {
        let op = self.operations.begin(now, caller, verb);
        self.room.app_stay_mut().into_iter().for_each(|stay| stay.seen = Seen::these(views.clone()));
        self.make_room_for(views.len());
        self.ask(now, R::SetViews(wire::SetViews { auto: false, views }), Purpose::Ask(op));
        Accepted::Pending(op)
    }
}

fn wire_view(id: member_ref::Id, view: View) -> wire::View {
    wire::View {
        member: Some(wire::MemberRef { id: Some(id) }),
        source: view.source.into(),
        height: view.height,
    }
}

/// What is seen without a call that waits for it; a failure is told.
impl Client {
    /// Where the room was entered to see everybody.
    pub(super) fn see_all(&mut self, now: Instant) {
        if self.room.stay().is_some_and(|stay| matches!(stay.seen, Seen::All)) {
            let views = wire::SetViews { auto: true, views: Vec::new() };
            self.ask(now, R::SetViews(views), Purpose::StandingViews);
        }
    }

    pub(super) fn make_room_for(&mut self, pictures: usize) {
        if let Some(peer) = self.room.stay().map(|stay| stay.peer) {
            self.engine(EngineCommand::Pictures(peer, pictures));
        }
    }

    /// 1101, 1201, 1401, 1402: whether a member sends a source.
    pub(crate) fn endpoint(&self, id: TinyId, source: Source) -> Result<Accepted, Error> {
        self.started()?;
        self.room_entered()?;
        self.member_sends(id, source)?;
        Ok(Accepted::Done(crate::Answer::Done))
    }
}
