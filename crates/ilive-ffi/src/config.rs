//! What a client is made with, its beginning and its end.

use std::mem::MaybeUninit;
use std::os::raw::c_void;
use std::sync::Arc;
use std::time::Duration;

use ilive_session::{Call, Error, Timers};
use sdk::binding::Binding;
use sdk::{BackendKind, Config, LogFile, LogLevel, MediaSink, VoiceSwitches};

use crate::args::{self, Level, missing};
use crate::border::guarded;
use crate::callback::ilive_done;
use crate::client::{Client, Later, ilive_client, ilive_op, later};
use crate::descriptor::Descriptor;
use crate::gate::Gate;
use crate::sink::{Sink, ilive_sink};
use crate::switch::{self, ilive_switch};
use crate::text::{ilive_bytes, ilive_text};

/// What a client is made with: set it to 0 (`ilive_config config = {0};`), then what is needed.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_config {
    /// The server's address: `http://HOST:PORT` or `https://HOST:PORT`.
    pub url: ilive_text,
    /// The app's number at the server; not 0.
    pub sdk_app_id: u32,
    /// What others see beside the user id: 1 to 32 characters; empty keeps what is stored.
    pub nick: ilive_text,
    /// Take calls from any thread. Else a call from another thread than the one that made the client is 1007, the
    /// functions `ilive_fill_*` and `ilive_av_fill_*` excepted.
    pub any_thread: bool,
    /// Do not load messaging (`im_support = false`): messages, groups and calls are 8001 then.
    pub without_im: bool,
    /// Turn the facade's own refusals by state off: the AV layer's codes come through.
    pub raw_codes: bool,
    /// Refuse a role that the app does not have (1 `role_not_exists`) instead of taking the default role.
    pub strict_roles: bool,
    /// Let a second call ring instead of answering it as busy (`auto_busy = false`).
    pub without_auto_busy: bool,
    /// Messages that may wait in one conversation; another gets 8053. 0: 100.
    pub outbox: u32,
    /// Calls that may wait for their completion; another gets 8053. 0: 256.
    pub in_flight: u32,
    /// Frames of external capture that may wait for the encoder; another gets 8053. 0: 2.
    pub frame_pool: u32,
    /// Certificates (DER) that are trusted besides the system's: of a server with a certificate of its own.
    pub roots: *const ilive_bytes,
    /// How many.
    pub root_count: usize,
    /// Do not ask the server for the app's roles at each start of the AV context.
    pub without_role_fetch: bool,
    /// A file that the server's roles are kept in, for when it does not give them; NULL: they are not kept.
    pub role_cache: ilive_text,
    /// Roles as the server's JSON, for when there are no others; may be NULL.
    pub role_default: ilive_text,
    /// A file that the log is written to; older ones are beside it. NULL: there is none.
    pub log_path: ilive_text,
    /// The least level that is written.
    pub log_level: ilive_log_level,
    /// A log file of this length is put aside, in bytes. 0: 10 MiB.
    pub log_max_bytes: u32,
    /// How many that were put aside are kept. 0: 3.
    pub log_keep: u32,
    /// Nothing that is made: no test pattern, no tone.
    pub without_virtual_devices: bool,
    /// Nothing of the machine: none of its cameras, microphones, players and screens.
    pub without_system_devices: bool,
    /// Takes what the player plays out of what a microphone of the machine hears.
    pub echo_cancellation: ilive_switch,
    /// Makes noise quieter that such a microphone hears.
    pub noise_suppression: ilive_switch,
    /// Brings voices that it hears to one loudness.
    pub gain_control: ilive_switch,
    /// Who gets pictures and sound.
    pub sink: ilive_sink,
    /// Deadlines.
    pub timers: ilive_timers,
}

