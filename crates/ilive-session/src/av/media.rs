//! What is done with devices that are open: volumes, areas, files, frames, taps. All of it is answered at once.

use ilive_protocol::Code;
use ilive_protocol::limits::CUSTOM_DATA_MAX_BYTES;

use crate::call::{Accepted, Answer};
use crate::device::{Area, DeviceCommand, FileCall, Frame, Pick};
use crate::{Client, DeviceKind, Error};

/// Sources of raw sound (B.4). The original has one more, AAC as it is, which nothing here makes.
const AUDIO_SOURCE_MAX: u32 = 7;
/// Loudest.
pub(crate) const VOLUME_MAX: u32 = 100;

const DONE: Result<Accepted, Error> = Ok(Accepted::Done(Answer::Done));

fn bad(why: &'static str) -> Error {
    Error::of(Code::AvInvalidArgument, "").because(why)
}

fn closed(kind: DeviceKind) -> Error {
    Error::of(Code::AvDeviceNotExist, "device_closed").because(format!("{kind:?} is closed"))
}

impl Client {
    /// 1101, 1004 for what has no list, 1301 when it is empty.
    pub(crate) fn list_devices(&self, kind: DeviceKind) -> Result<Accepted, Error> {
        if !kind.is_listed() {
            return Err(bad("cameras, microphones and players have lists"));
        }
        match self.devices.lists.get(&kind) {
            Some(list) if !list.is_empty() => Ok(Accepted::Done(Answer::Devices(list.clone()))),
            _ => Err(Error::of(Code::AvDeviceNotExist, "no_device").because(format!("no {kind:?} is there"))),
        }
    }

    /// 1101, 1004, 1301.
    pub(crate) fn set_volume(&mut self, kind: DeviceKind, volume: u32) -> Result<Accepted, Error> {
        self.started()?;
        let loud = matches!(kind, DeviceKind::Microphone | DeviceKind::Player | DeviceKind::SystemSound);
        if !loud || volume > VOLUME_MAX {
            return Err(bad("0 to 100, of a microphone, player or the system's sound"));
        }
        self.open_or_closed(kind)?;
        self.device(DeviceCommand::Volume(kind, volume));
        DONE
    }

    /// 1101, 1004, 1301 unless an area is shared.
    pub(crate) fn set_area(&mut self, area: Area) -> Result<Accepted, Error> {
        self.started()?;
        if !area.is_good() {
            return Err(bad("an area has a width and a height"));
        }
        if !matches!(self.devices.open(DeviceKind::Screen), Some(Pick::Area(_))) {
            return Err(closed(DeviceKind::Screen));
        }
        self.device(DeviceCommand::Area(area));
        DONE
    }

    /// 1101, 1301.
    pub(crate) fn control_file(&mut self, file: FileCall) -> Result<Accepted, Error> {
        self.started()?;
        self.open_or_closed(DeviceKind::MediaFile)?;
        self.device(DeviceCommand::File(file));
        DONE
    }

    /// 1101, 1004, 1301 while the capture is closed, 1 `pool_empty` when the encoder does not keep up.
    pub(crate) fn fill_frame(&mut self, kind: DeviceKind, frame: &Frame) -> Result<Accepted, Error> {
        self.started()?;
        if !kind.is_external() || !frame.format.is_taken() {
            return Err(bad("a frame of external capture is I420 or RGB24"));
        }
        if let Some((word, why)) = frame.fault() {
            return Err(Error::of(Code::AvInvalidArgument, word).because(why));
        }
        self.open_or_closed(kind)?;
        let waiting = self.devices.frames.get(&kind).copied().unwrap_or_default();
        if waiting >= self.config.frame_pool {
            let why = format!("{waiting} frames wait for the encoder");
            return Err(Error::of(Code::AvFailed, "pool_empty").because(why));
        }
        self.devices.frames.insert(kind, waiting + 1);
        self.device(DeviceCommand::Frame(kind));
        DONE
    }

    /// 1101, 1004, 1201.
    pub(crate) fn tap_audio(&mut self, source: u32, on: bool) -> Result<Accepted, Error> {
        self.started()?;
        if source > AUDIO_SOURCE_MAX {
            let why = format!(
                "sources of raw sound are 0 to {AUDIO_SOURCE_MAX}, not {source}: there is no AAC here"
            );
            return Err(Error::of(Code::AvInvalidArgument, "bad_source").because(why));
        }
        self.room_entered()?;
        match on {
            true => self.devices.taps.insert(source),
            false => self.devices.taps.remove(&source),
        };
        self.device(DeviceCommand::AudioTap(source, on));
        DONE
    }

    /// 1101, 1004, 1201.
    pub(crate) fn fill_custom(&mut self, data: Vec<u8>) -> Result<Accepted, Error> {
        self.started()?;
        if data.is_empty() {
            return Err(bad("custom data has at least a byte"));
        }
        if data.len() > CUSTOM_DATA_MAX_BYTES {
            let why = format!(
                "custom data has {} bytes, up to {CUSTOM_DATA_MAX_BYTES} go beside a picture",
                data.len()
            );
            return Err(Error::of(Code::AvInvalidArgument, "bad_length").because(why));
        }
        self.room_entered()?;
        self.device(DeviceCommand::CustomData(data));
        DONE
    }

    fn open_or_closed(&self, kind: DeviceKind) -> Result<(), Error> {
        match self.devices.open(kind) {
            Some(_) => Ok(()),
            None => Err(closed(kind)),
        }
    }
}
