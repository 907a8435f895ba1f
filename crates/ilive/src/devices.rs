//! What the façade's and the AV layer's device methods share.

use ilive_session::Answer;
use ilive_session::device::{DeviceInfo, Frame, Pick, PixelFormat};

pub(crate) fn devices(answer: Answer) -> Option<Vec<DeviceInfo>> {
    match answer {
        Answer::Devices(devices) => Some(devices),
        _ => None,
    }
}

pub(crate) fn pick(id: Option<&str>) -> Pick {
    id.map_or(Pick::Default, |id| Pick::Id(id.to_owned()))
}

pub(crate) fn frame_of(format: PixelFormat, width: u32, height: u32, data: &[u8]) -> Frame {
    Frame { format, width, height, bytes: data.len() }
}
