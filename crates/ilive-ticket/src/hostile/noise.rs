//! Mutations drawn from a seed: symbols of the text, and characters of the JSON, exchanged, dropped or doubled.

use super::Case;
use crate::envelope::{open, seal};
use crate::key::Algorithm;

/// How many of each kind.
const ROUNDS: usize = 300;
const SYMBOLS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-_";

pub(super) fn cases(good: &[Case], seed: u64) -> Vec<Case> {
    let mut random = Random(seed);
    let mut cases = Vec::new();
    for round in 0..ROUNDS {
        let ticket = &good[round % good.len()];
        let mut text = ticket.text.clone().into_bytes();
        random.mutate(&mut text, SYMBOLS);
        let text = String::from_utf8_lossy(&text).into_owned();
        if text != ticket.text {
            cases.push(case("noise in the text", ticket, round, text));
        }
    }
    // v1 has a member that nothing reads: a change there would rightly be ignored.
    let all_read: Vec<_> = good.iter().filter(|ticket| ticket.key == Algorithm::HmacV2).collect();
    for round in 0..ROUNDS {
        let ticket = all_read[round % all_read.len()];
        let json = open(&ticket.text).expect("a good ticket");
        let mut changed = json.clone();
        random.mutate(&mut changed, b"{}[]\":,0123456789.-eTLSlasxn\\");
        if !same_meaning(&json, &changed) {
            cases.push(case("noise in the JSON", ticket, round, seal(&changed)));
        }
    }
    cases
}

fn same_meaning(json: &[u8], other: &[u8]) -> bool {
    let [value, other] = [json, other].map(serde_json::from_slice::<serde_json::Value>);
    value.ok() == other.ok()
}

fn case(family: &'static str, of: &Case, round: usize, text: String) -> Case {
    Case { family, what: format!("{}, round {round}", of.what), text, ..of.clone() }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a few lines, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// One to four changes.
    fn mutate(&mut self, bytes: &mut Vec<u8>, symbols: &[u8]) {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            match self.below(4) {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, symbols[self.below(symbols.len())]),
                2 => bytes.insert(at, bytes[at]),
                _ => bytes[at] = symbols[self.below(symbols.len())],
            }
        }
    }
}
