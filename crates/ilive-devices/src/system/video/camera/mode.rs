//! Which of a camera's modes is asked for.

use std::cmp::Reverse;

use crate::video::Size;

/// What most roles send; more is encoded by few, and costs bandwidth of the bus and time to decode.
pub(super) const WANTED: Size = Size::new(640, 480);
/// Pictures a second: less is seen as a jerk, more is not sent.
const RATES: std::ops::RangeInclusive<u32> = 15..=30;

/// How a picture lies in memory. The first one costs the least to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layout {
    /// Y, U and V one after the other.
    I420,
    /// Y, then U and V by turns.
    Nv12,
    /// Y, U, Y, V for each two pixels of a row.
    Yuyv,
    /// A JPEG file.
    Jpeg,
}

/// One way in which a camera can give pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mode {
    pub(super) layout: Layout,
    pub(super) size: Size,
    /// So many pictures in so many seconds; none where the camera does not say.
    pub(super) rate: Option<(u32, u32)>,
}

impl Layout {
    pub(super) const ALL: [Self; 4] = [Self::I420, Self::Nv12, Self::Yuyv, Self::Jpeg];

    /// As Video4Linux calls it.
    pub(super) const fn fourcc(self) -> [u8; 4] {
        *match self {
            Self::I420 => b"YU12",
            Self::Nv12 => b"NV12",
            Self::Yuyv => b"YUYV",
            Self::Jpeg => b"MJPG",
        }
    }

    pub(super) fn of(fourcc: [u8; 4]) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.fourcc() == fourcc)
    }
}

/// The most suitable: fast enough, then large enough, then no larger than needed, then what costs least.
pub(super) fn choose(modes: &[Mode]) -> Option<Mode> {
    modes.iter().copied().filter(|mode| mode.size.is_possible()).min_by_key(Mode::rank)
}

impl Mode {
    fn rank(&self) -> impl Ord + use<> {
        let large = self.size.width >= WANTED.width && self.size.height >= WANTED.height;
        let pixels = i64::try_from(self.size.pixels()).unwrap_or(i64::MAX);
        // Rounded to the nearest: 30000 in 1001 seconds are 30.
        let rate = self.rate.map_or(*RATES.end(), |(pictures, seconds)| {
            pictures.saturating_add(seconds / 2).checked_div(seconds).unwrap_or(0)
        });
        let slow = rate < *RATES.start();
        (
            slow,
            !large,
            if large { pixels } else { -pixels },
            (rate > *RATES.end(), rate_rank(rate)),
            self.layout,
        )
    }
}

/// Up to the most that is wanted the more the better, beyond it the less.
fn rate_rank(rate: u32) -> (u32, Reverse<u32>) {
    (rate.saturating_sub(*RATES.end()), Reverse(rate.min(*RATES.end())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(layout: Layout, width: u32, height: u32, pictures: u32) -> Mode {
        Mode { layout, size: Size::new(width, height), rate: Some((pictures, 1)) }
    }

    #[test]
    fn the_mode_that_is_asked_for_is_the_most_suitable() {
        use Layout::{I420, Jpeg, Nv12, Yuyv};
        for (case, best, others) in [
            (
                "the size itself",
                mode(Jpeg, 640, 480, 30),
                vec![mode(Jpeg, 1280, 720, 30), mode(Jpeg, 320, 240, 30)],
            ),
            (
                "the next larger",
                mode(Jpeg, 800, 600, 30),
                vec![mode(Jpeg, 1920, 1080, 30), mode(Jpeg, 352, 288, 30)],
            ),
            ("the largest of small ones", mode(Yuyv, 352, 288, 30), vec![mode(Yuyv, 176, 144, 30)]),
            ("what is cheap to read", mode(Yuyv, 640, 480, 30), vec![mode(Jpeg, 640, 480, 30)]),
            (
                "the cheapest",
                mode(I420, 640, 480, 30),
                vec![mode(Nv12, 640, 480, 30), mode(Yuyv, 640, 480, 30)],
            ),
            ("30, not 15", mode(Jpeg, 640, 480, 30), vec![mode(Yuyv, 640, 480, 15)]),
            ("30, not 60", mode(Jpeg, 640, 480, 30), vec![mode(Yuyv, 640, 480, 60)]),
            ("20, not 60", mode(Jpeg, 640, 480, 20), vec![mode(Yuyv, 640, 480, 60)]),
            ("60, not 90", mode(Jpeg, 640, 480, 60), vec![mode(Yuyv, 640, 480, 90)]),
            ("fast enough, though larger", mode(Jpeg, 1280, 720, 30), vec![mode(Yuyv, 640, 480, 10)]),
            ("fast enough, though smaller", mode(Yuyv, 320, 240, 30), vec![mode(Yuyv, 640, 480, 5)]),
            ("none too large for a picture", mode(Yuyv, 320, 240, 5), vec![mode(Jpeg, 3840, 2160, 30)]),
        ] {
            for modes in [[vec![best], others.clone()].concat(), [others, vec![best]].concat()] {
                assert_eq!(choose(&modes), Some(best), "{case}");
            }
        }
    }

    #[test]
    fn a_rate_need_not_be_whole_nor_known() {
        let ntsc = Mode { rate: Some((30_000, 1001)), ..mode(Layout::Yuyv, 640, 480, 1) };
        let unknown = Mode { rate: None, ..ntsc };
        let broken = Mode { rate: Some((30, 0)), ..ntsc };

        assert_eq!(choose(&[mode(Layout::Jpeg, 640, 480, 30), ntsc]), Some(ntsc));
        assert_eq!(choose(&[mode(Layout::Yuyv, 640, 480, 14), unknown]), Some(unknown));
        assert_eq!(choose(&[broken]), Some(broken));
        assert_eq!(choose(&[]), None);
    }
}
