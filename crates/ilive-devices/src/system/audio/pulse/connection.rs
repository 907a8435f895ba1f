//! One connection: messages both ways.

use std::collections::VecDeque;
use std::ffi::CString;
use std::io::{BufReader, Cursor, Error, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, Command, CommandReply, CommandTag, DESCRIPTOR_SIZE, Descriptor, MAX_VERSION,
    MIN_VERSION, Prop, Props, ProtocolError, SetClientNameReply, TagStructReader,
};

use socket2::{Domain, SockAddr, Socket, Type};

use super::address;

/// How long an answer may take. A server that is stopped accepts connections all the same.
const ANSWER_MAX: Duration = Duration::from_secs(2);
/// Messages that may come while an answer is awaited: a second of events and sound.
const EARLY_MAX: usize = 1024;
/// No message is longer: the server's buffers for a stream are 4 MiB at most.
const MESSAGE_MAX: usize = 16 << 20;
/// Whoever sends another number is thrown out, also where no cookie is asked for.
const COOKIE_BYTES: usize = 256;
/// The channel of what is no sound.
const CONTROL: u32 = u32::MAX;

/// One connection to the server of this user.
pub(super) struct Connection {
    socket: BufReader<UnixStream>,
    version: u16,
    last: u32,
    /// What came while an answer was awaited.
    early: VecDeque<Message>,
}

/// What the server says unasked.
pub(super) enum Message {
    /// That something has happened.
    Event(Box<Command>),
    /// Sound of a stream.
    Sound(Vec<u8>),
}

/// A server that hangs takes no connections any more: it is none. To wait for it would have no end, and nobody could hang
/// up.
fn connect(path: &Path) -> Result<UnixStream, Error> {
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    socket.connect(&SockAddr::unix(path)?)?;
    socket.set_nonblocking(false)?;
    Ok(UnixStream::from(OwnedFd::from(socket)))
}

/// Ends a connection from another thread, also one that is yet to be made.
#[derive(Debug, Default)]
pub(crate) struct Hangup {
    line: Mutex<Line>,
}

#[derive(Debug, Default)]
enum Line {
    #[default]
    Idle,
    Open(UnixStream),
    Cut,
}

