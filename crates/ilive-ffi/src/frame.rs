//! Pictures of the app's own.

use ilive_protocol::device::is_external_size;
use ilive_session::device::{DeviceCall, Frame};
use ilive_session::{Call, Error};
use sdk::ExternalBody;

use crate::args::{Args, Level};
use crate::client::{checked, ilive_client, with_any};
use crate::numbers::{self, ilive_device_kind, ilive_pixel_format};
use crate::text::ilive_bytes;

/// A picture; rows have no padding.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_frame {
    /// How its pixels lie.
    pub format: ilive_pixel_format,
    /// In pixels: 176×144, 192×144, 320×240, 480×360, 640×368, 640×480, 960×540 or 1280×720, each upright too.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// 0 to 3 quarters, clockwise, until it is upright.
    pub rotation: u32,
    /// Exactly the bytes of this size and format.
    pub data: ilive_bytes,
}

/// Hands one in, from any thread.
pub(crate) fn fill(
    handle: ilive_client,
    level: Level,
    kind: ilive_device_kind,
    frame: Option<&ilive_frame>,
    wrap: impl FnOnce(DeviceCall) -> Call,
) -> i32 {
    with_any(handle, level, |client| {
        let (kind, body) =
            checked(client, level, |args| Ok((args.device(kind)?, read(args, args.need(frame, "frame")?)?)))?;
        client.answered(wrap(DeviceCall::Fill(kind, body.frame)), Some(body)).map(drop)
    })
}

/// A frame of another size or length than it may have is refused by those: its bytes are not read.
fn read(args: &Args<'_>, frame: &ilive_frame) -> Result<ExternalBody, Error> {
    let format = numbers::pixel_format_of(frame.format)
        .ok_or_else(|| args.level.bad(format!("{} is no pixel format", frame.format)))?;
    let ilive_frame { width, height, rotation, data, .. } = *frame;
    if data.data.is_null() {
        return Err(crate::args::missing("frame.data"));
    }
    let whole = is_external_size(width, height) && data.len as u64 == format.bytes_of(width, height);
    let bytes = if whole { crate::list::read(data.data, data.len).to_vec() } else { Vec::new() };
    Ok(ExternalBody { frame: Frame { format, width, height, rotation, bytes: data.len }, data: bytes })
}
