//! Devices as they come and go: what is opened is put in its place, what is gone is replaced or lost.

use std::time::Instant;

use ilive_devices::DeviceError;
use ilive_devices::device::DeviceKind;
use ilive_session::Turn;
use ilive_session::device::{DeviceEvent, DeviceFailure, DeviceFault, Pick};

use super::super::feed::Hold;
use super::super::openings::{Ready, Source, Wanted};
use super::Bench;

/// What the session is told of an error.
fn failure(error: &DeviceError) -> DeviceFailure {
    let fault = match error {
        DeviceError::NoDevice { .. }
        | DeviceError::NoneOf(_)
        | DeviceError::Closed(_)
        | DeviceError::BadId => DeviceFault::NoDevice,
        DeviceError::Busy(_) => DeviceFault::Busy,
        DeviceError::Denied(_) => DeviceFault::Denied,
        DeviceError::NoFile => DeviceFault::NoFile,
        _ => DeviceFault::Failed,
    };
    DeviceFailure { fault, why: error.to_string() }
}

impl Bench {
    pub(super) fn open(&mut self, turn: Turn, kind: DeviceKind, pick: Pick) {
        let before = self.openings.begin(kind, Wanted::Picked(turn, pick));
        self.tell_given_up(before);
    }

    /// Closes it, or what is on its way to be it.
    pub(super) fn close(&mut self, kind: DeviceKind) {
        let given_up = self.openings.give_up(kind);
        self.tell_given_up(given_up);
        match kind {
            DeviceKind::Player => self.playback.close_player(),
            _ => self.studio.close(kind),
        }
        if let Some((source, _)) = kind.uplink() {
            self.board.stopped(source);
        }
    }

    /// As if it had been open before it was closed: whoever opens is told once, and finds that it is not there any more by
    /// what he has closed.
    fn tell_given_up(&self, wanted: Option<Wanted>) {
        if let Some(Wanted::Picked(turn, _)) = wanted {
            self.tell(DeviceEvent::Opened(turn, Ok(())));
        }
    }

    /// A thread has opened it, or not.
    pub(super) fn opened(&mut self, now: Instant, kind: DeviceKind, ready: Result<Ready, DeviceError>) {
        let Some((wanted, ready)) = self.openings.come(kind, ready) else { return };
        let opened = ready.map(|ready| self.place(now, kind, &wanted, ready));
        if let Err(error) = &opened {
            tracing::warn!(%kind, %error, "a device was not opened");
        }
        let is_open = opened.is_ok();
        if let Wanted::Picked(turn, _) = wanted {
            self.tell(DeviceEvent::Opened(turn, opened.map_err(|error| failure(&error))));
        }
        if !is_open {
            self.lose_what_is_gone(kind);
        }
        if self.to_follow.remove(&kind) {
            self.follow(kind);
        }
    }

    fn place(&mut self, now: Instant, kind: DeviceKind, wanted: &Wanted, ready: Ready) {
        let Ready { source, followed } = ready;
        let hold = Hold::new(now, followed);
        match (source, wanted) {
            (Source::Player(sink), Wanted::Picked(..)) => self.playback.open_player(sink, hold),
            (Source::Player(sink), Wanted::Instead(_)) => self.playback.exchange_player(sink, hold),
            (source, Wanted::Picked(_, pick)) => self.studio.open(kind, pick, source, hold),
            (source, Wanted::Instead(_)) => self.studio.exchange(kind, source, hold),
        }
    }

    /// Sound that nobody has chosen a device for goes to and comes from what is the default now. A camera stays, whatever
    /// is plugged in beside it.
    pub(super) fn follow(&mut self, kind: DeviceKind) {
        let follows = matches!(kind, DeviceKind::Microphone | DeviceKind::SystemSound | DeviceKind::Player);
        if !follows {
            return;
        }
        if self.openings.awaits(kind) {
            self.to_follow.insert(kind);
            return;
        }
        let held = self.hold(kind).filter(|hold| !hold.is_gone()).and_then(|hold| hold.followed());
        if let Some(next) = held.and_then(|held| self.catalogue.better_than(&held)) {
            self.openings.begin(kind, Wanted::Instead(next));
        }
    }

    /// A device has gone by itself. It is silent until the next one is there in its place; where there is none, or somebody
    /// has chosen this one, it is lost.
    pub(super) fn gone(&mut self, kind: DeviceKind, error: DeviceError) {
        let held = self.hold(kind).and_then(|hold| hold.followed());
        let Some(next) = held.and_then(|gone| self.catalogue.instead_of(&gone)) else {
            return self.lose(kind, &error);
        };
        if let Some(hold) = self.hold(kind) {
            hold.go(error);
        }
        if !self.openings.awaits(kind) {
            self.openings.begin(kind, Wanted::Instead(next));
        }
    }

    /// What was to come in its place does not.
    fn lose_what_is_gone(&mut self, kind: DeviceKind) {
        if let Some(error) = self.hold(kind).and_then(Hold::take_error) {
            self.lose(kind, &error);
        }
    }

    fn lose(&mut self, kind: DeviceKind, error: &DeviceError) {
        tracing::warn!(%kind, %error, "a device is lost");
        self.close(kind);
        self.tell(DeviceEvent::Lost(kind, failure(error)));
    }

    fn hold(&mut self, kind: DeviceKind) -> Option<&mut Hold> {
        match kind {
            DeviceKind::Player => self.playback.hold(),
            _ => self.studio.hold(kind),
        }
    }
}