/// How much is written to the log.
pub type ilive_log_level = u32;
/// What failed, what was refused, what a user would notice.
pub const ILIVE_LOG_INFO: ilive_log_level = 0;
/// What failed without anybody having asked.
pub const ILIVE_LOG_WARN: ilive_log_level = 1;
/// And every call, with the texts of errors: they may quote what somebody wrote.
pub const ILIVE_LOG_DEBUG: ilive_log_level = 2;

/// Deadlines in ms; 0: the default, which is named.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_timers {
    /// An operation younger than this is just busy (8011): 2000.
    pub stale: u32,
    /// IM's answer to the context's question for its own tiny id: 10000, then 7000.
    pub own_id: u32,
    /// A room's address: 10000, then 10004.
    pub room_locate: u32,
    /// Entry as a whole, and login as a whole: 30000, then 1005.
    pub room_enter: u32,
    /// One of the three tries of another request: 10000; three times that, then 1005, or 6012 of IM.
    pub request: u32,
    /// ICE and DTLS: 15000, then 10005.
    pub ice: u32,
    /// A device or the engine that does not say how it went: 10000, then 1005.
    pub local: u32,
    /// A connection that neither opens nor fails: 10000.
    pub dial: u32,
    /// Without a frame for this long, a link counts as lost: 15000.
    pub link_lost: u32,
    /// From the last frame until the server gives session and seat up: 30000.
    pub resume_window: u32,
    /// A link that stays lost is told after this, as event 8012: 5000.
    pub link_event: u32,
    /// Between two pings that ask whether the server still hears us: 500.
    pub ping: u32,
    /// The first wait before another try of the link is up to this: 400.
    pub backoff_base: u32,
    /// No wait is longer: 8000.
    pub backoff_cap: u32,
    /// A goodbye that nobody answers: 1000.
    pub goodbye: u32,
    /// A member who could not be named is tried again after 2000.
    pub name_retry: u32,
    /// How long an invitation or a call rings: 30000.
    pub ring: u32,
    /// A speed test, from the word that lets it begin: 30000, then 1005.
    pub speed_test: u32,
}

/// Sets each deadline that has a number. All are named, and no other: else one of the two patterns does not compile.
macro_rules! set_timers {
    ($timers:ident from $given:ident: $($name:ident)*) => {
        let ilive_timers { $($name),* } = *$given;
        let Timers { $($name: _),* } = $timers;
        $(if $name > 0 {
            $timers.$name = Duration::from_millis($name.into());
        })*
    };
}

impl ilive_timers {
    fn read(&self) -> Timers {
        let mut timers = Timers::default();
        set_timers!(timers from self:
            stale own_id room_locate room_enter request ice local dial link_lost resume_window link_event ping
            backoff_base backoff_cap goodbye name_retry ring speed_test);
        timers
    }
}

impl ilive_config {
    fn read(&self, gate: &Arc<Gate>) -> Result<Config, Error> {
        let mut config = Config::new(text(self.url, "config.url")?, self.sdk_app_id);
        config.nick = maybe(self.nick, "config.nick")?.unwrap_or_default();
        config.strict_threads = !self.any_thread;
        config.roots = self.roots()?.into_iter().map(Into::into).collect();
        config.log = self.log()?;
        config.spear.fetch = !self.without_role_fetch;
        config.spear.cache = maybe(self.role_cache, "config.role_cache")?.map(Into::into);
        config.spear.default = maybe(self.role_default, "config.role_default")?;
        config.sink = self
            .sink
            .is_any()
            .then(|| Arc::new(Sink::new(self.sink, Arc::clone(gate))) as Arc<dyn MediaSink>);
        config.media.backends.retain(|backend| match backend {
            BackendKind::System => !self.without_system_devices,
            BackendKind::Virtual => !self.without_virtual_devices,
        });
        config.media.voice = self.voice()?;
        self.read_session(&mut config.session);
        Ok(config)
    }

