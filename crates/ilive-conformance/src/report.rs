//! What was found: a row a code, a column an SDK.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ilive_protocol::Code;
use serde_json::{Value, json};

use crate::scenario::Sdk;

/// How a code stands with an SDK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Every situation brought what it must.
    Pass,
    /// Some did not.
    Fail(Vec<Failure>),
    /// Nothing was played, and why.
    NotPlayed(String),
}

/// A situation that did not go as it must.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failure {
    /// What it is about.
    pub scenario: String,
    /// The step: its place, from 1, and its text. None: it failed before the first.
    pub step: Option<(usize, String)>,
    /// What was expected.
    pub expected: String,
    /// What came instead.
    pub came: String,
    /// The difference, in words.
    pub difference: String,
    /// What the driver and the server said last.
    pub last_lines: Vec<String>,
}

/// The whole table.
#[derive(Debug, Default)]
pub struct Report {
    rows: BTreeMap<u32, BTreeMap<Sdk, Cell>>,
}

impl Cell {
    /// The word in the table.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Pass => "pass".to_owned(),
            Self::Fail(_) => "fail".to_owned(),
            Self::NotPlayed(why) => format!("n/a: {why}"),
        }
    }
}

impl Report {
    /// Enters how a code stands with an SDK; failures are gathered.
    pub fn enter(&mut self, code: Code, sdk: Sdk, cell: Cell) {
        let cells = self.rows.entry(code.number()).or_default();
        match (cells.get_mut(&sdk), cell) {
            (Some(Cell::Fail(known)), Cell::Fail(more)) => known.extend(more),
            (Some(Cell::Fail(_)), _) => {}
            (_, cell) => {
                cells.insert(sdk, cell);
            }
        }
    }

    /// Whether something failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.cells().any(|(_, _, cell)| matches!(cell, Cell::Fail(_)))
    }

    /// An array with a row a code.
    #[must_use]
    pub fn json(&self) -> Value {
        self.rows
            .iter()
            .map(|(code, cells)| {
                let word = |sdk| cells.get(&sdk).map_or("n/a: not asked for".to_owned(), Cell::word);
                json!({ "code": code, "rust": word(Sdk::Rust), "c": word(Sdk::C), "ts": word(Sdk::Ts) })
            })
            .collect()
    }

    /// The table for people, and how many of its rows pass for each SDK.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = format!("{:>6}  {:<32}", "code", "name");
        for sdk in Sdk::ALL {
            write!(text, "  {:<6}", sdk.word()).expect("a String takes all");
        }
        for (code, cells) in &self.rows {
            let name = Code::from_number(*code).map_or("", Code::name);
            write!(text, "\n{code:>6}  {name:<32}").expect("a String takes all");
            for sdk in Sdk::ALL {
                write!(text, "  {:<6}", cells.get(&sdk).map_or("-".to_owned(), Cell::word))
                    .expect("a String takes all");
            }
        }
        text.lines().map(|line| line.trim_end().to_owned() + "\n").collect::<String>() + &self.sums()
    }

    fn sums(&self) -> String {
        let of = |sdk| self.cells().filter(move |cell| cell.1 == sdk);
        let passed = |sdk| of(sdk).filter(|cell| *cell.2 == Cell::Pass).count();
        let played = Sdk::ALL.into_iter().filter(|sdk| of(*sdk).count() > 0);
        let sums: Vec<String> =
            played.map(|sdk| format!("{sdk}: {} of {} pass", passed(sdk), of(sdk).count())).collect();
        sums.join(", ")
    }

    /// Every failure, at length.
    #[must_use]
    pub fn failures(&self) -> String {
        let mut text = String::new();
        for (code, sdk, cell) in self.cells() {
            let Cell::Fail(failures) = cell else { continue };
            for failure in failures {
                text += &format!("{code}, {sdk}: {}\n{failure}\n", failure.scenario);
            }
        }
        text
    }

    fn cells(&self) -> impl Iterator<Item = (u32, Sdk, &Cell)> {
        self.rows.iter().flat_map(|(code, cells)| cells.iter().map(|(sdk, cell)| (*code, *sdk, cell)))
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some((place, text)) = &self.step {
            writeln!(f, "  step {place}    {text}")?;
        }
        for (name, text) in
            [("expected", &self.expected), ("came", &self.came), ("because", &self.difference)]
        {
            if !text.is_empty() {
                writeln!(f, "  {name:<9} {text}")?;
            }
        }
        self.last_lines.iter().try_for_each(|line| writeln!(f, "    {line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut report = Report::default();
        report.enter(Code::NoErr, Sdk::Rust, Cell::Pass);
        report.enter(Code::NoErr, Sdk::C, Cell::Pass);
        report.enter(Code::AvNotInMainThread, Sdk::Rust, Cell::Pass);
        let failure = Failure {
            scenario: "from the data callback".to_owned(),
            step: Some((2, "ann: state".to_owned())),
            expected: "return av 1007 *".to_owned(),
            came: "ilive 0 -".to_owned(),
            difference: "another code".to_owned(),
            last_lines: vec!["< ready".to_owned()],
        };
        report.enter(Code::AvNotInMainThread, Sdk::C, Cell::Fail(vec![failure]));
        report.enter(Code::AvNotInMainThread, Sdk::C, Cell::Pass);
        report.enter(Code::AvNotInMainThread, Sdk::Ts, Cell::NotPlayed("one realm".to_owned()));
        report
    }

    #[test]
    fn the_table_has_a_row_a_code_and_a_column_an_sdk() {
        assert_eq!(
            report().table(),
            "  code  name                              rust    c       ts\n     \
                0  NO_ERR                            pass    pass    -\n  \
             1007  AV_ERR_NOT_IN_MAIN_THREAD         pass    fail    n/a: one realm\n\
             rust: 2 of 2 pass, c: 1 of 2 pass, ts: 0 of 1 pass"
        );
    }

    #[test]
    fn json_has_a_row_a_code_and_a_failure_stays_one() {
        assert_eq!(
            report().json(),
            json!([
                { "code": 0, "rust": "pass", "c": "pass", "ts": "n/a: not asked for" },
                { "code": 1007, "rust": "pass", "c": "fail", "ts": "n/a: one realm" },
            ])
        );
        assert!(report().failed());
    }

    #[test]
    fn a_failure_is_told_with_its_step_and_the_last_lines() {
        assert_eq!(
            report().failures(),
            "1007, c: from the data callback\n  \
             step 2    ann: state\n  expected  return av 1007 *\n  came      ilive 0 -\n  \
             because   another code\n    < ready\n\n"
        );
    }
}
