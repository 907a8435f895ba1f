//! Which numbers were taken, back to 1024 below the highest.

const WORDS: usize = 16;
/// How far below the highest a number may lie to be judged; everything older counts as taken.
pub(super) const SPAN: u64 = (WORDS * 64) as u64;

/// A sliding set of numbers (RFC 3711 section 3.3.2). Cheap: one bit a number, no shifting.
#[derive(Debug, Clone)]
pub(super) struct Window {
    highest: Option<u64>,
    /// Bit `n % SPAN` says whether `n` was taken, for the `SPAN` numbers up to the highest.
    taken: [u64; WORDS],
}

impl Window {
    pub(super) fn new() -> Self {
        Self { highest: None, taken: [0; WORDS] }
    }

    /// Whether `number` may still be taken, back to `span` below the highest (at most [`SPAN`]).
    pub(super) fn is_free(&self, number: u64, span: u64) -> bool {
        match self.highest {
            None => true,
            Some(highest) if number > highest => true,
            Some(highest) => highest - number < span && self.taken[word(number)] & bit(number) == 0,
        }
    }

    /// Marks `number`, which [`Window::is_free`] allowed.
    pub(super) fn take(&mut self, number: u64) {
        if let Some(highest) = self.highest.filter(|highest| number > *highest) {
            self.clear(highest + 1, number);
        }
        self.highest = Some(self.highest.map_or(number, |highest| highest.max(number)));
        self.taken[word(number)] |= bit(number);
    }

    pub(super) fn highest(&self) -> Option<u64> {
        self.highest
    }

    fn clear(&mut self, from: u64, to: u64) {
        if to - from >= SPAN {
            self.taken = [0; WORDS];
            return;
        }
        for number in from..=to {
            self.taken[word(number)] &= !bit(number);
        }
    }
}

fn word(number: u64) -> usize {
    (number % SPAN / 64) as usize
}

fn bit(number: u64) -> u64 {
    1 << (number % 64)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_is_taken_once_and_never_below_the_window(
            steps in proptest::collection::vec((0u64..3000, 0u64..4), 1..400),
        ) {
            let (mut window, mut model, mut base) = (Window::new(), BTreeSet::new(), 5000u64);
            for (offset, jump) in steps {
                base += jump * 700;
                let number = base + offset - 1500;
                let highest = model.last().copied();
                let free = !model.contains(&number) && highest.is_none_or(|h| number > h || h - number < SPAN);
                prop_assert_eq!(window.is_free(number, SPAN), free, "{} under {:?}", number, highest);
                if free {
                    window.take(number);
                    model.insert(number);
                }
                prop_assert_eq!(window.highest(), model.last().copied());
            }
        }
    }
}
