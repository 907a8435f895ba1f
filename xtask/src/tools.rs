//! What the machine must have beside Rust: looked for, installed where that is allowed, else named.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::shell::{probe, run};

/// Oldest Node that the web build runs on.
const NODE_MAJOR_MIN: u32 = 20;

/// A program, or a set of fonts, that a command of ours needs.
#[derive(Clone, Copy)]
pub(crate) enum Tool {
    /// A C compiler, for SQLite and aws-lc.
    Cc,
    /// A C++ compiler, for OpenH264.
    Cxx,
    /// Builds aws-lc and libopus.
    Cmake,
    /// Headers of ALSA, for microphones and players.
    SoundHeaders,
    /// A server of sound, which the tests start for themselves, with what leads to it from ALSA.
    PulseAudio,
    /// Reads the kernel's header of Video4Linux, for cameras of the system.
    Libclang,
    /// Runs the example in C, so that no leak and no invalid access stays hidden.
    Valgrind,
    /// Builds and tests the web part.
    Node,
    /// Reads recordings in the tests, with ffprobe.
    Ffmpeg,
    /// A screen without a screen, for the tests of screens.
    Xvfb,
    /// Runs the browser tests.
    Chromium,
    /// Fonts with Chinese letters, for the browser tests.
    Fonts,
}

impl Tool {
    fn name(self) -> &'static str {
        match self {
            Self::Cc => "a C compiler",
            Self::Cxx => "a C++ compiler",
            Self::Cmake => "cmake",
            Self::SoundHeaders => "the headers of ALSA",
            Self::PulseAudio => "PulseAudio with pactl and ALSA's plugin for it",
            Self::Libclang => "libclang",
            Self::Valgrind => "valgrind",
            Self::Node => "Node 20 or newer with npm",
            Self::Ffmpeg => "FFmpeg with ffprobe",
            Self::Xvfb => "Xvfb",
            Self::Chromium => "Chromium",
            Self::Fonts => "a font with Chinese letters",
        }
    }

    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Cc => &["gcc", "libc6-dev"],
            Self::Cxx => &["g++"],
            Self::Cmake => &["cmake", "make"],
            Self::SoundHeaders => &["libasound2-dev", "pkg-config"],
            Self::PulseAudio => &["pulseaudio", "pulseaudio-utils", "libasound2-plugins"],
            Self::Libclang => &["libclang-dev"],
            Self::Valgrind => &["valgrind"],
            Self::Node => &["nodejs", "npm"],
            Self::Ffmpeg => &["ffmpeg"],
            Self::Xvfb => &["xvfb"],
            Self::Chromium => &["chromium"],
            Self::Fonts => &["fontconfig", "fonts-noto-cjk"],
        }
    }

    /// Whether it is there.
    pub(crate) fn found(self) -> bool {
        match self {
            Self::Cc => probe("cc", &["--version"]).is_some(),
            Self::Cxx => probe("c++", &["--version"]).is_some(),
            Self::Cmake => probe("cmake", &["--version"]).is_some(),
            Self::SoundHeaders => probe("pkg-config", &["--modversion", "alsa"]).is_some(),
            Self::PulseAudio => {
                // A plugin has no program of its own: its settings are where ALSA looks for them.
                let plugin = Path::new("/usr/share/alsa/alsa.conf.d/50-pulseaudio.conf").exists();
                plugin && ["pulseaudio", "pactl"].iter().all(|name| probe(name, &["--version"]).is_some())
            }
            Self::Libclang => {
                std::env::var_os("LIBCLANG_PATH").is_some() || has_libclang(Path::new("/usr/lib"))
            }
            Self::Valgrind => probe("valgrind", &["--version"]).is_some(),
            Self::Node => {
                let node = probe("node", &["--version"]).and_then(|version| major(&version));
                node >= Some(NODE_MAJOR_MIN) && probe("npm", &["--version"]).is_some()
            }
            Self::Ffmpeg => {
                ["ffmpeg", "ffprobe"].iter().all(|program| probe(program, &["-version"]).is_some())
            }
            Self::Xvfb => probe("Xvfb", &["-help"]).is_some(),
            Self::Chromium => chromium().is_some(),
            Self::Fonts => probe("fc-list", &[":lang=zh"]).is_some_and(|fonts| !fonts.is_empty()),
        }
    }
}

/// Whether one of the versions that may lie side by side is whole: the library alone has not the compiler's own headers.
fn has_libclang(folder: &Path) -> bool {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let is_library = |name: &str| name.starts_with("libclang") && name.contains(".so");
    entries(folder).map(|version| version.path().join("lib")).any(|lib| {
        let library = entries(&lib).any(|entry| entry.file_name().to_str().is_some_and(is_library));
        library && lib.join("clang").is_dir()
    })
}

/// The Chromium on this machine.
pub(crate) fn chromium() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|program| probe(program, &["--version"]).is_some())
}

/// Sees to it that every tool is there.
///
/// # Errors
/// Names the one command that installs what is missing, where it may not be done from here.
pub(crate) fn ensure(tools: &[Tool]) -> anyhow::Result<()> {
    let missing: Vec<Tool> = tools.iter().copied().filter(|tool| !tool.found()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if may_install() {
        install(&missing)?;
    }
    match missing.into_iter().find(|tool| !tool.found()) {
        None => Ok(()),
        Some(Tool::Node) => bail!(
            "{} is missing and the system's packages do not have it: install it from https://nodejs.org/en/download",
            Tool::Node.name()
        ),
        Some(tool) => {
            bail!("{} is missing: sudo apt-get install {}", tool.name(), tool.packages().join(" "))
        }
    }
}

fn may_install() -> bool {
    probe("id", &["-u"]).as_deref() == Some("0") && probe("apt-get", &["--version"]).is_some()
}

fn install(missing: &[Tool]) -> anyhow::Result<()> {
    for tool in missing {
        println!("{} is missing: installing {}", tool.name(), tool.packages().join(" "));
    }
    run(Command::new("apt-get").args(["update", "-q"]))?;
    let packages = missing.iter().flat_map(|tool| tool.packages());
    run(Command::new("apt-get")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "-y", "-q", "--no-install-recommends"])
        .args(packages))
}

/// `v20.20.2` is 20.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_that_node_prints_is_read() {
        for (printed, read) in [("v20.20.2", Some(20)), ("v8.1.0", Some(8)), ("", None), ("node", None)] {
            assert_eq!(major(printed), read, "{printed:?}");
        }
    }
}
