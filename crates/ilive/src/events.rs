//! Events as a stream, and handlers of them.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_util::Stream;
use ilive_session::Event;

/// Events that wait to be read; with more, the oldest go.
pub const EVENTS_WAITING_MAX: usize = 1024;

/// Gets every event, on a thread of the SDK. It must not block, and may call the SDK.
pub trait EventHandler: Send + Sync {
    /// Something happened.
    fn on_event(&self, event: &Event);
}

impl<F: Fn(&Event) + Send + Sync> EventHandler for F {
    fn on_event(&self, event: &Event) {
        self(event);
    }
}

/// What has happened since this stream was made, oldest first. It ends when the object is released.
///
/// At most [`EVENTS_WAITING_MAX`] wait to be read; [`Events::missed`] counts what was too much.
#[derive(Debug)]
pub struct Events {
    mailbox: Arc<Mailbox>,
}

/// One reader's events.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    events: VecDeque<Event>,
    missed: u64,
    closed: bool,
    reader: Option<Waker>,
}

impl Mailbox {
    fn change(&self, change: impl FnOnce(&mut Held)) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut held);
        if let Some(reader) = held.reader.take() {
            reader.wake();
        }
    }

    pub(crate) fn put(&self, event: Event) {
        self.change(|held| {
            if held.events.len() == EVENTS_WAITING_MAX {
                held.events.pop_front();
                held.missed += 1;
            }
            held.events.push_back(event);
        });
    }

    pub(crate) fn close(&self) {
        self.change(|held| held.closed = true);
    }
}

impl Events {
    pub(crate) fn new() -> (Self, Arc<Mailbox>) {
        let mailbox = Arc::<Mailbox>::default();
        (Self { mailbox: Arc::clone(&mailbox) }, mailbox)
    }

    /// Events that were not read in time and are gone.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.mailbox.held.lock().unwrap_or_else(PoisonError::into_inner).missed
    }

    /// The next event; none when the object was released.
    pub async fn next(&mut self) -> Option<Event> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Event>> {
        let mut held = self.mailbox.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(event) = held.events.pop_front() {
            return Poll::Ready(Some(event));
        }
        if held.closed {
            return Poll::Ready(None);
        }
        held.reader = Some(context.waker().clone());
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(ms: u32) -> Event {
        let error = ilive_session::Error::of(ilive_protocol::Code::Expire, "grace");
        Event::TicketExpired(ms, error)
    }

    #[test]
    fn a_reader_that_is_too_slow_misses_the_oldest_and_knows_how_many() {
        let (mut events, mailbox) = Events::new();
        for number in 0..1030 {
            mailbox.put(event(number));
        }
        mailbox.close();

        let read = futures_util::StreamExt::collect::<Vec<_>>(&mut events);
        let read = tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(read);

        assert_eq!((read.len(), events.missed()), (EVENTS_WAITING_MAX, 6));
        assert!(matches!(read[0], Event::TicketExpired(6, _)));
    }
}
