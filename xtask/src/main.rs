//! The project's commands: `cargo xtask --help`.

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let passed = Command::new(env!("CARGO"))
        .args(["test", "--workspace"])
        .status()
        .is_ok_and(|status| status.success());
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
