//! What a screen shows, pixel for pixel, until it is a picture.

use crate::DeviceError;
use crate::video::{Picture, Size, i420_from_pixels};

/// Of a pixel: blue, green, red, and one that says nothing.
const BYTES: usize = 4;
/// The longer and the shorter side of the largest picture.
const SIDES_MAX: (u32, u32) = (1920, 1088);
/// The least side of a picture.
const SIDE_MIN: u32 = 16;

/// A part of a screen, in bytes of blue, green, red and nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pixels {
    size: Size,
    bytes: Vec<u8>,
}

/// What the mouse shows: alpha, red, green and blue in one number each, colours multiplied with alpha already.
pub(super) struct Cursor {
    pub(super) size: Size,
    pub(super) argb: Vec<u32>,
}

impl Pixels {
    /// None where the bytes are not as many as the size says.
    pub(super) fn new(size: Size, bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() == size.pixels() * BYTES).then_some(Self { size, bytes })
    }

    /// Draws the mouse with its upper left corner there, as far as that is within.
    pub(super) fn draw(&mut self, cursor: &Cursor, corner: (i32, i32)) {
        let rows = cursor.argb.chunks_exact(cursor.size.width.max(1) as usize);
        for (row, y) in rows.zip(corner.1..) {
            for (argb, x) in row.iter().zip(corner.0..) {
                if let Some(pixel) = self.at_mut(x, y) {
                    cover(pixel, argb.to_le_bytes());
                }
            }
        }
    }

    fn at_mut(&mut self, x: i32, y: i32) -> Option<&mut [u8]> {
        let (x, y) = (u32::try_from(x).ok()?, u32::try_from(y).ok()?);
        let within = x < self.size.width && y < self.size.height;
        let at = (y as usize * self.size.width as usize + x as usize) * BYTES;
        within.then(|| self.bytes.get_mut(at..at + BYTES)).flatten()
    }

    /// As a picture, smaller where it is larger than any picture may be.
    pub(super) fn into_picture(self) -> Result<Picture, DeviceError> {
        let to = size_of_picture(self.size);
        let pixels = if to == self.size { self } else { self.shrunk(to) };
        i420_from_pixels::<BYTES>(pixels.size, &pixels.bytes)
    }

    /// Each pixel the mean of those that it stands for.
    fn shrunk(&self, to: Size) -> Self {
        let spans = |from: u32, to: u32| -> Vec<(usize, usize)> {
            let edge =
                |at: u32| usize::try_from(u64::from(at) * u64::from(from) / u64::from(to)).unwrap_or(0);
            (0..to).map(|at| (edge(at), edge(at + 1).max(edge(at) + 1))).collect()
        };
        let columns = spans(self.size.width, to.width);
        let stride = self.size.width as usize * BYTES;
        let mut bytes = Vec::with_capacity(to.pixels() * BYTES);
        for (top, bottom) in spans(self.size.height, to.height) {
            let rows = &self.bytes[top * stride..bottom * stride];
            bytes.extend(columns.iter().flat_map(|&(left, right)| mean(rows, stride, left..right)));
        }
        Self { size: to, bytes }
    }
}

/// Covers a pixel as far as the cursor's is opaque.
fn cover(pixel: &mut [u8], [b, g, r, alpha]: [u8; 4]) {
    for (value, over) in pixel.iter_mut().zip([b, g, r]) {
        let under = u16::from(*value) * u16::from(255 - alpha) / 255;
        *value = u8::try_from(under + u16::from(over)).unwrap_or(u8::MAX);
    }
}

fn mean(rows: &[u8], stride: usize, columns: std::ops::Range<usize>) -> [u8; BYTES] {
    let mut sums = [0u32; BYTES];
    let count = u32::try_from(rows.len() / stride * columns.len()).unwrap_or(u32::MAX);
    for row in rows.chunks_exact(stride) {
        for pixel in row[columns.start * BYTES..columns.end * BYTES].chunks_exact(BYTES) {
            sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(*value));
        }
    }
    sums.map(|sum| u8::try_from((sum + count / 2) / count).expect("the mean of bytes is one"))
}

