//! What a run has found, and how it stands against its goals.

use serde::{Serialize, Serializer};

use super::machine::Machine;
use crate::output;

/// What a figure should be.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Goal {
    /// Judged in a release build only.
    AtLeast(f64),
    /// Judged in a release build only.
    AtMost(f64),
    /// A count that no build may miss.
    Exactly(f64),
}

/// How a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    Pass,
    Fail,
    /// A debug build says nothing about speed or memory.
    Unjudged,
}

impl Goal {
    fn judge(self, value: f64, debug: bool) -> Verdict {
        let met = match self {
            Self::AtLeast(_) | Self::AtMost(_) if debug => return Verdict::Unjudged,
            Self::AtLeast(goal) => value >= goal,
            Self::AtMost(goal) => value <= goal,
            Self::Exactly(goal) => value == goal,
        };
        if met { Verdict::Pass } else { Verdict::Fail }
    }

    fn text(self) -> String {
        match self {
            Self::AtLeast(goal) => format!("≥ {}", number(goal)),
            Self::AtMost(goal) => format!("≤ {}", number(goal)),
            Self::Exactly(goal) => number(goal),
        }
    }
}

/// One number.
#[derive(Debug, Serialize)]
pub(super) struct Figure {
    /// For scripts: stays as it is.
    name: &'static str,
    what: String,
    #[serde(serialize_with = "rounded")]
    value: f64,
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    goal: Option<Goal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
}

/// All that a run has found.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    bench: &'static str,
    machine: Machine,
    figures: Vec<Figure>,
    /// What a reader must know to compare.
    notes: Vec<String>,
    /// Why the figures are worth nothing.
    invalid: Vec<String>,
    passed: bool,
}

impl Report {
    /// Nothing found yet.
    pub(super) fn new(bench: &'static str) -> Self {
        let machine = Machine::here();
        let notes = machine.debug.then(|| "a debug build: speed and memory are shown, not judged".to_owned());
        Self {
            bench,
            machine,
            figures: Vec::new(),
            notes: notes.into_iter().collect(),
            invalid: Vec::new(),
            passed: true,
        }
    }

    /// A figure without a goal.
    pub(super) fn figure(&mut self, name: &'static str, what: &str, value: f64, unit: &'static str) {
        self.figures.push(Figure { name, what: what.to_owned(), value, unit, goal: None, verdict: None });
    }

    /// A figure with one, and how it stands.
    pub(super) fn judged(
        &mut self,
        name: &'static str,
        what: &str,
        value: f64,
        unit: &'static str,
        goal: Goal,
    ) -> Verdict {
        self.figure(name, what, value, unit);
        let verdict = goal.judge(value, self.machine.debug);
        self.passed &= verdict != Verdict::Fail;
        let figure = self.figures.last_mut().expect("it was pushed above");
        (figure.goal, figure.verdict) = (Some(goal), Some(verdict));
        verdict
    }

    /// Something that a reader must know.
    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// The run does not count, because of `why`.
    pub(super) fn invalid(&mut self, why: impl Into<String>) {
        self.invalid.push(why.into());
        self.passed = false;
    }

    /// The run counts, and no goal was missed.
    pub(super) fn passed(&self) -> bool {
        self.passed
    }

    /// Prints it for people, or for scripts.
    pub(super) fn print(&self, json: bool) -> anyhow::Result<()> {
        if json { output::print_json(self) } else { output::print(&self.text()) }
    }

    fn text(&self) -> String {
        let row = |figure: &Figure| {
            [
                figure.what.clone(),
                format!("{} {}", number(figure.value), figure.unit).trim_end().to_owned(),
                figure.goal.map(Goal::text).unwrap_or_default(),
                figure.verdict.map(word).unwrap_or_default().to_owned(),
            ]
        };
        let table = output::table(["WHAT", "VALUE", "GOAL", "VERDICT"], self.figures.iter().map(row));
        let mut text = format!("ilive bench {} on {}\n\n{table}\n", self.bench, self.machine);
        self.notes.iter().for_each(|note| text += &format!("note: {note}\n"));
        self.invalid.iter().for_each(|why| text += &format!("INVALID: {why}\n"));
        text + if self.passed { "passed\n" } else { "FAILED\n" }
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "FAIL",
        Verdict::Unjudged => "not judged",
    }
}

/// Counts without decimals, small values with two.
fn number(value: f64) -> String {
    if value.fract() == 0.0 || value.abs() >= 1000.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// Three decimals are more than any of them is worth.
fn rounded<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((value * 1000.0).round() / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_of_speed_are_for_release_builds_and_counts_for_all() {
        for (goal, value, debug, expected) in [
            (Goal::AtLeast(10.0), 10.0, false, Verdict::Pass),
            (Goal::AtLeast(10.0), 9.9, false, Verdict::Fail),
            (Goal::AtMost(10.0), 10.0, false, Verdict::Pass),
            (Goal::AtMost(10.0), 10.1, false, Verdict::Fail),
            (Goal::AtMost(10.0), f64::NAN, false, Verdict::Fail),
            (Goal::AtMost(10.0), 10.1, true, Verdict::Unjudged),
            (Goal::AtLeast(10.0), 9.9, true, Verdict::Unjudged),
            (Goal::Exactly(0.0), 0.0, true, Verdict::Pass),
            (Goal::Exactly(0.0), 1.0, true, Verdict::Fail),
        ] {
            assert_eq!(goal.judge(value, debug), expected, "{goal:?} {value} debug {debug}");
        }
    }

    #[test]
    fn one_missed_count_or_one_reason_against_the_run_fails_it() {
        let mut report = Report::new("test");
        report.judged("good", "good", 0.0, "", Goal::Exactly(0.0));
        assert!(report.passed());

        report.judged("bad", "bad", 1.0, "", Goal::Exactly(0.0));
        report.judged("good_again", "good again", 0.0, "", Goal::Exactly(0.0));
        assert!(!report.passed());

        let mut report = Report::new("test");
        report.invalid("the machine was busy");
        assert!(!report.passed() && report.text().ends_with("INVALID: the machine was busy\nFAILED\n"));
    }
}
