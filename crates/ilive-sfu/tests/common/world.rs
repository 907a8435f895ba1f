//! Workers and clients on one clock.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use ilive_protocol::TinyId;
use ilive_sfu::{
    Answer, AudioBy, Command, CrossMessage, Datagram, Event, Identity, Input, Lacking, LinkLimits, Mid,
    Output, Peer, PeerConfig, PeerId, RoomHandle, Senders, Sending, Source, Sources, Stats, Worker,
    WorkerConfig,
};
use str0m::config::CryptoProvider;
use str0m::format::Codec;
use str0m::media::MediaKind;

use super::client::{Client, Sends};
use super::net::{Flight, Net};

/// How a client joins.
#[derive(Debug, Clone)]
pub(crate) struct Join {
    pub(crate) tiny: u8,
    pub(crate) room: u64,
    pub(crate) sends: Sends,
    pub(crate) may_send: Sources,
    pub(crate) may_receive: Sources,
    pub(crate) lacking: Lacking,
    pub(crate) audio_by: AudioBy,
    /// A port that another client has had.
    pub(crate) address: Option<SocketAddr>,
    /// What becomes of the offer on its way.
    pub(crate) alter: fn(&str) -> String,
    /// Nothing is said of the senders, as by WHIP.
    pub(crate) inferred: bool,
}

impl Join {
    pub(crate) fn new(tiny: u8) -> Self {
        Self {
            tiny,
            room: 1,
            sends: Sends {
                sources: Vec::new(),
                simulcast: false,
                video_slots: 0,
                audio_slots: 0,
                codec: Codec::Vp8,
            },
            may_send: Sources::ALL,
            may_receive: Sources::ALL,
            lacking: Lacking::Kept,
            audio_by: AudioBy::Loudest,
            address: None,
            alter: str::to_owned,
            inferred: false,
        }
    }

    pub(crate) fn sending(mut self, sources: &[Source]) -> Self {
        self.sends.sources = sources.to_vec();
        self
    }

    pub(crate) fn simulcast(mut self) -> Self {
        self.sends.simulcast = true;
        self
    }

    pub(crate) fn codec(mut self, codec: Codec) -> Self {
        self.sends.codec = codec;
        self
    }

    pub(crate) fn slots(mut self, video: usize, audio: usize) -> Self {
        (self.sends.video_slots, self.sends.audio_slots) = (video, audio);
        self
    }

    pub(crate) fn rights(mut self, send: Sources, receive: Sources) -> Self {
        (self.may_send, self.may_receive) = (send, receive);
        self
    }
}

pub(crate) struct World {
    pub(crate) now: Instant,
    pub(crate) workers: Vec<Worker>,
    pub(crate) clients: Vec<Client>,
    pub(crate) net: Net,
    pub(crate) events: Vec<(Instant, Event)>,
    /// Datagrams that workers sent, when they are to be kept.
    pub(crate) captured: Option<Vec<Flight>>,
    /// Datagrams that clients sent, when they are to be kept.
    pub(crate) sent_up: Option<Vec<Flight>>,
    /// Clients behind a NAT: where they are, and how others see them.
    pub(crate) nat: Vec<(SocketAddr, SocketAddr)>,
    /// Calls to sockets.
    pub(crate) calls: usize,
    pub(crate) identity: Identity,
    pub(crate) crypto: Option<CryptoProvider>,
    pub(crate) server: SocketAddr,
    homes: Vec<usize>,
    ports: u16,
}

/// Some moment: where simulated time begins.
#[expect(clippy::disallowed_methods, reason = "an Instant can be had from the clock only")]
fn some_moment() -> Instant {
    Instant::now()
}

impl World {
    pub(crate) fn new(threads: usize) -> Self {
        Self::with(threads, Sending::Segments, 1)
    }

    pub(crate) fn with(threads: usize, sending: Sending, seed: u64) -> Self {
        let start = some_moment();
        let worker = |thread| {
            let started = (start, Duration::from_secs(1_790_000_000));
            Worker::new(WorkerConfig { thread, threads, sending, started, limits: LinkLimits::default() })
        };
        Self {
            now: start,
            workers: (0..threads).map(worker).collect(),
            clients: Vec::new(),
            net: Net::new(seed),
            events: Vec::new(),
            captured: None,
            sent_up: None,
            nat: Vec::new(),
            calls: 0,
            identity: Identity::generate(),
            crypto: None,
            server: SocketAddr::from(([192, 0, 2, 1], 8800)),
            homes: Vec::new(),
            ports: 40_000,
        }
    }

