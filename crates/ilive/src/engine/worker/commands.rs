//! What the worker does when it is told.

use std::time::Instant;

use ilive_devices::audio::{Boost, Volume};
use ilive_devices::device::DeviceKind;
use ilive_protocol::wire::Source;
use ilive_session::device::{DeviceCommand, DeviceEvent};

use super::super::external::ExternalBody;
use super::{Bench, Command};

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
            Command::Vacant(kind) => self.openings.vacant(kind),
            Command::Opened(kind, ready) => self.opened(now, kind, ready),
            Command::Devices => DeviceKind::ALL.into_iter().for_each(|kind| self.follow(kind)),
        }
    }

    fn device(&mut self, now: Instant, command: DeviceCommand, body: Option<ExternalBody>) {
        match command {
            DeviceCommand::Open(turn, kind, pick) => self.open(turn, kind, pick),
            DeviceCommand::Close(turn, kind) => {
                self.close(kind);
                self.closings.after(kind, self.teller(DeviceEvent::Closed(turn)));
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
                DeviceKind::ALL.into_iter().for_each(|kind| self.close(kind));
                self.closings.after_all(self.teller(DeviceEvent::TestStopped(turn)));
            }
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
}
