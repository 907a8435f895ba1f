//! A picture cut and scaled down to what a role encodes.

use crate::video::Size;
use crate::video::picture::{Picture, Plane};

/// Fits a picture into the size of a role: a larger one is scaled down until it just covers the size, and what then
/// hangs over is cut off evenly on both sides; a smaller one stays as it is (B.4). A role that is wider than high is
/// taken on its side for a picture that is higher than wide: its size is meant as so many pixels, not as landscape.
#[must_use]
pub fn fit(picture: Picture, role: Size) -> Picture {
    let from = picture.size();
    let role = if from.is_portrait() == role.is_portrait() { role } else { role.turned() };
    let to = Size::new(from.width.min(role.width) & !1, from.height.min(role.height) & !1);
    if to == from || !to.is_possible() {
        return picture;
    }
    let cut = Cut::covering(from, to);
    let mut data = Vec::with_capacity(to.i420_len());
    for plane in Plane::ALL {
        let (width, cut) = (plane.size(from).width, cut.of(plane));
        scale(picture.plane(plane), width as usize, cut, plane.size(to), &mut data);
    }
    Picture::from_i420(to, data).expect("each plane was filled")
}

/// The part of a picture that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cut {
    left: u32,
    top: u32,
    size: Size,
}

impl Cut {
    /// The largest middle part of `from` that has the shape of `to`, even in all.
    fn covering(from: Size, to: Size) -> Self {
        let even = |value: u64| u32::try_from(value).unwrap_or(u32::MAX) & !1;
        let scaled = |a: u32, b: u32, c: u32| even(u64::from(a) * u64::from(b) / u64::from(c));
        let width = scaled(from.height, to.width, to.height).clamp(to.width, from.width);
        let height = scaled(from.width, to.height, to.width).clamp(to.height, from.height);
        let middle = |whole: u32, part: u32| ((whole - part) / 2) & !1;
        Self {
            left: middle(from.width, width),
            top: middle(from.height, height),
            size: Size { width, height },
        }
    }

    fn of(self, plane: Plane) -> Self {
        match plane {
            Plane::Y => self,
            Plane::U | Plane::V => {
                let size = Size::new(self.size.width / 2, self.size.height / 2);
                Self { left: self.left / 2, top: self.top / 2, size }
            }
        }
    }
}

/// Appends the part, each pixel the mean of those that it stands for.
fn scale(plane: &[u8], stride: usize, cut: Cut, to: Size, out: &mut Vec<u8>) {
    let spans = |offset: u32, from: u32, count: u32| -> Vec<(usize, usize)> {
        let edge = |at: u32| {
            (offset + u32::try_from(u64::from(at) * u64::from(from) / u64::from(count)).unwrap_or(0)) as usize
        };
        (0..count).map(|at| (edge(at), edge(at + 1).max(edge(at) + 1))).collect()
    };
    let columns = spans(cut.left, cut.size.width, to.width);
    for (top, bottom) in spans(cut.top, cut.size.height, to.height) {
        if cut.size == to {
            out.extend_from_slice(&plane[top * stride + cut.left as usize..][..to.width as usize]);
            continue;
        }
        let rows: Vec<&[u8]> = (top..bottom).map(|row| &plane[row * stride..][..stride]).collect();
        out.extend(columns.iter().map(|&(left, right)| mean(&rows, left, right)));
    }
}

fn mean(rows: &[&[u8]], left: usize, right: usize) -> u8 {
    let sum: u32 = rows.iter().flat_map(|row| &row[left..right]).map(|value| u32::from(*value)).sum();
    let count = u32::try_from(rows.len() * (right - left)).unwrap_or(u32::MAX);
    u8::try_from((sum + count / 2) / count).expect("the mean of bytes is one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_larger_becomes_the_roles_size_and_what_is_smaller_stays() {
        for (case, from, role, to) in [
            ("same", (640, 480), (640, 480), (640, 480)),
            ("smaller", (320, 240), (640, 480), (320, 240)),
            ("half", (1280, 960), (640, 480), (640, 480)),
            ("wider", (1280, 720), (640, 480), (640, 480)),
            ("cut only", (640, 480), (640, 368), (640, 368)),
            ("portrait", (720, 1280), (640, 368), (368, 640)),
            ("wider and lower", (640, 240), (480, 320), (480, 240)),
        ] {
            let size = |(width, height)| Size::new(width, height);
            let fitted = fit(Picture::black(size(from)).expect("possible"), size(role));
            assert_eq!(fitted.size(), size(to), "{case}");
        }
    }

    #[test]
    fn the_middle_is_kept_in_its_shape() {
        let cut = Cut::covering(Size::new(1280, 720), Size::new(640, 480));
        assert_eq!(cut, Cut { left: 160, top: 0, size: Size::new(960, 720) });
        let cut = Cut::covering(Size::new(640, 480), Size::new(640, 368));
        assert_eq!(cut, Cut { left: 0, top: 56, size: Size::new(640, 368) });
    }

    #[test]
    fn a_pixel_is_the_mean_of_those_that_it_stands_for() {
        let mut picture = Picture::black(Size::new(64, 64)).expect("possible");
        for (at, luma) in picture.plane_mut(Plane::Y).iter_mut().enumerate() {
            *luma = if at % 2 == 0 { 10 } else { 21 };
        }

        let half = fit(picture, Size::new(32, 32));

        assert!(half.plane(Plane::Y).iter().all(|luma| *luma == 16));
        assert!(half.plane(Plane::U).iter().all(|chroma| *chroma == 128));
    }
}
