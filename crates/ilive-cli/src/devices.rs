//! `ilive devices`: what sound and pictures can come from here.

use clap::Args;
use ilive::{Code, Config, DeviceInfo, DeviceKind, Ilive};
use ilive_protocol::text::printable;
use serde::Serialize;

use crate::bot::{Failed, Step};
use crate::output;

/// What a default is taken from, with the names that scripts know.
const KINDS: [(DeviceKind, &str); 3] =
    [(DeviceKind::Camera, "camera"), (DeviceKind::Microphone, "microphone"), (DeviceKind::Player, "player")];

/// What a build without the machine's devices says.
pub(crate) const MADE_ONLY: &str =
    "this build has made devices only; those of the machine are in one with `--features system-devices`";

/// List cameras, microphones, players, screens and windows, as `ilive publish` takes them
#[derive(Args)]
pub(crate) struct DevicesArgs {
    /// Print a JSON array of objects: kind, id, name
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row {
    kind: &'static str,
    id: String,
    name: String,
}

impl Row {
    fn new(kind: &'static str, DeviceInfo { id, name }: DeviceInfo) -> Self {
        Self { kind, id, name }
    }
}

/// Knows the devices of this machine: no server is asked for them.
pub(crate) fn here() -> Result<Ilive, Failed> {
    Ilive::init(Config::new("http://127.0.0.1:8800", 1)).doing("looking for devices")
}

/// The first of a kind is the one that is taken where none is named.
pub(crate) fn run(args: &DevicesArgs) -> anyhow::Result<()> {
    let ilive = here()?;
    let mut rows = Vec::new();
    for (kind, word) in KINDS {
        let list = match ilive.devices(kind) {
            Err(error) if error.is(Code::NotFound) => Vec::new(),
            list => list.doing(format!("looking for a {word}"))?,
        };
        rows.extend(list.into_iter().map(|device| Row::new(word, device)));
    }
    rows.extend(ilive.screens().into_iter().map(|screen| Row::new("screen", screen)));
    rows.extend(ilive.windows().into_iter().map(|window| Row::new("window", window)));
    if !ilive::devices::system::AVAILABLE {
        eprintln!("note: {MADE_ONLY}");
    }
    if args.json {
        return output::print_json(&rows);
    }
    let rows = rows.into_iter().map(|Row { kind, id, name }| {
        [kind.to_owned(), printable(&id).into_owned(), printable(&name).into_owned()]
    });
    output::print(&output::table(["KIND", "ID", "NAME"], rows))
}
