//! Devices (B.4), and the device test.

use ilive_devices::device::{DeviceId, DeviceInfo as PluggedInfo};
use ilive_devices::video::Watermark;
use ilive_devices::virtual_devices::Virtual;
use ilive_session::device::{Area, DeviceCall, DeviceInfo, FileCall, Pick};
use ilive_session::{Call, DeviceKind, Error};

use super::Ilive;
use crate::call::{at_once, done, pend};
use crate::device_call::{AppFrame, devices, pick};
use crate::pending::Pending;

impl Ilive {
    /// The cameras, microphones or players there are, the default first. Works before a login.
    ///
    /// # Errors
    /// 8022 when there is none.
    pub fn devices(&self, kind: DeviceKind) -> Result<Vec<DeviceInfo>, Error> {
        at_once(&self.shared, Call::Device(DeviceCall::List(kind)), None, devices)
    }

    /// The screens there are, the one that [`Pick::Default`] shares first. Another is opened by [`Pick::Window`] with its id.
    #[must_use]
    pub fn screens(&self) -> Vec<DeviceInfo> {
        self.shared.devices().list(DeviceKind::Screen)
    }

    /// The windows that are shown now, the topmost first: [`Pick::Window`] takes their ids. They are no devices, so that
    /// nobody shares one that he has not chosen.
    #[must_use]
    pub fn windows(&self) -> Vec<DeviceInfo> {
        self.shared.devices().windows()
    }

    /// Opens a camera: the default one, or that of the list with this id.
    ///
    /// # Errors
    /// 8002, 8011, 1003 when open, 1002 beside external capture, 1301 for an unknown one, 1008 when another program has it, 1.
    pub fn open_camera(&self, id: Option<&str>) -> Pending<()> {
        self.open(DeviceKind::Camera, pick(id))
    }

    /// Opens a microphone; its failures are 8020 where the camera's are 1.
    ///
    /// # Errors
    /// As [`Ilive::open_camera`].
    pub fn open_mic(&self, id: Option<&str>) -> Pending<()> {
        self.open(DeviceKind::Microphone, pick(id))
    }

    /// Opens a player.
    ///
    /// # Errors
    /// As [`Ilive::open_mic`].
    pub fn open_player(&self, id: Option<&str>) -> Pending<()> {
        self.open(DeviceKind::Player, pick(id))
    }

    /// Opens any kind by any pick: a file in the place of a camera, a window, a part of the screen.
    ///
    /// # Errors
    /// As [`Ilive::open_camera`]; 8021 for a bad window, area or file, 8022 for a film that does not exist, 1008 when
    /// another member shares.
    pub fn open(&self, kind: DeviceKind, pick: Pick) -> Pending<()> {
        pend(&self.shared, Call::Device(DeviceCall::Open(kind, pick)), done)
    }

    /// Closes it.
    ///
    /// # Errors
    /// 8002, 8011, 1003 when closed.
    pub fn close(&self, kind: DeviceKind) -> Pending<()> {
        pend(&self.shared, Call::Device(DeviceCall::Close(kind)), done)
    }

    /// Volume of a microphone, player or the system's sound: 0 to 100. A microphone's is a boost, where 10 is unchanged.
    ///
    /// # Errors
    /// 8002, 8021 above 100, 1301 when closed.
    pub fn set_volume(&self, kind: DeviceKind, volume: u32) -> Result<(), Error> {
        self.device(DeviceCall::Volume(kind, volume))
    }

    /// Sends silence or no picture without closing the device, or lifts that.
    ///
    /// # Errors
    /// 8002, 1301 when closed.
    pub fn mute(&self, kind: DeviceKind, muted: bool) -> Pending<()> {
        pend(&self.shared, Call::Device(DeviceCall::Mute(kind, muted)), done)
    }

    /// Another part of the screen than the one shared.
    ///
    /// # Errors
    /// 8002, 8021, 1301 unless an area is shared.
    pub fn set_screen_area(&self, area: Area) -> Result<(), Error> {
        self.device(DeviceCall::Area(area))
    }

    /// The film that is played.
    ///
    /// # Errors
    /// 8002, 1301 when none is.
    pub fn control_file(&self, call: FileCall) -> Result<(), Error> {
        self.device(DeviceCall::File(call))
    }

    /// Hands in a picture of external capture ([`DeviceKind::ExternalMain`] or [`DeviceKind::ExternalAux`]). From any
    /// thread, with `strict_threads` too.
    ///
    /// # Errors
    /// 8002, 8023 for a format other than I420 and RGB24, 1004 for a size that B.4 does not list or too few bytes, 1301
    /// while the capture is closed, 8053 when the encoder does not keep up.
    pub fn fill_frame(&self, kind: DeviceKind, frame: &AppFrame<'_>) -> Result<(), Error> {
        at_once(&self.shared, Call::Device(DeviceCall::Fill(kind, frame.shape())), Some(frame.body()), done)
    }

    /// Drawn over the main picture from now on; none: nothing is.
    pub fn set_watermark(&self, watermark: Option<Watermark>) {
        self.shared.engine(|engine| engine.set_watermark(watermark));
    }

    /// A made device comes: a pattern, a tone, a file in the place of a camera. It is listed before all others.
    pub fn plug_device(&self, device: PluggedInfo, made: Virtual) {
        self.shared.devices().plug(device, made);
    }

    /// A made device goes; where it is open it closes with 1301.
    pub fn unplug_device(&self, kind: DeviceKind, id: &DeviceId) {
        self.shared.devices().unplug(kind, id);
    }

    /// Hands raw sound of one of the sources 0 to 7 to the sink, or stops that.
    ///
    /// # Errors
    /// 8002, 1004 for another source, 1201 out of a room.
    pub fn tap_audio(&self, source: u32, on: bool) -> Result<(), Error> {
        self.device(DeviceCall::AudioTap(source, on))
    }

    /// Begins the device test; out of a room.
    ///
    /// # Errors
    /// 8009, 1001, 1003 when it runs, 1202 in a room.
    pub fn start_device_test(&self) -> Pending<()> {
        pend(&self.shared, Call::Device(DeviceCall::StartTest), done)
    }

    /// Ends it.
    ///
    /// # Errors
    /// 8009, 1601 when none runs.
    pub fn stop_device_test(&self) -> Pending<()> {
        pend(&self.shared, Call::Device(DeviceCall::StopTest), done)
    }

    /// Opens a camera, microphone or player in the test.
    ///
    /// # Errors
    /// 1601 when none runs; else as [`Ilive::open_camera`].
    pub fn open_in_test(&self, kind: DeviceKind, pick: Pick) -> Pending<()> {
        pend(&self.shared, Call::Device(DeviceCall::OpenInTest(kind, pick)), done)
    }

    /// Closes it again.
    ///
    /// # Errors
    /// As [`Ilive::close`].
    pub fn close_in_test(&self, kind: DeviceKind) -> Pending<()> {
        pend(&self.shared, Call::Device(DeviceCall::CloseInTest(kind)), done)
    }

    fn device(&self, call: DeviceCall) -> Result<(), Error> {
        at_once(&self.shared, Call::Device(call), None, done)
    }
}
