//! All that is asked for: scenarios of a folder, some of them at a time, gathered into a report.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::play::{Tools, play};
use crate::report::{Cell, Failure, Report};
use crate::scenario::{Scenario, Sdk, Situations, parse};

/// Reads the situations of a folder, or of one code; sorted by code.
///
/// # Errors
/// Names the file, the scenario and the step that cannot be read.
pub fn read(folder: &Path, only: Option<u32>) -> anyhow::Result<Vec<Situations>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let Some(code) = path.file_stem().and_then(|stem| stem.to_str()?.parse::<u32>().ok()) else {
            bail!("{}: a file of scenarios is called CODE.toml", path.display());
        };
        if only.is_none_or(|only| only == code) {
            all.push(read_file(&path, code)?);
        }
    }
    if all.is_empty() {
        bail!("no scenarios for {}", only.map_or("any code".to_owned(), |code| code.to_string()));
    }
    all.sort_by_key(|situations| situations.code.number());
    Ok(all)
}

fn read_file(path: &Path, code: u32) -> anyhow::Result<Situations> {
    let place = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {place}"))?;
    let situations = parse(&text).with_context(|| format!("{place}"))?;
    if situations.code.number() != code {
        bail!("{place}: is of code {}", situations.code.number());
    }
    Ok(situations)
}

/// Actors of whom more are a crowd: it has the machine to itself, since a dozen pages of a browser are slow enough alone.
const CROWD: usize = 6;

/// How many of the scenarios at a time this one counts for.
fn seats_of(scenario: &Scenario, sdk: Sdk, jobs: usize) -> u32 {
    let actors: BTreeSet<&str> = scenario.steps[&sdk].iter().filter_map(|step| step.action.actor()).collect();
    let seats = if actors.len() > CROWD { jobs } else { 1 };
    u32::try_from(seats).unwrap_or(u32::MAX)
}

/// Plays all of it with these SDKs, `jobs` scenarios at a time. `told` hears of every scenario that is over, and
/// what failed.
pub async fn run(
    tools: Tools,
    all: Vec<Situations>,
    sdks: &[Sdk],
    jobs: usize,
    told: impl Fn(u32, Sdk, &str, Option<&Failure>),
) -> Report {
    let tools = Arc::new(tools);
    let seats = Arc::new(Semaphore::new(jobs));
    let mut report = Report::default();
    let mut playing = JoinSet::new();
    for sdk in sdks.iter().copied() {
        for situations in &all {
            let code = situations.code;
            if let Some(why) = situations.left_out(sdk) {
                report.enter(code, sdk, Cell::NotPlayed(why.to_owned()));
                continue;
            }
            for scenario in situations.scenarios.iter().filter(|scenario| scenario.steps.contains_key(&sdk)) {
                let (tools, seats, scenario) = (Arc::clone(&tools), Arc::clone(&seats), scenario.clone());
                let wanted = seats_of(&scenario, sdk, jobs);
                playing.spawn(async move {
                    let _seats = seats.acquire_many_owned(wanted).await;
                    (code, sdk, play(&tools, &scenario, sdk).await, scenario.about)
                });
            }
        }
    }
    while let Some(played) = playing.join_next().await {
        // A scenario that panics is a fault of the director, and stops it.
        let (code, sdk, outcome, about) = played.expect("no scenario panics");
        told(code.number(), sdk, &about, outcome.as_ref().err());
        report.enter(code, sdk, outcome.map_or_else(|failure| Cell::Fail(vec![failure]), |()| Cell::Pass));
    }
    report
}
