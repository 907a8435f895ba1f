//! The thread that captures, encodes, decodes and plays for one client. It begins when there is something for it.

mod commands;
mod devices;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use ilive_devices::DeviceError;
use ilive_devices::device::DeviceKind;
use ilive_devices::video::Watermark;
use ilive_protocol::wire::{self, Source};
use ilive_session::device::{DeviceCommand, DeviceEvent};
use ilive_session::io::PeerNo;
use tokio::sync::mpsc::Sender;

use super::catalogue::Catalogue;
use super::closings::Closings;
use super::external::ExternalBody;
use super::inbox::{Inbox, Taken};
use super::listeners::Listeners;
use super::openings::{Openings, Ready};
use super::outlet::Outlet;
use super::peer::{Coded, Outgoing, Received};
use super::playback::Playback;
use super::quality::Board;
use super::setup::{Encoding, VoiceSwitches};
use super::sink::MediaSink;
use super::studio::Studio;
use super::{Report, Reporter};

/// How long who ends the worker waits for its devices to be closed: longer than a camera takes that works.
const CLOSE: Duration = Duration::from_secs(1);

/// What the worker is told.
pub(super) enum Command {
    /// By the session.
    Device(DeviceCommand, Option<ExternalBody>),
    /// No device of the kind is being closed any more, which something to be opened waits for.
    Vacant(DeviceKind),
    /// What was to be opened is open, or cannot be.
    Opened(DeviceKind, Result<Ready, DeviceError>),
    /// A connection is up; packets go there.
    PeerUp(PeerNo, Sender<Outgoing>),
    PeerGone(PeerNo),
    /// What slots show.
    Slots(PeerNo, Vec<wire::Slot>),
    /// Somebody who watches this source needs a keyframe.
    Keyframe(Source),
    /// Of a hundred packets of the own voice so many are lost on their way.
    Loss(u8),
    /// The role has changed.
    Encoding(Encoding),
    Watermark(Option<Watermark>),
    /// The lists of devices are others.
    Devices,
}

/// The way to the thread.
pub(super) struct Worker {
    inbox: Arc<Inbox<Command, Received>>,
    running: AtomicBool,
    thread: Mutex<Thread>,
}

enum Thread {
    /// There was nothing to do yet.
    Waiting(Box<Parts>),
    Running(JoinHandle<()>),
    /// It could not be started, or has ended.
    Gone,
}

/// What the thread is made of.
pub(super) struct Parts {
    pub(super) report: Reporter,
    pub(super) sink: Arc<dyn MediaSink>,
    pub(super) board: Arc<Board>,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) encoding: Encoding,
    pub(super) voice: VoiceSwitches,
}

impl Worker {
    pub(super) fn new(parts: Parts) -> Self {
        let thread = Mutex::new(Thread::Waiting(Box::new(parts)));
        Self { inbox: Arc::default(), running: AtomicBool::new(false), thread }
    }

    /// Tells it something. A worker that is a thousand commands behind has stopped: the session's deadlines find that.
    pub(super) fn command(&self, command: Command) {
        self.start();
        if !self.inbox.command(command) {
            tracing::error!("the media thread does not take commands any more");
        }
    }

    /// Tells it that the lists of devices are others; who has none open need not know.
    pub(super) fn devices_changed(&self) {
        if self.running.load(Ordering::Acquire) {
            self.command(Command::Devices);
        }
    }

    /// Hands it a packet. Sound waits for the next turn; a picture is looked at once it is whole.
    pub(super) fn packet(&self, packet: Received) {
        self.start();
        let urgent = packet.coded != Coded::Opus && packet.marker;
        self.inbox.packet(packet, urgent);
    }

    /// Packets that there was no room for.
    pub(super) fn dropped(&self) -> u64 {
        self.inbox.dropped()
    }

    /// Ends the thread with its turn, and its devices with it, as far as their drivers let go of them. Nothing is taken any
    /// more.
    pub(super) fn end(&self) {
        self.running.store(true, Ordering::Release);
        self.inbox.close();
        let thread = std::mem::replace(&mut *self.thread(), Thread::Gone);
        if let Thread::Running(handle) = thread
            && handle.thread().id() != std::thread::current().id()
        {
            let _ = handle.join();
        }
    }

