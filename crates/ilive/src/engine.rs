//! Where sound and picture will be: `ilive-devices` and str0m behind the session's commands. Until then a client logs in, sends
//! messages and makes calls; an entry into a room ends with `av` 1, and a device does not open.

use std::sync::Arc;

use ilive_session::DeviceKind;
use ilive_session::device::{DeviceCommand, DeviceEvent, DeviceFault, DeviceInfo, Frame};
use ilive_session::io::{EngineCommand, EngineEvent};
use tokio::runtime::Handle;

/// Devices, sizes and rates.
#[derive(Debug, Clone, Default)]
pub struct Setup {}

/// What was measured (E.13).
#[derive(Debug, Clone, Default)]
pub struct Quality {}

/// Gets received pictures and sound.
pub trait MediaSink: Send + Sync {}

/// A picture of external capture.
#[derive(Debug)]
pub struct ExternalBody {
    /// How its pixels lie.
    pub frame: Frame,
    /// Its pixels.
    pub data: Vec<u8>,
}

/// What comes of commands.
pub(crate) enum Report {
    Engine(EngineEvent),
    Device(DeviceEvent),
}

/// Media of one client. Commands never block; what comes of them is reported.
pub(crate) struct Engine {
    report: Arc<dyn Fn(Report) + Send + Sync>,
}

impl Engine {
    pub(crate) fn new(
        _: Setup,
        _: Handle,
        report: Arc<dyn Fn(Report) + Send + Sync>,
        _: Option<Arc<dyn MediaSink>>,
    ) -> Self {
        Self { report }
    }

    pub(crate) fn command(&self, command: EngineCommand) {
        let event = match command {
            EngineCommand::Start(turn) => EngineEvent::Started(turn, Ok(())),
            EngineCommand::Stop(turn) => EngineEvent::Stopped(turn),
            EngineCommand::NewPeer(peer) => EngineEvent::Offer(peer, Err("no media here yet".to_owned())),
            _ => return,
        };
        (self.report)(Report::Engine(event));
    }

    pub(crate) fn device(&self, command: DeviceCommand, _: Option<ExternalBody>) {
        let event = match command {
            DeviceCommand::Open(turn, ..) => DeviceEvent::Opened(turn, Err(DeviceFault::Failed)),
            DeviceCommand::Close(turn, _) => DeviceEvent::Closed(turn),
            DeviceCommand::StartTest(turn) => DeviceEvent::TestStarted(turn, Ok(())),
            DeviceCommand::StopTest(turn) => DeviceEvent::TestStopped(turn),
            _ => return,
        };
        (self.report)(Report::Device(event));
    }

    pub(crate) fn devices(&self, _: DeviceKind) -> Vec<DeviceInfo> {
        Vec::new()
    }

    pub(crate) fn quality(&self) -> Quality {
        Quality {}
    }
}
