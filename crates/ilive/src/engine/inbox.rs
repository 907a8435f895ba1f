//! What the worker is given: commands and packets, each up to a limit. Nobody who gives waits.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Far more than a client's calls within a turn of the worker; beyond it the worker has stopped.
const COMMANDS_MAX: usize = 1024;
/// Half a second of all that a room of pictures and voices sends.
const PACKETS_MAX: usize = 4096;

/// A queue of commands `C` and one of packets `P`, with one who takes.
#[derive(Debug)]
pub(super) struct Inbox<C, P> {
    state: Mutex<State<C, P>>,
    news: Condvar,
}

#[derive(Debug)]
struct State<C, P> {
    commands: VecDeque<C>,
    packets: VecDeque<P>,
    /// The worker is to look at it now, not at its next turn.
    urgent: bool,
    closed: bool,
    dropped: u64,
}

/// What was waiting.
#[derive(Debug)]
pub(super) struct Taken<C, P> {
    pub(super) commands: VecDeque<C>,
    pub(super) packets: VecDeque<P>,
    /// Nothing more will come.
    pub(super) closed: bool,
}

impl<C, P> Default for Inbox<C, P> {
    fn default() -> Self {
        let (commands, packets) = (VecDeque::new(), VecDeque::new());
        let state = State { commands, packets, urgent: false, closed: false, dropped: 0 };
        Self { state: Mutex::new(state), news: Condvar::new() }
    }
}

impl<C, P> Inbox<C, P> {
    /// Gives a command; false where there is no room for it. Who has gone is given nothing.
    #[must_use]
    pub(super) fn command(&self, command: C) -> bool {
        let mut state = self.lock();
        if state.closed {
            return true;
        }
        let room = state.commands.len() < COMMANDS_MAX;
        if room {
            state.commands.push_back(command);
        }
        state.urgent = true;
        self.news.notify_one();
        room
    }

    /// Gives a packet; where there is no room it is dropped and counted. Only an `urgent` one wakes the worker.
    pub(super) fn packet(&self, packet: P, urgent: bool) {
        let mut state = self.lock();
        if state.closed {
            return;
        }
        if state.packets.len() < PACKETS_MAX {
            state.packets.push_back(packet);
        } else {
            state.dropped += 1;
        }
        if urgent && !state.urgent {
            state.urgent = true;
            self.news.notify_one();
        }
    }

    /// Packets for which there was no room.
    pub(super) fn dropped(&self) -> u64 {
        self.lock().dropped
    }

    /// Nothing more will be given.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        (state.closed, state.urgent) = (true, true);
        self.news.notify_one();
    }

    /// Waits for something urgent, at most until then, and takes all there is.
    pub(super) fn take(&self, until: Option<Instant>) -> Taken<C, P> {
        let mut state = self.lock();
        while !state.urgent {
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            state = match left {
                Some(left) if left.is_zero() => break,
                Some(left) => self.news.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
                None => self.news.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
        state.urgent = false;
        let (commands, packets) = (std::mem::take(&mut state.commands), std::mem::take(&mut state.packets));
        Taken { commands, packets, closed: state.closed }
    }

    /// A queue is whole even where somebody has panicked beside it.
    fn lock(&self) -> MutexGuard<'_, State<C, P>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_beyond_the_limit_are_dropped_and_counted_and_no_command_with_them() {
        let inbox = Inbox::default();
        for packet in 0..PACKETS_MAX + 3 {
            inbox.packet(packet, false);
        }
        assert!(inbox.command("open"));

        let taken = inbox.take(None);

        assert_eq!(taken.packets.len(), PACKETS_MAX);
        assert_eq!((taken.packets[0], inbox.dropped()), (0, 3), "the newest are dropped");
        assert_eq!(taken.commands, ["open"]);
    }

    #[test]
    fn a_full_queue_of_commands_says_so() {
        let inbox: Inbox<usize, ()> = Inbox::default();
        assert!((0..COMMANDS_MAX).all(|command| inbox.command(command)));
        assert!(!inbox.command(0));
    }

    #[test]
    fn who_takes_is_not_kept_waiting_by_what_is_urgent_or_closed_or_late() {
        let inbox: Inbox<(), u8> = Inbox::default();
        assert!(inbox.take(Some(Instant::now())).packets.is_empty());
        inbox.packet(1, true);
        assert_eq!(inbox.take(None).packets, [1]);
        inbox.close();
        assert!(inbox.take(None).closed);
    }
}
