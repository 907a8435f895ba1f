//! The director's own end of the world: what it makes of drivers that do as they must, and of those that do not.
//!
//! Server and drivers here are scripts of a few lines; real ones are played by `cargo xtask contract`.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ilive_conformance::drivers::Drivers;
use ilive_conformance::play::{Tools, play};
use ilive_conformance::report::{Cell, Failure};
use ilive_conformance::run::run;
use ilive_conformance::scenario::{Sdk, Situations, parse};

const SERVER: &str = "echo ready http://localhost:9\nexec sleep 60";
/// Answers by a table of `verb) line;;`, `$seq` being the number of the command.
const DRIVER: &str = "echo ready\nwhile read -r seq actor verb keys; do case $verb in\nTABLE\nesac done";

/// A folder with the two scripts.
struct Scripts(PathBuf);

impl Scripts {
    fn new(name: &str, driver: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("director-{name}"));
        std::fs::create_dir_all(&folder).expect("a folder");
        let scripts = Self(folder);
        scripts.write("server", SERVER);
        scripts.write("driver", driver);
        scripts
    }

    fn answering(name: &str, table: &str) -> Self {
        Self::new(name, &DRIVER.replace("TABLE", table))
    }

    fn write(&self, name: &str, script: &str) {
        let path = self.0.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a script");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    }

    fn tools(&self, lasting: &[Sdk]) -> Tools {
        let driver = vec![self.0.join("driver").display().to_string()];
        let lasting = lasting.iter().copied().collect();
        let drivers = Drivers::new(BTreeMap::from([(Sdk::Rust, driver)]), lasting);
        Tools { server: self.0.join("server"), drivers }
    }
}

fn situations(steps: &str) -> Situations {
    parse(&format!("code = 8010\n[[scenario]]\nabout = 'a second room'\nsteps = [{steps}]"))
        .expect("a good file")
}

async fn played(scripts: &Scripts, steps: &str, deadline: Duration) -> Result<(), Failure> {
    let mut scenario = situations(steps).scenarios.remove(0);
    scenario.deadline = deadline;
    play(&scripts.tools(&[]), &scenario, Sdk::Rust).await
}

/// Longer than any of these takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const REFUSED: &str = "ilive 8010 in_other_room raised_by=facade trace=t";
const STEPS: &str = "'ann: init', 'ann: create_room room=2 -> return ilive 8010 in_other_room'";

#[tokio::test]
async fn a_driver_that_does_as_it_must_passes() {
    let table = format!("init) echo $seq return ilive 0 -;;\ncreate_room) echo $seq return {REFUSED};;");
    let scripts = Scripts::answering("passes", &table);

    assert_eq!(played(&scripts, STEPS, PATIENCE).await, Ok(()));
}

#[tokio::test]
async fn another_code_is_told_with_the_step_and_the_last_lines() {
    let table = "init) echo $seq return ilive 0 -;;\ncreate_room) echo $seq return ilive 0 -;;";
    let scripts = Scripts::answering("another", table);

    let failure = played(&scripts, STEPS, PATIENCE).await.expect_err("another code");

    let step = (2, "ann: create_room room=2 -> return ilive 8010 in_other_room".to_owned());
    assert_eq!(failure.step, Some(step));
    assert_eq!(failure.expected, "return ilive 8010 in_other_room");
    assert_eq!((failure.came.as_str(), failure.difference.as_str()), ("ilive 0 -", "another code"));
    let said = |line: &str| failure.last_lines.iter().any(|said| said == line);
    assert!(said("> 2 ann create_room room=2") && said("< 2 return ilive 0 -"), "{:?}", failure.last_lines);
}

