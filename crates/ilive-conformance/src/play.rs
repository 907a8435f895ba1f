//! One scenario, played with one SDK.

mod fill_in;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context;

use crate::book::{Book, Mismatch};
use crate::driver::Driver;
use crate::drivers::Drivers;
use crate::expectation::Expectation;
use crate::folder::Folder;
use crate::line::{Command, Keys};
use crate::relay::Relay;
use crate::report::Failure;
use crate::scenario::{Action, NetStep, Scenario, Sdk, ServerStep, Step};
use crate::server::{self, Server};
use crate::ticket::Mint;

/// What is told with a failure: of what director and driver said to each other, and of what each process wrote aside.
const SAID_LINES: usize = 14;
const ASIDE_LINES: usize = 4;

/// What every scenario is played with.
#[derive(Debug)]
pub struct Tools {
    /// The `ilive` command.
    pub server: PathBuf,
    /// The programs of the SDKs.
    pub drivers: Drivers,
}

/// Plays a scenario to its end, or to its first failure.
///
/// # Errors
/// The failure.
pub async fn play(tools: &Tools, scenario: &Scenario, sdk: Sdk) -> Result<(), Failure> {
    let unplayed = |why: anyhow::Error| Failure {
        scenario: scenario.about.clone(),
        difference: format!("{why:#}"),
        ..Failure::default()
    };
    let steps = scenario.steps.get(&sdk).context("no steps").map_err(unplayed)?;
    let mut at = None;
    let mut stage = match tokio::time::timeout(scenario.deadline, Stage::set(tools, scenario, sdk)).await {
        Ok(stage) => stage.map_err(unplayed)?,
        Err(_) => return Err(unplayed(anyhow::anyhow!("server and driver were not there in time"))),
    };
    let played = tokio::time::timeout(scenario.deadline, stage.run(steps, &mut at)).await;
    let outcome = match played {
        Ok(Ok(())) => Ok(()),
        Ok(Err(mismatch)) => Err(stage.failure(scenario, steps, at, mismatch)),
        Err(_) => {
            let difference = format!("{} s are over", scenario.deadline.as_secs());
            let mismatch = Mismatch { came: "nothing".to_owned(), difference };
            Err(stage.failure(scenario, steps, at, mismatch))
        }
    };
    let Stage { mut server, driver, folder, .. } = stage;
    tools.drivers.give_back(sdk, driver, outcome.is_ok()).await;
    // A server that has ended by itself needs no ending.
    _ = server.end().await;
    drop(folder);
    outcome
}

/// Everything of a scenario that runs.
struct Stage {
    server: Server,
    driver: Driver,
    relay: Option<Relay>,
    book: Book,
    mint: Mint,
    client: Keys,
    /// Of each actor, once it has logged in or tried to.
    users: BTreeMap<String, String>,
    /// Calls by their names in the scenario.
    named: BTreeMap<String, u32>,
    last: u32,
    /// Goes last, when nothing uses it any more.
    folder: Folder,
}

impl Stage {
    async fn set(tools: &Tools, scenario: &Scenario, sdk: Sdk) -> anyhow::Result<Self> {
        let folder = Folder::new()?;
        let mut server = Server::new(&tools.server, &folder, &scenario.server, &scenario.app);
        if scenario.fills_disk(sdk) {
            server.on_a_disk();
        }
        server.start().await?;
        let driver = tools.drivers.take(sdk, folder.path()).await?;
        Ok(Self {
            server,
            driver,
            relay: None,
            book: Book::default(),
            mint: Mint::new(server::APP, server::SECRET).map_err(anyhow::Error::msg)?,
            client: scenario.client.clone(),
            users: BTreeMap::new(),
            named: BTreeMap::new(),
            last: 0,
            folder,
        })
    }

    async fn run(&mut self, steps: &[Step], at: &mut Option<usize>) -> Result<(), Mismatch> {
        for (place, step) in steps.iter().enumerate() {
            *at = Some(place);
            self.step(step).await?;
        }
        Ok(())
    }

