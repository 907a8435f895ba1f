//! A run of named steps that stops at the first failure and says in the end what it took.

use std::time::{Duration, Instant};

/// The steps so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(&'static str, Duration)>,
    failed: Option<(&'static str, anyhow::Error)>,
}

impl Steps {
    /// Does `work` unless an earlier step has failed.
    pub(crate) fn step(&mut self, name: &'static str, work: impl FnOnce() -> anyhow::Result<()>) {
        if self.failed.is_some() {
            return;
        }
        println!("\n── {name}");
        let begun = Instant::now();
        match work() {
            Ok(()) => self.done.push((name, begun.elapsed())),
            Err(error) => self.failed = Some((name, error)),
        }
    }

    /// Prints the summary, its last line being `N passed, N failed`; true when nothing failed.
    pub(crate) fn finish(self) -> bool {
        println!();
        for (name, took) in &self.done {
            println!("   ok {:>7.1} s  {name}", took.as_secs_f64());
        }
        if let Some((name, error)) = &self.failed {
            println!("failed            {name}: {error:#}");
        }
        println!("{}", self.verdict());
        self.failed.is_none()
    }

    fn verdict(&self) -> String {
        format!("{} passed, {} failed", self.done.len(), u32::from(self.failed.is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_runs_after_a_failure() {
        let mut steps = Steps::default();

        steps.step("good", || Ok(()));
        steps.step("bad", || anyhow::bail!("no"));
        steps.step("never", || panic!("this step comes after a failure"));

        assert_eq!(steps.verdict(), "1 passed, 1 failed");
        assert!(!steps.finish());
    }

    #[test]
    fn a_run_without_a_failure_succeeds() {
        let mut steps = Steps::default();

        steps.step("good", || Ok(()));

        assert_eq!(steps.verdict(), "1 passed, 0 failed");
        assert!(steps.finish());
    }
}
