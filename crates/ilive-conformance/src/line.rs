//! What director and drivers say to each other: one line in is one command, one line out one fact.

mod percent;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// What stands behind the fixed words of a line, by name.
pub type Keys = BTreeMap<String, String>;

/// A line that is none, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}: {line:?}")]
pub struct BadLine {
    /// As it came.
    pub line: String,
    /// What is wrong with it.
    pub why: &'static str,
}

/// A call that a driver is told to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Its number; the facts of it carry the same.
    pub seq: u32,
    /// The SDK object that is meant.
    pub actor: String,
    /// Which call.
    pub verb: String,
    /// What it is made with.
    pub keys: Keys,
}

/// How a call ended, or what an event says went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The space of the number.
    pub module: String,
    /// 0 is success.
    pub code: u32,
    /// May be empty.
    pub sub_reason: String,
    /// Whatever else was said.
    pub keys: Keys,
}

/// Something that has happened in a driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// It takes commands.
    Ready,
    /// It has no such verb.
    Unknown(u32),
    /// The call was accepted; its end follows.
    Accepted(u32),
    /// The call was refused at once, or was done at once.
    Returned(u32, Outcome),
    /// An accepted call has ended.
    Done(u32, Outcome),
    /// News of an actor.
    Event {
        /// Whose.
        actor: String,
        /// Which.
        name: String,
        /// Of events that say that something is wrong; else success.
        outcome: Outcome,
    },
}

/// What stands where a line has nothing to say.
const NOTHING: &str = "-";

impl Outcome {
    /// Success, with nothing else said.
    #[must_use]
    pub fn ok() -> Self {
        Self { module: "ilive".to_owned(), code: 0, sub_reason: String::new(), keys: Keys::new() }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.seq, self.actor, self.verb)?;
        write_keys(f, &self.keys)
    }
}

/// `ilive 8010 in_other_room trace=t1`.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sub_reason = if self.sub_reason.is_empty() { NOTHING } else { &self.sub_reason };
        write!(f, "{} {} {sub_reason}", self.module, self.code)?;
        write_keys(f, &self.keys)
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ready => f.write_str("ready"),
            Self::Unknown(seq) => write!(f, "{seq} unknown"),
            Self::Accepted(seq) => write!(f, "{seq} accepted"),
            Self::Returned(seq, outcome) => write!(f, "{seq} return {outcome}"),
            Self::Done(seq, outcome) => write!(f, "{seq} done {outcome}"),
            Self::Event { actor, name, outcome } if outcome.code == 0 => {
                write!(f, "- event {actor} {name} - - -")?;
                write_keys(f, &outcome.keys)
            }
            Self::Event { actor, name, outcome } => write!(f, "- event {actor} {name} {outcome}"),
        }
    }
}

fn write_keys(f: &mut fmt::Formatter<'_>, keys: &Keys) -> fmt::Result {
    keys.iter().try_for_each(|(key, value)| write!(f, " {key}={}", percent::encode(value)))
}

impl FromStr for Command {
    type Err = BadLine;

    fn from_str(line: &str) -> Result<Self, BadLine> {
        let mut words = Words::of(line);
        let command = Self {
            seq: words.number("no number of the command")?,
            actor: words.word("no actor")?.to_owned(),
            verb: words.word("no verb")?.to_owned(),
            keys: words.keys()?,
        };
        Ok(command)
    }
}

impl FromStr for Fact {
    type Err = BadLine;

    fn from_str(line: &str) -> Result<Self, BadLine> {
        let mut words = Words::of(line);
        match words.word("an empty line")? {
            "ready" => Ok(Self::Ready),
            NOTHING => words.event(),
            seq => {
                let seq = seq.parse().map_err(|_| words.bad("no number of a command"))?;
                words.fact(seq)
            }
        }
    }
}

/// The words of a line that have not been read yet.
struct Words<'a> {
    line: &'a str,
    rest: std::str::SplitAsciiWhitespace<'a>,
}

impl<'a> Words<'a> {
    fn of(line: &'a str) -> Self {
        Self { line, rest: line.split_ascii_whitespace() }
    }

