//! A bot while it runs: what it tells, a line at a time.

use std::io::{BufRead, BufReader, Read};
use std::process::ChildStdout;

use rustix::process::Signal;
use serde_json::Value;

use crate::harness::Folder;
use crate::process::Process;
use crate::serving::Serving;

/// A bot that runs.
pub(crate) struct Running {
    process: Process,
    out: BufReader<ChildStdout>,
}

impl Running {
    /// Starts `ilive ARGS` at this server, with the data folder's ticket.
    pub(crate) fn start(folder: &Folder, serving: &Serving, args: &[&str]) -> Self {
        let url = format!("http://{}", serving.address());
        let mut command = folder.ilive(args);
        command.args(["--server", &url]);
        let mut process = Process::start(command);
        Self { out: BufReader::new(process.out()), process }
    }

    /// Reads up to the first line that `find` takes.
    pub(crate) fn until<T>(&mut self, what: &str, find: impl Fn(&Value) -> Option<T>) -> T {
        let mut told = String::new();
        loop {
            let mut line = String::new();
            if self.out.read_line(&mut line).expect("UTF-8") == 0 {
                let mut why = String::new();
                self.process.err().read_to_string(&mut why).expect("UTF-8");
                panic!("it ended before {what}: {told}{why}");
            }
            let value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
            if let Some(found) = find(&value) {
                return found;
            }
            told += &line;
        }
    }

    /// Reads up to this event.
    pub(crate) fn until_event(&mut self, event: &str) -> Value {
        self.until(event, |told| (told["event"] == event).then(|| told.clone()))
    }

    pub(crate) fn signal(&self, signal: Signal) {
        self.process.signal(signal);
    }

    /// Sends `signal` and waits for the end: exit code, all that was told since, and standard error.
    pub(crate) fn stop(self, signal: Signal) -> (Option<i32>, Vec<Value>, String) {
        self.signal(signal);
        let told = self.out.lines().map(|line| serde_json::from_str(&line.expect("UTF-8")).expect("JSON"));
        let told = told.collect();
        let output = self.process.end();
        (output.status.code(), told, String::from_utf8(output.stderr).expect("UTF-8"))
    }
}
