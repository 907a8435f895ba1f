//! What wakes a bot: an event of the SDK, a signal, its time, or the next report of rates.

use std::time::Duration;

use anyhow::Context;
use ilive::{Event, Events, IliveError};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Instant, Interval, MissedTickBehavior, sleep_until};

/// As often as the SDK measures (E.13).
const RATES: Duration = Duration::from_secs(2);

/// What comes next.
pub(crate) enum Turn {
    /// Something happened.
    Event(Event),
    /// Rates are due.
    Rates,
    /// It is over.
    End(End),
}

/// Why a bot ends.
#[derive(Debug)]
pub(crate) enum End {
    /// What it had to do is done.
    Done,
    /// A person or the system wants it to.
    Stopped,
    /// It has stayed as long as it should.
    Time,
    /// The room has ended for all.
    RoomEnded,
    /// The server has put it out, or the connection is gone.
    PutOut(IliveError),
}

/// All that a bot waits for.
pub(super) struct Turns {
    events: Events,
    terminate: Signal,
    interrupt: Signal,
    rates: Interval,
    until: Option<Instant>,
}

impl Turns {
    /// From here on a signal is heard here instead of ending the process.
    pub(super) fn new(events: Events) -> anyhow::Result<Self> {
        let on = |kind| signal(kind).context("listening for signals");
        let mut rates = tokio::time::interval(RATES);
        rates.set_missed_tick_behavior(MissedTickBehavior::Skip);
        Ok(Self {
            events,
            terminate: on(SignalKind::terminate())?,
            interrupt: on(SignalKind::interrupt())?,
            rates,
            until: None,
        })
    }

    /// The time that it stays begins.
    pub(super) fn stay(&mut self, time: Option<Duration>) {
        self.until = time.map(|time| Instant::now() + time);
        self.rates.reset();
    }

    pub(super) async fn next(&mut self) -> Turn {
        let until = self.until;
        tokio::select! {
            biased;
            _ = self.terminate.recv() => Turn::End(End::Stopped),
            _ = self.interrupt.recv() => Turn::End(End::Stopped),
            () = async { match until { Some(until) => sleep_until(until).await, None => std::future::pending().await } } => Turn::End(End::Time),
            event = self.events.next() => match event {
                Some(event) => ended(&event).map_or(Turn::Event(event), Turn::End),
                None => Turn::End(End::Stopped),
            },
            _ = self.rates.tick() => Turn::Rates,
        }
    }

    /// Only signals, while something is done that may take long.
    pub(super) async fn stopped(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Whether an event ends a bot.
fn ended(event: &Event) -> Option<End> {
    match event {
        Event::RoomDisconnected { summary: Some(_), .. } => Some(End::RoomEnded),
        Event::RoomDisconnected { error, .. } | Event::ForcedOffline(error) => {
            Some(End::PutOut(error.clone()))
        }
        _ => None,
    }
}
