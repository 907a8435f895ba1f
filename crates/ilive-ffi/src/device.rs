//! Devices, and what is opened.

use std::cell::RefCell;
use std::mem::MaybeUninit;

use ilive_session::device::{Area, DeviceCall, DeviceInfo, Pick};
use ilive_session::{Answer, Call, Error};

use crate::args::{Args, Level, missing};
use crate::client::{Client, checked, ilive_client, with};
use crate::keep::Keep;
use crate::numbers::ilive_device_kind;
use crate::text::ilive_text;

/// A device that can be opened.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_device {
    /// Stable while it is plugged in.
    pub id: ilive_text,
    /// For people.
    pub name: ilive_text,
}

/// A part of the screen, in pixels.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_area {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// Behind the last column.
    pub right: i32,
    /// Behind the last row.
    pub bottom: i32,
}

/// What is opened: the one field that is not NULL. None of them, or no pick at all: the system's default, the whole screen,
/// the whole system's sound.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_pick {
    /// A device of the list.
    pub id: ilive_text,
    /// A window, or one of several screens.
    pub window: ilive_text,
    /// A file or an address, also in the place of a camera or a microphone.
    pub file: ilive_text,
    /// A part of the screen.
    pub area: *const ilive_area,
}

impl From<ilive_area> for Area {
    fn from(area: ilive_area) -> Self {
        let ilive_area { left, top, right, bottom } = area;
        Self { left, top, right, bottom }
    }
}

impl ilive_pick {
    pub(crate) fn read(args: &Args<'_>, pick: Option<&Self>) -> Result<Pick, Error> {
        let Some(pick) = pick else { return Ok(Pick::Default) };
        let area = args.list(pick.area, usize::from(!pick.area.is_null()), "pick.area")?.first();
        let picks = [
            args.maybe(pick.id, "pick.id")?.map(Pick::Id),
            args.maybe(pick.window, "pick.window")?.map(Pick::Window),
            args.maybe(pick.file, "pick.file")?.map(Pick::File),
            area.map(|area| Pick::Area((*area).into())),
        ];
        let mut picks = picks.into_iter().flatten();
        match (picks.next(), picks.next()) {
            (None, _) => Ok(Pick::Default),
            (Some(pick), None) => Ok(pick),
            (Some(_), Some(_)) => Err(args.level.bad("a pick is of one thing")),
        }
    }
}

/// Where a list of devices goes.
pub(crate) struct Devices<'a> {
    pub(crate) first: Option<&'a mut MaybeUninit<*const ilive_device>>,
    pub(crate) count: Option<&'a mut MaybeUninit<usize>>,
}

thread_local! {
    /// What the last list on this thread points at.
    static LISTED: RefCell<Keep> = RefCell::default();
}

/// Lists the devices of a kind.
pub(crate) fn list(
    client: ilive_client,
    level: Level,
    kind: ilive_device_kind,
    devices: Devices<'_>,
    wrap: impl FnOnce(DeviceCall) -> Call,
) -> i32 {
    let Devices { first, count } = devices;
    with(client, level, |client| {
        let (kind, first, count) = checked(client, level, |args| {
            let first = first.ok_or_else(|| missing("devices"))?;
            Ok((args.device(kind)?, first, count.ok_or_else(|| missing("count"))?))
        })?;
        if let Answer::Devices(devices) = client.answered(wrap(DeviceCall::List(kind)), None)? {
            hand_out(&devices, first, count);
        }
        Ok(())
    })
}

/// Lists what is no device to choose a default from: screens, windows.
pub(crate) fn list_shown(
    client: ilive_client,
    devices: Devices<'_>,
    look: impl FnOnce(&Client) -> Vec<DeviceInfo>,
) -> i32 {
    let Devices { first, count } = devices;
    with(client, Level::Facade, |client| {
        let first = first.ok_or_else(|| missing("devices"))?;
        let count = count.ok_or_else(|| missing("count"))?;
        hand_out(&look(client), first, count);
        Ok(())
    })
}

/// The list lives until the next one on this thread.
fn hand_out(
    devices: &[DeviceInfo],
    first: &mut MaybeUninit<*const ilive_device>,
    count: &mut MaybeUninit<usize>,
) {
    let mut keep = Keep::default();
    let devices = devices
        .iter()
        .map(|device| ilive_device { id: keep.text(&device.id), name: keep.text(&device.name) })
        .collect();
    let (list, length) = keep.list(devices);
    LISTED.with(|listed| listed.replace(keep));
    first.write(list);
    count.write(length);
}