    fn voice(&self) -> Result<VoiceSwitches, Error> {
        Ok(VoiceSwitches {
            echo_cancellation: switch::read(self.echo_cancellation, "config.echo_cancellation")?,
            noise_suppression: switch::read(self.noise_suppression, "config.noise_suppression")?,
            gain_control: switch::read(self.gain_control, "config.gain_control")?,
        })
    }

    fn read_session(&self, session: &mut ilive_session::Config) {
        session.im_support = !self.without_im;
        session.raw_codes = self.raw_codes;
        session.strict_roles = self.strict_roles;
        session.auto_busy = !self.without_auto_busy;
        session.timers = self.timers.read();
        for (limit, given) in [
            (&mut session.outbox, self.outbox),
            (&mut session.in_flight, self.in_flight),
            (&mut session.frame_pool, self.frame_pool),
        ] {
            if given > 0 {
                *limit = given as usize;
            }
        }
    }

    fn roots(&self) -> Result<Vec<Vec<u8>>, Error> {
        let bad = |_| Level::Facade.bad("a root has 1 to 1048576 bytes");
        let roots = args::list(Level::Facade, self.roots, self.root_count, "config.roots")?;
        roots.iter().map(|root| root.read().map_err(bad)).collect()
    }

    fn log(&self) -> Result<Option<LogFile>, Error> {
        let Some(path) = maybe(self.log_path, "config.log_path")? else { return Ok(None) };
        let mut log = LogFile::new(path);
        log.level = match self.log_level {
            ILIVE_LOG_INFO => LogLevel::Info,
            ILIVE_LOG_WARN => LogLevel::Warn,
            ILIVE_LOG_DEBUG => LogLevel::Debug,
            other => return Err(Level::Facade.bad(format!("{other} is no level of the log"))),
        };
        for (limit, given) in [(&mut log.max_bytes, self.log_max_bytes), (&mut log.keep, self.log_keep)] {
            if given > 0 {
                *limit = given as usize;
            }
        }
        Ok(Some(log))
    }
}

fn text(text: ilive_text, what: &str) -> Result<String, Error> {
    args::text(Level::Facade, text, what)
}

fn maybe(text: ilive_text, what: &str) -> Result<Option<String>, Error> {
    args::maybe(Level::Facade, text, what)
}

/// The version of this library, such as `0.1.0`. It lives as long as the process.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_version() -> ilive_text {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    ilive_text { data: VERSION.as_ptr().cast(), len: VERSION.len() - 1 }
}

/// Makes a client; nothing is sent before the login. The thread that makes it owns it.
///
/// 8005, 8021 `bad_url`, `bad_sdk_app_id`, or `bad_file` for a log that cannot be written; 8020 when the system gives no thread or no trust store.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_init(
    config: Option<&ilive_config>,
    client: Option<&mut MaybeUninit<ilive_client>>,
) -> i32 {
    guarded(|| {
        let gate = Arc::<Gate>::default();
        let config = config.ok_or_else(|| missing("config"))?.read(&gate)?;
        let slot = client.ok_or_else(|| missing("client"))?;
        let descriptor = Arc::new(Descriptor::default());
        let (nick, signal) = (config.nick.clone(), Arc::clone(&descriptor));
        let binding = Binding::init(config, Some(Box::new(move || signal.signal())))?;
        slot.write(Client::open(binding, nick, descriptor, gate));
        Ok(())
    })
}

/// Logs out where need be, and ends the client: what is pending completes with 8007, then this completes, and from then on
/// `client` names nothing (8002). Poll until then, as here:
///
/// ```c
/// ilive_release(client, NULL, NULL, NULL);
/// while (ilive_poll(client, 1000) == 0) {}
/// ```
///
/// 8002 when it was released before.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_release(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Release))
}

/// Gives up what is pending: it completes with 8007, unless it has completed already. Nothing happens for a call that is not
/// known.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_cancel(client: ilive_client, op: ilive_op) -> i32 {
    let cancel = ilive_session::OpId(op);
    crate::client::at_once(client, Level::Facade, |_| Ok(Call::Cancel(cancel)))
}
