//! What is sent: the devices that are opened, and how their pictures are encoded.

use std::path::Path;

use anyhow::bail;
use ilive::{BackendKind, DeviceKind, Ilive, Pick, Setup};
use ilive_devices::DeviceError;
use ilive_devices::device::DeviceInfo;
use ilive_devices::file::{self, FileSound, Film};
use ilive_devices::pace::FrameRate;
use ilive_devices::video::Size;
use ilive_devices::virtual_devices::Virtual;
use serde_json::{Value, json};

use super::{EncodingArgs, SourceArgs};
use crate::bot::Equipment;
use crate::devices::{self, MADE_ONLY};
use crate::exit::UsageError;

/// Ids of the devices that are made here.
const PATTERN: &str = "bot:pattern";
const FILE: &str = "bot:file";
/// That of the tone is the SDK's own.
const TONE: &str = "virtual:tone";

/// Stands for the first device of a kind.
const DEFAULT: &str = "default";

const SIZE: Size = Size::new(640, 480);
const FPS: u32 = 15;
const KBPS: u32 = 500;

/// A size as `640x480`; what an encoder cannot make is refused.
pub(super) fn size(text: &str) -> Result<Size, String> {
    let sides = text.split_once(['x', 'X', '×']);
    let size = sides.and_then(|(width, height)| Some(Size::new(width.parse().ok()?, height.parse().ok()?)));
    let size = size.ok_or_else(|| "give a width and a height, such as 640x480".to_owned())?;
    match size.width.max(size.height) <= 1920 && size.width.min(size.height) >= 16 {
        true => size.possible().map_err(|_| "sides must be even".to_owned()),
        false => Err("sides are from 16 to 1920".to_owned()),
    }
}

/// What the SDK is made with.
pub(super) fn equipment(source: &SourceArgs, encoding: &EncodingArgs) -> anyhow::Result<Equipment> {
    let mut media = Setup::default();
    if source.pattern {
        let rate = FrameRate::whole(encoding.fps.unwrap_or(FPS)).expect("1 to 60 a second is a rate");
        let made = Virtual::Pattern { size: encoding.size.unwrap_or(SIZE), rate };
        media.devices.push((device(DeviceKind::Camera, PATTERN, "Test pattern"), made));
    }
    if let Some(path) = &source.file {
        let kind = kind_of(path)?;
        can_be_played(kind, path).map_err(|error| unplayable(path, &error))?;
        let made = Virtual::File { path: path.clone(), looped: true };
        media.devices.push((device(kind, FILE, "File"), made));
    }
    if !of_machine(source) {
        // Nothing of the system is touched where nothing of it is asked for.
        media.backends.retain(|backend| *backend != BackendKind::System);
    }
    Ok(Equipment { media: Some(media), video: video(encoding), sink: None })
}

/// What is opened, and what it is called.
pub(super) fn picks(source: &SourceArgs) -> Vec<(DeviceKind, Pick, String)> {
    let chosen = |id: &String| if id == DEFAULT { Pick::Default } else { Pick::Id(id.clone()) };
    let named = |kind: &str, id: &String| format!("the {kind} {id}");
    let mut picks = Vec::new();
    if source.pattern {
        picks.push((DeviceKind::Camera, Pick::Id(PATTERN.to_owned()), "the test pattern".to_owned()));
    }
    if let Some(path) = &source.file
        && let Ok(kind) = kind_of(path)
    {
        picks.push((kind, Pick::Id(FILE.to_owned()), format!("the file {}", path.display())));
    }
    if let Some(id) = &source.camera {
        picks.push((DeviceKind::Camera, chosen(id), named("camera", id)));
    }
    if let Some(id) = &source.screen {
        let pick = if id == DEFAULT { Pick::Default } else { Pick::Window(id.clone()) };
        picks.push((DeviceKind::Screen, pick, named("screen", id)));
    }
    if source.tone {
        picks.push((DeviceKind::Microphone, Pick::Id(TONE.to_owned()), "the tone".to_owned()));
    }
    if let Some(id) = &source.mic {
        picks.push((DeviceKind::Microphone, chosen(id), named("microphone", id)));
    }
    picks
}

