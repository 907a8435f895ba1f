//! What one check found.

use std::fmt;

use clap::builder::styling::AnsiColor;
use serde::Serialize;

use crate::output;

/// One check's result.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    pub(super) check: &'static str,
    /// What is so.
    pub(super) said: String,
    #[serde(flatten)]
    pub(super) verdict: Verdict,
}

/// Whether that is good, and what to do where it is not.
#[derive(Debug, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub(super) enum Verdict {
    Ok,
    /// The server works, but not all of it or not for long.
    Warning {
        fix: String,
    },
    /// The server does not start or does not work.
    Problem {
        fix: String,
    },
}

impl Finding {
    pub(super) fn ok(check: &'static str, said: impl Into<String>) -> Self {
        Self { check, said: said.into(), verdict: Verdict::Ok }
    }

    pub(super) fn warning(check: &'static str, said: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check, said: said.into(), verdict: Verdict::Warning { fix: fix.into() } }
    }

    pub(super) fn problem(check: &'static str, said: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check, said: said.into(), verdict: Verdict::Problem { fix: fix.into() } }
    }
}

/// A line, and one more for the fix. What was found may be in another program's words.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, color, fix) = match &self.verdict {
            Verdict::Ok => ("ok", AnsiColor::Green, None),
            Verdict::Warning { fix } => ("warning", AnsiColor::Yellow, Some(fix)),
            Verdict::Problem { fix } => ("problem", AnsiColor::Red, Some(fix)),
        };
        let style = color.on_default().bold();
        writeln!(f, "{style}{word:<8}{style:#}{:<15} {}", self.check, output::printable_lines(&self.said))?;
        match fix {
            Some(fix) => writeln!(f, "{:8}{:<15} fix: {fix}", "", ""),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_program_said_is_shown_with_escapes() {
        let finding = Finding::ok("port", "iLive \u{1b}[2J\u{202e} is running there").to_string();
        assert!(finding.contains(r"iLive \u{1b}[2J\u{202e} is running there"), "{finding}");
    }
}