#[tokio::test]
async fn a_hang_is_a_failure_that_says_where() {
    let scripts =
        Scripts::answering("hangs", "init) echo $seq return ilive 0 -;;\ncreate_room) echo $seq accepted;;");
    let steps = "'ann: init', 'ann: create_room room=2 -> done ilive 8010 *'";

    let failure = played(&scripts, steps, Duration::from_secs(5)).await.expect_err("nothing comes");

    assert_eq!(failure.step.map(|step| step.0), Some(2));
    assert_eq!((failure.came.as_str(), failure.difference.as_str()), ("nothing", "5 s are over"));
}

#[tokio::test]
async fn a_driver_that_breaks_the_rules_fails() {
    for (name, driver, difference) in [
        ("ends", "echo ready; read -r line", "the driver has ended"),
        (
            "babbles",
            "echo ready; read -r line; echo hello; read -r line",
            "no number of a command: \"hello\"",
        ),
        (
            "twice",
            "echo ready; read -r line; echo 1 accepted; echo 1 accepted; read -r line",
            "a call has one answer",
        ),
        ("mute", "exit 0", "the driver has ended"),
        ("hasty", "echo 1 accepted; read -r line", "a driver begins with ready, this one said: 1 accepted"),
    ] {
        let failure = played(&Scripts::new(name, driver), STEPS, PATIENCE).await.expect_err(name);
        assert_eq!(failure.difference, difference, "{name}");
    }
}

/// Each start of the driver is a line of a file.
#[tokio::test]
async fn a_lasting_driver_plays_on_until_it_fails() {
    let table = format!(
        "init) echo $seq return ilive 0 -;;\ncreate_room) echo $seq return {REFUSED};;\n*) echo $seq unknown;;"
    );
    let script = DRIVER
        .replace("TABLE", &table)
        .replace("do case", "do [ $seq = reset ] && echo ready && continue; case");
    let scripts = Scripts::new("lasts", &format!("echo start >> $(dirname $0)/starts\n{script}"));
    let starts = || std::fs::read_to_string(scripts.0.join("starts")).expect("a file").lines().count();
    _ = std::fs::remove_file(scripts.0.join("starts"));
    let good = situations(STEPS).scenarios.remove(0);
    let bad = situations(&format!("{STEPS}, 'ann: quit_room'")).scenarios.remove(0);
    let tools = scripts.tools(&[Sdk::Rust]);

    for (scenario, passes, started) in
        [(&good, true, 1), (&good, true, 1), (&bad, false, 1), (&good, true, 2)]
    {
        assert_eq!(play(&tools, scenario, Sdk::Rust).await.is_ok(), passes);
        assert_eq!(starts(), started);
    }
}

#[tokio::test]
async fn tickets_addresses_and_kept_values_are_filled_in() {
    let table = "init) echo $seq return ilive 0 - url=$(echo \"$keys\" | grep -c url=http);;\n\
                 login) echo $seq return ilive 0 - has=$(echo \"$keys\" | grep -c 'sig=e.* user=ann');;\n\
                 call_make) echo $seq return ilive 0 - id=77;;\n\
                 call_end) echo $seq return ilive 0 - was=$(echo \"$keys\" | grep -c 'id=77');;\n\
                 *) echo $seq return "
        .to_owned()
        + REFUSED
        + ";;";
    let steps = "'ann: init -> return url=1', 'ann: login -> return has=1', 'ann: call_make user=bob -> return id=$call', \
                 'ann: call_end id=$call -> return was=1', 'ann: state -> return ilive 8010 *'";

    assert_eq!(played(&Scripts::answering("fills", &table), steps, PATIENCE).await, Ok(()));
}

#[tokio::test]
async fn an_sdk_without_a_driver_fails_and_never_passes() {
    let scripts = Scripts::new("none", "exit 0");

    let report = run(scripts.tools(&[]), vec![situations(STEPS)], &[Sdk::C], 1, |_, _, _, _| {}).await;

    assert!(report.failed());
    assert!(report.failures().contains("no driver"), "{}", report.failures());
    assert_eq!(report.json()[0]["c"], Cell::Fail(Vec::new()).word());
}
