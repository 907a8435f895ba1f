//! `ilive log`: what both ends wrote of one error.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use ilive_protocol::text::printable;

use crate::args::Place;
use crate::exit::UsageError;
use crate::{output, serve, settings};

const AFTER_HELP: &str = "\
The server keeps its log in the data folder (log.keep says how much); an SDK writes one where its configuration says so.
What a code means, `ilive explain` says.

Exit code: 0, or 1 when no line has the trace id.";

/// Bring together what server and client wrote of one error
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct LogArgs {
    /// The error's trace id, as in trace_id=4f1c…, or its first 4 letters and digits or more
    #[arg(value_name = "TRACE", value_parser = trace_id)]
    trace: String,
    /// A log file of a client, or of a server elsewhere; may be repeated. Older files beside it (FILE.1 …) are read too
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    place: Place,
}

/// Least part of a trace id that is looked for: less would be found in anything.
const TRACE_MIN: usize = 4;
/// The longest that anybody makes has 20.
const TRACE_MAX: usize = 32;

/// A server's is hexadecimal, a browser's letters and digits; a native SDK's has the number of the error behind a hyphen.
fn trace_id(text: &str) -> Result<String, String> {
    let lower = text.to_ascii_lowercase();
    let (name, number) = lower.split_once('-').unwrap_or((&lower, "1"));
    let good = (TRACE_MIN..=TRACE_MAX).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric())
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit());
    if good {
        Ok(lower)
    } else {
        Err("a trace id is letters and digits, as in trace_id=4f1c… or trace_id=c07d7a082-1".to_owned())
    }
}

/// Whether a native SDK made it: then the server's log does not have it.
pub(crate) fn is_of_client(trace: &str) -> bool {
    trace.contains('-')
}

/// One line of a log, by when it was written.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    at: String,
    file: String,
    text: String,
}

impl Line {
    /// A log has what others wrote: a terminal would obey it.
    fn shown(&self) -> String {
        format!("{}  {}\n", self.file, printable(&self.text))
    }
}

/// Prints the lines of all files that have the trace, oldest first.
pub(crate) fn run(args: &LogArgs) -> anyhow::Result<()> {
    let files = files(args)?;
    let mut lines = Vec::new();
    for file in &files {
        let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        lines.extend(lines_of(&String::from_utf8_lossy(&bytes), &args.trace, file));
    }
    if lines.is_empty() {
        let read: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        let read = if read.is_empty() {
            "there is no log file here".to_owned()
        } else {
            format!("read: {}", read.join(", "))
        };
        anyhow::bail!(
            "no line has the trace id {} ({read}); name the client's log file too, or the server's with --data",
            args.trace
        );
    }
    lines.sort();
    let text: String = lines.iter().map(Line::shown).collect();
    output::print(&text)
}

/// The server's, and those that were named; each with the older ones beside it.
fn files(args: &LogArgs) -> anyhow::Result<Vec<PathBuf>> {
    let data = settings::layers(&args.place)?.finish().server.data;
    let mut all = with_older(&serve::log::path(&data));
    for file in &args.files {
        if !file.exists() {
            return Err(UsageError(format!("{}: there is no such file", file.display())).into());
        }
        all.extend(with_older(file));
    }
    Ok(all)
}

fn with_older(file: &Path) -> Vec<PathBuf> {
    let older = |number: usize| PathBuf::from(format!("{}.{number}", file.display()));
    let all = std::iter::once(file.to_owned()).chain((1..).map(older));
    all.take_while(|file| file.exists()).collect()
}

fn lines_of(text: &str, trace: &str, file: &Path) -> Vec<Line> {
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let has = text.lines().filter(|line| names(line, trace));
    has.map(|line| Line { at: time_of(line), file: name.clone(), text: line.to_owned() }).collect()
}

/// Whether a line is of this trace, as text or as JSON has it. The beginning is enough, but a number is whole: error 1 of
/// a client is not its error 12.
fn names(line: &str, trace: &str) -> bool {
    let is_it = |text: &str| match text.strip_prefix(trace) {
        Some(rest) => !(trace.contains('-') && rest.starts_with(|next: char| next.is_ascii_digit())),
        None => false,
    };
    ["trace_id=", "\"trace_id\":\""]
        .iter()
        .any(|key| line.match_indices(key).any(|(at, key)| is_it(&line[at + key.len()..])))
}

/// The time stamp as it is written: RFC 3339 in UTC, which sorts as text.
fn time_of(line: &str) -> String {
    let text = line.split_once("\"timestamp\":\"").map_or(line, |(_, rest)| rest);
    text.chars().take_while(|letter| !matches!(letter, ' ' | '"')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_trace_are_found_in_text_and_in_json() {
        let text = "2026-01-01T00:00:02.5Z  INFO refused trace_id=00ff00ff00ff00ff code=10003\n\
                    {\"timestamp\":\"2026-01-01T00:00:01.5Z\",\"fields\":{\"trace_id\":\"00ff00ff00ff00ff\"}}\n\
                    2026-01-01T00:00:03Z  INFO refused trace_id=0aff00ff00ff00ff code=10003\n\
                    2026-01-01T00:00:04Z  INFO text=\"00ff00ff00ff00ff\"\n";

        let mut lines = lines_of(text, "00ff", Path::new("x/ilive.log"));
        lines.sort();

        let at: Vec<&str> = lines.iter().map(|line| line.at.as_str()).collect();
        assert_eq!(at, ["2026-01-01T00:00:01.5Z", "2026-01-01T00:00:02.5Z"]);
    }

    #[test]
    fn what_others_wrote_into_a_log_is_shown_with_escapes() {
        let text = "2026-01-01T00:00:02.5Z  INFO \u{1b}]0;title\u{7} trace_id=00ff00ff00ff00ff";
        let lines = lines_of(text, "00ff", Path::new("x/ilive.log"));
        assert!(lines[0].shown().contains(r" \u{1b}]0;title\u{7} "), "{}", lines[0].shown());
        assert!(lines[0].shown().ends_with("00ff\n"));
    }

    #[test]
    fn a_number_behind_a_hyphen_is_whole() {
        let line = "2026-01-01T00:00:00Z  WARN failed trace_id=c07d7a082-12 op=7";
        for (trace, found) in
            [("c07d", true), ("c07d7a082-12", true), ("c07d7a082-1", false), ("07d7", false)]
        {
            assert_eq!(names(line, trace), found, "{trace}");
        }
    }

    #[test]
    fn trace_ids_of_servers_and_of_clients_are_taken() {
        for good in ["4F1C", "00ff00ff00ff00ff", "c07d7a082-1", "f0000a01f-33", "abcdefghij234567zzzz"] {
            assert_eq!(trace_id(good), Ok(good.to_ascii_lowercase()), "{good}");
        }
        for bad in ["", "4f1", "4f1c ", "c07d7a082-", "c07d-x", "-123", "a_b_c", "c07d-12a", &"0".repeat(33)]
        {
            assert!(trace_id(bad).is_err(), "{bad}");
        }
    }
}
