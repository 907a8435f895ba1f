//! Arguments that several commands share.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::Args;
use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use ilive_protocol::text::is_plain;
use ilive_protocol::{AppId, limits};

/// Which server is meant.
#[derive(Args)]
pub(crate) struct Place {
    /// Folder of the secrets and the store [default: data]
    #[arg(long, value_name = "DIR", env = DATA, hide_env_values = true)]
    pub(crate) data: Option<PathBuf>,
    /// Configuration file [default: ilive.toml, where there is one]
    #[arg(long, value_name = "FILE", env = "ILIVE_CONFIG", hide_env_values = true)]
    pub(crate) config: Option<PathBuf>,
}

/// The variable that stands for `--data`.
pub(crate) const DATA: &str = "ILIVE_DATA";

/// An app as `ID=SECRET`.
#[derive(Clone)]
pub(crate) struct AppArg {
    pub(crate) id: AppId,
    pub(crate) secret: String,
}

/// Reads [`AppArg`]. Its errors never repeat what was given: that may be a secret.
#[derive(Clone)]
pub(crate) struct AppParser;

impl TypedValueParser for AppParser {
    type Value = AppArg;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<AppArg, clap::Error> {
        let why = match value.to_str().map(app) {
            Some(Ok(app)) => return Ok(app),
            Some(Err(why)) => why,
            None => "is not UTF-8",
        };
        let message = format!("--app takes ID=SECRET, such as 1400000002=my-secret: what was given {why}\n");
        Err(clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command))
    }
}

fn app(text: &str) -> Result<AppArg, &'static str> {
    let (id, secret) = text.split_once('=').ok_or("has no '='")?;
    let id = id.parse().ok().and_then(|id| AppId::new(id).ok());
    let id = id.ok_or("does not begin with a number from 1 to 4294967295")?;
    if secret.is_empty() {
        return Err("has an empty secret");
    }
    Ok(AppArg { id, secret: secret.to_owned() })
}

/// What others see beside a user id.
pub(crate) fn nick(text: &str) -> Result<String, String> {
    shown(text, limits::NICK_MAX_CHARS)
}

/// What a room is called.
pub(crate) fn title(text: &str) -> Result<String, String> {
    shown(text, limits::TITLE_MAX_CHARS)
}

/// A text for others to see, as the server takes it.
fn shown(text: &str, most: usize) -> Result<String, String> {
    let text = text.trim();
    match (1..=most).contains(&text.chars().count()) && is_plain(text) {
        true => Ok(text.to_owned()),
        false => Err(format!("give 1 to {most} characters, none of them control")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_is_a_number_and_a_secret_that_may_hold_anything() {
        let read = app("1400000002=a=b c").expect("an app");

        assert_eq!((read.id.get(), read.secret.as_str()), (1_400_000_002, "a=b c"));
    }

    #[test]
    fn what_is_no_app_is_refused_without_repeating_it() {
        for (text, why) in [
            ("hush", "has no '='"),
            ("=hush", "does not begin with a number from 1 to 4294967295"),
            ("0=hush", "does not begin with a number from 1 to 4294967295"),
            ("4294967296=hush", "does not begin with a number from 1 to 4294967295"),
            ("app=hush", "does not begin with a number from 1 to 4294967295"),
            ("14=", "has an empty secret"),
        ] {
            assert_eq!(app(text).err(), Some(why), "{text}");

            let command = clap::Command::new("ilive");
            let error = AppParser.parse_ref(&command, None, OsStr::new(text)).err().expect("refused");
            assert!(!error.to_string().contains("hush"), "{error}");
        }
    }
}
