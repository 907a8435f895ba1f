//! Devices that are made, and what is drawn over the own picture.

use ilive_protocol::codes::Delivery;
use ilive_session::Error;
use sdk::devices::DeviceError;
use sdk::devices::audio::Channels;
use sdk::devices::device::{DeviceId, DeviceInfo};
use sdk::devices::pace::FrameRate;
use sdk::devices::video::{Size, Watermark, WatermarkKind};
use sdk::devices::virtual_devices::Virtual;

use crate::args::{Args, Level, missing};
use crate::client::{ilive_client, with};
use crate::numbers::ilive_device_kind;
use crate::text::ilive_text;

/// A device that is made. What it gives: a file where `file` is not NULL, else a tone where `tone_hz` is not 0, else a
/// pattern where `fps` is not 0, else nothing (a player).
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_made_device {
    /// Camera, microphone, player, screen, the system's sound or film.
    pub kind: ilive_device_kind,
    /// What it is opened by: 1 to 256 printable characters.
    pub id: ilive_text,
    /// For people.
    pub name: ilive_text,
    /// MP4 or Y4M for pictures with their sound, M4A or WAV for sound; it begins again at its end.
    pub file: ilive_text,
    /// 20 to 20000.
    pub tone_hz: u32,
    /// Of a pattern, in pixels; even.
    pub width: u32,
    /// Of a pattern, in pixels; even.
    pub height: u32,
    /// Of a pattern: pictures a second, 1 to 120.
    pub fps: u32,
}

/// What is drawn over the own main picture.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_watermark {
    /// The size of video that it was drawn for, 1 to 8: 320×240, 480×360, 640×480, 640×368, 960×540, 1280×720, 192×144,
    /// 320×180.
    pub kind: u32,
    /// In pixels: even, at most a quarter of that video's.
    pub width: u32,
    /// In pixels: even, at most a sixth of that video's.
    pub height: u32,
    /// The upper left corner, in shares of the picture: 0 to 1.
    pub x: f32,
    /// The upper left corner, in shares of the picture: 0 to 1.
    pub y: f32,
    /// `width * height` pixels of `0xAARRGGBB`; A 255 is opaque.
    pub argb: *const u32,
}

/// A device that is made comes; it is listed before all others of its kind.
///
/// 8002, 8005, 8021 for an id, a size, a rate or a tone that cannot be.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_plug_device(client: ilive_client, device: Option<&ilive_made_device>) -> i32 {
    with(client, Level::Facade, |client| {
        let args = Args { client, level: Level::Facade };
        let made = args.need(device, "device")?;
        let id = id(&args, made.id)?;
        let device =
            DeviceInfo { kind: args.device(made.kind)?, id, name: args.or_empty(made.name, "device.name")? };
        client.binding.plug_device(device, what(&args, made)?);
        Ok(())
    })
}

/// A device that was made goes; where it is open it closes with 1301. Nothing happens for one that is not there.
///
/// 8002, 8005, 8021.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_unplug_device(client: ilive_client, kind: ilive_device_kind, id: ilive_text) -> i32 {
    with(client, Level::Facade, |client| {
        let args = Args { client, level: Level::Facade };
        let id = self::id(&args, id)?;
        client.binding.unplug_device(args.device(kind)?, &id);
        Ok(())
    })
}

/// Draws this over the own main picture from now on; NULL: nothing.
///
/// 8002, 8005, 1004 `bad_watermark`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_set_watermark(client: ilive_client, watermark: Option<&ilive_watermark>) -> i32 {
    with(client, Level::Facade, |client| {
        client.binding.set_watermark(watermark.map(read).transpose()?);
        Ok(())
    })
}

fn id(args: &Args<'_>, id: ilive_text) -> Result<DeviceId, Error> {
    let text = args.text(id, "device.id")?;
    text.parse().map_err(|_| args.level.bad("device.id has 1 to 256 printable characters"))
}

fn what(args: &Args<'_>, made: &ilive_made_device) -> Result<Virtual, Error> {
    if let Some(path) = args.maybe(made.file, "device.file")? {
        return Ok(Virtual::File { path: path.into(), looped: true });
    }
    if made.tone_hz > 0 {
        let good = (20..=20_000).contains(&made.tone_hz);
        let tone = Virtual::Tone { frequency_hz: made.tone_hz, channels: Channels::Mono };
        return good.then_some(tone).ok_or_else(|| args.level.bad("device.tone_hz is 20 to 20000"));
    }
    if made.fps > 0 {
        let size = Size::new(made.width, made.height);
        let rate = FrameRate::whole(made.fps).filter(|_| size.is_possible());
        let rate =
            rate.ok_or_else(|| args.level.bad("a pattern has even sides and 1 to 120 pictures a second"))?;
        return Ok(Virtual::Pattern { size, rate });
    }
    Ok(Virtual::Null)
}

fn read(mark: &ilive_watermark) -> Result<Watermark, Error> {
    if mark.argb.is_null() {
        return Err(missing("watermark.argb"));
    }
    let bad = |error: &DeviceError| {
        Error::of(error.code(), error.sub_reason()).because(error.to_string()).delivered(Delivery::Return)
    };
    let kind = WatermarkKind::from_number(mark.kind).map_err(|error| bad(&error))?;
    let (size, video) = (Size::new(mark.width, mark.height), kind.video());
    // How much is there is what its size says: one that is too large is not read, and then not taken.
    let fits = size.width <= video.width && size.height <= video.height;
    let argb = if fits { crate::list::read(mark.argb, size.pixels()).to_vec() } else { Vec::new() };
    Watermark::new(kind, size, argb, (mark.x, mark.y)).map_err(|error| bad(&error))
}
