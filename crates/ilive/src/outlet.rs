//! Where completions and events go: to futures and streams, or into the one queue of a binding.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};

use ilive_session::{Answer, Error, Event, OpId};
use tokio::sync::oneshot;

use crate::binding::News;
use crate::events::Mailbox;

/// How an accepted call has ended.
pub(crate) type Completion = Result<Answer, Error>;

/// One of the two ways out.
#[derive(Debug)]
pub(crate) enum Outlet {
    /// Rust: a future a call, any number of streams.
    Futures(Futures),
    /// Another language: all in one queue, in the order in which it came about.
    Queue(Arc<Queue>),
}

#[derive(Debug, Default)]
pub(crate) struct Futures {
    waiting: BTreeMap<OpId, oneshot::Sender<Completion>>,
    streams: Vec<Weak<Mailbox>>,
}

impl Outlet {
    /// The call is accepted: who waits for its completion, if anybody does so by itself.
    pub(crate) fn register(&mut self, op: OpId) -> Option<oneshot::Receiver<Completion>> {
        match self {
            Self::Futures(futures) => {
                let (sender, receiver) = oneshot::channel();
                futures.waiting.insert(op, sender);
                Some(receiver)
            }
            Self::Queue(_) => None,
        }
    }

    pub(crate) fn subscribe(&mut self, mailbox: &Arc<Mailbox>) {
        if let Self::Futures(futures) = self {
            futures.streams.retain(|stream| stream.strong_count() > 0);
            futures.streams.push(Arc::downgrade(mailbox));
        }
    }

    pub(crate) fn completed(&mut self, op: OpId, completion: Completion) {
        match self {
            Self::Futures(futures) => {
                if let Some(sender) = futures.waiting.remove(&op) {
                    // Nobody may be waiting any more: the future was dropped.
                    let _ = sender.send(completion);
                }
            }
            Self::Queue(queue) => queue.push(News::Completed(op, completion)),
        }
    }

    pub(crate) fn event(&mut self, event: Event) {
        match self {
            Self::Futures(futures) => {
                for stream in futures.streams.iter().filter_map(Weak::upgrade) {
                    stream.put(event.clone());
                }
            }
            Self::Queue(queue) => queue.push(News::Event(event)),
        }
    }

    /// Nothing follows.
    pub(crate) fn close(&mut self) {
        if let Self::Futures(futures) = self {
            for stream in futures.streams.iter().filter_map(Weak::upgrade) {
                stream.close();
            }
        }
    }
}

/// Events that may wait in a queue; completions always find room, since calls in flight have a limit of their own.
const EVENTS_MAX: usize = 4096;

/// Completions and events, oldest first.
#[derive(Default)]
pub(crate) struct Queue {
    held: Mutex<Held>,
    filled: Condvar,
    /// Told that the queue was empty and is not any more.
    signal: Mutex<Option<Box<dyn Fn() + Send>>>,
}

#[derive(Default)]
struct Held {
    news: VecDeque<News>,
    events: usize,
    missed: u64,
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Queue")
    }
}

impl Queue {
    /// `signal` is called when the queue was empty and gets something. It must not call the client.
    pub(crate) fn on_filled(&self, signal: Box<dyn Fn() + Send>) {
        *self.signal.lock().unwrap_or_else(PoisonError::into_inner) = Some(signal);
    }

    pub(crate) fn push(&self, news: News) {
        let was_empty = self.put(news);
        self.filled.notify_all();
        if was_empty && let Some(signal) = &*self.signal.lock().unwrap_or_else(PoisonError::into_inner) {
            signal();
        }
    }

    fn put(&self, news: News) -> bool {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(news, News::Event(_)) {
            if held.events == EVENTS_MAX {
                held.missed += 1;
                return false;
            }
            held.events += 1;
        }
        held.news.push_back(news);
        held.news.len() == 1
    }

    /// The oldest; waits up to `timeout` for one.
    pub(crate) fn take(&self, timeout: std::time::Duration) -> Option<News> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let empty = |held: &mut Held| held.news.is_empty();
        let waited = self.filled.wait_timeout_while(held, timeout, empty);
        let (mut held, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let news = held.news.pop_front();
        if matches!(news, Some(News::Event(_))) {
            held.events -= 1;
        }
        news
    }

    /// Events that found no room.
    pub(crate) fn missed(&self) -> u64 {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).missed
    }
}
