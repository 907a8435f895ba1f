//! A small picture drawn over the own video before it is encoded.

use crate::DeviceError;
use crate::video::Size;
use crate::video::convert::{narrow, yuv_of_rgb};
use crate::video::picture::{Picture, Plane};

/// The published types 1 to 8: the size of video that a watermark was drawn for (B.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WatermarkKind(Size);

/// A checked bitmap with its place. Place and width are shares of the picture, so one watermark serves every size that
/// the encoder is switched to.
#[derive(Clone)]
pub struct Watermark {
    /// The bitmap's own.
    size: Size,
    /// `0xAARRGGBB`, rows without padding.
    argb: Vec<u32>,
    /// The upper left corner, in shares of the picture.
    place: (f32, f32),
    /// Width in shares of the picture's.
    share: f32,
    /// As it was drawn last.
    drawn: Option<Stamp>,
}

/// A watermark in the size and colours of one size of picture.
#[derive(Clone)]
struct Stamp {
    picture: Size,
    size: Size,
    /// Y, U, V and opacity of each pixel.
    pixels: Vec<(u8, u8, u8, u8)>,
}

impl WatermarkKind {
    /// The kind of this published number.
    ///
    /// # Errors
    /// [`DeviceError::BadWatermark`] (1004) for none of 1 to 8.
    pub fn from_number(number: u32) -> Result<Self, DeviceError> {
        let (width, height) = match number {
            1 => (320, 240),
            2 => (480, 360),
            3 => (640, 480),
            4 => (640, 368),
            5 => (960, 540),
            6 => (1280, 720),
            7 => (192, 144),
            8 => (320, 180),
            _ => return Err(DeviceError::BadWatermark("is of no type from 1 to 8")),
        };
        Ok(Self(Size { width, height }))
    }

    /// The size of video that it is for.
    #[must_use]
    pub const fn video(self) -> Size {
        self.0
    }
}

impl Watermark {
    /// A bitmap of `0xAARRGGBB` (A 255 is opaque) for videos of `kind`, its upper left corner at `place`: shares of
    /// width and height of the picture, 0.0 to 1.0. What would hang over the right or lower edge is moved inwards.
    ///
    /// # Errors
    /// [`DeviceError::BadWatermark`] (1004): empty, of odd sides, wider than a quarter or higher than a sixth of the
    /// kind's video, a place outside of it, pixels that are not as many as the size says (B.4).
    pub fn new(
        kind: WatermarkKind,
        size: Size,
        argb: Vec<u32>,
        place: (f32, f32),
    ) -> Result<Self, DeviceError> {
        let video = kind.video();
        let why = if size.width == 0 || size.height == 0 {
            "is empty"
        } else if !size.width.is_multiple_of(2) || !size.height.is_multiple_of(2) {
            "has odd sides"
        } else if size.width > video.width / 4 {
            "is wider than a quarter of the video"
        } else if size.height > video.height / 6 {
            "is higher than a sixth of the video"
        } else if argb.len() != size.pixels() {
            "has not as many pixels as its size says"
        } else if ![place.0, place.1].iter().all(|share| (0.0..=1.0).contains(share)) {
            "lies outside of the video"
        } else {
            let share = size.width as f32 / video.width as f32;
            return Ok(Self { size, argb, place, share, drawn: None });
        };
        Err(DeviceError::BadWatermark(why))
    }

    /// Draws it.
    pub fn draw(&mut self, picture: &mut Picture) {
        let size = picture.size();
        let stamp = match self.drawn.take() {
            Some(stamp) if stamp.picture == size => stamp,
            _ => self.stamp(size),
        };
        let place =
            |share: f32, whole: u32, part: u32| ((share * whole as f32) as u32).min(whole - part) & !1;
        let left = place(self.place.0, size.width, stamp.size.width);
        let top = place(self.place.1, size.height, stamp.size.height);
        stamp.draw(picture, left, top);
        self.drawn = Some(stamp);
    }

    /// The bitmap scaled to its share of the picture, by nearest pixel.
    fn stamp(&self, picture: Size) -> Stamp {
        let width = ((self.share * picture.width as f32) as u32 & !1).clamp(2, picture.width);
        let height = ((width * self.size.height / self.size.width) & !1).clamp(2, picture.height);
        let from = |at: u32, to: u32, of: u32| (at * of / to) as usize;
        let rows = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let pixels = rows
            .map(|(x, y)| {
                let (x, y) = (from(x, width, self.size.width), from(y, height, self.size.height));
                let [a, r, g, b] = self.argb[y * self.size.width as usize + x].to_be_bytes();
                let (y, u, v) = yuv_of_rgb(r, g, b);
                (y, u, v, a)
            })
            .collect();
        Stamp { picture, size: Size { width, height }, pixels }
    }
}

