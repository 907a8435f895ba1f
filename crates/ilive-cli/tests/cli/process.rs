//! A process of a test: it does not outlive the test, however that ends.

use std::process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// A command that runs, with its output in pipes.
pub(crate) struct Process(Option<Child>);

impl Process {
    pub(crate) fn start(mut command: Command) -> Self {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        Self(Some(child.expect("the command starts")))
    }

    fn child(&mut self) -> &mut Child {
        self.0.as_mut().expect("it is there until it was waited for")
    }

    pub(crate) fn out(&mut self) -> ChildStdout {
        self.child().stdout.take().expect("a pipe that nobody has taken")
    }

    pub(crate) fn err(&mut self) -> ChildStderr {
        self.child().stderr.take().expect("a pipe that nobody has taken")
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(self.0.as_ref().expect("it is there until it was waited for"))
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("it runs");
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Output {
        let child = self.0.take().expect("it is there until it was waited for");
        child.wait_with_output().expect("it ends")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
