//! What the repository promises of itself and no compiler checks.

mod calls;
mod licences;
mod purity;
mod raised;
mod sub_reasons;

pub(crate) use sub_reasons::check as check_sub_reasons;

/// Holds the tree of dependencies and the pure crates to their rules.
///
/// # Errors
/// Names what breaks one.
pub(crate) fn check() -> anyhow::Result<()> {
    purity::check()?;
    licences::check()
}