    /// A client offers, is answered, and its peer goes to the thread that is next in turn.
    pub(crate) fn join(&mut self, join: &Join) -> usize {
        let (index, answer) = self.try_join(join).expect("an offer that is answered");
        self.clients[index].accept(&answer.sdp);
        index
    }

    pub(crate) fn try_join(&mut self, join: &Join) -> Result<(usize, Answer), ilive_sfu::OfferError> {
        self.ports += 1;
        let address = join.address.unwrap_or(SocketAddr::from(([198, 51, 100, 7], self.ports)));
        let (client, offer) = Client::new(join.tiny, address, &join.sends, self.crypto.clone(), self.now);
        let index = self.clients.len();
        let senders = if join.inferred { Senders::Inferred } else { Senders::Named(client.senders()) };
        let config = self.config(index, join);
        let (peer, answer) = Peer::accept(&(join.alter)(&offer), &senders, config, self.now)?;
        self.clients.push(client);
        let thread = index % self.workers.len();
        self.homes.push(thread);
        self.command_to(thread, Command::AddPeer(peer));
        Ok((index, answer))
    }

    pub(crate) fn config(&self, index: usize, join: &Join) -> PeerConfig {
        PeerConfig {
            peer: PeerId(index as u64),
            tiny: TinyId(join.tiny.into()),
            room: RoomHandle(join.room),
            identity: self.identity.clone(),
            candidates: vec![self.server],
            send: join.may_send,
            receive: join.may_receive,
            lacking: join.lacking,
            audio_by: join.audio_by,
        }
    }

    /// A command for a client's peer, to the thread that the control side knows it on.
    pub(crate) fn command(&mut self, client: usize, command: Command) {
        self.command_to(self.homes[client], command);
    }

    fn command_to(&mut self, thread: usize, command: Command) {
        self.workers[thread].handle(self.now, Input::Command(command));
        self.drain();
    }

    pub(crate) fn show(&mut self, client: usize, mid: Mid, shows: Option<(u8, Source)>, height: u32) {
        let shows = shows.map(|(tiny, source)| (TinyId(tiny.into()), source));
        self.command(client, Command::SetSlot { peer: PeerId(client as u64), mid, shows, height });
    }

    pub(crate) fn set_rights(&mut self, client: usize, send: Sources, receive: Sources) {
        self.command(client, Command::SetRights { peer: PeerId(client as u64), send, receive });
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, time: Duration) {
        let until = self.now + time;
        loop {
            let next = self.next_moment();
            if next > until {
                break;
            }
            self.now = self.now.max(next);
            self.turn();
        }
        self.now = until;
    }

