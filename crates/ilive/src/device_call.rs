//! What the façade's and the AV layer's device methods share.

use ilive_session::Answer;
use ilive_session::device::{DeviceInfo, Frame, Pick, PixelFormat};

use crate::engine::ExternalBody;

pub(crate) fn devices(answer: Answer) -> Option<Vec<DeviceInfo>> {
    match answer {
        Answer::Devices(devices) => Some(devices),
        _ => None,
    }
}

pub(crate) fn pick(id: Option<&str>) -> Pick {
    id.map_or(Pick::Default, |id| Pick::Id(id.to_owned()))
}

/// A picture of the app's own (B.4): a size that is listed there, and all its bytes.
#[derive(Debug, Clone, Copy)]
pub struct AppFrame<'a> {
    /// I420 or RGB24.
    pub format: PixelFormat,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// 0 to 3 quarters, clockwise, until it is upright.
    pub rotation: u32,
    /// Rows without padding.
    pub data: &'a [u8],
}

impl AppFrame<'_> {
    pub(crate) fn shape(&self) -> Frame {
        let Self { format, width, height, rotation, data } = *self;
        Frame { format, width, height, rotation, bytes: data.len() }
    }

    pub(crate) fn body(&self) -> ExternalBody {
        ExternalBody { frame: self.shape(), data: self.data.to_vec() }
    }
}
