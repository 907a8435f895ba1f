//! Holds the dependency tree to `deny.toml`: licences, banned crates, registries.

use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use spdx::{Expression, LicenseReq, Licensee, ParseMode};

use crate::shell;

/// The part of `deny.toml` that is checked here.
#[derive(Deserialize)]
struct Policy {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
    exceptions: Vec<Exception>,
}

/// What one crate may have besides.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// A crate as `cargo metadata` tells of it.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// `None` for the workspace's own.
    source: Option<String>,
}

/// # Errors
/// Names the first crate that `deny.toml` does not let in, and why.
pub(super) fn check() -> anyhow::Result<()> {
    let path = crate::root().join("deny.toml");
    let policy: Policy = toml::from_str(&std::fs::read_to_string(&path)?).context("in deny.toml")?;
    let printed = shell::read(&mut shell::cargo(&["metadata", "--format-version", "1", "--locked"]))?;
    let Metadata { packages } = serde_json::from_str(&printed).context("reading cargo metadata")?;
    for package in &packages {
        policy
            .check(package)
            .with_context(|| format!("deny.toml does not let {} {} in", package.name, package.version))?;
    }
    println!("{} crates, their licences and sources are those of deny.toml", packages.len());
    Ok(())
}

impl Policy {
    fn allowed(&self, name: &str) -> anyhow::Result<Vec<Licensee>> {
        let parse =
            |text: &String| Licensee::parse(text).with_context(|| format!("{text:?} is no SPDX licence"));
        let besides = self.licenses.exceptions.iter().filter(|exception| exception.name == name);
        self.licenses.allow.iter().chain(besides.flat_map(|exception| &exception.allow)).map(parse).collect()
    }

    fn check(&self, package: &Package) -> anyhow::Result<()> {
        ensure!(!self.bans.deny.iter().any(|ban| ban.name == package.name), "the crate is banned");
        if let Some(source) = &package.source {
            let registry = source.strip_prefix("registry+").unwrap_or(source);
            ensure!(
                self.sources.allow_registry.iter().any(|known| known == registry),
                "it comes from {source}"
            );
        }
        let Some(license) = &package.license else { bail!("it names no licence") };
        let expression = Expression::parse_mode(license, ParseMode::LAX)
            .map_err(|error| anyhow::anyhow!("its licence {license:?} cannot be read: {}", error.reason))?;
        let allowed = self.allowed(&package.name)?;
        let fits = |req: &LicenseReq| allowed.iter().any(|licensee| licensee.satisfies(req));
        ensure!(expression.evaluate(fits), "its licence is {license}");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

    fn refused(name: &str, license: Option<&str>, source: Option<&str>) -> Option<String> {
        let policy: Policy = toml::from_str(include_str!("../../../deny.toml")).expect("deny.toml is good");
        let package = Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
            source: source.map(str::to_owned),
        };
        policy.check(&package).err().map(|error| error.to_string())
    }

    #[test]
    fn permissive_licences_are_let_in() {
        for license in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
            assert_eq!(refused("x", Some(license), Some(REGISTRY)), None, "{license}");
        }
    }

    #[test]
    fn an_exception_is_of_one_crate() {
        assert_eq!(refused("cbindgen", Some("MPL-2.0"), Some(REGISTRY)), None);
        assert_eq!(refused("x", Some("MPL-2.0"), Some(REGISTRY)).as_deref(), Some("its licence is MPL-2.0"));
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        for (case, name, license, source, reason) in [
            ("copyleft", "x", Some("AGPL-3.0"), REGISTRY, "its licence is AGPL-3.0"),
            ("copyleft as well", "x", Some("MIT AND GPL-3.0"), REGISTRY, "its licence is MIT AND GPL-3.0"),
            ("none", "x", None, REGISTRY, "it names no licence"),
            ("banned", "openssl-sys", Some("MIT"), REGISTRY, "the crate is banned"),
            (
                "a git",
                "x",
                Some("MIT"),
                "git+https://example.org/x",
                "it comes from git+https://example.org/x",
            ),
        ] {
            assert_eq!(refused(name, license, Some(source)).as_deref(), Some(reason), "{case}");
        }
    }
}