/// Whether the devices that are asked for by id or as the default are there: who finds out in the room has made it for
/// nobody.
pub(super) fn are_here(source: &SourceArgs) -> anyhow::Result<()> {
    if !of_machine(source) {
        return Ok(());
    }
    let ilive = devices::here()?;
    for (kind, pick, device) in picks(source) {
        match pick {
            Pick::Default => machine_has(&ilive, kind)?,
            Pick::Id(id) if id == PATTERN || id == FILE => {}
            Pick::Id(id) | Pick::Window(id) if !list(&ilive, kind).iter().any(|known| known.id == id) => {
                bail!("{device} is not there: `ilive devices` lists what is")
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether anything of the system is asked for.
fn of_machine(source: &SourceArgs) -> bool {
    source.camera.is_some() || source.mic.is_some() || source.screen.is_some()
}

/// What can be named; of screens, windows too.
fn list(ilive: &Ilive, kind: DeviceKind) -> Vec<ilive::DeviceInfo> {
    match kind {
        DeviceKind::Screen => [ilive.screens(), ilive.windows()].concat(),
        kind => ilive.devices(kind).unwrap_or_default(),
    }
}

/// Whether there is a device of the machine to be the default: nobody means the test pattern who asks for a camera.
pub(super) fn machine_has(ilive: &Ilive, kind: DeviceKind) -> anyhow::Result<()> {
    let made = |id: &str| id.starts_with("virtual:") || id.starts_with("bot:");
    if list(ilive, kind).iter().any(|device| !made(&device.id)) {
        return Ok(());
    }
    if !ilive::devices::system::AVAILABLE {
        bail!("{MADE_ONLY}");
    }
    let instead = match kind {
        DeviceKind::Camera => "--pattern",
        DeviceKind::Screen => "--screen virtual:screen",
        _ => "--tone",
    };
    bail!("this machine has no {kind} of its own: `ilive devices` lists what is made, `{instead}` sends one")
}

/// What a file can stand for.
fn kind_of(path: &Path) -> anyhow::Result<DeviceKind> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "mp4" | "m4v" | "y4m" => Ok(DeviceKind::Camera),
        "m4a" | "wav" => Ok(DeviceKind::Microphone),
        _ => Err(UsageError(format!(
            "--file {}: is none of .mp4, .m4v, .y4m, .m4a and .wav; `ffmpeg -i {} -pix_fmt yuv420p -ac 2 film.mp4` makes one",
            path.display(),
            path.display()
        ))
        .into()),
    }
}

/// Looks into the file before anything else is done: the SDK has one code for whatever is wrong with it.
fn can_be_played(kind: DeviceKind, path: &Path) -> Result<(), DeviceError> {
    match kind {
        DeviceKind::Microphone => FileSound::open(kind, Box::new(file::open(kind, path)?), true).map(drop),
        _ => Film::open(kind, path, true).map(drop),
    }
}

/// What is wrong with the file. One that cannot be read fails as the device that it stands for, which nobody asked for here.
fn unplayable(path: &Path, error: &DeviceError) -> anyhow::Error {
    let path = path.display();
    match error {
        DeviceError::Failed { why, .. } => anyhow::anyhow!("--file {path}: the file cannot be read: {why}"),
        other => anyhow::anyhow!("--file {path}: {other}"),
    }
}

fn device(kind: DeviceKind, id: &str, name: &str) -> DeviceInfo {
    DeviceInfo { kind, id: id.parse().expect("printable and short"), name: name.to_owned() }
}

/// What a role sends, in the form of E.3; where nothing is said, the server says it.
fn video(encoding: &EncodingArgs) -> Option<Value> {
    let EncodingArgs { size, fps, kbps } = *encoding;
    let said = size.is_some() || fps.is_some() || kbps.is_some();
    let Size { width, height } = size.unwrap_or(SIZE);
    said.then(|| {
        json!({
            "format": -2, "format_fix_width": width, "format_fix_height": height,
            "fps": fps.unwrap_or(FPS), "maxkbps": kbps.unwrap_or(KBPS),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_even_sides() {
        for (text, read) in [
            ("640x480", Some(Size::new(640, 480))),
            ("1920x1080", Some(Size::new(1920, 1080))),
            ("480X640", Some(Size::new(480, 640))),
            ("641x480", None),
            ("640", None),
            ("x", None),
            ("0x0", None),
            ("4000x200", None),
            ("-2x480", None),
        ] {
            assert_eq!(size(text).ok(), read, "{text}");
        }
    }

    #[test]
    fn a_file_is_known_by_its_ending() {
        for (path, kind) in [
            ("film.y4m", Some(DeviceKind::Camera)),
            ("SOUND.WAV", Some(DeviceKind::Microphone)),
            ("film.mp4", Some(DeviceKind::Camera)),
            ("sound.m4a", Some(DeviceKind::Microphone)),
            ("film.avi", None),
            ("y4m", None),
        ] {
            assert_eq!(kind_of(Path::new(path)).ok(), kind, "{path}");
        }
    }
}
