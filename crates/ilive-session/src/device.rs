//! What is said of devices: calls, commands and what comes back.

pub use ilive_protocol::device::PixelFormat;
use ilive_protocol::device::is_external_size;

use crate::{DeviceKind, Turn};

/// A device that can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceInfo {
    /// Stable while it is plugged in.
    pub id: String,
    /// For people.
    pub name: String,
}

/// A part of the screen, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// Behind the last column.
    pub right: i32,
    /// Behind the last row.
    pub bottom: i32,
}

impl Area {
    pub(crate) fn is_good(self) -> bool {
        self.left < self.right && self.top < self.bottom
    }
}

/// What is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// The system's default, or all there is: the whole screen, the whole system's sound.
    Default,
    /// A device of the list.
    Id(String),
    /// A window, or one of several screens.
    Window(String),
    /// A part of the screen.
    Area(Area),
    /// A file or an address.
    File(String),
}

/// A frame of external capture; its bytes stay with the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// How its pixels lie.
    pub format: PixelFormat,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// 0 to 3 quarters, clockwise, until it is upright.
    pub rotation: u32,
    /// Of its data.
    pub bytes: usize,
}

/// Quarters.
const ROTATION_MAX: u32 = 3;

impl Frame {
    /// What is wrong with its shape: the contract's word, and for people. Its format is asked for apart.
    pub(crate) fn fault(&self) -> Option<(&'static str, String)> {
        let Self { width, height, rotation, bytes, .. } = *self;
        let needed = self.format.bytes_of(width, height);
        match () {
            () if !is_external_size(width, height) => {
                Some(("bad_size", format!("{width}x{height} is none of the sizes of external capture")))
            }
            () if rotation > ROTATION_MAX => Some(("bad_rotation", format!("{rotation} quarters: 0 to 3"))),
            () if bytes as u64 != needed => {
                Some(("bad_length", format!("{bytes} bytes, where {width}x{height} has {needed}")))
            }
            () => None,
        }
    }
}

/// A media file that is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileCall {
    /// Holds the picture.
    Pause,
    /// Goes on.
    Resume,
    /// From its beginning.
    Restart,
    /// To this place, in ms.
    Seek(u64),
}

/// Calls on devices; the same at the façade and at the AV layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceCall {
    /// The cameras, microphones or players there are.
    List(DeviceKind),
    /// Opens one.
    Open(DeviceKind, Pick),
    /// Closes it.
    Close(DeviceKind),
    /// 0 to 100, of a microphone, player or the system's sound.
    Volume(DeviceKind, u32),
    /// Silences or blanks what is sent, without closing it; or lifts that.
    Mute(DeviceKind, bool),
    /// Another part of the screen than the one shared.
    Area(Area),
    /// The media file.
    File(FileCall),
    /// A frame of external capture.
    Fill(DeviceKind, Frame),
    /// Raw sound of one of the sources 0 to 7, on or off.
    AudioTap(u32, bool),
    /// Bytes beside the picture.
    CustomData(Vec<u8>),
    /// Begins the test of devices; out of a room.
    StartTest,
    /// Ends it.
    StopTest,
    /// Opens a camera, microphone or player in the test.
    OpenInTest(DeviceKind, Pick),
    /// Closes it again.
    CloseInTest(DeviceKind),
}

/// What the shell does with devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceCommand {
    /// Open it; [`DeviceEvent::Opened`] with the same turn is the way back.
    Open(Turn, DeviceKind, Pick),
    /// Close it; [`DeviceEvent::Closed`] with the same turn is the way back.
    Close(Turn, DeviceKind),
    /// Close whatever is open of this kind, or about to be: nobody waits for it.
    Drop(DeviceKind),
    /// Set the volume.
    Volume(DeviceKind, u32),
    /// Send silence or no picture of it, or lift that.
    Mute(DeviceKind, bool),
    /// Share this part.
    Area(Area),
    /// Of the file that is played.
    File(FileCall),
    /// Encode the frame that came with the call; [`DeviceEvent::FrameTaken`] when its buffer is free.
    Frame(DeviceKind),
    /// Hand raw sound to the app, or stop that.
    AudioTap(u32, bool),
    /// Send beside the picture.
    CustomData(Vec<u8>),
    /// Begin the test; [`DeviceEvent::TestStarted`].
    StartTest(Turn),
    /// End it, and what is open in it; [`DeviceEvent::TestStopped`].
    StopTest(Turn),
}

/// Why a device did not open, or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceFault {
    /// Unplugged, or never there.
    NoDevice,
    /// Another program has it.
    Busy,
    /// The user or the system said no.
    Denied,
    /// The driver failed, or the file is damaged.
    Failed,
    /// The file or address does not exist.
    NoFile,
}

/// A device that did not open, or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceFailure {
    /// What it comes to.
    pub fault: DeviceFault,
    /// In the words of whoever found out, for the error's text; may be empty.
    pub why: String,
}

impl From<DeviceFault> for DeviceFailure {
    fn from(fault: DeviceFault) -> Self {
        Self { fault, why: String::new() }
    }
}

/// What the shell tells of devices. Turns that are not awaited any more are of no account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceEvent {
    /// How an open went.
    Opened(Turn, Result<(), DeviceFailure>),
    /// It is closed.
    Closed(Turn),
    /// All devices of a kind, the default first.
    List(DeviceKind, Vec<DeviceInfo>),
    /// An open one has gone.
    Lost(DeviceKind, DeviceFailure),
    /// An open one that gives pictures has sound as well, a film's, which goes out with the voice; or has none any more.
    Sound(DeviceKind, bool),
    /// The encoder has let a frame's buffer go.
    FrameTaken(DeviceKind),
    /// How the start of the test went.
    TestStarted(Turn, Result<(), DeviceFailure>),
    /// The test is over.
    TestStopped(Turn),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_has_a_legal_size_and_all_its_bytes() {
        for (width, height, rotation, bytes, fault) in [
            (640, 480, 0, 460_800, None),
            (480, 640, 3, 460_800, None),
            (123, 45, 0, 8_303, Some("bad_size")),
            (640, 480, 4, 460_800, Some("bad_rotation")),
            (640, 480, 0, 460_799, Some("bad_length")),
            (u32::MAX, u32::MAX, 0, 0, Some("bad_size")),
        ] {
            let frame = Frame { format: PixelFormat::I420, width, height, rotation, bytes };
            assert_eq!(frame.fault().map(|(word, _)| word), fault, "{frame:?}");
        }
    }
}
