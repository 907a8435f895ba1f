//! The Rust enum and its rows.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use super::table::{Row, Words};

/// The file's text, formatted by the repository's rustfmt settings.
pub(super) fn render(rows: &[Row], root: &Path) -> anyhow::Result<String> {
    let mut out = String::from(
        "//! Generated from `contract/codes.toml` by `cargo xtask gen`. Do not edit.\n\n\
         use super::{Delivery, Layer, Module, Row, SubReason, Words};\n\n",
    );
    render_enum(&mut out, rows)?;
    for row in rows {
        render_row(&mut out, row)?;
    }
    rustfmt(&out, root)
}

fn render_enum(out: &mut String, rows: &[Row]) -> std::fmt::Result {
    writeln!(out, "/// A code of the contract. rustc refuses a number given twice.")?;
    writeln!(out, "#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[repr(u32)]")?;
    writeln!(out, "pub enum Code {{")?;
    for row in rows {
        writeln!(
            out,
            "/// `{}`: {}.\n{} = {},",
            row.name,
            row.text.en,
            variant(&row.name),
            digits(row.number)
        )?;
    }
    writeln!(out, "}}\n\nimpl Code {{")?;
    writeln!(out, "/// Every code, in the order of the published tables.")?;
    writeln!(out, "pub const ALL: [Self; {}] = [", rows.len())?;
    for row in rows {
        writeln!(out, "Self::{},", variant(&row.name))?;
    }
    writeln!(out, "];\n\n/// All that the contract says of this code.\n#[must_use]")?;
    writeln!(out, "pub const fn row(self) -> &'static Row {{ match self {{")?;
    for row in rows {
        writeln!(out, "Self::{} => &{},", variant(&row.name), row.name)?;
    }
    writeln!(out, "}} }} }}")
}

fn render_row(out: &mut String, row: &Row) -> std::fmt::Result {
    writeln!(out, "\nstatic {}: Row = Row {{ name: {:?},", row.name, row.name)?;
    writeln!(out, "module: Module::{},", camel(&row.module))?;
    writeln!(out, "raised_by: &[{}],", paths("Layer", &row.raised_by))?;
    writeln!(out, "delivery: &[{}],", paths("Delivery", &row.delivery))?;
    for (field, Words { en, zh }) in [("text", &row.text), ("cause", &row.cause), ("fix", &row.fix)] {
        writeln!(out, "{field}: Words {{ en: {en:?}, zh: {zh:?} }},")?;
    }
    writeln!(out, "sub_reasons: &[")?;
    for reason in &row.sub_reasons {
        let (word, en, zh) = (&reason.word, &reason.en, &reason.zh);
        writeln!(out, "SubReason {{ word: {word:?}, meaning: Words {{ en: {en:?}, zh: {zh:?} }} }},")?;
    }
    let (description, reason) = (&row.source.description, &row.source.reason);
    writeln!(out, "],\nsource_description: {description:?},\nsource_reason: {reason:?},\n}};")
}

/// `AV_ERR_SERVER_NO_PERMISSION` is `ServerNoPermission`, `AV_ERR_TIMEOUT` is `AvTimeout`, `ERR_NO_ROOM` is `NoRoom`.
pub(crate) fn variant(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("AV_ERR_SERVER_") {
        return format!("Server{}", camel(rest));
    }
    if let Some(rest) = name.strip_prefix("AV_ERR_") {
        return format!("Av{}", camel(rest));
    }
    camel(name.strip_prefix("ERR_").unwrap_or(name))
}

fn camel(words: &str) -> String {
    words.split('_').map(capital).collect()
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + &rest.to_lowercase()
}

fn paths(kind: &str, words: &[String]) -> String {
    words.iter().map(|word| format!("{kind}::{}, ", camel(word))).collect()
}

pub(super) fn digits(number: u32) -> String {
    if number < 10_000 { number.to_string() } else { format!("{}_{:03}", number / 1000, number % 1000) }
}

pub(super) fn rustfmt(text: &str, root: &Path) -> anyhow::Result<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--config-path"])
        .arg(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting rustfmt (rustup component add rustfmt)")?;
    let mut stdin = child.stdin.take().context("rustfmt has no input")?;
    stdin.write_all(text.as_bytes())?;
    drop(stdin);
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "rustfmt refuses the generated code");
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_becomes_a_variant_of_its_layer() {
        for (constant, name) in [
            ("NO_ERR", "NoErr"),
            ("ERR_NO_ROOM", "NoRoom"),
            ("AV_ERR_TIMEOUT", "AvTimeout"),
            ("AV_ERR_SERVER_TIMEOUT", "ServerTimeout"),
        ] {
            assert_eq!(variant(constant), name);
        }
    }
}
