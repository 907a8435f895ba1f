//! How the bytes of a picture stand for colours, by the published numbers.

use crate::DeviceError;
use crate::video::Size;

/// A colour format that is taken. The published list has more (B.4); of a frame in those only the number is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorFormat {
    /// 0: planes of Y, then U and V in half the size, limited range, BT.601.
    I420,
    /// 8: three bytes a pixel; in memory blue, green, red.
    Rgb24,
}

impl ColorFormat {
    /// The format of this published number.
    ///
    /// # Errors
    /// [`DeviceError::BadFormat`] (8023) for every other.
    pub fn from_number(number: u32) -> Result<Self, DeviceError> {
        match number {
            0 => Ok(Self::I420),
            8 => Ok(Self::Rgb24),
            other => Err(DeviceError::BadFormat(other)),
        }
    }

    /// The published number.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::I420 => 0,
            Self::Rgb24 => 8,
        }
    }

    /// Bytes of a picture of `size`, rows without padding.
    #[must_use]
    pub const fn bytes_of(self, size: Size) -> usize {
        match self {
            Self::I420 => size.i420_len(),
            Self::Rgb24 => size.pixels() * 3,
        }
    }
}
