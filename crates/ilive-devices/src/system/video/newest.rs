//! The newest picture of a device, between the thread that captures and whoever polls.

use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::DeviceError;
use crate::device::{DeviceKind, VideoSource};
use crate::video::{Picture, Size, VideoFrame};

/// How long the opening of a device is waited for. A driver takes up to a second or two; after this it hangs.
const OPENING: Duration = Duration::from_secs(5);

/// What both ends look at.
#[derive(Debug, Default)]
pub(super) struct Newest {
    state: Mutex<State>,
    turned: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// When it was taken, and what is seen.
    picture: Option<(Instant, Picture)>,
    /// Somebody waits for the next one.
    asked: bool,
    /// Nobody polls any more.
    closed: bool,
    /// Why there are no more; the thread has let go of the device.
    end: Option<DeviceError>,
}

/// What is captured from, on the thread that has opened it.
pub(super) trait Capture {
    /// The size of its pictures, as far as it is known before the first.
    fn size(&self) -> Size;

    /// Captures until nobody polls any more, or the device is gone.
    fn run(self, newest: &Newest) -> Result<(), DeviceError>;
}

/// A device that is captured on a thread of its own, until this is dropped.
pub(super) struct Captured {
    newest: Arc<Newest>,
    size: Size,
    /// How long a closing waits for the thread to let go of the device.
    patience: Duration,
}

/// The thread's end, however it comes.
struct Ending {
    newest: Arc<Newest>,
    why: DeviceError,
}

impl Captured {
    /// Opens a device on a thread and captures there; waits for the opening only.
    pub(super) fn open<C: Capture>(
        kind: DeviceKind,
        patience: Duration,
        open: impl FnOnce() -> Result<C, DeviceError> + Send + 'static,
    ) -> Result<Self, DeviceError> {
        let newest = Arc::new(Newest::default());
        let failed = |why: &str| DeviceError::Failed { kind, why: why.to_owned() };
        let (tell, told) = mpsc::sync_channel(1);
        let ending = Ending { newest: Arc::clone(&newest), why: failed("its thread has ended") };
        std::thread::Builder::new()
            .name(format!("ilive-{kind}"))
            .spawn(move || ending.run(open, &tell))
            .map_err(|error| failed(&error.to_string()))?;
        // What is dropped on the way out tells the thread that nobody is there.
        let mut captured = Self { newest, size: Size::new(0, 0), patience: Duration::ZERO };
        captured.size = told.recv_timeout(OPENING).map_err(|error| match error {
            RecvTimeoutError::Timeout => failed("it does not answer"),
            RecvTimeoutError::Disconnected => failed("its thread has ended"),
        })??;
        captured.patience = patience;
        Ok(captured)
    }
}

impl VideoSource for Captured {
    fn size(&self) -> Size {
        self.size
    }

    fn poll(&mut self, at: Duration) -> Result<Option<VideoFrame>, DeviceError> {
        let taken = self.newest.take()?;
        Ok(taken.map(|(taken, picture)| VideoFrame { picture, at: at.saturating_sub(taken.elapsed()) }))
    }
}

impl Drop for Captured {
    fn drop(&mut self) {
        let mut state = self.newest.lock();
        state.closed = true;
        self.newest.turned.notify_all();
        let held = |state: &mut State| state.end.is_none();
        drop(self.newest.turned.wait_timeout_while(state, self.patience, held));
    }
}

impl Ending {
    fn run<C: Capture>(
        mut self,
        open: impl FnOnce() -> Result<C, DeviceError>,
        tell: &SyncSender<Result<Size, DeviceError>>,
    ) {
        let ended = match open() {
            Ok(capture) => {
                // Whoever has given up meanwhile has closed it, which ends the run.
                let _ = tell.send(Ok(capture.size()));
                capture.run(&self.newest)
            }
            Err(error) => {
                let _ = tell.send(Err(error.clone()));
                Err(error)
            }
        };
        if let Err(why) = ended {
            self.why = why;
        }
    }
}

/// Also where a library has panicked: whoever polls is told.
impl Drop for Ending {
    fn drop(&mut self) {
        self.newest.lock().end = Some(self.why.clone());
        self.newest.turned.notify_all();
    }
}

