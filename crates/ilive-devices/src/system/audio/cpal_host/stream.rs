//! Streams of cpal: built, kept and dropped by one thread each, since on some systems they stay on the thread that made
//! them.

use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait, StreamTrait};
use cpal::{BufferSize, ErrorKind, SupportedBufferSize, SupportedStreamConfig};

use super::super::cushion::Cushion;
use super::super::ear::Ear;
use super::super::lifeline::Lifeline;
use super::super::open::{Microphone, Player, Shared, lock};
use super::super::resample::Resampler;
use super::format::{read, write};
use crate::DeviceError;
use crate::audio::{Channels, RATE_HZ};

/// Parts of 20 ms, of which the system keeps two: with less a machine that has other work to do leaves gaps.
const PARTS_A_SECOND: u32 = 50;
/// Faults for so long, and no sound between them, are the end. ALSA's way to a server of sound has hundreds in the
/// millisecond in which it begins again.
const FAULTY_MAX: Duration = Duration::from_secs(3);
/// A driver that takes longer to open a device has failed.
const OPEN_MAX: Duration = Duration::from_secs(5);

/// Hears what this device hears, or what it plays where the system has that.
pub(crate) fn record(device: &cpal::Device, life: Arc<Lifeline>) -> Result<Microphone, DeviceError> {
    super::hush();
    // Windows has no default for what a player plays but the player's own.
    let config = device.default_input_config().or_else(|_| device.default_output_config());
    let config = at_our_rate(config.map_err(|why| error(&life, &why))?, device.supported_input_configs());
    let (rate_hz, from) = (config.sample_rate(), usize::from(config.channels()));
    let channels = if from == 1 { Channels::Mono } else { Channels::Stereo };
    let mut resampler = if rate_hz == RATE_HZ {
        None
    } else {
        Some(Resampler::new(rate_hz, RATE_HZ, channels.count()).map_err(|why| life.failed(why))?)
    };
    let ear: Shared<Ear> = Arc::new(Mutex::new(Ear::new(channels)));
    let (heard, device) = (Arc::clone(&ear), device.clone());
    let stream = hold(Faults::of(&life), move |faults| {
        let (stream_config, format) = (buffered(&config), config.sample_format());
        let (sounds, told) = (faults.clone(), Arc::clone(&faults.life));
        let hear = move |data: &cpal::Data, _: &cpal::InputCallbackInfo| {
            sounds.sound();
            let samples = read(data, from, channels);
            match resampler.as_mut().map(|resampler| resampler.process(&samples, 1.0)) {
                None => lock(&heard).hear(samples),
                Some(Ok(samples)) => lock(&heard).hear(samples),
                Some(Err(why)) => told.end(told.failed(why)),
            }
        };
        device.build_input_stream_raw(stream_config, format, hear, move |why| faults.fault(&why), None)
    })?;
    Ok(Microphone { ear, life, _stream: Box::new(stream) })
}

/// Plays at this device.
pub(crate) fn play(device: &cpal::Device, life: Arc<Lifeline>) -> Result<Player, DeviceError> {
    super::hush();
    let config = device.default_output_config().map_err(|why| error(&life, &why))?;
    let config = at_our_rate(config, device.supported_output_configs());
    let (rate_hz, channels) = (config.sample_rate(), usize::from(config.channels()));
    let cushion: Shared<Cushion> = Arc::new(Mutex::new(Cushion::new(rate_hz)));
    let (taken, emptied, device) = (Arc::clone(&cushion), Arc::clone(&cushion), device.clone());
    let stream = hold(Faults::of(&life), move |faults| {
        let (stream_config, format) = (buffered(&config), config.sample_format());
        let (sounds, mut stereo) = (faults.clone(), Vec::new());
        let give = move |data: &mut cpal::Data, _: &cpal::OutputCallbackInfo| {
            sounds.sound();
            stereo.resize(data.len() / channels * Channels::Stereo.count(), 0);
            lock(&taken).pull(&mut stereo);
            write(data, channels, &stereo);
        };
        let fail = move |why: cpal::Error| {
            if why.kind() == ErrorKind::Xrun {
                lock(&emptied).count_underrun();
            }
            faults.fault(&why);
        };
        device.build_output_stream_raw(stream_config, format, give, fail, None)
    })?;
    Player::new(cushion, rate_hz, life, Box::new(stream))
}