    async fn step(&mut self, step: &Step) -> Result<(), Mismatch> {
        match &step.action {
            Action::Call { actor, verb, keys, name } => {
                let seq = self.call(actor, verb, keys).await.map_err(broken)?;
                match name {
                    Some(name) => {
                        self.named.insert(name.clone(), seq);
                        self.await_made(seq).await
                    }
                    None => self.await_call(seq, &step.expectation).await,
                }
            }
            Action::AwaitCall(name) => {
                let seq = *self.named.get(name).context("no call has this name").map_err(broken)?;
                self.await_call(seq, &step.expectation).await
            }
            Action::AwaitNews(actor) => self.await_news(actor, &step.expectation).await,
            Action::Server(does) => self.with_server(does).await.map_err(broken),
            Action::Net(does) => self.with_net(*does).await.map_err(broken),
            Action::Pass(time) => {
                tokio::time::sleep(*time).await;
                Ok(())
            }
        }
    }

    async fn call(&mut self, actor: &str, verb: &str, keys: &Keys) -> anyhow::Result<u32> {
        let keys = self.fill_in(actor, verb, keys)?;
        self.last += 1;
        let command = Command { seq: self.last, actor: actor.to_owned(), verb: verb.to_owned(), keys };
        self.book.told(self.last);
        self.driver.tell(&command).await?;
        Ok(self.last)
    }

    /// What comes next comes after the call, however long that takes to end.
    async fn await_made(&mut self, seq: u32) -> Result<(), Mismatch> {
        while !self.book.was_made(seq) {
            self.hear().await?;
        }
        Ok(())
    }

    async fn await_call(&mut self, seq: u32, expectation: &Expectation) -> Result<(), Mismatch> {
        loop {
            self.note_what_was_heard()?;
            if let Some(judged) = self.book.judge_call(seq, expectation) {
                return judged;
            }
            self.hear().await?;
        }
    }

    async fn await_news(&mut self, actor: &str, expectation: &Expectation) -> Result<(), Mismatch> {
        loop {
            self.note_what_was_heard()?;
            if let Some(judged) = self.book.judge_news(actor, expectation) {
                return judged;
            }
            self.hear().await?;
        }
    }

    fn note_what_was_heard(&mut self) -> Result<(), Mismatch> {
        while let Some(fact) = self.driver.heard().map_err(broken)? {
            self.book.note(fact)?;
        }
        Ok(())
    }

    async fn hear(&mut self) -> Result<(), Mismatch> {
        let fact = self.driver.hear().await.map_err(broken)?;
        self.book.note(fact)
    }

    async fn with_server(&mut self, does: &ServerStep) -> anyhow::Result<()> {
        match does {
            ServerStep::Start => self.server.start().await,
            ServerStep::Stop => self.server.stop().await,
            ServerStep::Cont => self.server.go_on(),
            ServerStep::End => self.server.end().await,
            ServerStep::Restart => {
                self.server.end().await?;
                self.server.start().await
            }
            ServerStep::Config(settings) => self.server.configure(settings),
            ServerStep::FillDisk => self.server.fill_disk(),
        }
    }

    async fn with_net(&mut self, does: NetStep) -> anyhow::Result<()> {
        let relay = match self.relay.take() {
            Some(relay) => relay,
            None => Relay::start(self.server.address()).await?,
        };
        self.relay.insert(relay).apply(does);
        Ok(())
    }

    fn failure(&self, scenario: &Scenario, steps: &[Step], at: Option<usize>, mismatch: Mismatch) -> Failure {
        let step = at.and_then(|place| Some((place, steps.get(place)?)));
        let mut last_lines = self.driver.said.last(SAID_LINES);
        last_lines.extend(self.driver.complained.last(ASIDE_LINES));
        last_lines.extend(self.server.log.last(ASIDE_LINES));
        Failure {
            scenario: scenario.about.clone(),
            step: step.map(|(place, step)| (place + 1, step.text.clone())),
            expected: step.map_or(String::new(), |(_, step)| step.expectation.to_string()),
            came: mismatch.came,
            difference: mismatch.difference,
            last_lines,
        }
    }
}

/// What went wrong outside of the calls themselves.
fn broken(error: anyhow::Error) -> Mismatch {
    Mismatch { came: String::new(), difference: format!("{error:#}") }
}
