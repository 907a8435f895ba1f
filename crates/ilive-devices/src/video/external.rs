//! External capture: frames that the app has taken itself.

use std::time::Duration;

use ilive_protocol::device::PixelFormat;

use crate::DeviceError;
use crate::video::{Picture, Rotation, Size, VideoFrame, i420_from_bgr, rotate};

/// A frame as the app gives it: plain numbers, none of them trusted.
#[derive(Debug, Clone, Copy)]
pub struct ExternalFrame<'a> {
    /// How its pixels lie.
    pub format: PixelFormat,
    /// One of [`ilive_protocol::device::EXTERNAL_SIZES`], or one of them turned.
    pub size: Size,
    /// 0 to 3 quarters, clockwise.
    pub rotation: u32,
    /// The pixels, rows without padding, the upper one first.
    pub data: &'a [u8],
    /// Since the capture was opened.
    pub at: Duration,
}

impl ExternalFrame<'_> {
    /// The upright picture.
    ///
    /// # Errors
    /// In this order: [`DeviceError::BadFormat`] (8023); 1004 for [`DeviceError::BadSize`],
    /// [`DeviceError::BadRotation`], [`DeviceError::BadLength`].
    pub fn read(&self) -> Result<VideoFrame, DeviceError> {
        if !self.format.is_taken() {
            return Err(DeviceError::BadFormat(self.format));
        }
        if !self.size.is_external() {
            return Err(DeviceError::BadSize(self.size));
        }
        let rotation = Rotation::from_number(self.rotation)?;
        let picture = match self.format {
            PixelFormat::Rgb24 => i420_from_bgr(self.size, self.data)?,
            _ => Picture::from_i420(self.size, self.data.to_vec())?,
        };
        Ok(VideoFrame { picture: rotate(picture, rotation), at: self.at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size::new(176, 144);

    fn frame(format: PixelFormat, size: Size, rotation: u32, data: &[u8]) -> ExternalFrame<'_> {
        ExternalFrame { format, size, rotation, data, at: Duration::ZERO }
    }

    #[test]
    fn every_bad_frame_gets_its_number() {
        use PixelFormat::{I420, Nv12, Nv21, Rgb16, Rgb24, Rgb32};
        let i420 = vec![0; SIZE.i420_len()];
        let bgr = vec![0; SIZE.pixels() * 3];
        for (case, given, code) in [
            ("NV21", frame(Nv21, SIZE, 0, &i420), 8023),
            ("NV12", frame(Nv12, SIZE, 0, &i420), 8023),
            ("RGB16", frame(Rgb16, SIZE, 0, &i420), 8023),
            ("RGB32", frame(Rgb32, SIZE, 0, &i420), 8023),
            ("the format comes before the size", frame(Nv21, Size::new(123, 45), 9, &[]), 8023),
            ("123x45", frame(I420, Size::new(123, 45), 0, &i420), 1004),
            ("0x0", frame(I420, Size::new(0, 0), 0, &[]), 1004),
            ("640x360", frame(I420, Size::new(640, 360), 0, &i420), 1004),
            ("a size that would overflow", frame(Rgb24, Size::new(u32::MAX, u32::MAX), 0, &[]), 1004),
            ("rotation 4", frame(I420, SIZE, 4, &i420), 1004),
            ("a byte short", frame(I420, SIZE, 0, &i420[1..]), 1004),
            ("RGB24 in the length of I420", frame(Rgb24, SIZE, 0, &i420), 1004),
            ("I420 in the length of RGB24", frame(I420, SIZE, 0, &bgr), 1004),
            ("empty", frame(I420, SIZE, 0, &[]), 1004),
        ] {
            let refused = given.read().map_err(|error| error.code().number());
            assert_eq!(refused, Err(code), "{case}");
        }
        for (format, data) in [(I420, &i420), (Rgb24, &bgr)] {
            let read = frame(format, SIZE, 1, data).read().map(|frame| frame.picture.size());
            assert_eq!(read, Ok(SIZE.turned()));
        }
    }
}
