//! Turning a picture by quarters.

use crate::DeviceError;
use crate::video::Size;
use crate::video::picture::{Picture, Plane};

/// How far a picture is to be turned clockwise to stand upright (B.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rotation {
    /// 0: it stands.
    #[default]
    None,
    /// 1: by 90°.
    Quarter,
    /// 2: by 180°.
    Half,
    /// 3: by 270°.
    ThreeQuarters,
}

impl Rotation {
    /// The rotation of this published number.
    ///
    /// # Errors
    /// [`DeviceError::BadRotation`] (1004) beyond 3.
    pub fn from_number(number: u32) -> Result<Self, DeviceError> {
        match number {
            0 => Ok(Self::None),
            1 => Ok(Self::Quarter),
            2 => Ok(Self::Half),
            3 => Ok(Self::ThreeQuarters),
            other => Err(DeviceError::BadRotation(other)),
        }
    }

    /// What a picture of `size` measures after it.
    #[must_use]
    pub const fn size(self, size: Size) -> Size {
        match self {
            Self::None | Self::Half => size,
            Self::Quarter | Self::ThreeQuarters => size.turned(),
        }
    }
}

/// Turns a picture clockwise.
#[must_use]
pub fn rotate(picture: Picture, rotation: Rotation) -> Picture {
    if rotation == Rotation::None {
        return picture;
    }
    let size = rotation.size(picture.size());
    let mut data = Vec::with_capacity(size.i420_len());
    for plane in Plane::ALL {
        turn(picture.plane(plane), plane.size(picture.size()), rotation, &mut data);
    }
    Picture::from_i420(size, data).expect("a turned picture has as many bytes")
}

/// Appends the rows of the turned plane.
fn turn(plane: &[u8], Size { width, height }: Size, rotation: Rotation, out: &mut Vec<u8>) {
    let (width, height) = (width as usize, height as usize);
    match rotation {
        Rotation::None => out.extend_from_slice(plane),
        Rotation::Half => out.extend(plane.iter().rev()),
        Rotation::Quarter => {
            for x in 0..width {
                out.extend((0..height).rev().map(|y| plane[y * width + x]));
            }
        }
        Rotation::ThreeQuarters => {
            for x in (0..width).rev() {
                out.extend((0..height).map(|y| plane[y * width + x]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 32x16, luma 1 in the upper left corner, 2 in the upper right one, all else 0.
    fn marked() -> Picture {
        let mut data = vec![0; Size::new(32, 16).i420_len()];
        (data[0], data[31]) = (1, 2);
        Picture::from_i420(Size::new(32, 16), data).expect("a possible picture")
    }

    #[test]
    fn a_picture_is_turned_clockwise() {
        for (number, size, first, second) in [
            (0, Size::new(32, 16), (0, 0), (31, 0)),
            (1, Size::new(16, 32), (15, 0), (15, 31)),
            (2, Size::new(32, 16), (31, 15), (0, 15)),
            (3, Size::new(16, 32), (0, 31), (0, 0)),
        ] {
            let rotation = Rotation::from_number(number).expect("a rotation");
            let turned = rotate(marked(), rotation);
            assert_eq!(turned.size(), size, "{number}");
            let luma = |(x, y): (usize, u32)| turned.row(Plane::Y, y)[x];
            assert_eq!((luma(first), luma(second)), (1, 2), "{number}");
        }
    }

    #[test]
    fn four_quarters_are_none() {
        let turned = (0..4).fold(marked(), |picture, _| rotate(picture, Rotation::Quarter));
        assert_eq!(turned, marked());
        assert_eq!(Rotation::from_number(4), Err(DeviceError::BadRotation(4)));
    }
}
