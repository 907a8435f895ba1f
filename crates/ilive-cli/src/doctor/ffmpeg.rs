//! ffmpeg, which sends files and screens into a room.

use std::process::Command;

use super::finding::Finding;

const CHECK: &str = "ffmpeg";
/// The first that speaks WHIP.
const WHIP_SINCE: u32 = 8;

/// Whether it is there, and new enough for WHIP.
pub(super) fn check() -> Finding {
    let answer = Command::new("ffmpeg").arg("-version").output();
    judge(
        answer
            .ok()
            .filter(|answer| answer.status.success())
            .map(|a| String::from_utf8_lossy(&a.stdout).into_owned()),
    )
}

fn judge(answer: Option<String>) -> Finding {
    let Some(answer) = answer else {
        return Finding::warning(
            CHECK,
            "not found; the server does without, but sending a file into a room needs it",
            "sudo apt install ffmpeg",
        );
    };
    let version = answer.strip_prefix("ffmpeg version ").and_then(|rest| rest.split_whitespace().next());
    let major: Option<u32> =
        version.and_then(|version| version.trim_start_matches('n').split(['.', '-']).next()?.parse().ok());
    match (version, major) {
        (Some(version), Some(major)) if major < WHIP_SINCE => {
            Finding::ok(CHECK, format!("{version}; sending by WHIP needs {WHIP_SINCE} or later"))
        }
        (Some(version), _) => Finding::ok(CHECK, version),
        (None, _) => Finding::ok(CHECK, "found"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::finding::Verdict;

    #[test]
    fn the_version_is_read_from_what_ffmpeg_prints_first() {
        for (answer, said) in [
            (
                "ffmpeg version 5.1.7-0+deb12u1 Copyright (c)\n",
                "5.1.7-0+deb12u1; sending by WHIP needs 8 or later",
            ),
            ("ffmpeg version 8.0 Copyright", "8.0"),
            ("ffmpeg version n7.1 Copyright", "n7.1; sending by WHIP needs 8 or later"),
            ("ffmpeg version N-118000-gabc Copyright", "N-118000-gabc"),
            ("something else", "found"),
        ] {
            assert_eq!(judge(Some(answer.to_owned())).said, said);
        }
    }

    #[test]
    fn without_ffmpeg_the_server_works() {
        assert!(matches!(judge(None).verdict, Verdict::Warning { .. }));
    }
}
