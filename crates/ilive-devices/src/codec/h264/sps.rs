//! The size in a sequence parameter set (H.264, 7.3.2.1.1), so that a huge one is refused before a decoder sees it.

use super::nal::after_escapes;
use crate::video::Size;

/// Profiles whose parameters begin with the chroma format.
const HIGH: [u8; 12] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134];
/// Macroblocks in a row or a column: far beyond any level, and its square fits 32 bits.
const SIDE_MAX: u32 = 4096;
/// More entries than the standard lets a list have.
const CYCLE_MAX: u32 = 255;

/// The size of the coded pictures in whole macroblocks, before cropping; none where the unit is no such set.
#[must_use]
pub fn sps_size(unit: &[u8]) -> Option<Size> {
    let (&header, body) = unit.split_first()?;
    if super::kind_of(header) != super::SPS {
        return None;
    }
    // Sizes are near the beginning; what stands behind them is not looked at.
    let bytes: Vec<u8> = after_escapes(body).take(256).collect();
    let mut bits = Bits { bytes: &bytes, at: 0 };
    let profile = u8::try_from(bits.take(8)?).ok()?;
    bits.take(16)?;
    bits.unsigned()?;
    if HIGH.contains(&profile) {
        skip_chroma(&mut bits)?;
    }
    bits.unsigned()?;
    skip_order(&mut bits)?;
    bits.unsigned()?;
    bits.take(1)?;
    let (width, height) = (bits.unsigned()?, bits.unsigned()?);
    let fields = 2 - bits.take(1)?;
    (width < SIDE_MAX && height < SIDE_MAX).then(|| Size::new((width + 1) * 16, (height + 1) * 16 * fields))
}

/// Chroma format, depths and scaling lists.
fn skip_chroma(bits: &mut Bits<'_>) -> Option<()> {
    let format = bits.unsigned()?;
    if format == 3 {
        bits.take(1)?;
    }
    bits.unsigned()?;
    bits.unsigned()?;
    bits.take(1)?;
    if bits.take(1)? == 1 {
        for list in 0..if format == 3 { 12 } else { 8 } {
            if bits.take(1)? == 1 {
                skip_list(bits, if list < 6 { 16 } else { 64 })?;
            }
        }
    }
    Some(())
}

fn skip_list(bits: &mut Bits<'_>, entries: u32) -> Option<()> {
    let (mut last, mut next) = (8i64, 8i64);
    for _ in 0..entries {
        if next != 0 {
            next = (last + i64::from(bits.signed()?)).rem_euclid(256);
        }
        last = if next == 0 { last } else { next };
    }
    Some(())
}

/// How pictures are put in order.
fn skip_order(bits: &mut Bits<'_>) -> Option<()> {
    match bits.unsigned()? {
        0 => bits.unsigned().map(|_| ()),
        1 => {
            bits.take(1)?;
            bits.unsigned()?;
            bits.unsigned()?;
            let count = bits.unsigned().filter(|count| *count <= CYCLE_MAX)?;
            (0..count).try_for_each(|_| bits.unsigned().map(|_| ()))
        }
        _ => Some(()),
    }
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    /// The next bits, 32 at most.
    fn take(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// An Exp-Golomb number; none beyond 31 bits.
    fn unsigned(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while self.take(1)? == 0 {
            zeros += 1;
        }
        (zeros < 32).then(|| self.take(zeros)).flatten().map(|rest| ((1u64 << zeros) - 1) as u32 + rest)
    }

    fn signed(&mut self) -> Option<i32> {
        let number = i64::from(self.unsigned()?);
        i32::try_from(if number % 2 == 0 { -(number / 2) } else { (number + 1) / 2 }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes numbers as a parameter set has them.
    #[derive(Default)]
    struct Writer(Vec<bool>);

    impl Writer {
        fn bits(mut self, value: u32, count: u32) -> Self {
            self.0.extend((0..count).rev().map(|bit| value >> bit & 1 == 1));
            self
        }

        fn number(self, value: u32) -> Self {
            let length = 32 - (value + 1).leading_zeros();
            self.bits(0, length - 1).bits(value + 1, length)
        }

        fn unit(self) -> Vec<u8> {
            let bytes = self.0.chunks(8).map(|bits| {
                bits.iter().enumerate().fold(0, |byte, (at, bit)| byte | u8::from(*bit) << (7 - at))
            });
            std::iter::once(0x67).chain(bytes).collect()
        }
    }

    fn baseline(width: u32, height: u32) -> Vec<u8> {
        let head = Writer::default().bits(66, 8).bits(0xC0, 8).bits(31, 8);
        let numbers = head.number(0).number(0).number(2).number(1).bits(0, 1);
        numbers.number(width / 16 - 1).number(height / 16 - 1).bits(1, 1).bits(0xFF, 8).unit()
    }

    #[test]
    fn the_size_is_read() {
        for (width, height) in [(16, 16), (640, 480), (1920, 1088), (65_536, 65_536)] {
            assert_eq!(sps_size(&baseline(width, height)), Some(Size::new(width, height)));
        }
        let fields = Writer::default().bits(100, 8).bits(0, 8).bits(31, 8).number(0);
        let fields = fields.number(1).number(0).number(0).bits(0, 1).bits(1, 1).bits(0, 8);
        let fields = fields.number(0).number(0).number(0).number(1).bits(0, 1);
        let fields = fields.number(39).number(14).bits(0, 1).bits(0xFF, 8).unit();
        assert_eq!(sps_size(&fields), Some(Size::new(640, 480)), "high profile, interlaced");
    }

    #[test]
    fn what_is_no_parameter_set_has_no_size() {
        let good = baseline(640, 480);
        for (case, unit) in [
            ("nothing", vec![]),
            ("another unit", vec![0x68, 1, 2, 3]),
            ("cut", good[..6].to_vec()),
            ("zeros", vec![0x67; 1].into_iter().chain([0; 64]).collect()),
            ("beyond all levels", baseline(65_552, 16)),
        ] {
            assert_eq!(sps_size(&unit), None, "{case}");
        }
    }
}
