//! Frames that the app has taken itself.

use std::fmt;
use std::time::Duration;

use ilive_devices::DeviceError;
use ilive_devices::video::{ExternalFrame, Size, VideoFrame};
use ilive_session::device::Frame;

/// The bytes of a frame of external capture, and how they are meant.
#[derive(Clone)]
pub struct ExternalBody {
    /// Size, format and rotation, as the picture lies in memory.
    pub frame: Frame,
    /// The pixels.
    pub data: Vec<u8>,
}

impl ExternalBody {
    /// The upright picture, at a time since the capture was opened.
    pub(super) fn read(&self, at: Duration) -> Result<VideoFrame, DeviceError> {
        let Self { frame, data } = self;
        let size = Size::new(frame.width, frame.height);
        ExternalFrame { format: frame.format, size, rotation: frame.rotation, data, at }.read()
    }
}

/// Not the pixels: a log is no recording.
impl fmt::Debug for ExternalBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExternalBody({:?})", self.frame)
    }
}
