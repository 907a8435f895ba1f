//! What the system allows one process.

use rustix::process::{Resource, getrlimit};

use super::finding::Finding;

const CHECK: &str = "open files";
/// A descriptor for each WebSocket and HTTP connection, and room to spare.
const SUGGESTED: u64 = 4096;

/// The limit on open files, which connections count against.
pub(super) fn open_files() -> Finding {
    judge(getrlimit(Resource::Nofile).current)
}

fn judge(limit: Option<u64>) -> Finding {
    match limit {
        None => Finding::ok(CHECK, "no limit"),
        Some(limit) if limit >= SUGGESTED => Finding::ok(CHECK, format!("up to {limit}")),
        Some(limit) => Finding::warning(
            CHECK,
            format!("up to {limit}; each connection takes one, {SUGGESTED} or more are advised"),
            "ulimit -n 65536 in the shell, LimitNOFILE=65536 in a systemd unit",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::finding::Verdict;

    #[test]
    fn few_descriptors_are_a_warning() {
        for (limit, ok) in [(None, true), (Some(65_536), true), (Some(4096), true), (Some(1024), false)] {
            assert_eq!(matches!(judge(limit).verdict, Verdict::Ok), ok, "{limit:?}");
        }
    }
}
