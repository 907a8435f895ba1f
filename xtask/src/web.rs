//! The web part: installing its packages, building it, and knowing when that is not needed.

use std::fs::Metadata;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::shell;
use crate::tools::{self, Tool};

/// Something that npm builds and the server takes into itself.
pub(crate) struct Site {
    name: &'static str,
    /// The npm script that builds it.
    script: &'static str,
    /// What a build makes.
    built: &'static str,
    /// What a build is made from.
    sources: &'static [&'static str],
}

/// The client and the application.
pub(crate) const APP: Site = Site {
    name: "web application",
    script: "build",
    built: "web/app/dist/index.html",
    sources: &["web/sdk", "web/app", "web/package-lock.json", "proto"],
};

/// The manual; its build fails, too, when a page lacks its twin or a link leads nowhere.
pub(crate) const MANUAL: Site = Site {
    name: "manual",
    script: "docs",
    built: "web/manual/dist/en/index.html",
    sources: &["docs/en", "docs/zh", "web/manual", "web/package-lock.json", "contract/codes.toml"],
};

/// Folders below the sources that a build writes itself.
const MADE: [&str; 3] = ["node_modules", "dist", "gen"];

/// `npm run SCRIPT`, or any other npm command, in the web workspace.
pub(crate) fn npm(args: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(args).current_dir(crate::root().join("web"));
    command
}

/// Installs the packages of the lock file, unless they are there.
///
/// # Errors
/// Node is missing, or npm fails.
pub(crate) fn install() -> anyhow::Result<()> {
    tools::ensure(&[Tool::Node])?;
    let root = crate::root();
    let installed = modified(&root.join("web/node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&root.join("web/package-lock.json")) {
        println!("npm packages are installed");
        return Ok(());
    }
    shell::run(&mut npm(&["ci"]))
}

impl Site {
    /// Builds it.
    ///
    /// # Errors
    /// As [`install`].
    pub(crate) fn build(&self) -> anyhow::Result<()> {
        install()?;
        shell::run(&mut npm(&["run", self.script]))
    }

    /// Builds it when there is no build or a source is newer.
    ///
    /// # Errors
    /// As [`install`].
    pub(crate) fn build_if_stale(&self) -> anyhow::Result<()> {
        let root = crate::root();
        let sources = self.sources.iter().filter_map(|source| newest(&root.join(source))).max();
        if modified(&root.join(self.built)) >= sources {
            println!("{} is built", self.name);
            return Ok(());
        }
        self.build()
    }
}

/// When the youngest file at or below `path` was changed.
fn newest(path: &Path) -> Option<SystemTime> {
    let metadata = path.metadata().ok()?;
    if metadata.is_file() {
        return changed(&metadata);
    }
    let made = path.file_name().is_some_and(|name| MADE.iter().any(|made| name == *made));
    if made {
        return None;
    }
    let entries = path.read_dir().ok()?;
    entries.filter_map(|entry| newest(&entry.ok()?.path())).max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    changed(&path.metadata().ok()?)
}

fn changed(metadata: &Metadata) -> Option<SystemTime> {
    metadata.modified().ok()
}
