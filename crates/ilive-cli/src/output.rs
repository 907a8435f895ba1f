//! What goes to standard output.

use std::io::{self, IsTerminal, Write};

use anyhow::Context;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use ilive_protocol::text::printable;
use serde::Serialize;

/// Widest line of prose on a terminal, in columns.
const PROSE_COLUMNS: u16 = 100;

/// Writes `text`, without its colours where nobody sees them. A reader who has heard enough (`| head`) is no error.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("writing to standard output"),
    }
}

/// Writes one JSON value and a newline.
pub(crate) fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    print(&text)
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
    if !is_terminal() {
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
    if let Some(columns) = table.width().filter(|_| is_terminal()) {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns.min(PROSE_COLUMNS));
    }
    plain(table)
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
