//! What a run comes to.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use super::frames::PARTS;
use super::http::Counters;
use super::publish::Published;
use super::view::Viewed;
use crate::bench::figures::{Goal, Report, Verdict};
use crate::bench::linux::cpu;
use crate::bench::statistics::{ms, percentile, us};

/// Server CPU a packet.
const PACKET_US: f64 = 6.0;
/// A load that is busier than this measures itself.
const LOAD_PERCENT: f64 = 80.0;
const LATE_MS: f64 = 5.0;
/// The profile that the goal is about.
const AES_128_GCM: &str = "AEAD_AES_128_GCM";

/// CPU of server and load so far, and when that was.
struct Clock {
    at: Instant,
    server: Duration,
    load: Duration,
}

impl Clock {
    fn read(server: u32) -> anyhow::Result<Self> {
        let (server, load) = (cpu(server)?, cpu(std::process::id())?);
        Ok(Self { at: Instant::now(), server, load })
    }
}

/// The counted time has begun.
pub(super) struct Opened {
    clock: Clock,
    first_frame: u32,
}

/// The counted time.
pub(super) struct Window {
    frames: Range<u32>,
    wall: Duration,
    server: Duration,
    load: Duration,
}

impl Opened {
    /// Begins with the frame that is sent next.
    pub(super) fn now(server: u32, next_frame: u32) -> anyhow::Result<Self> {
        Ok(Self { clock: Clock::read(server)?, first_frame: next_frame })
    }

    /// Ends before the frame that is sent next.
    pub(super) fn close(self, server: u32, next_frame: u32) -> anyhow::Result<Window> {
        let (before, after) = (self.clock, Clock::read(server)?);
        Ok(Window {
            frames: self.first_frame..next_frame,
            wall: after.at - before.at,
            server: after.server - before.server,
            load: after.load - before.load,
        })
    }
}

/// All that was seen.
pub(super) struct Outcome {
    pub(super) window: Window,
    pub(super) published: Published,
    pub(super) viewers: Vec<Viewed>,
    /// From a little before the counted time until all had arrived.
    pub(super) counters: Counters,
    /// Datagrams that the kernel dropped before the counted time, and by the end of it.
    pub(super) drops: [u64; 2],
    /// The server's, before anybody came and at the end.
    pub(super) resident: [u64; 2],
    pub(super) profiles: BTreeSet<String>,
}

impl Outcome {
    pub(super) fn report(mut self, report: &mut Report) {
        self.packets(report);
        self.load(report);
        self.times(report);
        let [before, after] = self.resident.map(|bytes| bytes as f64 / (1024.0 * 1024.0));
        report.figure("server_before_mb", "server memory before anybody came", before, "MB");
        report.figure("server_after_mb", "server memory with all viewers", after, "MB");
        let profiles = Vec::from_iter(self.profiles).join(" and ");
        if profiles == AES_128_GCM {
            report.note(format!("SRTP profile: {profiles}"));
        } else {
            report.note(format!(
                "SRTP profile: {profiles}, which the clients' DTLS wants first; {AES_128_GCM} costs no more"
            ));
        }
    }

    /// What was sent and what came, and what that cost the server.
    fn packets(&self, report: &mut Report) {
        let Window { frames, wall, server, .. } = &self.window;
        let sent = frames.len() as u64 * u64::from(PARTS);
        let expected = sent * self.viewers.len() as u64;
        let received: u64 = self.viewers.iter().map(|viewed| viewed.packets(frames.clone())).sum();
        let each = us(*server) / received as f64;
        let share = 100.0 * server.as_secs_f64() / wall.as_secs_f64();
        report.judged(
            "server_us_per_packet",
            "server CPU a forwarded packet",
            each,
            "µs",
            Goal::AtMost(PACKET_US),
        );
        report.figure("server_cpu_percent", "server CPU, of one core", share, "%");
        report.figure("seconds", "counted time", wall.as_secs_f64(), "s");
        report.figure("viewers", "viewers", self.viewers.len() as f64, "");
        report.figure("sent", "packets published", sent as f64, "");
        report.figure("expected", "packets expected by all viewers", expected as f64, "");
        report.figure("received", "packets received and opened", received as f64, "");
        let none = Goal::Exactly(0.0);
        let lost = report.judged("lost", "packets lost", (expected - received) as f64, "", none);
        let resent = report.judged(
            "resent",
            "packets that had to be sent again",
            self.counters.resent as f64,
            "",
            none,
        );
        let [joining, all] = self.drops;
        report.judged("dropped", "datagrams that the kernel dropped", (all - joining) as f64, "", none);
        report.figure("dropped_joining", "and before, while viewers joined", joining as f64, "");
        if lost == Verdict::Fail || resent == Verdict::Fail {
            report.invalid("packets were lost on the way: the cost is not that of the whole work");
        }
        if received == 0 {
            report.invalid("nothing came");
        }
        let forwarded = self.counters.forwarded as f64 / self.viewers.len() as f64;
        report.figure(
            "forwarded_per_viewer",
            "packets a viewer that the server counted, margins included",
            forwarded,
            "",
        );
    }

    /// The load, watched as well: one that is too busy measures itself.
    fn load(&mut self, report: &mut Report) {
        let Window { frames, wall, load, .. } = &self.window;
        let share = 100.0 * load.as_secs_f64() / wall.as_secs_f64();
        let busy = report.judged(
            "load_cpu_percent",
            "load CPU, of one core",
            share,
            "%",
            Goal::AtMost(LOAD_PERCENT),
        );
        if busy == Verdict::Fail {
            report.invalid("the load was too busy: fewer viewers, or a quieter machine");
        }
        let late = &mut self.published.late[frames.start as usize..frames.end as usize];
        let p99 = ms(percentile(late, 99));
        let lateness =
            report.judged("late_p99_ms", "frames sent late, p99", p99, "ms", Goal::AtMost(LATE_MS));
        report.figure("late_worst_ms", "frames sent late, worst", ms(percentile(late, 100)), "ms");
        if lateness == Verdict::Fail {
            report.invalid("frames were sent too late: a quieter machine is needed");
        }
    }

    /// How long things took; nothing is judged here.
    fn times(&self, report: &mut Report) {
        let mut joins: Vec<Duration> = self.viewers.iter().map(|viewed| viewed.to_first).collect();
        report.figure(
            "join_p50_ms",
            "from the POST to the first packet, p50",
            ms(percentile(&mut joins, 50)),
            "ms",
        );
        report.figure(
            "join_worst_ms",
            "from the POST to the first packet, worst",
            ms(percentile(&mut joins, 100)),
            "ms",
        );
        let through = |viewed: &Viewed, frame: u32| {
            let whole_at = viewed.whole_at(frame)?;
            Some(whole_at.saturating_duration_since(*self.published.sent_at.get(frame as usize)?))
        };
        let all = self
            .viewers
            .iter()
            .flat_map(|viewed| self.window.frames.clone().filter_map(move |f| through(viewed, f)));
        let mut all: Vec<Duration> = all.collect();
        report.figure(
            "through_p50_ms",
            "a frame from publisher to viewer, p50",
            ms(percentile(&mut all, 50)),
            "ms",
        );
        report.figure(
            "through_p99_ms",
            "a frame from publisher to viewer, p99",
            ms(percentile(&mut all, 99)),
            "ms",
        );
    }
}
