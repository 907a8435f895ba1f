//! A camera that is open: asked for a mode, and for one picture after the other.

use std::io;
use std::path::Path;

use v4l::buffer::{Flags, Type};
use v4l::fraction::Fraction;
use v4l::frameinterval::FrameIntervalEnum;
use v4l::framesize::{FrameSizeEnum, Stepwise};
use v4l::io::traits::{CaptureStream, Stream};
use v4l::prelude::MmapStream;
use v4l::video::Capture as _;
use v4l::video::capture::Parameters;
use v4l::{Device, Format as Asked, FourCC};

use super::decode::Format;
use super::error;
use super::mode::{Layout, Mode, WANTED, choose};
use crate::DeviceError;
use crate::device::{DeviceId, DeviceKind};
use crate::system::video::newest::{Capture, Newest, now};
use crate::video::Size;

/// Pictures that the driver may have under way.
const BUFFERS: u32 = 4;
/// How long one picture is waited for before it is looked whether anybody still wants it, in ms.
const WAIT_MS: i32 = 200;
/// After so many waits the camera hangs: 5 s, more than the slowest takes for its first picture.
const WAITS_MAX: u32 = 25;
/// Pictures in a row that may be damaged: a second of them. Some are while a camera finds its light.
const DAMAGED_MAX: u32 = 30;
/// `POLLIN`: there is a picture, or an error to be read.
const READABLE: i16 = 1;

/// An open camera, which gives pictures already.
pub(super) struct Camera {
    id: DeviceId,
    format: Format,
    stream: MmapStream<'static>,
}

/// What has come instead of pictures.
#[derive(Default)]
struct Patience {
    waits: u32,
    damaged: u32,
}

impl Camera {
    pub(super) fn open(path: &Path, id: DeviceId) -> Result<Self, DeviceError> {
        let refused = |why: io::Error| error(&id, &why);
        let device = Device::with_path(path).map_err(refused)?;
        let modes = modes(&device).map_err(refused)?;
        let mode = choose(&modes).ok_or_else(|| failed("it has no mode that is read here"))?;
        let format = set_mode(&device, mode).map_err(refused)?;
        let format = format.ok_or_else(|| failed("it gives another format than it was asked for"))?;
        let stream = start(&device).map_err(refused)?;
        Ok(Self { id, format, stream })
    }
}

impl Capture for Camera {
    fn size(&self) -> Size {
        self.format.size
    }

    fn run(mut self, newest: &Newest) -> Result<(), DeviceError> {
        let mut patience = Patience::default();
        while !newest.is_closed() {
            let ready = self.stream.handle().poll(READABLE, WAIT_MS).map_err(|why| error(&self.id, &why))?;
            if ready == 0 {
                patience.wait()?;
                continue;
            }
            let (bytes, meta) = self.stream.next().map_err(|why| error(&self.id, &why))?;
            let taken = now();
            let whole = !meta.flags.contains(Flags::ERROR);
            let bytes = bytes.get(..meta.bytesused as usize).filter(|_| whole);
            match bytes.and_then(|bytes| self.format.decode(bytes)) {
                Some(picture) => {
                    patience = Patience::default();
                    newest.put(taken, picture);
                }
                None => patience.damage()?,
            }
        }
        Ok(())
    }
}

impl Patience {
    fn wait(&mut self) -> Result<(), DeviceError> {
        self.waits += 1;
        if self.waits < WAITS_MAX { Ok(()) } else { Err(failed("it gives no pictures")) }
    }

    fn damage(&mut self) -> Result<(), DeviceError> {
        self.damaged += 1;
        if self.damaged < DAMAGED_MAX { Ok(()) } else { Err(failed("its pictures are damaged")) }
    }
}

fn failed(why: &str) -> DeviceError {
    DeviceError::Failed { kind: DeviceKind::Camera, why: why.to_owned() }
}

/// What the camera can give, of what is read here. Of sizes and rates that it takes in steps, the one that is wanted or
/// the nearest.
fn modes(device: &Device) -> io::Result<Vec<Mode>> {
    let layouts = device.enum_formats()?.into_iter().filter_map(|format| Layout::of(format.fourcc.repr));
    let mut modes = Vec::new();
    for layout in layouts {
        let fourcc = FourCC::new(&layout.fourcc());
        for size in device.enum_framesizes(fourcc)? {
            let size = match size.size {
                FrameSizeEnum::Discrete(size) => Size::new(size.width, size.height),
                FrameSizeEnum::Stepwise(sizes) => nearest(&sizes),
            };
            // Cameras that are made by programs do not say how fast they are.
            let rates = device.enum_frameintervals(fourcc, size.width, size.height).unwrap_or_default();
            let rates: Vec<_> = rates.into_iter().map(|rate| Some(rate_of(&rate.interval))).collect();
            let rates = if rates.is_empty() { vec![None] } else { rates };
            modes.extend(rates.into_iter().map(|rate| Mode { layout, size, rate }));
        }
    }
    Ok(modes)
}

