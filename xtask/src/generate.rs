//! Everything that is made from the tables in `contract/`, and the header of the C library.

mod header;
mod limits;
mod manual;
mod rust;
mod table;
mod typescript;

pub(crate) use rust::variant;
pub(crate) use table::{Row, read as rows};

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

/// A generated file: where it lies below the root, and its text.
type Files = BTreeMap<PathBuf, String>;

/// Writes what is stale and removes pages that no code has any more.
pub(crate) fn write(root: &Path) -> anyhow::Result<()> {
    let files = render(root)?;
    for path in stale(root, &files)? {
        let full = root.join(&path);
        match files.get(&path) {
            Some(text) => {
                std::fs::create_dir_all(full.parent().unwrap_or(root))?;
                std::fs::write(&full, text).with_context(|| format!("writing {}", full.display()))?;
                println!("wrote {}", path.display());
            }
            None => {
                std::fs::remove_file(&full).with_context(|| format!("removing {}", full.display()))?;
                println!("removed {}", path.display());
            }
        }
    }
    Ok(())
}

/// Fails when a generated file is not what the tables say.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let stale = stale(root, &render(root)?)?;
    ensure!(stale.is_empty(), "not what their sources say, run `cargo xtask gen`: {stale:?}");
    Ok(())
}

fn render(root: &Path) -> anyhow::Result<Files> {
    let rows = table::read(root)?;
    let limits = limits::read(root)?;
    let mut files = Files::from([
        ("crates/ilive-protocol/src/codes/table.rs".into(), rust::render(&rows, root)?),
        ("web/sdk/src/codes.gen.ts".into(), typescript::codes(&rows)),
        ("web/sdk/src/codes.texts.gen.ts".into(), typescript::texts(&rows)?),
        ("crates/ilive-ffi/src/codes.rs".into(), header::codes(&rows, root)?),
        ("crates/ilive-protocol/src/limits.rs".into(), limits::rust(&limits)?),
        ("web/sdk/src/limits.gen.ts".into(), limits::typescript(&limits)?),
    ]);
    files.insert(header::PATH.into(), header::render(root)?);
    let pages = manual::pages(&rows, &manual::scenarios(root, &rows)?)?;
    files.extend(pages.into_iter().map(|(path, text)| (path.into(), text)));
    Ok(files)
}

/// Files that are missing, differ, or lie among the pages without being one.
fn stale(root: &Path, files: &Files) -> anyhow::Result<BTreeSet<PathBuf>> {
    let differs = |(path, text): &(&PathBuf, &String)| {
        std::fs::read_to_string(root.join(path)).map_or(true, |found| found != **text)
    };
    let mut stale: BTreeSet<PathBuf> = files.iter().filter(differs).map(|(path, _)| path.clone()).collect();
    for folder in manual::FOLDERS.iter().filter(|folder| root.join(folder).is_dir()) {
        for entry in std::fs::read_dir(root.join(folder))? {
            let path = Path::new(folder).join(entry?.file_name());
            if !files.contains_key(&path) {
                stale.insert(path);
            }
        }
    }
    Ok(stale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_generated_file_is_what_the_table_says() {
        check(&crate::root()).expect("run `cargo xtask gen` and commit what it writes");
    }
}
