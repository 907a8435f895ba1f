//! One object of the SDK, and what its driver has to remember of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail};
use ilive::wire::RoleType;
use ilive::{Config, Event, Ilive, IliveError, LogFile, TinyId};
use ilive_session::Role;

use crate::args::Args;

/// Does nothing: that it was added is what is asked about.
pub(crate) type Handler = fn(&Event);

/// An object under the name that scenarios call it by. Clones are the same.
#[derive(Clone)]
pub(crate) struct Actor {
    pub(crate) ilive: Ilive,
    pub(crate) memory: Arc<Mutex<Memory>>,
}

/// What was learnt, and what must stay alive.
#[derive(Default)]
pub(crate) struct Memory {
    numbers: BTreeMap<String, TinyId>,
    handlers: BTreeMap<String, Arc<Handler>>,
}

impl Actor {
    /// Makes the object.
    pub(crate) fn init(name: &str, args: &Args) -> anyhow::Result<Result<Self, IliveError>> {
        let config = config(name, args)?;
        Ok(Ilive::init(config).map(|ilive| Self { ilive, memory: Arc::default() }))
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
    let session = &mut config.session;
    session.im_support = args.flag("im", true)?;
    session.strict_roles = args.flag("strict_roles", false)?;
    session.raw_codes = args.flag("raw_codes", false)?;
    session.auto_busy = args.flag("auto_busy", true)?;
    session.roles = args.list("roles").into_iter().map(role).collect::<anyhow::Result<_>>()?;
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
    Ok(config)
}

/// `Guest:2`.
fn role(text: &str) -> anyhow::Result<Role> {
    let (name, role_type) = text.split_once(':').context("a role is NAME:TYPE")?;
    let role_type = RoleType::try_from(role_type.parse::<i32>()?).context("a role's type is 0 to 3")?;
    Ok(Role { name: name.to_owned(), role_type })
}

fn timer_of<'a>(timers: &'a mut ilive::Timers, name: &str) -> anyhow::Result<&'a mut Duration> {
    Ok(match name {
        "stale" => &mut timers.stale,
        "own_id" => &mut timers.own_id,
        "room_locate" => &mut timers.room_locate,
        "room_enter" => &mut timers.room_enter,
        "request" => &mut timers.request,
        "ice" => &mut timers.ice,
        "local" => &mut timers.local,
        "dial" => &mut timers.dial,
        "link_lost" => &mut timers.link_lost,
        "resume_window" => &mut timers.resume_window,
        "link_event" => &mut timers.link_event,
        "ping" => &mut timers.ping,
        "backoff_base" => &mut timers.backoff_base,
        "backoff_cap" => &mut timers.backoff_cap,
        "goodbye" => &mut timers.goodbye,
        "name_retry" => &mut timers.name_retry,
        "ring" => &mut timers.ring,
        other => bail!("no timer is called {other}"),
    })
}
