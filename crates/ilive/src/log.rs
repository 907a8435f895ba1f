//! The SDK's own log: what was refused, what has failed, what happened to the link. Every trace id of an error is in it.
//!
//! Without a file the lines go to the app's `tracing` subscriber, if it has one. No ticket and no message is ever in it.

use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use file_rotate::ContentLimit;
use file_rotate::FileRotate;
use file_rotate::compression::Compression;
use file_rotate::suffix::AppendCount;
use ilive_protocol::Code;
use ilive_session::{Error, Event, OpId};
use tracing::Dispatch;
use tracing::subscriber::NoSubscriber;
use tracing_subscriber::filter::LevelFilter;

/// A log file, and how much of it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFile {
    /// Where it is; older ones are beside it as `PATH.1`, `PATH.2` …
    pub path: PathBuf,
    /// The least level that is written.
    pub level: LogLevel,
    /// A file of this length is put aside, in bytes.
    pub max_bytes: usize,
    /// How many that were put aside are kept.
    pub keep: usize,
}

/// How much is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// What failed without anybody having asked.
    Warn,
    /// And what was refused, and what a user would notice.
    #[default]
    Info,
    /// And every call, with the texts of errors: they may quote what somebody wrote.
    Debug,
}

impl LogFile {
    /// 10 MB and three older ones, at `info`.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), level: LogLevel::default(), max_bytes: 10 << 20, keep: 3 }
    }
}

/// Takes no line. With one subscriber in the process, the thread that comes by a line first decides whether anybody
/// wants it, and a client without a file would switch off the lines of one with a file. With two, each is asked.
static NOBODY: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::default()));

/// Where one client's lines go.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    file: Option<Dispatch>,
}

impl Log {
    /// # Errors
    /// 8021 `bad_file` when the file cannot be written.
    pub(crate) fn open(file: Option<&LogFile>) -> Result<Self, Error> {
        let Some(file) = file else { return Ok(Self::default()) };
        writable(file)?;
        let limit = ContentLimit::BytesSurpassed(file.max_bytes.max(1));
        let rotated =
            FileRotate::new(&file.path, AppendCount::new(file.keep), limit, Compression::None, None);
        let level = match file.level {
            LogLevel::Warn => LevelFilter::WARN,
            LogLevel::Info => LevelFilter::INFO,
            LogLevel::Debug => LevelFilter::DEBUG,
        };
        let lines = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_target(false)
            .with_max_level(level)
            .log_internal_errors(false)
            .with_writer(Mutex::new(rotated))
            .finish();
        LazyLock::force(&NOBODY);
        Ok(Self { file: Some(Dispatch::new(lines)) })
    }

    fn with(&self, write: impl FnOnce()) {
        match &self.file {
            Some(dispatch) => tracing::dispatcher::with_default(dispatch, write),
            None => write(),
        }
    }

    pub(crate) fn refused(&self, call: &str, error: &Error) {
        self.with(|| {
            let Error { module, code, sub_reason, trace_id, .. } = error;
            tracing::info!(%trace_id, call, %module, code, %sub_reason, "refused");
            tracing::debug!(%trace_id, text = %error.message, "refused because");
        });
    }

    pub(crate) fn accepted(&self, call: &str, op: OpId) {
        self.with(|| tracing::debug!(call, op = op.0, "accepted"));
    }

    pub(crate) fn completed(&self, op: OpId, completion: Result<(), &Error>) {
        self.with(|| match completion {
            Ok(()) => tracing::debug!(op = op.0, "completed"),
            Err(error) => {
                let Error { module, code, sub_reason, trace_id, .. } = error;
                tracing::info!(%trace_id, op = op.0, %module, code, %sub_reason, cause = cause(error), "failed");
                tracing::debug!(%trace_id, text = %error.message, "failed because");
            }
        });
    }

