//! Random histories: whatever happens in whatever order, both ends of a call are told the same, and none is stuck.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use ilive_sim::Rng;

use crate::desk::{Desk, SECOND};

const LOGINS: [&str; 6] = ["ann", "bob/phone", "bob/desk", "cem", "dee/phone", "dee/desk"];
const USERS: [&str; 4] = ["ann", "bob", "cem", "dee"];

/// Who believes what of a call, by what each was told.
#[derive(Debug, Default)]
struct Belief {
    rings: BTreeSet<String>,
    waits: BTreeSet<String>,
    stands: BTreeSet<String>,
}

impl Belief {
    fn over_for(&mut self, login: &str) {
        for set in [&mut self.rings, &mut self.waits, &mut self.stands] {
            set.remove(login);
        }
    }

    /// Rings at somebody for somebody who waits, or stands between two, or is over for all.
    fn is_whole(&self) -> bool {
        matches!((self.rings.len(), self.waits.len(), self.stands.len()), (1.., 1, 0) | (0, 0, 2) | (0, 0, 0))
    }
}

struct History {
    rng: Rng,
    desk: Desk,
    present: BTreeSet<&'static str>,
    calls: BTreeMap<u64, Belief>,
}

impl History {
    fn new(seed: u64) -> Self {
        let present = LOGINS.into_iter().collect();
        Self { rng: Rng::new(seed), desk: Desk::with(&LOGINS), present, calls: BTreeMap::new() }
    }

    fn step(&mut self) -> String {
        let login = *self.rng.pick(&LOGINS).expect("a login");
        let id = self.rng.below(self.calls.len() + 2) as u64;
        let kind = self.rng.below(10);
        if !self.present.contains(login) {
            self.present.insert(login);
            self.desk.log_in(login);
            self.learn(kind, login, id);
            return format!("{login} logs in");
        }
        let user = *self.rng.pick(&USERS).expect("a user");
        match kind {
            0..3 => self.desk.call(login, user),
            3 => self.desk.accept(login, id),
            4 => self.desk.reject(login, id, true),
            5 => self.desk.reject(login, id, false),
            6 => self.desk.end(login, id),
            7 => self.desk.lose_link(login),
            8 => self.desk.link_back(login),
            _ if self.rng.percent(40) => {
                self.present.remove(login);
                self.desk.log_out(login);
            }
            _ => self.desk.pass(Duration::from_secs(self.rng.below(25) as u64)),
        }
        let step = format!("{login} does {kind} to {user} or {id}");
        self.learn(kind, login, id);
        for belief in self.calls.values_mut() {
            let gone: Vec<&str> = LOGINS.into_iter().filter(|login| !self.present.contains(login)).collect();
            gone.iter().for_each(|login| belief.over_for(login));
        }
        step
    }

    fn learn(&mut self, kind: usize, asked: &str, id: u64) {
        for line in self.desk.said() {
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                [login, "<", "call", call] => {
                    let belief = self.calls.entry(call.parse().expect("an id")).or_default();
                    belief.waits.insert((*login).to_owned());
                }
                [login, "<", "done"] => {
                    let belief = self.calls.get_mut(&id).expect("one that was made");
                    belief.over_for(login);
                    if kind == 3 {
                        belief.stands.insert(asked.to_owned());
                    }
                }
                [to @ .., "*", "call", call, "from", _] => {
                    self.believe(call, to, |b, login| b.rings.insert(login))
                }
                [to @ .., "*", "call", call, "established"] => {
                    self.believe(call, to, |b, login| b.stands.insert(login));
                }
                [to @ .., "*", "call", call, "ended", _] => self.believe(call, to, |_, _| false),
                _ => {}
            }
        }
    }

    fn believe(&mut self, call: &str, to: &[&str], mut what: impl FnMut(&mut Belief, String) -> bool) {
        let belief = self.calls.entry(call.parse().expect("an id")).or_default();
        for login in to {
            let login = login.trim_end_matches(',').to_owned();
            belief.over_for(&login);
            what(belief, login);
        }
    }

    fn check(&self, seed: u64, step: &str) {
        for (id, belief) in &self.calls {
            assert!(belief.is_whole(), "seed {seed}, {step}: call {id}: {belief:?}");
        }
    }
}

#[test]
fn both_ends_always_believe_the_same_and_nothing_is_left() {
    let mut made = 0;
    for seed in 0..300 {
        let mut history = History::new(seed);
        for _ in 0..200 {
            let step = history.step();
            history.check(seed, &step);
        }
        made += history.calls.len();
        for login in history.present.clone() {
            history.desk.log_out(login);
        }
        assert_eq!(history.desk.exchange.calls(), 0, "seed {seed}");
        history.desk.pass(60 * SECOND);
        assert_eq!(history.desk.exchange.poll_timeout(), None, "seed {seed}");
    }
    assert!(made > 4_000, "{made} calls were made");
}
