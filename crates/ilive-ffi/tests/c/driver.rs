//! `driver/`: the C driver of the conformance tests says what the library said.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::compile::{program, root};
use ilive_testing::blocking::Running;
use ilive_testing::{APP, sig};

struct Driver {
    child: Child,
    commands: Option<ChildStdin>,
    facts: Lines<BufReader<ChildStdout>>,
}

impl Driver {
    fn start() -> Self {
        let folder = root().join("crates/ilive-ffi/driver");
        let sources: Vec<_> = std::fs::read_dir(folder)
            .expect("the driver's folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|kind| kind == "c"))
            .collect();
        let mut child = Command::new(program(&sources, "driver"))
            .current_dir(env!("CARGO_TARGET_TMPDIR"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the driver starts");
        let commands = child.stdin.take();
        let facts = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        Self { child, commands, facts }
    }

    fn tell(&mut self, command: &str) {
        let commands = self.commands.as_mut().expect("it was not ended");
        writeln!(commands, "{command}").expect("it takes commands");
    }

    /// The next fact that begins so; news are passed over.
    fn hear(&mut self, start: &str) -> String {
        loop {
            let fact = self.facts.next().expect("it goes on").expect("a line");
            match fact.starts_with(start) {
                true => return fact,
                false => assert!(fact.starts_with("- event "), "{start:?} was due: {fact}"),
            }
        }
    }

    /// Without further commands it ends.
    fn end(mut self) {
        drop(self.commands.take());
        assert!(self.child.wait().expect("it ends").success());
    }
}

#[test]
fn it_says_what_was_refused_accepted_and_done() {
    let server = Running::start();
    let mut driver = Driver::start();
    driver.hear("ready");

    driver.tell(&format!("1 ann init app={APP} url={}", server.url));
    driver.hear("1 return ilive 0 -");
    driver.tell("2 ann logout");
    let refused = driver.hear("2 return ilive 8009 logged_out ");
    driver.tell(&format!("3 ann login user=ann sig={}", sig("ann")));
    driver.hear("3 accepted");
    driver.hear("3 done ilive 0 -");
    driver.tell("4 ann create_room room=7");
    driver.hear("4 accepted");
    let entered = driver.hear("4 done ilive 0 -");
    driver.tell("5 ann state");
    let state = driver.hear("5 return ilive 0 -");
    driver.tell("6 ann send_c2c to=ann text=100%25%20%3D%20all");
    driver.hear("6 ");
    driver.tell("7 ann juggle");
    driver.hear("7 unknown");
    driver.end();

    for part in [" trace=", " raised_by=facade", " message=Not%20logged%20in"] {
        assert!(refused.contains(part), "{part} is missing: {refused}");
    }
    assert!(entered.contains(" rights=255"), "{entered}");
    for part in [" context=started", " room_state=entered", " logged_in=true", " room=7"] {
        assert!(state.contains(part), "{part} is missing: {state}");
    }
}
