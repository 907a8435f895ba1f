//! What a command was given, by name.

use anyhow::{Context, anyhow};
use ilive::wire::Source;
use ilive::{DeviceKind, PixelFormat, RoomArg};
use ilive_conformance::line::Keys;

/// The keys of a command. What a call cannot be made without is an error of the scenario.
#[derive(Debug, Clone)]
pub(crate) struct Args(pub(crate) Keys);

impl Args {
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Empty where it is not given.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    pub(crate) fn optional(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    pub(crate) fn needed(&self, key: &str) -> anyhow::Result<&str> {
        self.optional(key).with_context(|| format!("{key}= is missing"))
    }

    pub(crate) fn flag(&self, key: &str, otherwise: bool) -> anyhow::Result<bool> {
        match self.optional(key) {
            None => Ok(otherwise),
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            Some(other) => Err(anyhow!("{key}={other}: true or false")),
        }
    }

    /// 0 where it is not given.
    pub(crate) fn number<T: std::str::FromStr + Default>(&self, key: &str) -> anyhow::Result<T> {
        self.optional(key).map_or(Ok(T::default()), |text| {
            text.parse().map_err(|_| anyhow!("{key}={text}: no number that fits"))
        })
    }

    /// All digits are a number, anything else a name.
    pub(crate) fn room(&self) -> anyhow::Result<RoomArg> {
        let text = self.needed("room")?;
        match text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Ok(RoomArg::Number(text.parse()?)),
            false => Ok(RoomArg::Name(text.to_owned())),
        }
    }

    pub(crate) fn source(&self) -> anyhow::Result<Source> {
        source(self.needed("source")?)
    }

    pub(crate) fn kind(&self) -> anyhow::Result<DeviceKind> {
        let word = self.needed("kind")?;
        let found = DeviceKind::ALL.into_iter().find(|kind| kind_word(*kind) == word);
        found.ok_or_else(|| anyhow!("kind={word}: no such device"))
    }

    pub(crate) fn format(&self) -> anyhow::Result<PixelFormat> {
        match self.needed("format")? {
            "i420" => Ok(PixelFormat::I420),
            "rgb24" => Ok(PixelFormat::Rgb24),
            "nv21" => Ok(PixelFormat::Nv21),
            "nv12" => Ok(PixelFormat::Nv12),
            "rgb32" => Ok(PixelFormat::Rgb32),
            other => Err(anyhow!("format={other}: no such format")),
        }
    }

    /// Words between commas.
    pub(crate) fn list(&self, key: &str) -> Vec<&str> {
        self.text(key).split(',').filter(|word| !word.is_empty()).collect()
    }
}

pub(crate) fn source(word: &str) -> anyhow::Result<Source> {
    let all = [Source::Audio, Source::Main, Source::Aux];
    all.into_iter().find(|source| source_word(*source) == word).ok_or_else(|| anyhow!("source {word:?}"))
}

pub(crate) fn source_word(source: Source) -> &'static str {
    match source {
        Source::Unspecified => "",
        Source::Audio => "audio",
        Source::Main => "main",
        Source::Aux => "aux",
    }
}

pub(crate) fn kind_word(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Camera => "camera",
        DeviceKind::ExternalMain => "external_main",
        DeviceKind::ExternalAux => "external_aux",
        DeviceKind::Microphone => "microphone",
        DeviceKind::Player => "player",
        DeviceKind::Screen => "screen",
        DeviceKind::SystemSound => "system_sound",
        DeviceKind::MediaFile => "media_file",
    }
}
