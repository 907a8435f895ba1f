//! One number for people: from 1, nothing to be noticed, to 6, nothing comes.

use ilive_protocol::limits;

use super::Quality;

/// Loss in parts of a thousand and round trip in ms that are less than this: level 1 to 4.
const LEVELS: [(u32, u32); 4] = [
    (limits::LEVEL_1_LOSS_PERMILLE, limits::LEVEL_1_RTT_MS),
    (limits::LEVEL_2_LOSS_PERMILLE, limits::LEVEL_2_RTT_MS),
    (limits::LEVEL_3_LOSS_PERMILLE, limits::LEVEL_3_RTT_MS),
    (limits::LEVEL_4_LOSS_PERMILLE, limits::LEVEL_4_RTT_MS),
];
/// A way on which nothing comes any more.
const LOST: u8 = 6;

impl Quality {
    /// The worst of loss, either way, and round trip: 1 excellent, 2 good, 3 fair, 4 poor, 5 bad, 6 nothing comes. None while
    /// nothing was measured.
    #[must_use]
    pub fn level(&self) -> Option<u8> {
        if self.lost {
            return Some(LOST);
        }
        let sent = self.sent.iter().filter_map(|stream| stream.loss);
        let losses = sent.chain(self.received.iter().filter_map(|stream| stream.loss));
        let loss = losses.map(|loss| (loss * 1000.0) as u32).max();
        let rtt = self.rtt.map(|rtt| u32::try_from(rtt.as_millis()).unwrap_or(u32::MAX));
        (loss.is_some() || rtt.is_some()).then(|| {
            let fits = |(most_loss, most_rtt): &(u32, u32)| {
                loss.is_none_or(|loss| loss < *most_loss) && rtt.is_none_or(|rtt| rtt < *most_rtt)
            };
            let level = LEVELS.iter().position(fits).unwrap_or(LEVELS.len());
            level as u8 + 1
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_level_is_of_what_is_worst() {
        for (rtt_ms, lost, level) in [
            (None, false, None),
            (Some(20), false, Some(1)),
            (Some(100), false, Some(2)),
            (Some(599), false, Some(4)),
            (Some(2_000), false, Some(5)),
            (Some(20), true, Some(6)),
        ] {
            let quality = Quality { rtt: rtt_ms.map(Duration::from_millis), lost, ..Quality::default() };
            assert_eq!(quality.level(), level, "{rtt_ms:?} {lost}");
        }
    }
}
