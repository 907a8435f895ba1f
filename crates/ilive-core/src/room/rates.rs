//! How much may happen in a room: whatever one of its people does is told to all the others, so that a few could keep a
//! large room busy, each far within the budget of its own login.

use std::time::Instant;

use ilive_protocol::TinyId;
use ilive_protocol::wire::{self, group_tip::Kind};

use super::Refusal;
use super::open::Open;
use crate::chat::ChatError;
use crate::{Budget, Now};

/// So many at once, and so many a second in the long run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Messages to the chat group; then `im` 10023.
    pub messages: (u32, u32),
    /// Users who come into the chat group; then `im` 10023.
    pub joins: (u32, u32),
    /// Hands that are raised; then 10005 `throttled`.
    pub hands: (u32, u32),
    /// Comings and goings in the chat group that are told; then the newest is told when there is room again.
    pub tips: (u32, u32),
}

impl Default for Rates {
    /// More messages than anybody reads; a crowd that comes when a show begins; tips as fast as a list is looked at.
    fn default() -> Self {
        Self { messages: (80, 40), joins: (1_000, 200), hands: (40, 20), tips: (40, 10) }
    }
}

/// What is left of the rates.
#[derive(Debug)]
pub(super) struct Left {
    messages: Budget,
    joins: Budget,
    hands: Budget,
    tips: Budget,
    /// The newest tip that is not told yet, and when it can be.
    tip: Option<(Tip, Option<Instant>)>,
}

#[derive(Debug)]
struct Tip {
    kind: Kind,
    of: TinyId,
    member: wire::GroupMember,
}

impl Left {
    pub(super) fn new(rates: &Rates) -> Self {
        let budget = |(burst, per_second)| Budget::new(burst, per_second);
        Self {
            messages: budget(rates.messages),
            joins: budget(rates.joins),
            hands: budget(rates.hands),
            tips: budget(rates.tips),
            tip: None,
        }
    }

    pub(super) fn message(&mut self, now: Instant) -> Result<(), Refusal> {
        self.messages.take(now).map_err(|after| ChatError::RoomThrottled { after }.into())
    }

    pub(super) fn join(&mut self, now: Instant) -> Result<(), Refusal> {
        self.joins.take(now).map_err(|after| ChatError::RoomThrottled { after }.into())
    }

    pub(super) fn hand(&mut self, now: Instant) -> Result<(), Refusal> {
        self.hands.take(now).map_err(|after| Refusal::Throttled { after })
    }

    /// What waits to be told of this user is overtaken.
    pub(super) fn forget_tip(&mut self, of: TinyId) {
        self.tip.take_if(|(tip, _)| tip.of == of);
    }

    /// When a tip that waits can be told.
    pub(super) fn tip_due(&self) -> Option<Instant> {
        self.tip.as_ref().and_then(|(_, due)| *due)
    }
}

impl Open {
    /// A user has come into the chat group, or left it. An older one that still waits is never told: the number of people
    /// is right all the same.
    pub(super) fn tip(&mut self, kind: Kind, of: TinyId, member: wire::GroupMember) {
        let due = self.left.tip_due();
        self.left.tip = Some((Tip { kind, of, member }, due));
    }

    pub(super) fn settle_tip(&mut self, now: Now) {
        let Some((tip, due)) = self.left.tip.take() else { return };
        if self.over {
            return;
        }
        let taken = match due {
            Some(due) if now.at < due => Err(due),
            _ => self.left.tips.take(now.at).map_err(|after| now.at + after),
        };
        match taken {
            Ok(()) => {
                let to = self.group.users().filter(|user| *user != tip.of).collect();
                self.tip_to(to, tip.kind, tip.member);
            }
            Err(due) => self.left.tip = Some((tip, Some(due))),
        }
    }
}
