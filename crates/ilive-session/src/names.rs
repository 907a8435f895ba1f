//! Who is behind a tiny id. Answers of IM alone fill it; what is wanted at one moment is asked in one request.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, TinyId, UserId, wire};

use crate::purpose::Purpose;
use crate::{Client, Error, im};

/// One request names at most this many.
const BATCH: usize = 100;

#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    known: BTreeMap<TinyId, UserId>,
    wanted: BTreeSet<TinyId>,
    /// Just failed: asked for again at this time.
    resting: BTreeMap<TinyId, Instant>,
    asking: bool,
}

impl Names {
    pub(crate) fn get(&self, id: TinyId) -> Option<&UserId> {
        self.known.get(&id)
    }

    pub(crate) fn tiny(&self, user: &UserId) -> Option<TinyId> {
        self.known.iter().find(|(_, known)| *known == user).map(|(id, _)| *id)
    }

    /// It will be asked for, unless it has just failed.
    pub(crate) fn want(&mut self, id: TinyId) {
        if !self.known.contains_key(&id) && !self.resting.contains_key(&id) {
            self.wanted.insert(id);
        }
    }

    /// Fills the cache; ids that are none are of no use.
    pub(crate) fn learn(&mut self, identities: &[wire::Identity]) {
        for identity in identities {
            if let Ok(user) = identity.user_id.parse() {
                self.known.insert(TinyId(identity.tiny_id), user);
            }
        }
    }
}

impl Client {
    pub(crate) fn ask_names(&mut self, now: Instant) {
        if self.names.asking || self.names.wanted.is_empty() {
            return;
        }
        let batch: Vec<TinyId> = self.names.wanted.iter().copied().take(BATCH).collect();
        for id in &batch {
            self.names.wanted.remove(id);
        }
        self.names.asking = true;
        let tiny_ids = batch.iter().map(|id| id.0).collect();
        let resolve = wire::Resolve { user_ids: Vec::new(), tiny_ids };
        self.ask(now, R::Resolve(resolve), Purpose::Names(batch));
    }

    /// A member that cannot be named is told as event 1501 and tried again, not dropped.
    pub(crate) fn names_answered(
        &mut self,
        now: Instant,
        batch: &[TinyId],
        reply: Result<wire::ResolveReply, Error>,
    ) {
        self.names.asking = false;
        let cause = match reply {
            Ok(reply) => {
                self.names.learn(&reply.identities);
                Error::im(im::UNKNOWN_ID, "unknown_id").because("messaging does not know the id")
            }
            Err(error) => error,
        };
        let missing: Vec<TinyId> = batch.iter().copied().filter(|id| self.names.get(*id).is_none()).collect();
        if !missing.is_empty() {
            let again = now + self.config.timers.name_retry;
            self.names.resting.extend(missing.into_iter().map(|id| (id, again)));
            self.warn(Error::of(Code::AvTinyidToOpenidFailed, "").caused_by(cause));
        }
        self.tell_members(now);
    }

    pub(crate) fn names_deadline(&self) -> Option<(Instant, &'static str)> {
        self.names.resting.values().min().map(|at| (*at, "name again"))
    }

    /// Those that are still of interest are asked for again.
    pub(crate) fn expire_names(&mut self, now: Instant) {
        let before = self.names.resting.len();
        self.names.resting.retain(|_, at| *at > now);
        if self.names.resting.len() < before {
            self.tell_members(now);
        }
    }
}
