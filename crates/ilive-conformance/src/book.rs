//! What a driver has said so far, and what it means for an expectation.

use std::collections::BTreeMap;

use crate::expectation::{Expectation, Wanted};
use crate::line::{Fact, Keys, Outcome};

/// Everything that has been heard in one scenario.
#[derive(Debug, Default)]
pub struct Book {
    calls: BTreeMap<u32, Call>,
    news: Vec<News>,
    kept: Keys,
}

/// Where a call stands.
#[derive(Debug)]
enum Call {
    Told,
    Unknown,
    Accepted,
    Returned(Outcome),
    Done(Outcome),
}

#[derive(Debug)]
struct News {
    actor: String,
    name: String,
    outcome: Outcome,
    used: bool,
}

/// What came in the place of what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// As a line.
    pub came: String,
    /// In words.
    pub difference: String,
}

impl Mismatch {
    fn new(came: impl ToString, difference: impl Into<String>) -> Self {
        Self { came: came.to_string(), difference: difference.into() }
    }
}

impl Book {
    /// A command has been sent.
    pub fn told(&mut self, seq: u32) {
        self.calls.insert(seq, Call::Told);
    }

    /// The value that an expectation has kept under this name.
    #[must_use]
    pub fn kept(&self, name: &str) -> Option<&str> {
        self.kept.get(name).map(String::as_str)
    }

    /// Takes what the driver has said.
    ///
    /// # Errors
    /// It breaks the rule that holds for every call: refused at once and nothing more, or accepted and exactly one end.
    pub fn note(&mut self, fact: Fact) -> Result<(), Mismatch> {
        let line = fact.to_string();
        let (seq, next) = match fact {
            Fact::Ready => return Err(Mismatch::new(line, "said after it was ready")),
            Fact::Event { actor, name, outcome } => {
                self.news.push(News { actor, name, outcome, used: false });
                return Ok(());
            }
            Fact::Unknown(seq) => (seq, Call::Unknown),
            Fact::Accepted(seq) => (seq, Call::Accepted),
            Fact::Returned(seq, outcome) => (seq, Call::Returned(outcome)),
            Fact::Done(seq, outcome) => (seq, Call::Done(outcome)),
        };
        match (self.calls.get(&seq), &next) {
            (Some(Call::Told), Call::Unknown | Call::Accepted | Call::Returned(_))
            | (Some(Call::Accepted), Call::Done(_)) => {
                self.calls.insert(seq, next);
                Ok(())
            }
            (None, _) => Err(Mismatch::new(line, "no command has this number")),
            (Some(Call::Told), _) => {
                Err(Mismatch::new(line, "a call that was not accepted has no completion"))
            }
            (Some(_), _) => Err(Mismatch::new(line, "a call has one answer")),
        }
    }

    /// Whether the driver has said that the call was made, in whatever way.
    #[must_use]
    pub fn was_made(&self, seq: u32) -> bool {
        self.calls.get(&seq).is_some_and(|call| !matches!(call, Call::Told))
    }

    /// Whether the call of this number has gone as expected; none while that is open.
    pub fn judge_call(&mut self, seq: u32, expectation: &Expectation) -> Option<Result<(), Mismatch>> {
        let call = self.calls.get(&seq)?;
        let judged = match (call, expectation) {
            (Call::Told, _) => return None,
            (Call::Unknown, _) => Err(Mismatch::new("unknown", "the driver has no such verb")),
            (Call::Accepted, Expectation::Return(_)) => {
                Err(Mismatch::new("accepted", "the call was not refused at once"))
            }
            (Call::Accepted, _) => return None,
            (Call::Returned(outcome) | Call::Done(outcome), Expectation::Success) => {
                check(&Wanted::ok(), outcome, &mut self.kept)
            }
            (Call::Returned(outcome), Expectation::Return(wanted))
            | (Call::Done(outcome), Expectation::Done(wanted)) => check(wanted, outcome, &mut self.kept),
            (Call::Returned(outcome), Expectation::Done(wanted)) if outcome.code == 0 => {
                check(wanted, outcome, &mut self.kept)
            }
            (Call::Returned(outcome), Expectation::Done(_)) => {
                Err(Mismatch::new(outcome, "it was refused at once, not by a completion"))
            }
            (Call::Done(outcome), Expectation::Return(_)) => {
                Err(Mismatch::new(outcome, "it came by a completion, not at once"))
            }
            (_, Expectation::Event(..) | Expectation::NoEvent(_)) => {
                Err(Mismatch::new("a call", "news belong to an actor, not to a call"))
            }
        };
        Some(judged)
    }

    /// Whether news of this kind have come to the actor as expected; none while they may still come. News are used
    /// once, the oldest of a name whose keys fit first.
    pub fn judge_news(&mut self, actor: &str, expectation: &Expectation) -> Option<Result<(), Mismatch>> {
        match expectation {
            Expectation::Event(name, wanted) => {
                let of_name = |news: &&mut News| !news.used && news.actor == actor && news.name == *name;
                let said = |news: &&mut News| says(&news.outcome, wanted);
                let news = self.news.iter_mut().filter(of_name).find(said)?;
                news.used = true;
                Some(check(wanted, &news.outcome, &mut self.kept))
            }
            Expectation::NoEvent(name) => {
                let of_name = |news: &&News| !news.used && news.actor == actor && news.name == *name;
                let came = self.news.iter().find(of_name);
                Some(
                    came.map_or(Ok(()), |news| Err(Mismatch::new(&news.outcome, format!("{name} has come")))),
                )
            }
            _ => Some(Err(Mismatch::new("news", "a call's end belongs to a call, not to an actor"))),
        }
    }
}

