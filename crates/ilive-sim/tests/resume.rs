//! Whatever happens to its links, a client that is told `recovered` has every event once and in order.

use std::time::{Duration, Instant};

use ilive_core::Now;
use ilive_core::room::Person;
use ilive_core::session::{Config, Input, LinkId, Opening, Output, Session};
use ilive_protocol::TinyId;
use ilive_protocol::wire::reply::Result as Answer;
use ilive_protocol::wire::{self, event::Event, server_frame::Body};
use ilive_sim::Rng;

/// A client whose link drops what was on its way when it breaks.
struct Client {
    session: Session,
    start: Instant,
    now: Instant,
    link: u64,
    up: bool,
    /// On the way, not yet read.
    wire: Vec<wire::ServerFrame>,
    /// Numbers of the events read since the last time that state had to be read again.
    read: Vec<u64>,
    told: u64,
    recovered: usize,
    lost: usize,
}

impl Client {
    fn new() -> Self {
        let now = Instant::now();
        let user = "ann".parse().expect("a good id");
        let opening = Opening {
            link: LinkId(1),
            request_id: 1,
            session_id: "s".to_owned(),
            resume_token: "t".to_owned(),
            person: Person { user, tiny: TinyId(1), nick: String::new() },
            ticket_expires_at_ms: u64::MAX,
        };
        let clock = Now { at: now, unix_ms: 0 };
        let session = Session::new(clock, Config { outbox_events: 12, ..Config::default() }, opening);
        let (wire, read) = (Vec::new(), Vec::new());
        let mut client =
            Self { session, start: now, now, link: 1, up: true, wire, read, told: 0, recovered: 0, lost: 0 };
        client.give(Input::Tick);
        client
    }

    fn give(&mut self, input: Input) {
        let passed = self.now.duration_since(self.start).as_millis();
        let clock = Now { at: self.now, unix_ms: u64::try_from(passed).unwrap_or(0) };
        self.session.handle(clock, input);
        while let Some(output) = self.session.poll_output() {
            match output {
                Output::Send(LinkId(link), frame) => {
                    assert_eq!(link, self.link, "sent to a link that is gone");
                    self.wire.push(frame);
                }
                Output::CloseLink(LinkId(link), _) if link == self.link => self.up = false,
                Output::Gone(why) => panic!("{why:?}"),
                _ => {}
            }
        }
    }

    /// Reads the next so many frames.
    fn read(&mut self, frames: usize) {
        let frames: Vec<_> = self.wire.drain(..frames.min(self.wire.len())).collect();
        for frame in frames {
            match frame.body {
                Some(Body::Event(event)) => {
                    assert!(self.read.last().is_none_or(|last| event.seq == last + 1), "a hole or a repeat");
                    self.read.push(event.seq);
                }
                Some(Body::Reply(wire::Reply { result: Some(Answer::Login(login)), .. })) => {
                    if login.recovered {
                        self.recovered += 1;
                    } else {
                        self.lost += 1;
                        self.read.clear();
                    }
                }
                _ => {}
            }
        }
    }

    fn step(&mut self, rng: &mut Rng) {
        self.now += Duration::from_millis(rng.next_u64() % 700);
        match rng.below(10) {
            0..=3 if !self.up => self.resume(),
            0..=4 => {
                self.told += 1;
                self.give(Input::Event(Event::PeopleChanged(wire::PeopleChanged::default())));
            }
            5 | 6 => self.read(rng.below(6)),
            7 if self.up => {
                let seen = self.read.last().copied().unwrap_or(0);
                let frame = wire::ClientFrame { seen, ..Default::default() };
                self.give(Input::Frame(LinkId(self.link), frame));
            }
            8 if self.up => {
                self.up = false;
                let link = LinkId(self.link);
                let input = if rng.percent(50) { Input::LinkClosed(link) } else { Input::LinkFull(link) };
                self.give(input);
            }
            9 => self.resume(),
            _ => {}
        }
    }

    /// What was on its way is gone with the old link.
    fn resume(&mut self) {
        self.wire.clear();
        self.link += 1;
        self.up = true;
        let last_seq = self.read.last().copied().unwrap_or(0);
        let (link, request_id) = (LinkId(self.link), 1);
        self.give(Input::Resume { link, request_id, last_seq, ticket_expires_at_ms: u64::MAX });
    }
}

#[test]
fn recovered_is_never_said_in_vain() {
    let (mut recovered, mut lost) = (0, 0);
    for seed in 0..300 {
        let (mut client, mut rng) = (Client::new(), Rng::new(seed));
        for _ in 0..200 {
            client.step(&mut rng);
        }

        client.resume();
        client.read(usize::MAX);

        let last = client.read.last().copied();
        assert!(
            client.read.is_empty() || last == Some(client.told),
            "seed {seed}: {last:?} of {}",
            client.told
        );
        recovered += client.recovered;
        lost += client.lost;
    }
    assert!(recovered > 3000 && lost > 300, "{recovered} recovered, {lost} not: too little happened");
}
