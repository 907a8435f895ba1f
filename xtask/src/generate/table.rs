//! The contract table as it is written, and what must be true of it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, ensure};
use serde::Deserialize;

/// How many rows the published tables have.
const ROWS: usize = 58;

/// A text in every language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) en: String,
    pub(crate) zh: String,
}

/// What the published table says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) description: String,
    pub(crate) reason: Option<String>,
}

/// A stable word and what it means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubReason {
    pub(crate) word: String,
    pub(crate) en: String,
    pub(crate) zh: String,
}

/// One code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) module: String,
    pub(crate) raised_by: Vec<String>,
    pub(crate) delivery: Vec<String>,
    pub(crate) source: Source,
    pub(crate) text: Words,
    pub(crate) cause: Words,
    pub(crate) fix: Words,
    #[serde(default)]
    pub(crate) sub_reasons: Vec<SubReason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    code: Vec<Row>,
}

/// Reads and checks `contract/codes.toml`.
pub(crate) fn read(root: &Path) -> anyhow::Result<Vec<Row>> {
    let path = root.join("contract/codes.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    parse(&text).with_context(|| format!("in {}", path.display()))
}

fn parse(text: &str) -> anyhow::Result<Vec<Row>> {
    let Table { code: rows } = toml::from_str(text)?;
    ensure!(rows.len() == ROWS, "{} rows, the contract has {ROWS}", rows.len());
    for row in &rows {
        check_row(row).with_context(|| format!("code {} {}", row.number, row.name))?;
    }
    let numbers: BTreeSet<u32> = rows.iter().map(|row| row.number).collect();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    ensure!(numbers.len() == ROWS && names.len() == ROWS, "a number or a name is given twice");
    Ok(rows)
}

fn check_row(row: &Row) -> anyhow::Result<()> {
    let prefix = if row.number == 0 { "NO_ERR" } else { prefix_of(row.number) };
    ensure!(row.name.starts_with(prefix), "the constant does not begin with {prefix}");
    let module = if row.name.starts_with("AV_") { "av" } else { "ilive" };
    ensure!(row.module == module, "module is {:?}, this number belongs to {module:?}", row.module);
    let owner = match row.number {
        10_001.. => "server",
        _ if module == "av" => "av",
        _ => "facade",
    };
    ensure!(
        row.raised_by.first().is_some_and(|layer| layer == owner),
        "first raised by {owner:?}, it is not"
    );
    check_words(&row.raised_by, &["facade", "av", "server"])?;
    check_words(&row.delivery, &["return", "completion", "event"])?;
    check_texts(row)
}

fn prefix_of(number: u32) -> &'static str {
    match number {
        8_001..=8_053 => "ERR_",
        10_001..=10_011 => "AV_ERR_SERVER_",
        _ => "AV_ERR_",
    }
}

fn check_words(words: &[String], known: &[&str]) -> anyhow::Result<()> {
    ensure!(!words.is_empty(), "an empty list of {known:?}");
    for word in words {
        ensure!(known.contains(&word.as_str()), "{word:?} is none of {known:?}");
    }
    Ok(())
}

fn check_texts(row: &Row) -> anyhow::Result<()> {
    ensure!(!row.source.description.is_empty(), "no description of the source");
    for (which, words) in [("text", &row.text), ("cause", &row.cause), ("fix", &row.fix)] {
        check_languages(which, &words.en, &words.zh)?;
    }
    let mut seen = BTreeSet::new();
    for reason in &row.sub_reasons {
        check_languages(&reason.word, &reason.en, &reason.zh)?;
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        ensure!(reason.word.bytes().all(good), "sub-reason {:?} is not in a-z, 0-9 and _", reason.word);
        ensure!(seen.insert(&reason.word), "sub-reason {:?} is given twice", reason.word);
    }
    Ok(())
}

fn check_languages(which: &str, en: &str, zh: &str) -> anyhow::Result<()> {
    ensure!(!en.is_empty() && en.is_ascii(), "{which}.en is empty or has letters that are not English");
    ensure!(zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{which}.zh is not Chinese");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoiled(what: &str, with: &str) -> String {
        let good = include_str!("../../../contract/codes.toml");
        assert!(good.contains(what), "{what:?} is not in the table any more");
        good.replacen(what, with, 1)
    }

    #[test]
    fn a_table_that_breaks_the_contract_is_refused() {
        for (case, what, with) in [
            ("a number twice", "number = 8002", "number = 8001"),
            ("a constant twice", "\"ERR_AV_NOT_READY\"", "\"ERR_IM_NOT_READY\""),
            ("a constant of another layer", "\"ERR_NO_ROOM\"", "\"AV_ERR_NO_ROOM\""),
            ("another module", "module = \"ilive\"", "module = \"av\""),
            ("another owner", "raised_by = [\"server\"]", "raised_by = [\"av\", \"server\"]"),
            ("an unknown delivery", "delivery = [\"return\"", "delivery = [\"callback\""),
            ("no text", "text.en = \"It worked\"", "text.en = \"\""),
            ("one language only", "text.zh = \"成功\"", "text.zh = \"Success\""),
            ("an unknown member", "text.en", "texts.en"),
            ("a sub-reason twice", "word = \"key_expired\"", "word = \"key_required\""),
        ] {
            assert!(parse(&spoiled(what, with)).is_err(), "{case}");
        }
    }

    #[test]
    fn a_missing_row_is_noticed() {
        let text = include_str!("../../../contract/codes.toml");
        let last = text.rfind("[[code]]").expect("the table has rows");

        let refused = parse(&text[..last]).expect_err("57 rows are too few");

        assert!(refused.to_string().contains("57 rows"), "{refused}");
    }
}
