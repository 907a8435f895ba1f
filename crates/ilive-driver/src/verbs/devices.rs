//! Devices, at the façade.

use anyhow::{Context, bail};
use ilive::{AppFrame, Area, DeviceInfo, DeviceKind, FileCall, IliveError, PixelFormat};
use ilive_conformance::line::Keys;
use ilive_session::device::Pick;

use crate::actor::Actor;
use crate::answer::{Answer, at_once, done, keys, plain};
use crate::args::Args;

pub(super) fn call(actor: &Actor, verb: &str, args: &Args) -> anyhow::Result<Option<Answer>> {
    let ilive = &actor.ilive;
    Ok(Some(match verb {
        "list" => at_once(ilive.devices(args.kind()?).map(counted)),
        "open" => done(ilive.open(args.kind()?, pick(args)?)),
        "close" => done(ilive.close(args.kind()?)),
        "volume" => plain(ilive.set_volume(args.kind()?, args.number("value")?)),
        "device_mute" => done(ilive.mute(args.kind()?, args.flag("value", true)?)),
        "fill" => plain(Fill::read(args)?.each(|kind, frame| ilive.fill_frame(kind, frame))),
        "file" => plain(ilive.control_file(file_call(args)?)),
        "audio_tap" => plain(ilive.tap_audio(args.number("source")?, args.flag("on", true)?)),
        "custom_data" => plain(ilive.av().video_ctrl().fill_custom_data(&vec![7; args.number("bytes")?])),
        "test_start" => done(ilive.start_device_test()),
        "test_stop" => done(ilive.stop_device_test()),
        "test_open" => done(ilive.open_in_test(args.kind()?, pick(args)?)),
        _ => return Ok(None),
    }))
}

pub(super) fn counted(devices: Vec<DeviceInfo>) -> Keys {
    keys([("count", devices.len().to_string())])
}

/// What is opened.
pub(super) fn pick(args: &Args) -> anyhow::Result<Pick> {
    if let Some(path) = args.optional("file") {
        return Ok(Pick::File(path.to_owned()));
    }
    if args.has("area") {
        let [left, top, right, bottom] = args.list("area")[..] else { bail!("an area has four sides") };
        let side = |text: &str| text.parse().context("a side is a number");
        let area = Area { left: side(left)?, top: side(top)?, right: side(right)?, bottom: side(bottom)? };
        return Ok(Pick::Area(area));
    }
    Ok(args.optional("id").map_or(Pick::Default, |id| Pick::Id(id.to_owned())))
}

fn file_call(args: &Args) -> anyhow::Result<FileCall> {
    match args.needed("do")? {
        "pause" => Ok(FileCall::Pause),
        "resume" => Ok(FileCall::Resume),
        "restart" => Ok(FileCall::Restart),
        other => Ok(FileCall::Seek(other.strip_prefix("seek:").context("no such step")?.parse()?)),
    }
}

/// Frames of external capture, one after the other without waiting.
pub(super) struct Fill {
    kind: DeviceKind,
    format: PixelFormat,
    width: u32,
    height: u32,
    data: Vec<u8>,
    count: u32,
}

impl Fill {
    pub(super) fn read(args: &Args) -> anyhow::Result<Self> {
        Ok(Self {
            kind: args.kind()?,
            format: args.format()?,
            width: args.number("width")?,
            height: args.number("height")?,
            data: vec![128; args.number("bytes")?],
            count: args.number::<u32>("count")?.max(1),
        })
    }

    /// Until one is refused.
    pub(super) fn each(
        &self,
        fill: impl Fn(DeviceKind, &AppFrame<'_>) -> Result<(), IliveError>,
    ) -> Result<(), IliveError> {
        let Self { kind, format, width, height, .. } = *self;
        let frame = AppFrame { format, width, height, rotation: 0, data: &self.data };
        (0..self.count).try_for_each(|_| fill(kind, &frame))
    }
}