    pub(crate) fn event(&self, event: &Event) {
        match event {
            Event::LinkDown { attempt, .. } => self.with(|| tracing::info!(attempt, "link lost")),
            Event::LinkUp { recovered } => self.with(|| tracing::info!(recovered, "link back")),
            Event::Warning(error) | Event::ForcedOffline(error) | Event::TicketExpired(_, error) => {
                self.told(error);
            }
            Event::RoomDisconnected { error, .. } | Event::DeviceClosed(_, Some(error)) => self.told(error),
            _ => {}
        }
    }

    fn told(&self, error: &Error) {
        self.with(|| {
            let Error { module, code, sub_reason, trace_id, .. } = error;
            tracing::warn!(%trace_id, %module, code, %sub_reason, cause = cause(error), "told");
        });
    }
}

/// The nested error in short; its trace is the same.
fn cause(error: &Error) -> Option<String> {
    error.cause.as_ref().map(|cause| format!("{} {} {}", cause.module, cause.code, cause.sub_reason))
}

/// The rotation panics on a folder that it cannot make: found out before.
fn writable(file: &LogFile) -> Result<(), Error> {
    let tried = file.path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let opened = tried.and_then(|()| std::fs::OpenOptions::new().create(true).append(true).open(&file.path));
    opened.map(drop).map_err(|error| {
        Error::of(Code::InvalidParam, "bad_file")
            .because(format!("log file {}: {error}", file.path.display()))
    })
}

/// The method that a call is: the first words of how it is shown, before any value of it.
pub(crate) fn name(call: &ilive_session::Call) -> String {
    use std::fmt::Write;
    let mut words = Words::default();
    // Stops at the first value, by an error that says nothing.
    let _ = write!(words, "{call:?}");
    words.name
}

/// Takes `Av(Enter(` and stops at the first character after a name that begins no other name.
#[derive(Default)]
struct Words {
    name: String,
    nested: usize,
}

/// `Av(Device(Open` is as deep as methods go.
const NESTED_MAX: usize = 3;

impl std::fmt::Write for Words {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for letter in text.chars() {
            match letter {
                'A'..='Z' | 'a'..='z' | '0'..='9' if self.nested < NESTED_MAX => self.name.push(letter),
                '(' if self.nested + 1 < NESTED_MAX && is_layer(&self.name) => {
                    self.nested += 1;
                    self.name.push('.');
                }
                _ => return Err(std::fmt::Error),
            }
        }
        Ok(())
    }
}

/// Whether the last word holds a method, and not a value.
fn is_layer(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    matches!(last, "Av" | "Im" | "Device" | "Stage" | "Phone" | "Invite")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ilive_session::call::{PhoneCall, RoomArg, Secret, StageCall};
    use ilive_session::device::{DeviceCall, Pick};
    use ilive_session::{Call, DeviceKind, av};

    #[test]
    fn a_client_without_a_file_takes_no_line_from_one_with() {
        let folder = ilive_testing::Folder::new();
        let path = folder.path().join("sdk.log");
        let log = Log::open(Some(&LogFile::new(&path))).expect("a log");
        let error = Error::of(Code::InvalidParam, "bad_file");

        Log::default().refused("Logout", &error);
        log.refused("Logout", &error);

        let text = std::fs::read_to_string(path).expect("a file");
        assert!(text.contains("call=\"Logout\""), "the line is missing");
    }

    #[test]
    fn a_call_is_named_without_its_values() {
        let open = DeviceCall::Open(DeviceKind::Camera, Pick::Id("front".to_owned()));
        for (call, named) in [
            (Call::Logout, "Logout"),
            (Call::RenewTicket(Secret("hush".to_owned())), "RenewTicket"),
            (Call::JoinRoom(RoomArg::Name("secret".to_owned()), None), "JoinRoom"),
            (Call::Login { user_id: "ann".into(), user_sig: Secret::default(), nick: "Ann".into() }, "Login"),
            (Call::Av(av::Call::Device(open)), "Av.Device.Open"),
            (Call::Phone(PhoneCall::End(7)), "Phone.End"),
            (Call::Stage(StageCall::Cancel), "Stage.Cancel"),
        ] {
            assert_eq!(name(&call), named);
        }
    }
}
