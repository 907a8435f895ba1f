//! The limits that both ends keep: `contract/limits.toml` as Rust and as TypeScript constants.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, ensure};
use serde::Deserialize;

const HEAD: &str = "Generated from `contract/limits.toml` by `cargo xtask gen`. Do not edit.";

/// One limit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limit {
    name: String,
    #[serde(default, rename = "type")]
    kind: Kind,
    value: u64,
    says: String,
    /// Who set it, where it is not ours.
    source: Option<String>,
}

/// The Rust type: what the wire or the code counts with.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    Usize,
    U32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    limit: Vec<Limit>,
}

/// Reads and checks `contract/limits.toml`.
pub(super) fn read(root: &Path) -> anyhow::Result<Vec<Limit>> {
    let path = root.join("contract/limits.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    parse(&text).with_context(|| format!("in {}", path.display()))
}

fn parse(text: &str) -> anyhow::Result<Vec<Limit>> {
    let Table { limit: limits } = toml::from_str(text)?;
    let mut seen = BTreeSet::new();
    for Limit { name, value, says, .. } in &limits {
        ensure!(seen.insert(name.as_str()), "{name} is given twice");
        ensure!(*value <= u64::from(u32::MAX), "{name} does not fit into 32 bits");
        ensure!(!says.is_empty() && !says.ends_with('.'), "{name} says nothing, or ends with a full stop");
    }
    Ok(limits)
}

impl Limit {
    fn doc(&self) -> String {
        match &self.source {
            Some(source) => format!("{} ({source}).", self.says),
            None => format!("{}.", self.says),
        }
    }

    fn digits(&self) -> String {
        let plain = self.value.to_string();
        let groups = plain.as_bytes().rchunks(3).rev();
        groups.map(String::from_utf8_lossy).collect::<Vec<_>>().join("_")
    }
}

/// `limits.rs`.
pub(super) fn rust(limits: &[Limit]) -> Result<String, std::fmt::Error> {
    let mut out = format!("//! Every limit that both ends keep. {HEAD}\n");
    for limit in limits {
        let kind = match limit.kind {
            Kind::Usize => "usize",
            Kind::U32 => "u32",
        };
        writeln!(out, "\n/// {}\npub const {}: {kind} = {};", limit.doc(), limit.name, limit.digits())?;
    }
    Ok(out)
}

/// `limits.gen.ts`.
pub(super) fn typescript(limits: &[Limit]) -> Result<String, std::fmt::Error> {
    let mut out = format!("// {}\n", HEAD.replace('`', ""));
    for limit in limits {
        writeln!(out, "\n/** {} */\nexport const {} = {};", limit.doc(), limit.name, limit.digits())?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_written_for_both_ends() {
        let limits = parse("[[limit]]\nname = \"A_MAX\"\nvalue = 12000\nsays = \"All\"\nsource = \"X\"\n")
            .expect("good");

        assert!(rust(&limits).expect("text").ends_with("\n/// All (X).\npub const A_MAX: usize = 12_000;\n"));
        assert!(
            typescript(&limits).expect("text").ends_with("\n/** All (X). */\nexport const A_MAX = 12_000;\n")
        );
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        for (case, text) in [
            ("twice", "[[limit]]\nname='A'\nvalue=1\nsays='a'\n[[limit]]\nname='A'\nvalue=2\nsays='a'"),
            ("too large", "[[limit]]\nname='A'\nvalue=4294967296\nsays='a'"),
            ("silent", "[[limit]]\nname='A'\nvalue=1\nsays=''"),
            ("an unknown member", "[[limit]]\nname='A'\nvalue=1\nsays='a'\nunit='b'"),
        ] {
            assert!(parse(text).is_err(), "{case}");
        }
    }
}
