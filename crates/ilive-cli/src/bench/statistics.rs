//! Percentiles.

use std::time::Duration;

/// The smallest value that `percent` of all do not exceed (nearest rank); zero of none.
pub(super) fn percentile(values: &mut [Duration], percent: u32) -> Duration {
    values.sort_unstable();
    let rank = (values.len() * percent as usize).div_ceil(100);
    values.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// In ms, as figures have it.
pub(super) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// In µs, as figures have it.
pub(super) fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        for (values, percent, expected) in [
            (vec![], 50, 0),
            (vec![7], 50, 7),
            (vec![7], 100, 7),
            (vec![3, 1, 2], 50, 2),
            (vec![4, 3, 2, 1], 50, 2),
            (vec![4, 3, 2, 1], 51, 3),
            ((1..=100).collect(), 99, 99),
            ((1..=100).collect(), 100, 100),
            ((1..=100).collect(), 0, 1),
        ] {
            let mut values: Vec<Duration> = values.into_iter().map(Duration::from_millis).collect();
            assert_eq!(percentile(&mut values, percent).as_millis(), expected, "p{percent} of {values:?}");
        }
    }
}
