//! What goes to standard output.

use std::io::{self, IsTerminal, Write};

use anyhow::Context;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use ilive_protocol::text::{is_plain, printable};
use serde::Serialize;

/// Widest line of prose on a terminal, in columns.
const PROSE_COLUMNS: u16 = 100;
/// Narrowest terminal that text is fitted to: below, a column would be a letter wide. A terminal that does not know its
/// size says 0.
const LEAST_COLUMNS: u16 = 40;

/// Writes `text`, without its colours where nobody sees them. A reader who has heard enough (`| head`) is no error.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("writing to standard output"),
    }
}

/// Writes one JSON value for people, over several lines.
pub(crate) fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    print_value(&serde_json::to_string_pretty(value)?)
}

/// Writes one JSON value as one line.
pub(crate) fn print_json_line(value: &impl Serialize) -> anyhow::Result<()> {
    print_value(&serde_json::to_string(value)?)
}

fn print_value(json: &str) -> anyhow::Result<()> {
    print(&(printable_json(json) + "\n"))
}

/// The same JSON, with escapes for what a terminal would obey: words of others may be in it. Such characters stand in its
/// strings alone, its line feeds excepted, and none of them needs two escapes.
fn printable_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        match c == '\n' || is_plain(c.encode_utf8(&mut [0; 4])) {
            true => shown.push(c),
            false => shown.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    shown
}

/// A text of several lines, each with escapes for what a terminal would obey: words of others may be in it.
pub(crate) fn printable_lines(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

/// Whether a person reads along.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Rows under a heading for whoever reads: framed and fitted to a terminal; elsewhere aligned text, one row a line. Only
/// the last column is ever wrapped.
pub(crate) fn table<const N: usize>(
    heading: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut table = Table::new();
    table.set_header(heading).add_rows(rows);
    if fitting(table.width(), is_terminal()).is_none() {
        return plain(table);
    }
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    for column in table.column_iter_mut().take(N - 1) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    lines(&table)
}

/// Rows of a label and prose; the prose is wrapped on a terminal only.
pub(crate) fn definitions(rows: impl IntoIterator<Item = [String; 2]>) -> String {
    let mut table = Table::new();
    table.add_rows(rows);
    if let Some(columns) = fitting(table.width(), is_terminal()) {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns.min(PROSE_COLUMNS));
    }
    plain(table)
}

/// The columns that a person's terminal has, where text can be fitted to them.
fn fitting(columns: Option<u16>, terminal: bool) -> Option<u16> {
    columns.filter(|columns| terminal && *columns >= LEAST_COLUMNS)
}

/// Columns without a frame.
fn plain(mut table: Table) -> String {
    table.load_style(presets::NOTHING);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    lines(&table)
}

/// The table's text, each line without the blanks at its end.
fn lines(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_is_plain_in_json_and_the_same_once_it_is_read() {
        let hostile = "\u{1b}]0;a\u{7}\u{7f}\u{9b}31m\u{202e}olleh\u{2066}\u{2028}\n安 👩‍👩‍👧\\u202e\"";

        for json in [serde_json::to_string(hostile), serde_json::to_string_pretty(&[hostile])] {
            let shown = printable_json(&json.expect("a string"));

            assert!(shown.lines().all(is_plain), "{shown:?}");
            assert!(shown.contains("安 👩‍👩‍👧"), "{shown}");
            let read: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
            assert_eq!(read.as_str().or(read[0].as_str()), Some(hostile));
        }
    }

    #[test]
    fn text_is_fitted_only_to_a_terminal_that_knows_how_wide_it_is() {
        for (columns, terminal, fitted) in [
            (Some(80), true, Some(80)),
            (Some(80), false, None),
            (Some(0), true, None),
            (Some(10), true, None),
            (None, true, None),
        ] {
            assert_eq!(fitting(columns, terminal), fitted, "{columns:?} {terminal}");
        }
    }
}
