//! Login, logout, handlers of events (B.1, B.2).

use std::sync::{Arc, Weak};

use ilive_session::call::{HandlerId, Secret};
use ilive_session::{Answer, Call, Error, SpeedReport};

use super::Ilive;
use crate::call::{at_once, done, pend};
use crate::events::EventHandler;
use crate::pending::Pending;

impl Ilive {
    /// Logs in and starts the AV context.
    ///
    /// # Errors
    /// At once: 8021, 8011, 8024 for the same user, 8004 for another. Later: 8012 without a network, 8052 when somebody
    /// else answers, 10003 for a bad ticket, 8051 for one that has run out, 1005.
    pub fn login(&self, user_id: &str, user_sig: &str) -> Pending<()> {
        let (user_id, nick) = (user_id.to_owned(), self.nick.clone());
        pend(&self.shared, Call::Login { user_id, user_sig: Secret(user_sig.to_owned()), nick }, done)
    }

    /// Leaves everything; what is pending ends with 8007.
    ///
    /// # Errors
    /// 8009 when not logged in.
    pub fn logout(&self) -> Pending<()> {
        pend(&self.shared, Call::Logout, done)
    }

    /// Logs out where need be. Afterwards every call is refused.
    ///
    /// # Errors
    /// 8002 when it was released before.
    pub fn release(&self) -> Pending<()> {
        pend(&self.shared, Call::Release, done)
    }

    /// Puts a new userSig in the place of one that runs out.
    ///
    /// # Errors
    /// 8009 when not logged in; 10003 for a bad ticket.
    pub fn renew_ticket(&self, user_sig: &str) -> Pending<()> {
        pend(&self.shared, Call::RenewTicket(Secret(user_sig.to_owned())), done)
    }

    /// Measures the way to the server; takes a few seconds. What could not be measured is none.
    ///
    /// # Errors
    /// 8009, 8011, 8052 when somebody else answers, 10005 `throttled`, 10007 where it is off.
    pub fn speed_test(&self) -> Pending<SpeedReport> {
        pend(&self.shared, Call::SpeedTest, |answer| match answer {
            Answer::Speed(report) => Some(report),
            _ => None,
        })
    }

    /// Adds a handler of events; it is held weakly, and forgotten when it is dropped.
    ///
    /// # Errors
    /// 8005 for one that is dropped already, 8004 for one that was added before.
    pub fn add_event_handler<H: EventHandler + 'static>(&self, handler: &Weak<H>) -> Result<(), Error> {
        let id = handler.upgrade().map(|handler| id_of(&handler));
        at_once(&self.shared, Call::AddHandler(id), None, done)?;
        let (mut events, handler, shared) = (self.events(), handler.clone(), Arc::downgrade(&self.shared));
        self.shared.runtime().spawn(async move {
            while let Some(event) = events.next().await {
                let Some(handler) = handler.upgrade() else { break };
                if !shared
                    .upgrade()
                    .is_some_and(|shared| shared.look(|client| client.has_handler(id_of(&handler))))
                {
                    return;
                }
                handler.on_event(&event);
            }
        });
        Ok(())
    }

    /// Takes a handler away. An event that is being handled is handled to its end.
    ///
    /// # Errors
    /// 8022 for one that was not added.
    pub fn remove_event_handler<H: EventHandler + 'static>(&self, handler: &Weak<H>) -> Result<(), Error> {
        let id = HandlerId(handler.as_ptr().cast::<()>() as u64);
        at_once(&self.shared, Call::RemoveHandler(id), None, done)
    }
}

/// A handler is known by where it is.
fn id_of<H>(handler: &Arc<H>) -> HandlerId {
    HandlerId(Arc::as_ptr(handler).cast::<()>() as u64)
}
