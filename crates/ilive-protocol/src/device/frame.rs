//! Frames of external capture: their sizes and how their pixels lie.

/// The sizes in pixels that external capture takes, each upright too.
pub const EXTERNAL_SIZES: [(u32, u32); 8] =
    [(176, 144), (192, 144), (320, 240), (480, 360), (640, 368), (640, 480), (960, 540), (1280, 720)];

/// Whether external capture takes frames of this size.
#[must_use]
pub fn is_external_size(width: u32, height: u32) -> bool {
    EXTERNAL_SIZES.contains(&(width, height)) || EXTERNAL_SIZES.contains(&(height, width))
}

/// How the pixels of a frame lie; rows have no padding. Only [`PixelFormat::I420`] and [`PixelFormat::Rgb24`] are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelFormat {
    /// 0: planar 4:2:0, limited range, BT.601.
    I420,
    /// 1: semi-planar, VU.
    Nv21,
    /// 3: semi-planar, UV.
    Nv12,
    /// 7: 16 bits.
    Rgb16,
    /// 8: 24 bits, memory order BGR.
    Rgb24,
    /// 9: 32 bits.
    Rgb32,
    /// 10: 32 bits, memory order RGBA.
    Rgba,
    /// 11: 32 bits, memory order ABGR.
    Abgr,
    /// 21: planar 4:2:0 with opacity.
    Yuva,
}

impl PixelFormat {
    /// All of the published list.
    pub const ALL: [Self; 9] = [
        Self::I420,
        Self::Nv21,
        Self::Nv12,
        Self::Rgb16,
        Self::Rgb24,
        Self::Rgb32,
        Self::Rgba,
        Self::Abgr,
        Self::Yuva,
    ];

    /// The published number.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::I420 => 0,
            Self::Nv21 => 1,
            Self::Nv12 => 3,
            Self::Rgb16 => 7,
            Self::Rgb24 => 8,
            Self::Rgb32 => 9,
            Self::Rgba => 10,
            Self::Abgr => 11,
            Self::Yuva => 21,
        }
    }

    /// The format of this number; none for one that is not in the list.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.number() == number)
    }

    /// Whether external capture takes it; others are 8023.
    #[must_use]
    pub const fn is_taken(self) -> bool {
        matches!(self, Self::I420 | Self::Rgb24)
    }

    /// Bytes of a frame of this size.
    #[must_use]
    pub const fn bytes_of(self, width: u32, height: u32) -> u64 {
        let pixels = width as u64 * height as u64;
        let chroma = 2 * (width as u64).div_ceil(2) * (height as u64).div_ceil(2);
        match self {
            Self::I420 | Self::Nv21 | Self::Nv12 => pixels.saturating_add(chroma),
            Self::Rgb16 => pixels.saturating_mul(2),
            Self::Rgb24 => pixels.saturating_mul(3),
            Self::Rgb32 | Self::Rgba | Self::Abgr => pixels.saturating_mul(4),
            Self::Yuva => pixels.saturating_mul(2).saturating_add(chroma),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_sizes_are_taken_both_ways_and_no_other() {
        for (width, height) in EXTERNAL_SIZES {
            assert!(is_external_size(width, height) && is_external_size(height, width), "{width}x{height}");
        }
        for (width, height) in [(0, 0), (123, 45), (144, 194), (640, 360), (1280, 721), (1920, 1080)] {
            assert!(!is_external_size(width, height), "{width}x{height}");
        }
    }

    #[test]
    fn a_number_is_that_of_its_format() {
        for format in PixelFormat::ALL {
            assert_eq!(PixelFormat::from_number(format.number()), Some(format));
        }
        for number in [2, 4, 22, u32::MAX] {
            assert_eq!(PixelFormat::from_number(number), None, "{number}");
        }
    }

    #[test]
    fn a_frame_has_the_bytes_of_its_format_and_none_overflows() {
        for (format, bytes) in [
            (PixelFormat::I420, 460_800),
            (PixelFormat::Rgb16, 614_400),
            (PixelFormat::Rgb24, 921_600),
            (PixelFormat::Rgb32, 1_228_800),
            (PixelFormat::Yuva, 768_000),
        ] {
            assert_eq!(format.bytes_of(640, 480), bytes, "{format:?}");
            assert!(format.bytes_of(u32::MAX, u32::MAX) > u64::from(u32::MAX), "{format:?}");
        }
    }
}
