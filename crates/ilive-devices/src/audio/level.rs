//! How loud sound is.

/// Level 0 lies here: a quiet room through a microphone without boost is below.
const FLOOR_DB: f64 = -60.0;
/// The quietest that RFC 6464 can say.
const SILENCE_DBOV: u8 = 127;

/// The dynamic level of the original (C.4): 0 at -60 dB and below, 100 for a square of full scale, even in dB between.
#[must_use]
pub fn dynamic_level(samples: &[i16]) -> u8 {
    let share = (decibels(samples) - FLOOR_DB) / -FLOOR_DB;
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

/// The level that goes with each packet of sound (RFC 6464): dB below the loudest possible, 0 loud, 127 silent.
#[must_use]
pub fn dbov(samples: &[i16]) -> u8 {
    (-decibels(samples)).round().clamp(0.0, f64::from(SILENCE_DBOV)) as u8
}

/// Of the root of the mean square, 0 dB for a square of full scale; no sound is minus infinity.
fn decibels(samples: &[i16]) -> f64 {
    let squares: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    let mean = squares / samples.len().max(1) as f64;
    10.0 * (mean / f64::from(i16::MAX).powi(2)).log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_even_in_decibels() {
        for (case, amplitude, level, dbov_is) in [
            ("full scale", i16::MAX, 100, 0),
            ("the other end", i16::MIN, 100, 0),
            ("half", i16::MAX / 2, 90, 6),
            ("a hundredth", 328, 33, 40),
            ("a thousandth", 33, 0, 60),
            ("the last bit", 1, 0, 90),
            ("nothing", 0, 0, 127),
        ] {
            let samples = [amplitude; 960];
            assert_eq!((dynamic_level(&samples), dbov(&samples)), (level, dbov_is), "{case}");
        }
        assert_eq!((dynamic_level(&[]), dbov(&[])), (0, 127), "no samples");
    }
}
