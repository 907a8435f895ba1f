//! Where runs end, and who is padded.

use super::Sending;

/// What the kernel takes in one call (`UDP_MAX_SEGMENTS` of Linux).
const SEGMENTS_MAX: usize = 64;
/// The largest UDP payload over IPv6 without jumbograms: 65,535 less 40 and 8 bytes of headers.
const RUN_BYTES_MAX: usize = 65_487;
/// Padding is cheaper than another call up to here; more than this is another kind of packet.
const PADDING_MAX: usize = 2;

/// What happens to one packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// Length once sealed, padding included.
    pub(super) sealed_len: usize,
    /// Bytes of RTP padding, 0 to 2.
    pub(super) padding: u8,
    /// The packet is the last of a run with segments of this size.
    pub(super) ends_run: Option<usize>,
}

/// Plans packets of the given sizes in order: runs as long as can be, all but the last of a run brought to one size.
pub(super) fn plan(sizes: impl Iterator<Item = usize>, sending: Sending, steps: &mut Vec<Step>) {
    steps.clear();
    let mut run = Run::default();
    for size in sizes {
        if sending == Sending::Plain || !run.takes(size) {
            run.close(steps);
        }
        run.add(size);
    }
    run.close(steps);
}

/// The run that is being planned. Its packets are few, so that sizes are kept on the stack.
struct Run {
    sizes: [usize; SEGMENTS_MAX],
    len: usize,
    smallest: usize,
    largest: usize,
    /// A clearly shorter packet came: it is the last.
    full: bool,
}

impl Default for Run {
    fn default() -> Self {
        Self { sizes: [0; SEGMENTS_MAX], len: 0, smallest: usize::MAX, largest: 0, full: false }
    }
}

impl Run {
    fn takes(&self, size: usize) -> bool {
        if self.len == 0 {
            return true;
        }
        let room = self.len < SEGMENTS_MAX && self.largest.max(size) * (self.len + 1) <= RUN_BYTES_MAX;
        let near = self.largest.max(size) - self.smallest.min(size) <= PADDING_MAX;
        room && !self.full && (near || size < self.largest)
    }

    fn add(&mut self, size: usize) {
        self.full = self.len > 0 && self.largest.max(size) - self.smallest.min(size) > PADDING_MAX;
        self.sizes[self.len] = size;
        self.len += 1;
        self.smallest = self.smallest.min(size);
        self.largest = self.largest.max(size);
    }

    fn close(&mut self, steps: &mut Vec<Step>) {
        let Some(last) = self.len.checked_sub(1) else { return };
        let padded = |size: &usize| Step {
            sealed_len: self.largest,
            padding: (self.largest - size) as u8,
            ends_run: None,
        };
        steps.extend(self.sizes[..last].iter().map(padded));
        steps.push(Step { sealed_len: self.sizes[last], padding: 0, ends_run: Some(self.largest) });
        (self.len, self.smallest, self.largest, self.full) = (0, usize::MAX, 0, false);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// (packets, segment size) of each run, and the padding of each packet.
    fn planned(sizes: &[usize], sending: Sending) -> (Vec<(usize, usize)>, Vec<u8>) {
        let mut steps = Vec::new();
        plan(sizes.iter().copied(), sending, &mut steps);
        let (mut runs, mut len) = (Vec::new(), 0);
        for step in &steps {
            len += 1;
            if let Some(size) = step.ends_run {
                runs.push((len, size));
                len = 0;
            }
        }
        assert_eq!(len, 0, "the last run was closed");
        (runs, steps.iter().map(|step| step.padding).collect())
    }

    #[test]
    fn near_equal_packets_make_one_run() {
        for (case, sizes, runs, padding) in [
            ("nothing", vec![], vec![], vec![]),
            ("one", vec![1200], vec![(1, 1200)], vec![0]),
            ("equal", vec![1200; 4], vec![(4, 1200)], vec![0; 4]),
            ("the larger ones come later", vec![1199, 1199, 1200, 1200], vec![(4, 1200)], vec![1, 1, 0, 0]),
            ("a shorter last", vec![1200, 1200, 300], vec![(3, 1200)], vec![0, 0, 0]),
            (
                "a shorter one ends a run",
                vec![1200, 300, 300, 1200],
                vec![(2, 1200), (1, 300), (1, 1200)],
                vec![0; 4],
            ),
            ("a longer one begins a run", vec![300, 1200, 1200], vec![(1, 300), (2, 1200)], vec![0; 3]),
            ("two bytes apart", vec![1198, 1200, 1199], vec![(3, 1200)], vec![2, 0, 0]),
            ("three bytes apart", vec![1197, 1200], vec![(1, 1197), (1, 1200)], vec![0, 0]),
        ] {
            assert_eq!(planned(&sizes, Sending::Segments), (runs, padding), "{case}");
        }
    }

    #[test]
    fn without_segments_each_packet_is_its_own() {
        assert_eq!(planned(&[1199, 1200], Sending::Plain), (vec![(1, 1199), (1, 1200)], vec![0, 0]));
    }

    proptest! {
        #[test]
        fn a_run_is_what_the_kernel_takes(
            sizes in proptest::collection::vec(prop_oneof![1190usize..1203, 40usize..9000], 0..300),
        ) {
            let (runs, padding) = planned(&sizes, Sending::Segments);

            let padded: Vec<usize> = sizes.iter().zip(&padding).map(|(size, pad)| size + usize::from(*pad)).collect();
            prop_assert!(padding.iter().all(|pad| usize::from(*pad) <= PADDING_MAX));
            let mut rest = padded.as_slice();
            for (len, segment) in runs {
                let (run, after) = rest.split_at(len);
                rest = after;
                prop_assert!(len <= SEGMENTS_MAX && run.iter().sum::<usize>() <= RUN_BYTES_MAX);
                prop_assert!(run[..len - 1].iter().all(|size| *size == segment), "{:?} of {}", run, segment);
                prop_assert!(run[len - 1] <= segment);
            }
            prop_assert!(rest.is_empty());
        }
    }
}
