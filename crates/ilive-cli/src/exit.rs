//! How a command ends: a class that scripts can tell apart.

use std::io;
use std::process::ExitCode;

use clap::builder::styling::AnsiColor;
use ilive_server::config::ConfigError;

use crate::bot::Failed;
use crate::output;

/// Why a command did not work, as its exit code says it. 0 is success; clap's own errors are of class [`Class::Usage`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    /// Anything else.
    Failed = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The configuration is wrong.
    Configuration = 3,
    /// The port or the address cannot be used, or nobody answers there.
    Network = 4,
}

/// The command line can be read, but what it asks for makes no sense; says what would.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct UsageError(pub(crate) String);

/// Tells a person what went wrong, and gives the exit code of its class.
pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    let red = AnsiColor::Red.on_default().bold();
    let said = output::printable_lines(&format!("{error:#}"));
    anstream::eprintln!("{red}error:{red:#} {said}");
    ExitCode::from(class(error) as u8)
}

fn class(error: &anyhow::Error) -> Class {
    error.chain().find_map(class_of_cause).unwrap_or(Class::Failed)
}

fn class_of_cause(cause: &(dyn std::error::Error + 'static)) -> Option<Class> {
    if cause.is::<UsageError>() {
        return Some(Class::Usage);
    }
    if cause.is::<ConfigError>() {
        return Some(Class::Configuration);
    }
    if let Some(failed) = cause.downcast_ref::<Failed>() {
        return match failed {
            failed if failed.is_unreachable() => Some(Class::Network),
            failed if failed.is_usage() => Some(Class::Usage),
            _ => Some(Class::Failed),
        };
    }
    match cause.downcast_ref::<io::Error>()?.kind() {
        io::ErrorKind::AddrInUse | io::ErrorKind::AddrNotAvailable => Some(Class::Network),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};
    use ilive::{Code, IliveError};
    use ilive_server::config::Layers;

    use super::*;

    #[test]
    fn the_class_comes_from_the_cause_however_deep_it_lies() {
        let unknown = Layers::default()
            .environment([("ILIVE_SERVER__LISEN".to_owned(), "x".to_owned())])
            .expect_err("no such setting");
        let taken: anyhow::Error = io::Error::from(io::ErrorKind::AddrInUse).into();
        let denied: anyhow::Error = io::Error::from(io::ErrorKind::PermissionDenied).into();
        for (error, expected) in [
            (anyhow!("whatever"), Class::Failed),
            (denied.context("writing"), Class::Failed),
            (UsageError("twice".to_owned()).into(), Class::Usage),
            (anyhow::Error::from(unknown).context("starting"), Class::Configuration),
            (taken.context("listening").context("starting"), Class::Network),
            (Failed::new("logging in", IliveError::of(Code::NetUndefine, "")).into(), Class::Network),
            (Failed::new("connecting", IliveError::of(Code::InvalidParam, "bad_url")).into(), Class::Usage),
            (Failed::new("entering", IliveError::of(Code::AvRoomNotExist, "")).into(), Class::Failed),
        ] {
            assert_eq!(class(&error), expected, "{error:#}");
        }
    }

    #[test]
    fn a_failure_without_a_known_cause_is_a_failure() -> anyhow::Result<()> {
        let error = "x".parse::<u8>().context("reading a number").err().context("x is no number")?;

        assert_eq!(class(&error), Class::Failed);
        Ok(())
    }
}
