//! The data folder: room to write, and secrets that stay secret.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use ilive_server::Secrets;
use rustix::fs::statvfs;

use super::finding::Finding;

const MIB: u64 = 1 << 20;
/// Below this the store soon cannot commit.
const LEAST: u64 = 100 * MIB;
/// Below this it is time to look.
const LITTLE: u64 = 1024 * MIB;

/// Writes a file there and looks at the space that is left. A folder that is not there yet is judged by its parent.
pub(super) fn disk(data: &Path) -> Finding {
    const CHECK: &str = "disk";
    let absolute = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    let Some(folder) = absolute.ancestors().find(|folder| folder.exists()) else {
        return Finding::problem(
            CHECK,
            format!("{} is nowhere", data.display()),
            "choose a folder with --data",
        );
    };
    match write_test(folder).and_then(|()| Ok(statvfs(folder)?)) {
        Ok(system) => space(folder, system.f_bavail.saturating_mul(system.f_frsize)),
        Err(error) => Finding::problem(
            CHECK,
            format!("{} cannot be written: {error}", folder.display()),
            "give the folder to the user that runs ilive (chown), or choose another with --data",
        ),
    }
}

fn space(folder: &Path, free: u64) -> Finding {
    let said = format!("{} can be written, {} MiB free", folder.display(), free / MIB);
    let fix = "make room, or choose a folder on another disk with --data";
    match free {
        0..LEAST => Finding::problem("disk", said, fix),
        LEAST..LITTLE => Finding::warning("disk", said, fix),
        _ => Finding::ok("disk", said),
    }
}

fn write_test(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".ilive-doctor-{}", std::process::id()));
    let written = fs::File::create_new(&path).and_then(|mut file| {
        file.write_all(b"doctor")?;
        file.sync_all()
    });
    if path.exists() {
        fs::remove_file(&path)?;
    }
    written
}

/// The generated app's secret: there or not, whole, and readable by its owner only.
pub(super) fn secrets(data: &Path) -> Finding {
    const CHECK: &str = "secrets";
    match Secrets::load(data) {
        Ok(Some(secrets)) => {
            Finding::ok(CHECK, format!("of app {}, readable by their owner only", secrets.app_id))
        }
        Ok(None) => Finding::ok(CHECK, "none yet: `ilive serve` makes them at its first start"),
        Err(error) => Finding::problem(
            CHECK,
            format!("{error:#}"),
            "mend the file as it says, or remove it: then new secrets are made, and old tickets end",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::finding::Verdict;

    #[test]
    fn little_space_is_a_warning_and_next_to_none_a_problem() {
        let verdict = |free| space(Path::new("/data"), free).verdict;

        assert!(matches!(verdict(LITTLE), Verdict::Ok));
        assert!(matches!(verdict(LITTLE - 1), Verdict::Warning { .. }));
        assert!(matches!(verdict(LEAST - 1), Verdict::Problem { .. }));
    }
}
