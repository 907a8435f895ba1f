//! The situations of a code, as `contract/scenarios/CODE.toml` tells them.

mod parse;
mod step;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use ilive_protocol::Code;
use serde::{Deserialize, Serialize};
use toml::Table;

use crate::expectation::Expectation;
use crate::line::Keys;

pub use parse::{BadFile, parse};
pub use step::parse_expectation;

/// An SDK that the situations are played with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sdk {
    /// Crate `ilive`.
    Rust,
    /// `libilive`.
    C,
    /// `@ilive/client`.
    Ts,
}

impl Sdk {
    /// In the order of the table's columns.
    pub const ALL: [Self; 3] = [Self::Rust, Self::C, Self::Ts];

    /// The word in files, flags and JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::C => "c",
            Self::Ts => "ts",
        }
    }
}

impl fmt::Display for Sdk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl std::str::FromStr for Sdk {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|sdk| sdk.word() == word);
        found.ok_or_else(|| format!("{word:?} is none of rust, c and ts"))
    }
}

/// All situations of one code.
#[derive(Debug, Clone, PartialEq)]
pub struct Situations {
    /// What they show.
    pub code: Code,
    /// In the order of the file.
    pub scenarios: Vec<Scenario>,
}

/// One situation.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// In a few words.
    pub about: String,
    /// The situation just beside it, which gives another code.
    pub near_miss: bool,
    /// Why the SDKs without steps are left out; empty where none is.
    pub why: String,
    /// Settings of the server.
    pub server: Table,
    /// Settings of the app, in the server's file.
    pub app: Table,
    /// What every `init` is given.
    pub client: Keys,
    /// How long it may take before it counts as hung.
    pub deadline: Duration,
    /// What is done, for each SDK that it is played with.
    pub steps: BTreeMap<Sdk, Vec<Step>>,
}

/// One step of a situation.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// As it is written.
    pub text: String,
    /// What is done.
    pub action: Action,
    /// What that is to bring.
    pub expectation: Expectation,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A driver makes a call. With a name it is not waited for.
    Call {
        /// Whose.
        actor: String,
        /// Which.
        verb: String,
        /// With what.
        keys: Keys,
        /// What it is awaited by later.
        name: Option<String>,
    },
    /// The end of a call that was made before, by its name.
    AwaitCall(String),
    /// News of an actor.
    AwaitNews(String),
    /// Something with the server's process.
    Server(ServerStep),
    /// Something on the way between the two.
    Net(NetStep),
    /// Time passes; only where the situation itself is an age.
    Pass(Duration),
}

/// What is done with the server's process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerStep {
    /// It starts, on the data and port that it had.
    Start,
    /// It is stopped in the middle of everything: sockets stay open, nothing is said.
    Stop,
    /// It goes on.
    Cont,
    /// It ends.
    End,
    /// It ends and starts again.
    Restart,
    /// Other settings, in force from the next start.
    Config(Keys),
    /// Its disk is full, to the last byte.
    FillDisk,
}

/// What is done on the way between an actor and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetStep {
    /// A relay stands there from now on.
    Relay,
    /// Media are dropped, both ways.
    DropUdp,
    /// Media pass again.
    PassUdp,
    /// Bytes from the server are held back for so long.
    DelayDown(Duration),
    /// Connections are closed, new ones too.
    Cut,
    /// New connections pass again.
    Heal,
    /// Another fingerprint in the server's answers.
    RewriteFingerprint,
    /// Something else answers, in HTML.
    Portal,
    /// The answer with the app's roles is spoiled.
    DamageRoles,
}

impl Scenario {
    /// Whether the server's disk is to be one that can be filled.
    #[must_use]
    pub fn fills_disk(&self, sdk: Sdk) -> bool {
        let fills = |step: &Step| step.action == Action::Server(ServerStep::FillDisk);
        self.steps.get(&sdk).is_some_and(|steps| steps.iter().any(fills))
    }
}

impl Situations {
    /// Why nothing is played for this SDK; none where something is.
    #[must_use]
    pub fn left_out(&self, sdk: Sdk) -> Option<&str> {
        let mut shown = self.scenarios.iter().filter(|scenario| !scenario.near_miss);
        if shown.clone().any(|scenario| scenario.steps.contains_key(&sdk)) {
            return None;
        }
        shown.next().map(|scenario| scenario.why.as_str())
    }
}

impl Action {
    /// Whose call it is; none of what the director does itself.
    #[must_use]
    pub fn actor(&self) -> Option<&str> {
        match self {
            Self::Call { actor, .. } => Some(actor),
            _ => None,
        }
    }
}