/// The size itself where a picture may have it, else the largest one of about its shape.
fn size_of_picture(size: Size) -> Size {
    let (longer, shorter) = (size.width.max(size.height), size.width.min(size.height));
    // Of two fractions the smaller: sides stay within, and none is made larger.
    let (to, from) = [(SIDES_MAX.0, longer), (SIDES_MAX.1, shorter)]
        .into_iter()
        .filter(|(most, side)| side > most)
        .min_by_key(|(most, side)| u64::from(*most) * (1 << 20) / u64::from(*side))
        .unwrap_or((1, 1));
    let side = |side: u32, most: u32| {
        let scaled = u32::try_from(u64::from(side) * u64::from(to) / u64::from(from)).unwrap_or(most);
        scaled.clamp(SIDE_MIN, most) & !1
    };
    match size.is_portrait() {
        true => Size::new(side(size.width, SIDES_MAX.1), side(size.height, SIDES_MAX.0)),
        false => Size::new(side(size.width, SIDES_MAX.0), side(size.height, SIDES_MAX.1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::video::Plane;

    fn grey(size: Size, value: u8) -> Pixels {
        Pixels::new(size, vec![value; size.pixels() * BYTES]).expect("as many bytes as the size says")
    }

    #[test]
    fn a_screen_that_is_larger_than_any_picture_keeps_its_shape() {
        for (from, to) in [
            ((1280, 720), (1280, 720)),
            ((1920, 1088), (1920, 1088)),
            ((3840, 2160), (1920, 1080)),
            ((2160, 3840), (1080, 1920)),
            ((3440, 1440), (1920, 802)),
            ((1600, 1200), (1450, 1088)),
            ((1600, 1600), (1088, 1088)),
            ((801, 601), (800, 600)),
            ((32_000, 64), (1920, 16)),
        ] {
            let size = size_of_picture(Size::new(from.0, from.1));
            assert_eq!(size, Size::new(to.0, to.1), "{from:?}");
            assert!(size.is_possible(), "{from:?}");
        }
    }

    #[test]
    fn a_pixel_of_a_smaller_picture_is_the_mean_of_those_that_it_stands_for() {
        let mut pixels = grey(Size::new(3840, 2160), 0);
        for (at, pixel) in pixels.bytes.chunks_exact_mut(BYTES).enumerate() {
            pixel.fill(if at % 2 == 0 { 100 } else { 201 });
        }

        let picture = pixels.into_picture().expect("a picture");

        assert_eq!(picture.size(), Size::new(1920, 1080));
        // The mean of 100 and 201 in limited range.
        assert!(picture.plane(Plane::Y).iter().all(|luma| *luma == 146), "{}", picture.plane(Plane::Y)[0]);
    }

    #[test]
    fn the_mouse_covers_what_is_under_it_and_is_cut_at_the_edges() {
        let size = Size::new(16, 16);
        let cursor = Cursor { size: Size::new(2, 1), argb: vec![0xff00_00c8, 0x8000_0000] };
        let at = |pixels: &Pixels, x: usize| pixels.bytes[x * BYTES..][..3].to_vec();

        let mut whole = grey(size, 200);
        whole.draw(&cursor, (3, 0));
        assert_eq!(at(&whole, 2), [200, 200, 200]);
        assert_eq!(at(&whole, 3), [200, 0, 0], "opaque and blue");
        assert_eq!(at(&whole, 4), [99, 99, 99], "black at half");

        let mut cut = grey(size, 200);
        cut.draw(&cursor, (-1, 0));
        assert_eq!((at(&cut, 0), at(&cut, 1)), (vec![99, 99, 99], vec![200, 200, 200]));
        for beyond in [(16, 0), (0, 16), (0, -1), (i32::MIN, 0)] {
            let mut untouched = grey(size, 200);
            untouched.draw(&cursor, beyond);
            assert_eq!(untouched, grey(size, 200), "{beyond:?}");
        }
    }
}
