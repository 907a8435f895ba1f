//! Whether the clock can be right. Tickets live by it.

use std::path::Path;
use std::time::{Duration, SystemTime};
use std::{env, fs};

use super::finding::Finding;

const CHECK: &str = "clock";
/// A file may be stamped by another machine whose clock is a little ahead.
const SLACK: Duration = Duration::from_secs(60);

/// A clock that lies before what was written already is wrong.
pub(super) fn check(data: &Path) -> Finding {
    let program = env::current_exe().ok().and_then(|path| written(&path)).map(|at| ("this program", at));
    let newest = newest(data).map(|at| ("the newest file of the data folder", at));
    judge(SystemTime::now(), &[program, newest].into_iter().flatten().collect::<Vec<_>>())
}

fn judge(now: SystemTime, written: &[(&str, SystemTime)]) -> Finding {
    let late = written.iter().find(|(_, at)| *at > now + SLACK);
    match late {
        None => Finding::ok(
            CHECK,
            format!("{}, not behind this program and its data", httpdate::fmt_http_date(now)),
        ),
        Some((what, at)) => Finding::problem(
            CHECK,
            format!("{}, but {what} is of {}", httpdate::fmt_http_date(now), httpdate::fmt_http_date(*at)),
            "set the clock (timedatectl set-ntp true): tickets would count as not yet valid or already expired",
        ),
    }
}

fn newest(folder: &Path) -> Option<SystemTime> {
    fs::read_dir(folder).ok()?.filter_map(|entry| written(&entry.ok()?.path())).max()
}

fn written(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::doctor::finding::Verdict;

    #[test]
    fn a_clock_before_what_was_written_is_wrong() {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        for (case, now, program, ok) in [
            ("after", 2_000_000_000, 1_900_000_000, true),
            ("a little before", 1_899_999_950, 1_900_000_000, true),
            ("before", 1_899_999_000, 1_900_000_000, false),
            ("a clock without a battery", 0, 1_900_000_000, false),
        ] {
            let finding = judge(at(now), &[("this program", at(program))]);

            assert_eq!(matches!(finding.verdict, Verdict::Ok), ok, "{case}: {}", finding.said);
        }
    }
}
