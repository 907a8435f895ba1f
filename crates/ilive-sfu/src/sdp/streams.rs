//! The SSRCs that a section announces.

use std::collections::{BTreeMap, BTreeSet};

/// A stream that a section announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Announced {
    pub(crate) ssrc: u32,
    /// The stream that resends it.
    pub(crate) rtx: Option<u32>,
}

/// Reads `a=ssrc:1 cname:x` and `a=ssrc-group:FID 1 2`; a group of one stream that is not announced says nothing.
pub(super) fn read(attributes: &[String]) -> Vec<Announced> {
    let numbers = |a: &String| named(a).into_iter().flatten().collect::<Vec<u32>>();
    let pairs = attributes.iter().filter(|a| a.starts_with("ssrc-group:FID ")).map(numbers);
    let mut repairs: BTreeMap<u32, u32> = BTreeMap::new();
    let mut repairing: BTreeSet<u32> = BTreeSet::new();
    for pair in pairs {
        if let [main, rtx] = pair[..] {
            repairs.entry(main).or_insert(rtx);
            repairing.insert(rtx);
        }
    }
    let mut seen = BTreeSet::new();
    let ssrcs = attributes.iter().filter(|a| a.starts_with("ssrc:")).flat_map(numbers);
    ssrcs
        .filter(|ssrc| !repairing.contains(ssrc) && seen.insert(*ssrc))
        .map(|ssrc| Announced { ssrc, rtx: repairs.get(&ssrc).copied() })
        .collect()
}

/// All numbers that an attribute gives to streams; `None` when it is not about streams.
pub(super) fn named(attribute: &str) -> Option<impl Iterator<Item = u32>> {
    let (words, count) = match attribute.strip_prefix("ssrc:") {
        Some(words) => (words, 1),
        None => (attribute.strip_prefix("ssrc-group:")?, usize::MAX),
    };
    let words = words.split_whitespace().take(count);
    Some(words.filter_map(|word| word.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_announced_once_with_the_one_that_resends_it() {
        let attributes: Vec<String> = [
            "ssrc-group:FID 1 2",
            "ssrc:1 cname:x",
            "ssrc:1 msid:- x",
            "ssrc:2 cname:x",
            "ssrc:3 cname:x",
            "ssrc:x y",
        ]
        .map(String::from)
        .to_vec();

        assert_eq!(
            read(&attributes),
            [Announced { ssrc: 1, rtx: Some(2) }, Announced { ssrc: 3, rtx: None }]
        );
    }
}
