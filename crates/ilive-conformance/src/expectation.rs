//! What a step is to bring, and whether it did.

use std::fmt;

use ilive_protocol::{Code, Module};

use crate::line::{Keys, Outcome};

/// What follows the `->` of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// Nothing is written: the call succeeds, at once or later.
    Success,
    /// The call itself ends so.
    Return(Wanted),
    /// The call is accepted and ends so; a success may also come at once.
    Done(Wanted),
    /// News of this name.
    Event(String, Wanted),
    /// No news of this name has come so far.
    NoEvent(String),
}

/// How something must end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// None: whatever it is.
    pub end: Option<End>,
    /// What must be said besides: `*` at the end of a value stands for any rest, `$name` keeps the value under a name.
    pub keys: Keys,
}

/// A success or a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The space of the number.
    pub module: Module,
    /// 0 is success.
    pub code: u32,
    /// None: whatever it is.
    pub sub_reason: Option<String>,
}

impl End {
    /// Success.
    #[must_use]
    pub fn ok() -> Self {
        Self { module: Module::Ilive, code: 0, sub_reason: None }
    }

    fn check(&self, outcome: &Outcome) -> Result<(), String> {
        let same_code =
            self.code == outcome.code && (self.code == 0 || self.module.as_str() == outcome.module);
        let same_word = self.sub_reason.as_ref().is_none_or(|word| *word == outcome.sub_reason);
        match (same_code, same_word) {
            (true, true) => Ok(()),
            (true, false) => Err("another sub-reason".to_owned()),
            (false, _) => Err("another code".to_owned()),
        }
    }
}

impl Wanted {
    /// Success, whatever is said besides.
    #[must_use]
    pub fn ok() -> Self {
        Self { end: Some(End::ok()), keys: Keys::new() }
    }

    /// Whether it is this code of the contract.
    #[must_use]
    pub fn is(&self, code: Code) -> bool {
        self.end.as_ref().is_some_and(|end| end.module == code.module() && end.code == code.number())
    }

    /// What in `outcome` is not as wanted. `kept` are the values behind names; new ones are added.
    ///
    /// # Errors
    /// Names the first difference.
    pub fn check(&self, outcome: &Outcome, kept: &mut Keys) -> Result<(), String> {
        self.end.as_ref().map_or(Ok(()), |end| end.check(outcome))?;
        for (key, wanted) in &self.keys {
            let came = outcome.keys.get(key).ok_or_else(|| format!("{key} is not said"))?;
            if !self.fits(wanted, came, kept) {
                return Err(format!("{key} is {came:?}"));
            }
        }
        says_who_and_where(outcome)
    }

    fn fits(&self, wanted: &str, came: &str, kept: &mut Keys) -> bool {
        if let Some(name) = wanted.strip_prefix('$') {
            return kept.entry(name.to_owned()).or_insert_with(|| came.to_owned()) == came;
        }
        match wanted.strip_suffix('*') {
            Some(beginning) => came.starts_with(beginning),
            None => came == wanted,
        }
    }
}

/// Every failure says who raised it and where it is found in the log.
fn says_who_and_where(outcome: &Outcome) -> Result<(), String> {
    let missing =
        ["raised_by", "trace"].into_iter().find(|key| outcome.keys.get(*key).is_none_or(String::is_empty));
    match missing {
        Some(key) if outcome.code != 0 => Err(format!("{key} is not said")),
        _ => Ok(()),
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.end {
            None => f.write_str("*")?,
            Some(End { code: 0, .. }) => f.write_str("0")?,
            Some(end) => write!(f, "{} {} {}", end.module, end.code, word(end.sub_reason.as_deref()))?,
        }
        self.keys.iter().try_for_each(|(key, value)| write!(f, " {key}={value}"))
    }
}

fn word(sub_reason: Option<&str>) -> &str {
    match sub_reason {
        None => "*",
        Some("") => "-",
        Some(word) => word,
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Success => f.write_str("success"),
            Self::Return(wanted) => write!(f, "return {wanted}"),
            Self::Done(wanted) => write!(f, "done {wanted}"),
            Self::Event(name, wanted) => write!(f, "event {name} {wanted}"),
            Self::NoEvent(name) => write!(f, "no {name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(line: &str) -> Outcome {
        match format!("1 done {line}").parse() {
            Ok(crate::line::Fact::Done(_, outcome)) => outcome,
            other => panic!("{line}: {other:?}"),
        }
    }

    fn wanted(code: u32, sub_reason: Option<&str>, keys: &[(&str, &str)]) -> Wanted {
        let keys = keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let end = End { module: Module::Av, code, sub_reason: sub_reason.map(str::to_owned) };
        Wanted { end: Some(end), keys }
    }

    #[test]
    fn a_difference_is_named() {
        const FAILED: &str = "av 6999 - cause=im/10023/throttled raised_by=av trace=t1";
        for (case, wanted, line, difference) in [
            ("the same", wanted(6999, Some(""), &[]), FAILED, None),
            ("any word", wanted(6999, None, &[]), FAILED, None),
            ("another word", wanted(6999, Some("late"), &[]), FAILED, Some("another sub-reason")),
            ("another code", wanted(7000, None, &[]), FAILED, Some("another code")),
            (
                "another module",
                wanted(1, None, &[]),
                "call 1 - raised_by=facade trace=t",
                Some("another code"),
            ),
            ("a cause", wanted(6999, None, &[("cause", "im/10023/*")]), FAILED, None),
            (
                "another cause",
                wanted(6999, None, &[("cause", "im/6*")]),
                FAILED,
                Some("cause is \"im/10023/throttled\""),
            ),
            ("no such key", wanted(0, None, &[("room", "1")]), "ilive 0 -", Some("room is not said")),
            ("no trace", wanted(1, None, &[]), "av 1 - raised_by=av", Some("trace is not said")),
            (
                "nobody raised it",
                wanted(1, None, &[]),
                "av 1 - raised_by= trace=t",
                Some("raised_by is not said"),
            ),
        ] {
            let found = wanted.check(&outcome(line), &mut Keys::new()).err();
            assert_eq!(found.as_deref(), difference, "{case}");
        }
    }

    #[test]
    fn a_value_is_kept_under_its_name() {
        let mut kept = Keys::new();
        let wanted = wanted(0, None, &[("id", "$call")]);

        assert_eq!(wanted.check(&outcome("ilive 0 - id=7"), &mut kept), Ok(()));
        assert_eq!(kept["call"], "7");
        assert_eq!(wanted.check(&outcome("ilive 0 - id=7"), &mut kept), Ok(()));
        assert_eq!(wanted.check(&outcome("ilive 0 - id=8"), &mut kept), Err("id is \"8\"".to_owned()));
    }
}
