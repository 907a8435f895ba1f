//! External capture: frames that the app has taken itself.

use std::collections::VecDeque;
use std::time::Duration;

use crate::DeviceError;
use crate::device::DeviceKind;
use crate::video::{ColorFormat, Picture, Rotation, Size, VideoFrame, i420_from_bgr, rotate};

/// A frame as the app gives it: plain numbers, none of them trusted.
#[derive(Debug, Clone, Copy)]
pub struct ExternalFrame<'a> {
    /// The published number of the colour format: 0 I420, 8 RGB24 (B.4).
    pub format: u32,
    /// One of [`crate::video::EXTERNAL_SIZES`], or one of them turned.
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
        let (format, rotation) = self.check()?;
        let picture = match format {
            ColorFormat::I420 => Picture::from_i420(self.size, self.data.to_vec())?,
            ColorFormat::Rgb24 => i420_from_bgr(self.size, self.data)?,
        };
        Ok(VideoFrame { picture: rotate(picture, rotation), at: self.at })
    }

    fn check(&self) -> Result<(ColorFormat, Rotation), DeviceError> {
        let format = ColorFormat::from_number(self.format)?;
        if !self.size.is_external() {
            return Err(DeviceError::BadSize(self.size));
        }
        let rotation = Rotation::from_number(self.rotation)?;
        let expected = format.bytes_of(self.size);
        if self.data.len() != expected {
            return Err(DeviceError::BadLength { expected, found: self.data.len() });
        }
        Ok((format, rotation))
    }
}

/// The frames that wait to be encoded, while external capture is open.
#[derive(Debug)]
pub struct ExternalCapture {
    pool: usize,
    state: State,
}

#[derive(Debug)]
enum State {
    Closed,
    Open { waiting: VecDeque<VideoFrame> },
}

impl ExternalCapture {
    /// A closed one. `pool` frames may wait once it is open, at least one.
    #[must_use]
    pub fn new(pool: usize) -> Self {
        Self { pool: pool.max(1), state: State::Closed }
    }

    /// Frames are taken from now on.
    pub fn open(&mut self) {
        self.state = State::Open { waiting: VecDeque::new() };
    }

    /// What waits is dropped.
    pub fn close(&mut self) {
        self.state = State::Closed;
    }

    /// Takes a frame of the app.
    ///
    /// # Errors
    /// As [`ExternalFrame::read`]; then [`DeviceError::Closed`] (1301), [`DeviceError::PoolEmpty`] (1, at the façade
    /// 8053). The frame is not kept then, and those that wait stay.
    pub fn fill(&mut self, frame: &ExternalFrame<'_>) -> Result<(), DeviceError> {
        frame.check()?;
        let State::Open { waiting } = &mut self.state else {
            return Err(DeviceError::Closed(DeviceKind::ExternalCapture));
        };
        if waiting.len() >= self.pool {
            return Err(DeviceError::PoolEmpty(self.pool));
        }
        waiting.push_back(frame.read()?);
        Ok(())
    }

    /// The next frame to encode, oldest first.
    pub fn take(&mut self) -> Option<VideoFrame> {
        match &mut self.state {
            State::Closed => None,
            State::Open { waiting } => waiting.pop_front(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size::new(176, 144);

    fn frame(format: u32, size: Size, rotation: u32, data: &[u8]) -> ExternalFrame<'_> {
        ExternalFrame { format, size, rotation, data, at: Duration::ZERO }
    }

    #[test]
    fn every_bad_frame_gets_its_number() {
        let i420 = vec![0; SIZE.i420_len()];
        let bgr = vec![0; SIZE.pixels() * 3];
        let mut capture = ExternalCapture::new(2);
        capture.open();
        for (case, given, code) in [
            ("NV21", frame(1, SIZE, 0, &i420), 8023),
            ("NV12", frame(3, SIZE, 0, &i420), 8023),
            ("RGB16", frame(7, SIZE, 0, &i420), 8023),
            ("RGB32", frame(9, SIZE, 0, &i420), 8023),
            ("RGBA", frame(10, SIZE, 0, &i420), 8023),
            ("ABGR", frame(11, SIZE, 0, &i420), 8023),
            ("YUVA", frame(21, SIZE, 0, &i420), 8023),
            ("no number of the list", frame(u32::MAX, SIZE, 0, &i420), 8023),
            ("the format comes before the size", frame(1, Size::new(123, 45), 9, &[]), 8023),
            ("123x45", frame(0, Size::new(123, 45), 0, &i420), 1004),
            ("0x0", frame(0, Size::new(0, 0), 0, &[]), 1004),
            ("640x360", frame(0, Size::new(640, 360), 0, &i420), 1004),
            ("a size that would overflow", frame(8, Size::new(u32::MAX, u32::MAX), 0, &[]), 1004),
            ("rotation 4", frame(0, SIZE, 4, &i420), 1004),
            ("a byte short", frame(0, SIZE, 0, &i420[1..]), 1004),
            ("RGB24 in the length of I420", frame(8, SIZE, 0, &i420), 1004),
            ("I420 in the length of RGB24", frame(0, SIZE, 0, &bgr), 1004),
            ("empty", frame(0, SIZE, 0, &[]), 1004),
        ] {
            let refused = capture.fill(&given).map_err(|error| error.code().number());
            assert_eq!(refused, Err(code), "{case}");
            assert_eq!(capture.take(), None, "{case}");
        }
        for (format, data) in [(0, &i420), (8, &bgr)] {
            assert_eq!(capture.fill(&frame(format, SIZE, 1, data)), Ok(()));
            assert_eq!(capture.take().map(|frame| frame.picture.size()), Some(SIZE.turned()));
        }
    }

    #[test]
    fn a_closed_capture_takes_nothing_and_says_first_what_is_wrong_with_the_frame() {
        let i420 = vec![0; SIZE.i420_len()];
        let mut capture = ExternalCapture::new(2);

        let closed = capture.fill(&frame(0, SIZE, 0, &i420));
        let bad = capture.fill(&frame(1, SIZE, 0, &i420));

        assert_eq!(closed, Err(DeviceError::Closed(DeviceKind::ExternalCapture)));
        assert_eq!(bad, Err(DeviceError::BadFormat(1)));
    }

    #[test]
    fn frames_faster_than_the_encoder_empty_the_pool() {
        let i420 = vec![0; SIZE.i420_len()];
        let mut capture = ExternalCapture::new(2);
        capture.open();

        let filled: Vec<_> = (0..3).map(|_| capture.fill(&frame(0, SIZE, 0, &i420))).collect();

        assert_eq!(filled, [Ok(()), Ok(()), Err(DeviceError::PoolEmpty(2))]);
        assert!(capture.take().is_some());
        assert_eq!(capture.fill(&frame(0, SIZE, 0, &i420)), Ok(()));
        capture.close();
        assert_eq!(capture.take(), None);
    }
}
