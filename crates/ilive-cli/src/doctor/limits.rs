//! What the system allows one process.

use rustix::process::{Resource, getrlimit};

use super::finding::Finding;

/// Files that are no connection: the store, sockets, logs.
const OTHERS: u64 = 256;

/// The limit on open files, which connections count against.
pub(super) fn open_files(connections: usize) -> Finding {
    judge_files(getrlimit(Resource::Nofile).current, connections as u64 + OTHERS)
}

fn judge_files(limit: Option<u64>, wanted: u64) -> Finding {
    const CHECK: &str = "open files";
    match limit {
        None => Finding::ok(CHECK, "no limit"),
        Some(limit) if limit >= wanted => Finding::ok(CHECK, format!("up to {limit}")),
        Some(limit) => Finding::warning(
            CHECK,
            format!("up to {limit}; limits.connections allows so many that {wanted} may be needed"),
            "ulimit -n 65536 in the shell, LimitNOFILE=65536 in a systemd unit; or lower limits.connections",
        ),
    }
}

/// What the system gives a media socket to buffer.
pub(super) fn media_buffers() -> Finding {
    const CHECK: &str = "UDP buffers";
    match ilive_server::buffers_here() {
        Ok(given) => judge_buffers(given),
        Err(error) => Finding::warning(CHECK, format!("cannot be asked for: {error}"), "allow UDP sockets"),
    }
}

fn judge_buffers(given: usize) -> Finding {
    const CHECK: &str = "UDP buffers";
    let (given, wanted) = (given / 1024, ilive_server::MEDIA_BUFFER / 1024);
    if given >= wanted {
        return Finding::ok(CHECK, format!("{given} KiB"));
    }
    Finding::warning(
        CHECK,
        format!(
            "{given} KiB of the {wanted} KiB that are asked for: keyframes to many viewers may be dropped"
        ),
        "sysctl -w net.core.rmem_max=8388608 net.core.wmem_max=8388608, and the same in /etc/sysctl.d",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::finding::Verdict;

    #[test]
    fn few_descriptors_are_a_warning() {
        for (limit, ok) in [(None, true), (Some(65_536), true), (Some(4096), true), (Some(1024), false)] {
            assert_eq!(matches!(judge_files(limit, 4096).verdict, Verdict::Ok), ok, "{limit:?}");
        }
    }

    #[test]
    fn small_buffers_are_a_warning_with_the_setting() {
        assert!(matches!(judge_buffers(8 << 20).verdict, Verdict::Ok));
        let Verdict::Warning { fix } = judge_buffers(208 << 10).verdict else { panic!("no warning") };
        assert!(fix.contains("net.core.rmem_max"), "{fix}");
    }
}
