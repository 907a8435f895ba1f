//! Running other programs: shown before they run, named when they fail.

use std::process::{Command, Stdio};

use anyhow::{Context, bail};

/// Runs `command` with its output on this terminal.
///
/// # Errors
/// Says which command it was when it cannot start or does not succeed.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    println!("$ {}", line(command));
    succeed(command)
}

/// Runs `command` as [`run`] does, and leaves standard output to what the whole is for.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_aside(command: &mut Command) -> anyhow::Result<()> {
    eprintln!("$ {}", line(command));
    succeed(command.stdout(std::io::stderr()))
}

fn succeed(command: &mut Command) -> anyhow::Result<()> {
    let line = line(command);
    let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed: {status}");
    }
    Ok(())
}

/// Runs `command` quietly and returns what it printed.
///
/// # Errors
/// As [`run`].
pub(crate) fn read(command: &mut Command) -> anyhow::Result<String> {
    let line = line(command);
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` failed: {}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` printed something that is no text"))
}

/// What a program of this name prints for `args`, or `None` where there is no such program or it fails.
pub(crate) fn probe(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Beside what is on by default: devices of the machine. The same for all that tests build, so that nothing is compiled
/// twice.
const FEATURES: &str = "ilive-cli/system-devices,ilive-ffi/system-devices";

/// `cargo WHAT` for the whole workspace, as tests build it; `more` follows.
pub(crate) fn cargo_all(what: &str, more: &[&str]) -> Command {
    let mut command = cargo(&[what, "--workspace", "--locked", "--features", FEATURES]);
    command.args(more);
    command
}

/// The cargo that runs this program, in the repository's root.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(args).current_dir(crate::root());
    command
}

/// The command as a person would type it.
fn line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|arg| arg.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command() {
        let failed =
            run(Command::new("cargo").args(["no-such-command"])).expect_err("cargo has no such command");

        assert!(failed.to_string().starts_with("`cargo no-such-command` failed"), "{failed}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let failed =
            read(Command::new("/nowhere/frobnicate").arg("-x")).expect_err("there is no such program");

        assert!(failed.to_string().contains("`frobnicate -x`"), "{failed}");
        assert_eq!(probe("/nowhere/frobnicate", &[]), None);
    }
}
