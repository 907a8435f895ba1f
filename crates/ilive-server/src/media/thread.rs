//! One media thread: its socket, its worker, its queue.

use std::net::UdpSocket;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ilive_sfu::{
    Command, CrossMessage, Datagram, Event, Input, LinkLimits, Output, Sending, Stats, Worker, WorkerConfig,
};
use tokio::sync::{mpsc, oneshot};

use super::Routes;
use super::socket::{MediaSocket, Received};
use crate::clock::unix_ms;
use crate::clock::until;
use crate::speed::SpeedTests;

/// Messages taken from the queue before the socket has its turn again.
const TURN: usize = 256;
/// Reads of the socket that may fail in a row.
const FAILED_READS: u32 = 64;

/// What reaches a thread besides datagrams.
pub(super) enum ToThread {
    Command(Command),
    Cross(Box<CrossMessage>),
    Stats(oneshot::Sender<Box<Stats>>),
    Stop,
}

pub(super) struct Setup {
    pub(super) index: usize,
    pub(super) socket: UdpSocket,
    pub(super) inbox: mpsc::Receiver<ToThread>,
    pub(super) others: Vec<mpsc::Sender<ToThread>>,
    pub(super) routes: Routes,
    pub(super) gso: bool,
    pub(super) limits: LinkLimits,
    pub(super) speed: Arc<SpeedTests>,
}

/// Runs until it is told to stop, or its socket fails.
pub(super) fn run(setup: Setup) {
    let (index, routes) = (setup.index, setup.routes.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = runtime.and_then(|runtime| runtime.block_on(async { Thread::new(setup)?.run().await }));
    if let Err(error) = ended {
        tracing::error!(thread = index, %error, "a media thread has failed: its connections are given up");
        routes.thread_ended(index);
    }
}

struct Thread {
    socket: MediaSocket,
    worker: Worker,
    inbox: mpsc::Receiver<ToThread>,
    others: Vec<mpsc::Sender<ToThread>>,
    routes: Routes,
    speed: Arc<SpeedTests>,
    stats: Vec<oneshot::Sender<Box<Stats>>>,
    stopping: bool,
    failed_reads: u32,
}

impl Thread {
    fn new(setup: Setup) -> std::io::Result<Self> {
        let Setup { index, socket, inbox, others, routes, gso, limits, speed } = setup;
        let socket = MediaSocket::new(socket)?;
        let runs = gso && socket.run_segments() > 1;
        let sending = if runs { Sending::Segments } else { Sending::Plain };
        let since_1970 = Duration::from_millis(unix_ms());
        let started = (Instant::now(), since_1970);
        let worker =
            Worker::new(WorkerConfig { thread: index, threads: others.len(), sending, started, limits });
        Ok(Self {
            socket,
            worker,
            inbox,
            others,
            routes,
            speed,
            stats: Vec::new(),
            stopping: false,
            failed_reads: 0,
        })
    }

    async fn run(mut self) -> std::io::Result<()> {
        let mut messages = Vec::with_capacity(TURN);
        while !self.stopping {
            let timeout = self.worker.poll_timeout();
            tokio::select! {
                ready = self.socket.readable() => ready?,
                taken = self.inbox.recv_many(&mut messages, TURN) => if taken == 0 { break },
                () = until(timeout) => {}
            }
            self.turn(&mut messages)?;
        }
        Ok(())
    }

    /// What the socket has, what the queue has, what is due; then all that follows goes out at once.
    fn turn(&mut self, messages: &mut Vec<ToThread>) -> std::io::Result<()> {
        let now = Instant::now();
        let Self { socket, worker, speed, .. } = self;
        let mut echoes = Vec::new();
        let received = socket.receive(|Received { from, to, bytes }| match speed.echo(now, from, bytes) {
            Some(echo) => echoes.push((from, echo)),
            None => worker.handle(now, Input::Datagram(Datagram { from, to, bytes })),
        });
        for (to, echo) in echoes {
            let _ = socket.send(to, &echo, None);
        }
        // An interface that goes away is an error of one read; a socket that is broken fails every time.
        match received {
            Ok(_) => self.failed_reads = 0,
            Err(error) if self.failed_reads >= FAILED_READS => return Err(error),
            Err(error) => {
                self.failed_reads += 1;
                tracing::warn!(%error, "a read of the media socket failed");
            }
        }
        while messages.len() < TURN {
            match self.inbox.try_recv() {
                Ok(message) => messages.push(message),
                Err(_) => break,
            }
        }
        for message in messages.drain(..) {
            self.message(now, message);
        }
        if self.worker.poll_timeout().is_some_and(|at| at <= now) {
            self.worker.handle(now, Input::Timeout);
        }
        self.carry_out();
        Ok(())
    }

    fn message(&mut self, now: Instant, message: ToThread) {
        match message {
            ToThread::Command(command) => self.worker.handle(now, Input::Command(command)),
            ToThread::Cross(message) => self.worker.handle(now, Input::FromThread(*message)),
            ToThread::Stats(answer) => {
                self.stats.push(answer);
                self.worker.handle(now, Input::Command(Command::ReadStats));
            }
            ToThread::Stop => {
                self.worker.handle(now, Input::Command(Command::Drain));
                self.stopping = true;
            }
        }
    }

    fn carry_out(&mut self) {
        while let Some(output) = self.worker.poll_output() {
            match output {
                Output::Transmit(transmit) => {
                    // What the kernel does not take is lost, as on any network: NACK and RTX are for that.
                    let _ = self.socket.send(transmit.to, &transmit.bytes, transmit.segment_size);
                }
                Output::Event(Event::Stats(stats)) => {
                    for answer in self.stats.drain(..) {
                        let _ = answer.send(stats.clone());
                    }
                }
                Output::Event(event) => self.tell(event),
                Output::ToThread { thread, message } => {
                    if self.others[thread].try_send(ToThread::Cross(Box::new(message))).is_err() {
                        tracing::warn!(thread, "another media thread does not keep up");
                    }
                }
            }
        }
    }

    fn tell(&self, event: Event) {
        if let Some(peer) = event.peer() {
            self.routes.tell(peer, event);
        }
    }
}
