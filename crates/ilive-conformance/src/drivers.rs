//! The drivers of the SDKs: a process each scenario, or one for many where an SDK's starts slowly.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::Context;

use crate::driver::Driver;
use crate::scenario::Sdk;

/// How drivers are started, and those that wait for their next scenario.
#[derive(Debug, Default)]
pub struct Drivers {
    commands: BTreeMap<Sdk, Vec<String>>,
    lasting: BTreeSet<Sdk>,
    idle: Mutex<BTreeMap<Sdk, Vec<Driver>>>,
}

impl Drivers {
    /// `commands`: the program of each SDK, with its arguments. Those of the `lasting` ones take `reset`.
    #[must_use]
    pub fn new(commands: BTreeMap<Sdk, Vec<String>>, lasting: BTreeSet<Sdk>) -> Self {
        Self { commands, lasting, idle: Mutex::default() }
    }

    /// One that knows nothing yet. `folder` is where a process of one scenario runs.
    pub(crate) async fn take(&self, sdk: Sdk, folder: &Path) -> anyhow::Result<Driver> {
        let waiting = self.idle().get_mut(&sdk).and_then(Vec::pop);
        if let Some(driver) = waiting {
            return Ok(driver);
        }
        let command = self.commands.get(&sdk).context("no driver")?;
        match self.lasting.contains(&sdk) {
            // The folder of its first scenario goes before it does.
            true => Driver::start(command, &std::env::temp_dir()).await,
            false => Driver::start(command, folder).await,
        }
    }

    /// Its scenario is over. One that has failed is not trusted with another.
    pub(crate) async fn give_back(&self, sdk: Sdk, mut driver: Driver, trusted: bool) {
        if trusted && self.lasting.contains(&sdk) && driver.reset().await.is_ok() {
            self.idle().entry(sdk).or_default().push(driver);
        } else {
            driver.end().await;
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, BTreeMap<Sdk, Vec<Driver>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