    fn bad(&self, why: &'static str) -> BadLine {
        BadLine { line: self.line.to_owned(), why }
    }

    fn word(&mut self, why: &'static str) -> Result<&'a str, BadLine> {
        self.rest.next().ok_or_else(|| self.bad(why))
    }

    fn number(&mut self, why: &'static str) -> Result<u32, BadLine> {
        self.word(why)?.parse().map_err(|_| self.bad(why))
    }

    fn fact(&mut self, seq: u32) -> Result<Fact, BadLine> {
        match self.word("no word for what happened")? {
            "unknown" => Ok(Fact::Unknown(seq)),
            "accepted" => Ok(Fact::Accepted(seq)),
            "return" => Ok(Fact::Returned(seq, self.outcome()?)),
            "done" => Ok(Fact::Done(seq, self.outcome()?)),
            _ => Err(self.bad("not one of return, accepted, done, unknown")),
        }
    }

    fn event(&mut self) -> Result<Fact, BadLine> {
        if self.word("no word for what happened")? != "event" {
            return Err(self.bad("only an event belongs to no command"));
        }
        let actor = self.word("no actor")?.to_owned();
        let name = self.word("no name of the event")?.to_owned();
        Ok(Fact::Event { actor, name, outcome: self.outcome()? })
    }

    fn outcome(&mut self) -> Result<Outcome, BadLine> {
        let module = match self.word("no module")? {
            NOTHING => "ilive",
            module => module,
        };
        let code = match self.word("no code")? {
            NOTHING => 0,
            code => code.parse().map_err(|_| self.bad("the code is no number"))?,
        };
        let sub_reason = match self.word("no sub-reason")? {
            NOTHING => "",
            word => word,
        };
        Ok(Outcome { module: module.to_owned(), code, sub_reason: sub_reason.to_owned(), keys: self.keys()? })
    }

    fn keys(&mut self) -> Result<Keys, BadLine> {
        let mut keys = Keys::new();
        while let Some(word) = self.rest.next() {
            let (key, value) = read_key(word).map_err(|why| self.bad(why))?;
            if keys.insert(key, value).is_some() {
                return Err(self.bad("a key is given twice"));
            }
        }
        Ok(keys)
    }
}

/// Reads `key=value`; the error says what is wrong.
pub(crate) fn read_key(word: &str) -> Result<(String, String), &'static str> {
    let (key, value) = word.split_once('=').ok_or("a word that is no key=value")?;
    let value = percent::decode(value).ok_or("a value that is not percent-encoded")?;
    Ok((key.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_back_as_what_they_were() {
        for line in [
            "ready",
            "3 unknown",
            "3 accepted",
            "3 return ilive 8010 in_other_room message=no%20room trace=t1",
            "3 done ilive 0 - rights=255",
            "- event ann on_warning ilive 8012 link_lost cause=av/1/-",
            "- event ann on_member - - - on=true source=main user=bob",
        ] {
            let fact: Fact = line.parse().expect(line);
            assert_eq!(fact.to_string(), line);
        }
        let command: Command = "7 ann send_c2c text=a%3Db%25%20c%0A to=bob".parse().expect("a command");
        assert_eq!(command.keys["text"], "a=b% c\n");
        assert_eq!(command.to_string(), "7 ann send_c2c text=a%3Db%25%20c%0A to=bob");
    }

    #[test]
    fn a_line_that_is_none_says_why() {
        for (line, why) in [
            ("", "an empty line"),
            ("x done ilive 0 -", "no number of a command"),
            ("1", "no word for what happened"),
            ("1 finished ilive 0 -", "not one of return, accepted, done, unknown"),
            ("1 done ilive", "no code"),
            ("1 done ilive eight -", "the code is no number"),
            ("1 done ilive 0 - rights", "a word that is no key=value"),
            ("1 done ilive 0 - a=1 a=2", "a key is given twice"),
            ("1 done ilive 0 - a=%f", "a value that is not percent-encoded"),
            ("- done", "only an event belongs to no command"),
        ] {
            assert_eq!(line.parse::<Fact>().expect_err(line).why, why, "{line}");
        }
    }
}
