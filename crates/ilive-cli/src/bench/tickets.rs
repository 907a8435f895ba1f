//! `ilive bench tickets`: how fast good tickets are let in, and that no forged one costs much or gets in.

use std::hint::black_box;
use std::time::{Duration, Instant};

use clap::Args;
use ilive_ticket::hostile::{Case, Door, Gate, cases, good};

use super::figures::{Goal, Report};
use super::statistics::{percentile, us};

/// Checks a second on one core.
const CHECKS_PER_S: f64 = 20_000.0;
/// For any ticket, whatever is in it.
const WORST_US: f64 = 1_000.0;
/// A ticket is judged by the fastest of so many tries: what interrupts one of them is not its cost.
const TRIES: u32 = 5;

/// Measure ticket checks: good ones a second, and the cost of thousands of forged ones
#[derive(Args)]
pub(crate) struct TicketsArgs {
    /// A tenth of the time, for a first look
    #[arg(long)]
    quick: bool,
    /// Draws the forged tickets that are random
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,
}

/// All on the calling thread: one core.
pub(super) fn run(args: &TicketsArgs) -> Report {
    let mut report = Report::new("tickets");
    let gate = Gate::default();
    let time = Duration::from_millis(if args.quick { 100 } else { 1_000 });
    for case in good() {
        checks(&mut report, &gate, &case, time);
    }
    forged(&mut report, &gate, &cases(args.seed));
    report
}

/// How often a good ticket is let in.
fn checks(report: &mut Report, gate: &Gate, case: &Case, time: Duration) {
    let (mut count, mut refused) = (0_u32, 0_u32);
    let started = Instant::now();
    while started.elapsed() < time {
        refused += u32::from(black_box(gate.present(black_box(case))).is_err());
        count += 1;
    }
    let per_s = f64::from(count) / started.elapsed().as_secs_f64();
    let what = format!("checks of a good ticket, {} ({} bytes)", case.what, case.text.len());
    report.judged(name(case), &what, per_s, "/s/core", Goal::AtLeast(CHECKS_PER_S));
    if refused > 0 {
        report.invalid(format!("{refused} of {count} good tickets were refused: {}", case.what));
    }
}

fn name(case: &Case) -> &'static str {
    use ilive_ticket::Algorithm::{EcdsaV1, HmacV2};
    match (case.what.as_str(), case.door, case.key) {
        ("v2, stored", ..) => "v2_stored_per_s",
        (_, Door::UserSig, HmacV2) => "v2_per_s",
        (_, Door::RoomKey, HmacV2) => "v2_room_key_per_s",
        (_, Door::UserSig, EcdsaV1) => "v1_per_s",
        (_, Door::RoomKey, EcdsaV1) => "v1_room_key_per_s",
    }
}

/// What each forged ticket costs, and that none is let in.
fn forged(report: &mut Report, gate: &Gate, cases: &[Case]) {
    let mut accepted = 0;
    let mut costs = Vec::with_capacity(cases.len());
    let mut slowest = (Duration::ZERO, String::new());
    let mut longest = Duration::ZERO;
    for case in cases {
        let mut best = Duration::MAX;
        for _ in 0..TRIES {
            let started = Instant::now();
            let let_in = black_box(gate.present(black_box(case))).is_ok();
            let took = started.elapsed();
            accepted += u32::from(let_in);
            (best, longest) = (best.min(took), longest.max(took));
        }
        if best > slowest.0 {
            slowest = (best, format!("{}: {}", case.family, case.what));
        }
        costs.push(best);
    }
    report.figure("forged_attempted", "forged tickets attempted", cases.len() as f64, "");
    report.judged("forged_accepted", "forged tickets accepted", accepted.into(), "", Goal::Exactly(0.0));
    report.figure("forged_p50_us", "a forged ticket, p50", us(percentile(&mut costs, 50)), "µs");
    report.judged(
        "forged_worst_us",
        "the dearest forged ticket",
        us(slowest.0),
        "µs",
        Goal::AtMost(WORST_US),
    );
    report.figure("forged_longest_us", "the longest single try, interruptions included", us(longest), "µs");
    report.note(format!("the dearest is {}; each is judged by the fastest of {TRIES} tries", slowest.1));
}
