//! A camera that shows moving bars and, on them, the number of the picture as a receiver can read it.

mod code;

use std::time::Duration;

pub use code::read_counter;

use crate::DeviceError;
use crate::device::VideoSource;
use crate::pace::{FrameRate, VideoPace};
use crate::video::{Picture, Plane, Size, VideoFrame};

/// White, yellow, cyan, green, magenta, red, blue and black at three quarters, as Y, U and V.
const BARS: [(u8, u8, u8); 8] = [
    (180, 128, 128),
    (162, 44, 142),
    (131, 156, 44),
    (112, 72, 58),
    (84, 184, 198),
    (65, 100, 212),
    (35, 212, 114),
    (16, 128, 128),
];
/// Pixels that the bars move from one picture to the next; even, so that the chroma moves with them.
const STEP: u64 = 4;

/// Bars that move, in any size.
#[derive(Debug)]
pub struct TestPattern {
    size: Size,
    pace: VideoPace,
    grain: bool,
}

impl TestPattern {
    /// Bars of `size`, so many times a second.
    ///
    /// # Errors
    /// [`DeviceError::BadSize`] (1004).
    pub fn new(size: Size, rate: FrameRate) -> Result<Self, DeviceError> {
        Ok(Self { size: size.possible()?, pace: VideoPace::new(rate), grain: false })
    }

    /// With noise in the lowest quarter, new in each picture: bars alone are so easy to encode that no encoder needs
    /// the bits that it is given.
    #[must_use]
    pub fn with_grain(self) -> Self {
        Self { grain: true, ..self }
    }

    /// The picture of this number. Its low 16 bits can be read back with [`read_counter`].
    #[must_use]
    pub fn picture(&self, number: u64) -> Picture {
        let mut picture = Picture::black(self.size).expect("the size was checked");
        for plane in Plane::ALL {
            let row = self.row(plane, number);
            picture.plane_mut(plane).chunks_exact_mut(row.len()).for_each(|line| line.copy_from_slice(&row));
        }
        if self.grain {
            sprinkle(picture.plane_mut(Plane::Y), number);
        }
        code::draw(&mut picture, number as u16);
        picture
    }

    /// One row of bars: all rows are the same.
    fn row(&self, plane: Plane, number: u64) -> Vec<u8> {
        let width = u64::from(self.size.width);
        let scale = if plane == Plane::Y { 1 } else { 2 };
        let shift = number.wrapping_mul(STEP) % width;
        (0..width / scale)
            .map(|x| {
                let (y, u, v) = BARS[((x * scale + shift) % width * 8 / width) as usize];
                match plane {
                    Plane::Y => y,
                    Plane::U => u,
                    Plane::V => v,
                }
            })
            .collect()
    }
}

/// Noise by an xorshift generator, from the picture's number on.
fn sprinkle(luma: &mut [u8], number: u64) {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let from = luma.len() - luma.len() / 4;
    for eight in luma[from..].chunks_mut(8) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        for (value, byte) in eight.iter_mut().zip(state.to_le_bytes()) {
            *value = 96 + byte % 24;
        }
    }
}

impl VideoSource for TestPattern {
    fn size(&self) -> Size {
        self.size
    }

    fn poll(&mut self, at: Duration) -> Result<Option<VideoFrame>, DeviceError> {
        let due = self.pace.poll(at);
        Ok(due.map(|(number, at)| VideoFrame { picture: self.picture(number), at }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ilive_protocol::device::EXTERNAL_SIZES;

    use crate::video::{Rotation, fit, rotate};

    fn pattern(size: Size) -> TestPattern {
        TestPattern::new(size, FrameRate::whole(15).expect("a rate")).expect("a possible size")
    }

    #[test]
    fn the_counter_is_read_back_in_every_size() {
        for size in EXTERNAL_SIZES
            .into_iter()
            .flat_map(|(width, height)| [Size::new(width, height), Size::new(height, width)])
        {
            for number in [0, 1, 2, 255, 256, 0x5555, 0xAAAA, 0xFFFF, 0x1_0000] {
                let read = read_counter(&pattern(size).picture(number));
                assert_eq!(read, Some(number as u16), "{size}");
            }
        }
    }

    #[test]
    fn the_counter_outlives_scaling_and_a_cut_above_and_below() {
        for (from, to) in [((1280, 720), (640, 368)), ((640, 480), (640, 368)), ((960, 540), (320, 180))] {
            let picture = pattern(Size::new(from.0, from.1)).picture(4711);
            let fitted = fit(picture, Size::new(to.0, to.1));
            assert_eq!(read_counter(&fitted), Some(4711), "{from:?} to {to:?}");
        }
    }

    #[test]
    fn nothing_is_read_where_nothing_was_written() {
        let size = Size::new(320, 240);
        assert_eq!(read_counter(&Picture::black(size).expect("possible")), None);
        let turned = rotate(pattern(size).picture(4711), Rotation::Quarter);
        assert_eq!(read_counter(&turned), None, "on its side");
    }

    #[test]
    fn pictures_come_at_their_rate_whoever_asks_how_often() {
        let mut source = pattern(Size::new(176, 144));
        let polls = (0..1000).map(|at| source.poll(Duration::from_millis(at)));

        let frames: Vec<VideoFrame> = polls.filter_map(|polled| polled.expect("it never fails")).collect();

        let numbers: Vec<Option<u16>> = frames.iter().map(|frame| read_counter(&frame.picture)).collect();
        assert_eq!(numbers, (0..15).map(Some).collect::<Vec<_>>());
        assert_eq!(frames[14].at, Duration::from_nanos(933_333_334));
        assert_ne!(frames[0].picture, frames[1].picture);
    }
}
