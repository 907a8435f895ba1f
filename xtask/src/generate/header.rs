//! The C library's header, by cbindgen, and the codes that are in it.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, ensure};

use super::rust::{digits, rustfmt};
use super::table::Row;

/// The crate that the header is of.
const CRATE: &str = "crates/ilive-ffi";
/// Where it lies below the root.
pub(super) const PATH: &str = "crates/ilive-ffi/include/ilive.h";

/// The codes as constants.
pub(super) fn codes(rows: &[Row], root: &Path) -> anyhow::Result<String> {
    let mut out = String::from(
        "//! The contract's codes. Generated from `contract/codes.toml` by `cargo xtask gen`. Do not edit.\n",
    );
    for row in rows {
        write!(out, "\n/// {}.\npub const ILIVE_{}: i32 = {};\n", row.text.en, row.name, digits(row.number))?;
    }
    rustfmt(&out, root)
}

/// The header's text.
pub(super) fn render(root: &Path) -> anyhow::Result<String> {
    let folder = root.join(CRATE);
    let config = cbindgen::Config::from_file(folder.join("cbindgen.toml")).map_err(anyhow::Error::msg)?;
    let bindings = cbindgen::Builder::new().with_config(config).with_crate(&folder).generate();
    let mut out = Vec::new();
    bindings.context("reading the C library's functions")?.write(&mut out);
    let text = String::from_utf8(out).context("a header is text")?;
    ensure!(
        text.contains("ilive_login("),
        "the header has no functions: cbindgen did not find the crate's source"
    );
    Ok(text)
}