fn nearest(sizes: &Stepwise) -> Size {
    let side = |wanted: u32, least: u32, most: u32, step: u32| {
        let steps = wanted.saturating_sub(least).div_ceil(step.max(1));
        least.saturating_add(steps.saturating_mul(step.max(1))).min(most)
    };
    Size::new(
        side(WANTED.width, sizes.min_width, sizes.max_width, sizes.step_width),
        side(WANTED.height, sizes.min_height, sizes.max_height, sizes.step_height),
    )
}

/// Pictures and seconds. A camera with steps takes a thirtieth of a second where that is within, else what is nearest.
fn rate_of(interval: &FrameIntervalEnum) -> (u32, u32) {
    let rate = |interval: &Fraction| (interval.denominator, interval.numerator);
    match interval {
        FrameIntervalEnum::Discrete(interval) => rate(interval),
        FrameIntervalEnum::Stepwise(intervals) => {
            let thirtieths = |interval: &Fraction| u64::from(interval.numerator) * 30;
            let shortest_is_longer = thirtieths(&intervals.min) > u64::from(intervals.min.denominator);
            let longest_is_shorter = thirtieths(&intervals.max) < u64::from(intervals.max.denominator);
            match (shortest_is_longer, longest_is_shorter) {
                (true, _) => rate(&intervals.min),
                (_, true) => rate(&intervals.max),
                _ => (30, 1),
            }
        }
    }
}

/// Asks for the mode; gives what the camera makes of it, if that is read here.
fn set_mode(device: &Device, mode: Mode) -> io::Result<Option<Format>> {
    let asked = Asked::new(mode.size.width, mode.size.height, FourCC::new(&mode.layout.fourcc()));
    let given = device.set_format(&asked)?;
    if let Some((pictures, seconds)) = mode.rate {
        // Pictures come also where the camera keeps a rate of its own.
        let _ = device.set_params(&Parameters::new(Fraction::new(seconds, pictures)));
    }
    let layout = Layout::of(given.fourcc.repr);
    let stride = given.stride as usize;
    Ok(layout.and_then(|layout| Format::new(layout, Size::new(given.width, given.height), stride)))
}

/// From now on the camera gives pictures: whether another program holds it is known then.
fn start(device: &Device) -> io::Result<MmapStream<'static>> {
    let mut stream = MmapStream::with_buffers(device, Type::VideoCapture, BUFFERS)?;
    // The first one is given to the driver when the next picture is asked for. It may have fewer than were wanted, but
    // more than one.
    CaptureStream::queue(&mut stream, 1)?;
    let _ = (2..BUFFERS as usize).try_for_each(|index| CaptureStream::queue(&mut stream, index));
    stream.start()?;
    Ok(stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_sizes_in_steps_the_nearest_that_is_not_smaller_is_asked_for() {
        let steps = |min_width, max_width, step_width, min_height, max_height, step_height| Stepwise {
            min_width,
            max_width,
            step_width,
            min_height,
            max_height,
            step_height,
        };
        for (case, sizes, (width, height)) in [
            ("any", steps(2, 8192, 1, 1, 8192, 1), (640, 480)),
            ("steps", steps(32, 2592, 48, 32, 1944, 64), (656, 480)),
            ("larger only", steps(800, 1600, 16, 600, 1200, 16), (800, 600)),
            ("smaller only", steps(16, 320, 16, 16, 240, 16), (320, 240)),
            ("no step", steps(16, 320, 0, 16, 240, 0), (320, 240)),
        ] {
            assert_eq!(nearest(&sizes), Size::new(width, height), "{case}");
        }
    }

    #[test]
    fn of_rates_in_steps_thirty_is_asked_for_where_the_camera_has_it() {
        let steps = |min: (u32, u32), max: (u32, u32)| {
            let fraction = |(numerator, denominator)| Fraction::new(numerator, denominator);
            FrameIntervalEnum::Stepwise(v4l::frameinterval::Stepwise {
                min: fraction(min),
                max: fraction(max),
                step: fraction((1, 1)),
            })
        };
        for (case, rates, rate) in [
            ("one", FrameIntervalEnum::Discrete(Fraction::new(1001, 30_000)), (30_000, 1001)),
            ("all", steps((1, 120), (1, 1)), (30, 1)),
            ("slow", steps((1, 10), (1, 1)), (10, 1)),
            ("fast", steps((1, 120), (1, 60)), (60, 1)),
        ] {
            assert_eq!(rate_of(&rates), rate, "{case}");
        }
    }

    #[test]
    fn a_camera_that_hangs_or_gives_nonsense_has_failed() {
        let last =
            |mut step: Box<dyn FnMut() -> Result<(), DeviceError>>| (1..=100).find(|_| step().is_err());
        let (mut hanging, mut broken) = (Patience::default(), Patience::default());

        assert_eq!(last(Box::new(move || hanging.wait())), Some(WAITS_MAX));
        assert_eq!(last(Box::new(move || broken.damage())), Some(DAMAGED_MAX));
    }
}