impl Stamp {
    fn draw(&self, picture: &mut Picture, left: u32, top: u32) {
        let (stride, width) = (picture.size().width as usize, self.size.width as usize);
        let (left, top) = (left as usize, top as usize);
        for (row, pixels) in self.pixels.chunks_exact(width).enumerate() {
            let line = &mut picture.plane_mut(Plane::Y)[(top + row) * stride + left..][..width];
            for (under, (y, _, _, opacity)) in line.iter_mut().zip(pixels) {
                *under = blend(*under, *y, *opacity);
            }
        }
        // The chroma of four pixels is that of their upper left one: a watermark's edge may be off by a pixel.
        for (row, pixels) in self.pixels.chunks_exact(width).step_by(2).enumerate() {
            let at = (top / 2 + row) * stride / 2 + left / 2;
            for (column, (_, u, v, opacity)) in pixels.iter().step_by(2).enumerate() {
                let under = &mut picture.plane_mut(Plane::U)[at + column];
                *under = blend(*under, *u, *opacity);
                let under = &mut picture.plane_mut(Plane::V)[at + column];
                *under = blend(*under, *v, *opacity);
            }
        }
    }
}

fn blend(under: u8, over: u8, opacity: u8) -> u8 {
    let [under, over, opacity] = [under, over, opacity].map(i32::from);
    narrow((under * (255 - opacity) + over * opacity + 127) / 255)
}

impl std::fmt::Debug for Watermark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Watermark({} at {:?})", self.size, self.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: u32 = 0xFFFF_FFFF;

    fn white(
        kind: u32,
        width: u32,
        height: u32,
        pixels: usize,
        place: (f32, f32),
    ) -> Result<Watermark, DeviceError> {
        Watermark::new(WatermarkKind::from_number(kind)?, Size { width, height }, vec![WHITE; pixels], place)
    }

    #[test]
    fn a_watermark_is_even_and_small() {
        for (case, kind, width, height, pixels, place) in [
            ("type 0", 0, 2, 2, 4, (0.0, 0.0)),
            ("type 9", 9, 2, 2, 4, (0.0, 0.0)),
            ("empty", 3, 0, 2, 0, (0.0, 0.0)),
            ("odd width", 3, 3, 2, 6, (0.0, 0.0)),
            ("odd height", 3, 2, 3, 6, (0.0, 0.0)),
            ("too wide", 3, 162, 2, 324, (0.0, 0.0)),
            ("too high", 3, 2, 82, 164, (0.0, 0.0)),
            ("too few pixels", 3, 4, 4, 15, (0.0, 0.0)),
            ("left of it", 3, 4, 4, 16, (-0.1, 0.0)),
            ("below it", 3, 4, 4, 16, (0.0, 1.1)),
            ("nowhere", 3, 4, 4, 16, (f32::NAN, 0.0)),
        ] {
            let refused =
                white(kind, width, height, pixels, place).map(|_| ()).map_err(|error| error.code().number());
            assert_eq!(refused, Err(1004), "{case}");
        }
        assert!(white(3, 160, 80, 160 * 80, (1.0, 1.0)).is_ok());
    }

    #[test]
    fn it_keeps_its_share_of_the_picture_in_every_size() {
        let mut mark = white(3, 160, 80, 160 * 80, (0.5, 0.5)).expect("a legal one");
        for size in [Size::new(640, 480), Size::new(320, 240), Size::new(176, 144), Size::new(144, 176)] {
            let mut picture = Picture::black(size).expect("possible");

            mark.draw(&mut picture);

            let bright = picture.plane(Plane::Y).iter().filter(|luma| **luma > 200).count();
            let (width, height) = ((size.width / 4) & !1, (size.width / 8) & !1);
            assert_eq!(bright, (width * height) as usize, "{size}");
        }
    }

    #[test]
    fn what_would_hang_over_is_moved_inwards_and_half_opaque_is_half_as_bright() {
        let kind = WatermarkKind::from_number(3).expect("a kind");
        let half = vec![0x80FF_FFFF; 16];
        let mut mark = Watermark::new(kind, Size::new(4, 4), half, (1.0, 1.0)).expect("legal");
        let mut picture = Picture::black(Size::new(640, 480)).expect("possible");

        mark.draw(&mut picture);

        let luma = picture.row(Plane::Y, 479)[639];
        assert!((120..=130).contains(&luma), "{luma}");
        assert_eq!(picture.row(Plane::Y, 475)[639], 16);
    }
}
