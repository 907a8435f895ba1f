//! A number in black and white blocks.
//!
//! Three rows of eight blocks across the whole width, in the middle of the height: the number's high byte, its low
//! byte, and a check. A block is as high as half its width, so the code stays where it is when a picture is scaled or
//! cut above and below.

use crate::video::{Picture, Plane, Size};

const COLUMNS: u32 = 8;
const ROWS: u32 = 3;
/// Luma of a one and of a zero.
const WHITE: u8 = 235;
const BLACK: u8 = 16;
/// The mean of a block must be so far from grey to be read; half of what was drawn.
const CONTRAST: u32 = 55;

/// Where a block lies.
struct Block {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
}

/// Draws the number.
pub(super) fn draw(picture: &mut Picture, number: u16) {
    let size = picture.size();
    for (bit, one) in bits(number).into_iter().enumerate() {
        let Block { left, right, top, bottom } = block(size, bit as u32);
        for (plane, value, half) in
            [(Plane::Y, if one { WHITE } else { BLACK }, 1), (Plane::U, 128, 2), (Plane::V, 128, 2)]
        {
            let stride = size.width as usize / half;
            for row in top / half..bottom / half {
                picture.plane_mut(plane)[row * stride..][left / half..right / half].fill(value);
            }
        }
    }
}

/// Reads the number of a picture of [`super::TestPattern`], decoded, scaled down, or cut above and below; none where
/// there is none, or where it is damaged.
#[must_use]
pub fn read_counter(picture: &Picture) -> Option<u16> {
    let mut read = [0u8; ROWS as usize];
    for bit in 0..COLUMNS * ROWS {
        let mean = mean_of(picture, &block(picture.size(), bit));
        if mean.abs_diff(128) < CONTRAST {
            return None;
        }
        let byte = &mut read[(bit / COLUMNS) as usize];
        *byte = *byte << 1 | u8::from(mean > 128);
    }
    let number = u16::from_be_bytes([read[0], read[1]]);
    (read[2] == check(number)).then_some(number)
}

/// The mean luma of the inner part of a block: edges are blurred by codecs and scalers.
fn mean_of(picture: &Picture, block: &Block) -> u32 {
    let (x, y) = ((block.right - block.left) / 4, (block.bottom - block.top) / 4);
    let rows = block.top + y..block.bottom - y;
    let lumas = rows.flat_map(|row| &picture.row(Plane::Y, row as u32)[block.left + x..block.right - x]);
    let (sum, count) = lumas.fold((0, 0), |(sum, count), luma| (sum + u32::from(*luma), count + 1));
    sum / u32::max(count, 1)
}

fn block(size: Size, bit: u32) -> Block {
    let (column, row) = (bit % COLUMNS, bit / COLUMNS);
    // Even edges, so that chroma can follow; at least two pixels high in the narrowest picture.
    let edge = |column: u32| even(column * size.width / COLUMNS) as usize;
    let height = even(size.width / (2 * COLUMNS)).clamp(2, even(size.height / ROWS));
    let top = even((size.height - ROWS * height) / 2) + row * height;
    let (top, bottom) = (top as usize, (top + height) as usize);
    Block { left: edge(column), right: edge(column + 1), top, bottom }
}

/// The even number at or below.
fn even(value: u32) -> u32 {
    value & !1
}

fn bits(number: u16) -> [bool; (COLUMNS * ROWS) as usize] {
    let word = u32::from(number) << 8 | u32::from(check(number));
    std::array::from_fn(|bit| word >> (COLUMNS as usize * ROWS as usize - 1 - bit) & 1 == 1)
}

/// Black, white, and a picture turned by 180° do not have it.
fn check(number: u16) -> u8 {
    let [high, low] = number.to_be_bytes();
    high.wrapping_mul(31).wrapping_add(low.wrapping_mul(7)) ^ 0xA5
}
