//! The compiler, and that it takes the header.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// What no C of ours may have a word against.
const STRICT: [&str; 4] = ["-Wall", "-Wextra", "-Werror", "-pedantic"];

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn include() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("include")
}

/// Where the shared library is. No test can be linked with a library of this kind, so cargo builds it only when it is asked
/// to: here, once.
fn libraries() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let test = std::env::current_exe().expect("this test is a program");
        let profile = test.ancestors().nth(2).expect("it is in PROFILE/deps").to_owned();
        let target = profile.parent().expect("a profile has a folder of its own");
        let mut build = Command::new(env!("CARGO"));
        // With this test: then what the library depends on has the same features, and is built already.
        build.args(["build", "--locked", "-p", "ilive-ffi", "--lib", "--test", "c", "--target-dir"]);
        build.arg(target);
        if cfg!(feature = "system-devices") {
            build.args(["--features", "system-devices"]);
        }
        run(build.current_dir(root()));
        profile
    })
}

fn run(command: &mut Command) {
    let done = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(done.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&done.stderr));
}

/// A program, linked with the shared library.
pub(crate) fn program(sources: &[PathBuf], name: &str) -> PathBuf {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let libraries = libraries();
    let mut cc = Command::new("cc");
    cc.args(["-std=c11", "-g", "-D_POSIX_C_SOURCE=200809L", "-pthread"]).args(STRICT);
    cc.arg("-I").arg(include()).args(sources).arg("-o").arg(&out);
    cc.arg("-L").arg(libraries).arg("-lilive").arg(format!("-Wl,-rpath,{}", libraries.display()));
    run(&mut cc);
    out
}

#[test]
fn the_header_is_c_and_cpp() {
    for (compiler, language, standard) in [("cc", "c", "c11"), ("cc", "c", "c99"), ("c++", "c++", "c++11")] {
        let mut command = Command::new(compiler);
        command.args(STRICT).arg("-fsyntax-only").arg(format!("-std={standard}"));
        run(command.args(["-x", language]).arg(include().join("ilive.h")));
    }
}
