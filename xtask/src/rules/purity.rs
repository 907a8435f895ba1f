//! Pure crates: no clock, no socket, no thread, no hash order, no randomness. Time, seeds and bytes are their inputs.
//!
//! Clippy refuses the calls, by the `clippy.toml` of each; here it is seen to that those files say so, and that
//! nothing below the crates brings a runtime or sockets in.

use std::collections::BTreeSet;

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::shell;

/// Without features: `ilive-devices` is pure but for the machine's devices.
const PURE: [&str; 6] =
    ["ilive-protocol", "ilive-ticket", "ilive-core", "ilive-sfu", "ilive-session", "ilive-devices"];
/// Nowhere below a pure crate.
const BANNED_BELOW: [&str; 3] = ["tokio", "mio", "socket2"];
/// Not used by a pure crate itself; what its libraries do with it stays theirs.
const BANNED_DIRECTLY: [&str; 4] = ["rand", "rand_core", "getrandom", "fastrand"];
const BANNED_CALLS: [&str; 3] =
    ["std::time::Instant::now", "std::time::SystemTime::now", "std::thread::spawn"];
/// Keeps the order of a hash map out: no such type at all …
const NO_HASH_MAP: &str = "std::collections::HashMap";
/// … or none that is walked through by a method, nor by a `for` loop, which only an attribute of the crate can refuse.
const NO_HASH_WALK: &str = "std::collections::HashMap::iter";
const NO_HASH_LOOP: &str = "#![deny(clippy::iter_over_hash_type)]";

/// The part of a `clippy.toml` that is looked at.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Clippy {
    disallowed_methods: Vec<Ban>,
    #[serde(default)]
    disallowed_types: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    path: String,
}

/// # Errors
/// Names the crate and what it has that it must not.
pub(super) fn check() -> anyhow::Result<()> {
    for name in PURE {
        let below = tree(&["-p", name])?;
        let direct = tree(&["-p", name, "--depth", "1"])?;
        refuse(name, &below, &BANNED_BELOW)?;
        refuse(name, &direct, &BANNED_DIRECTLY)?;
        let folder = crate::root().join("crates").join(name);
        let read = |file: &str| {
            std::fs::read_to_string(folder.join(file))
                .with_context(|| format!("{name} is pure and has no {file}"))
        };
        check_bans(&read("clippy.toml")?, &read("src/lib.rs")?)
            .with_context(|| format!("in clippy.toml of {name}"))?;
    }
    Ok(())
}

/// The names of the crates that `cargo tree` prints.
fn tree(args: &[&str]) -> anyhow::Result<BTreeSet<String>> {
    let mut command =
        shell::cargo(&["tree", "--locked", "-e", "normal", "--prefix", "none", "--format", "{p}"]);
    Ok(names(&shell::read(command.args(args))?))
}

fn names(printed: &str) -> BTreeSet<String> {
    printed.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn refuse(name: &str, found: &BTreeSet<String>, banned: &[&str]) -> anyhow::Result<()> {
    match banned.iter().find(|banned| found.contains(**banned)) {
        Some(banned) => {
            bail!("{name} is pure and must not depend on {banned}: see `cargo tree -p {name} -i {banned}`")
        }
        None => Ok(()),
    }
}

fn check_bans(clippy: &str, lib: &str) -> anyhow::Result<()> {
    let clippy: Clippy = toml::from_str(clippy)?;
    let bans: BTreeSet<&str> = clippy
        .disallowed_methods
        .iter()
        .chain(&clippy.disallowed_types)
        .map(|ban| ban.path.as_str())
        .collect();
    if let Some(call) = BANNED_CALLS.iter().find(|call| !bans.contains(**call)) {
        bail!("{call} is not banned");
    }
    let none_walked = bans.contains(NO_HASH_WALK) && lib.contains(NO_HASH_LOOP);
    if !none_walked && !bans.contains(NO_HASH_MAP) {
        bail!("ban {NO_HASH_MAP}, or {NO_HASH_WALK} and its like with {NO_HASH_LOOP} in lib.rs");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pure_crates_are_pure() {
        check().expect("a pure crate takes time, seeds and bytes as inputs");
    }

    #[test]
    fn a_runtime_below_a_pure_crate_is_found() {
        let found =
            names("ilive-core v0.1.0 (/somewhere)\nbytes v1.12.2\ntokio v1.54.1\nbytes v1.12.2 (*)\n");

        let refused = refuse("ilive-core", &found, &BANNED_BELOW).expect_err("tokio is a runtime");

        assert!(refused.to_string().contains("must not depend on tokio"), "{refused}");
        assert!(refuse("ilive-core", &found, &BANNED_DIRECTLY).is_ok());
    }

    #[test]
    fn a_clippy_file_that_bans_too_little_is_refused() {
        let all = r#"
            disallowed-methods = [
                { path = "std::time::Instant::now" },
                { path = "std::time::SystemTime::now" },
                { path = "std::thread::spawn" },
                { path = "std::collections::HashMap::iter" },
            ]
        "#;
        assert!(check_bans(all, NO_HASH_LOOP).is_ok());
        assert!(check_bans(&all.replace("HashMap::iter", "HashMap"), "").is_ok());

        assert!(check_bans(all, "").is_err(), "a `for` loop over a hash map");
        for call in ["Instant::now", "SystemTime::now", "thread::spawn", "HashMap::iter"] {
            assert!(check_bans(&all.replace(call, "else"), NO_HASH_LOOP).is_err(), "{call}");
        }
    }
}