impl Hangup {
    /// Whoever reads there gets an end.
    pub(crate) fn hang_up(&self) {
        if let Line::Open(socket) = std::mem::replace(&mut *self.line(), Line::Cut) {
            // It may be shut down already.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }

    fn hold(&self, socket: &UnixStream) -> Result<(), Error> {
        let socket = socket.try_clone()?;
        let mut line = self.line();
        if matches!(*line, Line::Cut) {
            return Err(ErrorKind::ConnectionAborted.into());
        }
        *line = Line::Open(socket);
        Ok(())
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    /// Connects and says who is there.
    pub(super) fn open(hangup: &Hangup) -> Result<Self, ProtocolError> {
        let setting = |name: &str| std::env::var(name).ok();
        let path = address::socket_path(setting).ok_or(Error::from(ErrorKind::NotFound))?;
        let cookie = address::cookie_paths(setting).iter().find_map(|path| std::fs::read(path).ok());
        let socket = connect(&path)?;
        hangup.hold(&socket)?;
        socket.set_write_timeout(Some(ANSWER_MAX))?;
        let mut connection =
            Self { socket: BufReader::new(socket), version: MAX_VERSION, last: 0, early: VecDeque::new() };
        connection.introduce(cookie.unwrap_or_default())?;
        Ok(connection)
    }

    fn introduce(&mut self, mut cookie: Vec<u8>) -> Result<(), ProtocolError> {
        cookie.resize(COOKIE_BYTES, 0);
        let auth = AuthParams { version: MAX_VERSION, supports_shm: false, supports_memfd: false, cookie };
        let AuthReply { version, .. } = self.ask(&Command::Auth(auth))?;
        if version < MIN_VERSION {
            return Err(ProtocolError::UnsupportedVersion(version));
        }
        self.version = version.min(MAX_VERSION);
        let mut props = Props::new();
        props.set(Prop::ApplicationName, c"iLive");
        props.set(
            Prop::ApplicationProcessId,
            CString::new(std::process::id().to_string()).unwrap_or_default(),
        );
        let _: SetClientNameReply = self.ask(&Command::SetClientName(props))?;
        Ok(())
    }

    /// Asks, and waits for the answer.
    pub(super) fn ask<R: CommandReply>(&mut self, command: &Command) -> Result<R, ProtocolError> {
        let payload = self.answer(command)?;
        let mut payload = Cursor::new(payload.as_slice());
        let version = self.version;
        let mut answer = TagStructReader::new(&mut payload, version);
        // Its kind and number were read when it was found.
        let _: (CommandTag, u32) = (answer.read_enum()?, answer.read_u32()?);
        R::read(&mut answer, version)
    }

    /// Asks for something that is answered by a yes.
    pub(super) fn order(&mut self, command: &Command) -> Result<(), ProtocolError> {
        self.answer(command).map(drop)
    }

    fn answer(&mut self, command: &Command) -> Result<Vec<u8>, ProtocolError> {
        self.last = self.last.wrapping_add(1);
        let mut message = Vec::new();
        protocol::write_command_message(&mut message, self.last, command, self.version)?;
        self.socket.get_mut().write_all(&message)?;
        self.socket.get_ref().set_read_timeout(Some(ANSWER_MAX))?;
        loop {
            let (channel, payload) = self.receive()?;
            let mut reader = Cursor::new(payload.as_slice());
            let mut head = TagStructReader::new(&mut reader, self.version);
            match (channel, if channel == CONTROL { Some(head.read_enum()?) } else { None }) {
                (_, Some(CommandTag::Reply)) if head.read_u32()? == self.last => return Ok(payload),
                (_, Some(CommandTag::Error)) if head.read_u32()? == self.last => {
                    return Err(ProtocolError::ServerError(head.read_enum()?));
                }
                (_, Some(CommandTag::Reply | CommandTag::Error)) => {}
                _ if self.early.len() >= EARLY_MAX => {
                    return Err(ProtocolError::Invalid("much is said and nothing answered".to_owned()));
                }
                _ => self.early.extend(self.message(channel, payload)),
            }
        }
    }

    /// The next that the server says, however long that takes.
    pub(super) fn next(&mut self) -> Result<Message, ProtocolError> {
        loop {
            if let Some(message) = self.early.pop_front() {
                return Ok(message);
            }
            self.socket.get_ref().set_read_timeout(None)?;
            let (channel, payload) = self.receive()?;
            if let Some(message) = self.message(channel, payload) {
                return Ok(message);
            }
        }
    }

    /// Gives sound to a stream. A message of none at all would end the connection.
    pub(super) fn play(&mut self, channel: u32, sound: &[u8]) -> Result<(), ProtocolError> {
        if sound.is_empty() {
            return Ok(());
        }
        let mut message = Vec::with_capacity(DESCRIPTOR_SIZE + sound.len());
        protocol::write_memblock(&mut message, channel, sound, 0)?;
        Ok(self.socket.get_mut().write_all(&message)?)
    }

    fn receive(&mut self) -> Result<(u32, Vec<u8>), ProtocolError> {
        let Descriptor { length, channel, .. } = protocol::read_descriptor(&mut self.socket)?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > MESSAGE_MAX {
            return Err(ProtocolError::Invalid(format!("a message of {length} bytes")));
        }
        let mut payload = vec![0; length];
        self.socket.read_exact(&mut payload)?;
        Ok((channel, payload))
    }

    /// None for what this library does not know: a newer server may say more.
    fn message(&self, channel: u32, payload: Vec<u8>) -> Option<Message> {
        if channel != CONTROL {
            return Some(Message::Sound(payload));
        }
        let read = Command::read_tag_prefixed(&mut Cursor::new(payload.as_slice()), self.version);
        read.ok().map(|(_, command)| Message::Event(Box::new(command)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Its queue is full, as that of a process that was stopped.
    #[test]
    fn a_server_that_takes_no_connections_is_none() {
        let path = std::env::temp_dir().join(format!("ilive-pulse-{}", std::process::id()));
        let server = Socket::new(Domain::UNIX, Type::STREAM, None).expect("a socket");
        server.bind(&SockAddr::unix(&path).expect("an address")).expect("a place");
        server.listen(0).expect("a queue");
        let mut waiting = Vec::new();

        let refused = loop {
            match connect(&path) {
                Ok(socket) => waiting.push(socket),
                Err(error) => break error,
            }
        };

        std::fs::remove_file(&path).expect("its file");
        assert_eq!((refused.kind(), waiting.len() < 10), (ErrorKind::WouldBlock, true));
    }
}
