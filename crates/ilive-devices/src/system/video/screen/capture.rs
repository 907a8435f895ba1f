//! A screen or a window that is captured, as often as somebody asks.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Target;
use super::display::{Display, Fault};
use super::pixels::Pixels;
use crate::DeviceError;
use crate::device::{DeviceId, DeviceKind, VideoSource};
use crate::system::video::newest::{Capture, Captured, Newest, now};
use crate::video::{Part, Picture, Size, VideoFrame};

/// Between two pictures: a screen is shared at up to 10 a second (B.4).
const INTERVAL: Duration = Duration::from_millis(100);

/// Two corners, the second one outside.
type Corners = ((i32, i32), (i32, i32));

/// The part that is wanted; none is all of it.
type Wanted = Arc<Mutex<Option<Corners>>>;

/// The end where pictures are polled.
pub(super) struct ScreenCapture {
    captured: Captured,
    wanted: Wanted,
}

/// The end where they are taken.
struct Camera {
    display: Display,
    target: Target,
    id: DeviceId,
    size: Size,
    wanted: Wanted,
}

/// Where pixels are.
struct Place {
    window: u32,
    left: i16,
    top: i16,
    size: Size,
}

impl ScreenCapture {
    pub(super) fn open(id: DeviceId, target: Target) -> Result<Self, DeviceError> {
        let wanted = Wanted::default();
        let asked = Arc::clone(&wanted);
        let open = move || Camera::open(id, target, asked);
        // Screens can be captured by any number at once: nobody need wait for the thread.
        Ok(Self { captured: Captured::open(DeviceKind::Screen, Duration::ZERO, open)?, wanted })
    }
}

impl VideoSource for ScreenCapture {
    fn size(&self) -> Size {
        self.captured.size()
    }

    fn poll(&mut self, at: Duration) -> Result<Option<VideoFrame>, DeviceError> {
        self.captured.poll(at)
    }

    fn set_part(&mut self, from: (i32, i32), to: (i32, i32)) -> bool {
        *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = Some((from, to));
        true
    }
}

impl Camera {
    fn open(id: DeviceId, target: Target, wanted: Wanted) -> Result<Self, DeviceError> {
        let opened = Display::connect().and_then(|display| {
            if let Target::Window(window) = target {
                display.keep_whole(window)?;
            }
            let size = place(&display, &target)?.map(|place| place.size);
            Ok((display, size))
        });
        match opened {
            Ok((display, Some(size))) => Ok(Self { display, target, id, size, wanted }),
            Ok((_, None)) => Err(error(&id, Fault::Failed("the window is not shown".to_owned()))),
            Err(fault) => Err(error(&id, fault)),
        }
    }

    /// What is shown now; none while nothing is.
    fn picture(&self) -> Result<Option<Picture>, DeviceError> {
        match self.pixels() {
            Ok(Some(pixels)) => pixels.into_picture().map(Some),
            Ok(None) | Err(Fault::Changing) => Ok(None),
            Err(fault) => Err(error(&self.id, fault)),
        }
    }

    fn pixels(&self) -> Result<Option<Pixels>, Fault> {
        let Some(Place { window, left, top, size }) = place(&self.display, &self.target)? else {
            return Ok(None);
        };
        let all = ((0, 0), (i32::MAX, i32::MAX));
        let wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or(all);
        let whole = || Part::between(size, all.0, all.1);
        let Some(part) = Part::between(size, wanted.0, wanted.1).or_else(whole) else { return Ok(None) };
        let corner = (further(left, part.left), further(top, part.top));
        let mut pixels = self.display.pixels(window, corner, part.size)?;
        let (cursor, (x, y)) = self.display.cursor(window)?;
        pixels.draw(&cursor, (x - i32::from(corner.0), y - i32::from(corner.1)));
        Ok(Some(pixels))
    }
}

impl Capture for Camera {
    fn size(&self) -> Size {
        self.size
    }

    fn run(self, newest: &Newest) -> Result<(), DeviceError> {
        while newest.wait_until_asked() {
            let taken = now();
            if let Some(picture) = self.picture()? {
                newest.put(taken, picture);
            }
            newest.pause(INTERVAL.saturating_sub(taken.elapsed()));
        }
        Ok(())
    }
}

/// Where the target is now; none while it is not shown.
fn place(display: &Display, target: &Target) -> Result<Option<Place>, Fault> {
    match target {
        Target::Screen(name) => {
            let found = display.monitors()?.into_iter().find(|monitor| monitor.name == *name);
            let monitor = found.ok_or(Fault::Gone)?;
            Ok(Some(Place {
                window: display.root(),
                left: monitor.left,
                top: monitor.top,
                size: monitor.size,
            }))
        }
        Target::Window(window) => {
            let size = display.shown(*window)?;
            Ok(size.map(|size| Place { window: *window, left: 0, top: 0, size }))
        }
    }
}

/// A server's coordinates have 16 bits, and parts lie within.
fn further(from: i16, by: u32) -> i16 {
    i16::try_from(i64::from(from) + i64::from(by)).unwrap_or(i16::MAX)
}

fn error(id: &DeviceId, fault: Fault) -> DeviceError {
    let kind = DeviceKind::Screen;
    match fault {
        Fault::Gone => DeviceError::NoDevice { kind, id: id.clone() },
        Fault::Changing => DeviceError::Failed { kind, why: "it is not shown".to_owned() },
        Fault::Failed(why) => DeviceError::Failed { kind, why },
    }
}