    fn thread(&self) -> std::sync::MutexGuard<'_, Thread> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self) {
        if self.running.swap(true, Ordering::AcqRel) {
            return;
        }
        let mut thread = self.thread();
        let Thread::Waiting(parts) = std::mem::replace(&mut *thread, Thread::Gone) else { return };
        let inbox = Arc::clone(&self.inbox);
        let started = std::thread::Builder::new()
            .name("ilive-media".to_owned())
            .spawn(move || Bench::new(*parts, inbox).run());
        match started {
            Ok(handle) => *thread = Thread::Running(handle),
            Err(error) => tracing::error!(%error, "the media thread does not start"),
        }
    }
}

/// All that the thread works with.
pub(super) struct Bench {
    inbox: Arc<Inbox<Command, Received>>,
    report: Reporter,
    board: Arc<Board>,
    catalogue: Arc<Catalogue>,
    openings: Openings,
    closings: Closings,
    /// The lists have changed while one of these was on its way.
    to_follow: BTreeSet<DeviceKind>,
    listeners: Listeners,
    studio: Studio,
    playback: Playback,
    outlet: Outlet,
    /// Devices whose pictures have sound, as the session knows it.
    sounding: BTreeSet<DeviceKind>,
}

impl Bench {
    pub(super) fn new(parts: Parts, inbox: Arc<Inbox<Command, Received>>) -> Self {
        let Parts { report, sink, board, catalogue, encoding, voice } = parts;
        let closings = Closings::default();
        Self {
            openings: Openings::new(Arc::clone(&catalogue), Arc::clone(&inbox), closings.clone()),
            closings,
            to_follow: BTreeSet::new(),
            inbox,
            report,
            catalogue,
            listeners: Listeners::new(Arc::clone(&sink)),
            studio: Studio::new(Arc::clone(&sink), encoding, voice, rand::random()),
            playback: Playback::new(sink, Arc::clone(&board)),
            outlet: Outlet::new(Arc::clone(&board)),
            board,
            sounding: BTreeSet::new(),
        }
    }

    fn run(mut self) {
        self.work();
        let closings = self.closings.clone();
        drop(self);
        closings.wait(CLOSE);
    }

    /// Until the inbox is closed.
    fn work(&mut self) {
        loop {
            let now = Instant::now();
            let until = self.studio.deadline(now).into_iter().chain(self.playback.deadline()).min();
            let Taken { commands, packets, closed } = self.inbox.take(until);
            if closed {
                return;
            }
            for packet in packets {
                self.playback.receive(packet, &self.listeners);
            }
            for command in commands {
                self.command(Instant::now(), command);
            }
            self.turn(Instant::now());
        }
    }

    /// What is played comes before what is heard: a microphone that hears a sound must know it, however late the turn is.
    pub(super) fn turn(&mut self, now: Instant) {
        self.play(now);
        let turn = self.studio.turn(now, &self.listeners, &mut self.outlet);
        for (kind, error) in turn.lost {
            self.gone(kind, error);
        }
        if let Some(frame) = turn.own {
            self.playback.hear_own(frame);
        }
        for (kind, frame) in turn.films {
            self.playback.hear_film(kind, frame);
        }
        self.tell_sounds();
        for stream in self.playback.look(now) {
            self.outlet.ask_for_keyframe(stream);
        }
    }

    fn play(&mut self, now: Instant) {
        let Self { playback, studio, listeners, .. } = self;
        if let Err(error) = playback.play(now, listeners, |frame| studio.played(frame)) {
            self.gone(DeviceKind::Player, error);
        }
    }

    /// The session is told whose pictures have sound now: it goes out with the voice.
    fn tell_sounds(&mut self) {
        let sounding = self.studio.sounding();
        for kind in self.sounding.symmetric_difference(&sounding) {
            self.tell(DeviceEvent::Sound(*kind, sounding.contains(kind)));
        }
        self.sounding = sounding;
    }

    fn tell(&self, event: DeviceEvent) {
        (self.report)(Report::Device(event));
    }

    /// Tells it when it is called, from whichever thread.
    fn teller(&self, event: DeviceEvent) -> impl FnOnce() + Send + 'static + use<> {
        let report = Arc::clone(&self.report);
        move || report(Report::Device(event))
    }
}
