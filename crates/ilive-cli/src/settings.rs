//! The layers of the configuration, as this command line and its surroundings give them.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::Context;
use ilive_server::config::{ConfigError, Layers, Origin};
use toml::Value;

use crate::args::{DATA, Place};
use crate::exit::UsageError;

/// Read from the current folder when no other file is named.
const FILE: &str = "ilive.toml";

/// Defaults, then the file, then the environment, then what `place` says.
pub(crate) fn layers(place: &Place) -> anyhow::Result<Layers> {
    let mut layers = surroundings(place)?;
    set_data(&mut layers, place)?;
    Ok(layers)
}

/// Defaults and what `place` says, without the file and the environment: for when these are wrong.
pub(crate) fn without_surroundings(place: &Place) -> anyhow::Result<Layers> {
    let mut layers = Layers::default();
    set_data(&mut layers, place)?;
    Ok(layers)
}

/// The configuration file that is read, if any.
pub(crate) fn file(place: &Place) -> Option<PathBuf> {
    place.config.clone().or_else(|| Path::new(FILE).exists().then(|| FILE.into()))
}

fn surroundings(place: &Place) -> Result<Layers, ConfigError> {
    let mut layers = Layers::default();
    if let Some(path) = file(place) {
        layers.file(&path)?;
    }
    // A variable that is not UTF-8 is none of ours.
    let utf8 =
        env::vars_os().filter_map(|(name, text)| Some((name.into_string().ok()?, text.into_string().ok()?)));
    layers.environment(utf8)?;
    Ok(layers)
}

fn set_data(layers: &mut Layers, place: &Place) -> anyhow::Result<()> {
    let Some(data) = &place.data else { return Ok(()) };
    let text = data.to_str().ok_or_else(|| UsageError(format!("--data {}: is not UTF-8", data.display())))?;
    let origin = match env::var_os(DATA) {
        Some(text) if text == data.as_os_str() => Origin::Environment(DATA.to_owned()),
        _ => Origin::Flag("--data"),
    };
    layers.set("server.data", Value::String(text.to_owned()), origin).context("--data")
}