/// Whether the plain keys are as wanted: `user=bob` picks bob's news among others'.
fn says(outcome: &Outcome, wanted: &Wanted) -> bool {
    let plain = |value: &str| !value.starts_with('$') && !value.ends_with('*');
    wanted
        .keys
        .iter()
        .filter(|(_, value)| plain(value))
        .all(|(key, value)| outcome.keys.get(key) == Some(value))
}

fn check(wanted: &Wanted, outcome: &Outcome, kept: &mut Keys) -> Result<(), Mismatch> {
    wanted.check(outcome, kept).map_err(|difference| Mismatch::new(outcome, difference))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse_expectation;

    fn expect(text: &str) -> Expectation {
        parse_expectation(text).expect(text)
    }

    fn heard(lines: &[&str]) -> Book {
        let mut book = Book::default();
        book.told(1);
        for line in lines {
            book.note(line.parse().expect(line)).expect(line);
        }
        book
    }

    #[test]
    fn a_call_is_judged_by_how_it_ended_and_on_which_way() {
        const REFUSED: &str = "1 return ilive 8010 in_other_room raised_by=facade trace=t";
        const FAILED: &[&str] = &["1 accepted", "1 done av 10009 - raised_by=server trace=t"];
        for (case, lines, expectation, judged) in [
            ("not said yet", &[] as &[&str], "return 0", None),
            ("refused", &[REFUSED], "return ilive 8010 in_other_room", Some("")),
            (
                "refused, not completed",
                &[REFUSED],
                "done ilive 8010 *",
                Some("it was refused at once, not by a completion"),
            ),
            ("pending", &["1 accepted"], "done 0", None),
            (
                "accepted, not refused",
                &["1 accepted"],
                "return ilive 8010 *",
                Some("the call was not refused at once"),
            ),
            ("failed", FAILED, "done av 10009 -", Some("")),
            (
                "failed, not refused",
                FAILED,
                "return av 10009 -",
                Some("it came by a completion, not at once"),
            ),
            ("failed otherwise", FAILED, "done av 10003 *", Some("another code")),
            ("done at once", &["1 return ilive 0 -"], "done 0", Some("")),
            ("no such verb", &["1 unknown"], "done 0", Some("the driver has no such verb")),
        ] {
            let found = heard(lines).judge_call(1, &expect(expectation));
            let found =
                found.map(|judged| judged.err().map_or(String::new(), |mismatch| mismatch.difference));
            assert_eq!(found.as_deref(), judged, "{case}");
        }
    }

    #[test]
    fn a_call_has_one_answer() {
        for (lines, difference) in [
            (&["1 return ilive 0 -", "1 done ilive 0 -"] as &[&str], "a call has one answer"),
            (&["1 accepted", "1 done ilive 0 -", "1 done ilive 0 -"], "a call has one answer"),
            (&["1 accepted", "1 return ilive 0 -"], "a call has one answer"),
            (&["1 done ilive 0 -"], "a call that was not accepted has no completion"),
            (&["2 accepted"], "no command has this number"),
        ] {
            let mut book = heard(&lines[..lines.len() - 1]);
            let last = lines.last().expect("a line").parse().expect("a fact");
            assert_eq!(book.note(last).expect_err("refused").difference, difference, "{lines:?}");
        }
    }

    #[test]
    fn news_are_used_once_and_picked_by_what_they_say() {
        let mut book =
            heard(&["- event ann on_member - - - user=bob", "- event ann on_member - - - user=cem"]);
        let cem = expect("event on_member user=cem");

        assert_eq!(book.judge_news("bob", &cem), None);
        assert_eq!(book.judge_news("ann", &cem), Some(Ok(())));
        assert_eq!(book.judge_news("ann", &cem), None);
        assert!(book.judge_news("ann", &expect("no on_member")).expect("known at once").is_err());
        assert_eq!(book.judge_news("ann", &expect("event on_member")), Some(Ok(())));
        assert_eq!(book.judge_news("ann", &expect("no on_member")), Some(Ok(())));
    }

    #[test]
    fn news_with_another_code_are_a_mismatch() {
        let mut book = heard(&["- event ann on_warning ilive 8012 link_lost raised_by=facade trace=t"]);

        let judged = book.judge_news("ann", &expect("event on_warning ilive 8052 *"));

        assert_eq!(judged.expect("it has come").expect_err("another").difference, "another code");
    }

    #[test]
    fn news_may_be_awaited_whatever_they_say_is_wrong() {
        let mut book = heard(&["- event ann on_warning ilive 8012 link_lost raised_by=facade trace=t"]);

        assert_eq!(book.judge_news("ann", &expect("event on_warning")), Some(Ok(())));
    }

    #[test]
    fn a_call_was_made_once_the_driver_says_anything_of_it() {
        assert!(!heard(&[]).was_made(1));
        assert!(heard(&["1 accepted"]).was_made(1));
        assert!(heard(&["1 return ilive 0 -"]).was_made(1));
    }
}