impl Newest {
    /// The newest picture; the next one is asked for.
    fn take(&self) -> Result<Option<(Instant, Picture)>, DeviceError> {
        let mut state = self.lock();
        if let Some(why) = &state.end {
            return Err(why.clone());
        }
        if !std::mem::replace(&mut state.asked, true) {
            self.turned.notify_all();
        }
        Ok(state.picture.take())
    }

    /// A picture has come; one that nobody took is of no use any more.
    pub(super) fn put(&self, taken: Instant, picture: Picture) {
        let mut state = self.lock();
        state.picture = Some((taken, picture));
        state.asked = false;
    }

    /// Waits until somebody wants the next picture; false when nobody ever will.
    #[cfg(feature = "system-screen")]
    pub(super) fn wait_until_asked(&self) -> bool {
        let idle = |state: &mut State| !state.asked && !state.closed;
        let state = self.turned.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        !state.closed
    }

    /// Waits for so long, or until nobody polls any more.
    #[cfg(feature = "system-screen")]
    pub(super) fn pause(&self, pause: Duration) {
        drop(self.turned.wait_timeout_while(self.lock(), pause, |state| !state.closed));
    }

    /// Whether nobody polls any more.
    #[cfg(feature = "system-camera")]
    pub(super) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// A state is whole even where somebody has panicked beside it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time at which a picture is taken.
#[expect(clippy::disallowed_methods, reason = "what the system captures comes in the system's time")]
pub(super) fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::Receiver;

    use super::*;

    /// Captures when it is told to, and ends with its teller.
    struct Told(Receiver<Picture>);

    impl Capture for Told {
        fn size(&self) -> Size {
            Size::new(16, 16)
        }

        fn run(self, newest: &Newest) -> Result<(), DeviceError> {
            self.0.into_iter().for_each(|picture| newest.put(now(), picture));
            Err(DeviceError::Busy(DeviceKind::Camera))
        }
    }

    fn black(side: u32) -> Picture {
        Picture::black(Size::new(side, side)).expect("a possible size")
    }

    #[test]
    fn whoever_polls_late_gets_the_newest_picture_and_gets_it_once() {
        let newest = Arc::new(Newest::default());
        let mut source = Captured { newest, size: Size::new(16, 16), patience: Duration::ZERO };
        source.newest.put(now(), black(16));
        source.newest.put(now(), black(32));

        let frame = source.poll(Duration::from_secs(9)).expect("open").expect("a picture");
        assert_eq!(frame.picture.size(), Size::new(32, 32));
        assert!(frame.at <= Duration::from_secs(9));
        assert_eq!(source.poll(Duration::from_secs(9)), Ok(None));
    }

    #[test]
    fn what_ends_the_capture_is_what_a_poll_says() {
        let (tell, told) = mpsc::channel();
        let mut source =
            Captured::open(DeviceKind::Camera, Duration::ZERO, || Ok(Told(told))).expect("opened");
        assert_eq!(source.size(), Size::new(16, 16));

        drop(tell);

        source.newest.wait_for_end();
        assert_eq!(source.poll(Duration::ZERO), Err(DeviceError::Busy(DeviceKind::Camera)));
        assert_eq!(source.poll(Duration::ZERO), Err(DeviceError::Busy(DeviceKind::Camera)));
    }

    #[test]
    fn an_opening_that_fails_says_why_and_one_that_panics_has_failed() {
        let refused = Captured::open(DeviceKind::Camera, Duration::ZERO, || {
            Err::<Told, _>(DeviceError::Denied(DeviceKind::Camera))
        });
        let broken = Captured::open(DeviceKind::Camera, Duration::ZERO, || -> Result<Told, DeviceError> {
            panic!("a driver's own")
        });

        assert_eq!(refused.err(), Some(DeviceError::Denied(DeviceKind::Camera)));
        assert!(matches!(broken.err(), Some(DeviceError::Failed { kind: DeviceKind::Camera, .. })));
    }

    #[test]
    fn a_closing_waits_until_the_device_is_let_go() {
        let (tell, told) = mpsc::channel();
        let hour = Duration::from_secs(3600);
        let source = Captured::open(DeviceKind::Camera, hour, || Ok(Told(told))).expect("opened");
        let newest = Arc::clone(&source.newest);

        drop(tell);
        drop(source);

        assert!(newest.lock().closed && newest.lock().end.is_some());
    }

    impl Newest {
        fn wait_for_end(&self) {
            drop(self.turned.wait_while(self.lock(), |state| state.end.is_none()));
        }
    }
}
