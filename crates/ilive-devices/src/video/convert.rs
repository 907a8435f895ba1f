//! RGB to I420: BT.601 in limited range, as cameras and browsers expect of standard definition.

use crate::DeviceError;
use crate::video::picture::Plane;
use crate::video::{Picture, Size};

/// Makes an I420 picture of bytes in blue, green, red. A chroma value is that of the mean of its four pixels.
///
/// # Errors
/// 1004: [`DeviceError::BadSize`], [`DeviceError::BadLength`].
pub fn i420_from_bgr(size: Size, bgr: &[u8]) -> Result<Picture, DeviceError> {
    i420_from_pixels::<3>(size, bgr)
}

/// As [`i420_from_bgr`], of pixels of `BYTES`; those behind blue, green and red say nothing.
pub(crate) fn i420_from_pixels<const BYTES: usize>(
    size: Size,
    pixels: &[u8],
) -> Result<Picture, DeviceError> {
    let expected = size.possible()?.pixels() * BYTES;
    if pixels.len() != expected {
        return Err(DeviceError::BadLength { expected, found: pixels.len() });
    }
    let mut picture = Picture::black(size)?;
    for (luma, pixel) in picture.plane_mut(Plane::Y).iter_mut().zip(pixels.chunks_exact(BYTES)) {
        *luma = luma_of(pixel);
    }
    let (mut us, mut vs) = (Vec::with_capacity(size.pixels() / 4), Vec::with_capacity(size.pixels() / 4));
    let row_len = size.width as usize * BYTES;
    for rows in pixels.chunks_exact(2 * row_len) {
        let (upper, lower) = rows.split_at(row_len);
        for (above, below) in upper.chunks_exact(2 * BYTES).zip(lower.chunks_exact(2 * BYTES)) {
            let (u, v) = chroma_of::<BYTES>(above, below);
            us.push(u);
            vs.push(v);
        }
    }
    picture.plane_mut(Plane::U).copy_from_slice(&us);
    picture.plane_mut(Plane::V).copy_from_slice(&vs);
    Ok(picture)
}

/// Y' = 16 + (65.738 R + 129.057 G + 25.064 B) / 256.
fn luma_of(bgr: &[u8]) -> u8 {
    let [b, g, r] = [i32::from(bgr[0]), i32::from(bgr[1]), i32::from(bgr[2])];
    narrow((66 * r + 129 * g + 25 * b + 128) / 256 + 16)
}

/// U and V of the two pixels `above` and the two `below`.
fn chroma_of<const BYTES: usize>(above: &[u8], below: &[u8]) -> (u8, u8) {
    let sum = |at: usize| {
        [above[at], above[at + BYTES], below[at], below[at + BYTES]].map(i32::from).iter().sum::<i32>()
    };
    let [b, g, r] = [sum(0), sum(1), sum(2)];
    // Four pixels were added up: 256 times four to divide by, and 128 to be added on top.
    let u = (-38 * r - 74 * g + 112 * b + 512).div_euclid(1024) + 128;
    let v = (112 * r - 94 * g - 18 * b + 512).div_euclid(1024) + 128;
    (narrow(u), narrow(v))
}

/// To a byte; what is beyond stays at the end of the scale.
pub(crate) fn narrow(value: i32) -> u8 {
    u8::try_from(value.clamp(0, 255)).expect("it is clamped to a byte")
}

/// Y, U and V of one colour.
pub(crate) fn yuv_of_rgb(r: u8, g: u8, b: u8) -> (u8, u8, u8) {
    let pixel = [b, g, r, b, g, r];
    let (u, v) = chroma_of::<3>(&pixel, &pixel);
    (luma_of(&pixel), u, v)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of BT.601 for the corners of the cube, by its own formula in floating point.
    #[test]
    fn the_corners_of_the_colour_cube_come_out_as_bt_601_has_them() {
        for (case, (r, g, b), yuv) in [
            ("black", (0, 0, 0), (16, 128, 128)),
            ("white", (255, 255, 255), (235, 128, 128)),
            ("red", (255, 0, 0), (82, 90, 240)),
            ("green", (0, 255, 0), (145, 54, 34)),
            ("blue", (0, 0, 255), (41, 240, 110)),
        ] {
            let found = yuv_of_rgb(r, g, b);
            let near = |a: u8, b: u8| a.abs_diff(b) <= 1;
            assert!(
                near(found.0, yuv.0) && near(found.1, yuv.1) && near(found.2, yuv.2),
                "{case}: {found:?}"
            );
        }
    }

    #[test]
    fn memory_order_is_blue_green_red() {
        let size = Size::new(16, 16);
        let blue = [255, 0, 0].repeat(256);

        let picture = i420_from_bgr(size, &blue).expect("a possible picture");

        let blueness = picture.plane(Plane::U)[0];
        assert!(blueness > 230, "{blueness}");
    }

    #[test]
    fn too_few_bytes_are_refused() {
        let refused = i420_from_bgr(Size::new(16, 16), &[0; 767]);
        assert_eq!(refused, Err(DeviceError::BadLength { expected: 768, found: 767 }));
    }
}
