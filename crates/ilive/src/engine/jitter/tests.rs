//! A voice over a network, in simulated time.

use ilive_devices::audio::FRAME;

use super::*;

const FIRST: u16 = 65_500;

/// Who speaks, the network, and who plays.
struct World {
    start: Instant,
    buffer: JitterBuffer,
    /// When a packet comes, and which.
    on_the_way: Vec<(Duration, u64)>,
    /// What was played at each 20 ms: a packet's number, or nothing.
    played: Vec<Option<u64>>,
}

impl World {
    /// Packets 0 to `count`, one each 20 ms, each so much later than that.
    fn new(count: u64, late: impl Fn(u64) -> Option<Duration>) -> Self {
        let on_the_way = (0..count).filter_map(|n| Some((FRAME * n as u32 + late(n)?, n))).collect();
        let (start, buffer) = (Instant::now(), JitterBuffer::default());
        let mut world = Self { start, buffer, on_the_way, played: Vec::new() };
        world.on_the_way.sort();
        world
    }

    fn play(mut self) -> Self {
        let end = self.on_the_way.last().expect("a packet").0 + Duration::from_secs(1);
        let mut coming = std::mem::take(&mut self.on_the_way).into_iter().peekable();
        for tick in 0.. {
            let now = FRAME * tick;
            while let Some((at, n)) = coming.next_if(|(at, _)| *at <= now) {
                self.buffer.insert(self.start + at, packet(n));
            }
            let due = self.buffer.pull();
            self.played.push(match due {
                Due::Packet { packet, .. } => Some(number(&packet)),
                Due::Nothing => None,
            });
            self.buffer.skips(false);
            if now > end {
                return self;
            }
        }
        unreachable!("time has no end")
    }

    /// Without the silence before and after.
    fn heard(&self) -> &[Option<u64>] {
        let first = self.played.iter().position(Option::is_some).expect("something was heard");
        let last = self.played.iter().rposition(Option::is_some).expect("something was heard");
        &self.played[first..=last]
    }

    fn holes(&self) -> usize {
        self.heard().iter().filter(|played| played.is_none()).count()
    }
}

fn packet(n: u64) -> Packet {
    let sequence = FIRST.wrapping_add(n as u16);
    Packet {
        sequence,
        timestamp: (u32::MAX - 5_000).wrapping_add(n as u32 * 960),
        payload: Arc::from([n as u8]),
    }
}

fn number(packet: &Packet) -> u64 {
    u64::from(packet.sequence.wrapping_sub(FIRST))
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[test]
fn an_even_voice_is_heard_whole_after_sixty_ms() {
    let world = World::new(500, |_| Some(ms(30))).play();

    assert_eq!(world.heard(), (0..500).map(Some).collect::<Vec<_>>());
    let first = world.played.iter().position(Option::is_some);
    assert_eq!(first, Some(4), "the third packet comes at 70 ms");
    assert_eq!(world.buffer.breaks(), 0);
}

#[test]
fn an_uneven_voice_within_the_target_has_no_hole() {
    let world = World::new(2_000, |n| Some(ms(n * 7 % 39))).play();

    assert_eq!((world.holes(), world.buffer.breaks()), (0, 0));
    assert_eq!(
        world.heard(),
        (0..2_000).map(Some).collect::<Vec<_>>(),
        "those that overtake are put in order"
    );
}

#[test]
fn a_break_is_heard_once_and_the_next_one_as_long_is_not() {
    // Two stalls of 140 ms, three seconds apart: what was sent meanwhile comes at their end.
    let stalled = |n: u64| ms(140).saturating_sub(FRAME * (n % 150) as u32);
    let world = World::new(400, |n| Some(if n >= 100 { stalled(n - 100) } else { ms(0) })).play();

    assert_eq!(world.buffer.breaks(), 1, "{:?}", world.heard());
    assert_eq!(world.heard().iter().flatten().count(), 400, "nothing is left out");
    let last = world.heard().iter().rposition(Option::is_none).expect("a hole");
    assert!(last < 120, "the second stall is not heard: {last}");
    assert!(world.buffer.target() >= ms(140));
}

#[test]
fn a_lost_packet_is_no_hole_but_left_to_the_decoder() {
    let world = World::new(100, |n| (n != 50).then_some(ms(0))).play();

    let expected: Vec<_> = (0..100).filter(|n| *n != 50).map(Some).collect();
    assert_eq!(world.heard(), expected);
}

#[test]
fn a_pause_of_the_sender_is_no_underrun() {
    let mut buffer = JitterBuffer::default();
    let start = Instant::now();
    let mut after_the_pause = packet(3);
    after_the_pause.timestamp = after_the_pause.timestamp.wrapping_add(48_000);
    (0..3).for_each(|n| buffer.insert(start + FRAME * n as u32, packet(n)));
    (0..4).for_each(|_| drop(buffer.pull()));

    for n in 0..3 {
        let late = Packet {
            sequence: after_the_pause.sequence + n,
            timestamp: after_the_pause.timestamp.wrapping_add(u32::from(n) * 960),
            ..after_the_pause.clone()
        };
        buffer.insert(start + Duration::from_secs(1) + FRAME * u32::from(3 + n), late);
    }

    assert!(matches!(buffer.pull(), Due::Packet { fresh: false, .. }));
    assert_eq!(buffer.breaks(), 0);
}

#[test]
fn after_a_long_break_the_oldest_is_left_out() {
    let stall = Duration::from_secs(2);
    let late = |n: u64| if n >= 50 { stall.saturating_sub(FRAME * (n - 50) as u32) } else { ms(0) };
    let world = World::new(300, |n| Some(late(n))).play();

    let after: Vec<u64> = world.heard().iter().skip(51).copied().flatten().collect();
    assert!(after[0] > 100, "{}", after[0]);
    assert!(after.is_sorted_by(|a, b| a + 1 == *b), "and from there on nothing is missing");
}

#[test]
fn too_much_is_left_out_in_a_quiet_moment_only() {
    let mut buffer = JitterBuffer::default();
    let start = Instant::now();
    (0..8).for_each(|n| buffer.insert(start + FRAME * n as u32, packet(n)));

    let loud = (0..1_000).filter(|_| buffer.skips(false)).count();
    let quiet = (0..PATIENCE_FRAMES * 3).filter(|_| buffer.skips(true)).count();

    assert_eq!(loud, 0);
    assert_eq!((quiet, buffer.breaks()), (3, 0), "one at a time, and not to be heard");
}

/// A machine that has slept longer than it catches up on has too much, and cannot wait for a quiet moment.
#[test]
fn what_is_left_out_where_it_can_be_heard_is_counted() {
    let mut buffer = JitterBuffer::default();
    let start = Instant::now();
    (0..20).for_each(|n| buffer.insert(start + FRAME * n as u32, packet(n)));
    let excess = buffer.depth() - buffer.target();
    assert!(excess >= EXCESS_MAX, "{excess:?}");

    let heard = buffer.skips(false);

    assert_eq!((heard, buffer.breaks()), (true, 1));
}

#[test]
fn another_stream_in_the_same_place_begins_anew() {
    let mut buffer = JitterBuffer::default();
    let start = Instant::now();
    (0..4).for_each(|n| buffer.insert(start, packet(n)));
    buffer.pull();
    let other =
        |n: u16| Packet { sequence: 20_000 + n, timestamp: u32::from(n) * 960, payload: Arc::from([0]) };

    (0..4).for_each(|n| buffer.insert(start, other(n)));

    assert_eq!(buffer.pull(), Due::Packet { packet: other(0), fresh: true });
}
