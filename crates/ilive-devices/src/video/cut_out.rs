//! A part of a picture, as it is.

use crate::video::Size;
use crate::video::picture::{Picture, Plane};

/// The least side that a picture has.
const SIDE_MIN: u32 = 16;

/// A part of a picture; all of it is even.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) left: u32,
    pub(crate) top: u32,
    pub(crate) size: Size,
}

impl Part {
    /// What lies between two corners, the second one outside of it. What lies beyond `whole` is left out, and sides are made
    /// even. None where less than a picture's least size is left.
    pub(crate) fn between(whole: Size, from: (i32, i32), to: (i32, i32)) -> Option<Self> {
        let within = |at: i32, most: u32| u32::try_from(at).unwrap_or(0).min(most) & !1;
        let (left, top) = (within(from.0, whole.width), within(from.1, whole.height));
        let (right, bottom) = (within(to.0, whole.width), within(to.1, whole.height));
        let size = Size::new(right.saturating_sub(left), bottom.saturating_sub(top));
        (size.width >= SIDE_MIN && size.height >= SIDE_MIN).then_some(Self { left, top, size })
    }
}

/// The part between two corners, the second one outside of it. What lies beyond the picture is left out, and sides are
/// made even; of an area without a picture's least size in it the whole picture is left.
#[must_use]
pub fn cut_out(picture: Picture, from: (i32, i32), to: (i32, i32)) -> Picture {
    let part = Part::between(picture.size(), from, to).filter(|part| part.size != picture.size());
    let Some(Part { left, top, size }) = part else { return picture };
    let mut data = Vec::with_capacity(size.i420_len());
    for plane in Plane::ALL {
        let scale = if plane == Plane::Y { 1 } else { 2 };
        let (left, width) = ((left / scale) as usize, (size.width / scale) as usize);
        for row in top / scale..(top + size.height) / scale {
            data.extend_from_slice(&picture.row(plane, row)[left..left + width]);
        }
    }
    Picture::from_i420(size, data).expect("all rows of all planes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::FrameRate;
    use crate::pattern::TestPattern;

    fn pattern() -> Picture {
        let rate = FrameRate::whole(1).expect("a rate");
        TestPattern::new(Size::new(320, 240), rate).expect("a possible size").picture(7)
    }

    #[test]
    fn the_part_has_the_pixels_of_its_place() {
        let part = cut_out(pattern(), (101, 50), (180, 91));

        assert_eq!(part.size(), Size::new(80, 40));
        let whole = pattern();
        assert_eq!(part.row(Plane::Y, 3), &whole.row(Plane::Y, 53)[100..180]);
        assert_eq!(part.row(Plane::U, 3), &whole.row(Plane::U, 28)[50..90]);
    }

    #[test]
    fn what_lies_beyond_is_left_out_and_what_is_too_small_is_the_whole() {
        for (case, from, to, size) in [
            ("beyond all edges", (-10, -10), (9_000, 9_000), Size::new(320, 240)),
            ("beyond one", (300, 0), (400, 240), Size::new(20, 240)),
            ("outside", (500, 500), (600, 600), Size::new(320, 240)),
            ("turned", (200, 200), (100, 100), Size::new(320, 240)),
            ("tiny", (0, 0), (8, 8), Size::new(320, 240)),
        ] {
            assert_eq!(cut_out(pattern(), from, to).size(), size, "{case}");
        }
    }
}
