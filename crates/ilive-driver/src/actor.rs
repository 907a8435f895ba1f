//! One object of the SDK, and what its driver has to remember of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use ilive::devices::device::DeviceInfo;
use ilive::devices::virtual_devices::Virtual;
use ilive::{Config, DeviceKind, Event, Ilive, IliveError, LogFile, Setup, Spear, TinyId};

use crate::args::Args;
use crate::sink::Sink;

/// Does nothing: that it was added is what is asked about.
pub(crate) type Handler = fn(&Event);

/// An object under the name that scenarios call it by. Clones are the same.
#[derive(Clone)]
pub(crate) struct Actor {
    pub(crate) ilive: Ilive,
    pub(crate) sink: Arc<Sink>,
    memory: Arc<Mutex<Memory>>,
}

/// What was learnt, and what must stay alive.
#[derive(Default)]
struct Memory {
    numbers: BTreeMap<String, TinyId>,
    handlers: BTreeMap<String, Arc<Handler>>,
}

impl Actor {
    /// Makes the object.
    pub(crate) fn init(name: &str, args: &Args) -> anyhow::Result<Result<Self, IliveError>> {
        let sink = Arc::<Sink>::default();
        let config = config(name, args)?.with_sink(Arc::clone(&sink) as _);
        Ok(Ilive::init(config).map(|ilive| Self { ilive, sink, memory: Arc::default() }))
    }

    /// Under which number a user is known.
    pub(crate) fn learn(&self, user: &str, number: TinyId) {
        self.memory().numbers.insert(user.to_owned(), number);
    }

    /// The number that was learnt.
    pub(crate) fn number(&self, user: &str) -> anyhow::Result<TinyId> {
        let number = self.memory().numbers.get(user).copied();
        number.with_context(|| format!("no number of {user} is known: im_resolve comes first"))
    }

    /// The handler of this name; the same each time.
    pub(crate) fn handler(&self, id: &str) -> Arc<Handler> {
        let nothing: fn() -> Arc<Handler> = || Arc::new(|_| ());
        Arc::clone(self.memory().handlers.entry(id.to_owned()).or_insert_with(nothing))
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn config(name: &str, args: &Args) -> anyhow::Result<Config> {
    let mut config = Config::new(args.needed("url")?, args.number("app")?);
    config.log = Some(LogFile::new(format!("{name}.log")));
    config.strict_threads = args.flag("strict_threads", false)?;
    if args.has("roles") {
        config.spear = Spear { fetch: false, cache: None, default: Some(roles(args)?) };
    }
    // Whatever this machine has: situations are of made devices, or of none.
    config.media = Setup::virtual_only();
    if args.optional("backends") == Some("none") {
        config.media.backends.clear();
    }
    for (key, kind) in [("camera", DeviceKind::Camera), ("microphone", DeviceKind::Microphone)] {
        if let Some(path) = args.optional(key) {
            let device = DeviceInfo { kind, id: key.parse()?, name: key.to_owned() };
            config.media.devices.push((device, Virtual::File { path: path.into(), looped: true }));
        }
    }
    session(&mut config.session, args)?;
    Ok(config)
}

fn session(session: &mut ilive_session::Config, args: &Args) -> anyhow::Result<()> {
    session.im_support = args.flag("im", true)?;
    session.strict_roles = args.flag("strict_roles", false)?;
    session.raw_codes = args.flag("raw_codes", false)?;
    session.auto_busy = args.flag("auto_busy", true)?;
    for (key, budget) in [
        ("frame_pool", &mut session.frame_pool),
        ("outbox", &mut session.outbox),
        ("in_flight", &mut session.in_flight),
    ] {
        if args.has(key) {
            *budget = args.number(key)?;
        }
    }
    for (key, ms) in &args.0 {
        if let Some(timer) = key.strip_prefix("timers.") {
            *timer_of(&mut session.timers, timer)? = Duration::from_millis(ms.parse()?);
        }
    }
    Ok(())
}

/// `Guest:2,LiveMaster:1` as the JSON that the SDK takes.
fn roles(args: &Args) -> anyhow::Result<String> {
    let mut conf = Vec::new();
    for text in args.list("roles") {
        let (name, role_type) = text.split_once(':').context("a role is NAME:TYPE")?;
        conf.push(serde_json::json!({ "role": name, "type": role_type.parse::<i32>()? }));
    }
    let app: u32 = args.number("app")?;
    Ok(serde_json::json!({ "retcode": 0, "data": { "biz_id": app, "conf": conf } }).to_string())
}

fn timer_of<'a>(timers: &'a mut ilive::Timers, name: &str) -> anyhow::Result<&'a mut Duration> {
    let named = timers.named().into_iter().find(|(known, _)| *known == name);
    named.map(|(_, timer)| timer).with_context(|| format!("no timer is called {name}"))
}
