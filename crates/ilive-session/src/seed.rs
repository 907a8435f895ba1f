//! Numbers that look random and are not: everything that differs between two clients comes from the seed that the shell
//! gives.

/// SplitMix64: good enough for jitter, keys and trace ids, which only have to differ.
#[derive(Clone)]
pub(crate) struct Seed {
    state: u64,
    /// Names this client's keys apart from those of the same user's next run.
    name: u64,
    keys: u64,
    traces: u64,
}

/// A refused call gives a trace id and changes nothing else: the counters are no part of the state.
impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed")
    }
}

impl Seed {
    pub(crate) fn new(seed: u64) -> Self {
        let mut new = Self { state: seed, name: 0, keys: 0, traces: 0 };
        new.name = new.next();
        new
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to `max`, both included.
    pub(crate) fn up_to(&mut self, max: u64) -> u64 {
        match max.checked_add(1) {
            Some(count) => self.next() % count,
            None => self.next(),
        }
    }

    /// A client key or message id: 1 to 64 bytes, never the same twice.
    pub(crate) fn key(&mut self) -> String {
        self.keys += 1;
        format!("{:016x}-{}", self.name, self.keys)
    }

    /// For an error that no server raised: finds the line in this client's log.
    pub(crate) fn trace(&mut self) -> String {
        self.traces += 1;
        format!("c{:08x}-{}", self.name >> 32, self.traces)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_and_another_one_other_keys() {
        let (mut a, mut b, mut c) = (Seed::new(1), Seed::new(1), Seed::new(2));

        let key = a.key();
        assert_eq!(key, b.key());
        assert_ne!(key, c.key());
        assert_ne!(key, a.key());
        assert!(key.len() <= ilive_protocol::limits::CLIENT_KEY_MAX_BYTES);
        assert!((0..100).all(|_| a.up_to(7) <= 7));
        assert_eq!(a.up_to(0), 0);
    }
}