    /// Lets time pass until `done`, ten seconds at most.
    pub(crate) fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let limit = self.now + Duration::from_secs(10);
        while !done(self) {
            assert!(self.now < limit, "it did not come to this: {what}");
            self.pass(Duration::from_millis(5));
        }
    }

    /// Ann sends her camera, Bob watches it: who he is, and where he has it.
    pub(crate) fn one_watches(&mut self) -> (usize, Mid) {
        let ann = self.join(&Join::new(1).sending(&[Source::Main]));
        let bob = self.join(&Join::new(2).slots(1, 0));
        self.connect_all();
        let slot = self.clients[bob].slot(MediaKind::Video, 0);
        self.show(bob, slot, Some((1, Source::Main)), 0);
        self.clients[ann].send(Source::Main, true, self.now);
        (bob, slot)
    }

    pub(crate) fn connect_all(&mut self) {
        self.until("all are connected", |world| world.clients.iter().all(|client| client.connected));
    }

    fn next_moment(&self) -> Instant {
        let workers = self.workers.iter().filter_map(Worker::poll_timeout);
        let clients = self.clients.iter().map(Client::next_wake);
        let moments = workers.chain(clients).chain(self.net.next_arrival());
        moments.min().unwrap_or(self.now + Duration::from_secs(3600))
    }

    fn turn(&mut self) {
        let mut out = Vec::new();
        while let Some(mut flight) = self.net.arrive(self.now) {
            match self.nat.iter().find(|(inner, outer)| *inner == flight.to || *outer == flight.to) {
                Some((inner, outer)) if *outer == flight.to => flight.to = *inner,
                // Nothing leads to an address that the NAT no longer uses.
                Some(_) => continue,
                None => {}
            }
            if flight.to == self.server {
                self.at_server(&flight);
            } else if let Some(client) =
                self.clients.iter_mut().rev().find(|client| client.address == flight.to)
            {
                client.receive(self.now, &flight, &mut out);
            }
        }
        self.drain();
        for client in &mut self.clients {
            if client.next_wake() <= self.now {
                client.wake(self.now, &mut out);
            }
        }
        for mut flight in out {
            if let Some((_, outer)) = self.nat.iter().find(|(inner, _)| *inner == flight.from) {
                flight.from = *outer;
            }
            if let Some(sent) = &mut self.sent_up {
                sent.push(flight.clone());
            }
            self.net.send(self.now, flight, false);
        }
        for thread in 0..self.workers.len() {
            if self.workers[thread].poll_timeout().is_some_and(|at| at <= self.now) {
                self.workers[thread].handle(self.now, Input::Timeout);
            }
        }
        self.drain();
    }

    /// The kernel gives a datagram to the socket that its addresses hash to.
    fn at_server(&mut self, flight: &Flight) {
        let thread = usize::from(flight.from.port()) % self.workers.len();
        let datagram = Datagram { from: flight.from, to: flight.to, bytes: &flight.bytes };
        self.workers[thread].handle(self.now, Input::Datagram(datagram));
    }

    /// A datagram straight to the server, from anybody.
    pub(crate) fn inject(&mut self, from: SocketAddr, bytes: &[u8]) {
        self.at_server(&Flight { from, to: self.server, bytes: bytes.to_vec() });
        self.drain();
    }

    fn drain(&mut self) {
        let mut crossing: Vec<(usize, CrossMessage)> = Vec::new();
        loop {
            for thread in 0..self.workers.len() {
                while let Some(output) = self.workers[thread].poll_output() {
                    match output {
                        Output::Transmit(transmit) => self.transmit(&transmit),
                        Output::Event(event) => self.event(event),
                        Output::ToThread { thread, message } => crossing.push((thread, message)),
                    }
                }
            }
            if crossing.is_empty() {
                return;
            }
            for (thread, message) in std::mem::take(&mut crossing) {
                self.workers[thread].handle(self.now, Input::FromThread(message));
            }
        }
    }

    fn transmit(&mut self, transmit: &ilive_sfu::Transmit) {
        self.calls += 1;
        let size = transmit.segment_size.unwrap_or(transmit.bytes.len());
        for bytes in transmit.bytes.chunks(size.max(1)) {
            let flight = Flight { from: self.server, to: transmit.to, bytes: bytes.to_vec() };
            if let Some(captured) = &mut self.captured {
                captured.push(flight.clone());
            }
            self.net.send(self.now, flight, true);
        }
    }

    fn event(&mut self, event: Event) {
        if let Event::PeerMoved { peer, thread } = &event {
            self.homes[peer.0 as usize] = *thread;
        }
        self.events.push((self.now, event));
    }

    /// A new offer of a client, by way of its thread; the answer as it came back.
    pub(crate) fn renegotiate(
        &mut self,
        client: usize,
        offer: String,
    ) -> Result<Answer, ilive_sfu::OfferError> {
        let senders = Senders::Named(self.clients[client].senders());
        let token = self.events.len() as u64;
        self.command(client, Command::Negotiate { peer: PeerId(client as u64), offer, senders, token });
        let answered = self.events.iter().rev().find_map(|(_, event)| match event {
            Event::Negotiated { token: t, result, .. } if *t == token => Some(result.clone()),
            _ => None,
        });
        answered.expect("a negotiation is answered at once")
    }

    /// How many events are so.
    pub(crate) fn told(&self, is: impl Fn(&Event) -> bool) -> usize {
        self.events.iter().filter(|(_, event)| is(event)).count()
    }

    pub(crate) fn stats(&self) -> Stats {
        self.workers.iter().fold(Stats::default(), |sum, worker| {
            let stats = worker.stats();
            Stats {
                peers: sum.peers + stats.peers,
                packets_in: sum.packets_in + stats.packets_in,
                packets_out: sum.packets_out + stats.packets_out,
                resends: sum.resends + stats.resends,
                nacked: sum.nacked + stats.nacked,
                datagrams_out: sum.datagrams_out + stats.datagrams_out,
                ..stats
            }
        })
    }
}
