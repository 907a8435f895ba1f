//! What the repository promises of itself and no compiler checks.

mod licences;
mod purity;

/// Holds the tree of dependencies and the pure crates to their rules.
///
/// # Errors
/// Names the first crate that breaks one.
pub(crate) fn check() -> anyhow::Result<()> {
    purity::check()?;
    licences::check()
}
