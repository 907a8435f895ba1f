//! The last lines of what a process said.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::task::JoinHandle;

/// Lines that are kept.
const KEPT: usize = 40;

/// The newest lines, oldest first; shared with whoever writes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tail(Arc<Mutex<VecDeque<String>>>);

impl Tail {
    /// Adds a line, in the place of the oldest.
    pub(crate) fn push(&self, line: String) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == KEPT {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    /// Forgets all of it.
    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The newest `count`.
    pub(crate) fn last(&self, count: usize) -> Vec<String> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().skip(lines.len().saturating_sub(count)).cloned().collect()
    }

    /// Keeps all lines of `source`, with something before each, until it ends; so does the task that is returned.
    pub(crate) fn follow(
        &self,
        before: &'static str,
        source: impl AsyncRead + Unpin + Send + 'static,
    ) -> JoinHandle<()> {
        let tail = self.clone();
        tokio::spawn(async move {
            let mut lines = BufReader::new(source).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                tail.push(format!("{before}{line}"));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_lines_stay() {
        let tail = Tail::default();
        for line in 0..KEPT + 5 {
            tail.push(line.to_string());
        }

        assert_eq!(tail.last(2), ["43", "44"]);
        assert_eq!(tail.last(1000).len(), KEPT);
    }
}