/// The same at 48 kHz, where the device has that: nothing needs to be converted then.
fn at_our_rate<R: Iterator<Item = cpal::SupportedStreamConfigRange>>(
    usual: SupportedStreamConfig,
    ranges: Result<R, cpal::Error>,
) -> SupportedStreamConfig {
    let alike = |range: &cpal::SupportedStreamConfigRange| {
        range.channels() == usual.channels() && range.sample_format() == usual.sample_format()
    };
    let mut alike = ranges.into_iter().flatten().filter(alike);
    alike.find_map(|range| range.try_with_sample_rate(RATE_HZ)).unwrap_or(usual)
}

/// A part at a time, where the device lets choose.
fn buffered(config: &SupportedStreamConfig) -> cpal::StreamConfig {
    let part = config.sample_rate() / PARTS_A_SECOND;
    let buffer_size = match config.buffer_size() {
        SupportedBufferSize::Range { min, max } if min <= max => BufferSize::Fixed(part.clamp(*min, *max)),
        _ => BufferSize::Default,
    };
    cpal::StreamConfig { buffer_size, ..config.config() }
}

/// Builds a stream on a thread of its own and keeps it there until what comes back is dropped. Nobody waits for the end:
/// a driver that hangs would hang those who close it.
fn hold(
    faults: Faults,
    build: impl FnOnce(Faults) -> Result<cpal::Stream, cpal::Error> + Send + 'static,
) -> Result<Sender<()>, DeviceError> {
    let (stop, stopped) = mpsc::channel();
    let (tell, told) = mpsc::channel();
    let life = Arc::clone(&faults.life);
    let hold = move || {
        super::hush();
        let stream = match build(faults.clone()) {
            Ok(stream) => stream,
            Err(why) => return drop(tell.send(Err(why))),
        };
        // Whoever has given up by now has dropped the other end too: the stream is dropped at once.
        let _ = tell.send(Ok(()));
        if let Err(why) = stream.play() {
            faults.life.end(error(&faults.life, &why));
        }
        let _ = stopped.recv();
    };
    let thread = std::thread::Builder::new().name("ilive-cpal".to_owned()).spawn(hold);
    thread.map_err(|why| life.failed(why))?;
    match told.recv_timeout(OPEN_MAX) {
        Ok(Ok(())) => Ok(stop),
        Ok(Err(why)) => Err(error(&life, &why)),
        Err(_) => Err(life.failed("it does not answer")),
    }
}

/// Hears what a running stream says of itself.
#[derive(Clone)]
struct Faults {
    life: Arc<Lifeline>,
    /// When there was the first one since there was sound.
    since: Shared<Option<Instant>>,
}

impl Faults {
    fn of(life: &Arc<Lifeline>) -> Self {
        Self { life: Arc::clone(life), since: Arc::default() }
    }

    fn sound(&self) {
        *lock(&self.since) = None;
    }

    /// Gaps are the device's affair, and cpal goes on after most faults.
    #[expect(
        clippy::disallowed_methods,
        reason = "cpal says what fails, and no time: this is at the system's edge"
    )]
    fn fault(&self, why: &cpal::Error) {
        let ends = match why.kind() {
            ErrorKind::Xrun | ErrorKind::RealtimeDenied | ErrorKind::DeviceChanged => false,
            ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable | ErrorKind::StreamInvalidated => true,
            _ => lock(&self.since).get_or_insert_with(Instant::now).elapsed() > FAULTY_MAX,
        };
        if ends {
            self.life.end(error(&self.life, why));
        }
    }
}

fn error(life: &Lifeline, why: &cpal::Error) -> DeviceError {
    match why.kind() {
        ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => life.no_device(),
        ErrorKind::DeviceBusy => life.busy(),
        ErrorKind::PermissionDenied => life.denied(),
        _ => life.failed(why),
    }
}
