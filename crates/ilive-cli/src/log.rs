//! `ilive log`: what both ends wrote of one error.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

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
    /// The error's trace id: 16 hexadecimal digits, or its first 4 to 15
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
const TRACE_MAX: usize = 16;

fn trace_id(text: &str) -> Result<String, String> {
    let lower = text.to_ascii_lowercase();
    let good = (TRACE_MIN..=TRACE_MAX).contains(&lower.len()) && lower.bytes().all(|b| b.is_ascii_hexdigit());
    if good {
        Ok(lower)
    } else {
        Err("a trace id is 16 hexadecimal digits, as in trace_id=4f1c…".to_owned())
    }
}

/// One line of a log, by when it was written.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    at: String,
    file: String,
    text: String,
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
    let text: String = lines.iter().map(|line| format!("{}  {}\n", line.file, line.text)).collect();
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

/// Whether a line is of this trace, as text or as JSON has it.
fn names(line: &str, trace: &str) -> bool {
    ["trace_id=", "\"trace_id\":\""]
        .iter()
        .any(|key| line.match_indices(key).any(|(at, key)| line[at + key.len()..].starts_with(trace)))
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
    fn a_trace_id_is_hexadecimal_and_not_too_short() {
        assert_eq!(trace_id("4F1C"), Ok("4f1c".to_owned()));
        for bad in ["", "4f1", "4f1g", "00ff00ff00ff00ff0"] {
            assert!(trace_id(bad).is_err(), "{bad}");
        }
    }
}
