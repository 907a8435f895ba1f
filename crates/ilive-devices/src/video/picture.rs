//! One picture in I420, the format that encoders take and decoders give.

use std::time::Duration;

use crate::DeviceError;
use crate::video::Size;

/// Luma of black and the neutral chroma, in limited range.
const BLACK: (u8, u8) = (16, 128);

/// A picture: Y, U and V one after the other, rows without padding.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    size: Size,
    data: Vec<u8>,
}

/// One of the three planes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plane {
    /// Brightness, full size.
    Y,
    /// Blueness, half the size.
    U,
    /// Redness, half the size.
    V,
}

/// A picture and when it was taken, counted from the opening of its device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoFrame {
    /// What is seen.
    pub picture: Picture,
    /// Since the device was opened.
    pub at: Duration,
}

impl Picture {
    /// The picture that these bytes are.
    ///
    /// # Errors
    /// 1004: [`DeviceError::BadSize`], [`DeviceError::BadLength`].
    pub fn from_i420(size: Size, data: Vec<u8>) -> Result<Self, DeviceError> {
        let expected = size.possible()?.i420_len();
        if data.len() != expected {
            return Err(DeviceError::BadLength { expected, found: data.len() });
        }
        Ok(Self { size, data })
    }

    /// A black one.
    ///
    /// # Errors
    /// [`DeviceError::BadSize`] (1004).
    pub fn black(size: Size) -> Result<Self, DeviceError> {
        let mut data = vec![BLACK.0; size.possible()?.i420_len()];
        data[size.pixels()..].fill(BLACK.1);
        Ok(Self { size, data })
    }

    /// Its size.
    #[must_use]
    pub const fn size(&self) -> Size {
        self.size
    }

    /// All bytes.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// One plane's bytes.
    #[must_use]
    pub fn plane(&self, plane: Plane) -> &[u8] {
        let (from, to) = plane.range(self.size);
        &self.data[from..to]
    }

    /// One plane's bytes, to be written.
    pub fn plane_mut(&mut self, plane: Plane) -> &mut [u8] {
        let (from, to) = plane.range(self.size);
        &mut self.data[from..to]
    }

    /// One row of a plane.
    ///
    /// # Panics
    /// When the plane has no such row.
    #[must_use]
    pub fn row(&self, plane: Plane, row: u32) -> &[u8] {
        let width = plane.size(self.size).width as usize;
        &self.plane(plane)[row as usize * width..][..width]
    }
}

impl Plane {
    /// All three, as they follow each other.
    pub const ALL: [Self; 3] = [Self::Y, Self::U, Self::V];

    /// The plane's size in a picture of `size`.
    #[must_use]
    pub const fn size(self, size: Size) -> Size {
        match self {
            Self::Y => size,
            Self::U | Self::V => Size::new(size.width / 2, size.height / 2),
        }
    }

    const fn range(self, size: Size) -> (usize, usize) {
        let luma = size.pixels();
        match self {
            Self::Y => (0, luma),
            Self::U => (luma, luma + luma / 4),
            Self::V => (luma + luma / 4, luma + luma / 2),
        }
    }
}

/// Its size only: pixels are of no use in a log.
impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({})", self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_must_be_as_many_as_the_size_says() {
        let size = Size::new(176, 144);
        let right = size.i420_len();

        assert!(Picture::from_i420(size, vec![0; right]).is_ok());
        for found in [0, right - 1, right + 1] {
            let refused = Picture::from_i420(size, vec![0; found]);
            assert_eq!(refused, Err(DeviceError::BadLength { expected: right, found }));
        }
    }

    #[test]
    fn the_planes_are_all_of_the_bytes() {
        let black = Picture::black(Size::new(16, 32)).expect("a possible size");

        let bytes: Vec<u8> = Plane::ALL.into_iter().flat_map(|plane| black.plane(plane).to_vec()).collect();
        assert_eq!(bytes, black.data());
        assert_eq!(
            (black.row(Plane::Y, 31), black.row(Plane::V, 15)),
            ([16; 16].as_slice(), [128; 8].as_slice())
        );
    }
}
