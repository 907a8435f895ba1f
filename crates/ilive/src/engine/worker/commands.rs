//! What the worker does when it is told.

use std::time::Instant;

use ilive_devices::DeviceError;
use ilive_devices::audio::{Boost, Volume};
use ilive_devices::device::DeviceKind;
use ilive_protocol::wire::Source;
use ilive_session::device::{DeviceCommand, DeviceEvent, DeviceFault, Pick};

use super::super::external::ExternalBody;
use super::{Bench, Command};

/// What the session is told of an error.
pub(in super::super) fn fault(error: &DeviceError) -> DeviceFault {
    match error {
        DeviceError::NoDevice { .. }
        | DeviceError::NoneOf(_)
        | DeviceError::Closed(_)
        | DeviceError::BadId => DeviceFault::NoDevice,
        DeviceError::Busy(_) => DeviceFault::Busy,
        DeviceError::Denied(_) => DeviceFault::Denied,
        DeviceError::NoFile => DeviceFault::NoFile,
        _ => DeviceFault::Failed,
    }
}

impl Bench {
    pub(in super::super) fn command(&mut self, now: Instant, command: Command) {
        match command {
            Command::Device(command, body) => self.device(now, command, body),
            Command::PeerUp(peer, packets) => {
                self.outlet.add(peer, packets);
                // Another way, or another server: nobody there has seen anything.
                self.studio.ask_for_keyframe(now, Source::Main);
                self.studio.ask_for_keyframe(now, Source::Aux);
            }
            Command::PeerGone(peer) => {
                self.outlet.remove(peer);
                self.playback.forget(peer);
            }
            Command::Slots(peer, slots) => self.playback.show(now, peer, slots),
            Command::Keyframe(source) => self.studio.ask_for_keyframe(now, source),
            Command::Loss(percent) => self.studio.set_loss(percent),
            Command::Encoding(encoding) => self.studio.set_encoding(encoding),
            Command::Watermark(watermark) => self.studio.set_watermark(watermark),
            Command::Devices => {
                self.studio.follow(&self.catalogue);
                self.playback.follow(&self.catalogue);
            }
        }
    }

    fn device(&mut self, now: Instant, command: DeviceCommand, body: Option<ExternalBody>) {
        match command {
            DeviceCommand::Open(turn, kind, pick) => {
                let opened = self.open(kind, &pick).map_err(|error| {
                    tracing::warn!(%kind, %error, "a device was not opened");
                    fault(&error)
                });
                self.tell(DeviceEvent::Opened(turn, opened));
            }
            DeviceCommand::Close(turn, kind) => {
                self.close(kind);
                self.tell(DeviceEvent::Closed(turn));
            }
            DeviceCommand::Drop(kind) => self.close(kind),
            DeviceCommand::Volume(kind, volume) => self.set_volume(kind, volume),
            DeviceCommand::Mute(kind, muted) => self.studio.mute(kind, muted),
            DeviceCommand::Area(area) => self.studio.set_area(area),
            DeviceCommand::File(call) => self.studio.control_film(now, call),
            DeviceCommand::Frame(kind) => {
                self.show(now, kind, body);
                self.tell(DeviceEvent::FrameTaken(kind));
            }
            DeviceCommand::AudioTap(source, on) => self.listeners.set(source, on),
            DeviceCommand::CustomData(data) => self.studio.add_custom(data),
            DeviceCommand::StartTest(turn) => {
                self.studio.begin_test();
                self.tell(DeviceEvent::TestStarted(turn, Ok(())));
            }
            DeviceCommand::StopTest(turn) => {
                self.studio.end_test();
                self.playback.close_player();
                self.tell(DeviceEvent::TestStopped(turn));
            }
        }
    }

    fn open(&mut self, kind: DeviceKind, pick: &Pick) -> Result<(), DeviceError> {
        match kind {
            DeviceKind::Player => self.playback.open_player(&self.catalogue, pick),
            _ => self.studio.open(&self.catalogue, kind, pick),
        }
    }

    fn close(&mut self, kind: DeviceKind) {
        match kind {
            DeviceKind::Player => self.playback.close_player(),
            _ => self.studio.close(kind),
        }
        if let Some((source, _)) = kind.uplink() {
            self.board.stopped(source);
        }
    }

    /// Volumes beyond 100 were refused before they came here.
    fn set_volume(&mut self, kind: DeviceKind, volume: u32) {
        match kind {
            DeviceKind::Player => {
                Volume::new(volume).into_iter().for_each(|volume| self.playback.set_volume(volume))
            }
            _ => Boost::new(volume).into_iter().for_each(|boost| self.studio.set_boost(kind, boost)),
        }
    }

    fn show(&mut self, now: Instant, kind: DeviceKind, body: Option<ExternalBody>) {
        let frame = body.map(|body| self.studio.external(now, kind, &body));
        let shown = match frame {
            Some(Ok(Some(frame))) => self.studio.show(now, kind, frame, &mut self.outlet),
            Some(Ok(None)) | None => Ok(()),
            Some(Err(error)) => Err(error),
        };
        if let Err(error) = shown {
            tracing::warn!(%kind, %error, "a frame of the app was not sent");
        }
    }

    /// A device has gone by itself.
    pub(super) fn lost(&mut self, kind: DeviceKind, error: &DeviceError) {
        tracing::warn!(%kind, %error, "a device is lost");
        if let Some((source, _)) = kind.uplink() {
            self.board.stopped(source);
        }
        self.tell(DeviceEvent::Lost(kind, fault(error)));
    }
}
