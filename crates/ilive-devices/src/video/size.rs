//! How large a picture is.

use std::fmt;

use ilive_protocol::device::is_external_size;

use crate::DeviceError;

/// The longest side of any picture here; a decoded or read one beyond it is refused before memory is taken for it.
pub const SIDE_MAX: u32 = 1920;

/// The most pixels: 1920x1088 is full HD as macroblocks cover it.
const PIXELS_MAX: u32 = 1920 * 1088;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// `width` by `height`, whatever they are.
    #[must_use]
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// The same, lying on its side.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { width: self.height, height: self.width }
    }

    /// Whether external capture takes frames of this size (B.4).
    #[must_use]
    pub fn is_external(self) -> bool {
        is_external_size(self.width, self.height)
    }

    /// Whether a picture may have this size: even, 16 to [`SIDE_MAX`], at most full HD in pixels.
    #[must_use]
    pub fn is_possible(self) -> bool {
        let side = |side: u32| side.is_multiple_of(2) && (16..=SIDE_MAX).contains(&side);
        side(self.width) && side(self.height) && self.width * self.height <= PIXELS_MAX
    }

    /// Itself, where a picture may have this size.
    ///
    /// # Errors
    /// [`DeviceError::BadSize`] (1004) otherwise.
    pub fn possible(self) -> Result<Self, DeviceError> {
        if self.is_possible() { Ok(self) } else { Err(DeviceError::BadSize(self)) }
    }

    /// Higher than wide.
    #[must_use]
    pub const fn is_portrait(self) -> bool {
        self.height > self.width
    }

    /// Pixels; what [`Size::is_possible`] lets in does not overflow.
    #[must_use]
    pub const fn pixels(self) -> usize {
        self.width as usize * self.height as usize
    }

    /// Bytes of an I420 picture of this size.
    #[must_use]
    pub const fn i420_len(self) -> usize {
        self.pixels() + self.pixels() / 2
    }
}

/// `640x480`.
impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use ilive_protocol::device::EXTERNAL_SIZES;

    use super::*;

    #[test]
    fn the_published_sizes_are_possible() {
        for (width, height) in EXTERNAL_SIZES {
            assert!(
                Size::new(width, height).is_possible() && Size::new(height, width).is_possible(),
                "{width}x{height}"
            );
        }
    }

    #[test]
    fn a_picture_is_even_and_no_larger_than_full_hd() {
        for (width, height, possible) in [
            (16, 16, true),
            (1920, 1088, true),
            (1088, 1920, true),
            (1920, 1920, false),
            (14, 16, false),
            (641, 480, false),
            (u32::MAX, u32::MAX, false),
        ] {
            assert_eq!(Size::new(width, height).is_possible(), possible, "{width}x{height}");
        }
    }
}
