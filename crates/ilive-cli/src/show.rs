//! `ilive config show`: every setting, and where it comes from.

use std::fmt::Write;

use clap::Args;
use serde::Serialize;

use crate::args::Place;
use crate::{output, settings};

/// List every setting with its value
#[derive(Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    place: Place,
    /// Say where each value comes from
    #[arg(long)]
    origin: bool,
    /// Print one JSON array of key, value (as TOML text) and origin
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Setting<'a> {
    key: &'a str,
    value: String,
    origin: String,
}

/// Lists them, sorted by key; secrets are not shown.
pub(crate) fn run(args: &ShowArgs) -> anyhow::Result<()> {
    let layers = settings::layers(&args.place)?;
    let settings: Vec<Setting<'_>> = layers
        .shown()
        .map(|(key, value, origin)| Setting { key, value, origin: origin.to_string() })
        .collect();
    if args.json {
        return output::print_json(&settings);
    }
    output::print(&listing(&settings, args.origin))
}

fn listing(settings: &[Setting<'_>], origins: bool) -> String {
    let line = |setting: &Setting<'_>| format!("{} = {}", setting.key, setting.value);
    let width = settings.iter().map(|setting| line(setting).len()).max().unwrap_or_default();
    let mut text = String::new();
    for setting in settings {
        if origins {
            _ = writeln!(text, "{:width$}  # {}", line(setting), setting.origin);
        } else {
            _ = writeln!(text, "{}", line(setting));
        }
    }
    text
}
